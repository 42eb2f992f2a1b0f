"""One fit: a candidate on one fold, resampled inside it, scored on real rows it never saw."""

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance._errors import DataWarning
from synthbalance._warned import silent
from synthbalance.advice._folds import rows_of_part
from synthbalance.experiment._capacity import alerts_within
from synthbalance.experiment._measure import Calibration, measure, pick_threshold, rows_of
from synthbalance.experiment._resample import model_seed, resample
from synthbalance.experiment._train import fit_model
from synthbalance.metrics import METRICS, Recalibrator


@dataclass(frozen=True)
class Settings:
    """What all candidates share: model, metric, costs, calibration and threshold rules, seed."""

    model: object
    primary: str
    costs: object
    calibration: str
    threshold: object
    random_state: int
    train_weight: bool
    n_holdout: int

    @property
    def metric(self):
        """The primary metric, a `Metric`."""
        return METRICS[self.primary]

    @property
    def is_ranking(self):
        """Whether the metric needs scores alone."""
        return self.metric.needs == "score"

    @property
    def sign(self):
        """1 where a higher score is better, else -1."""
        return 1.0 if self.metric.better == "higher" else -1.0


@dataclass(frozen=True, eq=False)
class Fitted:
    """Scores of one candidate on the test rows of one fold.

    Attributes
    ----------
    rows : Rows
    raw, undone : float arrays of shape (n_rows,)
        As the model gives them; and after the formula of the candidate's calibration.
    value : float
        The primary metric, nan where it needs probabilities or a threshold (see `decided_values`).
    seconds, test_per_train : float
    time : Series or None
        Stamps of the rows.
    """

    rows: object
    raw: np.ndarray
    undone: np.ndarray
    value: float
    seconds: float
    test_per_train: float
    time: pd.Series | None = None


def fit_fold(part, fold, candidate, number, settings, poll=None):
    """Resample and train on the fold's training rows, predict its test rows.

    Parameters
    ----------
    part : Part
    fold : Fold
    candidate : Candidate
    number : int
        Of the fold among all; seeds follow from it, the same for every candidate.
    settings : Settings
    poll : callable, optional
        Answers False where the fit has to stop.

    Returns
    -------
    Fitted
    """
    start = time.perf_counter()
    train, test = rows_of_part(part, fold.train), rows_of_part(part, fold.test)
    weight = None if train.weight is None or not settings.train_weight else train.weight.to_numpy(dtype=float)
    balanced = resample(train, candidate.plan, number, weight, poll)
    seed = model_seed(settings.random_state, number)
    fitted = fit_model(settings.model, balanced, candidate.plan, seed, poll)
    raw = np.asarray(fitted.predict(test.X), dtype=float)
    formula = Calibration("none", candidate.plan, int((train.y == 1).sum()), int((balanced.y == 1).sum()))
    rows = rows_of(test, settings.costs)
    value = settings.metric.function(rows.y, raw, weight=rows.weight) if settings.is_ranking else float("nan")
    share = len(fold.test) / len(fold.train)
    return Fitted(rows, raw, formula(raw), value, time.perf_counter() - start, share, test.time)


def decided_values(fitted, settings):
    """A metric of probabilities or decisions on each fold of one repeat.

    Parameters
    ----------
    fitted : dict fold number -> Fitted
        Of one candidate and repeat.
    settings : Settings

    Returns
    -------
    dict fold number -> float
        Calibration and threshold of each fold are learned on the other folds' rows; nan where there is none yet.
    """
    return {i: _decided(one, [fitted[j] for j in fitted if j != i], settings) for i, one in fitted.items()}


def _decided(one, others, settings):
    if not others:
        return float("nan")
    rows, p = _joined(others)
    step = Recalibrator("none" if settings.calibration == "formula" else settings.calibration)
    step.fit(rows.y, p, rows.weight)
    stamps = None if one.time is None else pd.concat([other.time for other in others])
    capacity = alerts_within(settings.costs, len(p), stamps, settings.n_holdout)
    with silent(DataWarning):
        threshold = pick_threshold(settings.threshold, rows, step(p), capacity)
    return measure(one.rows, one.raw, step(one.undone), threshold)[settings.primary]


def _joined(fitted):
    """Rows and scores of several folds as one."""
    first = fitted[0].rows
    together = {
        name: None if not isinstance(getattr(first, name), np.ndarray) else
        np.concatenate([getattr(one.rows, name) for one in fitted])
        for name in type(first).__dataclass_fields__
    }  # fmt: skip
    kept = {name: getattr(first, name) for name, value in together.items() if value is None}
    return type(first)(**{**together, **kept}), np.concatenate([one.undone for one in fitted])
