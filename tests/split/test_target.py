"""The target: any dtype, one rare value, clear errors."""

import numpy as np
import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.split import split_holdout


def table(target, n=400):
    return pd.DataFrame({"amount": np.random.default_rng(1).normal(size=n), "target": target})


def rare_every(k, rare, other, n=400):
    return [rare if row % k == 0 else other for row in range(n)]


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (rare_every(8, True, False), (False, True)),
        (rare_every(8, "fraud", "ok"), ("ok", "fraud")),
        (rare_every(8, 1.0, 0.0), (0.0, 1.0)),
        (rare_every(8, 0, 1), (1, 0)),
        (pd.Categorical(rare_every(8, "b", "a"), categories=["c", "b", "a"]), ("a", "b")),
        (pd.array(rare_every(8, True, False), dtype="boolean"), (False, True)),
        (pd.array(rare_every(8, 7, 5), dtype="Int64"), (5, 7)),
        (pd.array(rare_every(8, "y", "n"), dtype="string"), ("n", "y")),
        (pd.Series(rare_every(8, "y", 0), dtype=object), (0, "y")),
    ],
)
def test_any_dtype_works_and_the_rarest_value_is_one(values, classes):
    split = split_holdout(table(values), "target")
    assert split.classes == classes
    assert split.positive == classes[1]
    assert type(split.positive) is type(classes[1])
    n_rare = sum(int(part.y.sum()) for part in (split.train, split.validation, split.holdout))
    assert n_rare == 50


def test_the_later_of_two_equally_frequent_values_is_rare():
    assert split_holdout(table(rare_every(2, 0, 1)), "target").positive == 1


def test_positive_may_be_the_more_frequent_value_with_a_warning():
    with pytest.warns(DataWarning, match="'ok' set as rare makes 87.5 % of the rows"):
        split = split_holdout(table(rare_every(8, "fraud", "ok")), "target", positive="ok")
    assert split.classes == ("fraud", "ok")


def test_positive_sets_one_value_against_the_rest():
    values = rare_every(8, "theft", "ok")
    values[1::8] = ["abuse"] * 50
    split = split_holdout(table(values), "target", positive="theft")
    assert split.classes == (("abuse", "ok"), "theft")
    assert split.holdout.y.sum() == 13 or split.holdout.y.sum() == 12


def test_more_than_two_values_without_positive_are_listed():
    values = rare_every(8, "theft", "ok")
    values[1] = "abuse"
    with pytest.raises(ValueError, match=r"found 3: 'abuse', 'ok', 'theft'\. Pass positive=.*multiclass=True"):
        split_holdout(table(values), "target")


def test_a_measure_as_target_lists_ten_values_only():
    with pytest.raises(ValueError, match=r"found 400: .* and 390 more") as error:
        split_holdout(table(np.arange(400) / 7), "target")
    assert len(str(error.value)) < 500


@pytest.mark.parametrize(
    ("values", "positive", "message"),
    [
        (rare_every(8, 1, 0), "1", r"has 0, 1\. Did you mean 1 \(int, not str\)\?"),
        (rare_every(8, "1", "0"), 1, r"has '0', '1'\. Did you mean '1' \(str, not int\)\?"),
        (rare_every(8, "Fraud", "ok"), "fraud", r"Did you mean 'Fraud'\?"),
        (rare_every(8, 1, 0), 2, r"positive=2 must be a value of target='target', which has 0, 1\. Pass one of these"),
        (rare_every(8, 1, 0), [1], "positive must be one value"),
        (rare_every(8, 1, 0), float("nan"), "positive=nan must be a value"),
    ],
)
def test_positive_that_does_not_occur_lists_the_values(values, positive, message):
    with pytest.raises(ValueError, match=message):
        split_holdout(table(values), "target", positive=positive)


@pytest.mark.parametrize(("values", "positive"), [(rare_every(8, True, False), 1), (rare_every(8, 1.0, 0.0), 1)])
def test_positive_may_be_an_equal_number_of_another_type(values, positive):
    assert split_holdout(table(values), "target", positive=positive).positive == 1


def test_one_class_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="must have two classes, found only 'ok' in all rows"):
        split_holdout(table(["ok"] * 400), "target")


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_missing_targets_are_counted(missing):
    values = pd.Series(rare_every(8, "fraud", "ok"), dtype=object)
    values.iloc[[3, 4]] = missing
    with pytest.raises(ValueError, match=r"found 2 missing values in 400 rows.*notna"):
        split_holdout(table(values), "target")


def test_an_all_missing_target_is_an_error():
    with pytest.raises(ValueError, match="found 400 missing values"):
        split_holdout(table([np.nan] * 400), "target")


def test_fewer_than_ten_rare_rows_are_an_error():
    with pytest.raises(ValueError, match="at least 10 rows of the class 1, found 9"):
        split_holdout(table([1] * 9 + [0] * 391), "target")


def test_ten_rare_rows_need_half_of_them_in_the_holdout():
    values = [1] * 10 + [0] * 390
    with pytest.raises(ValueError, match=r"leaves 3 rows of the class 1 in the holdout.*at least 5.*holdout=0\.5"):
        split_holdout(table(values), "target")
    split = split_holdout(table(values), "target", holdout=0.5)
    assert [int(part.y.sum()) for part in (split.train, split.validation, split.holdout)] == [3, 2, 5]


def test_a_part_without_rare_rows_is_an_error_with_the_way_out():
    with pytest.raises(ValueError, match=r"validation=0\.01 leaves 0 rows .*at least 1.*Set validation=0\.05"):
        split_holdout(table(rare_every(20, 1, 0)), "target", holdout=0.3, validation=0.01)


def test_every_class_needs_ten_rows_when_multiclass():
    values = rare_every(8, "theft", "ok")
    values[1:5] = ["abuse"] * 4
    with pytest.raises(ValueError, match="at least 10 rows of the class 'abuse', found 4"):
        split_holdout(table(values), "target", multiclass=True)


def test_dates_can_be_the_target():
    values = pd.to_datetime(rare_every(8, "2024-02-01", "2024-01-01"))
    assert split_holdout(table(values), "target").positive == pd.Timestamp("2024-02-01")
