"""Lesson 4, Counterfactual rows: edits, pruning, donors and rules."""

from functools import lru_cache

import pandas as pd

import synthbalance as sb
from synthbalance.experiment import silent
from synthbalance.teach._question import function, names, number
from synthbalance.teach._tables import Same, current

_ROW = 15


@lru_cache(maxsize=4)
def _made(table, purpose):
    """Training features, the ledger's parents and the new rows, as the notebook makes them."""
    with silent():
        train = sb.split_holdout(table.data, target=table.target, random_state=0).train
        twice = {1: 2 * int(train.y.sum())}
        sampler = sb.CounterfactualSampler(purpose=purpose, sampling_strategy=twice, random_state=0)
        rows, _ = sampler.fit_resample(train.X, train.y)
    return train.X, sampler.parents_, rows[sampler.synthetic_mask_]


def _parents():
    return _made(Same(*current("4")), "augment")[1]


def _differs(parent, missing_counts=False):
    """Columns in which the row asked for differs from its base or donor."""
    X, parents, new = _made(Same(*current("4")), "explain")
    row, other = new.iloc[_ROW], X.iloc[parents.loc[_ROW, parent]]
    return {
        column for column in X
        if row[column] != other[column] and (missing_counts or not (pd.isna(row[column]) and pd.isna(other[column])))
    }  # fmt: skip


def _both_needed(row):
    return row["amount"] > 100 and row["hour"] < 6


def _either_will_do(row):
    return row["amount"] > 100 or row["hour"] < 6


def _examine_prune(prune):
    base = pd.Series({"amount": 20, "country": "DE", "hour": 12, "items": 1}, dtype=object)
    donor = pd.Series({"amount": 500, "country": "US", "hour": 3, "items": 1}, dtype=object)
    found = []
    for is_fraud in (_both_needed, _either_will_do):
        kept = prune(base.copy(), donor.copy(), is_fraud)
        if isinstance(kept, str) or not hasattr(kept, "__iter__"):
            return f"It should return a set of column names, and returned {type(kept).__name__}."
        found.append(set(kept))
    return _said_of(*found)


def _said_of(both, either):
    if both | either > {"amount", "hour"} or "items" in both | either or "country" in both | either:
        return "It keeps a column whose value makes no difference, or that is equal in both rows."
    if both != {"amount", "hour"}:
        return (
            "Where a fraud needs two of the donor's values, it does not keep both: ask before a value stays put back."
        )
    if not either:
        return "Where either of two values is enough, it puts back both, and the row is no fraud any more."
    if len(either) > 1:
        return "Where either of two values is enough, it keeps both; one of them could go back."
    return None


def _examine_counts(fits):
    rows = pd.DataFrame(
        {"payments_1h": [0, 1, 3, 1, 2], "payments_24h": [0, 2, 2, 5, 2], "payments_7d": [0, 4, 4, 3, 2]},
        index=[7, 3, 9, 4, 1],
    )
    mask = fits(rows.copy())
    if not hasattr(mask, "__len__") or len(mask) != len(rows):
        return "It should return one True or False for each row of the table."
    mask = [bool(one) for one in mask]
    if mask == [not one for one in (True, True, False, False, True)]:
        return "It is the wrong way round: True is for a row that may exist."
    if not (mask[0] and mask[4]):
        return "Equal counts are possible: all payments of the week may be of the last hour, or there may be none."
    if mask[2] or mask[3]:
        return "It lets a row pass that breaks one of the two comparisons."
    return None if mask[1] else "It refuses a row that keeps both comparisons."


QUESTIONS = {
    "4.1": names(
        lambda: _differs("base"),
        hints=(
            "Go through the columns and compare the two rows, cell by cell.",
            "Two missing values are not equal for pandas: NaN != NaN is True. Is such a cell an edit?",
            "Leave out the columns where both rows have no value, with pd.isna on each of them.",
        ),
        traps=(
            (
                lambda answer: answer == _differs("base", missing_counts=True),
                "Some of these are missing in both rows, which is no edit.",
            ),
            (
                lambda answer: answer == _differs("donor"),
                "These are the columns that differ from the donor; the question is about the base.",
            ),
        ),
        praise="Each cell of such a row can be verified against two real rows, so a row can be explained and defended.",
    ),
    "4.2": function(
        _examine_prune, "base, donor and is_fraud",
        hints=(
            "Start from a copy of the donor. Put one value of the base back, and ask is_fraud.",
            "If it still is a fraud, go on from the row with that value put back; if not, go on from the row before.",
            "After the last column, the answer is where your row still differs from the base.",
        ),
        praise="Each value depends on what was put back before: another order may leave another, equally true, answer.",
    ),
    "4.3": number(
        lambda: float(_parents()["donor"].nunique()), low=0, within=0.5,
        hints=(
            "The ledger of the new rows, many.parents_, has a column for each kind of parent.",
            "Count the different values of the column donor.",
        ),
        traps=(
            (lambda: float(len(_parents())), "That is how many rows were made. Some of them share a donor."),
            (lambda: float(_parents()["base"].nunique()), "That counts the bases, honest payments."),
            (lambda: float(_parents()["donor"].value_counts().max()), "That is how many rows one donor gave at most."),
        ),
        praise="The new rows rest on these frauds alone; what the others could tell is not in them.",
    ),
    "4.4": function(
        _examine_counts, "a table, that gives True for each row that may exist",
        hints=(
            "Write one comparison of two columns for each pair of windows.",
            "Join the two comparisons with &, each in brackets; a < b < c does not work on columns.",
            "Equal counts are possible, so compare with <=.",
        ),
        praise="A rule in one line does what no likelihood can: it knows that a row cannot exist.",
    ),
}  # fmt: skip
