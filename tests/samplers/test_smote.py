"""SMOTE: each new row lies between its two recorded parents; categories by majority; atoms and gaps by a parent."""

import tracemalloc
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import synthbalance as sb
from tests.samplers.tables import mixed, numbers, three_classes

WHOLE = ["n_items", "byte", "card", "score"]
STAMPS = ["at", "local", "wait"]


def made_of(X, y, **changes):
    """New rows, and those of their seeds and neighbours, with plain indexes."""
    sampler = sb.SMOTESampler(random_state=0, **changes)
    X_new, _ = sampler.fit_resample(X, y)
    new = X_new[sampler.synthetic_mask_].reset_index(drop=True)
    parents = (X.iloc[sampler.parents_[role]].reset_index(drop=True) for role in ("seed", "neighbor"))
    return sampler, new, *parents


def between(values, a, b, slack):
    low, high = np.minimum(a, b), np.maximum(a, b)
    return (values >= low - slack) & (values <= high + slack)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 6), st.integers(1, 5), st.integers(0, 10**6))
def test_a_new_row_lies_on_the_segment_between_its_parents(n_columns, k, seed):
    X, y = numbers(n_rows=60, n_rare=12, n_columns=n_columns, seed=seed)
    _, new, seeds, neighbors = made_of(X, y, k_neighbors=k)
    step = (neighbors - seeds).to_numpy()
    gap = ((new - seeds) / step).to_numpy()
    assert ((gap >= 0) & (gap <= 1)).all()
    assert np.allclose(gap, gap[:, :1], atol=1e-6)


def test_the_two_parents_are_two_rows():
    sampler, *_ = made_of(*numbers())
    assert (sampler.parents_["seed"] != sampler.parents_["neighbor"]).all()


def test_numbers_of_every_kind_lie_between_the_parents_or_equal_one():
    X, y = mixed(n_rows=1500, n_rare=150)
    _, new, seeds, neighbors = made_of(X, y)
    for name in [*WHOLE, "small", *STAMPS]:
        slack = np.timedelta64(1, "us") if name in STAMPS else 1e-6
        inside = between(new[name], seeds[name], neighbors[name], slack).fillna(False).to_numpy(dtype=bool)
        gap = (seeds[name].isna() | neighbors[name].isna()).to_numpy()
        assert inside[~gap].all(), name
        one = (new[name] == seeds[name]) | (new[name] == neighbors[name]) | new[name].isna()
        assert one.fillna(True).to_numpy(dtype=bool)[gap].all(), name


def test_an_atom_is_a_value_of_a_parent_and_never_interpolated():
    X, y = mixed(n_rows=1500, n_rare=150)
    _, new, seeds, neighbors = made_of(X, y)
    atom = (seeds["amount"] == 0) | (neighbors["amount"] == 0)
    taken = new["amount"][atom]
    is_parents = (taken == seeds["amount"][atom]) | (taken == neighbors["amount"][atom]) | taken.isna()
    assert is_parents.all()
    assert (taken == 0).mean() == pytest.approx(0.5, abs=0.1)


def test_ints_are_rounded_not_truncated():
    X, y = mixed(n_rows=3000, n_rare=300)
    _, new, seeds, neighbors = made_of(X[["n_items"]].astype("int64"), y, k_neighbors=20)
    middle = (seeds["n_items"] + neighbors["n_items"]) / 2
    assert abs((new["n_items"] - middle).mean()) < 0.15
    assert new["n_items"].dtype == "int64"


def test_a_category_is_the_one_most_neighbours_have():
    rare = pd.DataFrame({"x": [0.0, 1, 2, 3], "c": ["odd", "a", "a", "b"]})
    X = pd.concat([rare, pd.DataFrame({"x": 50.0 + np.arange(20), "c": "z"})], ignore_index=True)
    _, new, seeds, _ = made_of(X, np.r_[np.ones(4, int), np.zeros(20, int)], k_neighbors=3)
    assert (new["c"][seeds["c"] == "odd"] == "a").all()


def test_the_vote_does_not_fill_the_gaps_of_categories():
    X, y = mixed(n_rows=3000, n_rare=600)
    X["memo"] = X["memo"].mask(np.random.default_rng(0).random(len(X)) < 0.3)
    _, new, seeds, neighbors = made_of(X, y)
    wanted = (seeds["memo"].isna().mean() + neighbors["memo"].isna().mean()) / 2
    assert new["memo"].isna().mean() == pytest.approx(wanted, abs=0.03)


def test_immutable_columns_are_the_seeds():
    X, y = mixed()
    columns = ["amount", "country", "at"]
    _, new, seeds, _ = made_of(X, y, immutable=columns)
    pd.testing.assert_frame_equal(new[columns], seeds[columns])


def test_k_above_the_class_shrinks_with_a_warning():
    X, y = numbers(n_rows=50, n_rare=4)
    with pytest.warns(sb.DataWarning, match="k_neighbors=5 needs 6 rows of class 1, found 4; k_neighbors=3 is used"):
        sampler, *_ = made_of(X, y)
    assert set(sampler.parents_["neighbor"]) <= set(np.flatnonzero(y))


def test_one_row_is_copied_with_a_warning():
    X, y = three_classes()
    y = y.where((y != "c") | (np.arange(90) == np.flatnonzero(y == "c")[0]), "a")
    with pytest.warns(sb.DataWarning, match="class 'c', found 1; its one row is copied"):
        _, new, seeds, neighbors = made_of(X, y, sampling_strategy={"c": 5})
    pd.testing.assert_frame_equal(new, seeds)
    pd.testing.assert_frame_equal(new, neighbors)


def test_enough_rows_give_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made_of(*mixed())


def test_identical_rows_give_identical_rows():
    X = pd.DataFrame({"x": [1.5] * 30, "c": ["a"] * 30})
    _, new, *_ = made_of(X, np.r_[np.zeros(20, int), np.ones(10, int)])
    assert (new["x"] == 1.5).all()
    assert (new["c"] == "a").all()


def test_five_thousand_levels_cost_little_memory():
    rng = np.random.default_rng(0)
    n = 6000
    X = pd.DataFrame({"x": rng.normal(size=n), **{c: rng.integers(0, 5000, n).astype(str) for c in "abc"}})
    y = (np.arange(n) < 1500).astype(int)
    sb.SMOTESampler(random_state=0).fit_resample(X.iloc[1300:1700], y[1300:1700])
    tracemalloc.start()
    sb.SMOTESampler(random_state=0).fit_resample(X, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6


def test_a_table_of_categories_alone_finds_neighbours_by_what_agrees():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({name: rng.choice(["p", "q", "r"], 120) for name in "abcdef"})
    y = (np.arange(120) < 40).astype(int)
    sampler, _, seeds, neighbors = made_of(X, y, k_neighbors=1)
    rare = X[:40].to_numpy()
    agree = (rare[:, None] == rare[None]).sum(axis=2) - 100 * np.eye(40)
    assert ((seeds == neighbors).sum(axis=1).to_numpy() == agree.max(axis=1)[sampler.parents_["seed"]]).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"k_neighbors": 0}, r"int in the range \[1, inf\)\. Got 0 instead\. Usual values lie between 1 and 20"),
        ({"k_neighbors": 2.5}, "'k_neighbors' parameter"),
        ({"k_neighbors": "5"}, "'k_neighbors' parameter"),
        ({"neighbors": "fast"}, "'neighbors' parameter .* Got 'fast' instead"),
    ],
)
def test_a_bad_parameter_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        made_of(*numbers(), **change)
