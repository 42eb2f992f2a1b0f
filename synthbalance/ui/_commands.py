"""What commands of JupyterLab ask of the panels in this kernel; `synthbalance.kernel` passes it on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipywidgets.widgets import widget

from synthbalance.ui.balance_lab import BalanceLab

NO_PANEL = "There is no panel with a scored run in this kernel. Open one first."


def panels() -> list[BalanceLab]:
    """The open panels, oldest first."""
    return [one for one in list(widget._instances.values()) if isinstance(one, BalanceLab)]


def stop() -> int:
    """Cancel what the panels are doing; how many were busy."""
    busy = [one for one in panels() if one.busy]
    for one in busy:
        one.cancel()
    return len(busy)


def code() -> str:
    """The script of the newest panel's shown run; empty where there is none."""
    lab = _newest()
    run = lab.experiment.runs.get(lab.shown) if lab else None
    return run.to_code() if run else ""


def card(path: str | None = None, after: int | None = None) -> dict[str, Any]:
    """Begin a data card of the newest panel's shown run, or (with `after`) tell what became of it."""
    lab = _newest()
    if lab is None:
        return {"saved": 0, "done": True, "path": "", "text": NO_PANEL}
    export = lab._steps.export
    if after is None:
        saved = export.n_saved
        problem = _problem(path)
        if problem:
            return {"saved": saved, "done": True, "path": "", "text": problem}
        with lab._lock:
            export.save({"what": "card", "format": _format(path)}, path or None)
        return {"saved": saved, "done": False, "path": "", "text": ""}
    done = export.n_saved > after
    last = export.last_saved if done else {"path": "", "text": lab.message}
    return {"saved": export.n_saved, "done": done, "path": last["path"], "text": last["text"]}


def _newest() -> BalanceLab | None:
    """The newest panel that shows a scored run."""
    return next((one for one in reversed(panels()) if one.experiment is not None and one.shown), None)


def _format(path: str | None) -> str:
    return "json" if path and path.lower().endswith(".json") else "html"


def _problem(path: str | None) -> str:
    if not path or Path(path).suffix.lower() in (".html", ".htm", ".json"):
        return ""
    return f"path needs a name that ends in .html or .json, got {Path(path).name!r}. Add one of these endings."
