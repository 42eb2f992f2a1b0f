"""The corrected bounds on gains over overlapping folds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthbalance.advice._evidence import corrected_deviation, fresh_share, lower_bound, proves, two_sided

gains = st.lists(st.floats(-1, 1), min_size=2, max_size=30)


@given(gains)
def test_more_candidates_never_raise_the_bound(found):
    few, many = (lower_bound(found, 0.25, n) for n in (1, 10))
    assert many.low <= few.low <= few.value + 1e-12


@given(gains)
def test_overlapping_folds_never_make_the_bound_better(found):
    assert lower_bound(found, 0.25, 1).low <= lower_bound(found, 0.0, 1).low


def test_the_corrected_deviation_is_that_of_nadeau_and_bengio():
    found = np.array([0.1, 0.3, 0.2, 0.2])
    assert corrected_deviation(found, 0.25) == pytest.approx(np.sqrt((1 / 4 + 0.25) * found.var(ddof=1)))


def test_the_bound_holds_in_repeated_folds_of_noise():
    """Fold means share a table's luck: with the correction, a gain is announced in at most 2.5 % of tables."""
    rng = np.random.default_rng(0)
    announced = 0
    for _ in range(400):
        noise = rng.standard_normal(100)
        repeats = [[part.mean() for part in np.array_split(rng.permutation(noise), 5)] for _ in range(4)]
        announced += proves(lower_bound(np.ravel(repeats), 0.25, 1, fresh_share([repeats])))
    assert announced <= 400 * 0.025 + 3 * np.sqrt(400 * 0.025 * 0.975)


def test_noise_that_all_repeats_share_is_not_taken_for_fresh():
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(100)
    repeats = [np.array([part.mean() for part in np.array_split(rng.permutation(noise), 5)]) for _ in range(10)]
    assert fresh_share([repeats]) < 1e-9


def test_noise_that_is_new_in_each_repeat_narrows_the_bound():
    rng = np.random.default_rng(0)
    repeats = list(0.3 + rng.standard_normal((10, 5)))
    fresh = fresh_share([repeats])
    assert fresh > 0.3
    assert lower_bound(np.ravel(repeats), 0.25, 1, fresh).low > lower_bound(np.ravel(repeats), 0.25, 1).low


def test_a_tenth_of_the_noise_always_counts_as_shared():
    rng = np.random.default_rng(0)
    repeats = [mean + 0.1 * rng.standard_normal(5) for mean in rng.standard_normal(10)]
    assert fresh_share([repeats]) == pytest.approx(0.9)


@given(st.lists(gains, min_size=1, max_size=6))
def test_the_share_of_fresh_noise_is_a_share(repeats):
    assert 0 <= fresh_share([[np.array(found) for found in repeats]]) <= 0.9


def test_one_fold_proves_nothing():
    assert not proves(lower_bound([0.5], 0.25, 1))
    assert not proves(lower_bound([], 0.25, 1))


def test_a_fold_that_could_not_be_scored_is_left_out():
    assert lower_bound([0.1, np.nan, 0.1], 0.25, 1).value == pytest.approx(0.1)


def test_the_two_sided_interval_lies_around_the_mean():
    found = two_sided([0.0, 0.2], 0.25)
    assert found.value == pytest.approx(0.1)
    assert found.low < found.value < found.high
