"""The traits of the panel: the whole state, written under one lock, sent in one message with one stamp."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import traitlets as t

from synthbalance.ui import _choice, _state
from synthbalance.ui._locked import LockedWidget
from synthbalance.ui._points import NO_POINTS

PROTOCOL = json.loads((Path(__file__).parent / "protocol.json").read_text(encoding="utf-8"))
WRITABLE = frozenset(name for name, trait in PROTOCOL["traits"].items() if trait["writable"])
_SENT = frozenset(PROTOCOL["traits"]) - WRITABLE
_QUIET = frozenset(("busy", "message", "progress", "partial"))  # changes of these alone need no new drawing
_EMPTY = 'No data yet: name a table and its target, as in BalanceLab(data, target="is_fraud").'


def _runs_to_json(runs: list[dict], panel: PanelTraits) -> list[dict]:
    return _state.fit_runs(runs, {panel.shown, *panel.overlaid})


class _Free(t.TraitType):
    """A trait that lets every value, None too, come to the panel's own check."""


class PanelTraits(LockedWidget):
    """The traits of protocol.json. The view, cells and the worker write them from threads of their own."""

    _writable = WRITABLE

    strategy = _Free("none").tag(sync=True)
    ratio = _Free(0.05).tag(sync=True)
    knobs = _Free().tag(sync=True)
    threshold = _Free(None).tag(sync=True)
    costs = _Free().tag(sync=True)
    auto_exact = _Free(True).tag(sync=True)
    busy = t.Bool(False).tag(sync=True)
    progress = t.Dict().tag(sync=True)
    message = t.Unicode("Idle, no data yet").tag(sync=True)
    preview = t.Dict().tag(sync=True)
    runs = t.List().tag(sync=True, to_json=_runs_to_json)
    looks = t.Int(0).tag(sync=True)
    shown = _Free("none").tag(sync=True)
    overlaid = _Free().tag(sync=True)
    step = _Free("data").tag(sync=True)
    pointer_down = _Free(False).tag(sync=True)
    facts = t.Dict().tag(sync=True)
    strategies = t.List().tag(sync=True)
    sentence = t.Dict(_state.BLANK | {"text": _EMPTY}).tag(sync=True)
    curves = t.List().tag(sync=True)
    tables = t.Bytes(b"").tag(sync=True)
    points_info = t.Dict(NO_POINTS).tag(sync=True)
    points = t.Bytes(b"").tag(sync=True)
    axes = _Free().tag(sync=True)
    point_rows = t.Bytes(b"").tag(sync=True)
    picked = _Free(None).tag(sync=True)
    details = t.Dict().tag(sync=True)
    quality = t.Dict().tag(sync=True)
    fair_by = _Free(None).tag(sync=True)
    export = t.Dict().tag(sync=True)
    own_threshold = _Free(False).tag(sync=True)
    partial = t.Dict().tag(sync=True)
    sources = t.Dict().tag(sync=True)
    stamp = t.Int(0).tag(sync=True)

    @t.default("knobs")
    def _no_knobs(self):
        return {}

    @t.default("costs")
    def _usual_costs(self):
        return _choice.costs_dict(None)

    @t.default("overlaid")
    def _none_overlaid(self):
        return []

    @t.default("axes")
    def _no_axes(self):
        return []

    def __init__(self, **kwargs: Any):
        self._writing = ""
        self._good: dict[str, Any] = {}
        self._since_waited: set[str] = set()
        super().__init__(**kwargs)
        self._good = {name: getattr(self, name) for name in WRITABLE}

    def _of_the_view(self, sync_data: dict[str, Any]) -> dict[str, Any]:
        """Whatever the panel does not send itself, the strategy first: knobs are read for it."""
        own = sorted(sync_data.keys() - _SENT, key=lambda name: name != "strategy")
        return {name: sync_data[name] for name in own}

    def state(self, *names: str) -> tuple:
        """Values of these traits, of one moment."""
        with self._lock:
            return tuple(getattr(self, name) for name in names)

    def write(self, **values: Any) -> None:
        """Write what changed of these traits in one message; raise `stamp` where the view must draw."""
        with self._lock, self.hold_sync():
            changed = [name for name, value in values.items() if getattr(self, name) != value]
            self._since_waited.update(changed)
            for name in changed:
                self._put(name, values[name])
            if not _QUIET.issuperset(changed):
                self._put("stamp", self.stamp + 1)

    def say_again(self) -> None:
        """Send what was written since the last time, on the caller's thread.

        A notebook that runs without a front end (nbclient) keeps only what is sent on behalf of the cell
        that runs; the worker's messages belong to the cell that made the panel.
        """
        with self._lock:
            if self._since_waited:
                self.send_state(self._since_waited | {"stamp"})
            self._since_waited = set()

    def send_runs(self) -> None:
        """Send the ledger again: which rows fit depends on what is shown and overlaid."""
        with self._lock:
            if len(_runs_to_json(self.runs, self)) < len(self.runs):
                self.send_state("runs")

    def _put(self, name: str, value: Any) -> None:
        """Set one trait as the panel itself: neither checked nor taken for a wish."""
        before, self._writing = self._writing, name
        try:
            self.set_trait(name, value)
            self._good[name] = value
        finally:
            self._writing = before
