"""Sentences of the fairness audit."""

import numpy as np

from synthbalance.audit._group_rates import FEW, RATES

_KINDS = {"selection_rate": "rows", "recall": "rare rows", "false_positive_rate": "other rows"}
_WORDS = {"selection_rate": "flagged", "recall": "caught", "false_positive_rate": "flagged by mistake"}
_WHEN = {"": "", "_before": " before rebalancing"}


def rate_words(group, rate, state, score, count):
    """What one row of a group says."""
    kind = _KINDS[rate]
    if count == 0:
        return f"The holdout has no {kind[:-1]} with {group}, so its {_plain(rate)} is not known."
    few = f" Only {count}: too few to say anything." if count < FEW else ""
    if state == "_change":
        return f"Rebalancing changes the {_plain(rate)} of {group} {_points(score)}: {_verdict(score)}.{few}"
    are = "are" if state == "" else "were"
    between = f"({_percent(score[1])} to {_percent(score[2])})"
    return f"Of {count:,} {kind} with {group}, {_percent(score[0])} {are} {_WORDS[rate]}{_WHEN[state]} {between}.{few}"


def gap_words(name, rate, kind, state, score, left_out):
    """What one row about the gap between groups says."""
    what = f"{'largest difference' if kind == 'difference' else 'smallest ratio'} in {_plain(rate)} between groups"
    out = f" Left out, with fewer than {FEW} {_kind_of(rate)}: {', '.join(left_out)}." if left_out else ""
    if np.isnan(score[0]):
        return f"The {what} of {name} is not known: fewer than two groups have enough rows, or none is flagged.{out}"
    if state == "_change":
        figures = _points(score) if kind == "difference" else f"by {_signed(score[0])} ({_ends(score)})"
        return f"Rebalancing changes the {what} of {name} {figures}: {_verdict(score)}.{out}"
    was = "was" if state else "is"
    ends = f"({100 * score[1]:.1f} to {100 * score[2]:.1f})"
    ratio = f"{score[0]:.2f} ({score[1]:.2f} to {score[2]:.2f})"
    figures = f"{100 * score[0]:.1f} points {ends}" if kind == "difference" else ratio
    return f"The {what} of {name} {was} {figures}{_WHEN[state]}.{out}"


def flip_words(name, state, score, n_rows, is_feature, n_values):
    """What a row about flipped decisions says."""
    if not is_feature:
        return f"{name} is no feature, so no decision flips with it alone; other columns may still stand for it."
    if n_values < 2:
        return f"{name} has one value in the holdout, so nothing can be put in its place."
    if state == "_change":
        return f"Rebalancing changes the share of decisions that flip with {name} {_points(score)}: {_verdict(score)}."
    was = "flipped" if state else "flip"
    return (
        f"{_figures(score)} of {n_rows:,} decisions {was}{_WHEN[state]} when only {name} is set to another of its "
        f"{n_values} values."
    )


def few_words(groups):
    """The warning about groups that say nothing on recall."""
    return (
        f"Fewer than {FEW} rare holdout rows, too few to judge recall, in: {', '.join(groups)}. Merge groups, or use a "
        "larger holdout."
    )


def _plain(rate):
    return "equalized odds" if rate == "equalized_odds" else rate.replace("_", " ").replace("false p", "false-p")


def _kind_of(rate):
    return _KINDS[rate] if rate in RATES else "rare or other rows"


def _percent(x):
    return f"{100 * x:.1f} %"


def _figures(score):
    return f"{_percent(score[0])} ({_percent(score[1])} to {_percent(score[2])})"


def _points(score):
    return f"by {_signed(100 * score[0], 1)} points ({_signed(100 * score[1], 1)} to {_signed(100 * score[2], 1)})"


def _ends(score):
    return f"{_signed(score[1])} to {_signed(score[2])}"


def _signed(x, decimals=2):
    text = f"{x:+.{decimals}f}"
    return text.lstrip("+-") if not any(digit in text for digit in "123456789") else text.replace("-", "\u2212")


def _verdict(score):
    _, low, high = score
    if low == high == 0:
        return "no decision differs"
    return "a rise" if low > 0 else "a fall" if high < 0 else "not distinguishable from no change"
