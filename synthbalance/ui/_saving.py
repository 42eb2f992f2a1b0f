"""Writing one file of a run into the current folder; what went wrong becomes a sentence."""

from __future__ import annotations

import errno
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthbalance._warned import silent
from synthbalance.report import free_name, write_card, write_dataset, write_model
from synthbalance.ui import _export
from synthbalance.ui._words import explain

_TRIES = 20
_WORDS = {
    errno.EACCES: "The current folder may not be written to",
    errno.EPERM: "The current folder may not be written to",
    errno.EROFS: "The current folder may not be written to",
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The disk is full",
    errno.ENOENT: "The current folder is not there any more",
    errno.ENOTDIR: "The current folder is not there any more",
}


@dataclass(frozen=True)
class Wanted:
    """A file that was asked for, with all that it is made of at that moment.

    Attributes
    ----------
    what, ending : str
        Key of `FORMATS`, and one of its endings.
    exp, run : Experiment, Run
    title : str
        Of the data.
    threshold : float or None
        Set by hand, for a model.
    path : str or None
        Where; without it a name made of data and run, in the current folder.
    """

    what: str
    ending: str
    exp: Any
    run: Any
    title: str
    threshold: float | None = None
    path: str | None = None

    @property
    def name(self) -> str:
        """What the file is called if that is free."""
        return self.path or f"{_export.stem(self.title, self.run.name)}.{self.ending}"

    @property
    def needs_audit(self) -> bool:
        """Whether its new rows have to be audited, which takes seconds."""
        return self.what == "card" and bool(self.run.n_synthetic)


def save(wanted: Wanted, audit: Any = None) -> dict[str, str]:
    """Write it under a free name: an entry of `export["saved"]`, its path empty where that failed."""
    try:
        path = _written(Path.cwd(), wanted, audit)
    except Exception as error:  # of pandas, pyarrow, the disk, a model of the user's own: all are told alike
        return {"what": wanted.what, "path": "", "text": _failure(error, wanted.path)}
    return {"what": wanted.what, "path": _as_typed(path), "text": _text(wanted)}


def _written(folder: Path, wanted: Wanted, audit: Any) -> Path:
    """Another program may take a name between looking and writing: then the next free one is tried."""
    with silent():
        for _ in range(_TRIES):
            with suppress(FileExistsError):
                return _write(free_name(folder / wanted.name), wanted, audit)
        return _write(free_name(folder / wanted.name), wanted, audit)


def _write(path: Path, wanted: Wanted, audit: Any) -> Path:
    if wanted.what == "dataset":
        return write_dataset(wanted.run, path)
    if wanted.what == "model":
        return write_model(wanted.run, path, threshold=wanted.threshold)
    return write_card(wanted.exp, path, wanted.run, audit=audit)


def _failure(error: Exception, asked: str | None) -> str:
    if asked and isinstance(error, FileNotFoundError):
        return explain(error)["text"]  # of the folder that was asked for
    known = _WORDS.get(error.errno) if isinstance(error, OSError) else None
    if isinstance(error, FileNotFoundError):  # of our own checks, which carry no number
        known = _WORDS[errno.ENOENT]
    return f"{known}: nothing was written." if known else f"Nothing was written. {explain(error)['text']}"


def _as_typed(path: Path) -> str:
    """The path as it would be typed now: short where it lies in the current folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def _text(wanted: Wanted) -> str:
    if wanted.what == "dataset":
        return _export.of_dataset(wanted.run)
    if wanted.what == "model":
        return _export.of_model(wanted.run, wanted.threshold)
    return "one file, opens without a network." if wanted.ending == "html" else "the facts of the card as JSON."
