"""Lesson 6, Capstone: what a holdout can tell, a rule said before the look, a verdict with its interval."""

from functools import cache

import synthbalance as sb
from synthbalance.teach._question import choice, function, number
from synthbalance.teach._tables import Same, current

CANDIDATES = ("none", "class_weight", "random", "smote", "under_bagging")
WORDS = ("better", "worse", "not distinguishable")
_CASES = (
    (0.01, 0.03, "better"), (-0.03, -0.01, "worse"), (-0.01, 0.02, "not distinguishable"),
    (0.0, 0.02, "not distinguishable"), (-0.02, 0.0, "not distinguishable"),
)  # fmt: skip


def _experiment():
    return _made(Same(*current("6")))


@cache
def _made(same):
    return sb.Experiment(sb.split_holdout(same.data, target=same.target, random_state=0), random_state=0)


def _rare_rows():
    return int(_experiment().split.holdout.y.sum())


@cache
def _previews(exp):
    return {key: exp.preview(key).scores["average_precision"] for key in CANDIDATES}


def _leader():
    scores = _previews(_experiment())
    return max(scores, key=scores.get)


def _candidate(exp):
    """The best of the previews other than doing nothing."""
    scores = {key: score for key, score in _previews(exp).items() if key != "none"}
    return max(scores, key=scores.get)


@cache
def _verdict(exp):
    run = exp.run(_candidate(exp))
    bounds = exp.bounds(run)
    return "better" if bounds.low > 0 else "worse" if bounds.high < 0 else "not distinguishable"


def _examine(verdict):
    for low, high, right in _CASES:
        said = verdict(low, high)
        if said not in WORDS:
            return f"For an interval from {low} to {high} it returned {said!r:.60}; it takes one of {', '.join(WORDS)}."
        if said != right:
            touching = " An interval that touches 0 has not left it." if 0.0 in (low, high) else ""
            return f"For an interval from {low} to {high} it said {said!r}.{touching}"
    return None


QUESTIONS = {
    "6.1": number(
        _rare_rows, low=0, within=0.5,
        hints=(
            "Look at the table of the split: the row of the holdout, the column of rare rows.",
            "`split.holdout.y` is 1 for a rare row; add them up.",
        ),
        traps=(
            (lambda: len(_experiment().split.holdout), "Those are all its rows; the common ones hardly matter here."),
            (lambda: int(_experiment().split.train.y.sum()), "Those are of the training part."),
        ),
        praise="A verdict rests on these rows alone, so its interval cannot be narrow.",
    ),
    "6.2": choice(
        _leader, CANDIDATES,
        hints=("The hasty analyst sorts by the score and takes the first row.", "`previews.idxmax()` names that row."),
        traps=(("none", "That is the line to beat. Which candidate seems to beat it most?"),),
        praise="It leads on a few dozen frauds. Whether it leads at all is what the next cells ask.",
    ),
    "6.3": function(
        _examine, "two numbers, the lower and the upper bound",
        hints=(
            "Where does the interval lie: above 0, below 0, or across it?",
            "Only an interval that lies wholly on one side of 0 decides; in all other cases nothing is shown.",
        ),
        praise="Said before the look, this rule cannot be bent to what came out.",
    ),
    "6.4": choice(
        lambda: _verdict(_experiment()), WORDS,
        hints=(
            "Read `delta_low` and `delta_high` in the last row of the ledger, not `delta`.",
            "Put these two bounds into the function that you wrote for 6.3.",
        ),
        praise="The rule decided, not the wish. If the interval crosses 0, doing nothing is the cheaper choice.",
    ),
}  # fmt: skip
