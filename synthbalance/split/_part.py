"""Part: some rows of the user's table, with what belongs to them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.split._words import count


@dataclass(frozen=True, eq=False, repr=False)
class Part:
    """One part of a split. All members have the same rows and the same index.

    Attributes
    ----------
    X : DataFrame of shape (n_rows, n_features)
        The features, dtypes as in the source; index = integer positions in the source, ascending.
    y : Series of shape (n_rows,)
        int8, 1 = rare; the original values where the split is multiclass.
    weight : float Series or None
        Sampling weight of each row.
    time : Series or None
        Time stamp of each row; text has become dates.
    group : Series or None
        Group of each row.
    synthetic : bool Series or None
        Rows of train known as synthetic, where there are any: trained on, never scored.
    """

    X: pd.DataFrame
    y: pd.Series
    weight: pd.Series | None = None
    time: pd.Series | None = None
    group: pd.Series | None = None
    synthetic: pd.Series | None = None

    def __len__(self):
        return len(self.y)

    @property
    def positions(self):
        """Positions of these rows in the table that was split: int array of shape (n_rows,), ascending.

        A table without an index is asked by them: ``data[split.holdout.positions]`` (polars),
        ``data.take(split.holdout.positions)`` (pyarrow), ``data.iloc[split.holdout.positions]`` (pandas).
        """
        return self.y.index.to_numpy()

    def __repr__(self):
        carried = [name for name in ("weight", "time", "group") if getattr(self, name) is not None]
        with_these = f", with {', '.join(carried)}" if carried else ""
        return f"Part({count(len(self), 'row')} x {count(self.X.shape[1], 'column')}{with_these})"


@dataclass(frozen=True)
class Input:
    """One table given: what the call named it, its rows and hash, and the call that loaded it (or None)."""

    name: str
    n_rows: int
    hash: str
    call: str | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """One checked table before it is cut: its columns by role, in the table's row order.

    `features` are positions of the columns of X; `offset` is the source position of the first row.
    """

    frame: pd.DataFrame
    features: list[int]
    y: pd.Series
    weight: pd.Series | None
    time: pd.Series | None
    group: pd.Series | None
    offset: int = 0

    @property
    def X(self):
        """The features of all rows."""
        return self.frame.iloc[:, self.features]

    def part(self, is_in):
        """The rows of a bool mask, as private copies."""
        rows = np.flatnonzero(is_in)
        series = {name: getattr(self, name) for name in ("y", "weight", "time", "group")}
        picked = {name: None if one is None else self._own(one.iloc[rows], rows) for name, one in series.items()}
        return Part(X=self._own(self.frame.iloc[rows, self.features], rows), **picked)

    def _own(self, picked, rows):
        """Put the source positions on, and take the source's attributes off."""
        picked.index = pd.Index(rows + self.offset, dtype="int64")
        picked.attrs = {}
        return picked
