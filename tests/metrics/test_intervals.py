"""Intervals of scores, of paired differences, and of many differences at once."""

import math

import numpy as np
import pytest
from scipy.stats import norm, t

from synthbalance.metrics import (
    HoldoutDraws,
    Score,
    average_precision,
    calibration_error,
    detectable,
    difference_sd,
    interval,
    max_t_critical,
    paired_difference,
    pooled_seed_variance,
    seed_degrees,
)
from tests.metrics.tables import binormal


def normal_draws(n=4000, sd=0.02, seed=0, mean=0.0):
    return mean + sd * np.random.default_rng(seed).standard_normal(n)


def test_money_gets_a_plain_expanded_t_interval():
    draws = normal_draws(sd=10, mean=500)
    low, high = interval(500, draws, n_rare=25, bounded=False).low, interval(500, draws, n_rare=25, bounded=False).high
    half = t.ppf(0.975, 24) * draws.std(ddof=1) * math.sqrt(25 / 24)
    assert (low, high) == pytest.approx((500 - half, 500 + half))


def test_a_share_gets_its_interval_on_the_logit_scale():
    score = interval(0.9, normal_draws(sd=0.03), n_rare=200)
    assert 0.9 - score.low > score.high - 0.9 > 0
    half = t.ppf(0.975, 199) * normal_draws(sd=0.03).std(ddof=1) * math.sqrt(200 / 199) / 0.09
    assert math.log(score.high / (1 - score.high)) - math.log(9) == pytest.approx(half)


@pytest.mark.parametrize("value", [0.0, 1e-9, 0.001, 0.5, 0.999, 1 - 1e-12, 1.0])
def test_a_share_never_leaves_zero_to_one(value):
    score = interval(value, normal_draws(sd=0.3), n_rare=12)
    assert 0 <= score.low <= value <= score.high <= 1


def test_a_perfect_score_on_few_rows_is_not_certain():
    low = interval(1.0, np.ones(100), n_rare=30).low
    assert low == pytest.approx(0.025 ** (1 / 30))
    assert interval(0.0, np.zeros(100), n_rare=30) == Score(0.0, 0.0, 1 - low)
    assert interval(1.0, np.ones(100), n_rare=250, trials=2).low < 0.2


def test_the_calibration_error_of_a_calibrated_model_may_be_zero():
    rng = np.random.default_rng(0)
    p = rng.uniform(0.01, 0.5, 3000)
    y = (rng.random(3000) < p).astype(int)
    draws = HoldoutDraws(y, n_draws=500).scores(p, p, 0.5)["calibration_error"]
    value = calibration_error(y, p)
    assert interval(value, draws, y.sum(), gap=True).low < 0.001 < interval(value, draws, y.sum()).low
    off = HoldoutDraws(y, n_draws=500).scores(p, p / 2, 0.5)["calibration_error"]
    assert interval(calibration_error(y, p / 2), off, y.sum(), gap=True).low > 0.05


def test_fewer_rare_rows_widen_the_interval():
    wide, narrow = (interval(0.6, normal_draws(), n) for n in (10, 1000))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_an_unknown_score_has_an_unknown_interval():
    score = interval(math.nan, np.full(10, np.nan), 30, bounded=False)
    assert math.isnan(score.value)
    assert math.isnan(score.low)


def test_identical_runs_differ_by_exactly_nothing():
    draws = normal_draws(mean=0.7)
    assert paired_difference(0.7, draws, 0.7, draws.copy(), 50, seed_variance=0.01) == Score(0.0, 0.0, 0.0)


def test_a_difference_adds_the_spread_of_rows_and_seeds():
    a, b = normal_draws(mean=0.7), normal_draws(seed=1, mean=0.65)
    sd = math.sqrt((a - b).var(ddof=1) * 100 / 99 + 0.0004)
    score = paired_difference(0.7, a, 0.65, b, 100, seed_variance=0.0004)
    assert difference_sd(a, b, 100, 0.0004) == pytest.approx(sd)
    assert score.value == pytest.approx(0.05)
    assert score.low > 0.05 - t.ppf(0.975, 99) * sd - 1e-12
    assert paired_difference(0.7, a, 0.65, b, 100, critical=3.0).high == pytest.approx(
        0.05 + 3 * difference_sd(a, b, 100)
    )


def test_few_degrees_of_freedom_behind_the_seeds_widen_the_difference():
    a, b = normal_draws(mean=0.7), normal_draws(seed=1, mean=0.65)
    known, guessed = (paired_difference(0.7, a, 0.65, b, 100, seed_variance=0.002, seed_df=df) for df in (math.inf, 2))
    assert guessed.low < known.low


def test_paired_runs_are_told_apart_where_unpaired_ones_are_not():
    y, score = binormal(200, 3000)
    rng = np.random.default_rng(2)
    better = score + 0.15 * y + 0.02 * rng.standard_normal(len(y))
    draws = HoldoutDraws(y, n_draws=500)
    a, b = (draws.scores(s, np.full(len(y), 0.1), 0.5)["average_precision"] for s in (better, score))
    difference = paired_difference(average_precision(y, better), a, average_precision(y, score), b, 200)
    assert difference.low > 0
    assert interval(a.mean(), a, 200).low < b.mean()


def test_draws_of_other_holdouts_cannot_be_paired():
    with pytest.raises(ValueError, match="Take both from the same HoldoutDraws"):
        paired_difference(0.5, np.zeros(10), 0.5, np.zeros(11), 30)


def test_one_comparison_needs_no_wider_bounds():
    assert max_t_critical([normal_draws(20_000)]) == pytest.approx(1.96, abs=0.05)
    assert max_t_critical([]) == pytest.approx(norm.ppf(0.975))
    assert max_t_critical([np.zeros(100)], n_rare=30) == pytest.approx(t.ppf(0.975, 29))


def test_simultaneous_bounds_grow_with_independent_looks_and_not_with_repeats():
    looks = [normal_draws(20_000, seed=i) for i in range(10)]
    sidak = norm.ppf((1 + 0.95 ** (1 / 10)) / 2)
    assert max_t_critical(looks) == pytest.approx(sidak, abs=0.05)
    assert max_t_critical(looks[:1] * 10) == pytest.approx(1.96, abs=0.05)


def test_simultaneous_bounds_allow_for_few_rare_rows():
    looks = [normal_draws(seed=i) for i in range(5)]
    assert max_t_critical(looks, n_rare=20) == pytest.approx(max_t_critical(looks) * t.ppf(0.975, 19) / norm.ppf(0.975))


def test_seed_noise_makes_repeats_of_one_look_count():
    looks = [normal_draws(20_000)] * 10
    assert max_t_critical(looks, seed_variances=[0.0016] * 10) > max_t_critical(looks) + 0.3


def test_detectable_is_what_80_percent_power_asks():
    assert detectable(0.01, 1.96) == pytest.approx(0.028)


def test_seed_variance_is_pooled_and_divided_by_the_seeds():
    differences = [np.array([0.01, 0.02, 0.03]), np.array([-0.01, 0.0, 0.01])]
    assert pooled_seed_variance(differences) == pytest.approx(0.0001 / 3)
    assert seed_degrees(differences) == 4


def test_one_seed_tells_nothing_about_seed_noise():
    assert pooled_seed_variance([np.array([0.01])]) == 0
    assert seed_degrees([np.array([0.01])]) == 0
