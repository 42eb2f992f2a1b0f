"""Which columns of a table could be the target, by their values and their names."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

import pandas as pd

RARE = 0.2
FEW = 20
_SAMPLE = 5_000
_NAMED = re.compile(r"(^|[_\W])(class|fraud|frauds|target|label)([_\W]|$)|^is_|fraud", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """A column with few values.

    Attributes
    ----------
    column : column name
    share : float
        Of its rarest value, among the rows that have one.
    two : bool
        Whether it has two values.
    """

    column: Any
    share: float
    two: bool

    @property
    def is_rare(self) -> bool:
        """Two values, one of them rare."""
        return self.two and self.share < RARE

    @property
    def is_named(self) -> bool:
        """Whether it is called like a target."""
        return bool(_NAMED.search(str(self.column)))


def few_valued(frame: pd.DataFrame, deadline: float | None = None) -> list[Guess]:
    """Columns of 2 to 20 values, likely targets first: rare and named so, rare, named so, others; then by share.

    Parameters
    ----------
    frame : DataFrame
    deadline : float, optional
        Of `time.monotonic`; columns that are not reached by then are left out.
    """
    found = []
    for at, column in enumerate(frame.columns):
        if deadline is not None and time.monotonic() > deadline:
            break
        share, n_values = _rarest(frame.iloc[:, at])
        if 2 <= n_values <= FEW:
            found.append(Guess(column, share, n_values == 2))
    return sorted(found, key=lambda one: (not one.is_rare, not one.is_named, one.share))


def candidates(frame: pd.DataFrame, deadline: float | None = None) -> list[Guess]:
    """Those of two values with a rare one, and those that are called like a target, rarest first."""
    found = [one for one in few_valued(frame, deadline) if one.is_rare or one.is_named]
    return sorted(found, key=lambda one: one.share)


def only_one(guesses: list[Guess]) -> Guess | None:
    """The target, where there is exactly one good candidate."""
    rare = [one for one in guesses if one.is_rare]
    good = rare or [one for one in guesses if one.is_named]
    return good[0] if len(good) == 1 else None


def guess_dicts(guesses: list[Guess]) -> list[dict[str, Any]]:
    """As they go over the wire."""
    return [{"column": str(one.column), "share": round(one.share, 6)} for one in guesses]


def _rarest(values: pd.Series) -> tuple[float, int]:
    """Share of the rarest value and how many there are; (0, 0) for what has too many or cannot be counted."""
    try:
        if values.head(_SAMPLE).nunique() > FEW:
            return 0.0, 0
        counts = values.value_counts()
    except (TypeError, ValueError):  # lists and the like
        return 0.0, 0
    counts = counts[counts > 0]  # categories without a row
    return (float(counts.min() / counts.sum()), len(counts)) if len(counts) else (0.0, 0)
