"""The training part after a plan's sampler, with any of its seeds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.base import clone

from synthbalance.experiment._known import is_known_kind
from synthbalance.experiment._origin import as_table, origin_of_rows


@dataclass(frozen=True)
class Balanced:
    """A training table after resampling: rows, labels, weights (or None), which are new, where each stood (-1: new).

    `parents` are positions of the real rows that each new one came from, or None.
    """

    X: pd.DataFrame
    y: np.ndarray
    weight: np.ndarray | None
    is_new: np.ndarray
    source: np.ndarray
    parents: pd.DataFrame | None = None


def resample(part, plan, i, weight=None, on_progress=None, known=None):
    """The training part after the plan's sampler with its i-th seed: a `Balanced`; `known` is of the same part."""
    y = part.y.to_numpy()
    if plan.sampler is None:
        return Balanced(part.X, y, weight, np.zeros(len(y), dtype=bool), np.arange(len(y)))
    sampler = seeded(plan, i)
    if known is not None and is_known_kind(sampler):
        sampler, X_new, y_new = known.resampled(sampler, on_progress)
    else:
        if hasattr(type(sampler), "on_progress"):
            sampler.on_progress = on_progress
        X_new, y_new = sampler.fit_resample(part.X, part.y)
    X_new, y_new = as_table(X_new, part.X), np.asarray(y_new)
    source, is_new = origin_of_rows(sampler, part.X, X_new)
    weight = _spread_weight(weight, y, y_new, source, is_new)
    return Balanced(X_new, y_new, weight, is_new, source, getattr(sampler, "parents_", None))


def seeded(plan, i):
    """A new sampler of the plan with its i-th seed."""
    sampler = clone(plan.sampler)
    if "random_state" in sampler.get_params(deep=False) and (i > 0 or plan.seed is None):
        sampler.set_params(random_state=model_seed(plan.seed or 0, i))
    return sampler


def model_seed(random_state, i):
    """The i-th seed that follows from `random_state`."""
    return int(np.random.SeedSequence([int(random_state), i]).generate_state(1)[0] >> 1)


def _spread_weight(weight, y, y_new, source, is_new):
    """Real rows keep their weight, new rows get the mean weight of their class."""
    if weight is None:
        return None
    means = np.array([weight[y == label].mean() for label in range(y.max() + 1)])
    return np.where(is_new, means[y_new.astype(int)], weight[np.maximum(source, 0)])
