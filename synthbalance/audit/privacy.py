"""Privacy: copy detectors, and an attack that guesses who was trained on. Synthetic is not anonymous."""

import numpy as np

from synthbalance.audit._figures import Figure, beside, count, few_rows, frame_of, number, percent, unknown
from synthbalance.audit._intervals import auc_interval, median_draws, percentiles, share_interval
from synthbalance.audit._membership import density_ratio
from synthbalance.audit._places import Space, nearest
from synthbalance.audit._progress import between, in_turn
from synthbalance.audit._records import affordable, closest_record, copied
from synthbalance.audit._tables import MOST_OTHERS, join

MOST_KNOWN = 10_000
DETECTOR = "Copy detectors, not privacy: "
NOT_ANONYMOUS = "synthetic is not anonymous"


def measure_privacy(given, tables, rng, tell):
    """Every figure of privacy.

    Parameters
    ----------
    given : Given
    tables : Tables
    rng : numpy.random.Generator
    tell : callable (float)
        Told how many of the 3 steps are done, and shares of them in between.

    Returns
    -------
    DataFrame
        Columns measure, value, low, high, better, sentence.
    """
    first, second, third, fourth = (between(tell, *ends) for ends in ((0, 1), (1, 1.5), (1.5, 2), (2, 3)))
    copies = _copies(given, first)
    tell(1)
    distances = [*_ratios(tables, rng, second), _closest_distance(tables, rng, third)]
    tell(2)
    attacks = _attacks(tables, rng, fourth)
    tell(3)
    return frame_of([copies, *distances, *attacks])


def _copies(given, tell):
    """Rows that equal a training row of either class; all synthetic rows count, none is left out of this one."""
    train, holdout = given.features("train"), given.rare("holdout")
    first, second = in_turn(tell, 2)
    hits, n = int(copied(given.new, train, first).sum()), len(given.new)
    real = float(copied(holdout, train, second).mean()) if len(holdout) else np.nan
    sentence = (
        f"{DETECTOR}{hits:,} of {count(n, 'synthetic row')}, {percent(hits / n)}, equal a training row in every "
        f"column; {beside(percent(real))}."
    )
    return Figure("exact_copies", hits / n, *share_interval(hits, n), "lower", sentence)


def _ratios(tables, rng, tell):
    """Distance to the closest training row in units of the holdout's own, and nearest to second nearest."""
    names = {
        "closest_record_ratio": "one",
        "neighbor_distance_ratio": "real",
        "neighbor_distance_ratio_real": "yardstick",
    }
    few = few_rows(tables.train, "rare training rows") or few_rows(tables.holdout, "rare holdout rows")
    if few:
        return [unknown(name, better, few) for name, better in names.items()]
    space = Space(tables.train)
    known = space(tables.train)
    first, second, third, fourth = in_turn(tell, 4)
    new = nearest(space(tables.new), known, 2, first)
    real = nearest(space(tables.holdout), known, 2, second)
    closest = _closest_ratio(new[:, 0], real[:, 0], tables, rng, third)
    return [closest, *_neighbor_ratios(new, real, tables, rng, fourth)]


def _closest_ratio(new, real, tables, rng, tell):
    if np.median(real) == 0:
        why = "half of the real holdout rare rows equal a training row, so that there is no distance to compare with"
        return unknown("closest_record_ratio", "one", why)
    value = float(np.median(new) / np.median(real))
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = in_turn(tell, 2)
        ends = percentiles(median_draws(new, rng, first) / median_draws(real, rng, second))
    sentence = (
        f"{DETECTOR}in the median, synthetic rows lie {number(value)} times as far from the closest rare training row "
        f"as real holdout rare rows do (1 = as far; below, they repeat what was seen){tables.sampled('new', 'train')}."
    )
    return Figure("closest_record_ratio", value, *ends, "one", sentence)


