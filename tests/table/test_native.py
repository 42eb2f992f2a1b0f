"""polars and pyarrow tables come in as pandas and go back as what they were."""

import datetime
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from synthbalance.table import (
    check_table,
    column_given_back,
    given_back,
    joined,
    kind_of,
    labels_like,
    like_of,
    plain_labels,
    series_of,
)
from tests.table.natives import as_kind, polars_payments

TABLE = polars_payments(60, 6)
KINDS = ["polars", "pyarrow"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TABLE.columns)
def test_every_type_goes_in_and_comes_back_unchanged(kind, name):
    given = as_kind(TABLE.select(name), kind)
    back = given_back(check_table(given), like_of(given))
    assert back.schema == given.schema
    assert back.equals(given)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_inside_can_be_counted_with(kind):
    frame = check_table(as_kind(TABLE, kind))
    assert frame["count"].dtype == "Int64" and frame["byte"].dtype == "UInt8" and frame["whole"].dtype == "int32"
    assert frame["money"].dtype == "float64" and frame["night"].dtype == "boolean"
    assert frame["day"].dtype == "date32[day][pyarrow]"
    assert frame["country"].cat.categories.tolist() == ["AT", "DE", "FR", "never seen"]


def test_large_whole_numbers_with_gaps_keep_every_digit():
    given = pl.DataFrame({"id": [2**60 + 1, None, 2**60 + 3]})
    assert check_table(given)["id"].tolist()[::2] == [2**60 + 1, 2**60 + 3]


def test_decimals_that_are_no_floats_stay_decimals():
    many = Decimal("12345678901234567890.12")
    given = pl.DataFrame({"a": pl.Series([many, None], dtype=pl.Decimal(38, 2))})
    frame = check_table(given)
    assert frame["a"].tolist()[0] == many
    assert given_back(frame, like_of(given)).equals(given)


@pytest.mark.parametrize("scale", [1, 2, 6])
def test_decimals_become_the_floats_that_python_makes_of_them(scale):
    values = [Decimal(whole).scaleb(-scale) for whole in range(-3000, 3000)]
    frame = check_table(pa.table({"a": pa.array(values, pa.decimal128(12, scale))}))
    assert frame["a"].tolist() == [float(value) for value in values]


def test_new_numbers_are_rounded_to_the_scale_of_a_decimal():
    like = like_of(pl.DataFrame({"a": pl.Series([Decimal("1.50")], dtype=pl.Decimal(9, 2))}))
    back = given_back(pd.DataFrame({"a": [0.126, -3.004, np.nan, 1234567.891]}), like)
    assert back["a"].to_list() == [Decimal("0.13"), Decimal("-3.00"), None, Decimal("1234567.89")]


@pytest.mark.parametrize(
    "dictionary", [pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.large_string())]
)
def test_a_dictionary_keeps_its_types_and_levels(dictionary):
    given = pa.table({"a": pa.array(["x", None, "y"]).dictionary_encode().cast(dictionary)})
    back = given_back(check_table(given), like_of(given))
    assert back.schema == given.schema and back.equals(given)


def test_hidden_codes_of_missing_values_are_codes_that_exist(tmp_path):
    """A reader may look at them before it looks at what is missing; polars does."""
    given = pl.DataFrame({"a": pl.Series(["x", None, "y"], dtype=pl.Enum(["x", "y"]))})
    back = given_back(check_table(given), like_of(given), "pyarrow")
    assert back["a"].combine_chunks().indices.buffers()[1].to_pybytes()[:3] == bytes([0, 0, 1])


def test_another_kind_has_the_types_that_came_in_too():
    back = given_back(check_table(TABLE), like_of(TABLE), "pyarrow")
    assert back.schema.field("money").type == TABLE.to_arrow().schema.field("money").type
    assert back.schema.field("day").type == pa.date32()


def test_text_types_of_arrow_survive():
    columns = {"s": pa.array(["a", None]), "l": pa.array(["a", None], pa.large_string())}
    given = pa.table({**columns, "d": pa.array([datetime.date(2025, 1, 1), None], pa.date64())})
    back = given_back(check_table(given), like_of(given))
    assert back.schema == given.schema and back.equals(given)


@pytest.mark.parametrize("kind", KINDS)
def test_real_rows_are_not_touched_by_what_is_joined_below(kind):
    given = as_kind(pl.DataFrame({"a": [1.0, float("nan"), None]}), kind)
    both = joined(given, pd.DataFrame({"a": [2.0, np.nan]}))
    values = both["a"].to_list() if kind == "polars" else both["a"].to_pylist()
    assert values[0] == 1.0 and np.isnan(values[1]) and values[2:] == [None, 2.0, None]


