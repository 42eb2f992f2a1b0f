"""What the figures of some result files say, in words and without a figure.

A reading belongs to figures of one date. The page leaves it out when these have been taken again: then it is to be
written anew, here.
"""

READINGS = {
    "handbook": (
        "2026-11-26",
        """\
On the tree the book's finding shows again: no strategy raises the average precision. As in the book, SMOTE to equal
classes has a slightly higher card precision than none. For three averaged trees the interval of SMOTE's loss contains
0; those of all weights exclude it, and these losses are larger than the book's.

On our stabilised LightGBM the weights lose as in the book, the smallest of them within its interval, and card precision
does not move. One thing differs from "rebalancing never helps": SMOTE to a twentieth gains, clear of 0. SMOTE to equal
classes gains nothing.

On LightGBM's own defaults the finding turns round: SMOTE and two of the weights gain. None of them gets past our
default's SMOTE to a twentieth, the weights not even to its none: most of these gains repair an unstable model.""",
    ),
    "coverage": (
        "2026-11-25",
        """\
The goal is met with few rare rows as well as with many. Where there is no difference the misses are even; where one
model is better the interval lies below the truth more often than above it, so that it errs towards calling a gain too
small.""",
    ),
    "looks": (
        "2026-11-25",
        """\
After so many looks at pure noise the pointwise interval calls the best run a gain in about a third of the holdouts; the
simultaneous one hardly ever does.""",
    ),
    "calibration": (
        "2026-11-25",
        """\
Under-bagging is the only strategy whose mean lies below that of none. The copula misses the goal clearly; class weight
and MGS narrowly, and class weight would meet it by the one-sided bound. What pushes the copula and the class weight
over it is mostly one table, ai4i_machine_failure, while their slopes there stay near 1: the ranking got worse rather
than the calibration. MGS loses most there and on mammography.

Held against each split on its own, the slope's goal is missed by every strategy and by none as well, nearly always on
mammography (probabilities too close together), german_credit and coil_2000 (too far apart). Runs without rebalancing do
so as often as those with it, so that it is not the reason; likely ones are the few rare rows that the correction is
learned on and the ridge that keeps it near 1.""",
    ),
}
