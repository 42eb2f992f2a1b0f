"""Every value that a cell or the view wants to set, checked against what the panel knows now."""

from __future__ import annotations

from typing import Any

from synthbalance.ui import _choice, _state
from synthbalance.ui._traits import PROTOCOL

MOST_OVERLAID = 4


class Checks:
    """Reads proposed values of the writable traits.

    Parameters
    ----------
    panel : BalanceLab

    Attributes
    ----------
    knobs_for : str
        The strategy that the panel's knobs were last read for.
    """

    def __init__(self, panel: Any):
        self._panel = panel
        self.knobs_for = "none"
        self._readers = {
            "strategy": _choice.read_strategy,
            "ratio": self._ratio,
            "knobs": self._knobs,
            "threshold": _choice.read_threshold,
            "costs": self._costs,
        }

    def read(self, name: str, value: Any, before: Any) -> Any:
        """The value to take for a trait: itself, corrected, or the one before.

        Raises
        ------
        Refused
            If somebody has to be told why it is not taken.
        """
        if name in self._readers:
            return self._readers[name](value)
        if name in ("auto_exact", "pointer_down", "own_threshold"):
            return bool(value)
        if name == "overlaid":
            return _choice.read_names(value, self._run_names(), MOST_OVERLAID)
        if name == "axes":
            return self._axes(value) or before
        if name == "picked":
            return self._picked(value)
        if name == "fair_by":
            return value if value is None or value in self._column_names() else before
        known = PROTOCOL["steps"] if name == "step" else self._run_names()
        return value if value in known else before

    def _ratio(self, value: Any) -> float:
        panel = self._panel
        ratio, note = _choice.read_ratio(value, panel.present_ratio)
        if note:
            said = {"text": note, "parameter": "ratio", "way_out": ""}
            panel.write(sentence=_state.error_sentence(said, ""))
        return ratio

    def _knobs(self, value: Any) -> dict[str, Any]:
        strategy = self._panel.strategy
        knobs = _choice.read_knobs(strategy, value)
        self.knobs_for = strategy
        return knobs

    def _costs(self, value: Any) -> dict[str, Any]:
        exp = self._panel.experiment
        return _choice.read_costs(value, [exp.split.validation, exp.split.holdout] if exp else [])

    def _axes(self, value: Any) -> list[str] | None:
        columns = self._panel.facts.get("numeric_columns", [])
        names = [name for name in value if name in columns] if isinstance(value, list | tuple) else []
        return names if len(names) == 2 else None

    def _picked(self, value: Any) -> int | None:
        is_row = isinstance(value, int) and not isinstance(value, bool)
        return value if is_row and 0 <= value < self._panel.n_new else None

    def _column_names(self) -> list[str]:
        return [column["name"] for column in self._panel.facts.get("columns", [])]

    def _run_names(self) -> list[str]:
        return [row["name"] for row in self._panel.runs]
