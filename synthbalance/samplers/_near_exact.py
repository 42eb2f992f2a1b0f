"""Rows of one class, and the nearest of some of them by comparing with all of some others."""

from functools import cached_property, partial

import numpy as np
from sklearn.neighbors import NearestNeighbors

from synthbalance.samplers._cores import on_cores
from synthbalance.samplers._smallest import smallest

TREES_UP_TO = 6  # number columns; with more, a tree visits nearly all rows and is slower than comparing with all
_BLOCK_CELLS = 2_000_000
_CACHED_CELLS = 250_000  # distances that stay near the processor while they are looked through
_CHUNK = 512  # rows, a task for one processor
_SPARE = 2  # more than are wanted, put in order by more exact distances
_ROUNDING = 16 * np.finfo(np.float32).eps  # of a sum of squares
_LEVEL_WIDTH = 4


class FewNumbers:
    """Rows of a few number columns only, searched by scikit-learn's trees.

    Parameters
    ----------
    numbers : float32 array of shape (n_class, n_numbers)
        In standard deviations.

    Attributes
    ----------
    points : float32 array of shape (n_class, n)
        Where rows lie, for clusters.
    """

    def __init__(self, numbers):
        self.points = self._numbers = numbers

    def __len__(self):
        return len(self.points)

    def nearest(self, seeds, k, tick):
        """The k nearest of all rows for each seed, nearest first, without itself: int array of shape (n_seeds, k)."""
        search = NearestNeighbors(n_neighbors=k + 1).fit(self._numbers)
        block = max(256, _BLOCK_CELLS * 100 // len(self))
        found = []
        for start in range(0, len(seeds), block):
            tick("finding neighbours", start, len(seeds))
            part = seeds[start : start + block]
            found.append(without_self(search.kneighbors(self._numbers[part], return_distance=False), part))
        tick("finding neighbours", len(seeds), len(seeds))
        return np.concatenate(found)

    def nearest_in(self, pool, seeds, k):
        """The same among the rows at `pool`, of which the seeds are some."""
        search = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(self._numbers[pool])
        return without_self(pool[search.kneighbors(self._numbers[seeds], return_distance=False)], seeds)


class ComparedRows:
    """Rows compared block by block; categories by code, so that many levels cost nothing.

    Parameters
    ----------
    numbers : float32 array of shape (n_class, n_numbers)
        In standard deviations.
    codes : int array of shape (n_categories, n_class)

    Attributes
    ----------
    points : float32 array of shape (n_class, n)
        Numbers, then a fixed random vector for each level, so that different levels lie about 1 apart.
    """

    def __init__(self, numbers, codes):
        self._numbers, self._codes = numbers, codes
        self._targets = np.column_stack([numbers, (numbers**2).sum(axis=1)])

    def __len__(self):
        return len(self._numbers)

    @property
    def points(self):
        rng = np.random.default_rng(0)
        vectors = [_level_vectors(int(column.max()) + 2, rng)[column] for column in self._codes]
        return np.hstack([self._numbers, *vectors])

    def nearest(self, seeds, k, tick):
        """The k nearest of all rows for each seed, nearest first, without itself: int array of shape (n_seeds, k)."""
        others, told = _Others(self._targets, self._codes), partial(tick, "finding neighbours")
        if len(seeds) * len(self) <= _BLOCK_CELLS:  # sooner done than other cores are asked
            told(0, len(seeds))
            found = self._nearest_of(others, seeds, k)
            told(len(seeds), len(seeds))
            return found
        parts = [seeds[start : start + _CHUNK] for start in range(0, len(seeds), _CHUNK)]
        return np.concatenate(on_cores(lambda part: self._nearest_of(others, part, k), parts, told))

    def nearest_in(self, pool, seeds, k):
        """The same among the rows at `pool`, of which the seeds are some."""
        others = _Others(self._targets[pool], self._codes.take(pool, axis=1))
        return self._nearest_of(others, seeds, k, lambda near: pool[near])

    def _nearest_of(self, others, seeds, k, position=lambda near: near):
        block = max(16, _CACHED_CELLS // others.n)
        compare = _Comparison(others, min(block, len(seeds)))
        found, doubtful = np.empty((len(seeds), k), dtype=np.int64), np.zeros(len(seeds), dtype=bool)
        for start in range(0, len(seeds), block):
            part, here = seeds[start : start + block], slice(start, start + block)
            distance = compare(self._numbers[part], self._codes[:, part])
            at = smallest(distance, min(k + 1 + _SPARE, others.n))
            near, apart = self._ordered(position(at), part)
            found[here] = without_self(near[:, : k + 1], part)
            farthest = np.take_along_axis(distance, at[:, -1:], axis=1)[:, 0]
            doubtful[here] = self._is_doubtful(part, apart[:, k], farthest)
        if doubtful.any() and others.is_rounded and k + 1 + _SPARE < others.n:
            found[doubtful] = self._nearest_of(others.in_doubles, seeds[doubtful], k, position)
        return found

    def _ordered(self, near, seeds):
        """The same, nearest first by distances without the rounding errors of sums of squares; and these."""
        apart = ((self._numbers[near] - self._numbers[seeds][:, None, :]) ** 2).sum(axis=2)
        for column in self._codes:
            apart += column[near] != column[seeds][:, None]
        order = apart.argsort(axis=1, kind="stable")
        return np.take_along_axis(near, order, axis=1), np.take_along_axis(apart, order, axis=1)

    def _is_doubtful(self, seeds, last, farthest):
        """Whether rounding may have hidden a row that is nearer than the last one wanted, by more than a thousandth.

        Of no row that was left out is the sum of squares less than that of `farthest`, the last one looked at; rows
        close together and far from the middle leave few digits to differences of such sums.
        """
        own = self._targets[seeds, -1]
        error = _ROUNDING * own
        return (last > 0) & (last > farthest + own - error) & (error > last / 1000)


class _Others:
    """What rows are compared with, laid out for `_Comparison`.

    Parameters
    ----------
    targets : float array of shape (n, n_numbers + 1)
        Numbers, then the sum of their squares.
    codes : int array of shape (n_categories, n)
    """

    def __init__(self, targets, codes):
        self.n = len(targets)
        self.targets, self.codes = np.ascontiguousarray(targets.T), codes

    @property
    def is_rounded(self):
        return self.targets.dtype == np.float32

    @cached_property
    def in_doubles(self):
        """The same, once for all blocks that ask, with sums of squares of 15 digits."""
        numbers = self.targets[:-1].T.astype(np.float64)
        return _Others(np.column_stack([numbers, (numbers**2).sum(axis=1)]), self.codes)


class _Comparison:
    """Distances of a block of rows from others, block after block in the same memory: new costs more."""

    def __init__(self, others, block):
        self._others = others
        self._distance = np.empty((block, others.n), dtype=others.targets.dtype)
        self._differs = np.empty(self._distance.shape, dtype=bool)
        self._counts = np.empty(self._distance.shape, dtype=np.uint8 if len(others.codes) < 256 else np.uint16)

    def __call__(self, numbers, codes):
        """Squared distances, each less the row's own sum of squares: float array, overwritten by the next call."""
        n = len(numbers)
        asking = np.column_stack([-2 * numbers, np.ones(n)]).astype(self._distance.dtype)
        distance = np.matmul(asking, self._others.targets, out=self._distance[:n])
        return self._differing_added(distance, codes, self._differs[:n], self._counts[:n])

    def _differing_added(self, distance, mine, differs, counts):
        """With 1 for each category that differs."""
        if len(mine) == 0:
            return distance
        counts.fill(0)
        for own, others in zip(mine, self._others.codes, strict=True):
            counts += np.not_equal(own[:, None], others[None, :], out=differs).view(np.uint8)
        distance += counts
        return distance


def without_self(near, seeds):
    """Drop each seed from its own list (with copies about, it need not come first)."""
    is_self = near == seeds[:, None]
    is_self[~is_self.any(axis=1), -1] = True
    return near[~is_self].reshape(len(near), near.shape[1] - 1)


def _level_vectors(n_levels, rng):
    """One vector a level, the last for missing values (code -1): their squared distances are 1 on average."""
    return (rng.standard_normal((n_levels, _LEVEL_WIDTH)) / np.sqrt(2 * _LEVEL_WIDTH)).astype(np.float32)
