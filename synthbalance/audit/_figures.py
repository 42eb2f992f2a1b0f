"""Figures: one measured value with its interval and its sentence, and the tidy frames made of them."""

import re
from dataclasses import dataclass
from math import isnan, nan

import pandas as pd

COLUMNS = ("measure", "value", "low", "high", "better", "sentence")
BETTER = {
    "higher": "higher is better",
    "lower": "lower is better",
    "half": "nearer to 0.5 is better",
    "one": "nearer to 1 is better",
    "real": "nearer to the figure of real kept-out rows is better",
    "equal": "alike in every group is better",
    "yardstick": "the figure of real kept-out rows, to read the others by",
}
_BESIDE = re.compile(r"real holdout rare rows: (?P<figure>(?:under |over )?\d+(?:,\d{3})*(?:\.\d+)?(?: %)?)")


@dataclass(frozen=True)
class Figure:
    """One measure: its value, the ends of its 95 % interval (nan = none), a key of `BETTER`, and what it says."""

    measure: str
    value: float
    low: float
    high: float
    better: str
    sentence: str


def unknown(measure, better, why):
    """The figure of a measure that cannot be had: nan, and the reason as its sentence."""
    return Figure(measure, nan, nan, nan, better, f"Not measured: {why}.")


def frame_of(figures, **first):
    """Figures as a tidy frame.

    Parameters
    ----------
    figures : list of Figure
    **first : lists of the same length
        Columns that stand first, such as the name of the table's column.

    Returns
    -------
    DataFrame of shape (n_figures, len(first) + 6)
        Typed alike with and without rows: value, low and high are float64.
    """
    names = {name: pd.Series(values, dtype=object) for name, values in first.items()}
    texts = {name: pd.Series([getattr(figure, name) for figure in figures], dtype="str") for name in COLUMNS}
    numbers = {
        name: pd.Series([getattr(figure, name) for figure in figures], dtype="float64")
        for name in ("value", "low", "high")
    }
    return pd.DataFrame({**names, **texts, **numbers})


def number(x):
    """A figure as people write it: "0.912", "12.3", "unknown"."""
    if isnan(x):
        return "unknown"
    return f"{x:.3f}" if abs(x) < 10 else f"{x:,.1f}"


def percent(x):
    """A share in per cent that never rounds something down to nothing: "0.03 %" is "under 0.1 %"."""
    if isnan(x):
        return "unknown"
    if 0 < x < 0.001:
        return "under 0.1 %"
    if 0.999 < x < 1:
        return "over 99.9 %"
    return f"{100 * x:.1f}".removesuffix(".0") + " %"


def count(n, what):
    """A count with its noun: "1 row", "1,200 rows"."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def beside(real):
    """What kept-out real rows reach by the same measure, as words; or that there are none."""
    return "too few real holdout rare rows to compare with" if real == "unknown" else f"real holdout rare rows: {real}"


def yardstick_of(sentence):
    """What `beside` wrote into a sentence: the figure of real kept-out rows as words; empty where there is none.

    Examples
    --------
    >>> yardstick_of(f"9 of 100 synthetic rows equal a training row; {beside('under 0.1 %')}.")
    'under 0.1 %'
    """
    found = _BESIDE.search(sentence)
    return found["figure"] if found else ""


def few_rows(rows, what="rare validation rows", least=2):
    """Why a measure cannot be had, where there are fewer than `least` rows; empty where there are enough."""
    return f"it needs at least {least} {what}, found {len(rows)}" if len(rows) < least else ""
