"""Calibration in figures, and probabilities that are all the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.metrics import log_loss

from synthbalance.metrics import (
    METRICS,
    HoldoutDraws,
    Recalibrator,
    brier,
    brier_skill,
    calibration_curve,
    calibration_error,
    calibration_line,
    calibration_report,
    choose_threshold,
    cost_curve,
    point_scores,
    score_intervals,
    threshold_table,
)
from tests.metrics.tables import tied_tables

NAMES = ["brier", "brier_skill", "log_loss", "calibration_error", "calibration_intercept", "calibration_slope"]


def outcomes(n, slope=1.0, seed=0):
    """Rows whose true logit is slope * logit p."""
    rng = np.random.default_rng(seed)
    z = rng.normal(-1.5, 1.2, n)
    return (rng.random(n) < expit(slope * z)).astype(int), expit(z)


@given(tied_tables())
def test_the_report_agrees_with_the_single_figures(table):
    y, p, weight = table
    report = calibration_report(y, p, weight, n_draws=20)
    assert list(report) == NAMES
    singles = {"brier": brier, "brier_skill": brier_skill, "calibration_error": calibration_error}
    for name, function in singles.items():
        assert report[name].value == pytest.approx(function(y, p, weight))
    assert report["log_loss"].value == pytest.approx(log_loss(y, p, sample_weight=weight))
    assert report["calibration_intercept"].value == pytest.approx(calibration_line(y, p, weight)[0], abs=1e-6)


@given(tied_tables())
def test_every_interval_holds_its_value_where_there_is_one(table):
    for name, score in calibration_report(*table, n_draws=50).items():
        if not np.isnan([score.value, score.low, score.high]).any():
            assert score.low <= score.value + 1e-9 and score.value <= score.high + 1e-9, name


def test_true_probabilities_are_called_calibrated_and_extreme_ones_are_not():
    true, extreme = calibration_report(*outcomes(4000)), calibration_report(*outcomes(4000, slope=0.5))
    assert true["calibration_slope"].low < 1 < true["calibration_slope"].high
    assert true["calibration_intercept"].low < 0 < true["calibration_intercept"].high
    assert extreme["calibration_slope"].high < 0.7
    assert true["brier_skill"].low > 0


def test_the_error_of_the_slope_is_that_of_repeated_samples():
    reports = [calibration_report(*outcomes(400, seed=seed), n_draws=2) for seed in range(150)]
    for name, truth in (("calibration_slope", 1), ("calibration_intercept", 0)):
        covered = np.mean([report[name].low <= truth <= report[name].high for report in reports])
        assert covered > 0.9, name


def test_a_weight_of_two_is_not_two_independent_rows():
    y, p = outcomes(500)
    plain, doubled = calibration_report(y, p), calibration_report(y, p, np.full(500, 2.0))
    for name in ("calibration_slope", "brier"):
        assert doubled[name].low == pytest.approx(plain[name].low, rel=1e-3)


def test_probabilities_that_tell_the_classes_apart_have_no_slope():
    assert np.isnan(calibration_report([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])["calibration_slope"].value)


def test_a_report_on_one_class_is_refused():
    with pytest.raises(ValueError, match="y needs rows of both classes"):
        calibration_report([0, 0], [0.1, 0.2])


@given(st.sampled_from([0.0, 1e-9, 0.1, 0.5, 1.0]), st.integers(1, 5), st.integers(1, 60))
def test_equal_probabilities_crash_nothing(value, n_rare, n_other):
    y, p = np.repeat([1, 0], [n_rare, n_other]), np.full(n_rare + n_other, value)
    values = point_scores(y, p, p, 0.5, missed=10, review=1)
    draws = HoldoutDraws(y, n_draws=8).scores(p, p, 0.5, missed=10, review=1)
    assert set(score_intervals(values, draws, n_rare, 1)) == set(METRICS)
    assert len(calibration_curve(y, p)) == 1
    assert np.isnan(calibration_line(y, p)[1])
    report = calibration_report(y, p, n_draws=8)
    assert np.isnan(report["calibration_slope"].value) and np.isfinite(report["log_loss"].value)
    assert len(threshold_table(y, p)) == len(cost_curve(y, p, 10, 1)) == 2
    for rule in ("f1", "cost", "recall=0.5"):
        assert np.isfinite(choose_threshold(y, p, rule, missed=10, review=1))
    for method in ("auto", "intercept", "none"):
        assert np.ptp(Recalibrator(method).fit(y, p)(p)) == 0
