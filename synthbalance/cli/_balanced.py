"""The training part with new rows, as `Run.balanced` has it, without training a model."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.experiment import plan_of, resample

MARK = "is_synthetic"


@dataclass
class Balanced:
    """A resampled part, and counts of it.

    Attributes
    ----------
    X : pandas.DataFrame of shape (n_real + n_new, n_columns)
        Handed over by `table`, which may be asked once.
    y : int array of the same length
        1 = rare.
    n_real : int
    extra : dict of column name -> array
        Target and weight in their own dtypes.
    """

    X: Any
    y: np.ndarray
    n_real: int
    extra: dict = field(default_factory=dict)

    @property
    def n_new(self):
        """Rows that are synthetic."""
        return len(self.y) - self.n_real

    @property
    def n_rare(self):
        """Real rows that are rare."""
        return int(self.y[: self.n_real].sum())

    def ratio(self, new):
        """Rare rows per other row, with the new ones or without."""
        y = self.y if new else self.y[: self.n_real]
        rare = int(y.sum())
        return rare / (len(y) - rare)

    def table(self):
        """Features, target, weight where there is one, and `is_synthetic`."""
        frame = self.X
        frame.index = pd.RangeIndex(len(frame))
        for name, values in {**self.extra, MARK: np.arange(len(frame)) >= self.n_real}.items():
            frame[name] = values
        return frame


def check(key, strategy):
    """Raise ValueError for a strategy that makes no rows: there would be nothing to write but what is there."""
    if strategy != "none" and not strategy.makes_rows:
        raise ValueError(
            f"--strategy {key} makes no rows, it changes how a model is trained, so there is no table to write. See "
            f"what it is worth with synthbalance score --strategy {key}, or name one that makes rows."
        )


def all_rows(split):
    """The three parts as one again, in the order of the source: an object with X, y and weight."""
    parts = [split.train, split.validation, split.holdout]
    together = {}
    for name in ("X", "y", "weight"):
        members = [getattr(part, name) for part in parts]
        together[name] = None if members[0] is None else pd.concat(members).sort_index()
    return _Rows(**together)


def balance(part, target, positive, strategy, on_progress):
    """A part with the rows that the strategy adds, which are all rare: a `Balanced`.

    Parameters
    ----------
    part : object with X, y (1 = rare) and weight
    target : Series
        The target of every row of the source, as it was read; it keeps its values and its dtype.
    positive : object
        Its rare value.
    strategy : "none" or a sampler
    on_progress : callable (stage, done, total)
    """
    weight = None if part.weight is None else part.weight.to_numpy()
    made = resample(part, plan_of(strategy, part.y), 0, weight, on_progress)
    new = pd.Series([positive] * int(made.is_new.sum()), dtype=target.dtype)
    extra = {target.name: pd.concat([target.iloc[part.X.index], new], ignore_index=True).array}
    if weight is not None:
        extra[part.weight.name] = made.weight
    X = part.X.copy() if made.X is part.X else made.X
    return Balanced(X, made.y.astype(int), len(part.y), extra)


@dataclass(frozen=True)
class _Rows:
    X: Any
    y: Any
    weight: Any
