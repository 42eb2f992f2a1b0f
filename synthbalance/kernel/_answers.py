"""The answers themselves: plain data, wrapped so that a silent request carries them as JSON."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from synthbalance.kernel._guess import targets
from synthbalance.kernel._literal import sendable, variable
from synthbalance.kernel._tables import SAMPLE, kernel_tables, kind_of, sample

LOOK, GUESS = 0.2, 3.0  # seconds for one look at all tables, and for guessing one target
_MOST = 40
_PANELS = "synthbalance.ui._commands"


def hello() -> Any:
    """Versions: of the package, and of what panel and extension agree upon.

    Examples
    --------
    >>> sorted(hello().data)
    ['api', 'synthbalance']
    """
    return _json(_versions())


def frames(rows: int = SAMPLE) -> Any:
    """The tables of this kernel, newest last: name, shape, library and likely targets.

    Parameters
    ----------
    rows : int, default=5000
        At most so many of a table are looked at.

    Returns
    -------
    IPython.display.JSON
        `synthbalance`, `api`, `frames` (list of dict name, code, kind, rows, columns, looked, targets) and `more`, how
        many tables were left out. Ends after about 200 ms; the newest are looked at first, none for
        longer than a quarter of that, and `looked` is 0 where not every column was reached.
    """
    deadline = time.monotonic() + LOOK
    tables = list(kernel_tables().items())
    newest_first = [_frame(name, table, rows, deadline) for name, table in tables[: -_MOST - 1 : -1]]
    return _json(_versions() | {"frames": newest_first[::-1], "more": max(0, len(tables) - _MOST)})


def guess(name: str) -> Any:
    """Likely targets of one table, by all of its rows.

    Parameters
    ----------
    name : str
        Of a variable.

    Returns
    -------
    IPython.display.JSON
        `synthbalance`, `api`, `found` (bool), `targets`, best first, and `assumed`, what `read_table` took for
        granted about the file.
    """
    table = kernel_tables().get(name)
    if table is None:
        return _json(_versions() | {"found": False, "targets": [], "assumed": []})
    found: list[dict[str, Any]] = []
    with suppress(Exception):  # of a class of the user's own: it has no targets then
        found, _ = targets(sample(table, max(int(table.shape[0]), 1)), time.monotonic() + GUESS)
    assumed = [sendable(one) for one in getattr(table, "attrs", {}).get("assumed", [])]
    return _json(_versions() | {"found": True, "targets": found, "assumed": assumed})


def stop() -> Any:
    """Cancel what the panels of this kernel are doing.

    Returns
    -------
    IPython.display.JSON
        `synthbalance`, `api` and `stopped`, how many were busy.
    """
    panels = sys.modules.get(_PANELS)
    return _json(_versions() | {"stopped": panels.stop() if panels else 0})


def code() -> Any:
    """The script of the run that the newest panel shows.

    Returns
    -------
    IPython.display.JSON
        `synthbalance`, `api` and `code`, empty where no run is scored.
    """
    panels = sys.modules.get(_PANELS)
    return _json(_versions() | {"code": panels.code() if panels else ""})


def card(path: str | None = None, after: int | None = None) -> Any:
    """Have the newest panel write the data card of the run it shows, or (with `after`) ask what became of it.

    Parameters
    ----------
    path : str, optional
        Where, seen from the kernel's folder; without it a name that the panel makes.
    after : int, optional
        `saved` of the answer before.

    Returns
    -------
    IPython.display.JSON
        `synthbalance`, `api`, `saved` (how many files the panel wrote so far), `done`, `path` and `text`.
    """
    panels = sys.modules.get(_PANELS)
    nothing = {"saved": 0, "done": True, "path": "", "text": "no panel"}
    return _json(_versions() | (panels.card(path, after) if panels else nothing))


def _frame(name: str, table: Any, rows: int, deadline: float) -> dict[str, Any]:
    """A table that raises is listed as if it were empty: a class of the user's own must not hide the others."""
    known = {"name": sendable(name), "code": variable(name), "kind": kind_of(table)}
    shape: dict[str, Any] = {"rows": 0, "columns": 0, "looked": 0, "targets": []}
    with suppress(Exception):
        shape["rows"], shape["columns"] = map(int, table.shape)
        own_deadline = min(deadline, time.monotonic() + LOOK / 4)
        shape["targets"], done = targets(sample(table, max(rows, 1)), own_deadline) if shape["rows"] else ([], True)
        shape["looked"] = min(shape["rows"], rows) if done else 0
    return known | shape


@cache
def _versions() -> dict[str, Any]:
    protocol = Path(__file__).parents[1] / "ui" / "protocol.json"
    api = json.loads(protocol.read_text(encoding="utf-8"))["api"]
    return {"synthbalance": metadata.version("synthbalance"), "api": api}


def _json(data: dict[str, Any]) -> Any:
    from IPython.display import JSON

    return JSON(data)
