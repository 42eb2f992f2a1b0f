"""Preview: a quick look on validation rows, from a model on a sample; never in the ledger."""

import time
from dataclasses import dataclass

import numpy as np
from sklearn.base import clone

from synthbalance._blas import one_blas_thread
from synthbalance._warned import heard, warn
from synthbalance.experiment._known import MOST_NEW, is_known_kind
from synthbalance.experiment._measure import Calibration, measure, pick_threshold
from synthbalance.experiment._progress import polled
from synthbalance.experiment._resample import model_seed, resample, seeded
from synthbalance.experiment._train import fit_table, train_models
from synthbalance.models import is_lightgbm
from synthbalance.samplers._ratio import new_row_counts
from synthbalance.table import EncodedTable

SAMPLE_ROWS = 20_000
_OTHERS = 0.7  # of the sample: so many whatever the ratio, so that previews differ by the strategy alone
_MOST_TREES, _FEWEST_TREES = 100, 50
_QUICK_SECONDS = 0.25  # of one core, for the one model of a sample: trained, and asked about the validation rows
_ROW_SECONDS = 4.3e-8  # what a tree takes to answer for a row
_WORK_SECONDS = 0.6  # one core's, for all seeds together
_TREE_SECONDS, _CELL_SECONDS = 2.5e-4, 4.4e-9  # what a tree of 15 leaves takes on any table, and for each cell of it
_MOST_RATE = 0.15


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
        New rows that the strategy asks for.
    synthetic : DataFrame or None
        The new rows trained on: all, or the first 6,000, which then count for the others too.
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


@dataclass(frozen=True)
class _Sampled:
    """What a preview trains on: a table as the model reads it, labels, weights (or None), and the new rows."""

    X: object
    y: np.ndarray
    weight: np.ndarray | None
    n_rare: int
    n_others: int
    n_new: int
    synthetic: object = None
    parents: object = None


def preview(experiment, plan, on_progress=None):
    """Train light models and score them on the validation rows: a `Preview`.

    Where the exact models are quick to train, these are they, and the exact run takes them over. Else it is one model
    of 50 to 100 trees on all rare and new rows and a weighted sample of the others (bags are small already).
    """
    with one_blas_thread():
        return _preview(experiment, plan, on_progress)


def _preview(experiment, plan, on_progress):
    start = time.perf_counter()
    split, exact = experiment.trainable_(plan)
    model = _light_enough(experiment, split, exact)
    if model is not None:
        sampled, raw = _with_every_seed(experiment, split, exact, model, on_progress)
    else:
        sampled = _sampled(experiment, split, exact, on_progress)
        seed = model_seed(experiment.random_state, 0)
        model = lighter(experiment.model, _affordable(sampled, len(split.validation), exact.bagged))
        fitted = fit_table(model, sampled.X, sampled.y, sampled.weight, exact, seed, on_progress)
        raw = fitted.predict(experiment.known_.table("validation"), polled(on_progress, "training"))
    rows = experiment.rows_["validation"]
    calibrate = Calibration(experiment.calibration, exact, int((split.train.y == 1).sum()), sampled.n_rare).fit(
        rows, raw
    )
    p = calibrate(raw)
    threshold = pick_threshold(experiment.threshold, rows, p, experiment.capacity_("validation"))
    name = plan.name(sampled.n_rare / max(sampled.n_others, 1))
    return Preview(
        name, plan.key, measure(rows, raw, p, threshold), time.perf_counter() - start,
        sampled.n_new, sampled.synthetic, sampled.parents,
    )  # fmt: skip


def lighter(model, trees=_MOST_TREES):
    """A LightGBM model of at most so many trees that learn as much together, or a clone of any other model."""
    light = clone(model)
    if is_lightgbm(model) and model.n_estimators > trees:
        rate = model.learning_rate * model.n_estimators / trees
        light.set_params(n_estimators=trees, learning_rate=max(model.learning_rate, min(rate, _MOST_RATE)))
    return light


def _affordable(sampled, n_validation, is_bagged):
    """How many trees a sample leaves time for."""
    if is_bagged or not isinstance(sampled.X, EncodedTable):
        return _FEWEST_TREES
    each = _TREE_SECONDS + _CELL_SECONDS * sampled.X.matrix.size + _ROW_SECONDS * n_validation
    return int(np.clip(_QUICK_SECONDS / each, _FEWEST_TREES, _MOST_TREES))


def _light_enough(experiment, split, plan):
    """The exact model, or one of fewer trees, if every seed's is trained in a blink on all rows; else None."""
    sampler, model = plan.sampler, experiment.model
    is_plain = is_lightgbm(model) and experiment.several_ is None and not plan.bagged
    learns_fast = sampler is None or (is_known_kind(seeded(plan, 0)) and sampler.family == "neighbours")
    if not is_plain or not learns_fast:
        return None
    y = split.train.y.to_numpy()
    n_new = 0 if sampler is None else new_row_counts(sampler.sampling_strategy, y).get(1, 0)
    seconds_a_tree = _TREE_SECONDS + _CELL_SECONDS * (len(y) + n_new) * split.train.X.shape[1]
    most = _WORK_SECONDS / seconds_a_tree / experiment.seeds
    return next((lighter(model, n) for n in (max(model.n_estimators, _MOST_TREES), 200, 100) if n <= most), None)


