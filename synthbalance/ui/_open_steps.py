"""What the worker does for a panel without data: what can be opened, and opening it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from synthbalance import kernel
from synthbalance._warned import silent
from synthbalance.datasets import read_table
from synthbalance.table import check_table
from synthbalance.ui import _sources, _state
from synthbalance.ui._facts import within
from synthbalance.ui._open import open_engine
from synthbalance.ui._request import Step, Token
from synthbalance.ui._words import explain, short

KINDS = ("frame", "file", "embedded")
_MOST_ASKED, _ASKED_BYTES = 200, 16_000
_CANCELLED = "Cancelled, nothing was opened"


class OpenSteps:
    """Called under the panel's lock, but for what the worker runs.

    Parameters
    ----------
    steps : Steps

    Attributes
    ----------
    settings : tuple
        Costs and random state for what will be opened.
    """

    def __init__(self, steps: Any):
        self._steps = steps
        self.settings: tuple[Any, int] = (None, 0)
        self._read: tuple[Any, Any] = (None, None)  # (kind, name) and the table that was read while a target is asked

    def look(self) -> None:
        """Look for what can be opened."""
        if self._steps.engine is None:
            self._read = (None, None)
            self._steps.panel.write(sources=_sources.sources())

    def open(self, content: dict[str, Any]) -> None:
        """Open a DataFrame of the kernel, a file or an embedded table, as a message of the view asks."""
        kind, name = content.get("kind"), content.get("name")
        if self._steps.engine is not None:
            return
        if kind not in KINDS or not isinstance(name, str) or not name:
            got = short(repr({"kind": kind, "name": name}), 80)
            self._fail(
                ValueError(f"open needs a kind ({', '.join(KINDS)}) and a name, got {got}. Choose from the list.")
            )
        elif kind == "frame":
            table = kernel.kernel_tables().get(name)
            self.take(kind, name, lambda: _there(table, name), content.get("target"))
        elif kind == "file":
            self.take(kind, name, lambda: read_table(name), content.get("target"))
        else:
            self.take(kind, name, lambda: _embedded(name).load(), content.get("target"))

    def open_given(self, given: Any, target: Any) -> None:
        """Open what `BalanceLab.open` was given: a table, or a name."""
        if not isinstance(given, str | Path):
            self.take("frame", "the table", lambda: given, target)
        elif str(given) in kernel.kernel_tables():
            self.open({"kind": "frame", "name": str(given), "target": target})
        else:
            known = str(given) in _sources.EMBEDDED and not Path(given).exists()
            self.open({"kind": "embedded" if known else "file", "name": str(given), "target": target})

    def take(self, kind: str, name: str, read: Any, target: Any) -> None:
        """Read, guess the target where none is named, split and begin: on the worker."""
        doing = "opening" if kind == "frame" else "reading"
        step = Step(lambda token: self._take(kind, name, read, target, token))
        self._steps.begin(f"Running, {doing} {short(name, 80)}", [step])

    def cancelled(self, was: str | None) -> None:
        """The user stopped what was under way; a file that is being read says so itself."""
        if was == "waiting":
            self._steps.panel.write(message=_CANCELLED)

    def _take(self, kind: str, name: str, read: Any, target: Any, token: Token) -> None:
        try:
            with silent():
                engine = self._engine(kind, name, read, target)
        except Exception as error:  # of the file, the reader, the split: the panel stays open for another try
            if not token.superseded:
                self._fail(error)
            return
        if token.cancelled:
            if not token.superseded:
                self._steps.panel.write(message=_CANCELLED)
        elif engine is not None:
            self._read = (None, None)
            self._steps.panel.begin(engine)

    def _engine(self, kind: str, name: str, read: Any, target: Any) -> Any:
        """None where the target has to be asked for."""
        data = self._table(kind, name, read)
        frame = check_table(data)
        column = _column(frame, target) if target is not None else _guessed(kind, name, frame)
        if column is None:
            self._read = ((kind, name), data)
            self._ask(kind, name, frame)
            return None
        costs, random_state = self.settings
        return open_engine(data, column, None, None, costs, random_state, {})

    def _table(self, kind: str, name: str, read: Any) -> Any:
        """A file that was read before its target was asked for is not read again."""
        key, table = self._read
        return table if key == (kind, name) and kind != "frame" else read()

    def _ask(self, kind: str, name: str, frame: pd.DataFrame) -> None:
        found = kernel.guess_dicts([one for one in kernel.few_valued(frame) if kernel.is_sendable(str(one.column))])
        columns = within(found[:_MOST_ASKED], _ASKED_BYTES)
        if not columns:
            raise ValueError(
                f"target needs a column with 2 to {kernel.FEW} values, and {short(name, 80)} has none. "
                "Use BalanceLab(data, target=...) with a table that has one."
            )
        text = f"Which column of {short(name, 80)} is to be predicted?"
        asking = {"kind": kind, "name": name, "columns": columns}
        (sources,) = self._steps.panel.state("sources")
        self._steps.panel.write(
            sources=sources | {"asking": asking}, sentence=_state.BLANK | {"text": text},
            message=f"Idle, {short(name, 80)} needs a target",
        )  # fmt: skip

    def _fail(self, error: Exception) -> None:
        said = explain(error)
        sentence = _state.error_sentence(said, "Nothing was opened. Choose again.")
        (sources,) = self._steps.panel.state("sources")
        self._steps.panel.write(
            sentence=sentence, message=f"Error, {short(said['text'], 160)}", sources=sources | {"asking": None}
        )


def _there(table: Any, name: str) -> Any:
    if table is None:
        raise ValueError(
            f"There is no DataFrame {short(repr(name), 80)} in this kernel any more. Look again, and choose another."
        )
    return table


def _embedded(name: str) -> _sources.Embedded:
    if name not in _sources.EMBEDDED:
        known = ", ".join(_sources.EMBEDDED)
        raise ValueError(f"name needs to be one of {known}, got {short(repr(name), 80)}. Take one of these.")
    return _sources.EMBEDDED[name]


def _guessed(kind: str, name: str, frame: pd.DataFrame) -> Any:
    if kind == "embedded":
        return _embedded(name).target
    guess = kernel.only_one(kernel.candidates(frame))
    return None if guess is None else guess.column


def _column(frame: pd.DataFrame, target: Any) -> Any:
    """The column of that name; the view knows names as text."""
    if target in list(frame.columns):
        return target
    named = {str(name): name for name in frame.columns}
    if isinstance(target, str) and target in named:
        return named[target]
    raise ValueError(f"target needs a column of the table, got {short(repr(target), 60)}. Choose one of its columns.")
