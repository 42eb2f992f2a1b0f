import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.table import Schema, TableEncoder, table_hash
from tests.table.columns import COLUMNS


def round_trip(values):
    frame = pd.DataFrame({"a": values})
    encoder = TableEncoder().fit(frame)
    if "a" in encoder.number_names_:
        encoded = encoder.numbers("a", frame)
    else:
        encoded = encoder.codes("a", frame) if "a" in encoder.category_names_ else np.zeros(len(frame))
    return encoder.decode("a", encoded)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_kind_of_column_is_recognised_and_comes_back_unchanged(name):
    kind, values = COLUMNS[name]
    assert Schema.from_frame(pd.DataFrame({"a": values})).kind("a") == kind
    pd.testing.assert_series_equal(round_trip(values), values, check_names=False)


def test_the_tables_of_the_caller_stay_as_they_were():
    for _, values in COLUMNS.values():
        frame = pd.DataFrame({"a": values})
        before = table_hash(frame)
        round_trip(frame["a"])
        assert table_hash(frame) == before


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_ints_of_any_span_keep_their_order_and_the_digits_of_a_float(values):
    column = pd.Series(values, dtype="int64")
    back = round_trip(column)
    span = max(values) - min(values)
    away = max(abs(a - b) for a, b in zip(back.tolist(), values, strict=True))
    assert back.dtype == "int64"
    assert away == 0 if span < 2**53 else away <= 1e-15 * max(span, *map(abs, values))


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_unsigned_ints_do_not_wrap_around(values):
    column = pd.Series(values, dtype="uint64")
    assert np.allclose(round_trip(column).astype(float), column.astype(float), rtol=1e-15)


@given(st.lists(st.none() | st.text(max_size=3), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back(values):
    column = pd.Series(values, dtype=object)
    pd.testing.assert_series_equal(round_trip(column), column)


@pytest.mark.parametrize("wish", [-1e30, 1e30])
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "int64", "UInt32", "Int16"])
def test_numbers_out_of_reach_stop_at_the_bounds_of_the_dtype(dtype, wish):
    frame = pd.DataFrame({"a": pd.Series([1, 5], dtype=dtype)})
    bounds = np.iinfo(dtype.lower())
    value = int(TableEncoder().fit(frame).decode("a", [wish])[0])
    assert value == pytest.approx(bounds.min if wish < 0 else bounds.max, rel=1e-15)


def test_ints_are_rounded_not_truncated():
    encoder = TableEncoder().fit(pd.DataFrame({"a": [0, 10]}))
    assert encoder.decode("a", [2.4, 2.6, 9.9]).tolist() == [2, 3, 10]


def test_a_level_not_seen_in_fit_is_missing_whatever_dtype_it_comes_in():
    encoder = TableEncoder().fit(pd.DataFrame({"a": pd.Categorical([1, 2, 3])}))
    later = pd.DataFrame({"a": pd.Categorical([3, None, 4, 1])})
    assert encoder.codes("a", later).tolist() == [2, -1, -1, 0]
    assert encoder.codes("a", pd.DataFrame({"a": [2.0, np.nan]})).tolist() == [1, -1]


def test_dates_count_alike_in_any_unit():
    moments = pd.DataFrame({"a": pd.date_range("2024-01-01", periods=3)})
    encoder = TableEncoder().fit(moments.astype("datetime64[us]"))
    for unit in ("s", "ms", "ns"):
        later = encoder.numbers("a", moments.astype(f"datetime64[{unit}]"))
        assert np.array_equal(later, encoder.numbers("a", moments.astype("datetime64[us]")))


def test_a_value_with_much_of_the_mass_of_one_class_is_an_atom():
    amounts = np.r_[np.arange(1.0, 981.0), np.zeros(10), 5000 + np.arange(10.0)]
    frame, y = pd.DataFrame({"amount": amounts}), np.r_[np.zeros(980, int), np.ones(20, int)]
    assert TableEncoder().fit(frame).atoms_["amount"].tolist() == []
    encoder = TableEncoder().fit(frame, y)
    assert encoder.atoms_["amount"].tolist() == [0.0]
    assert encoder.atom_mask("amount", np.array([0.0, 1.0, np.nan])).tolist() == [True, False, True]


def test_matrix_marks_categories_and_leaves_missing_values_missing():
    frame = pd.DataFrame({"n": [1.0, None], "c": ["x", None], "gone": [None, None]})
    encoder = TableEncoder().fit(frame)
    assert encoder.is_category.tolist() == [False, True, False]
    assert np.array_equal(encoder.matrix(frame), [[1.0, 0.0, np.nan], [np.nan] * 3], equal_nan=True)


def test_a_column_that_was_empty_in_fit_stays_missing_later():
    encoder = TableEncoder().fit(pd.DataFrame({"a": [np.nan, np.nan]}))
    assert np.isnan(encoder.matrix(pd.DataFrame({"a": [1.0, 2.0]}))).all()


DAYS = pd.Series(pd.to_datetime(["2024-01-01", None, "2024-03-31", "2024-07-01"]))


@pytest.mark.parametrize("dtype", ["datetime64[s]", "datetime64[us]", "datetime64[ns]", "timestamp[ms][pyarrow]"])
def test_new_moments_of_a_column_of_midnights_are_midnights(dtype):
    encoder = TableEncoder().fit(pd.DataFrame({"day": DAYS.astype(dtype)}))
    steps = encoder.numbers("day", pd.DataFrame({"day": DAYS.astype(dtype)}))
    made = encoder.decode("day", [steps[2] * 0.4, steps[2] * 0.501, np.nan])
    assert made.dtype == dtype
    assert made.astype("datetime64[s]").tolist()[:2] == [pd.Timestamp("2024-02-06"), pd.Timestamp("2024-02-15")]
    assert made.isna().tolist() == [False, False, True]


def test_one_moment_within_a_day_leaves_new_ones_their_time():
    frame = pd.DataFrame({"at": [*DAYS[2:], pd.Timestamp("2024-07-01 18:00")]})
    made = TableEncoder().fit(frame).decode("at", [1e12])
    assert made[0] != made[0].normalize()


def test_midnights_of_a_zone_are_moments():
    frame = pd.DataFrame({"at": DAYS.dt.tz_localize("Europe/Vienna")})
    encoder = TableEncoder().fit(frame)
    made = encoder.decode("at", encoder.numbers("at", frame))
    assert made.tolist()[2] == pd.Timestamp("2024-03-31", tz="Europe/Vienna")
