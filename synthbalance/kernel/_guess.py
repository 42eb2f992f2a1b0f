"""Which columns of a table could be the target, by their values and their names."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from synthbalance.kernel._literal import literal, sendable

RARE = 0.2
FEW = 20
_SAMPLE = 5_000
_FIRST, _PLAIN = 100, (str, bytes, bool, int, float, Decimal, date)
_CALLED = re.compile(r"(^|[_\W])(class|fraud|frauds|target|label)([_\W]|$)|fraud", re.IGNORECASE)
_IS = re.compile(r"^is_", re.IGNORECASE)


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
    value : object
        The rarest value.
    missing : int
        Rows of those looked at that have no value.
    """

    column: Any
    share: float
    two: bool
    value: Any = None
    missing: int = 0

    @property
    def is_rare(self) -> bool:
        """Two values, one of them rare."""
        return self.two and self.share < RARE

    @property
    def is_named(self) -> bool:
        """Whether it is called like a target."""
        return self.name_rank > 0

    @property
    def name_rank(self) -> int:
        """2 for class, fraud, target and label, 1 for is_*, 0 for other names."""
        return 2 if _CALLED.search(str(self.column)) else 1 if _IS.search(str(self.column)) else 0


def few_valued(table: Any, deadline: float | None = None) -> list[Guess]:
    """Columns of 2 to 20 values, likely targets first: rare and named so, rare, named so, others; then by share.

    Parameters
    ----------
    table : DataFrame, or iterable of (column name, values)
    deadline : float, optional
        Of `time.monotonic`; columns that are not reached by then are left out.
    """
    return _looked_through(table, deadline)[0]


def candidates(table: Any, deadline: float | None = None) -> list[Guess]:
    """Those of two values with a rare one, and those that are called like a target, rarest first."""
    found = [one for one in few_valued(table, deadline) if one.is_rare or one.is_named]
    return sorted(found, key=lambda one: one.share)


def only_one(guesses: list[Guess]) -> Guess | None:
    """The target, where there is exactly one good candidate."""
    rare = [one for one in guesses if one.is_rare]
    good = rare or [one for one in guesses if one.is_named]
    return good[0] if len(good) == 1 else None


def _looked_through(table: Any, deadline: float | None) -> tuple[list[Guess], bool]:
    """The guesses, and whether every column was reached."""
    found, done = [], True
    for column, values in _columns(table):
        if deadline is not None and time.monotonic() > deadline:
            done = False
            break
        guess = _guess(column, values)
        if guess is not None:
            found.append(guess)
    return sorted(found, key=lambda one: (not one.is_rare, -one.name_rank, one.share)), done


def guess_dicts(guesses: list[Guess]) -> list[dict[str, Any]]:
    """As they go over the wire to the panel."""
    return [{"column": str(one.column), "share": round(one.share, 6)} for one in guesses]


def targets(table: Any, deadline: float, at_most: int = 5) -> tuple[list[dict[str, Any]], bool]:
    """Candidates as they go to the extension, best first, those that can be written into code; whether all was seen.

    One with missing values comes after those without: a target has to be known in every row.
    """
    found, done = _looked_through(table, deadline)
    good = [one for one in found if (one.is_rare or one.is_named) and literal(one.column) is not None]
    good.sort(key=lambda one: one.missing > 0)
    dicts = [
        {
            "column": sendable(one.column), "literal": literal(one.column), "value": sendable(one.value),
            "share": round(one.share, 6), "missing": one.missing,
        }
        for one in good[:at_most]
    ]  # fmt: skip
    return dicts, done


def _columns(table: Any) -> Iterable[tuple[Any, Any]]:
    if hasattr(table, "iloc"):
        return ((column, table.iloc[:, at]) for at, column in enumerate(table.columns))
    return table


def _guess(column: Any, values: Any) -> Guess | None:
    """None for a column of one value or of many, or of values that cannot be counted."""
    try:
        counts = _counts(values)
    except Exception:  # lists and other things without a hash; each library has an error of its own
        return None
    if not 2 <= len(counts) <= FEW:
        return None
    rarest, total = min(counts, key=lambda value: counts[value]), sum(counts.values())
    return Guess(column, counts[rarest] / total, len(counts) == 2, rarest, len(values) - total)


def _counts(values: Any) -> dict[Any, int]:
    """How often each value occurs, missing ones left out; empty where there are more than a few."""
    if hasattr(values, "drop_nulls"):  # polars
        values = values.drop_nulls()
        if values.head(_SAMPLE).n_unique() > FEW:
            return {}
        found = values.value_counts()
        return dict(zip(found[:, 0].to_list(), found[:, 1].to_list(), strict=True))
    if not _is_plain(values) or values.iloc[:_SAMPLE].nunique() > FEW:
        return {}
    found = values.value_counts()
    found = found[found > 0]  # categories without a row
    return dict(zip(found.index.tolist(), found.tolist(), strict=True))


def _is_plain(values: Any) -> bool:
    """Whether a column of objects holds words and numbers: others may take seconds to compare, or run code."""
    if values.dtype != object:
        return True
    first = values.iloc[:_FIRST].dropna()
    return all(isinstance(value, _PLAIN) or type(value).__module__ == "numpy" for value in first)
