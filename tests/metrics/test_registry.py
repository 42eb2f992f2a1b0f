"""METRICS: every key of a run's scores, with unit, direction and function."""

import math

import pytest

from synthbalance.metrics import METRICS, HoldoutDraws, point_scores, score_intervals

KEYS = [
    "average_precision",
    "roc_auc",
    "recall_at_fpr_1",
    "recall_at_fpr_5",
    "precision_at_k",
    "recall",
    "precision",
    "f1",
    "brier",
    "calibration_error",
    "cost",
]
Y, SCORE, P = [0, 0, 0, 1, 1], [1, 2, 4, 3, 5], [0.1, 0.2, 0.6, 0.4, 0.9]


def test_the_registry_has_every_score_of_a_run_in_order():
    assert list(METRICS) == KEYS
    assert list(point_scores(Y, SCORE, P, 0.5)) == KEYS


def test_the_registry_cannot_be_changed():
    with pytest.raises(TypeError):
        METRICS["mine"] = None


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda m: m.name)
def test_each_metric_says_what_it_is(metric):
    assert metric.better in ("higher", "lower")
    assert metric.needs in ("score", "probability", "decision")
    assert metric.unit in ("share", "squared probability", "money")
    assert metric.label
    assert metric.words.endswith(".")


def test_point_scores_by_hand():
    scores = point_scores(Y, SCORE, P, 0.5, missed=100, review=10)
    assert scores["average_precision"] == pytest.approx((1 + 2 / 3) / 2)
    assert scores["precision_at_k"] == 0.5
    assert (scores["recall"], scores["precision"], scores["f1"]) == (0.5, 0.5, 0.5)
    assert scores["cost"] == 100 + 2 * 10


def test_k_and_costs_reach_their_metrics():
    assert point_scores(Y, SCORE, P, 0.5, k=1)["precision_at_k"] == 1
    assert math.isnan(point_scores(Y, SCORE, P, 0.5)["cost"])


def test_every_score_gets_the_interval_that_suits_it():
    values = point_scores(Y, SCORE, P, 0.85, missed=100, review=10)
    draws = HoldoutDraws(Y, n_draws=50).scores(SCORE, P, 0.85, missed=100, review=10)
    scores = score_intervals(values, draws, n_rare=2, n_alerts=1)
    assert list(scores) == KEYS
    assert all(scores[name].low <= values[name] <= scores[name].high for name in KEYS)
    assert scores["precision"].low == pytest.approx(0.025)
    assert scores["cost"].high - values["cost"] == pytest.approx(values["cost"] - scores["cost"].low)
