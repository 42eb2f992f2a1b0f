"""Rows of one class, and the nearest of some of them by comparing with all of some others."""

import numpy as np
from sklearn.neighbors import NearestNeighbors

from synthbalance.samplers._smallest import smallest

_BLOCK_CELLS = 2_000_000
_CACHED_CELLS = 250_000  # distances that stay near the processor while they are looked through
_LEVEL_WIDTH = 4


class NumberRows:
    """Rows of number columns only, compared by scikit-learn.

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


class MixedRows:
    """Rows with categories, compared block by block: categories by code, so that many levels cost nothing.

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
        self._squares = (numbers**2).sum(axis=1)

    def __len__(self):
        return len(self._numbers)

    @property
    def points(self):
        rng = np.random.default_rng(0)
        vectors = [_level_vectors(int(column.max()) + 2, rng)[column] for column in self._codes]
        return np.hstack([self._numbers, *vectors])

    def nearest(self, seeds, k, tick):
        """The k nearest of all rows for each seed, nearest first, without itself: int array of shape (n_seeds, k)."""
        few = len(seeds) * len(self) <= _BLOCK_CELLS
        block = max(16, (_BLOCK_CELLS if few else _CACHED_CELLS) // len(self))
        found = np.empty((len(seeds), k), dtype=np.int64)
        for start in range(0, len(seeds), block):
            tick("finding neighbours", start, len(seeds))
            part = seeds[start : start + block]
            distance = self._distances(part, self._numbers, self._squares, self._codes)
            distance[np.arange(len(part)), part] = np.inf
            found[start : start + block] = smallest(distance, k)
        tick("finding neighbours", len(seeds), len(seeds))
        return found

    def nearest_in(self, pool, seeds, k):
        """The same among the rows at `pool`, of which the seeds are some."""
        others = self._numbers[pool], self._squares[pool], self._codes[:, pool]
        block = max(16, _CACHED_CELLS // len(pool))
        parts = [seeds[start : start + block] for start in range(0, len(seeds), block)]
        found = [pool[smallest(self._distances(part, *others), k + 1)] for part in parts]
        return without_self(np.concatenate(found), seeds)

    def _distances(self, part, numbers, squares, codes):
        """Squared distances of some rows from others: float32 array of shape (n_part, n_others)."""
        distance = squares[None, :] - 2 * (self._numbers[part] @ numbers.T) + self._squares[part][:, None]
        distance += _differing(self._codes[:, part], codes)
        return distance


def without_self(near, seeds):
    """Drop each seed from its own list (with copies about, it need not come first)."""
    is_self = near == seeds[:, None]
    is_self[~is_self.any(axis=1), -1] = True
    return near[~is_self].reshape(len(near), near.shape[1] - 1)


def _differing(mine, others):
    """How many categories differ: array of shape (n_mine, n_others)."""
    counts = np.zeros((mine.shape[1], others.shape[1]), dtype=np.uint8 if len(mine) < 256 else np.uint16)
    for own, column in zip(mine, others, strict=True):
        counts += own[:, None] != column[None, :]
    return counts


def _level_vectors(n_levels, rng):
    """One vector a level, the last for missing values (code -1): their squared distances are 1 on average."""
    return (rng.standard_normal((n_levels, _LEVEL_WIDTH)) / np.sqrt(2 * _LEVEL_WIDTH)).astype(np.float32)
