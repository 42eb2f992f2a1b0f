"""Places: rows as points whose Euclidean distance is in standard deviations, and who stands nearest to whom."""

from dataclasses import dataclass

import numpy as np
from sklearn.neighbors import NearestNeighbors

from synthbalance.audit._progress import told, unheard

_CELLS_AT_ONCE = 500_000
_SEARCHED_AT_ONCE = 4096  # rows; a whole number of the pieces that the search itself works by


@dataclass(frozen=True, eq=False)
class Places:
    """Points.

    Attributes
    ----------
    numbers : float array of shape (n_rows, n_numbers)
        In standard deviations from the middle.
    codes : unsigned int array of shape (n_categories, n_rows)
    lengths : float array of shape (n_rows,)
        Squared distance of the numbers from the middle.
    """

    numbers: np.ndarray
    codes: np.ndarray
    lengths: np.ndarray

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, rows):
        return Places(self.numbers[rows], self.codes[:, rows], self.lengths[rows])


class Space:
    """Distances in the units of a reference table.

    The squared distance of two rows is the sum, over number columns, of the squared difference in standard
    deviations of the reference rows (missing counts as their median), plus 1 for each category that differs.

    Parameters
    ----------
    reference : Rows
        At least one row.
    """

    def __init__(self, reference):
        self.middles = _median(reference.numbers)
        self.scales = _deviation(reference.numbers - self.middles)

    def __call__(self, rows):
        """Places of some rows."""
        numbers = np.nan_to_num((rows.numbers - self.middles) / self.scales)
        return Places(np.ascontiguousarray(numbers), np.ascontiguousarray(rows.codes.T), (numbers**2).sum(axis=1))


def nearest(places, known, k=1, tell=unheard):
    """Distance from each place to the k nearest of `known`.

    Parameters
    ----------
    places, known : Places
        Of one `Space`.
    k : int, default=1
        At most len(known).
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    float array of shape (n_places, k)
        Ascending; exactly 0 for equal rows.
    """
    if len(known.codes):
        parts = told(blocks(len(places), len(known)), tell)
        index = np.vstack([_closest(squares(places[part], known), k) for part in parts])
    else:
        search = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(known.numbers)
        parts = [places.numbers[at : at + _SEARCHED_AT_ONCE] for at in range(0, len(places), _SEARCHED_AT_ONCE)]
        index = np.vstack([search.kneighbors(part, return_distance=False) for part in told(parts, tell)])
    return np.sort(np.sqrt(np.column_stack([_between(places, known[column]) for column in index.T])), axis=1)


def squares(places, known):
    """Squared distances between all pairs, to rounding: float array of shape (n_places, n_known)."""
    out = places.numbers @ (-2 * known.numbers.T)
    out += places.lengths[:, None]
    out += known.lengths
    differ = np.zeros(out.shape, dtype=np.uint8 if len(places.codes) < 256 else np.uint32)
    for a, b in zip(places.codes, known.codes, strict=True):
        differ += a[:, None] != b
    out += differ
    return out


def blocks(n, width):
    """Slices of n rows, so few that a block of `width` columns stays small."""
    step = max(1, _CELLS_AT_ONCE // max(width, 1))
    return [slice(start, min(start + step, n)) for start in range(0, max(n, 1), step)]


def _closest(distances, k):
    """Columns of the k smallest of each row, which is written over: a pass for each is faster than sorting."""
    index = np.empty((len(distances), k), dtype=np.intp)
    for column in range(k):
        index[:, column] = distances.argmin(axis=1)
        np.put_along_axis(distances, index[:, column, None], np.inf, axis=1)
    return index


def _between(a, b):
    """Squared distance of each row to the one beside it, without the rounding of `squares`."""
    return ((a.numbers - b.numbers) ** 2).sum(axis=1) + (a.codes != b.codes).sum(axis=0)


def _median(numbers):
    return np.array([np.median(known) if len(known := column[~np.isnan(column)]) else 0.0 for column in numbers.T])


def _deviation(numbers):
    known = ~np.isnan(numbers)
    n = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, numbers, 0.0)
    spread = np.sqrt((np.where(known, filled - filled.sum(axis=0) / n, 0.0) ** 2).sum(axis=0) / n)
    return np.where(spread > 0, spread, 1.0)
