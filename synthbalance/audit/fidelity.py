"""Fidelity: are synthetic rows of the rare class like real ones, and are they rare ones at all?"""

import numpy as np

from synthbalance.audit._balls import NEIGHBORS, coverage_and_density
from synthbalance.audit._figures import Figure, beside, count, few_rows, frame_of, number, percent, unknown
from synthbalance.audit._intervals import (
    auc_interval,
    difference_interval,
    group_interval,
    mean_interval,
    random_groups,
    share_interval,
)
from synthbalance.audit._judge import judge_scores
from synthbalance.audit._pairs import pair_trends, pairs_of
from synthbalance.audit._places import Space, nearest
from synthbalance.audit._progress import between, in_turn, unheard
from synthbalance.audit._range import out_of_range
from synthbalance.audit._shapes import column_shapes, mean_likeness
from synthbalance.audit._tables import join

MOST_COLUMNS = 100
_ALIKE = {"column_shapes": "higher", "pair_trends": "higher"}
_BETTER = {
    **_ALIKE,
    "two_sample_auc": "half",
    "coverage": "higher",
    "density": "one",
    "out_of_range": "lower",
    "hidden_majority": "lower",
    "hidden_majority_real": "yardstick",
    "hidden_majority_excess": "lower",
}


def measure_fidelity(tables, rng, tell):
    """Every figure of fidelity.

    Parameters
    ----------
    tables : Tables
    rng : numpy.random.Generator
    tell : callable (float)
        Told how many of the 4 steps are done, and shares of them in between.

    Returns
    -------
    fidelity, columns, pairs : DataFrames
        Columns measure, value, low, high, better, sentence; the second starts with `column`, the third with
        `column_1, column_2`.
    """
    first, second, third, fourth = (between(tell, k, k + 1) for k in range(4))
    alike, columns, pairs = _likeness(tables, rng, first)
    tell(1)
    judged = _two_sample(tables, rng, second)
    tell(2)
    placed = _coverage_and_density(tables, third)
    tell(3)
    figures = [*alike, judged, *placed, _out_of_range(tables), *_hidden_majority(tables, fourth)]
    tell(4)
    return frame_of(figures), columns, pairs


def _likeness(tables, rng, tell):
    """Column shapes and pair trends: two figures, and the frames of single columns and of pairs."""
    real, new = tables.validation, tables.new
    names = [*tables.number_names, *tables.category_names]
    if few := few_rows(real):
        return [unknown(name, "higher", few) for name in _ALIKE], *_detail([], [], names, [])
    groups = tuple(random_groups(len(part), rng) for part in (real, new))
    once = tuple(np.zeros(len(part), dtype=int) for part in (real, tables.holdout))
    pairs, n_used = pairs_of(real, MOST_COLUMNS, rng)
    first, second = in_turn(tell, 2)
    shapes, trends = _both(real, new, groups, pairs, first)
    theirs = [], []
    if len(tables.holdout):
        theirs = _both(real, tables.holdout, once, pairs, second)
    said = tables.sampled("new", "aside")
    if n_used < len(names):
        said += f" (pairs of {n_used} of the {len(names)} columns, drawn at random)"
    words = (
        f"Column by column, the distributions are alike to {{}} (1 = the same){said}",
        f"Pair by pair, columns depend on each other alike to {{}} (1 = the same){said}{_left_out(trends)}",
    )
    figures = [
        _mean_figure(measure, parts, mean_likeness(kept).value, text)
        for measure, parts, kept, text in zip(_ALIKE, (shapes, trends), theirs, words, strict=True)
    ]
    return figures, *_detail(shapes, trends, names, pairs)


def _both(real, rows, groups, pairs, tell):
    first, second = in_turn(tell, 2)
    return column_shapes(real, rows, groups, first), pair_trends(real, rows, groups, pairs, second)


def _left_out(trends):
    constant = sum(bool(np.isnan(part.value)) for part in trends)
    return f"; {count(constant, 'pair')} with a constant column could not be measured" if constant else ""


def _mean_figure(measure, parts, real, text):
    mean = mean_likeness(parts)
    ends = group_interval(mean.value, *mean.without)
    sentence = f"{text.format(number(mean.value))}; {beside(number(real))}, against the same rare validation rows."
    return Figure(measure, mean.value, *ends, "higher", sentence)


def _detail(shapes, trends, names, pairs):
    columns = [
        Figure(
            "column_shape", part.value, *group_interval(part.value, *part.without), "higher",
            f"Column {name!r} is distributed alike to {number(part.value)} (1 = the same).",
        ) for part, name in zip(shapes, names, strict=False)
    ]  # fmt: skip
    both = [(names[i], names[j]) for i, j in pairs]
    dependence = [
        Figure(
            "pair_trend", part.value, *group_interval(part.value, *part.without), "higher",
            f"Columns {a!r} and {b!r} depend on each other alike to {number(part.value)} (1 = the same).",
        ) for part, (a, b) in zip(trends, both, strict=True)
    ]  # fmt: skip
    first, second = [a for a, _ in both], [b for _, b in both]
    return frame_of(columns, column=names[: len(columns)]), frame_of(dependence, column_1=first, column_2=second)


