"""The paper's own algorithm, CFA: native counterfactual pairs, and their differences handed on to unpaired rows.

Temraz and Keane (2022), Machine Learning with Applications 9, 100375. A native pair is a row of
another class and a rare row that differ in at most two columns, numbers within a tolerance counting
as equal. Each row without such a pair takes the differing values from the rare row of its nearest
paired row, and keeps all its others. No classifier is asked.
"""

import numpy as np

from synthbalance.samplers._counterfactual.gates import Duplicates, all_hashes, obeys
from synthbalance.samplers._counterfactual.pairs import searched_bases
from synthbalance.samplers._counterfactual.space import nearest, squared_distances
from synthbalance.samplers._counterfactual.transplant import Candidates

MAX_EDITS = 2
_BLOCK_CELLS = 2_000_000


class CFA:
    """Makes candidates of one class, as `Native` does; the oracle only scores them for the ledger.

    Attributes
    ----------
    paired : int array of shape (n_paired,)
        Positions of other rows that have a rare row at most `max_edits` columns away.
    partner : int array of shape (n_paired,)
        Position of that rare row, the nearest one.
    """

    def __init__(self, options, space, permission, oracle, is_label, rng, tick):
        self.options, self.space, self.permission, self.oracle = options, space, permission, oracle
        self.donors = np.flatnonzero(is_label)
        others = np.flatnonzero(~is_label)
        bases = searched_bases(others[permission.in_range[others]], len(self.donors), rng)
        self.refused = {"range": int((~permission.in_range[others]).sum())}
        partner = self._partners(bases, tick)
        self.paired, self.partner = bases[partner >= 0], partner[partner >= 0]
        self.unpaired = bases[partner < 0]
        self._real = all_hashes(space.matrix)
        self.way_out = self._way_out()

    @property
    def most_edits(self):
        """Columns in which a native pair may differ."""
        return self.options.max_edits or MAX_EDITS

    def _way_out(self):
        """What helps where no row was rejected."""
        if not len(self.paired):
            within = f"no row is within {self.most_edits} edits of a rare one"
            return f'{within}: raise max_edits or tolerance, or use method="native"'
        if not len(self.unpaired):
            return "every row has a pair of its own, and differences go to rows without: lower max_edits or tolerance"
        return "raise max_edits, tolerance or k_neighbors"

    def stages(self, rng, tally, with_failing, size, tick):
        """One stage of candidates in an order of `rng`, each unpaired row once before any again, as `Native.stages`."""
        yield self._blocks(rng, tally, size, tick)

    def _blocks(self, rng, tally, size, tick):
        duplicates, start = Duplicates(self._real), 0
        order, k = rng.permutation(self.unpaired), min(self.options.k_neighbors, len(self.paired))
        while start < k * len(order):
            ticket = np.arange(start, min(start + size(), k * len(order)))
            base, turn = order[ticket % len(order)], ticket // len(order)
            tally["tries"] += len(base)
            yield self._allowed(self._handed_on(base, turn, k, tick), duplicates, tally)
            start = int(ticket[-1]) + 1

    def _handed_on(self, base, turn, k, tick):
        """Each base with the differences of its nearest (turn 0), second nearest, ... native pair."""
        matrix = self.space.matrix
        found, _ = nearest(self.space.points(matrix[base]), self.space.points(matrix[self.paired]), k, tick=tick)
        pair = found[np.arange(len(base)), turn]
        donor = self.partner[pair]
        edits = self.space.differs(self.paired[pair], donor, self.options.tolerance)
        return Candidates(base, donor, edits & self.space.differs(base, donor, 0.0))

    def _allowed(self, made, duplicates, tally):
        forbidden = self.permission.forbidden(made.base, made.donor, made.edits)
        for gate, mask in forbidden.items():
            tally[gate] += int(mask.any(axis=1).sum())
        made = made.take(~(forbidden["range"] | forbidden["monotone"]).any(axis=1))
        fresh = duplicates.fresh(made.matrix(self.space))
        tally["duplicate"] += int((~fresh).sum())
        made = made.take(fresh)
        passing = obeys(self.options.constraints or (), made.frame(self.space.frame), tally)
        tally["constraint"] += int((~passing).sum())
        made = made.take(passing)
        made.score = self.oracle.score(made) if len(made) else np.empty(0)
        made.level = np.zeros(len(made), dtype=np.int64)
        return made

    def _partners(self, bases, tick):
        """The nearest rare row with 1 to `max_edits` differences for each base, -1 where there is none."""
        found = np.full(len(bases), -1)
        donors = self.space.points(self.space.matrix[self.donors])
        block = max(16, _BLOCK_CELLS // len(self.donors))
        for start in range(0, len(bases), block):
            tick("finding native pairs", start, len(bases))
            rows = bases[start : start + block]
            n_differing = self._count_differing(rows)
            close = (n_differing >= 1) & (n_differing <= self.most_edits)
            here = np.flatnonzero(close.any(axis=1))
            points = self.space.points(self.space.matrix[rows[here]])
            distance = squared_distances(points, donors, np.arange(len(here)))
            best = np.where(close[here], distance, np.inf).argmin(axis=1)
            found[start + here] = self.donors[best]
        return found

    def _count_differing(self, rows):
        """Columns that differ between some rows and every rare row; one that differs in an immutable column is out."""
        matrix, space = self.space.matrix, self.space
        counts = np.zeros((len(rows), len(self.donors)), dtype=np.int32)
        for column in range(matrix.shape[1]):
            a, b = matrix[rows, column][:, None], matrix[self.donors, column][None, :]
            slack = 0.0 if space.is_category[column] else self.options.tolerance * space.scale[column]
            fixed = column in self.permission.immutable
            with np.errstate(invalid="ignore"):
                differs = np.abs(a - b) > (0.0 if fixed else slack)
            differs |= np.isnan(a) != np.isnan(b)
            counts += differs * (matrix.shape[1] + 1 if fixed else 1)
        return counts
