"""What the panel says about the data and the strategies: plain dicts of text and numbers."""

from __future__ import annotations

import json
import numbers
import re
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.samplers import STRATEGIES
from synthbalance.table import Schema
from synthbalance.ui._choice import knob_default, knobs_of
from synthbalance.ui._words import count, finite, short

PARTS = ("train", "validation", "holdout")
NUMERIC = ("float", "int", "bool")
COLUMN_BYTES = 18_000
NUMERIC_BYTES = 6_000
WARNING_BYTES = 4_000
MOST_PERIODS = 120
_READ = re.compile(r"""read_table\(\s*(['"])(?P<path>.+?)\1""")
_CALL = re.compile(r"(?:load|fetch)_(?:bundled\(['\"])?(?P<name>\w+)")
_NONE_CARD = {"label": "None", "family": "none", "sentence": "The line to beat. Keep it when nothing beats it."}


def facts_of(split: Any, frame: pd.DataFrame | None, costs: Any = None) -> dict[str, Any]:
    """What the header and the step Data show.

    Parameters
    ----------
    split : Split
    frame : DataFrame or None
        The table it was cut from; None where only the split is known.
    costs : Costs, optional

    Returns
    -------
    dict
        The keys of `facts` in protocol.json; texts are as in the data, to be shown as plain text.
    """
    parts = [getattr(split, name) for name in PARTS]
    rare = [int((part.y == 1).sum()) for part in parts]
    n_rows = sum(map(len, parts))
    columns = column_facts(split.train.X if frame is None else frame)
    listed = within(columns, COLUMN_BYTES)
    numeric = numeric_columns(split.train.X)
    return {
        "title": title_of(split), "target": short(split.target), "positive": short(split.positive, 60),
        "rows": n_rows, "rare": sum(rare), "rare_share": sum(rare) / n_rows,
        "parts": [_part(name, part, n, n_rows) for name, part, n in zip(PARTS, parts, rare, strict=True)],
        "how": split.how, "time": _name(split.params.get("time")), "group": _name(split.params.get("group")),
        "fingerprint": split.fingerprint, "seed": split.params.get("random_state", 0),
        "left_out": within([str(name) for name in split.params.get("drop") or []], NUMERIC_BYTES),
        "warnings": _warnings(split, columns, listed), "columns": listed,
        "money": _money(costs, split, numeric), "numeric_columns": within(numeric, NUMERIC_BYTES),
        "days": _days(split.holdout.time), "histogram": rare_by_day(split),
    }  # fmt: skip


def column_facts(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Name and kind of each column."""
    return [{"name": str(column.name), "kind": column.kind} for column in Schema.from_frame(frame).columns]


def numeric_columns(X: pd.DataFrame) -> list[str]:
    """Names of the features that are numbers, as text."""
    return [str(column.name) for column in Schema.from_frame(X).columns if column.kind in NUMERIC]


def strategy_cards(seconds: dict[str, float] | None = None) -> list[dict[str, Any]]:
    """One card a strategy, in the order of STRATEGIES; whatever is listed there appears.

    Parameters
    ----------
    seconds : dict key -> float, optional
        What the last run of a strategy took.
    """
    return [
        {
            "key": key,
            **_card(cls),
            "knobs": [_knob(key, knob) for knob in knobs_of(key)],
            "seconds": finite((seconds or {}).get(key)),
        }
        for key, cls in STRATEGIES.items()
    ]


def title_of(split: Any) -> str:
    """What the data are called: the file's name, the loader's, or "data"."""
    call = (split.source or {}).get("call", "")
    if read := _READ.search(call):
        return short(re.split(r"[\\/]+", read["path"])[-1], 120)
    return short(loader["name"], 120) if (loader := _CALL.search(call)) else "data"


def rare_by_day(split: Any) -> dict[str, Any] | None:
    """Rare rows a day (or longer, where there are many) in each part of a split by time; None otherwise."""
    if split.how != "by time" or not _has_dates(split.train.time):
        return None
    stamps = [part.time[part.y == 1] for part in (getattr(split, name) for name in PARTS)]
    if not all(map(len, stamps)):
        return None
    days = [one.dt.tz_localize(None).dt.normalize() for one in stamps]
    span = (days[-1].max() - days[0].min()).days + 1
    unit, length = next(
        (unit, length) for unit, length in (("day", 1), ("week", 7), ("month", 30), ("year", 365), ("decade", 3653))
        if span <= MOST_PERIODS * length or length > 3000
    )  # fmt: skip
    start = days[0].min()
    place = [((one - start).dt.days // length).to_numpy() for one in days]
    ends = [max(place[0].max() + 1, place[1].min()), max(place[1].max() + 1, place[2].min()), place[2].max() + 1]
    counts = {
        name: np.bincount(at - at.min(), minlength=end - at.min())[: MOST_PERIODS * 2].tolist()
        for name, at, end in zip(PARTS, place, ends, strict=True)
    }
    return {"unit": unit, **counts, "start": str(start.date()), "end": str(days[-1].max().date())}


def _part(name: str, part: Any, rare: int, n_rows: int) -> dict[str, Any]:
    return {"name": name, "rows": len(part), "rare": rare, "share": round(100 * len(part) / n_rows)}


def _name(column: Any) -> str | None:
    return None if column is None else str(column)


def _warnings(split: Any, columns: list[dict[str, str]], listed: list) -> list[dict[str, Any]]:
    names = sorted((column["name"] for column in columns), key=len, reverse=True)
    notes = [
        {"text": short(text), "column": next((name for name in names if repr(name) in text), None)}
        for text in split.warnings
    ]
    if len(listed) < len(columns):
        some = f"{count(len(listed))} of {count(len(columns))} columns"
        notes.insert(0, {"text": f"{some} are listed here; the others take part all the same.", "column": None})
    return within(notes, WARNING_BYTES)


def _money(costs: Any, split: Any, numeric: list[str]) -> str | None:
    """The costs' column, or a numeric column that is called an amount and could serve."""
    if costs is not None and isinstance(costs.missed, str):
        return costs.missed
    for name in numeric:
        if "amount" in name.lower() and name in split.train.X.columns and bool((split.train.X[name] >= 0).all()):
            return name
    return None


def _days(time: pd.Series | None) -> float | None:
    if not _has_dates(time):
        return None
    days = (time.max() - time.min()).total_seconds() / 86_400
    return round(days, 3) if days > 0 else None


def _has_dates(time: pd.Series | None) -> bool:
    return time is not None and pd.api.types.is_datetime64_any_dtype(time.dtype)


def _card(cls: Any) -> dict[str, Any]:
    if cls is None:
        return {**_NONE_CARD, "makes_rows": False}
    words = {name: getattr(cls, name, "") for name in ("label", "family", "sentence")}
    return {**words, "makes_rows": bool(getattr(cls, "makes_rows", True))}


def _knob(key: str, knob: Any) -> dict[str, Any]:
    default = knob_default(key, knob.name)
    whole = isinstance(default, numbers.Integral) and not isinstance(default, bool)
    return {
        "name": knob.name, "low": knob.low, "high": knob.high,
        "choices": None if knob.choices is None else list(knob.choices),
        "soft": None if knob.soft is None else list(knob.soft),
        "help": knob.help, "default": default, "integer": whole,
    }  # fmt: skip


def within(items: list, most_bytes: int) -> list:
    """As many items from the start as fit into so many bytes of JSON."""
    used, kept = 0, []
    for item in items:
        used += len(json.dumps(item)) + 2
        if used > most_bytes:
            break
        kept.append(item)
    return kept