def _neighbor_ratios(new, real, tables, rng, tell):
    ratios = [_by_second(rows) for rows in (new, real)]
    values = [float(np.median(ratio)) for ratio in ratios]
    ends = [percentiles(median_draws(ratio, rng, share)) for ratio, share in zip(ratios, in_turn(tell, 2), strict=True)]
    first = (
        f"{DETECTOR}the closest rare training row is {number(values[0])} times as far as the second closest, in the "
        f"median (near 0 = one row was copied){tables.sampled('new', 'train')}; {beside(number(values[1]))}."
    )
    second = f"{DETECTOR}{number(values[1])} is what real holdout rare rows have."
    return [
        Figure("neighbor_distance_ratio", values[0], *ends[0], "real", first),
        Figure("neighbor_distance_ratio_real", values[1], *ends[1], "yardstick", second),
    ]


def _by_second(distances):
    """Nearest by second nearest; 0 for a copy, also of a row that is there twice."""
    return np.divide(distances[:, 0], distances[:, 1], out=np.zeros(len(distances)), where=distances[:, 1] > 0)


def _closest_distance(tables, rng, tell):
    """sdmetrics' distance, on as many rows as take about a second."""
    if few := few_rows(tables.train, "rare training rows", 1):
        return unknown("closest_record_distance", "real", few)
    used = [_some(rows, affordable(rows, tables.train), rng) for rows in (tables.new, tables.holdout)]
    distances = [
        closest_record(rows, tables.train, share) if len(rows) else np.full(1, np.nan)
        for rows, share in zip(used, in_turn(tell, 2), strict=True)
    ]
    value, real = (float(np.median(part)) for part in distances)
    said = tables.sampled("new", "train")
    if len(used[0]) < len(tables.new):
        said = f" ({len(used[0]):,} of the {len(tables.new):,} rows, drawn at random)"
    sentence = (
        f"{DETECTOR}in the median, the closest rare training row is {number(value)} away, as a mean share of each "
        f"column's range{said}; {beside(number(real))}."
    )
    return Figure("closest_record_distance", value, *percentiles(median_draws(distances[0], rng)), "real", sentence)


def _attacks(tables, rng, tell):
    """Three attackers: one who knows the population, one who knows the rare class, one after rows of the other."""
    rare, others = (tables.train, tables.holdout), (tables.train_others, tables.holdout_others)
    everyone = join(tables.validation, tables.validation_others)
    plans = (
        ("membership_auc", rare, everyone, "rare", "real rows of both classes"),
        ("membership_auc_rare", rare, tables.validation, "rare", "real rows of the rare class alone"),
        ("membership_auc_others", others, tables.validation_others, "other", "real rows of the other class"),
    )
    return [_attack(*plan, tables, rng, share) for plan, share in zip(plans, in_turn(tell, 3), strict=True)]


def _attack(measure, candidates, reference, what, known, tables, rng, tell):
    names = (f"{what} training rows", f"{what} holdout rows")
    few = [few_rows(rows, name) for rows, name in zip(candidates, names, strict=True)]
    few = next(filter(None, [*few, few_rows(reference, "validation rows to compare with")]), "")
    if few:
        return unknown(measure, "half", few)
    members, strangers = (_some(rows, MOST_OTHERS, rng) for rows in candidates)
    reference = _some(reference, MOST_KNOWN, rng)
    space = Space(join(members, strangers))
    places = zip((space(strangers), space(members)), in_turn(tell, 2), strict=True)
    scores = [density_ratio(one, space(tables.new), space(reference), share) for one, share in places]
    value, low, high = auc_interval(*scores)
    sizes = f"{len(members):,} against {len(strangers):,} rows, {len(reference):,} known"
    return Figure(measure, value, low, high, "half", _attack_words(what, known, value, sizes, tables.by_time))


def _attack_words(what, known, value, sizes, by_time):
    a_row = "a rare row" if what == "rare" else "a row of the other class"
    sentence = (
        f"An attacker with the synthetic rows and {known} ranks {a_row} that was trained on above one that was "
        f"not in {percent(value)} of pairs (50 % = a guess; {sizes}). Other attacks may do better: {NOT_ANONYMOUS}."
    )
    if by_time:
        sentence += " Training and holdout rows were not drawn at random, which alone can move this figure."
    return sentence


def _some(rows, most, rng):
    return rows if len(rows) <= most else rows[np.sort(rng.choice(len(rows), most, replace=False))]
