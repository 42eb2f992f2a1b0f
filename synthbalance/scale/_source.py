"""The user's partitions: what is in them, and the rows of a part cut out of them, on whatever worker they are read."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from synthbalance.scale._cluster import tasks


@dataclass(frozen=True)
class Layout:
    """What a worker needs to know of the table; small, as it goes with every task.

    Attributes
    ----------
    features : list of int
        Positions of the columns of X.
    target : column name
    positive : value, or None where y keeps its values
    weight : column name or None
    categories : dict column -> CategoricalDtype
        Of all partitions together.
    """

    features: list
    target: object
    positive: object = None
    weight: object = None
    categories: dict = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Source:
    """Partitions that are read when a task needs them, and how many rows each has.

    Attributes
    ----------
    parts : list of Delayed DataFrame
    sizes : int array of shape (n_parts,)
    layout : Layout
    """

    parts: list
    sizes: np.ndarray
    layout: Layout

    @property
    def starts(self):
        """Position in the whole table of the first row of each partition."""
        return np.cumsum(self.sizes) - self.sizes

    def with_(self, **changes):
        """The same partitions under another layout."""
        return replace(self, layout=replace(self.layout, **changes))

    def each(self, stage, function, masks, *shared):
        """A task for every partition that has rows of one of the masks.

        Parameters
        ----------
        stage : str
        function : callable (frame, layout, picks, *shared)
            `picks` is a `Pick` for each mask.
        masks : list of bool arrays of shape (n_rows,)
        *shared : values

        Returns
        -------
        list of Delayed
        """
        calls = []
        for part, start, size in zip(self.parts, self.starts, self.sizes, strict=True):
            own = [mask[start : start + size] for mask in masks]
            if any(mask.any() for mask in own):
                calls.append((part, self.layout, [Pick(np.packbits(mask), int(size), int(start)) for mask in own]))
        return tasks(stage, function, calls, *shared)


@dataclass(frozen=True)
class Pick:
    """Some rows of a partition, one bit a row; `start` is the position of its first row in the whole table."""

    bits: np.ndarray
    size: int
    start: int

    def rows(self, frame):
        """Positions in the partition; ValueError where that has changed since it was split."""
        if len(frame) != self.size:
            raise ValueError(
                f"data needs to stay as it was split: the partition that began at row {self.start:,} had "
                f"{self.size:,} rows and has {len(frame):,} now. Split again."
            )
        return np.flatnonzero(np.unpackbits(self.bits, count=self.size))


def features(frame, layout, picks):
    """X of the picked rows (one `Pick`): DataFrame whose index is the position in the whole table."""
    (pick,) = picks
    return _at(frame, pick, frame.columns[layout.features], layout)


def labels(frame, layout, picks):
    """y of the picked rows: int8, 1 = rare, or the target's own values."""
    (pick,) = picks
    y = _at(frame, pick, [layout.target], layout)[layout.target]
    return y if layout.positive is None else (y == layout.positive).astype("int8")


def weights(frame, layout, picks):
    """Sampling weights of the picked rows: float array, or None."""
    (pick,) = picks
    return None if layout.weight is None else frame[layout.weight].iloc[pick.rows(frame)].to_numpy(dtype=float)


def columns(frame, layout, picks, names):
    """Some columns of the picked rows: DataFrame."""
    (pick,) = picks
    return _at(frame, pick, names, layout)


def whole_categories(found):
    """One dtype for each category column, with the values of all partitions in order of appearance.

    Parameters
    ----------
    found : list of dict column -> CategoricalDtype
        Of each partition.
    """
    return {
        name: _union([one[name] for one in found if name in one]) for name in dict.fromkeys(n for f in found for n in f)
    }


def _at(frame, pick, names, layout):
    rows = pick.rows(frame)
    out = frame[list(names)].iloc[rows]
    out.index = pd.Index(rows + pick.start, dtype="int64")
    for name, dtype in layout.categories.items():
        if name in out.columns and out[name].dtype != dtype:
            out[name] = out[name].cat.set_categories(dtype.categories, ordered=dtype.ordered)
    return out


def _union(dtypes):
    if all(dtype == dtypes[0] for dtype in dtypes):
        return dtypes[0]
    values = dtypes[0].categories
    for dtype in dtypes[1:]:
        values = values.append(dtype.categories.difference(values, sort=False))
    return pd.CategoricalDtype(values, ordered=dtypes[0].ordered)
