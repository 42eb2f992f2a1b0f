"""The traits of the playground: what the view shows, written under one lock, in one message with one stamp."""

from __future__ import annotations

from typing import Any

import traitlets as t

from synthbalance.teach._play.making import METHODS
from synthbalance.teach._play.points import read_points
from synthbalance.teach._play.region import SIZE
from synthbalance.ui.parts import LockedWidget, built_view

WRITABLE = ("points", "method", "k_neighbors", "share", "model", "shown")
MOST_NEIGHBORS = 10
HIGHEST_SHARE = 0.5


class PlaygroundTraits(LockedWidget):
    """The state, checked: a value that does not fit leaves the one before, and `message` says why."""

    _esm = built_view("playground.js")
    _css = built_view("playground.css")
    _writable = frozenset(WRITABLE)

    points = t.Any().tag(sync=True)
    method = t.Any("smote").tag(sync=True)
    k_neighbors = t.Any(3).tag(sync=True)
    share = t.Any(0.4).tag(sync=True)
    model = t.Any("logistic").tag(sync=True)
    shown = t.Any(-1).tag(sync=True)
    synthetic = t.List().tag(sync=True)
    parents = t.List().tag(sync=True)
    story = t.Dict().tag(sync=True)
    region = t.Bytes(b"").tag(sync=True)
    region_size = t.List(list(SIZE)).tag(sync=True)
    facts = t.Dict().tag(sync=True)
    verdict = t.Unicode("").tag(sync=True)
    message = t.Unicode("").tag(sync=True)
    busy = t.Bool(False).tag(sync=True)
    stamp = t.Int(0).tag(sync=True)

    def __init__(self, **kwargs: Any):
        self._writing = False
        self._models: dict[str, tuple[str, Any]] = {}
        super().__init__(**kwargs)

    def write(self, **values: Any) -> None:
        """Write these traits in one message; the view draws when its stamp comes."""
        with self._lock, self.hold_sync():
            before, self._writing = self._writing, True
            try:
                for name, value in values.items():
                    self.set_trait(name, value)
                self.stamp += 1
            finally:
                self._writing = before

    @t.validate(*WRITABLE)
    def _check(self, proposal: Any) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        if self._writing:
            return value
        try:
            return getattr(self, f"_read_{name}")(value)
        except ValueError as error:
            self.write(message=str(error))
            return getattr(self, name)

    def _read_points(self, value: Any) -> list[dict]:
        return read_points(value)

    def _read_method(self, value: Any) -> str:
        return _one_of("method", value, METHODS)

    def _read_model(self, value: Any) -> str:
        return _one_of("model", value, self._models)

    def _read_k_neighbors(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_NEIGHBORS:
            raise ValueError(f"k_neighbors needs a whole number from 1 to {MOST_NEIGHBORS}, got {value!r:.60}.")
        return value

    def _read_share(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= HIGHEST_SHARE:
            raise ValueError(f"share needs a number above 0 and at most {HIGHEST_SHARE}, got {value!r:.60}.")
        return float(value)

    def _read_shown(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value < max(len(self.synthetic), 1):
            raise ValueError(f"shown needs the number of a synthetic row, or -1 for all, got {value!r:.60}.")
        return value


def _one_of(name: str, value: Any, known: Any) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} needs one of {', '.join(known)}, got {value!r:.60}.")
    return value
