"""Every score: one function, one unit, one direction each; and the bootstrap behind the intervals."""

from functools import partial
from types import MappingProxyType

from synthbalance.metrics._base import Metric, Score
from synthbalance.metrics._interval import interval
from synthbalance.metrics.bootstrap import HoldoutDraws
from synthbalance.metrics.calibration import (
    brier,
    brier_skill,
    calibration_curve,
    calibration_error,
    replace_class,
    undo_weight,
)
from synthbalance.metrics.costs import Costs
from synthbalance.metrics.decision import (
    confusion,
    decide_by_amount,
    expected_cost,
    f1,
    precision,
    recall,
    savings,
)
from synthbalance.metrics.intervals import (
    detectable,
    difference_sd,
    max_t_critical,
    paired_difference,
    pooled_seed_variance,
    seed_degrees,
)
from synthbalance.metrics.multiclass import class_differences, class_draws, per_class_scores
from synthbalance.metrics.ranking import (
    average_precision,
    card_precision,
    pr_curve,
    precision_at_k,
    recall_at_fpr,
    recall_at_precision,
    roc_auc,
)
from synthbalance.metrics.recalibrate import Recalibrator, calibration_line
from synthbalance.metrics.report import calibration_report
from synthbalance.metrics.table import cost_curve, threshold_table
from synthbalance.metrics.threshold import choose_threshold

__all__ = [
    "METRICS",
    "Costs",
    "HoldoutDraws",
    "Metric",
    "Recalibrator",
    "Score",
    "average_precision",
    "brier",
    "brier_skill",
    "calibration_curve",
    "calibration_error",
    "calibration_line",
    "calibration_report",
    "card_precision",
    "choose_threshold",
    "class_differences",
    "class_draws",
    "confusion",
    "cost_curve",
    "decide_by_amount",
    "detectable",
    "difference_sd",
    "expected_cost",
    "f1",
    "interval",
    "max_t_critical",
    "paired_difference",
    "per_class_scores",
    "point_scores",
    "pooled_seed_variance",
    "pr_curve",
    "precision",
    "precision_at_k",
    "recall",
    "recall_at_fpr",
    "recall_at_precision",
    "replace_class",
    "roc_auc",
    "savings",
    "score_intervals",
    "seed_degrees",
    "threshold_table",
    "undo_weight",
]

_SHARE, _UP, _DOWN = "share", "higher", "lower"

METRICS = MappingProxyType(
    {
        metric.name: metric
        for metric in (
            Metric("average_precision", "Average precision", _SHARE, _UP, "score", average_precision,
                   "Mean precision over all the rare rows, found from the highest score down."),
            Metric("roc_auc", "ROC AUC", _SHARE, _UP, "score", roc_auc,
                   "Chance that a rare row scores above another row; looks good easily when the class is rare."),
            Metric("recall_at_fpr_1", "Recall at 1 % false alerts", _SHARE, _UP, "score",
                   partial(recall_at_fpr, fpr=0.01),
                   "Share of the rare rows caught while at most 1 % of the others are flagged."),
            Metric("recall_at_fpr_5", "Recall at 5 % false alerts", _SHARE, _UP, "score",
                   partial(recall_at_fpr, fpr=0.05),
                   "Share of the rare rows caught while at most 5 % of the others are flagged."),
            Metric("precision_at_k", "Precision at k", _SHARE, _UP, "score", precision_at_k,
                   "Share of rare rows among the k highest scores; k is the number of rare rows unless set."),
            Metric("recall", "Recall", _SHARE, _UP, "decision", recall,
                   "Share of the rare rows that are flagged at the threshold."),
            Metric("precision", "Precision", _SHARE, _UP, "decision", precision,
                   "Share of the flagged rows that are rare."),
            Metric("f1", "F1", _SHARE, _UP, "decision", f1,
                   "Harmonic mean of recall and precision at the threshold."),
            Metric("brier", "Brier score", "squared probability", _DOWN, "probability", brier,
                   "Mean squared difference between probability and outcome."),
            Metric("calibration_error", "Calibration error", _SHARE, _DOWN, "probability", calibration_error,
                   "Mean gap between the predicted and the observed share of rare rows, in bins of equal mass."),
            Metric("cost", "Cost", "money", _DOWN, "decision", expected_cost,
                   "Money lost by missed rare rows plus money spent on reviews, over all rows at the threshold."),
        )
    }
)  # fmt: skip


def point_scores(y, score, p, threshold, missed=None, review=0.0, k=None, weight=None):
    """Every metric of one run on one set of rows.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1, 1 = rare.
    score, p : array-like of shape (n,)
        Raw score (for ranking) and calibrated probability (for decision and calibration) of each row.
    threshold : float
        A row is flagged where p >= threshold.
    missed : float or array-like of shape (n,), optional
        Money lost by each missed rare row; without it "cost" is nan.
    review : float or array-like of shape (n,), default=0.0
        Money spent on each alert.
    k : float, optional
        For "precision_at_k"; default: as many as there are rare rows.
    weight : array-like of shape (n,), optional
        Sampling weights.

    Returns
    -------
    dict of str to float
        Keys of `METRICS`, in their order; the same keys as `HoldoutDraws.scores`.

    Examples
    --------
    >>> point_scores([0, 0, 1], [1, 2, 3], [0.1, 0.2, 0.9], threshold=0.5)["recall"]
    1.0
    """
    inputs = {"score": (score,), "probability": (p,), "decision": (p, threshold)}
    extras = {"precision_at_k": {"k": k}, "cost": {"missed": missed, "review": review}}
    return {
        name: metric.function(y, *inputs[metric.needs], weight=weight, **extras.get(name, {}))
        if name != "cost" or missed is not None
        else float("nan")
        for name, metric in METRICS.items()
    }


def score_intervals(values, draws, n_rare, n_alerts=None, level=0.95):
    """Every metric of one run with its interval, each in the way that suits it.

    Parameters
    ----------
    values : dict of str to float
        From `point_scores` on the holdout.
    draws : dict of str to float array of shape (n_draws,)
        From `HoldoutDraws.scores`, same rows, scores and threshold.
    n_rare : int
        Rare rows in the holdout.
    n_alerts : int, optional
        Flagged rows; the interval of a perfect precision goes by them.
    level : float, default=0.95

    Returns
    -------
    dict of str to Score
        Money plain, shares on the logit scale, the calibration error cleared of what is chance in its low end.
    """
    trials = {"precision": n_alerts}
    return {
        name: interval(
            value,
            draws[name],
            n_rare,
            bounded=METRICS[name].unit != "money",
            level=level,
            trials=trials.get(name),
            gap=name == "calibration_error",
        )
        for name, value in values.items()
    }
