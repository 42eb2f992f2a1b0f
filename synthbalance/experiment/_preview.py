"""Preview: a quick look on validation rows, from a model on a sample; never in the ledger."""

import time
from dataclasses import dataclass

import numpy as np

from synthbalance.experiment._measure import Calibration, measure, pick_threshold
from synthbalance.experiment._train import Balanced, Trained, fit_model, model_seed, resample
from synthbalance.models import is_lightgbm

SAMPLE_ROWS = 20_000
_TREES = 150
_RATE = 0.05


@dataclass(frozen=True)
class Preview:
    """Quick scores on the real validation rows.

    Attributes
    ----------
    name, strategy : str
    scores : dict str -> float
        Every metric on the validation rows; the threshold is chosen on the same rows.
    seconds : float
    n_synthetic : int
    synthetic : DataFrame or None
        The new rows.
    parents : DataFrame or None
        Positions in the training part of the real rows that each new row came from.
    """

    name: str
    strategy: str
    scores: dict
    seconds: float
    n_synthetic: int
    synthetic: object = None
    parents: object = None


def preview(experiment, plan, on_progress=None):
    """Train one light model on all rare and new rows and a weighted sample of the others; bags are small already."""
    start = time.perf_counter()
    split, exact = experiment.trainable_(plan)
    balanced = resample(split.train, exact, 0, experiment.train_weight_, on_progress)
    sampled = balanced if plan.bagged else _thin(balanced, experiment.random_state)
    model = _lighter(experiment.model)
    fitted = fit_model(model, sampled, plan, model_seed(experiment.random_state, 0), on_progress)
    raw = fitted.predict(split.validation.X)
    rows = experiment.rows_["validation"]
    trained = Trained((), None, None, None, None, int((balanced.y == 1).sum()), 0, None, None, {})
    calibrate = Calibration(experiment.calibration, exact, int((split.train.y == 1).sum()), trained).fit(rows, raw)
    p = calibrate(raw)
    threshold = pick_threshold(experiment.threshold, rows, p, experiment.capacity_("validation"))
    new = balanced.is_new
    ratio = trained.n_rare / max(int((balanced.y != 1).sum()), 1)
    return Preview(
        plan.name(ratio), plan.key, measure(rows, raw, p, threshold), time.perf_counter() - start,
        int(new.sum()), balanced.X[new] if new.any() else None,
        getattr(balanced.sampler, "parents_", None),
    )  # fmt: skip


def _thin(balanced, random_state):
    """All rare and new rows, and as many others as make SAMPLE_ROWS, each weighted for those left out."""
    others = np.flatnonzero((balanced.y != 1) & ~balanced.is_new)
    keep = max(SAMPLE_ROWS - (len(balanced.y) - len(others)), SAMPLE_ROWS // 2)
    if len(others) <= keep:
        return balanced
    chosen = np.random.default_rng(random_state).choice(others, keep, replace=False)
    rows = np.sort(np.concatenate([np.setdiff1d(np.arange(len(balanced.y)), others), chosen]))
    weight = np.ones(len(balanced.y)) if balanced.weight is None else balanced.weight.copy()
    weight[others] *= len(others) / keep
    return Balanced(balanced.X.iloc[rows], balanced.y[rows], weight[rows], balanced.is_new[rows], balanced.source[rows])


def _lighter(model):
    from sklearn.base import clone

    light = clone(model)
    if is_lightgbm(model) and model.n_estimators > _TREES:
        light.set_params(n_estimators=_TREES, learning_rate=max(_RATE, model.learning_rate))
    return light
