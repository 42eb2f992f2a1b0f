"""Collect: candidates of one class in order, gate by gate looser where asked, until there are enough."""

from collections import Counter

import numpy as np

from synthbalance.samplers._counterfactual.gates import GATES, obeys
from synthbalance.samplers._counterfactual.native import LEVELS, copies_of
from synthbalance.samplers._counterfactual.oracle import FEWEST_ROWS
from synthbalance.samplers._counterfactual.select import DonorShare
from synthbalance.samplers._counterfactual.transplant import join
from synthbalance.samplers._labels import plain_label

_BLOCK = (256, 4_096)
_HOPELESS = 20_000  # candidates of which none passed

WAYS_OUT = {
    "oracle": 'lower validity, raise k_neighbors or use purpose="explain"',
    "judge": "raise k_neighbors or set judge=None",
    "plausibility": "raise plausibility towards 1",
    "range": "widen permitted_range",
    "monotone": "name fewer columns in monotone",
    "constraint": "loosen constraints",
    "duplicate": "the columns hold too few values for rows that are new: RandomSampler copies instead",
    "donor_share": "ask for fewer rows",
}


class TooFew:
    """Stands in for a maker where a class has too few rows to learn an oracle from: no candidates."""

    oracle = None
    way_out = 'use shortfall="relax" or "smote"'

    def __init__(self, options, space, permission, is_label):
        self.options, self.space, self.permission = options, space, permission
        self.donors, self.refused = np.flatnonzero(is_label), {}

    def stages(self, *_):
        return iter(())


def collect(maker, n_new, rng, relax, tick):
    """Candidates of one class, as many as pass.

    Parameters
    ----------
    maker : Native, CFA or TooFew
    n_new : int
    rng : numpy.random.Generator
    relax : bool
        Whether those that miss plausibility, then the judge, then the oracle's threshold fill up,
        and after them copies.
    tick : callable (stage, done, total)

    Returns
    -------
    chosen : Candidates of at most n_new rows, or None
    tally : Counter
        Rejected candidates by gate, and "tries".
    """
    share, tally = DonorShare(len(maker.donors), n_new), Counter(maker.refused)
    tally["tries"] = sum(maker.refused.values())
    made = _offered(maker, share, rng, tally, relax, tick)
    if relax and made is not None:
        for level in (1, 2, 3):
            share.offer(np.flatnonzero(made.level == level), made.donor[made.level == level])
            share.flush()
    tally["donor_share"] = len(share.waiting)
    chosen = [] if made is None else [made.take(share.taken)]
    if relax and share.missing:
        chosen += _copies(maker, share, rng)
    return join(chosen) if chosen else None, tally


def _offered(maker, share, rng, tally, relax, tick):
    """All candidates made until the share was full: Candidates, or None without any."""
    parts, n_made, before = [], 0, tally["tries"]

    def size():
        return min(max(_BLOCK[0], 2 * share.missing), _BLOCK[1])

    for stage in maker.stages(rng, tally, relax, size, tick):
        for block in stage:
            good = np.flatnonzero(block.level == 0)
            share.offer(n_made + good, block.donor[good])
            parts.append(block)
            n_made += len(block)
            tick("making rows", len(share.taken), share.n_new)
            if share.full or (not share.taken and tally["tries"] - before >= _HOPELESS):
                return join(parts)
        share.flush()
        if share.full:
            break
    return join(parts) if parts else None


def _copies(maker, share, rng):
    """Real rows of the class that obey the user's gates, each in turn, within the limit of one donor."""
    donors = rng.permutation(maker.donors)
    donors = donors[maker.permission.in_range[donors]]
    donors = donors[obeys(maker.options.constraints or (), maker.space.frame.iloc[donors].reset_index(drop=True))]
    most = share.limit(share.n_new)
    free = np.array([most - share.given[donor] for donor in donors.tolist()], dtype=np.int64)
    rounds = [donors[free > turn] for turn in range(max(0, free.max(initial=0)))]
    again = np.concatenate([np.empty(0, dtype=np.int64), *rounds])[: share.missing]
    return [copies_of(again, maker.space.matrix.shape[1], maker.oracle)] if len(again) else []


def note(report, tally, chosen):
    """Add what one class's collection rejected and relaxed to a sampler's `report_`."""
    for gate in (*GATES, "tries"):
        report[gate] = report.get(gate, 0) + tally[gate]
    relaxed = Counter() if chosen is None else Counter(np.asarray(LEVELS)[chosen.level[chosen.level > 0]].tolist())
    report["relaxed"] = dict(Counter(report.get("relaxed", {})) + relaxed)


def shortfall_sentence(n_new, n_made, tally, otherwise):
    """How many rows are missing, which gates rejected how many candidates, and the way out; `otherwise` if none did."""
    rejected = {gate: tally[gate] for gate in GATES if tally[gate]}
    each = {rule: count for rule, count in tally.items() if rule.startswith("constraints[") and count}
    counts = ", ".join(f"{gate} {count} of {tally['tries']}" for gate, count in {**rejected, **each}.items()) or "none"
    worst = max(rejected, key=rejected.get, default=None)
    way_out = WAYS_OUT.get(worst, otherwise)
    if n_made == 0:
        return f"No row passes the gates of CounterfactualSampler (rejected: {counts}). Way out: {way_out}."
    return (
        f"{n_new} new rows were asked for, {n_made} passed in {tally['tries']} tries (rejected: {counts}); "
        f'{n_new - n_made} are missing. Way out: {way_out}; or shortfall="relax" or "smote" fills up.'
    )


def too_few_sentence(label, maker):
    """That a class is too small for an oracle, and which samplers take it."""
    n_rows = len(maker.donors)
    label = plain_label(label)
    return (
        f"CounterfactualSampler needs at least {FEWEST_ROWS} rows of class {label!r} and as many others to learn from, "
        f"found {n_rows} and {len(maker.space.frame) - n_rows}. RandomSampler copies what there is, SMOTESampler needs "
        f'two rows; or use shortfall="relax" or "smote".'
    )
