"""Groups of the fairness audit: values, bands, columns that were left out, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.audit.fairness import audit_fairness
from tests.audit.people import Stub, by_x, people, value


def test_a_number_is_cut_into_quartile_bands_and_flips_at_their_medians():
    X, y = people()
    table = audit_fairness(Stub(X, y, lambda X: (X["age"] > 70) * 1.0), "age")
    bands = [group for group in table["group"].unique() if "=" in group]
    assert len(bands) == 4 and bands[0].startswith("age = 18 to ") and bands[-1].endswith(" to 89")
    assert value(table, "age", "flip_rate").value == 1.0


def test_a_number_of_few_values_keeps_them_and_groups_says_how_many_are_few():
    X, y = people()
    X["child"] = np.arange(len(X)) % 6
    by_value, by_band = (audit_fairness(Stub(X, y, by_x), "child", groups=most) for most in (10, 4))
    assert "child = 5" in set(by_value["group"])
    assert "child = 0 to 1" in set(by_band["group"])


def test_a_column_left_out_of_the_features_comes_as_a_series():
    X, y = people()
    sex, features = X["sex"].sample(frac=1, random_state=0), X.drop(columns="sex")
    table = audit_fairness(Stub(features, y, by_x), {"sex": sex})
    direct = audit_fairness(Stub(X, y, by_x), "sex")
    assert value(table, "sex = Male", "recall").value == value(direct, "sex = Male", "recall").value
    flip = value(table, "sex", "flip_rate")
    assert flip.value == 0 and "no feature" in flip.sentence
    assert len(audit_fairness(Stub(features, y, by_x), sex.to_frame())) == len(table)


def test_missing_values_are_a_group_of_their_own():
    X, y = people()
    X["sex"] = X["sex"].astype("category")
    X.loc[X.index[::3], "sex"] = None
    table = audit_fairness(Stub(X, y, by_x), "sex")
    assert list(table["group"].unique()) == ["sex = Female", "sex = Male", "sex = missing", "sex"]


def test_one_group_alone_has_no_gap():
    X, y = people()
    table = audit_fairness(Stub(X.assign(sex="Male"), y, by_x), "sex")
    assert np.isnan(value(table, "sex", "recall_difference").value)
    assert "one value in the holdout" in value(table, "sex", "flip_rate").sentence


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    X, y = people()
    with pytest.raises(ValueError, match=r"protected='race' needs a feature .* found 'sex', 'age', 'x'.*series"):
        audit_fairness(Stub(X, y, by_x), ["sex", "race"])


def test_too_many_groups_are_refused_with_the_count():
    X, y = people()
    X["town"] = [f"t{i % 200}" for i in range(len(X))]
    with pytest.raises(ValueError, match=r"protected='town' has 200 groups, at most 30 .*Merge rare values"):
        audit_fairness(Stub(X, y, by_x), "town")


@pytest.mark.parametrize(
    ("protected", "error", "words"),
    [
        ({"sex": pd.Series(["a"], index=[0])}, ValueError, "1200 of 1200 not there"),
        ({"sex": ["a"] * 1200}, TypeError, "needs a pandas Series, got list"),
        ([], ValueError, "needs one column at least"),
    ],
)
def test_values_that_are_not_aligned_are_refused(protected, error, words):
    X, y = people()
    with pytest.raises(error, match=words):
        audit_fairness(Stub(X, y, by_x), protected)


@pytest.mark.parametrize(("name", "bad"), [("groups", 1), ("groups", 31), ("groups", 2.5), ("random_state", -1)])
def test_a_bad_number_is_refused(name, bad):
    X, y = people()
    with pytest.raises(ValueError, match=f"{name} needs a whole number"):
        audit_fairness(Stub(X, y, by_x), "sex", **{name: bad})
