"""From the view's wish for another split to the arguments of `split_holdout`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from synthbalance.ui._choice import Refused
from synthbalance.ui._words import short

_HOWS = {"stratified": None, "random": None, "by time": "time", "by group": "group"}


def new_options(frame: pd.DataFrame, options: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments of `split_holdout` for a message of the view.

    Parameters
    ----------
    frame : DataFrame
    options : dict
        Those of the split so far; what the message does not speak of is kept.
    content : dict
        The message `split` of protocol.json; its column names are text.

    Raises
    ------
    Refused
        If it names no way to split, or a column that is not there.
    """
    columns = {str(name): name for name in frame.columns}
    how, named = content.get("how"), content.get("drop") or []
    if not isinstance(how, str) or how not in _HOWS:
        raise Refused("how", f"how needs one of {', '.join(_HOWS)}, got {short(repr(how), 60)}.", "Take one of these.")
    if not isinstance(named, list | tuple):
        raise Refused("drop", f"drop needs a list of columns, got {short(repr(named), 60)}.", "Pass [] for none.")
    by = _HOWS[how]
    kept = {name: value for name, value in options.items() if name not in ("time", "group", "drop")}
    if by != "time":
        kept.pop("gap", None)
    if content.get("target") is not None:
        kept["target"] = _column(columns, "target", content["target"])
        if kept["target"] != options["target"]:
            kept.pop("positive", None)
    if by is not None:
        kept[by] = _column(columns, by, content.get(by))
    drop = [_column(columns, "drop", name) for name in named]
    seed = content.get("seed", options.get("random_state", 0))
    return kept | ({"drop": drop} if drop else {}) | {"random_state": seed}


def _column(columns: dict[str, Any], parameter: str, name: Any) -> Any:
    if isinstance(name, str) and name in columns:
        return columns[name]
    raise Refused(
        parameter,
        f"{parameter} needs a column of the table, got {short(repr(name), 60)}.",
        "Choose one of its columns.",
    )
