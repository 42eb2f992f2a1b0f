"""Score, the checks at the door, one sorted pass, equal-mass bins."""

import dataclasses
import math

import numpy as np
import pytest

from synthbalance.metrics._base import Score, check_rows, cumulate, equal_mass_bins


def test_a_score_prints_value_and_interval():
    assert repr(Score(0.7149, 0.6811, 0.7469)) == "0.715 (0.681 to 0.747)"
    assert repr(Score(0.004, -0.011, 0.019)) == "0.004 (-0.011 to 0.019)"


def test_a_score_without_interval_prints_its_value_alone():
    assert repr(Score(0.7149)) == "0.715"
    assert repr(Score(math.nan)) == "nan"


def test_a_score_shows_small_figures_and_money_legibly():
    assert repr(Score(0.00213, 0.0019, 0.0024)) == "0.00213 (0.00190 to 0.00240)"
    assert repr(Score(12400.4, 9800, 15000)) == "12\u2009400 (9\u2009800 to 15\u2009000)"
    assert repr(Score(31.26, 20, 40)) == "31.3 (20.0 to 40.0)"


def test_a_score_is_frozen_and_turns_into_a_float():
    score = Score(np.float32(0.5), 0, 1)
    assert float(score) == 0.5
    assert type(score.low) is float
    with pytest.raises(dataclasses.FrozenInstanceError):
        score.value = 1.0


@pytest.mark.parametrize(
    ("y", "values", "weight", "words"),
    [
        ([0, 1], [0.1], None, "p needs one value a row of y"),
        ([0, 1], [0.1, np.nan], None, "p needs finite numbers, found 1"),
        (["no", "yes"], [0.1, 0.2], None, "y needs finite numbers, found text"),
        ([0, 2], [0.1, 0.2], None, "y needs only 0"),
        ([0, 1], [0.1, 1.2], None, "p needs probabilities"),
        ([0, 1], [0.1, 0.2], [1, -1], "weight needs values of 0 or more"),
        ([0, 1], [0.1, 0.2], [1], "weight needs one value"),
        ([0, 0], [0.1, 0.2], None, "both classes"),
        ([0, 1], [0.1, 0.2], [1, 0], "both classes"),
        ([[0, 1]], [0.1, 0.2], None, "one dimension"),
    ],
)
def test_bad_rows_are_named(y, values, weight, words):
    with pytest.raises(ValueError, match=words):
        check_rows(y, values, weight, name="p")


def test_cumulate_groups_equal_values():
    distinct, (sums,) = cumulate(np.array([0.1, 0.9, 0.1, 0.5]), np.array([1.0, 2.0, 4.0, 8.0]))
    np.testing.assert_array_equal(distinct, [0.9, 0.5, 0.1])
    np.testing.assert_array_equal(sums, [2, 10, 15])


def test_bins_hold_equal_mass():
    bins = equal_mass_bins(np.linspace(0, 1, 100), np.ones(100), 10)
    np.testing.assert_array_equal(np.bincount(bins), np.full(10, 10))


def test_equal_probabilities_share_a_bin():
    bins = equal_mass_bins(np.r_[np.zeros(70), np.linspace(0.1, 1, 30)], np.ones(100), 10)
    assert len(set(bins[:70])) == 1
    assert set(bins) == set(range(bins.max() + 1))


def test_bins_follow_the_weight_not_the_rows():
    p, weight = np.linspace(0, 1, 100), np.r_[np.full(50, 3.0), np.ones(50)]
    assert (np.bincount(equal_mass_bins(p, weight, 2))[0]) < 40
