"""Nearest rows of one class in a mixed table, for the rows that are asked for only."""

import numpy as np

from synthbalance._warned import warn
from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._near_clusters import search_clusters
from synthbalance.samplers._near_exact import TREES_UP_TO, ComparedRows, FewNumbers

CLUSTERED_FROM = 20_000
_FARTHEST = 1e15  # standard deviations; its square still is a float32


def nearest_rows(encoder, X, rows, seeds, k, exact=False, tick=None, report=None):
    """Nearest neighbours of some rows of a class among all rows of it.

    Parameters
    ----------
    encoder : TableEncoder
    X : pandas.DataFrame of shape (n_rows, n_columns)
    rows : int array of shape (n_class,)
        Positions of the class in X.
    seeds : int array of shape (n_seeds,)
        Positions among `rows` whose neighbours are wanted.
    k : int
        At most ``n_class - 1``.
    exact : bool, default=False
        Never search clusters.
    tick : callable (stage, done, total), optional
    report : dict, optional
        Where clusters are searched, "neighbor_recall" is put into it: the share of the true neighbours found.

    Returns
    -------
    int array of shape (n_seeds, k)
        Positions among `rows`, nearest first, never the seed itself. Distances are Euclidean in
        standard deviations of each number column (a missing number counts as the median), plus 1
        for each category that differs.
    """
    tick = tick or (lambda stage, done, total: None)
    numbers, codes = scaled_numbers(encoder, X, rows), _codes(encoder, X, rows)
    trees = len(codes) == 0 and numbers.shape[1] <= TREES_UP_TO
    of_class = FewNumbers(numbers) if trees else ComparedRows(numbers, codes)
    if exact or len(rows) <= CLUSTERED_FROM:
        return of_class.nearest(seeds, k, tick)
    return search_clusters(of_class, seeds, k, tick, {} if report is None else report)


def shrunk_k(k, n_rows, label):
    """As many neighbours as a class of `n_rows` rows has, at most k; said where that is fewer."""
    most = min(k, n_rows - 1)
    if most < k:
        made = "its one row is copied" if most == 0 else f"k_neighbors={most} is used"
        warn(f"k_neighbors={k} needs {k + 1} rows of class {plain_label(label)!r}, found {n_rows}; {made}.", 5)
    return most


class KnownNeighbors:
    """Nearest rows within classes as `nearest_rows` finds them, each seed's once.

    Parameters
    ----------
    encoder, X, exact
        As in `nearest_rows`. Where clusters may be searched nothing is kept: what is found there depends a little on
        which seeds are asked for together, and must not depend on what was asked before.
    """

    def __init__(self, encoder, X, exact=False):
        self._encoder, self._X, self._exact = encoder, X, exact
        self._near = {}

    def of(self, label, rows, seeds, k, tick=None, report=None):
        """Neighbours of some seeds of the class `label`, which stands at `rows`: int array of shape (n_seeds, k).

        The share of the true ones that was found, where it may be below 1, is put into `report`.
        """
        if len(rows) > CLUSTERED_FROM and not self._exact:
            return nearest_rows(self._encoder, self._X, rows, seeds, k, tick=tick, report=report)
        if (label, k) not in self._near:
            self._near[label, k] = np.full((len(rows), k), -1, dtype=np.int64)
        near = self._near[label, k]
        new = seeds[near[seeds, 0] < 0]
        if len(new):
            near[new] = nearest_rows(self._encoder, self._X, rows, new, k, self._exact, tick=tick)
        return near[seeds]


def scaled_numbers(encoder, X, rows):
    """Number columns in standard deviations: float32 array of shape (n_class, n_numbers), at least one column."""
    names = encoder.number_names_
    out = np.zeros((len(rows), max(1, len(names))), dtype=np.float32)
    for position, name in enumerate(names):
        numbers = encoder.numbers(name, X[[name]].iloc[rows])
        middle = np.nanmedian(numbers) if not np.isnan(numbers).all() else 0.0
        scaled = np.nan_to_num((numbers - middle) / encoder.scale_[name], nan=0.0)
        out[:, position] = np.clip(scaled, -_FARTHEST, _FARTHEST)
    return out


def _codes(encoder, X, rows):
    """Category codes, smallest dtype: array of shape (n_categories, n_class)."""
    names = encoder.category_names_
    if not names:
        return np.empty((0, len(rows)), dtype=np.int8)
    widest = max(len(encoder.levels_[name]) for name in names)
    dtype = np.int8 if widest < 127 else np.int16 if widest < 32_767 else np.int32
    return np.stack([encoder.codes(name, X[[name]].iloc[rows]) for name in names]).astype(dtype)
