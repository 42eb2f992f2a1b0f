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
        few = len(seeds) * len(self) <= _BLOCK_CELLS
        compare = _Comparison(self._targets, self._codes, _BLOCK_CELLS if few else _CACHED_CELLS)
        found = np.empty((len(seeds), k), dtype=np.int64)
        for start in range(0, len(seeds), compare.block):
            tick("finding neighbours", start, len(seeds))
            part = seeds[start : start + compare.block]
            distance = compare(self._numbers[part], self._codes[:, part])
            distance[np.arange(len(part)), part] = np.inf
            found[start : start + len(part)] = smallest(distance, k)
        tick("finding neighbours", len(seeds), len(seeds))
        return found

    def nearest_in(self, pool, seeds, k):
        """The same among the rows at `pool`, of which the seeds are some."""
        compare = _Comparison(self._targets[pool], self._codes.take(pool, axis=1), _CACHED_CELLS)
        parts = [seeds[start : start + compare.block] for start in range(0, len(seeds), compare.block)]
        near = [smallest(compare(self._numbers[part], self._codes[:, part]), k + 1) for part in parts]
        return without_self(pool[np.concatenate(near)], seeds)


class _Comparison:
    """Distances of a block of rows from the same others, block after block in the same memory: new costs more.

    Parameters
    ----------
    targets : float32 array of shape (n_others, n_numbers + 1)
        Numbers, then the sum of their squares.
    codes : int array of shape (n_categories, n_others)
    n_cells : int
        Distances in a block, about.
    """

    def __init__(self, targets, codes, n_cells):
        self.block = max(16, n_cells // len(targets))
        self._targets, self._codes = np.ascontiguousarray(targets.T), codes
        self._distance = np.empty((self.block, len(targets)), dtype=np.float32)
        self._differs = np.empty(self._distance.shape, dtype=bool)
        self._counts = np.empty(self._distance.shape, dtype=np.uint8 if len(codes) < 256 else np.uint16)

    def __call__(self, numbers, codes):
        """Squared distances, each less the row's own sum of squares: float32 array, overwritten by the next call."""
        n = len(numbers)
        asking = np.column_stack([-2 * numbers, np.ones(n, dtype=np.float32)])
        distance = np.matmul(asking, self._targets, out=self._distance[:n])
        distance += self._differing(codes, self._differs[:n], self._counts[:n])
        return distance

    def _differing(self, mine, differs, counts):
        """How many categories differ."""
        counts.fill(0)
        for own, others in zip(mine, self._codes, strict=True):
            counts += np.not_equal(own[:, None], others[None, :], out=differs).view(np.uint8)
        return counts


def without_self(near, seeds):
    """Drop each seed from its own list (with copies about, it need not come first)."""
    is_self = near == seeds[:, None]
    is_self[~is_self.any(axis=1), -1] = True
    return near[~is_self].reshape(len(near), near.shape[1] - 1)


def _level_vectors(n_levels, rng):
    """One vector a level, the last for missing values (code -1): their squared distances are 1 on average."""
    return (rng.standard_normal((n_levels, _LEVEL_WIDTH)) / np.sqrt(2 * _LEVEL_WIDTH)).astype(np.float32)
