"""BalanceLab: the live panel. Its traits are all the state there is; one worker does what takes time."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from synthbalance.ui import _choice, _state
from synthbalance.ui._engine import Choice, open_engine
from synthbalance.ui._points import NO_POINTS
from synthbalance.ui._steps import Steps
from synthbalance.ui._words import short
from synthbalance.ui.snapshot import Snapshot, take_snapshot

HERE = Path(__file__).parent
PROTOCOL = json.loads((HERE / "protocol.json").read_text(encoding="utf-8"))
WRITABLE = frozenset(name for name, trait in PROTOCOL["traits"].items() if trait["writable"])
_SENT = frozenset(PROTOCOL["traits"]) - WRITABLE
_QUIET = frozenset(("busy", "message", "progress"))  # changes of these alone need no new drawing
_MOST_OVERLAID = 4
_EMPTY = 'No data yet: name a table and its target, as in BalanceLab(data, target="is_fraud").'
_STAND_IN = "export default { render({ el }) { el.textContent = 'The view is not built: run make widgets.'; } };\n"


def _view(name: str, otherwise: str) -> Path | str:
    """A file of the built view; a source tree in which it was never built still imports."""
    path = HERE / "static" / name
    return path if path.is_file() else otherwise


def _runs_to_json(runs: list[dict], panel: BalanceLab) -> list[dict]:
    return _state.fit_runs(runs, {panel.shown, *panel.overlaid})


class _Free(t.TraitType):
    """A trait that lets every value, None too, come to the panel's own check."""


