"""What the step Quality says about groups: recall by the values of one column, before and after rebalancing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.table import Schema
from synthbalance.ui._facts import within
from synthbalance.ui._values import brief
from synthbalance.ui._words import count, figure, finite

FEWEST_VALUES, MOST_VALUES = 2, 12
FEW = 10  # rare rows below which a group's recall is not compared
_KINDS = ("bool", "category", "text", "int")
_CHOICE_BYTES, _GROUP_BYTES = 900, 2_000
_LONGEST_CHOICE = 400  # bytes of JSON


def group_choices(X: pd.DataFrame) -> dict[str, Any]:
    """Columns whose 2 to 12 values can be told apart: their text and their name."""
    found = {}
    for column in Schema.from_frame(X).columns:
        text = str(column.name)
        is_new = len(json.dumps(text)) <= _LONGEST_CHOICE and text not in found
        if is_new and column.kind in _KINDS and FEWEST_VALUES <= X[column.name].nunique() <= MOST_VALUES:
            found[text] = column.name
    return {text: found[text] for text in within(list(found), _CHOICE_BYTES)}


def fairness_of(by: str | None, choices: list[str], text: str = "", table: Any = None, is_none: bool = False) -> dict:
    """The key `fairness` of the trait `quality`.

    Parameters
    ----------
    by : str or None
        The column, as text.
    choices : list of str
    text : str
        Said where there is no table (yet).
    table : DataFrame, optional
        As `group_recall` gives it.
    is_none : bool
        Whether the run changes nothing, so that there is no before and after.
    """
    if table is None:
        return {"by": by, "choices": choices, "text": text, "groups": []}
    names = [brief(group.removeprefix(f"{by} = ")) for group in table.index]
    groups = [_group(name, row) for name, row in zip(names, table.to_dict("records"), strict=True)]
    text = recall_words(table.set_axis(names), is_none)
    return {"by": by, "choices": choices, "text": text, "groups": within(groups, _GROUP_BYTES)}


def recall_words(table: pd.DataFrame, is_none: bool) -> str:
    """How far recall differs between groups, and whether the holdout can tell.

    Examples
    --------
    "Recall differs by 0.07 between app and phone, before and after. The intervals overlap: 41 rare rows of phone are
    too few to tell."
    """
    telling = table[table["rare"] >= FEW].dropna(subset="value")
    if len(telling) < 2:
        return f"Too few rare holdout rows to compare: fewer than two groups have {FEW} of them."
    rows = list(zip(telling.index, telling.to_dict("records"), strict=True))
    best, worst = (choose(rows, key=lambda row: row[1]["value"]) for choose in (max, min))
    gap, before = (float(np.ptp(telling[name])) for name in ("value", "value_before"))
    differs = (
        f"differs by {figure(gap, 2)} between {best[0]} and {worst[0]}" if gap > 0 else "is the same in all groups"
    )
    out = len(table) - len(telling)
    left_out = f" Groups with fewer than {FEW} rare rows are left out: {count(out)}." if out else ""
    return f"Recall {differs}{'' if is_none else _before(gap, before)}. {_verdict(best, worst)}{left_out}"


def _before(gap: float, before: float) -> str:
    if figure(gap, 2) == figure(before, 2):
        return ", before and after"
    return f"; without rebalancing, by {figure(before, 2)}"


def _verdict(best: tuple[str, dict], worst: tuple[str, dict]) -> str:
    """By the intervals of the two groups that differ most."""
    if best[1]["low"] > worst[1]["high"]:
        return "The intervals of these two do not overlap."
    name, fewer = min(worst, best, key=lambda row: row[1]["rare"])
    return f"The intervals overlap: {count(fewer['rare'])} rare rows of {name} are too few to tell."


def _group(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name, "rows": int(row["rows"]), "rare": int(row["rare"]),
        "none": _bounds(row, "_before"), "run": _bounds(row, ""),
    }  # fmt: skip


def _bounds(row: dict[str, Any], state: str) -> list[float | None] | None:
    bounds = [finite(row[f"{end}{state}"]) for end in ("value", "low", "high")]
    return None if bounds[0] is None else [None if one is None else round(one, 4) for one in bounds]
