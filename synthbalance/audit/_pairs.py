"""Pair trends: whether pairs of columns go together in synthetic rows as they do in real ones."""

from itertools import combinations

import numpy as np

from synthbalance.audit._progress import between, told, unheard
from synthbalance.audit._shapes import Likeness, variation

BINS = 10


def pair_trends(real, new, groups, pairs, tell=unheard):
    """Likeness of the dependence in each pair of columns.

    Two number columns: 1 - |difference of Pearson's correlation| / 2 over rows where both are known. Else
    1 - total variation of the joint table, in which a number is one of 10 bins of equal width between the
    smallest and largest real value (open at both ends) and missing is a value of its own.

    Parameters
    ----------
    real, new : Rows
    groups : tuple of two int arrays of shape (n_real,) and (n_new,)
    pairs : list of (int, int)
        Positions among number columns, then category columns; see `pairs_of`.
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    list of Likeness
        0 to 1; nan where a number column of the pair is constant, as it then has no correlation.

    References
    ----------
    The definitions of CorrelationSimilarity and ContingencySimilarity of sdmetrics. Its report cuts synthetic
    numbers at bins of their own, so that it does not see them shifted; we cut both at the real ones.
    """
    n_numbers = real.numbers.shape[1]
    trends = _correlations(real.numbers, new.numbers, groups)
    tell(0.1)
    cells = _cells(real, new)
    tell(0.2)
    return [_pair(i, j, n_numbers, trends, cells, groups) for i, j in told(pairs, between(tell, 0.2, 1.0))]


def pairs_of(rows, most, rng):
    """All pairs of columns, or those of a random `most` of the columns: list of (int, int), and columns used."""
    n = rows.numbers.shape[1] + rows.codes.shape[1]
    used = np.arange(n) if n <= most else np.sort(rng.choice(n, most, replace=False))
    return list(combinations(used.tolist(), 2)), len(used)


def _pair(i, j, n_numbers, trends, cells, groups):
    if j < n_numbers:
        return Likeness(float(trends[0][i, j]), (trends[1][:, i, j], trends[2][:, i, j]))
    width = max(int(part[:, j].max(initial=0)) for part in cells) + 1
    return variation(*(part[:, i].astype(np.int64) * width + part[:, j] for part in cells), groups)


def _correlations(real, new, groups):
    """Likeness of all correlations (n, n), without each group of real rows (n_groups, n, n), and of new ones."""
    sums = [_moments(_standard(part), group) for part, group in zip((real, new), groups, strict=True)]
    whole = [_correlation([moment.sum(axis=0) for moment in moments]) for moments in sums]
    left = [_correlation([moment.sum(axis=0) - moment for moment in moments]) for moments in sums]
    pairs = ((whole[0], whole[1]), (left[0], whole[1]), (whole[0], left[1]))
    return [1 - np.abs(a - b) / 2 for a, b in pairs]


def _standard(values):
    """Each column in deviations from its middle, which changes no correlation: sums of squares keep precision."""
    known = ~np.isnan(values)
    n = np.maximum(known.sum(axis=0), 1)
    values = values - np.where(known, values, 0).sum(axis=0) / n
    spread = np.sqrt((np.where(known, values, 0) ** 2).sum(axis=0) / n)
    return values / np.where(spread > 0, spread, 1.0)


def _moments(values, group):
    """Sums over the rows of each group where both columns are known: n, x, x squared, x times y; (n_groups, p, p)."""
    known = (~np.isnan(values)).astype(float)
    filled = np.nan_to_num(values)
    rows = [np.flatnonzero(group == g) for g in range(int(group.max(initial=-1)) + 1)]
    factors = ((known, known), (filled, known), (filled**2, known), (filled, filled))
    return [np.array([a[part].T @ b[part] for part in rows]) for a, b in factors]


def _correlation(moments):
    n, x, squares, products = moments
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = squares / n - (x / n) ** 2
        variance[variance <= 1e-12 * np.maximum(squares / n, 1e-300)] = np.nan
        covariance = products / n - (x / n) * (np.swapaxes(x, -1, -2) / n)
        return np.clip(covariance / np.sqrt(variance * np.swapaxes(variance, -1, -2)), -1, 1)


def _cells(real, new):
    """Bins of the numbers, then codes, missing a cell of its own: int arrays of shape (n_rows, n_columns)."""
    edges = [_edges(column) for column in real.numbers.T]
    return [np.column_stack([*_binned(part.numbers, edges), part.codes]).astype(np.int64) for part in (real, new)]


def _edges(column):
    known = column[~np.isnan(column)]
    return np.histogram_bin_edges(known, bins=BINS)[1:-1] if len(known) else np.empty(0)


def _binned(numbers, edges):
    return [
        np.where(np.isnan(column), len(cuts) + 1, np.digitize(column, cuts))
        for column, cuts in zip(numbers.T, edges, strict=True)
    ]
