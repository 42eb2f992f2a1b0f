"""From predicted scores to calibrated probabilities, a threshold, and every metric."""

from dataclasses import dataclass

import numpy as np

from synthbalance.metrics import METRICS, Recalibrator, choose_threshold, point_scores, undo_weight

_FORMULA_ONLY = "formula"
CALIBRATIONS = ("auto", "intercept", "isotonic", "none", _FORMULA_ONLY)


@dataclass(frozen=True)
class Rows:
    """Real rows to be scored on: outcome, weight, and what a missed rare row and an alert cost (None if not given)."""

    y: np.ndarray
    weight: np.ndarray | None
    missed: np.ndarray | None
    review: np.ndarray | None


def rows_of(part, costs):
    """The `Rows` of one part of a split."""
    weight = None if part.weight is None else part.weight.to_numpy(dtype=float)
    missed, review = (None, None) if costs is None else (costs.missed_of(part.X), costs.review_of(part.X))
    return Rows(part.y.to_numpy(), weight, missed, review)


class Calibration:
    """The correction from a model's scores to probabilities, learned on validation rows.

    The formula of Dal Pozzolo et al. (2015) comes first where the plan makes it valid (class weight,
    plain copies), then the same step for every plan, "none" included.
    """

    def __init__(self, method, plan, n_real_rare, n_rare):
        check_formula(method, plan)
        self.b, how = _prior_factor(plan, n_real_rare, n_rare)
        self.step = Recalibrator("none" if method == _FORMULA_ONLY else method)
        self._how = how

    def fit(self, rows, raw):
        """Learn on the validation rows; `raw` are the mean scores over the seeds."""
        self.step.fit(rows.y, self._undone(raw), rows.weight)
        self.words = " ".join(word for word in (self._how, self.step.words) if word)
        return self

    def __call__(self, raw):
        return self.step(self._undone(raw))

    def _undone(self, raw):
        return raw if self.b in (None, 1.0) else undo_weight(raw, self.b)


def check_formula(method, plan):
    """Raise ValueError where only the formula is asked for and the plan makes it invalid; needs no training."""
    if method == _FORMULA_ONLY and not _formula_holds(plan):
        raise ValueError(
            f'calibration="formula" is not valid for {plan.label}: new rows change the density of the rare class, '
            f'not only its share. Use calibration="auto".'
        )


def pick_threshold(rule, rows, p, capacity=None):
    """The threshold that the rule chooses on validation rows."""
    return choose_threshold(
        rows.y, p, rule, missed=rows.missed, review=rows.review, weight=rows.weight, capacity=capacity
    )


def measure(rows, raw, p, threshold):
    """Every metric on these rows: dict name -> float; cost is nan without costs."""
    review = 0.0 if rows.review is None else rows.review
    return point_scores(rows.y, raw, p, threshold, missed=rows.missed, review=review, weight=rows.weight)


def measure_one(rows, name, raw, p, threshold):
    """One metric on these rows, a key of METRICS."""
    metric = METRICS[name]
    if metric.needs == "score":
        return metric.function(rows.y, raw, weight=rows.weight)
    if metric.needs == "probability":
        return metric.function(rows.y, p, weight=rows.weight)
    return measure(rows, raw, p, threshold)[name]


def _formula_holds(plan):
    copies = plan.key == "random" and not plan.params.get("shrinkage")
    return plan.key == "none" or plan.bagged or plan.training is not None or copies


def _prior_factor(plan, n_real_rare, n_rare):
    """The b of `undo_weight` where the formula holds, else None; and a word on it."""
    if not _formula_holds(plan):
        return None, ""
    if plan.key == "none":
        return 1.0, ""
    if plan.bagged:
        return 1.0, "Others left out of each bag taken back by formula."
    if plan.training is not None:
        return 1 / plan.training.weight, "Class weight taken back by formula."
    return n_real_rare / n_rare, "Repeated rows taken back by formula."
