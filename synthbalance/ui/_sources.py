"""What a panel without data can open: tables of the kernel, files beside the notebook, embedded tables."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from synthbalance.datasets import READABLE, load_bundled, load_transactions
from synthbalance.kernel import candidates, guess_dicts, is_sendable, kernel_tables, sample
from synthbalance.ui._words import count

BUDGET = 0.2  # seconds for one look
_MOST_FRAMES, _MOST_FILES = 40, 30


@dataclass(frozen=True)
class Embedded:
    """A table that comes with the package.

    Attributes
    ----------
    load : callable
    rows, columns : int
    target : str
    share : float
        Of rare rows.
    text : str
        One line.
    """

    load: Callable[[], pd.DataFrame]
    rows: int
    columns: int
    target: str
    share: float
    text: str


EMBEDDED = {
    "transactions": Embedded(
        load_transactions, 50_000, 23, "is_fraud", 0.005, "card payments of 120 days, made by rules, with a known fraud"
    ),
    "breast_cancer": Embedded(
        lambda: load_bundled("breast_cancer"), 387, 31, "target", 30 / 387,
        "measured cell nuclei, real rows; malignant was made rare by leaving rows out",
    ),
    "digits": Embedded(
        lambda: load_bundled("digits"), 1691, 62, "target", 68 / 1691,
        "scanned handwritten digits, real rows; the 8 was made rare by leaving rows out",
    ),
}  # fmt: skip


def sources(asking: dict[str, Any] | None = None, seconds: float = BUDGET) -> dict[str, Any]:
    """The trait `sources`: what there is now, as far as a look of so many seconds finds it."""
    deadline = time.monotonic() + seconds
    files, tables = _files(deadline), list(kernel_tables().items())[:_MOST_FRAMES]
    return {
        "frames": [_frame(name, table, deadline) for name, table in tables],
        "files": files,
        "embedded": [_embedded(name, table) for name, table in EMBEDDED.items()],
        "asking": asking,
    }


def _frame(name: str, table: Any, deadline: float) -> dict[str, Any]:
    rows, columns = table.shape
    targets = candidates(sample(table), deadline) if time.monotonic() < deadline else []
    return {"name": name, "rows": int(rows), "columns": int(columns), "targets": guess_dicts(targets[:5])}


def _files(deadline: float) -> list[dict[str, str]]:
    """Tables in the current folder, newest first."""
    found = []
    try:
        with os.scandir() as entries:
            for entry in entries:
                if time.monotonic() > deadline and found:
                    break
                if _is_table_file(entry):
                    found.append((entry.stat().st_mtime, entry.name, entry.stat().st_size))
    except OSError:  # the folder is gone or may not be read
        return []
    found.sort(key=lambda one: (-one[0], one[1]))
    return [{"name": name, "text": size_words(size)} for _, name, size in found[:_MOST_FILES]]


def _is_table_file(entry: os.DirEntry) -> bool:
    shown = entry.name.lower().endswith(READABLE) and not entry.name.startswith(".") and is_sendable(entry.name)
    try:
        return shown and entry.is_file()
    except OSError:
        return False


def size_words(size: float) -> str:
    """A size to read: "12 kB", "3.4 MB".

    Examples
    --------
    >>> size_words(3_400_000).replace("\\u202f", " ")
    '3.4 MB'
    """
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    number = f"{size:.1f}" if unit != "bytes" and size < 10 else count(size)
    return f"{number}\u202f{unit}"


def _embedded(name: str, table: Embedded) -> dict[str, Any]:
    shown = ("rows", "columns", "target", "share", "text")
    return {"name": name} | {key: getattr(table, key) for key in shown}
