"""The table of a lesson: an embedded one, or the learner's own, which the checks then use as well."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

import synthbalance as sb

_OWN = "_synthbalance_tables"


@dataclass(frozen=True, eq=False)
class Same:
    """A table that is the same as another one only if it is that very object; what questions cache goes by it."""

    data: Any
    target: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.data is other.data and self.target == other.target

    def __hash__(self) -> int:
        return hash((id(self.data), self.target))


def table(lesson: str, data: Any = None, target: str | None = None) -> tuple[pd.DataFrame, str]:
    """The table that a lesson works on, and the name of its target.

    Parameters
    ----------
    lesson : str
        "0" to "6".
    data : DataFrame, optional
        A table of your own, from `sb.read_table` or `sb.fetch_creditcard`; the checks of the lesson use it too.
    target : str, optional
        Its target, with two values.

    Returns
    -------
    DataFrame, str

    Raises
    ------
    ValueError
        If there is no such lesson, or the target is no column with two values.

    Examples
    --------
    >>> from synthbalance import teach
    >>> payments, target = teach.table("0")
    >>> target
    'is_fraud'
    """
    if lesson not in _EMBEDDED:
        raise ValueError(
            f"lesson needs one of {', '.join(_EMBEDDED)}, got {lesson!r}. It stands in the lesson's title."
        )
    own = _own_tables()
    if data is None:
        own.pop(lesson, None)
    else:
        own[lesson] = _checked(data, target)
    return current(lesson)


def current(lesson: str) -> tuple[pd.DataFrame, str]:
    """The table that is in use, never to be changed."""
    return _own_tables().get(lesson) or _embedded(lesson)


def _checked(data: Any, target: str | None) -> tuple[pd.DataFrame, str]:
    columns = list(getattr(data, "columns", []))
    if target not in columns:
        raise ValueError(
            f"target needs a column of the table, got {target!r}. It has: {', '.join(map(str, columns[:12]))}."
        )
    kinds = data[target].nunique()
    if kinds != 2:
        raise ValueError(f"target needs a column with two values, {target!r} has {kinds}. Take another column.")
    return data, target


def _own_tables() -> dict[str, Any]:
    """Kept among the notebook's own variables, so that a restart forgets them."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return {} if shell is None else shell.user_ns.setdefault(_OWN, {})


@cache
def _embedded(lesson: str) -> tuple[pd.DataFrame, str]:
    return _EMBEDDED[lesson](), "is_fraud"


def _payments(n_rows: int, fraud_rate: float) -> Any:
    return lambda: sb.load_transactions(n_rows=n_rows, fraud_rate=fraud_rate, random_state=0)


_EMBEDDED = {
    "0": _payments(100_000, 0.002),
    "1": _payments(40_000, 0.01),
    "2": _payments(20_000, 0.01),
    "3": _payments(20_000, 0.02),
    "4": _payments(20_000, 0.02),
    "5": _payments(20_000, 0.02),
    "6": _payments(40_000, 0.005),
    "families": _payments(10_000, 0.02),
}
