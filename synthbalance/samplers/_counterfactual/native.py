"""Our method: pairs, transplant, prune, gates; yields candidates block by block."""

import numpy as np

from synthbalance.samplers._counterfactual.gates import Duplicates, KnnJudge, Plausibility, all_hashes, obeys
from synthbalance.samplers._counterfactual.pairs import Pairs, searched_bases
from synthbalance.samplers._counterfactual.prune import lift, prune
from synthbalance.samplers._counterfactual.transplant import Candidates, transplant

LEVELS = ("", "plausibility", "judge", "oracle", "copy")


class Native:
    """Makes candidates of one class, from other rows that the oracle does not take for one already.

    Parameters
    ----------
    options : namespace with the sampler's parameters
    space : Space
    permission : Permission
    oracle : Oracle
    is_label : bool array of shape (n_rows,)
    rng : numpy.random.Generator
    tick : callable (stage, done, total)
    """

    def __init__(self, options, space, permission, oracle, is_label, rng, tick):
        self.options, self.space, self.permission, self.oracle = options, space, permission, oracle
        self.donors = np.flatnonzero(is_label)
        others = np.flatnonzero(~is_label)
        bases = searched_bases(others[permission.in_range[others]], len(self.donors), rng)
        self.refused = {"range": int((~permission.in_range[others]).sum())}
        bases = bases[oracle.score_rows(bases, tick) < oracle.threshold]
        self.way_out = _way_out(len(bases), permission)
        self._pairs = Pairs(space, self.donors, bases, permission.immutable, options.k_neighbors)
        self._judge = KnnJudge(space, self.donors, others, rng) if options.judge is not None else None
        self._plausibility = Plausibility(space, self.donors, options.plausibility, rng)
        self._real = all_hashes(space.matrix)

    def stages(self, rng, tally, with_failing, size, tick):
        """Candidates in an order of `rng`, each with its score and level: those of near pairs first.

        Parameters
        ----------
        rng : numpy.random.Generator
        tally : Counter
            Rejected candidates by gate are added to it, and all of them under "tries".
        with_failing : bool
            Whether those that a gate other than the user's own rejects come too, with a level above 0.
        size : callable () -> int
            Length of the next block.
        tick : callable (stage, done, total)

        Yields
        ------
        iterator of Candidates
            One a stage.
        """
        duplicates = Duplicates(self._real)
        for pairs in self._pairs.stages(rng, size, tick):
            yield (self._gated(base, donor, duplicates, tally, with_failing, tick) for base, donor in pairs)

    def _gated(self, base, donor, duplicates, tally, with_failing, tick):
        tally["tries"] += len(base)
        made = self._pruned(base, donor, tally, tick)
        made = made if with_failing else made.take(made.level == 0)
        made = self._obeying(made, duplicates, tally)
        self._grade(made, tally)
        return made if with_failing else made.take(made.level == 0)

    def _pruned(self, base, donor, tally, tick):
        """Transplant, lift and prune; level 3 where the oracle says no."""
        oracle, options = self.oracle, self.options
        made, forbidden = transplant(self.space, self.permission, base, donor, options.tolerance)
        made.score = oracle.score(made)
        self._change(made, made.score < oracle.threshold, lambda part: lift(part, oracle, tick))
        yes = made.score >= oracle.threshold
        self._change(made, yes, lambda part: prune(part, oracle, options.max_edits, tick))
        made.level = np.where(made.score >= oracle.threshold, 0, 3)
        self._tally_refused(made.level == 3, forbidden, tally)
        return made

    def _change(self, made, mask, change):
        part = made.take(mask)
        change(part)
        made.edits[mask], made.score[mask] = part.edits, part.score

    def _tally_refused(self, refused, forbidden, tally):
        """Count rows the oracle refuses under the gate that forbade their edits, if one did."""
        for gate in ("monotone", "range"):
            tally[gate] += int((refused & forbidden[gate]).sum())
            refused = refused & ~forbidden[gate]
        tally["oracle"] += int(refused.sum())

    def _obeying(self, made, duplicates, tally):
        fresh = duplicates.fresh(made.matrix(self.space))
        tally["duplicate"] += int((~fresh).sum())
        made = made.take(fresh)
        constraints = self.options.constraints
        if constraints is None or not len(constraints):
            return made
        passing = obeys(constraints, made.frame(self.space.frame), tally)
        tally["constraint"] += int((~passing).sum())
        return made.take(passing)

    def _grade(self, made, tally):
        """Level 2 where the judge disagrees, 1 where only plausibility is missing."""
        rows = np.flatnonzero(made.level == 0)
        if not len(rows):
            return
        part = made.take(rows)
        agreed = self._judge.agrees(part) if self._judge is not None else np.ones(len(part), dtype=bool)
        plausible = self._plausibility.passes(part)
        tally["judge"] += int((~agreed).sum())
        tally["plausibility"] += int((agreed & ~plausible).sum())
        made.level[rows] = np.where(~agreed, 2, np.where(plausible, 0, 1))


def _way_out(n_bases, permission):
    """What helps where no gate rejected anything."""
    if n_bases == 0:
        return (
            "the oracle takes every other row for one of the class as it is: raise validity, or widen permitted_range"
        )
    return "name fewer columns in immutable" if permission.immutable else "raise k_neighbors"


def copies_of(donors, n_columns, oracle):
    """Real rows of the class as candidates without an edit, the last way out of `shortfall="relax"`."""
    made = Candidates(donors, donors, np.zeros((len(donors), n_columns), dtype=bool))
    made.score = oracle.score(made) if oracle is not None else np.full(len(made), np.nan)
    made.level = np.full(len(made), LEVELS.index("copy"))
    return made
