"""Latent normals: a multivariate normal behind numbers and categories, learned by moments, drawn in blocks.

Numbers are normal scores already. A category is a normal cut at thresholds, as wide as each level is
frequent; it enters the correlation as the mean of its normal between two thresholds.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri
from sklearn.covariance import ledoit_wolf_shrinkage

_BLOCK = 4096
_TERMS = 100  # fewer do not reach pairs that nearly always agree
_HALVINGS = 30
_LARGEST = 0.999
_LEAST_EIGENVALUE = 1e-6
_EDGE = 8.0  # standard deviations; there is nothing beyond


@dataclass(frozen=True)
class Cut:
    """A category as a normal cut into intervals.

    Attributes
    ----------
    order : int array of shape (n_levels,)
        Codes of the levels, from the lowest interval to the highest.
    edges : float array of shape (n_levels + 1,)
        Borders of the intervals, in standard deviations.
    """

    order: np.ndarray
    edges: np.ndarray

    @classmethod
    def of(cls, codes, rank=None, least=1):
        """Intervals as wide as the levels in `codes` are frequent.

        Their order is that of the mean of `rank` (n_rows,) within each level, 0 for levels of fewer than
        `least` rows; the most frequent first where there is none.
        """
        levels, place, counts = np.unique(codes, return_inverse=True, return_counts=True)
        means = -counts if rank is None else np.where(counts < least, 0.0, np.bincount(place, rank) / counts)
        order = np.argsort(means, kind="stable")
        edges = np.clip(ndtri(np.r_[0.0, np.cumsum(counts[order]) / len(codes)]), -_EDGE, _EDGE)
        return cls(levels[order], edges)

    def place(self, codes):
        """Number of each code's interval; that of the next higher code, or the highest, where it was not learned."""
        by_code = np.argsort(self.order)
        return by_code[np.searchsorted(self.order[by_code], codes).clip(max=len(by_code) - 1)]

    def means(self):
        """Mean of the normal within each interval."""
        density = np.exp(-(self.edges**2) / 2) / np.sqrt(2 * np.pi)
        return -np.diff(density) / np.maximum(np.diff(ndtr(self.edges)), 1e-300)

    def moments(self):
        """E[m(Z) He_k(Z)] / sqrt(k!) for k = 1.., where m is the mean within Z's interval."""
        return _hermite_steps(self.edges) @ self.means()

    def codes(self, normals):
        """The codes that these normals fall on."""
        return self.order[np.searchsorted(self.edges[1:-1], normals, side="right")]

    def within(self, codes, uniform):
        """Normals within the intervals of these codes, at these shares of their mass."""
        low, high = (self.edges[self.place(codes) + side] for side in (0, 1))
        found = ndtri(ndtr(low) + uniform * (ndtr(high) - ndtr(low)))
        return np.clip(found, low, np.nextafter(high, low))  # the upper edge is the next interval's


def learn_correlation(numbers, known, cuts, codes, shrinkage=None):
    """Correlation of the latent normals of one class.

    Parameters
    ----------
    numbers : float array of shape (n_rows, n_numbers)
        Standardised scores, 0 where not known.
    known : bool array of shape (n_rows, n_numbers)
        Where the row has an ordinary number.
    cuts : list of Cut
    codes : int array of shape (n_rows, n_blocks)
    shrinkage : float, optional
        Share of the identity; Ledoit and Wolf's where not given.

    Returns
    -------
    float array of shape (n_numbers + n_blocks, n_numbers + n_blocks)
        Positive definite, ones on the diagonal.

    Notes
    -----
    Each moment is the mean over the rows where both are known, in units of the numbers' deviations. It is
    shrunk towards 0, then solved for the correlation of the normals: for cut normals it is a known series
    in that correlation (Mehler's).
    """
    steps = [cut.means()[cut.place(codes[:, i])] for i, cut in enumerate(cuts)]
    rows = np.column_stack([numbers, *steps]).astype(np.float64)
    counted = np.column_stack([known, np.ones((len(rows), len(cuts)), dtype=bool)]).astype(np.float64)
    together = np.maximum(counted.T @ counted, 1.0)
    moments = (rows.T @ rows) / together
    scale = np.sqrt(np.diag(moments))
    scale[(scale == 0) | (np.arange(len(scale)) >= numbers.shape[1])] = 1.0
    moments /= np.outer(scale, scale)
    if shrinkage is None:  # not standardised: a flag that one row in a hundred has must not drown the others
        shrinkage = ledoit_wolf_shrinkage(rows, assume_centered=True) if rows.any() else 1.0
    series = np.zeros((rows.shape[1], _TERMS))
    series[: numbers.shape[1], 0] = 1.0
    for i, cut in enumerate(cuts):
        series[numbers.shape[1] + i] = cut.moments()
    return _positive(_solve((1 - shrinkage) * moments, series, numbers.shape[1]))


def draw_normals(n, factor, rng, tick=None, shift=None):
    """Blocks of rows ``shift + factor @ noise``; the first rows do not depend on `n`.

    Parameters
    ----------
    n : int
    factor : float array of shape (n_out, n_noise)
    rng : numpy.random.Generator
    tick : callable (stage, done, total), optional
    shift : callable (first row, number of rows) -> float array, optional

    Yields
    ------
    first : int
    rows : float array of shape (up to 4096, n_out)
    """
    for first in range(0, n, _BLOCK):
        rows = rng.standard_normal((_BLOCK, factor.shape[1])) @ factor.T
        if tick is not None:
            tick("drawing rows", min(first + _BLOCK, n), n)
        rows = rows[: n - first]
        yield first, rows if shift is None else rows + shift(first, len(rows))


def _hermite_steps(edges):
    """Integral of He_k times the density over each interval, over sqrt(k!): (n_terms, n_intervals), k = 1.."""
    density = np.exp(-(edges**2) / 2) / np.sqrt(2 * np.pi)
    lower, upper = np.zeros_like(edges), density  # normalised Hermite functions of degree k - 2 and k - 1
    out = np.empty((_TERMS, len(edges) - 1))
    for k in range(1, _TERMS + 1):
        out[k - 1] = -np.diff(upper) / np.sqrt(k)
        lower, upper = upper, (edges * upper - np.sqrt(k - 1) * lower) / np.sqrt(k)
    return out


def _solve(moments, series, n_numbers):
    """The correlation r at which sum_k r^k a_k b_k is the moment of each pair, by halving; that of numbers is r."""
    solved, cut = np.clip(moments, -_LARGEST, _LARGEST), slice(n_numbers, None)
    low, high = np.full(moments[:, cut].shape, -_LARGEST), np.full(moments[:, cut].shape, _LARGEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        value = np.zeros(middle.shape)
        for term in series.T[::-1]:
            value = (value + np.outer(term, term[cut])) * middle
        below = value < moments[:, cut]
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    solved[:, cut] = (low + high) / 2
    solved[cut] = solved[:, cut].T
    solved[:, ~series.any(axis=1)] = solved[~series.any(axis=1)] = 0.0
    np.fill_diagonal(solved, 1.0)
    return solved


def _positive(correlation):
    """The matrix with its eigenvalues raised above 0, and ones on the diagonal again."""
    values, vectors = np.linalg.eigh((correlation + correlation.T) / 2)
    if not len(values) or values[0] >= _LEAST_EIGENVALUE:
        return correlation
    raised = (vectors * np.maximum(values, _LEAST_EIGENVALUE)) @ vectors.T
    scale = np.sqrt(np.diag(raised))
    return raised / np.outer(scale, scale)
