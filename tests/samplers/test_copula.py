"""Gaussian copula: margins as they are, dependence as it is, through numbers, atoms, gaps and categories alike."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

import synthbalance as sb
from tests.samplers.drawn import copula, steps
from tests.samplers.tables import mixed, numbers


def fitted(X, y, **changes):
    return sb.GaussianCopulaSampler(random_state=0, **changes).fit(X, y)


def test_margins_are_those_of_the_class():
    X, y = copula()
    X["amount"] += 5 * y
    new, real = fitted(X, y).generate(5000, label=1), X[y == 1]
    assert ks_2samp(new["amount"], real["amount"]).statistic < 0.03
    assert ks_2samp(new["fee"], real["fee"]).statistic < 0.03
    for name in ("size", "count"):
        shares = (frame[name].value_counts(normalize=True) for frame in (new, real))
        assert next(shares).sub(next(shares)).abs().max() < 0.03


@pytest.mark.parametrize("r", [0.0, 0.6, 0.9])
def test_dependence_is_recovered_between_numbers_categories_and_counts(r):
    X, y = copula(r=r)
    new = fitted(X, y).generate(5000, label=1)
    assert steps(new).sub(steps(X[y == 1])).abs().max(axis=None) < 0.07


def test_correlation_is_a_table_for_each_class_of_the_hidden_normals():
    X, y = copula()
    X.loc[y == 0, "fee"] *= -1
    X["fee"] = X["fee"].mask(np.random.default_rng(0).random(len(X)) < 0.1)
    found = fitted(X, y, shrinkage=0.0).correlation_
    assert list(found) == [0, 1]
    assert found[1].columns.tolist() == found[1].index.tolist() == ["amount", "fee", "count", "fee (kind)", "size"]
    assert found[1].loc["amount", "fee"] == pytest.approx(0.6, abs=0.03)
    assert found[0].loc["amount", "fee"] == pytest.approx(-0.6, abs=0.03)
    assert abs(found[1].loc["amount", "size"]) == pytest.approx(0.6, abs=0.05)
    assert np.allclose(np.diag(found[1]), 1)


def test_shrinkage_pulls_correlations_to_nothing_and_leaves_margins():
    X, y = copula()
    bound, half, free = (fitted(X, y, shrinkage=share) for share in (0.0, 0.5, 1.0))
    assert np.allclose(free.correlation_[1], np.eye(4))
    assert half.correlation_[1].loc["amount", "fee"] == pytest.approx(bound.correlation_[1].loc["amount", "fee"] / 2)
    new = free.generate(5000, label=1)
    assert abs(new[["amount", "fee"]].corr(method="spearman").iloc[0, 1]) < 0.05
    assert ks_2samp(new["amount"], X["amount"][y == 1]).statistic < 0.03


def test_shrinkage_by_itself_is_strong_where_rows_are_few():
    X, y = numbers(n_rows=400, n_rare=200, n_columns=12)
    few, many = (fitted(X[rows], y[rows]) for rows in ((np.arange(400) < 60), slice(None)))
    off = [np.abs(one.correlation_[1].to_numpy() - np.eye(12)).max() for one in (few, many)]
    assert off[0] < 0.5
    assert off[1] < 0.3


def test_an_atom_and_the_gaps_are_as_frequent_as_in_the_class_and_go_with_the_other_columns():
    X, y = copula()
    X.loc[X["fee"] > 0.7, "amount"] = 0.0
    X.loc[X["fee"] < 0.2, "amount"] = np.nan
    new, real = fitted(X, y).generate(5000, label=1), X[y == 1]
    assert (new["amount"] == 0).mean() == pytest.approx((real["amount"] == 0).mean(), abs=0.02)
    assert new["amount"].isna().mean() == pytest.approx(real["amount"].isna().mean(), abs=0.02)
    assert (new["amount"].dropna() >= 0).all()
    fee = new.groupby(np.where(new["amount"].isna(), "gap", np.where(new["amount"] == 0, "zero", "number")))[
        "fee"
    ].mean()
    assert fee["gap"] + 0.2 < fee["number"] < fee["zero"] - 0.2


def test_missing_categories_are_a_level_of_their_own():
    X, y = copula()
    X["size"] = X["size"].mask(X["fee"] > 0.8)
    new = fitted(X, y).generate(5000, label=1)
    assert new["size"].isna().mean() == pytest.approx(0.2, abs=0.03)
    assert new["fee"][new["size"].isna()].mean() > new["fee"].mean() + 0.15


def test_ordered_categories_stay_in_their_order():
    X, y = copula()
    grades = pd.CategoricalDtype(["s", "m", "l", "xl"], ordered=True)
    found = fitted(X.assign(size=X["size"].astype(grades)), y, shrinkage=0.0)
    assert found.correlation_[1].loc["amount", "size"] == pytest.approx(0.6, abs=0.03)
    assert found.generate(20)["size"].dtype == grades


def test_unordered_levels_are_put_in_the_order_that_the_numbers_give():
    X, y = copula(r=0.8)
    found = fitted(X.assign(size=X["size"].map({"s": "q", "m": "a", "l": "z", "xl": "c"})), y)
    means = found.generate(5000, label=1).groupby("size")["fee"].mean()
    assert means[["q", "a", "z", "c"]].is_monotonic_increasing


def test_five_thousand_levels_cost_little_and_all_can_come():
    rng = np.random.default_rng(0)
    n = 12_000
    X = pd.DataFrame({"x": rng.normal(size=n), **{name: rng.integers(0, 5000, n).astype(str) for name in "abc"}})
    y = (np.arange(n) < 6000).astype(int)
    fitted(X.iloc[5900:6100], y[5900:6100]).generate(50)
    tracemalloc.start()
    new = fitted(X, y).generate(6000, label=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6
    assert new["a"].nunique() > 2000
    assert set(new["a"]) <= set(X["a"][y == 1])


def test_a_table_of_categories_alone_keeps_what_goes_together():
    rng = np.random.default_rng(0)
    first = rng.choice(["p", "q"], 2000)
    second = np.where(rng.random(2000) < 0.9, first, rng.choice(["p", "q"], 2000))
    X, y = pd.DataFrame({"first": first, "second": second}), np.arange(2000) % 2
    new, real = fitted(X, y).generate(4000, label=1), X[y == 1]
    agree = [(frame["first"] == frame["second"]).mean() for frame in (new, real)]
    assert agree[0] == pytest.approx(agree[1], abs=0.03)


def test_a_class_that_holds_one_value_of_a_column_keeps_it():
    X, y = copula()
    X.loc[y == 1, ["amount", "size"]] = 0.0, "m"
    new = fitted(X, y).generate(200, label=1)
    assert (new["amount"] == 0).all()
    assert (new["size"] == "m").all()


@pytest.mark.parametrize("columns", [["same"], ["same", "amount"], ["gone", "x"]])
def test_a_constant_or_empty_column_stays_what_it_is(columns):
    X, y = mixed()
    new = fitted(X.assign(x=np.arange(len(X)) * 1.0)[columns], y).generate(30)
    if "same" in columns:
        assert (new["same"] == 7).all()
    if "gone" in columns:
        assert new["gone"].isna().all()


@pytest.mark.parametrize("n_rare", [8, 30, 300])
def test_a_column_that_repeats_another_stays_one_where_nothing_is_shrunk(n_rare):
    X, y = numbers(n_rows=600, n_rare=n_rare)
    new = fitted(X.assign(again=2 * X["x0"]), y, shrinkage=0.0).generate(500)
    assert np.corrcoef(new["x0"], new["again"])[0, 1] > 0.99
