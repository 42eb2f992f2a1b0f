"""Pairs: each rare row with its nearest rows of the other classes that agree on the immutable columns."""

import numpy as np
import pandas as pd

from synthbalance.samplers._counterfactual.space import nearest

WIDER = 4
_MOST_CELLS = 100_000_000
_FEWEST_BASES = 5_000


class Pairs:
    """Nearest bases of each donor, found when they are asked for and then kept.

    Parameters
    ----------
    space : Space
    donors : int array of shape (n_donors,)
        Positions of the rare rows.
    bases : int array of shape (n_bases,)
        Positions of the rows they may be paired with.
    immutable : list of int
        Columns in which the two rows of a pair are equal.
    k : int
        Nearest bases that count first; after them up to `WIDER` times as many.
    """

    def __init__(self, space, donors, bases, immutable, k):
        self._space, self.donors, self._bases, self._k = space, donors, bases, k
        self._group = _groups(space.matrix, immutable)
        self._near = np.full((len(donors), WIDER * k), -1)
        self._known = np.zeros(len(donors), dtype=bool)

    def stages(self, rng, size, tick):
        """Pairs of the nearest k bases, then those of the next k, then those of the 2 k after them.

        Within a stage donors come round by round in an order of `rng`, so that the first pairs share few
        donors. The order does not depend on `size`, which is called for the length of each block.

        Yields
        ------
        iterator of (base, donor), int arrays of shape (n,)
            One a stage.
        """
        k, n_donors = self._k, len(self.donors)
        order = rng.permutation(n_donors)
        column = np.tile(np.arange(WIDER * k), (n_donors, 1))
        column[:, :k] = rng.permuted(column[:, :k], axis=1)
        for first, last in ((0, k), (k, 2 * k), (2 * k, WIDER * k)):
            yield self._stage(order, column, first * n_donors, last * n_donors, size, tick)

    def _stage(self, order, column, start, end, size, tick):
        while start < end:
            ticket = np.arange(start, min(start + size(), end))
            which = order[ticket % len(order)]
            base = self._of(which, tick)[np.arange(len(which)), column[which, ticket // len(order)]]
            yield base[base >= 0], self.donors[which[base >= 0]]
            start = int(ticket[-1]) + 1

    def _of(self, which, tick):
        """Nearest bases of some donors: int array of shape (n, WIDER * k), -1 where there are no more."""
        new = np.unique(which[~self._known[which]])
        groups = self._group[self.donors[new]]
        for done, group in enumerate(np.unique(groups)):
            tick("finding pairs", done, len(new))
            self._search(new[groups == group], self._bases[self._group[self._bases] == group], tick)
        self._known[new] = True
        return self._near[which]

    def _search(self, which, bases, tick):
        if not len(bases):
            return
        points = self._space.points(self._space.matrix[self.donors[which]])
        k = min(self._near.shape[1], len(bases))
        found, _ = nearest(points, self._space.points(self._space.matrix[bases]), k, tick=tick)
        self._near[which, :k] = bases[found]


def searched_bases(bases, n_donors, rng):
    """All of `bases`, or a part drawn at random where all distances would take too long."""
    most = max(_FEWEST_BASES, _MOST_CELLS // n_donors)
    return bases if len(bases) <= most else np.sort(rng.choice(bases, most, replace=False))


def _groups(matrix, columns):
    """A number for each row, equal where the rows are equal in `columns` (missing equals missing)."""
    if not columns:
        return np.zeros(len(matrix), dtype=np.int64)
    return (
        pd.DataFrame({column: matrix[:, column] for column in columns})
        .groupby(columns, dropna=False)
        .ngroup()
        .to_numpy()
    )
