"""MGS: new rows follow the normal of a rare row's neighbourhood; what cannot be averaged is one parent's."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import synthbalance as sb
from tests.samplers.tables import mixed, numbers, three_classes


def made_of(X, y, n_rare=None, **changes):
    """The sampler and its new rows with a plain index."""
    strategy = "auto" if n_rare is None else {1: n_rare}
    sampler = sb.MGSSampler(random_state=0, sampling_strategy=strategy, **changes)
    X_new, _ = sampler.fit_resample(X, y)
    return sampler, X_new[sampler.synthetic_mask_].reset_index(drop=True)


def neighborhood(X, y, seed, k):
    """A rare row and its k nearest rare rows, by distances in standard deviations of the columns: (k + 1, n)."""
    rare = X[y == 1].to_numpy()
    distance = (((rare - X.iloc[seed].to_numpy()) / X.std(ddof=0).to_numpy()) ** 2).sum(axis=1)
    return rare[np.argsort(distance)[: k + 1]]


def test_rows_have_the_mean_and_the_covariance_of_the_seed_and_its_neighbours():
    X, y = numbers(n_rows=60, n_rare=6)
    sampler, new = made_of(X, y, n_rare=30_000, k_neighbors=3)
    for seed, rows in new.groupby(sampler.parents_["seed"]):
        around = neighborhood(X, y, seed, 3)
        assert np.abs(rows.mean().to_numpy() - around.mean(axis=0)).max() < 0.06
        assert np.abs(np.cov(rows.T, bias=True) - np.cov(around.T, bias=True)).max() < 0.1
    assert sampler.parents_["seed"].nunique() == 6


def test_rows_of_one_neighbourhood_lie_in_the_space_that_it_spans():
    X, y = numbers(n_rows=60, n_rare=6, n_columns=4)
    sampler, new = made_of(X, y, n_rare=300, k_neighbors=2)
    for seed, rows in new.groupby(sampler.parents_["seed"]):
        around = neighborhood(X, y, seed, 2)
        centred = np.vstack([around, rows.to_numpy()]) - around.mean(axis=0)
        assert np.linalg.matrix_rank(centred, tol=1e-4) == 2


def test_each_row_is_drawn_from_its_own_neighbourhood_and_each_seed_as_often():
    X, y = numbers(n_rows=200, n_rare=40)
    sampler, _ = made_of(X, y, n_rare=8000)
    counts = sampler.parents_["seed"].value_counts()
    assert counts.min() > 150
    assert set(counts.index) == set(np.flatnonzero(y))


def test_the_donor_is_the_seed_or_one_of_its_neighbours_each_as_often():
    X, y = numbers(n_rows=60, n_rare=6)
    sampler, _ = made_of(X, y, n_rare=6000, k_neighbors=2)
    for seed, donors in sampler.parents_.groupby("seed")["donor"]:
        around = neighborhood(X, y, seed, 2)
        assert np.isin(X.iloc[donors.unique()].to_numpy(), around).all()
        assert donors.value_counts(normalize=True).between(0.25, 0.42).all()


def test_more_neighbours_spread_wider():
    X, y = numbers(n_rows=400, n_rare=100)
    near, far = (made_of(X, y, n_rare=4000, k_neighbors=k)[0] for k in (1, 40))
    apart = [_apart(one, X) for one in (near, far)]
    assert apart[0] < apart[1] / 2


def _apart(sampler, X):
    new = sampler.generate(2000, label=1)
    real = X.to_numpy()
    return np.median(np.abs(new.to_numpy()[:, None] - real[None]).max(axis=2).min(axis=1))


def test_missing_values_and_atoms_are_the_donors():
    X, y = mixed(n_rows=1500, n_rare=150)
    sampler, new = made_of(X, y)
    donors = X.iloc[sampler.parents_["donor"]].reset_index(drop=True)
    for name in ("amount", "small", "score", "local", "wait"):
        assert (new[name].isna() == donors[name].isna()).all()
    assert ((new["amount"] == 0) == (donors["amount"] == 0)).all()
    assert (new["amount"][donors["amount"] > 0].nunique()) > 500


def test_gaps_and_atoms_do_not_pull_the_centre():
    rare = pd.DataFrame({"x": np.r_[np.zeros(50), np.full(50, np.nan), 1000.0 + np.arange(100)]})
    X = pd.concat([rare, pd.DataFrame({"x": np.arange(300) * 1.0})], ignore_index=True)
    sampler, new = made_of(X, (np.arange(500) < 200).astype(int), n_rare=4000, k_neighbors=60)
    made = new["x"] > 0
    assert new["x"][made].min() > 850
    assert made[sampler.parents_["seed"] < 100].any()
    assert (~made)[sampler.parents_["seed"] >= 100].any()


def test_a_category_is_the_one_most_neighbours_have():
    rare = pd.DataFrame({"x": [0.0, 1, 2, 3], "c": ["odd", "a", "a", "b"]})
    X = pd.concat([rare, pd.DataFrame({"x": 50.0 + np.arange(20), "c": "z"})], ignore_index=True)
    sampler, new = made_of(X, np.r_[np.ones(4, int), np.zeros(20, int)], k_neighbors=3)
    assert (new["c"][sampler.parents_["seed"] == 0] == "a").all()


def test_the_vote_does_not_fill_the_gaps_of_categories():
    X, y = mixed(n_rows=1500, n_rare=300)
    X["memo"] = X["memo"].mask(np.random.default_rng(0).random(len(X)) < 0.3)
    sampler, new = made_of(X, y)
    donors = X["memo"].iloc[sampler.parents_["donor"]].isna().to_numpy()
    assert (new["memo"].isna() == donors).all()


def test_whole_numbers_are_rounded_and_columns_vary_together():
    rng = np.random.default_rng(0)
    whole = rng.integers(0, 10_000, 400)
    X = pd.DataFrame({"whole": whole, "double": 2.0 * whole})
    _, new = made_of(X, np.arange(400) % 4 == 0, n_rare=None)
    assert new["whole"].dtype == whole.dtype
    assert (new["double"] / 2 - new["whole"]).abs().max() <= 0.5


def test_immutable_columns_are_the_seeds():
    X, y = mixed()
    columns = ["amount", "country", "at"]
    sampler, new = made_of(X, y, immutable=columns)
    pd.testing.assert_frame_equal(new[columns], X.iloc[sampler.parents_["seed"]][columns].reset_index(drop=True))


def test_a_permitted_range_cuts_the_tails():
    X, y = numbers(n_rows=100, n_rare=10)
    low, high = X["x0"][y == 1].min(), X["x0"][y == 1].max()
    _, free = made_of(X, y, n_rare=500)
    assert not free["x0"].between(low, high).all()
    sampler, new = made_of(X, y, n_rare=500, permitted_range={"x0": (low, high)})
    assert len(new) == len(sampler.parents_) == 490
    assert new["x0"].between(low, high).all()
    assert sampler.report_["range"] > 0


def test_k_above_the_class_shrinks_with_a_warning():
    X, y = numbers(n_rows=50, n_rare=4)
    with pytest.warns(sb.DataWarning, match="k_neighbors=5 needs 6 rows of class 1, found 4; k_neighbors=3 is used"):
        sampler, _ = made_of(X, y)
    assert set(sampler.parents_["donor"]) == set(np.flatnonzero(y))


def test_one_row_is_copied_with_a_warning():
    X, y = three_classes()
    y = y.where((y != "c") | (np.arange(90) == np.flatnonzero(y == "c")[0]), "a")
    sampler = sb.MGSSampler(random_state=0, sampling_strategy={"c": 5})
    with pytest.warns(sb.DataWarning, match="class 'c', found 1; its one row is copied"):
        X_new, _ = sampler.fit_resample(X, y)
    assert (X_new.iloc[90:].to_numpy() == X[y == "c"].to_numpy()).all()
    assert (sampler.parents_ == np.flatnonzero(y == "c")[0]).all(axis=None)


def test_enough_rows_give_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made_of(*mixed())


@settings(max_examples=20, deadline=None)
@given(st.floats(-1e6, 1e6), st.integers(1, 9))
def test_identical_rows_give_identical_rows(value, k):
    X = pd.DataFrame({"x": np.r_[np.arange(20) * 1.0, np.full(10, value)], "c": ["b"] * 20 + ["a"] * 10})
    _, new = made_of(X, np.r_[np.zeros(20, int), np.ones(10, int)], k_neighbors=k)
    assert (new["x"] == value).all()
    assert (new["c"] == "a").all()


@pytest.mark.parametrize("k", [0, 2.5, "5"])
def test_a_bad_k_is_refused_with_the_way_out(k):
    with pytest.raises(ValueError, match=r"'k_neighbors' parameter .*Usual values lie between 1 and 40"):
        made_of(*numbers(), k_neighbors=k)
