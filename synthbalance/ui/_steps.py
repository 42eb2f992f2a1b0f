"""What the worker does for a panel: open, preview, exact run, another split."""

from __future__ import annotations

from typing import Any, Protocol

from synthbalance._errors import Cancelled
from synthbalance.ui import _state
from synthbalance.ui._details import Made
from synthbalance.ui._draw_steps import DrawSteps
from synthbalance.ui._engine import Choice, Engine
from synthbalance.ui._export_steps import ExportSteps
from synthbalance.ui._job import Worker
from synthbalance.ui._open_steps import OpenSteps
from synthbalance.ui._quality_steps import QualitySteps
from synthbalance.ui._request import Step, Token
from synthbalance.ui._ticker import Ticker
from synthbalance.ui._words import explain, seconds, short

DEBOUNCE = 1.0  # seconds without a change before the holdout is looked at
GRACE = 0.8  # seconds that a preview may go on while only the ratio is moved further
NONE = Choice("none", 0.0)
_FRESH = {"preview": {}, "overlaid": [], "shown": "none", "threshold": None,
          "picked": None, "partial": {}}  # fmt: skip


class Panel(Protocol):
    """The part of `BalanceLab` that its steps see."""

    def state(self, *names: str) -> tuple: ...

    def write(self, **values: Any) -> None: ...

    def send_runs(self) -> None: ...

    def show_snapshot(self) -> None: ...

    def rest(self, worker: Worker) -> None: ...


