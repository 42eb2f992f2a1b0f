import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.table import remember_source, source_of, table_hash
from tests.table.columns import COLUMNS

SMALL = {"a": [1, 2, 3], "b": ["x", "y", None]}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_hash_repeats_and_tells_another_order_apart(name):
    values = COLUMNS[name][1]
    frame = pd.DataFrame({"a": values, "row": range(len(values))})
    assert table_hash(frame) == table_hash(frame.copy())
    assert table_hash(frame) != table_hash(frame.iloc[::-1])


def test_a_hash_is_sixteen_hexadecimal_digits_and_the_same_in_every_process():
    made = table_hash(pd.DataFrame(SMALL))
    code = f"import pandas as pd; from synthbalance.table import table_hash; print(table_hash(pd.DataFrame({SMALL!r})))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert len(made) == 16
    assert int(made, 16) >= 0
    assert told == made


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.assign(a=[1, 2, 4]),
        lambda frame: frame.rename(columns={"a": "c"}),
        lambda frame: frame.astype({"a": "int32"}),
        lambda frame: frame[["b", "a"]],
        lambda frame: frame.iloc[:2],
        lambda frame: frame.assign(c=1),
        lambda frame: frame.fillna(""),
    ],
)
def test_any_change_of_values_names_dtypes_or_order_changes_the_hash(change):
    frame = pd.DataFrame(SMALL)
    assert table_hash(change(frame)) != table_hash(frame)


def test_the_index_does_not_count():
    frame = pd.DataFrame(SMALL)
    assert table_hash(frame.set_index(pd.Index([7, 8, 9]))) == table_hash(frame)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=False), min_size=1, max_size=8), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_one_changed_float_changes_the_hash(values, place):
    frame = pd.DataFrame({"a": values})
    other = frame.copy()
    other.loc[place % len(values), "a"] = 1234.5678
    same = values[place % len(values)] == 1234.5678
    assert (table_hash(other) == table_hash(frame)) == same


def test_a_source_is_remembered_with_the_hash_of_that_moment():
    frame = remember_source(pd.DataFrame(SMALL), "sb.read_table('a.csv')")
    assert source_of(frame) == {"call": "sb.read_table('a.csv')", "hash": table_hash(frame)}
    frame.loc[0, "a"] = 9
    assert source_of(frame)["hash"] != table_hash(frame)


def test_a_table_of_unknown_origin_has_no_source():
    assert source_of(pd.DataFrame(SMALL)) is None
    assert source_of(np.eye(2)) is None
