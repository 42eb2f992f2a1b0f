"""Training one plan with several seeds: resample the training part, fit, predict real rows."""

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, cpu_count, delayed

from synthbalance._warned import carried
from synthbalance.experiment._bagged import BaggedModel
from synthbalance.experiment._known import Known
from synthbalance.experiment._progress import Progress
from synthbalance.experiment._resample import Balanced, model_seed, resample
from synthbalance.models import TableModel

_PARTS = ("validation", "holdout")


@dataclass(frozen=True)
class Trained:
    """What training one plan gave.

    Attributes
    ----------
    models : tuple of TableModel or BaggedModel, one a seed
    synthetic : DataFrame of the first seed's new rows, or None
    labels : int8 array of shape (n_synthetic,)
    kept : int array of shape (n_real,)
        Positions in the training part of the real rows trained on, with the first seed.
    n_rare, n_others : int
        Rows trained on with the first seed.
    validation, holdout : float arrays of shape (n_seeds, n_rows)
        Scores as the model gives them.
    seconds : dict stage -> float
    parents : DataFrame or None
        Of the first seed's new rows, positions in the training part.
    """

    models: tuple
    synthetic: pd.DataFrame | None
    labels: np.ndarray
    kept: np.ndarray
    n_rare: int
    n_others: int
    validation: np.ndarray
    holdout: np.ndarray
    seconds: dict
    parents: pd.DataFrame | None = None


def train_seeds(split, plan, model, n_seeds, random_state, weight=None, on_progress=None, known=None, after_tree=None):
    """Resample, fit and predict once a seed.

    Parameters
    ----------
    split : Split
    plan : Plan
    model : classifier
    n_seeds : int
    random_state : int
        Seed of the models; the sampler's first seed is its own.
    weight : float array of shape (n_train,), optional
    on_progress : callable (stage, done, total), optional
    known : Known, optional
        What was worked out from this split before.
    after_tree : callable (booster, done, total), optional
        Told of each tree of the first seed's model, where that is a LightGBM.

    Returns
    -------
    Trained

    Raises
    ------
    ValueError
        If the split keeps several classes: `Experiment` trains on those.
    """
    if split.multiclass:
        raise ValueError(
            "Several classes are trained by sb.Experiment(split) only. For this, split again with "
            "positive=<the rare class> and without multiclass."
        )
    known = Known(split, model) if known is None else known
    made = known.take_models(plan, n_seeds, on_progress) or train_models(
        split, plan, model, n_seeds, random_state, weight, on_progress, known, after_tree, _PARTS
    )
    scores = made.scores | {
        name: _predictions(made.models, known.table(name)) for name in _PARTS if name not in made.scores
    }
    first, new = made.first, made.first.is_new
    return Trained(
        made.models, first.X[new] if new.any() else None, first.y[new], first.source[~new],
        int((first.y == 1).sum()), int((first.y != 1).sum()),
        scores["validation"], scores["holdout"], dict(made.seconds), first.parents,
    )  # fmt: skip


@dataclass(frozen=True)
class Models:
    """Models of every seed, and what they give for some parts of the split.

    Attributes
    ----------
    models : tuple of TableModel or BaggedModel
    first : Balanced
        What the first seed's model was trained on.
    scores : dict part -> float array of shape (n_seeds, n_rows)
    seconds : dict stage -> float
    """

    models: tuple
    first: Balanced
    scores: dict
    seconds: dict


def train_models(
    split, plan, model, n_seeds, random_state, weight, on_progress, known, after_tree=None, parts=("validation",)
):
    """Resample and fit once a seed, and predict these parts; arguments as in `train_seeds`, the answer a `Models`."""
    progress, start = Progress(on_progress, n_seeds), time.perf_counter()
    tables = _resample_all(split.train, plan, n_seeds, weight, progress, known)
    middle = time.perf_counter()
    rows = [known.table(name) for name in parts]

    def one(i):
        fitted = fit_model(
            model, tables[i], plan, model_seed(random_state, i), progress.of(i), _threads_each(n_seeds), known,
            after_tree if i == 0 else None,
        )  # fmt: skip
        return fitted, *(fitted.predict(part, progress.poll(i)) for part in rows)

    workers = min(n_seeds, cpu_count())
    models, *found = zip(*Parallel(workers, prefer="threads")(map(delayed(carried(one)), range(n_seeds))), strict=True)
    seconds = {"resample": middle - start, "fit": time.perf_counter() - middle}
    return Models(models, tables[0], dict(zip(parts, map(np.array, found), strict=True)), seconds)


def _predictions(models, rows):
    """What each model gives for the rows: float array of shape (n_seeds, n_rows)."""
    workers = Parallel(min(len(models), cpu_count()), prefer="threads")
    return np.array(workers(delayed(carried(one.predict))(rows) for one in models))


def _resample_all(part, plan, n_seeds, weight, progress, known):
    """One `Balanced` a seed, made one after the other; the same one where no row is made."""
    if plan.sampler is None:
        return [resample(part, plan, 0, weight)] * n_seeds
    return [resample(part, plan, i, weight, progress.of(i), known) for i in range(n_seeds)]


def _threads_each(n_seeds):
    """Threads of each model, so that all seeds together fill the cores and no more."""
    return max(1, cpu_count() // n_seeds)


def fit_model(model, balanced, plan, seed, on_progress=None, n_jobs=1, known=None, after_tree=None):
    """A `TableModel` trained on a balanced table with the plan's weights, or one on each of its bags."""
    X = balanced.X if known is None else known.encoded(balanced)
    return fit_table(model, X, balanced.y, balanced.weight, plan, seed, on_progress, n_jobs, after_tree)


def fit_table(model, X, y, weight, plan, seed, on_progress=None, n_jobs=1, after_tree=None):
    """As `fit_model`, on a table of which the model reads every row: a DataFrame or an `EncodedTable`."""
    if plan.bagged:
        return BaggedModel(model, plan.training, seed).fit(X, y, weight, on_progress)
    if plan.training is not None:
        factor = plan.training.of(y)
        weight = factor if weight is None else weight * factor
    return TableModel(model, seed, n_jobs).fit(X, y, weight, on_progress, after_tree)
