"""Brier score, calibration error, curve and line, undoing a weight, recalibration."""

import numpy as np
import pytest
from hypothesis import given
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from synthbalance.metrics import (
    Recalibrator,
    brier,
    brier_skill,
    calibration_curve,
    calibration_error,
    calibration_line,
    undo_weight,
)
from tests.metrics.tables import tied_tables


def outcomes(n, intercept=0.0, slope=1.0, seed=0, center=-3.0):
    """Rows whose true logit is intercept + slope * logit p."""
    rng = np.random.default_rng(seed)
    z = rng.normal(center, 1.2, n)
    return (rng.random(n) < expit(intercept + slope * z)).astype(int), expit(z)


@given(tied_tables())
def test_brier_agrees_with_scikit_learn(table):
    y, p, weight = table
    assert brier(y, p, weight) == pytest.approx(brier_score_loss(y, p, sample_weight=weight))


def test_brier_skill_is_zero_for_the_base_rate_and_one_for_the_truth():
    y = np.array([0, 0, 0, 1])
    assert brier_skill(y, np.full(4, 0.25)) == pytest.approx(0)
    assert brier_skill(y, y) == 1


def test_calibration_error_by_hand():
    y, p = np.repeat([0, 1, 0, 1], [9, 1, 5, 5]), np.repeat([0.2, 0.5], [10, 10])
    assert calibration_error(y, p, n_bins=2) == pytest.approx((0.1 + 0) / 2)


@given(tied_tables())
def test_calibration_takes_a_weight_of_two_as_a_row_twice(table):
    y, p, weight = table
    repeated = np.repeat(y, weight), np.repeat(p, weight)
    assert brier(y, p, weight) == pytest.approx(brier(*repeated))
    assert calibration_error(y, p, weight) == pytest.approx(calibration_error(*repeated))


def test_calibration_error_is_small_for_true_probabilities_and_large_for_doubled_ones():
    y, p = outcomes(20_000)
    assert calibration_error(y, p) < 0.01
    assert calibration_error(y, np.minimum(2 * p, 1)) > 0.05


def test_calibration_curve_adds_up():
    y, p = outcomes(3000)
    curve = calibration_curve(y, p)
    assert len(curve) == 15
    assert curve["rows"].sum() == 3000
    assert (curve["rows"] * curve["observed"]).sum() == pytest.approx(y.sum())
    assert curve["predicted"].is_monotonic_increasing


def test_calibration_line_agrees_with_scikit_learn():
    y, p = outcomes(5000, intercept=-0.5, slope=0.7)
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(logit(p)[:, None], y)
    intercept, slope = calibration_line(y, p)
    assert slope == pytest.approx(model.coef_[0, 0], rel=1e-5)
    assert expit(logit(p) + intercept).mean() == pytest.approx(y.mean())


def test_undoing_a_weight_gives_back_the_probability_under_it():
    p = np.array([0.0, 0.001, 0.2, 1.0])
    weighted = 10 * p / (10 * p + 1 - p)
    np.testing.assert_allclose(undo_weight(weighted, b=1 / 10), p)
    np.testing.assert_array_equal(undo_weight(p, b=1), p)


@pytest.mark.parametrize("b", [0, -1, np.inf, np.nan])
def test_an_impossible_weight_is_refused(b):
    with pytest.raises(ValueError, match="needs to be above 0"):
        undo_weight([0.1], b)


def test_undoing_a_weight_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match="p needs probabilities"):
        undo_weight([0.1, np.nan], 0.5)


def test_recalibration_finds_shift_and_scale():
    y, p = outcomes(40_000, intercept=-1.0, slope=0.6)
    fitted = Recalibrator().fit(y, p)
    assert fitted.intercept_ == pytest.approx(-1.0, abs=0.15)
    assert fitted.slope_ == pytest.approx(0.6, abs=0.05)
    assert fitted(p).mean() == pytest.approx(y.mean())


def test_below_30_rare_rows_only_the_shift_is_learned():
    y, p = np.repeat([0, 1], [1000, 29]), np.linspace(0.001, 0.6, 1029)
    fitted = Recalibrator().fit(y, p)
    assert fitted.slope_ == 1
    assert fitted(p).mean() == pytest.approx(29 / 1029)
    assert "scaled" not in fitted.words
    assert "scaled" in Recalibrator().fit(np.repeat([0, 1], [1000, 30]), np.linspace(0.001, 0.6, 1030)).words


def test_the_scale_is_pulled_towards_one():
    y, p = outcomes(1500, slope=0.5, seed=3)
    free = calibration_line(y, p)[1]
    assert free < Recalibrator().fit(y, p).slope_ < 1


def test_intercept_leaves_the_scale_and_none_leaves_all():
    y, p = outcomes(5000, slope=0.5)
    assert Recalibrator("intercept").fit(y, p).slope_ == 1
    np.testing.assert_array_equal(Recalibrator("none").fit(y, p)(p), p)


@pytest.mark.parametrize("method", ["auto", "isotonic"])
def test_recalibration_keeps_the_order(method):
    y, p = outcomes(20_000, intercept=0.5, slope=0.5)
    fitted = Recalibrator(method).fit(y, p)
    ordered = fitted(np.r_[0, 1e-12, np.linspace(1e-6, 1 - 1e-6, 5000), 1])
    assert (np.diff(ordered) > 0).all()
    assert ordered[0] >= 0
    assert ordered[-1] <= 1


def test_scores_the_wrong_way_round_keep_their_order_too():
    y, p = outcomes(5000)
    fitted = Recalibrator().fit(y, 1 - p)
    assert fitted.slope_ > 0
    assert fitted(1 - p).mean() == pytest.approx(y.mean())
    assert "lower limit" in fitted.words


def test_isotonic_follows_a_bent_curve():
    y, p = outcomes(40_000, center=-1.5)
    bent = np.sqrt(p)
    assert calibration_error(y, Recalibrator("isotonic").fit(y, bent)(bent)) < 0.005


def test_isotonic_needs_a_thousand_rare_rows():
    with pytest.raises(ValueError, match="needs 1000 rare validation rows, found 1"):
        Recalibrator("isotonic").fit([0, 1], [0.1, 0.2])


@pytest.mark.parametrize("p", [np.zeros(100), np.ones(100), np.full(100, 0.3), np.repeat([0.0, 1.0], 50)])
def test_extreme_and_equal_probabilities_are_safe(p):
    y = np.repeat([0, 1, 0, 1], [40, 10, 20, 30])
    corrected = Recalibrator().fit(y, p)(p)
    assert np.isfinite(corrected).all()
    assert corrected.mean() == pytest.approx(0.4)


def test_rows_of_one_class_leave_the_probabilities_and_say_so():
    fitted = Recalibrator().fit([0, 0], [0.1, 0.2])
    np.testing.assert_allclose(fitted([0.1, 0.2]), [0.1, 0.2])
    assert "one class only" in fitted.words


def test_weights_change_what_is_learned_as_repetition_does():
    y, p = outcomes(2000)
    weight = np.where(y == 1, 1, 3)
    weighted = Recalibrator().fit(y, p, weight)
    repeated = Recalibrator().fit(np.repeat(y, weight), np.repeat(p, weight))
    assert weighted.intercept_ == pytest.approx(repeated.intercept_)
    assert weighted.slope_ == pytest.approx(repeated.slope_)


def test_an_unknown_method_is_named():
    with pytest.raises(ValueError, match="calibration='platt' needs one of auto, intercept, isotonic, none"):
        Recalibrator("platt")
