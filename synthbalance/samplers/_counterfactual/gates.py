"""Gates after the oracle: a judge of another family, plausibility, duplicates and constraints."""

import numpy as np
import pandas as pd

from synthbalance.samplers._counterfactual.space import nearest
from synthbalance.table import mask_of

GATES = ("oracle", "judge", "plausibility", "range", "monotone", "constraint", "duplicate", "donor_share")
_MOST_RARE = 5_000
_MOST_JUDGES = 2_000
_JUDGE_K = 5


class KnnJudge:
    """Agree where a row's nearest rows of the class are closer than its nearest other rows.

    As many rows of each are drawn, so that a rare class counts as much as the rest; a made row is
    never compared with the two rows it was made of, which it resembles by construction.
    """

    def __init__(self, space, donors, others, rng):
        n = min(len(donors), len(others), _MOST_JUDGES)
        self._space, self._k = space, max(1, min(_JUDGE_K, n - 1))
        self._sides = [
            (rows, space.points(space.matrix[rows])) for rows in (_some(donors, n, rng), _some(others, n, rng))
        ]

    def agrees(self, candidates):
        """Bool array of shape (n,)."""
        points = self._space.points(candidates.matrix(self._space))
        own = (candidates.donor, candidates.base)
        near, far = (self._mean_distance(points, *side, parent) for side, parent in zip(self._sides, own, strict=True))
        return near <= far

    def _mean_distance(self, points, rows, side, parent):
        place = np.minimum(np.searchsorted(rows, parent), len(rows) - 1)
        without = np.where(rows[place] == parent, place, -1)
        _, distance = nearest(points, side, self._k, without)
        return np.where(np.isinf(distance), np.nan, distance).mean(axis=1)


class Plausibility:
    """Pass rows no farther from the real rows of the class than these are from each other.

    Parameters
    ----------
    quantile : float
        Of the real rows' distances to their nearest neighbour; the limit.
    """

    def __init__(self, space, donors, quantile, rng):
        rows = _some(donors, _MOST_RARE, rng)
        self._space, self._real = space, space.points(space.matrix[rows])
        _, distance = nearest(self._real, self._real, 1, without=np.arange(len(rows)))
        known = distance[np.isfinite(distance)]
        self.limit = float(np.quantile(known, quantile)) if len(known) else np.inf

    def passes(self, candidates):
        """Bool array of shape (n,): distance to the nearest real row of the class above 0 and within the limit."""
        points = self._space.points(candidates.matrix(self._space))
        distance = nearest(points, self._real, 1)[1][:, 0]
        return (distance > 0) & (distance <= self.limit)


class Duplicates:
    """Remember rows: the real ones, by their hashes, and each made one that was asked about."""

    def __init__(self, real_hashes):
        self._real, self._made = np.sort(real_hashes), set()

    def fresh(self, matrix):
        """Which rows of a matrix are neither real ones nor seen before: bool array of shape (n,)."""
        hashes = row_hashes(matrix)
        place = np.minimum(np.searchsorted(self._real, hashes), len(self._real) - 1)
        fresh = self._real[place] != hashes
        for row in np.flatnonzero(fresh):
            fresh[row] = hashes[row] not in self._made
            self._made.add(hashes[row])
        return fresh


def all_hashes(cells):
    """One number a row of `Cells`: uint64 array of shape (n_rows,)."""
    return np.concatenate([row_hashes(block) for block in cells.blocks()])


def row_hashes(matrix):
    """One number a row: uint64 array of shape (n,)."""
    return pd.util.hash_pandas_object(pd.DataFrame(matrix), index=False).to_numpy()


def obeys(constraints, frame, tally=None):
    """Rows of a DataFrame that pass all of the user's constraints: bool array of shape (n,).

    What each constraint rejects is added to `tally` (a Counter) under its own name, "constraints[0]".
    """
    passing = np.ones(len(frame), dtype=bool)
    for position, constraint in enumerate(constraints if len(frame) else ()):
        name = f"constraints[{position}]"
        mask = mask_of(constraint(frame.copy()), len(frame), name)
        passing &= mask
        if tally is not None:
            tally[name] += int((~mask).sum())
    return passing


def _some(rows, most, rng):
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))