class Steps:
    """Requests to the worker (called under the panel's lock), and what it then does (on its own thread).

    Parameters
    ----------
    panel : Panel
    engine : Engine or None
        None until data are opened.
    clock : Clock, optional

    Attributes
    ----------
    made : Made
        The new rows that the points show: those of the last preview or of the shown run.
    last : dict
        The sentence of the shown run, which comes back where something is cancelled.
    """

    def __init__(self, panel: Panel, engine: Engine | None, clock: Any = None):
        self.panel, self.engine = panel, engine
        self.worker = Worker(self, clock)
        self._doing, self.made, self._wanted = "None", Made(), NONE
        self.last: dict[str, Any] = dict(_state.BLANK)
        self.quality, self.export, self.opening = QualitySteps(self), ExportSteps(self), OpenSteps(self)
        self.drawing = DrawSteps(self)

    def hear(self, content: dict[str, Any]) -> None:
        """A message of the view, of those in protocol.json that are not about the present choice."""
        kind = content.get("type")
        if kind == "sources":
            self.opening.look()
        elif kind == "open":
            self.opening.open(content)
        elif self.engine is not None and kind in ("split", "audit", "save"):
            {"split": self.split, "audit": lambda _: self.quality.audit(), "save": self.export.save}[kind](content)

    def open(self) -> None:
        """Run "none", which every strategy has to beat."""
        self.begin("Running exact, None", [Step(self._score_none, kept=True), Step(self._foresee)])

    def choose(self, choice: Choice, exact: bool) -> None:
        """Preview a choice, and look at the holdout once it has stood for a second (if `exact`)."""
        self._wanted = choice
        if choice.key == "none":
            self.run(choice)
            return
        steps = [] if self._has_none() else [Step(self._score_none, kept=True)]
        steps.append(Step(lambda token: self._preview(choice, token, exact)))
        later = Step(lambda token: self._exact(choice, token, auto=True), delay=DEBOUNCE, waits=True)
        self.begin(f"Running preview, {self.engine.label(choice)}", [*steps, *([later] if exact else [])])

    def follow(self, choice: Choice) -> None:
        """Look at the holdout after a second, the preview being there already."""
        later = Step(lambda token: self._exact(choice, token, auto=True), delay=DEBOUNCE, waits=True)
        self.begin("Running, exact run follows", [later])

    def run(self, choice: Choice) -> None:
        """Look at the holdout now."""
        name = self.engine.label(choice)
        self.begin(f"Running exact, {name}", [Step(lambda token: self._exact(choice, token))])

    def split(self, content: dict[str, Any]) -> None:
        """Split again, then run "none"."""
        split = Step(lambda token: self._split(content), kept=True)
        none = Step(self._score_none, kept=True)
        self.begin("Running, splitting again", [split, none, Step(self._foresee)], at_once=True)

    def cancel(self) -> None:
        """Stop what is under way; what only waits is forgotten at once."""
        self._wanted = NONE
        was = self.worker.cancel()
        if self.engine is None:
            self.opening.cancelled(was)
            return
        self.export.cancelled()
        if was is not None and not self.quality.cancelled() and was == "waiting":
            self._tell_cancelled()

    def stopped(self, token: Token) -> None:
        """A step was cancelled; one that was superseded has nothing to tell."""
        if not token.superseded:
            self._tell_cancelled()

    def failed(self, token: Token, error: Exception) -> None:
        """A step raised: say so with the way out."""
        if not token.superseded:
            said = explain(error)
            sub = f"{self._doing} did not run. Runs and looks are unchanged."
            self.panel.write(sentence=_state.error_sentence(said, sub), message=f"Error, {short(said['text'], 160)}",
                             partial={})  # fmt: skip

    def settled(self) -> None:
        """Nothing is left to do."""
        self.panel.rest(self.worker)
        if self.engine is not None:
            self.quality.resume()
            self.export.resume()

    def begin(self, message: str, steps: list[Step], at_once: bool = False, only_idle: bool = False) -> Token | None:
        """Hand steps to the worker instead of what it was asked for before; `only_idle`: unless there is any."""
        is_next = at_once or not self.worker.keeping
        token = self.worker.submit(steps, at_once, only_idle)
        if token is not None:
            self.panel.write(busy=True, **({"message": message, "progress": {}} if is_next else {}))
        return token

    def _has_none(self) -> bool:
        """Whether "none" is scored, or just being scored."""
        return "none" in self.engine.experiment.runs or self.worker.keeping

    def ticker(self, token: Token, kind: str, name: str, patient: Any = None, grace: float = 0.0) -> Ticker:
        """Progress of a step, told to the panel as "Running KIND, NAME"; `patient`, `grace` as in `Ticker`."""

        def emit(stage: str, share: float, left: float | None) -> None:
            rest = "" if left is None else f", {seconds(left)} left"
            progress = {
                "stage": stage,
                "share": round(share, 4),
                "seconds_left": None if left is None else round(left, 1),
            }
            self.panel.write(progress=progress, message=f"Running {kind}, {name}, {100 * share:.0f} %{rest}")

        self._doing = name
        return Ticker(token, emit, self.worker.clock, self.worker.run_chores, patient, grace)

    def _telling(self, choice: Choice) -> Any:
        """A listener that shows what the first model scores on validation rows so far."""
        history: list[list[float]] = []
        exp = self.engine.experiment

        def tell(share: float, value: float) -> None:
            history.append([round(share, 4), value])
            about = {"name": self.engine.label(choice), "strategy": choice.key, "primary": exp.primary}
            self.panel.write(partial={**about, "share": history[-1][0], "value": value, "history": list(history)})

        return tell

    def _score_none(self, token: Token) -> None:
        self._exact(NONE, token)

    def _foresee(self, token: Token) -> None:
        """What the first preview of a strategy would have to wait for: that of doing nothing, and what is learned."""
        (message,) = self.panel.state("message")
        tick, self._doing = self.ticker(token, "preview", "None"), "The preview of None"
        self.engine.none_value(tick)
        self.engine.learn_ahead(tick)
        self.panel.write(message=message)

    def _preview(self, choice: Choice, token: Token, follows: bool) -> None:
        engine, name = self.engine, self.engine.label(choice)
        self.panel.write(message=f"Running preview, {name}", partial={})
        tick = self.ticker(token, "preview", name, lambda: self._wanted.learns_as(choice), GRACE)
        none_value = engine.none_value(tick)
        preview = engine.preview(choice, tick)
        if not tick.goes_on:
            raise Cancelled(f"{name} was cancelled.")
        (axes,) = self.panel.state("axes")
        self.made = Made.of(preview)
        told = "Running, exact run follows" if follows else f"Idle, preview took {seconds(preview.seconds)}"
        self.panel.write(
            preview=_state.preview_row(engine.experiment, preview, engine.label_of(choice), choice.ratio, none_value),
            sentence=_state.preview_sentence(engine.experiment, preview, none_value, follows), picked=None,
            **({} if token.cancelled else {"message": told}), **engine.points(axes, preview.synthetic),
        )  # fmt: skip

    def _exact(self, choice: Choice, token: Token, auto: bool = False) -> None:
        engine, name = self.engine, self.engine.label(choice)
        (wanted,) = self.panel.state("auto_exact")
        if auto and not wanted:
            self.panel.write(message="Idle, preview only")
            return
        if choice != NONE and "none" not in engine.experiment.runs:
            self._score_none(token)  # a run of its own: it is a look, whatever becomes of the other
        before = engine.experiment.looks
        self.panel.write(message=f"Running exact, {name}", partial={})
        run = engine.exact(choice, self.ticker(token, "exact", name), self._telling(choice))
        is_new = engine.experiment.looks > before
        told = f"took {seconds(run.seconds['total'])}" if is_new else "came from the ledger"
        self._show(run, token, f"Idle, {'None' if run.strategy == 'none' else run.name} {told}")
        self._doing = "What was to follow"

    def _show(self, run: Any, token: Token, message: str) -> None:
        """The ledger with a new run, and the run itself unless something newer is wanted by now."""
        engine = self.engine
        costs, overlaid, axes, shown = self.panel.state("costs", "overlaid", "axes", "shown")
        values = {"runs": engine.runs(costs), "looks": engine.experiment.looks, "strategies": engine.strategies()}
        if not token.superseded:
            self.made, self.last, shown = Made.of(run), engine.sentence(run.name), run.name
            values |= {"shown": shown, "sentence": self.last, "preview": {}, "message": message, "threshold": None,
                       "picked": None, "partial": {}}  # fmt: skip
            values |= engine.points(axes, run.synthetic)
        self.panel.write(**values, **engine.curves(shown, overlaid, costs))
        self.export.refresh()
        self.panel.show_snapshot()

    def _split(self, content: dict[str, Any]) -> None:
        self._doing = "The split"
        self.engine.split_again(content)
        self.last, self.made = dict(_state.BLANK), Made()
        self.quality.forget()
        ratio, costs = self.panel.state("ratio", "costs")
        ratio = max(ratio, self.engine.present)
        known = {**self.engine.opening(costs), **self.engine.curves("none", [], costs)}
        self.panel.write(**_FRESH, **known, ratio=ratio, message="Running exact, None")
        self.export.refresh()
        self._doing = "None"

    def _tell_cancelled(self) -> None:
        sentence = _state.cancelled_sentence(self._doing, self.last)
        self.panel.write(sentence=sentence, message="Cancelled, nothing changed", preview={}, partial={})
