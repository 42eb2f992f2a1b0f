"""Every metric takes labels, scores, amounts and weights as polars and pyarrow columns, with the same answer."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from synthbalance import metrics

RNG = np.random.default_rng(0)
Y = (RNG.random(200) < 0.2).astype(int)
P = np.clip(RNG.random(200) * 0.5 + Y * 0.3, 0, 1)
AMOUNT, WEIGHT = RNG.random(200) * 100, 1 + RNG.random(200)
DAY, CUSTOMER = np.repeat(np.arange(10), 20), RNG.integers(0, 50, 200)
CLASSES, LABELS = ["a", "b"], np.where(Y == 1, "b", "a")
KINDS = {"polars": pl.Series, "pyarrow": pa.array, "chunked": lambda a: pa.chunked_array([a])}
COST = {"missed": AMOUNT, "review": 5.0, "weight": WEIGHT}
CALLS = {
    "average_precision": {"weight": WEIGHT}, "roc_auc": {"weight": WEIGHT}, "brier": {"weight": WEIGHT},
    "recall_at_fpr": {"fpr": 0.05}, "recall_at_precision": {"precision": 0.3}, "precision_at_k": {"k": 10},
    "calibration_error": {}, "calibration_report": {}, "choose_threshold": {"rule": "cost", **COST},
    "confusion": {"threshold": 0.4}, "expected_cost": {"threshold": 0.4, **COST}, "cost_curve": COST,
    "savings": {"threshold": 0.4, **COST}, "card_precision": {"day": DAY, "customer": CUSTOMER, "k": 3},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
def test_a_metric_of_two_columns(name, kind):
    function, make = getattr(metrics, name), KINDS[kind]
    named = {key: make(one) if isinstance(one, np.ndarray) else one for key, one in CALLS[name].items()}
    assert repr(function(make(Y), make(P), **named)) == repr(function(Y, P, **CALLS[name]))


@pytest.mark.parametrize("kind", KINDS)
def test_what_takes_other_columns(kind):
    make = KINDS[kind]
    decided = metrics.decide_by_amount(make(P), make(AMOUNT), 5.0)
    assert np.array_equal(decided, metrics.decide_by_amount(P, AMOUNT, 5.0))
    assert np.array_equal(metrics.undo_weight(make(P), 3.0), metrics.undo_weight(P, 3.0))
    two = np.column_stack([1 - P, P])
    table = metrics.per_class_scores(make(LABELS.tolist()), two, CLASSES, make(WEIGHT))
    assert table.equals(metrics.per_class_scores(LABELS, two, CLASSES, WEIGHT))
