"""Lesson 3, Conditional GAN: modes, what to watch, rows that contradict themselves, and what a gain is."""

import numpy as np
import pandas as pd

from synthbalance.teach._question import choice, function

_SHARES = ((0.125,) * 8, (0.5, 0.3, 0.2), (0.05, 0.05, 0.4), (0.7, 0.0, 0.3), (0.0, 1.0, 0.0))
_CHANNELS = ("online", "online", "chip", "contactless", "chip", "online", "online", "chip")
_DISTANCES = (np.nan, 3.0, 12.5, np.nan, 0.0, 8.0, np.nan, 4.5)
_GAINS = (
    (0.004, 0.03, "better"), (-0.03, -0.002, "worse"), (-0.001, 0.05, "cannot tell"), (-0.05, 0.001, "cannot tell"),
    (0.0, 0.0, "cannot tell"),
)  # fmt: skip


def _entropy(shares):
    share = np.array([one for one in shares if one > 0])
    share = share / share.sum()
    return float(-(share * np.log(share)).sum())


def _wrong_effective(effective):
    for shares in _SHARES:
        found, entropy = _as_float(effective(np.array(shares))), _entropy(shares)
        if found is None:
            return "It has to give one finite number, also where a share is 0: leave those out."
        if abs(found - np.exp(entropy)) > 1e-6:
            return _said_of_number(found, shares, entropy)
    return None


def _said_of_number(found, shares, entropy):
    if abs(found - entropy) <= 1e-6:
        return "That is the entropy; the effective number is e to the power of it."
    if abs(found - np.exp(-entropy)) <= 1e-6:
        return "The sign is turned: entropy is minus the sum."
    if abs(found - np.exp(entropy / np.log(2))) <= 1e-6:
        return "The logarithm and the power need the same base."
    if abs(sum(shares) - 1) > 1e-6:
        return "Some shares sum to less than one, because points outside belong to no clump. Divide by the sum first."
    return f"For the shares {', '.join(f'{one:g}' for one in shares)} it gives another number."


def _wrong_distance(wrong_distance):
    rows = pd.DataFrame({"channel": pd.Categorical(_CHANNELS), "distance_km": _DISTANCES})
    broken = np.array([False, True, False, True, False, True, False, False])
    cases = [np.arange(8), np.array([0, 2, 2, 1]), np.array([0, 3, 2, 2]), np.array([0, 2, 4])]
    for at in cases:
        found = _as_float(wrong_distance(rows.iloc[at]))
        if found is None:
            return "It has to give one number: a share of the rows."
        if abs(found - broken[at].mean()) > 1e-9:
            return _said_of_share(found, rows.iloc[at], broken[at])
    return None


def _said_of_share(found, rows, broken):
    online, absent = (rows["channel"] == "online").to_numpy(), rows["distance_km"].isna().to_numpy()
    known = (
        (1 - broken.mean(), "That is the share of rows that keep to the rule."),
        (broken.sum(), "That is a count; divide by the number of rows."),
        ((online & ~absent).mean(), "A payment that is not online and has no distance breaks the rule as well."),
        ((~online & absent).mean(), "An online payment with a distance breaks the rule as well."),
        ((online != ~(rows["distance_km"] > 0)).mean(), "A distance of 0 is a distance; only a missing one is none."),
    )
    return next((text for wrong, text in known if abs(found - wrong) <= 1e-9), "On a table of a few rows it is off.")


def _wrong_verdict(verdict):
    for low, high, right in _GAINS:
        found = verdict(low, high)
        if found not in ("better", "worse", "cannot tell"):
            return "It has to give 'better', 'worse' or 'cannot tell'."
        if found != right:
            return _said_of_verdict(found, low, high)
    return None


def _said_of_verdict(found, low, high):
    if low <= 0 <= high:
        return f"From {low:g} to {high:g} the interval holds 0, and yours says {found!r}."
    return f"From {low:g} to {high:g} the interval leaves 0 out, and yours says {found!r}."


def _as_float(value):
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return None
    return float(value) if np.isfinite(value) else None


QUESTIONS = {
    "3.1": function(
        _wrong_effective, "shares",
        hints=(
            "Take it from the inside out: shares above zero, divided by their sum; then the entropy; then the power.",
            "Entropy is -(p * np.log(p)).sum(); the number asked for is np.exp of it.",
        ),
        praise="It falls when a generator collapses, whether it drops kinds of row or makes them ever more rarely.",
    ),
    "3.2": choice(
        lambda: "two-sample AUC", ("generator loss", "critic loss", "two-sample AUC"),
        hints=(
            "Which of the three compares the made rows with real rows that took no part in training?",
            "A loss is measured against an opponent that changes at every step.",
        ),
        traps=(
            ("generator loss", "It rises when the critic gets better, even if the rows get better too."),
            ("critic loss", "It is near zero both when rows are perfect and when the critic has learned nothing."),
        ),
        praise="It asks new trees about rows that nobody trained on, so it means the same at every step.",
    ),
    "3.3": function(
        _wrong_distance, "rows",
        hints=(
            "Two questions for each row: is the channel online? is the distance missing? Both answers should agree.",
            "Compare the two boolean columns with != and take the mean; isna() tells what is missing.",
        ),
        praise="An exact condition fixes one column; only a rule like this one shows whether the others follow.",
    ),
    "3.4": function(
        _wrong_verdict, "low and high",
        hints=(
            "Where does the interval lie: wholly above zero, wholly below it, or on both sides?",
            "Better needs the low end above zero, worse the high end below it; everything else stays open.",
        ),
        praise="The point in the middle never decides: an interval around zero is no gain, however large its middle.",
    ),
}  # fmt: skip
