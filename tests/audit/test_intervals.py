"""Intervals: they are those of the books, and hold the truth as often as they say."""

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from synthbalance.audit import _intervals as of


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (3, 10), (10, 10), (1, 5000)])
def test_a_share_has_the_exact_interval(hits, n):
    expected = binomtest(hits, n).proportion_ci(method="exact")
    assert of.share_interval(hits, n) == pytest.approx((expected.low, expected.high))


def test_no_row_gives_no_interval():
    assert np.isnan(of.share_interval(0, 0)).all()
    assert np.isnan(of.difference_interval(1, 2, 0, 0)).all()


def test_a_difference_of_shares_has_newcombes_interval():
    # Newcombe (1998), table II, example (a), method 10.
    assert of.difference_interval(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_the_area_is_that_of_scikit_learn_with_ties():
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 6, 50), rng.integers(2, 8, 70)
    value, low, high = of.auc_interval(a, b)
    assert value == pytest.approx(roc_auc_score(np.repeat([0, 1], [50, 70]), np.concatenate([a, b])))
    assert low < value < high


def test_delongs_interval_holds_the_true_area_about_95_times_in_100():
    rng = np.random.default_rng(0)
    true = 0.7602  # P(N(1, 1) > N(0, 1))
    ends = [of.auc_interval(rng.normal(size=60), rng.normal(1.0, size=60))[1:] for _ in range(400)]
    assert 0.92 < np.mean([low < true < high for low, high in ends]) < 0.98


def test_an_area_of_1_is_not_certain():
    value, low, high = of.auc_interval(np.zeros(10), np.ones(20))
    assert (value, high) == (1, 1)
    assert low == pytest.approx(0.025**0.1)


def test_random_groups_give_the_interval_of_a_mean():
    rng = np.random.default_rng(0)
    sample = rng.normal(size=5000) * 0.1 + 0.5
    groups = of.random_groups(5000, rng)
    without = np.array([sample[groups != g].mean() for g in range(of.N_GROUPS)])
    low, high = of.group_interval(sample.mean(), without)
    assert (high - low) / 2 == pytest.approx(2.01 * sample.std() / 5000**0.5, rel=0.25)


def test_intervals_stay_within_bounds_and_unknown_stays_unknown():
    assert of.group_interval(0.99, np.array([0.5, 1.0, 0.8]))[1] == 1.0
    assert np.isnan(of.group_interval(np.nan, np.zeros(3))).all()
    assert np.isnan(of.group_interval(0.5, np.array([np.nan]))).all()
    assert of.mean_interval(0.99, np.array([0.0, 2.0]), high=1.0)[1] == 1.0


def test_draws_of_a_median_spread_as_the_median_does():
    rng = np.random.default_rng(0)
    draws = of.median_draws(rng.normal(size=4000), rng)
    assert len(draws) == of.N_DRAWS
    assert draws.std() == pytest.approx(1.2533 / 4000**0.5, rel=0.25)