class BalanceLab(anywidget.AnyWidget):
    """Rebalance, retrain and see what it is worth, in a notebook.

    "none" is run at once. Setting `strategy`, `ratio` or `knobs`, here or in the view, starts a preview
    on validation rows and, after a second without a change, an exact run on the holdout; it returns
    at once, and a newer wish replaces the one under way.

    Parameters
    ----------
    data : table of shape (n_rows, n_columns), optional
        pandas, polars or pyarrow; never changed.
    target : column name, optional
        The column to predict.
    split : Split, optional
        Instead of data: a split of your own.
    experiment : Experiment, optional
        Instead of data: an experiment with its runs.
    costs : Costs or dict, optional
        What a missed rare row and a review cost.
    random_state : int, default=0
        Of the split, the samplers and the models.
    **split_options
        Further arguments of `split_holdout`: positive, time, group, weight, gap, drop, holdout, ...

    Attributes
    ----------
    strategy : str
        Key of `STRATEGIES`.
    ratio : float
        Rare rows per other row after resampling, from the present ratio to 1.
    knobs : dict
        The strategy's parameters, by name.
    threshold : float or None
        Set by hand; None is the one chosen on validation rows.
    costs : dict
        missed, review, capacity.
    auto_exact : bool
        Whether the exact run starts by itself.
    busy, progress, message, preview, runs, looks
        What goes on and what came out; written by the panel alone.

    Raises
    ------
    ValueError, TypeError
        As `split_holdout` and `Experiment`. Later, an invalid value of a trait changes nothing and is
        answered in `message`.

    Examples
    --------
    >>> import synthbalance as sb
    >>> from synthbalance.ui import BalanceLab
    >>> lab = BalanceLab(sb.load_bundled("breast_cancer"), target="target")
    >>> lab.strategy = "smote"
    >>> lab.wait()
    True
    >>> [row["strategy"] for row in lab.runs]
    ['none', 'smote']
    >>> lab.close()
    """

    _esm = _view("lab.js", _STAND_IN)
    _css = _view("lab.css", "")

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

    def __init__(
        self,
        data: Any = None,
        target: Any = None,
        *,
        split: Any = None,
        experiment: Any = None,
        costs: Any = None,
        random_state: int = 0,
        _clock: Any = None,
        **split_options: Any,
    ):
        engine = open_engine(data, target, split, experiment, costs, random_state, split_options)
        self._lock = threading.RLock()
        self._writing, self._good = "", {}
        self._knobs_for, self._display_id, self._displayed = "none", f"synthbalance-{uuid.uuid4().hex}", False
        self._steps = None
        super().__init__()
        self._good = {name: getattr(self, name) for name in WRITABLE}
        self.on_msg(self._on_message)
        if engine is not None:
            self._steps = Steps(self, engine, _clock)
            self.write(**self._first_state(engine))
            with self._lock:
                self._steps.open()

    @property
    def experiment(self) -> Any:
        """The `Experiment` behind the panel; None without data."""
        return self._steps.engine.experiment if self._steps else None

    def run(self) -> BalanceLab:
        """Score the present choice on the holdout now; returns at once, `wait` blocks."""
        with self._lock:
            if self._steps is None:
                self._refuse(_choice.Refused("data", "No data yet.", "Use BalanceLab(data, target=...)."))
            else:
                self._steps.run(self._choice())
        return self

    def wait(self, timeout: float | None = None) -> bool:
        """Block until nothing is under way; False if it still was after `timeout` seconds."""
        if self._steps is None:
            return True
        settled = self._steps.worker.wait(timeout)
        self.show_snapshot()
        return settled

    def cancel(self) -> None:
        """Stop what is under way; nothing of it is kept."""
        with self._lock:
            if self._steps is not None:
                self._steps.cancel()

    def snapshot(self) -> Snapshot:
        """What the panel says now, as an ordinary output: HTML and text."""
        with self._lock:
            return take_snapshot(self.facts, self.sentence, self.runs, self.curves, self.tables, self.shown)

    def close(self) -> None:
        """End the worker and take the view away; runs stay readable."""
        if steps := self.__dict__.get("_steps"):
            steps.worker.close()
        super().close()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """What the view sends; it writes nothing but its own traits."""
        with self._lock, self.hold_sync():
            super().set_state({name: value for name, value in sync_data.items() if name not in _SENT})

    def __setattr__(self, name: str, value: Any) -> None:
        if name in WRITABLE and "_lock" in self.__dict__:
            with self._lock, self.hold_sync():
                super().__setattr__(name, value)
        else:
            super().__setattr__(name, value)

    def state(self, *names: str) -> tuple:
        """Values of these traits, of one moment."""
        with self._lock:
            return tuple(getattr(self, name) for name in names)

    def write(self, **values: Any) -> None:
        """Write what changed of these traits in one message; raise `stamp` where the view must draw."""
        with self._lock, self.hold_sync():
            changed = [name for name, value in values.items() if getattr(self, name) != value]
            for name in changed:
                self._put(name, values[name])
            if not _QUIET.issuperset(changed):
                self._put("stamp", self.stamp + 1)

    def rest(self, worker: Any) -> None:
        """Nothing is under way, unless something was asked for meanwhile."""
        with self._lock:
            if not worker.pending:
                self.write(busy=False, progress={})

    def send_runs(self) -> None:
        """Send the ledger again: which rows fit depends on what is shown and overlaid."""
        with self._lock:
            if len(_runs_to_json(self.runs, self)) < len(self.runs):
                self.send_state("runs")

    def show_snapshot(self) -> None:
        """Refresh the ordinary output under the panel, where it was displayed in a notebook."""
        if self._displayed:
            _display(self.snapshot(), display_id=self._display_id, update=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        words = "SynthBalance panel: it needs a running kernel. What it said last stands in the next output."
        return bundle[0] | {"text/plain": words, "text/html": f"<p>{words}</p>"}, bundle[1]

    def _ipython_display_(self) -> None:
        """The panel, and under it the snapshot that outlives it."""
        if self.comm is not None and _in_kernel():
            data, metadata = self._repr_mimebundle_()
            _display(data, metadata=metadata, raw=True)
            self._displayed = True
            _display(self.snapshot(), display_id=self._display_id)
        else:
            _display(self.snapshot())

    def _first_state(self, engine: Any) -> dict[str, Any]:
        costs = _choice.costs_dict(engine.experiment.costs)
        return {**engine.opening(costs), "ratio": engine.suggested, "costs": costs, "sentence": dict(_state.BLANK)}

    def _choice(self) -> Choice:
        return Choice(self.strategy, self.ratio, dict(self.knobs))

    def _put(self, name: str, value: Any) -> None:
        """Set one trait as the panel itself: neither checked nor taken for a wish."""
        before, self._writing = self._writing, name
        try:
            self.set_trait(name, value)
            self._good[name] = value
        finally:
            self._writing = before

    @t.validate(*sorted(WRITABLE))
    def _check(self, proposal: Any) -> Any:
        """Take a value, correct it, or leave the one before and say why."""
        name, value = proposal["trait"].name, proposal["value"]
        if name == self._writing or not self._good:
            return value
        try:
            self._good[name] = value = self._readers()[name](value)
        except _choice.Refused as error:
            self._refuse(error)
        return self._good[name]

    def _readers(self) -> dict[str, Callable[[Any], Any]]:
        columns = self.facts.get("numeric_columns", [])
        names = [row["name"] for row in self.runs]
        return {
            "strategy": _choice.read_strategy,
            "ratio": self._read_ratio,
            "knobs": self._read_knobs,
            "threshold": _choice.read_threshold,
            "costs": self._read_costs,
            "auto_exact": bool,
            "pointer_down": bool,
            "shown": lambda value: value if value in names else self._good["shown"],
            "overlaid": lambda value: _choice.read_names(value, names, _MOST_OVERLAID),
            "step": lambda value: value if value in PROTOCOL["steps"] else self._good["step"],
            "axes": lambda value: _axes(value, columns) or self._good["axes"],
        }

    def _read_ratio(self, value: Any) -> float:
        ratio, note = _choice.read_ratio(value, self._steps.engine.present if self._steps else 0.0)
        if note:
            self.write(sentence=_state.error_sentence({"text": note, "parameter": "ratio", "way_out": ""}, ""))
        return ratio

    def _read_knobs(self, value: Any) -> dict[str, Any]:
        knobs = _choice.read_knobs(self.strategy, value)
        self._knobs_for = self.strategy
        return knobs

    def _read_costs(self, value: Any) -> dict[str, Any]:
        split = self.experiment.split if self._steps else None
        return _choice.read_costs(value, [split.validation, split.holdout] if split else [])

    def _refuse(self, error: _choice.Refused) -> None:
        said = {"text": str(error), "parameter": error.parameter, "way_out": error.way_out}
        sub = "Nothing was changed."
        self.write(sentence=_state.error_sentence(said, sub), message=f"Error, {short(str(error), 160)}")

    @t.observe("strategy", "ratio", "knobs")
    def _on_choice(self, change: Any) -> None:
        if change["name"] == self._writing or self._steps is None:
            return
        if change["name"] == "strategy" and self._knobs_for != self.strategy:
            self._knobs_for = self.strategy
            self.write(knobs=_choice.default_knobs(self.strategy))
        if change["name"] == "strategy" or self.strategy != "none":
            self._steps.choose(self._choice(), exact=self.auto_exact)

    @t.observe("shown", "overlaid", "costs", "axes", "pointer_down", "auto_exact")
    def _on_view(self, change: Any) -> None:
        name, steps = change["name"], self._steps
        if name == self._writing or steps is None:
            return
        if name in ("shown", "overlaid", "costs"):
            steps.redraw()
        if name == "shown":
            steps.retell()
        elif name == "axes":
            steps.replot()
        elif name == "pointer_down":
            steps.worker.hold(self.pointer_down)
        elif name == "auto_exact" and self.auto_exact and self.preview:
            steps.follow(self._choice())

    def _on_message(self, _: Any, content: Any, buffers: Any) -> None:
        """A message of the view, on whatever thread it came."""
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "cancel":
            self.cancel()
        elif kind == "exact":
            self.run()
        elif kind == "split" and self._steps is not None:
            with self._lock:
                self._steps.split(content)


def _axes(value: Any, columns: list[str]) -> list[str] | None:
    names = [name for name in value if name in columns] if isinstance(value, list | tuple) else []
    return names if len(names) == 2 else None


def _in_kernel() -> bool:
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def _display(*args: Any, **kwargs: Any) -> None:
    from IPython.display import display

    display(*args, **kwargs)
