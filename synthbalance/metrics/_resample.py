"""Rows drawn again and again within their class, and weighted sums over each draw."""

import numpy as np

from synthbalance.metrics._base import check_rows

_POISSON = bytes(np.repeat(np.arange(6, dtype=np.uint8), [95, 93, 47, 16, 4, 1]))  # mean 1, variance 1.008
_EXACT_BELOW = 2000
_CELLS_AT_ONCE = 6_400_000


class Resampled:
    """Rare and other rows drawn with replacement within their class; parameters as `HoldoutDraws`."""

    def __init__(self, y, weight=None, n_draws=2000, seed=0, strata=None):
        y, _, weight = check_rows(y, y, weight, name="y")
        if n_draws < 2:
            raise ValueError(f"n_draws={n_draws} needs to be 2 or more; 2000 suits 95 % intervals. Raise n_draws.")
        self.n_draws, self.seed, self.y, self.weight = int(n_draws), seed, y, weight
        self.rare, self.other = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
        self.strata = None if strata is None else np.asarray(strata)

    def totals(self, columns):
        """Weighted sums of columns over each of the resampled holdouts.

        Parameters
        ----------
        columns : float array of shape (n_columns, n)
            One value a row, in the order of y.

        Returns
        -------
        float array of shape (n_columns, n_draws)
            Draw i uses the same rows in every call and in `scores`.
        """
        design = self.weight * np.asarray(columns, dtype=float)
        rare, other = (design[:, rows].astype(np.float32) for rows in (self.rare, self.other))
        return np.concatenate([scaled(rare, a) + scaled(other, b) for a, b in self.chunks()], axis=1)

    def chunks(self):
        """A few draws at a time: for the rare and the other rows, counts (rows, draws) and what to scale them by."""
        if self.strata is not None:
            yield from self.chunks_of_strata()
            return
        n_rare, n_other = len(self.rare), len(self.other)
        rngs = [np.random.Generator(np.random.SFC64(s)) for s in np.random.SeedSequence(self.seed).spawn(2)]
        step = int(np.clip(_CELLS_AT_ONCE // (n_other + 8 * n_rare), 8, 128))
        rooms = [np.empty((n, step), dtype=np.float32) for n in (n_rare, n_other)]
        for start in range(0, self.n_draws, step):
            size = min(step, self.n_draws - start)
            yield tuple(_counts(rng, room[:, :size]) for rng, room in zip(rngs, rooms, strict=True))

    def chunks_of_strata(self):
        """The same, with counts drawn within each class; what is drawn does not depend on which class is rare."""
        groups = [np.flatnonzero(self.strata == label) for label in np.unique(self.strata)]
        rngs = [np.random.Generator(np.random.SFC64(s)) for s in np.random.SeedSequence(self.seed).spawn(len(groups))]
        step = int(np.clip(_CELLS_AT_ONCE // len(self.y), 8, 128))
        for start in range(0, self.n_draws, step):
            drawn = np.empty((len(self.y), min(step, self.n_draws - start)), dtype=np.float32)
            for rows, rng in zip(groups, rngs, strict=True):
                counts, scale = _counts(rng, np.empty((len(rows), drawn.shape[1]), dtype=np.float32))
                drawn[rows] = counts * scale
            yield (drawn[self.rare], 1.0), (drawn[self.other], 1.0)


def scaled(matrix, drawn):
    """Sums of the rows of a matrix over some draws, float array (n_columns, n_draws)."""
    counts, scale = drawn
    return (matrix @ counts) * np.asarray(scale, dtype=float)


def _counts(rng, room):
    """How often each row is drawn, written into `room` (rows, draws), and (draws,) what makes them sum to rows."""
    n_rows, n_draws = room.shape
    if n_rows < _EXACT_BELOW:
        cells = rng.integers(0, n_rows, (n_rows, n_draws)) * n_draws + np.arange(n_draws)
        room[:] = np.bincount(cells.ravel(), minlength=room.size).reshape(room.shape)
        return room, 1.0
    drawn = np.frombuffer(rng.bytes(room.size).translate(_POISSON), dtype=np.uint8)
    room[:] = drawn.reshape(room.shape)
    return room, n_rows / (np.ones(n_rows, dtype=np.float32) @ room)
