"""What the card says about the threshold, the confusion matrix and the cost."""

import numpy as np

from synthbalance.experiment._capacity import alerts_a_day
from synthbalance.metrics import decide_by_amount, expected_cost, savings

_RULES = {
    "f1": "largest F1",
    "cost": "least cost",
    "recall": "fewest alerts with a recall of at least {}",
    "precision": "most rare rows caught with a precision of at least {}",
    "alerts": "at most {} alerts",
}


def decision_facts(exp, run, none):
    """Threshold, its rule, counts at it; the same counts of "none" for comparison."""
    validation = exp.split.validation
    return {
        "threshold": _finite(run.threshold),
        "flags": "nothing" if run.threshold > 1 else "everything" if run.threshold <= 0 else "some",
        "rule": rule_words(run.threshold_rule),
        "validation_rare": int((validation.y == 1).sum()),
        "confusion": _counts(run),
        "recall": _interval(run.scores["recall"]),
        "precision": _interval(run.scores["precision"]),
        "f1": _interval(run.scores["f1"]),
        "per_day": alerts_a_day(exp.split.holdout, run.holdout_probabilities >= run.threshold),
        "none": None if run is none else _counts(none) | {"threshold": _finite(none.threshold)},
    }


def cost_facts(exp, run, none):
    """Money of the decision beside doing nothing, flagging none, all, and row by row; None without costs."""
    if exp.costs is None:
        return None
    rows, costs = exp.rows_["holdout"], exp.costs
    p = run.holdout_probabilities
    of = {"missed": rows.missed, "review": rows.review, "weight": rows.weight}
    return {
        "missed": _price(costs.missed),
        "review": _price(costs.review),
        "admin": _price(costs.admin),
        "capacity": _price(costs.capacity),
        "capacity_per_day": _price(costs.capacity_per_day),
        "run": _interval(run.scores["cost"]),
        "none": None if run is none else _interval(none.scores["cost"]),
        "flag_none": expected_cost(rows.y, p, np.inf, **of),
        "flag_all": expected_cost(rows.y, p, -np.inf, **of),
        "by_amount": _by_amount(rows, p) if isinstance(costs.missed, str) else None,
        "savings": _finite(savings(rows.y, p, run.threshold, **of)),
    }


def rule_words(rule):
    """What a threshold rule asks for.

    Examples
    --------
    >>> rule_words("recall=0.8")
    'fewest alerts with a recall of at least 0.8'
    """
    kind, _, figure = rule.partition("=")
    if kind.strip() in _RULES:
        return _RULES[kind.strip()].format(figure.strip())
    return "a number set by the user"


def _by_amount(rows, p):
    flagged = decide_by_amount(p, rows.missed, rows.review)
    weight = np.ones(len(p)) if rows.weight is None else rows.weight
    return float(weight @ np.where(flagged, rows.review, rows.y * rows.missed))


def _price(value):
    """A number, the name of a column, or None."""
    return value if value is None or isinstance(value, str) else float(value)


def _counts(run):
    return {name: float(run.confusion[name]) for name in ("tp", "fp", "fn", "tn")}


def _interval(score):
    return [_finite(score.value), _finite(score.low), _finite(score.high)]


def _finite(x):
    return float(x) if np.isfinite(x) else None