def test_as_takes_another_kind_than_what_came_in():
    frame = pd.DataFrame({"a": [1, 2], "c": pd.Categorical(["x", "y"])}, index=[5, 6])
    assert given_back(frame) is frame and given_back(frame, like_of(TABLE), "pandas") is frame
    assert given_back(frame, as_="polars").dtypes == [pl.Int64, pl.Categorical]
    assert given_back(frame, like_of(TABLE), "pyarrow").column_names == ["a", "c"]
    with pytest.raises(ValueError, match="as_ needs one of 'pandas', 'polars', 'pyarrow', or None for what came in"):
        given_back(frame, as_="arrow")


@pytest.mark.parametrize("given", [TABLE, TABLE.to_arrow()])
def test_a_like_holds_no_row(given):
    like = like_of(given)
    assert like.schema == given.schema
    assert (like.height if isinstance(like, pl.DataFrame) else like.num_rows) == 0
    assert kind_of(like) == ("polars" if isinstance(given, pl.DataFrame) else "pyarrow")


@pytest.mark.parametrize("given", [pd.DataFrame({"a": [1]}), pd.Series([1]), np.ones(2), [1], None, "x"])
def test_what_needs_no_way_back_has_no_like(given):
    assert like_of(given) is None


DAYS = [datetime.date(2025, 1, day) for day in (1, 2, 1)]
LABELS = {"ints": [0, 1, 0], "bools": [True, False, True], "text": ["a", "b", "a"], "days": DAYS}


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("make", [lambda v: pl.Series("y", v), pa.array, lambda v: pa.chunked_array([v])])
def test_labels_come_as_an_array_and_go_back_as_their_column(name, make):
    given = make(LABELS[name])
    plain = plain_labels(given)
    assert isinstance(plain, np.ndarray) and plain.tolist() == LABELS[name]
    back = labels_like(np.r_[plain, plain[:1]], given)
    assert (back.to_list() if isinstance(back, pl.Series) else back.to_pylist()) == [*LABELS[name], LABELS[name][0]]
    assert (back.dtype, back.name) == (given.dtype, "y") if isinstance(given, pl.Series) else back.type == given.type


@pytest.mark.parametrize("given", [pl.DataFrame({"y": [0, 1]}), pa.table({"y": [0, 1]})])
def test_labels_may_be_a_table_of_one_column(given):
    assert plain_labels(given).tolist() == [0, 1]
    assert labels_like(np.array([1, 0, 1]), given).schema == given.schema
    with pytest.raises(ValueError, match="y needs one column of labels, found 2"):
        plain_labels(pl.DataFrame({"a": [0], "b": [1]}))


def test_a_column_goes_back_as_a_column():
    y = pd.Series([0, 1], name="y", dtype="int8")
    assert column_given_back(y) is y
    made = column_given_back(y, like_of(TABLE))
    assert (made.dtype, made.name) == (pl.Int8, "y")
    assert column_given_back(y, as_="pyarrow").type == pa.int8()
    assert series_of([1]) is None and series_of(pl.Series("a", [1]), "b").name == "b"


def test_a_lazy_table_is_refused_with_the_way_out():
    with pytest.raises(TypeError, match=r"data needs a table, got LazyFrame. Call data.collect\(\) first."):
        check_table(TABLE.lazy())


def test_a_type_without_a_counterpart_is_refused_with_the_way_out():
    with pytest.raises(TypeError, match=r"no counterpart in pandas .* Cast that column"):
        check_table(pl.DataFrame({"a": [1]}, schema={"a": pl.Int128}))


def test_what_the_process_saw_before_changes_no_level():
    """polars numbers categories in the order in which a process meets them."""
    code = (
        "import sys, polars as pl; from synthbalance.table import check_table\n"
        "pl.Series(sys.argv[1:], dtype=pl.Categorical)\n"
        "given = pl.DataFrame({'a': pl.Series(['x', 'z', 'y'], dtype=pl.Categorical)})\n"
        "print(check_table(given).a.cat.categories.tolist())"
    )
    said = [
        subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True).stdout
        for words in (["z", "y", "x"], ["other", "x"])
    ]
    assert said == ["['x', 'y', 'z']\n"] * 2
