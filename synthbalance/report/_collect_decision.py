"""What the card says about the threshold and the confusion matrix."""

from synthbalance.experiment._capacity import alerts_a_day
from synthbalance.report._plain import interval, number

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
        "threshold": number(run.threshold),
        "flags": "nothing" if run.threshold > 1 else "everything" if run.threshold <= 0 else "some",
        "rule": rule_words(run.threshold_rule),
        "validation_rare": int((validation.y == 1).sum()),
        "confusion": _counts(run),
        "recall": interval(run.scores["recall"]),
        "precision": interval(run.scores["precision"]),
        "f1": interval(run.scores["f1"]),
        "per_day": alerts_a_day(exp.split.holdout, run.holdout_probabilities >= run.threshold),
        "none": _counts(none) | {"threshold": number(none.threshold)},
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


def _counts(run):
    return {name: float(run.confusion[name]) for name in ("tp", "fp", "fn", "tn")}
