"""Prune: put back what the oracle does not need, one column for all candidates at once."""

import numpy as np


def lift(candidates, oracle, tick):
    """Undo edits that lower the score, of candidates the oracle nearly accepts; they are changed in place.

    A donor that is no clear case of its class still has values that are: without the others, and
    with the base's in their place, they may reach the threshold.

    Parameters
    ----------
    candidates : Candidates
        Scored, below the threshold; those below `oracle.within_reach` stay as they are.
    oracle : Oracle
    tick : callable (stage, done, total)
    """
    near = np.flatnonzero(candidates.score >= oracle.within_reach)
    _put_back(candidates, near, oracle, lambda score, before: score > before, tick)


def prune(candidates, oracle, max_edits, tick):
    """Undo edits from the least to the most important column wherever the score stays above the threshold.

    One prediction a column, whatever the number of candidates. They are changed in place.

    Parameters
    ----------
    candidates : Candidates
        Scored, all at or above the threshold.
    oracle : Oracle
    max_edits : int or None
        Where more are left, the least important ones go too, and the score says what that costs.
    tick : callable (stage, done, total)
    """
    everyone = np.arange(len(candidates))
    _put_back(candidates, everyone, oracle, lambda score, before: score >= oracle.threshold, tick)
    if max_edits is not None:
        _keep_the_most_important(candidates, oracle, max_edits)


def _put_back(candidates, which, oracle, keeps, tick):
    """Try each column's edits without it, in increasing order of importance; `keeps` says where it stays put back."""
    order = np.argsort(oracle.importance, kind="stable")
    for done, column in enumerate(order):
        tick("putting columns back", done, len(order))
        rows = which[candidates.edits[which, column]]
        if not len(rows):
            continue
        trial = candidates.take(rows)
        trial.edits[:, column] = False
        score = oracle.score(trial)
        back = keeps(score, candidates.score[rows])
        candidates.edits[rows[back], column] = False
        candidates.score[rows[back]] = score[back]


def _keep_the_most_important(candidates, oracle, max_edits):
    rows = np.flatnonzero(candidates.edits.sum(axis=1) > max_edits)
    if not len(rows):
        return
    order = np.argsort(-oracle.importance, kind="stable")
    by_importance = candidates.edits[rows][:, order]
    by_importance &= np.cumsum(by_importance, axis=1) <= max_edits
    kept = np.empty_like(by_importance)
    kept[:, order] = by_importance
    candidates.edits[rows] = kept
    candidates.score[rows] = oracle.score(candidates.take(rows))