def _with_every_seed(experiment, split, plan, model, on_progress):
    """What was trained on, a `_Sampled`, and the mean score on the validation rows of every seed's model."""
    with heard() as told:
        made = train_models(
            split, plan, model, experiment.seeds, experiment.random_state, experiment.train_weight_, on_progress,
            experiment.known_,
        )  # fmt: skip
    warned = told.sentences
    if model.n_estimators == experiment.model.n_estimators:
        experiment.known_.keep_models(plan, made, warned)
    for sentence in warned:
        warn(sentence, stacklevel=4)
    first = made.first
    n_rare, new = int((first.y == 1).sum()), first.is_new
    synthetic = first.X[new].reset_index(drop=True) if new.any() else None
    sampled = _Sampled(None, None, None, n_rare, len(first.y) - n_rare, int(new.sum()), synthetic, first.parents)
    return sampled, made.scores["validation"].mean(axis=0)


def _sampled(experiment, split, plan, on_progress):
    """Rows and weights of a preview: a `_Sampled`."""
    weight = experiment.train_weight_
    if plan.bagged:
        y = split.train.y.to_numpy()
        return _counted(experiment.known_.table("train"), y, weight, y)
    sampler = None if plan.sampler is None else seeded(plan, 0)
    if sampler is not None and (experiment.several_ is not None or not is_known_kind(sampler)):
        return _thinned(experiment, resample(split.train, plan, 0, weight, on_progress, experiment.known_))
    real, y, weight = _real_sample(experiment, split, weight)
    if sampler is None:
        return _counted(real, y, weight, split.train.y.to_numpy())
    drawn = experiment.known_.drawn(sampler, on_progress)
    return _joined(experiment, real, y, weight, drawn, split.train.y.to_numpy())


def _real_sample(experiment, split, weight):
    """All rare rows and a sample of the others, in the order of the table: rows, labels, weights."""
    known, y = experiment.known_, split.train.y.to_numpy()
    others = known.others(round(_OTHERS * SAMPLE_ROWS), experiment.random_state)
    n_others = int((y != 1).sum())
    if len(others) == n_others:
        return known.table("train"), y, weight
    rows = np.sort(np.concatenate([np.flatnonzero(y == 1), others]))
    weight = np.ones(len(rows)) if weight is None else weight[rows]
    return known.table("train").take(rows), y[rows], np.where(y[rows] == 1, weight, weight * n_others / len(others))


def _joined(experiment, real, y, weight, drawn, y_train):
    n = len(drawn.frame)
    if n == 0:
        return _counted(real, y, weight, y_train)
    each = max(drawn.wanted / n, 1.0) if drawn.wanted > MOST_NEW else 1.0
    if weight is not None or each > 1:
        weight = np.ones(len(y)) if weight is None else weight
        weight = np.concatenate([weight, np.full(n, each * weight[y == 1].mean())])
    n_rare, n_new = int((y_train == 1).sum()), drawn.wanted if drawn.wanted > MOST_NEW else n
    X = experiment.known_.with_new(real, drawn.frame)
    y = np.concatenate([y, np.ones(n, dtype=y.dtype)])
    return _Sampled(
        X, y, weight, n_rare + n_new, int((y_train != 1).sum()), n_new, drawn.frame, drawn.parents
    )  # fmt: skip


def _counted(X, y, weight, y_train):
    return _Sampled(X, y, weight, int((y_train == 1).sum()), int((y_train != 1).sum()), 0)


def _thinned(experiment, balanced):
    """A resampled table with as many others as make SAMPLE_ROWS, each weighted for those left out."""
    others = np.flatnonzero((balanced.y != 1) & ~balanced.is_new)
    keep = max(SAMPLE_ROWS - (len(balanced.y) - len(others)), SAMPLE_ROWS // 2)
    X, y, weight, new = experiment.known_.encoded(balanced), balanced.y, balanced.weight, balanced.is_new
    if len(others) > keep:
        chosen = np.random.default_rng(experiment.random_state).choice(others, keep, replace=False)
        rows = np.sort(np.concatenate([np.setdiff1d(np.arange(len(y)), others), chosen]))
        weight = np.ones(len(y)) if weight is None else weight.copy()
        weight[others] *= len(others) / keep
        X, y, weight = X.take(rows), y[rows], weight[rows]
    return _Sampled(
        X, y, weight, int((balanced.y == 1).sum()), int((balanced.y != 1).sum()), int(new.sum()),
        balanced.X[new] if new.any() else None, balanced.parents,
    )  # fmt: skip
