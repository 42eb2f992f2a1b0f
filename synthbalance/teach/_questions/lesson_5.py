"""Lesson 5, Is it good, is it private, is it fair: shapes, hidden majority, an attack, odds and intervals of groups."""

from functools import lru_cache

import numpy as np
from scipy.stats import binomtest, ks_2samp
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

import synthbalance as sb
from synthbalance.experiment import silent
from synthbalance.teach._question import function, number
from synthbalance.teach._tables import Same, current


@lru_cache(maxsize=4)
def _made(same):
    """The split, and the SMOTE rows of the notebook."""
    with silent():
        split = sb.split_holdout(same.data, target=same.target, random_state=0)
        X, y = split.train.X, split.train.y
        sampler = sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(y), random_state=0)
        rows, _ = sampler.fit_resample(X, y)
    return split, rows[sampler.synthetic_mask_]


def _distance(part):
    split, new = _made(Same(*current("5")))
    rows = getattr(split, part)
    column = split.train.X.select_dtypes("number").columns[0]
    return ks_2samp(rows.X[column][rows.y == 1].dropna(), new[column].dropna())


def _attack():
    split, new = _made(Same(*current("5")))
    X = split.train.X
    numbers = X.select_dtypes("number").columns
    center, scale = X[numbers].median(), X[numbers].std().replace(0, 1)

    def places(rows):
        return ((rows[numbers].fillna(center) - center) / scale).to_numpy(dtype=float)

    nearest = NearestNeighbors(n_neighbors=1).fit(places(new))
    near = [nearest.kneighbors(places(part.X[part.y == 1]))[0][:, 0] for part in (split.train, split.holdout)]
    return float(roc_auc_score(np.repeat([1, 0], [len(one) for one in near]), -np.concatenate(near)))


_NEW = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0], [2.0, 4.0], [9.0, 9.0]])
_RARE = np.array([[0.0, 1.0], [5.0, 4.5], [30.0, 30.0]])
_OTHERS = np.array([[1.0, 0.5], [2.0, 3.0], [9.0, 8.0], [5.0, 7.0]])


def _examine_hidden(hidden):
    share = hidden(_NEW.copy(), _RARE.copy(), _OTHERS.copy())
    if np.ndim(share) != 0:
        return "It should return one number, the share of the new rows."
    share = float(share)
    if abs(share - 3) < 1e-9:
        return "That is how many rows there are; the share of all new rows is asked for."
    if abs(share - 0.4) < 1e-9:
        return "It is the wrong way round: count the rows that are nearer to a row of others."
    if not abs(share - 0.6) < 1e-9:
        return (
            "On five rows whose neighbours are known it gives another share. Is it the nearest row of each that counts?"
        )
    return None if abs(float(hidden(_NEW[:1], _RARE, _OTHERS))) < 1e-9 else "It fails where there is one new row."


def _examine_undo(undo):
    odds = np.array([0.01, 0.5, 1.0, 30.0])
    for times in (1.0, 10.0):
        given = np.asarray(undo((times * odds) / (1 + times * odds), times), dtype=float)
        if given.shape != odds.shape:
            return "It should return one probability for each that it gets."
        if np.allclose(given, odds / (1 + odds), rtol=0, atol=1e-9):
            continue
        if np.allclose(given, odds, rtol=0, atol=1e-9):
            return "These are odds. Turn them back: p = odds / (1 + odds)."
        if np.allclose(given, times * odds / (1 + times * odds) / times, rtol=0, atol=1e-9):
            return "It divides the probabilities. Divide the odds, which have no upper end."
        if np.allclose(given, times**2 * odds / (1 + times**2 * odds), rtol=0, atol=1e-9):
            return "It raises the odds once more. They are too high already."
        return "On probabilities whose right answer is known it gives others."
    return None


def _needed():
    tried = {n: binomtest(4 * n // 5, n).proportion_ci(method="wilson") for n in range(5, 200, 5)}
    return float(min(n for n, interval in tried.items() if interval.high - interval.low <= 0.2))


QUESTIONS = {
    "5.1": number(
        lambda: 1 - _distance("validation").statistic, low=0, high=1, within=0.001,
        hints=(
            "ks_2samp takes the two columns of values; its result has a statistic and a p-value.",
            "The statistic is a distance: 0 where both are alike. The shape is a likeness: 1 where both are alike.",
        ),
        traps=(
            (lambda: _distance("validation").statistic, "That is the distance; the column shape is a likeness."),
            (
                lambda: _distance("validation").pvalue,
                "That is the p-value, which falls with the number of rows, however small the distance.",
            ),
            (
                lambda: 1 - _distance("train").statistic,
                "That compares with the frauds they were made from. Take those that were kept out.",
            ),
        ),
        praise="Compared with frauds that were kept out, a sampler cannot score by repeating those it has seen.",
    ),
    "5.2": function(
        _examine_hidden, "new, rare and others (float arrays), that gives a share",
        hints=(
            "For each new row find the distance to its nearest row of rare, and to its nearest row of others.",
            "new[:, None] - rare[None] has all differences; take the norm over the last axis, the least of each row.",
            "Compare the two distances row by row, and take the mean of the comparison.",
        ),
        praise="A new row among honest payments is a fraud in name only, and it teaches the model to flag them.",
    ),
    "5.3": number(
        _attack, low=0, high=1, within=0.002,
        hints=(
            "The labels: 1 for each distance under near[\"trained on\"], 0 for each under near[\"kept out\"].",
            "roc_auc_score takes higher scores for class 1; a small distance speaks for class 1. What is its negative?",
        ),
        traps=(
            (
                lambda: 1 - _attack(),
                "The score is the wrong way round: a small distance has to count as a high score.",
            ),
        ),
        praise="It takes nothing but the new rows and a distance; and the rows are not copies of anybody.",
    ),
    "5.4": function(
        _examine_undo, "p (an array) and times",
        hints=(
            "Turn the probabilities into odds: p / (1 - p).",
            "Make the odds smaller by the factor that the copies made them larger, then turn them back.",
            "From odds to probabilities: odds / (1 + odds).",
        ),
        praise=(
            "It holds for copies and weights, where a fraud counts more and stays the same. SMOTE and models change "
            "what a fraud looks like: there, recalibrate on real rows."
        ),
    ),
    "5.5": number(
        _needed, low=1, within=0.5,
        hints=(
            "For n frauds, 0.8 n are caught: binomtest(4 * n // 5, n) for n = 5, 10, 15 and so on.",
            "Take the first n at which high less low is at most 0.2.",
        ),
        traps=(
            (
                lambda: float(min(
                    n for n in range(5, 400, 5)
                    if (ci := binomtest(4 * n // 5, n).proportion_ci(method="wilson")).high - ci.low <= 0.1
                )),
                "At that number the interval is 10 points wide; 20 points are asked for.",
            ),
            (lambda: _needed() - 5, "Nearly: at that number it is still a little wider."),
            (lambda: _needed() + 5, "That is enough, but there is a smaller one."),
        ),
        praise="And that is for one group. The difference between two groups is wider still.",
    ),
}  # fmt: skip
