"""What follows from a change of a trait or a message of the view: it is checked, and the worker is asked."""

from __future__ import annotations

from typing import Any

import traitlets as t

from synthbalance.ui import _choice, _state
from synthbalance.ui._checks import Checks
from synthbalance.ui._engine import Choice
from synthbalance.ui._steps import Steps
from synthbalance.ui._traits import WRITABLE, PanelTraits
from synthbalance.ui._words import explain, short


class WatchedPanel(PanelTraits):
    """The traits, watched: callbacks are short, take the panel's lock, and may come on any thread."""

    _steps: Steps
    _checks: Checks

    def run(self) -> Any:
        """Score the present choice on the holdout now."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop what is under way."""
        raise NotImplementedError

    def _choice(self) -> Choice:
        return Choice(self.strategy, self.ratio, dict(self.knobs))

    @t.validate(*sorted(WRITABLE))
    def _check(self, proposal: Any) -> Any:
        """Take a value, correct it, or leave the one before and say why."""
        name, value = proposal["trait"].name, proposal["value"]
        if name == self._writing or not self._good:
            return value
        try:
            self._good[name] = self._checks.read(name, value, self._good[name])
        except _choice.Refused as error:
            self._refuse(error)
        return self._good[name]

    def _refuse(self, error: _choice.Refused) -> None:
        sentence = _state.error_sentence(explain(error), "Nothing was changed.")
        self.write(sentence=sentence, message=f"Error, {short(str(error), 160)}")

    @t.observe("strategy", "ratio", "knobs")
    def _on_choice(self, change: Any) -> None:
        if change["name"] == self._writing or not self._has_data:
            return
        if change["old"] == change["new"]:  # of the view, and refused: traitlets tells of it all the same
            return
        if change["name"] == "strategy" and self._checks.knobs_for != self.strategy:
            self._checks.knobs_for = self.strategy
            self.write(knobs=_choice.default_knobs(self.strategy))
        if change["name"] == "strategy" or self.strategy != "none":
            self._steps.choose(self._choice(), exact=self.auto_exact)

    @t.observe("shown", "overlaid", "costs", "axes", "pointer_down", "auto_exact")
    def _on_view(self, change: Any) -> None:
        name = change["name"]
        if name == self._writing or not self._has_data:
            return
        steps = self._steps
        if name in ("shown", "overlaid", "costs"):
            steps.drawing.curves()
        if name == "shown":
            steps.drawing.shown()
        elif name == "axes":
            steps.drawing.points()
        elif name == "pointer_down":
            steps.worker.hold(self.pointer_down)
        elif name == "auto_exact" and self.auto_exact and self.preview:
            steps.follow(self._choice())

    @t.observe("step", "shown", "fair_by", "picked", "threshold", "own_threshold")
    def _on_detail(self, change: Any) -> None:
        """What Quality and Export speak of has changed, by whomever."""
        if not self._has_data:
            return
        if change["name"] in ("step", "shown", "fair_by"):
            self._steps.quality.refresh()
        if change["name"] == "picked":
            self._steps.quality.pick()
        if change["name"] in ("step", "shown", "threshold", "own_threshold"):
            self._steps.export.refresh()

    @property
    def _has_data(self) -> bool:
        steps = self.__dict__.get("_steps")
        return steps is not None and steps.engine is not None

    def _on_message(self, _: Any, content: Any, buffers: Any) -> None:
        """A message of the view, on whatever thread it came."""
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "cancel":
            self.cancel()
        elif kind == "exact":
            self.run()
        elif isinstance(kind, str):
            with self._lock:
                self._steps.hear(content)