def _two_sample(tables, rng, tell):
    real, new = tables.validation, tables.new
    if few := few_rows(real) or few_rows(new, "synthetic rows"):
        return unknown("two_sample_auc", "half", few)
    value, low, high = auc_interval(*judge_scores(real, new, int(rng.integers(2**31)), tell))
    sentence = (
        f"A classifier ranks a synthetic row above a real rare validation row in {percent(value)} of pairs: "
        f"50 % = it cannot tell them apart, 100 % = always{tables.sampled('new', 'aside')}."
    )
    if len(real) < 40:
        sentence += f" With {count(len(real), 'real row')} it learned little; near 50 % says little too."
    return Figure("two_sample_auc", value, low, high, "half", sentence)


def _coverage_and_density(tables, tell):
    names = ("coverage", "density")
    if few := few_rows(tables.validation) or few_rows(tables.train, "rare training rows", 1):
        return [unknown(name, _BETTER[name], few) for name in names]
    space = Space(tables.train)
    real, new = space(tables.validation), space(tables.new)
    first, second = in_turn(tell, 2)
    covered, inside, share = coverage_and_density(real, new, tell=first)
    theirs = [np.nan, np.nan]
    if len(tables.holdout):
        theirs = [float(part.mean()) for part in coverage_and_density(real, space(tables.holdout), tell=second)[:2]]
    n, said = min(len(real), len(new)), tables.sampled("new", "aside")
    k = min(NEIGHBORS, len(real) - 1)
    words = (
        f"As many synthetic rows as real ones ({n:,}) would reach {{}} of the neighbourhoods (up to the {k}th "
        f"neighbour) of real rare validation rows{said}; {{}}.",
        f"Synthetic rows lie {{}} times as dense around real rare validation rows as these do among themselves "
        f"(1 = alike; above, they crowd where real rows crowd){said}; {{}}.",
    )
    ends = mean_interval(covered.mean(), covered, high=1.0), mean_interval(inside.mean(), inside, share)
    shown = [(percent, covered), (number, inside)]
    return [
        Figure(name, float(part.mean()), *end, _BETTER[name], text.format(show(part.mean()), beside(show(real_value))))
        for name, text, (show, part), end, real_value in zip(names, words, shown, ends, theirs, strict=True)
    ]


def _out_of_range(tables):
    if few := few_rows(tables.train, "rare training rows", 1):
        return unknown("out_of_range", "lower", few)
    outside, n = int(out_of_range(tables.new, tables.train).sum()), len(tables.new)
    real = float(out_of_range(tables.holdout, tables.train).mean()) if len(tables.holdout) else np.nan
    sentence = (
        f"{outside:,} of {count(n, 'synthetic row')}, {percent(outside / n)}, have a value that no rare training row "
        f"bears out: outside its range, or a category it never has{tables.sampled('new', 'train')}; "
        f"{beside(percent(real))}."
    )
    return Figure("out_of_range", outside / n, *share_interval(outside, n), "lower", sentence)


def _hidden_majority(tables, tell):
    """Share of synthetic rows next to a majority row, the same of real rows, and how much more that is."""
    names = ("hidden_majority", "hidden_majority_real", "hidden_majority_excess")
    if few := few_rows(tables.validation) or few_rows(tables.validation_others, "other validation rows", 1):
        return [unknown(name, _BETTER[name], few) for name in names]
    hits, n = [], []
    for rows, share in zip((tables.new, tables.holdout), in_turn(tell, 2), strict=True):
        hits.append(int(beside_majority(rows, tables, share).sum()) if len(rows) else 0)
        n.append(len(rows))
    said = tables.sampled("new", "aside")
    share, real = hits[0] / n[0], hits[1] / n[1] if n[1] else np.nan
    first = (
        f"{percent(share)} of the synthetic rows have a row of the other class as their nearest real validation row"
        f"{said}; {beside(percent(real))}. What is above that are rare rows in name only."
    )
    figures = [Figure(names[0], share, *share_interval(hits[0], n[0]), "lower", first)]
    if n[1] == 0:
        why = "no real holdout row of the rare class is there to compare with"
        return [*figures, *(unknown(name, _BETTER[name], why) for name in names[1:])]
    second = f"{percent(real)} of the {count(n[1], 'real holdout rare row')} have one, so much is the data's own."
    third = (
        f"Synthetic rows lie beside a row of the other class {abs(100 * (share - real)):.1f} percentage points "
        f"{'more' if share >= real else 'less'} often than real rare rows do."
    )
    return [
        *figures,
        Figure(names[1], real, *share_interval(hits[1], n[1]), "yardstick", second),
        Figure(names[2], share - real, *difference_interval(hits[0], n[0], hits[1], n[1]), "lower", third),
    ]


def beside_majority(rows, tables, tell=unheard):
    """Which rows have a row of the other class as their nearest validation row: bool array of shape (n_rows,).

    Units are those of all validation rows used.

    References
    ----------
    Tarawneh, Hassanat, Altarawneh and Almuhaimeed (2022), Stop Oversampling for Class Imbalance Learning,
    IEEE Access 10, 47643-47660.
    """
    space = Space(join(tables.validation, tables.validation_others))
    places, known = space(rows), zip((tables.validation, tables.validation_others), in_turn(tell, 2), strict=True)
    rare, others = (nearest(places, space(part), tell=share)[:, 0] for part, share in known)
    return others < rare
