import ast
import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthbalance.report._layout import Node, assign, call
from synthbalance.report._literal import NoLiteral, literal, text_literal

_ATOMS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(_ATOMS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner))


@given(st.text(st.characters()))
def test_any_text_becomes_one_line_that_reads_back(text):
    written = text_literal(text)
    assert ast.literal_eval(written) == text
    assert len(written.splitlines()) == 1 and written.isprintable()


@given(_VALUES)
def test_any_plain_value_reads_back_however_it_breaks(value):
    lines = assign("value", literal(value, set()))
    assert ast.literal_eval("\n".join(lines).removeprefix("value = ")) == value


@pytest.mark.parametrize(
    "value",
    [
        np.float64(0.1), np.int8(3), np.array([1.5, 2.5]), {"b", "a"}, float("inf"), b"\x00'", pd.Timedelta("7D"),
        pd.Timestamp("2024-02-03 04:05", tz="UTC"), np.datetime64("2024-01-01"), datetime.date(2024, 1, 2), pd.NaT,
    ],
)  # fmt: skip
def test_values_of_numpy_pandas_and_dates_read_back(value):
    imports = set()
    written = literal(value, imports).flat()
    space = {}
    exec("\n".join([*imports, f"back = {written}"]), space)
    if isinstance(value, np.ndarray):
        assert np.array_equal(space["back"], value)
    else:
        assert space["back"] is value or space["back"] == value


@pytest.mark.parametrize("value", [len, np.random.default_rng(0), object(), [print], list(range(2000))])
def test_what_has_no_literal_is_refused(value):
    with pytest.raises(NoLiteral):
        literal(value, set())


def test_long_calls_break_one_argument_a_line():
    made = call("sb.f", [Node("data")], **{f"argument_{k}": Node("1.25") for k in range(6)})
    lines = assign("x", made)
    assert lines[0] == "x = sb.f(" and lines[-1] == ")"
    assert all(line.endswith(",") for line in lines[1:-1]) and max(map(len, lines)) <= 88
