"""The smallest values of each row of a table, faster than by a partition where rows are long."""

import numpy as np

_GROUPS_FROM = 4_096  # columns; from here on the smallest of each group are looked at first
_GROUP = 64
_MOST_TIED = 16  # candidates for each value wanted; a table of more has many ties


def smallest(values, k):
    """Positions of the k smallest of each row, smallest first: int array of shape (n_rows, k)."""
    if values.shape[1] < max(_GROUPS_FROM, 4 * k * _GROUP):
        return _sorted_smallest(values, k)
    candidates = np.flatnonzero(values <= _bound(values, k)[:, None])
    if len(candidates) > _MOST_TIED * k * len(values):
        return _sorted_smallest(values, k)
    rows, columns = np.divmod(candidates, values.shape[1])
    order = np.lexsort((values[rows, columns], rows))
    first = np.searchsorted(rows, np.arange(len(values)))
    return columns[order[first[:, None] + np.arange(k)]]


def _bound(values, k):
    """A value a row that at least k of the row do not exceed: the k-th smallest of the smallest of its groups.

    One fast pass over the table in place of a partition of it.
    """
    n_rows, n = values.shape
    width = n // _GROUP
    minima = values[:, : width * _GROUP].reshape(n_rows, _GROUP, width).min(axis=1)
    return np.partition(minima, k - 1, axis=1)[:, k - 1]


def _sorted_smallest(values, k):
    if k < values.shape[1]:
        near = np.argpartition(values, k - 1, axis=1)[:, :k]
        order = np.take_along_axis(values, near, axis=1).argsort(axis=1, kind="stable")
        return np.take_along_axis(near, order, axis=1)
    return values.argsort(axis=1, kind="stable")[:, :k]
