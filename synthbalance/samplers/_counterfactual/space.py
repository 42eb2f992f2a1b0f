"""The table as one number matrix, and distances in it: differences by column and HEOM by blocks."""

import numpy as np

from synthbalance.samplers._counterfactual.cells import Cells
from synthbalance.samplers._smallest import smallest

_IQR_OF_NORMAL = 1.349
_BLOCK_CELLS = 1_000_000
_FARTHEST = 1e6  # robust deviations; farther values all count as this far


class Space:
    """Encode a table once; everything after works on row positions in it.

    Parameters
    ----------
    encoder : TableEncoder
    frame : pandas.DataFrame of shape (n_rows, n_columns)

    Attributes
    ----------
    matrix : Cells of shape (n_rows, n_columns)
        Numbers in their encoded unit and category codes, NaN = missing.
    scale : float array of shape (n_columns,)
        Unit of each number column: interquartile range / 1.349, the standard deviation where that
        is 0; 1 for categories.
    """

    def __init__(self, encoder, frame):
        self.frame = frame
        self.matrix = Cells(encoder, frame)
        self.is_category = encoder.is_category
        self.has_gaps = np.zeros(self.matrix.shape[1], dtype=bool)
        self.scale = np.ones(self.matrix.shape[1])
        for column, is_category in enumerate(self.is_category):
            values = self.matrix[:, column]
            self.has_gaps[column] = np.isnan(values).any()
            if not is_category:
                self.scale[column] = _robust_scale(values)

    def differs(self, base, donor, tolerance):
        """Which cells of two lists of rows differ by more than `tolerance` scales: bool array of shape (n, n_columns).

        Categories differ where they are not the same; missing differs from present only.
        """
        a, b = self.matrix[base], self.matrix[donor]
        gap = np.isnan(a) != np.isnan(b)
        with np.errstate(invalid="ignore"):
            far = np.abs(a - b) > np.where(self.is_category, 0.0, tolerance * self.scale)
        return far | gap

    def points(self, matrix):
        """Rows of `self.matrix`, or made like them, made ready for `nearest`."""
        return Points(matrix, self)


class Points:
    """Rows in scales, whose squared distances are one matrix product and a comparison of codes.

    Parameters
    ----------
    matrix : float array of shape (n, n_columns)
    space : Space
    """

    def __init__(self, matrix, space):
        numbers = ~space.is_category
        values = matrix[:, numbers] / space.scale[numbers]
        self._known = (~np.isnan(values[:, space.has_gaps[numbers]])).astype(float)
        values = np.clip(np.nan_to_num(values), -_FARTHEST, _FARTHEST)
        self._full = values[:, ~space.has_gaps[numbers]]
        self._gappy = values[:, space.has_gaps[numbers]]
        self.codes = np.nan_to_num(matrix[:, space.is_category], nan=-1).T.astype(np.int32)

    def __len__(self):
        return len(self._full)

    def left(self, rows):
        """First factor of the squared distances, for some rows."""
        full, gappy, known = self._full[rows], self._gappy[rows], self._known[rows]
        ones = np.ones((len(full), 1))
        plain = [-2 * full, (full**2).sum(axis=1, keepdims=True), ones]
        gaps = [gappy**2, -2 * gappy, known, -2 * known, known.sum(axis=1, keepdims=True), ones]
        return np.hstack(plain + gaps)

    def right(self):
        """Second factor, for all rows."""
        full, gappy, known = self._full, self._gappy, self._known
        ones = np.ones((len(full), 1))
        plain = [full, ones, (full**2).sum(axis=1, keepdims=True)]
        gaps = [known, gappy, gappy**2, known, ones, known.sum(axis=1, keepdims=True)]
        return np.hstack(plain + gaps).T


def squared_distances(a, b, rows, right=None):
    """HEOM distances, squared, from `rows` of the points `a` to all of `b`: array of shape (n_rows, n_b).

    Numbers count by their difference in scales, a category or a missing value against another
    one counts 1, missing against missing 0 (Wilson and Martinez 1997, JAIR 6, 1-34).
    """
    total = a.left(rows) @ (b.right() if right is None else right)
    for mine, others in zip(a.codes, b.codes, strict=True):
        total += mine[rows][:, None] != others[None, :]
    return total


def nearest(a, b, k, without=None, tick=None):
    """The k nearest of `b` for each of `a`, by blocks.

    Parameters
    ----------
    a, b : Points
    k : int
        At most ``len(b)``.
    without : int array of shape (n_a,), optional
        A position in `b` that each row may not find; -1 = none.
    tick : callable (stage, done, total), optional

    Returns
    -------
    found : int array of shape (n_a, k)
        Positions in `b`, nearest first.
    distance : float array of shape (n_a, k)
        Infinite where only the forbidden one was left.
    """
    found, distance = np.empty((len(a), k), dtype=np.int64), np.empty((len(a), k))
    right, block = b.right(), max(16, _BLOCK_CELLS // max(1, len(b)))
    for start in range(0, len(a), block):
        if tick is not None:
            tick("measuring distances", start, len(a))
        rows = np.arange(start, min(start + block, len(a)))
        squares = squared_distances(a, b, rows, right)
        if without is not None:
            held = np.flatnonzero(without[rows] >= 0)
            squares[held, without[rows][held]] = np.inf
        found[rows] = smallest(squares, k)
        distance[rows] = np.sqrt(np.maximum(np.take_along_axis(squares, found[rows], axis=1), 0.0))
    return found, distance


def _robust_scale(numbers):
    known = numbers[~np.isnan(numbers)]
    if not len(known):
        return 1.0
    low, high = np.quantile(known, [0.25, 0.75])
    scale = (high - low) / _IQR_OF_NORMAL or float(known.std())
    return scale if np.isfinite(scale) and scale > 0 else 1.0
