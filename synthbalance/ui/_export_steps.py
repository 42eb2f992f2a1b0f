"""What the worker does for the step Export: names of files, the script, and writing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from synthbalance._errors import Cancelled
from synthbalance.audit import audit_synthetic
from synthbalance.ui import _export, _state
from synthbalance.ui._choice import Refused
from synthbalance.ui._request import Step, Token
from synthbalance.ui._saving import Wanted, save
from synthbalance.ui._words import explain, short

_MOST_SAVED = 20
_STOPPED = {"what": "card", "path": "", "text": "Stopped: no data card was written."}


class ExportSteps:
    """Called under the panel's lock, but for what the worker runs.

    A dataset and a model are written as a chore, between two steps or while the running one reports progress: no run
    is lost, and nothing has to wait for its end. A card whose new rows are not audited yet takes seconds: it is a step
    of its own, which waits until the worker is idle and then runs to its end whatever is asked for meanwhile.

    Parameters
    ----------
    steps : Steps

    Attributes
    ----------
    n_saved : int
        How often something was written, or could not be.
    """

    n_saved = 0

    def __init__(self, steps: Any):
        self._steps = steps
        self._saved: list[dict[str, str]] = []
        self._cards: list[Wanted] = []  # that wait; taken out by the worker alone
        self._audits: Any = WeakKeyDictionary()  # Run -> Audit, of those made here
        self._code: tuple[Any, str] = (None, "")

    def refresh(self) -> None:
        """The open step, the shown run or the threshold has changed."""
        step, export = self._steps.panel.state("step", "export")
        if step == "export":
            self._steps.worker.post("export", self._tell)
        elif export:
            self._steps.panel.write(export={})

    def save(self, content: dict[str, Any], path: str | None = None) -> None:
        """Write a file of the shown run, under a name made of data and run where no path is given."""
        try:
            wanted = replace(self._wanted(content), path=path)
        except Refused as error:
            sentence = _state.error_sentence(explain(error), "Nothing was written.")
            self._steps.panel.write(sentence=sentence, message=f"Error, {short(str(error), 160)}")
            return
        if wanted.needs_audit and self._audit(wanted.run) is None:
            self._cards.append(wanted)
            self._steps.worker.post("card", self._card_or_wait)
        else:
            key = f"save {wanted.what} {wanted.ending} {wanted.run.name}"
            self._steps.worker.post(key, lambda: self._chore(wanted))

    @property
    def last_saved(self) -> dict[str, str]:
        """The newest of what was written or could not be."""
        return self._saved[-1] if self._saved else {"what": "", "path": "", "text": ""}

    def resume(self) -> None:
        """The worker has nothing left to do: a card that waited may begin."""
        if self._cards:
            step = Step(self._next_card, kept=True)
            self._steps.begin(f"Running, data card of {short(self._cards[0].run.name, 60)}", [step], only_idle=True)

    def cancelled(self) -> None:
        """The user stopped what was under way: a card that waited for its end is forgotten."""
        if self._cards:
            self._steps.worker.post("card", self._forget_cards)

    def _wanted(self, content: dict[str, Any]) -> Wanted:
        what = content.get("what")
        if not isinstance(what, str) or what not in _export.FORMATS:
            known = ", ".join(_export.FORMATS)
            raise Refused("what", f"what needs one of {known}, got {short(repr(what), 60)}.", "Take one of these.")
        formats = _export.FORMATS[what]
        ending = formats[0] if content.get("format") is None else content["format"]
        if ending not in formats:
            problem = f"format needs one of {', '.join(formats)} for a {what}, got {short(repr(ending), 60)}."
            raise Refused("format", problem, "Take one of these.")
        run = self._shown()
        if run is None:
            raise Refused("shown", "No run is scored yet, so there is nothing to save.", "Wait for None to be scored.")
        threshold = self._threshold() if what == "model" else None
        return Wanted(what, ending, self._steps.engine.experiment, run, self._title(), threshold)

    def _card_or_wait(self) -> None:
        """Begin the card if nothing else is under way, else say that it waits."""
        self.resume()
        if self._steps.worker.pending:
            self._tell()

    def _forget_cards(self) -> None:
        while self._cards:
            self._cards.pop(0)
            self._note(_STOPPED, tell=False)

    def _next_card(self, token: Token) -> None:
        if not self._cards:
            return
        wanted = self._cards.pop(0)
        name = f"Data card of {short(wanted.run.name, 60)}"
        try:
            audit = self._audit(wanted.run) or self._make_audit(wanted.run, self._steps.ticker(token, "audit", name))
            if token.cancelled:
                raise Cancelled(f"{name} was cancelled.")
        except Cancelled:
            self._note(_STOPPED, tell=False)
            raise
        self._note(save(wanted, audit), tell=True)

    def _make_audit(self, run: Any, on_progress: Any) -> Any:
        """None where the rows cannot be audited: the card then says why."""
        try:
            audit = audit_synthetic(run, on_progress=on_progress)
        except ValueError:
            return None
        self._audits[run] = self._of_quality(run)[run.name] = audit
        return audit

    def _chore(self, wanted: Wanted) -> None:
        worker, panel = self._steps.worker, self._steps.panel
        if not worker.pending:
            panel.write(busy=True, message=f"Running, writing {wanted.name}")
        entry = save(wanted, self._audit(wanted.run) if wanted.what == "card" else None)
        self._note(entry, tell=not worker.pending)

    def _note(self, entry: dict[str, str], tell: bool) -> None:
        self._saved = [*self._saved, entry][-_MOST_SAVED:]
        self.n_saved += 1
        self._tell()
        if tell:
            written = f"Idle, {entry['path']} written" if entry["path"] else f"Error, {short(entry['text'], 160)}"
            self._steps.panel.write(message=written)

    def _tell(self) -> None:
        """Write the trait; on the worker's thread."""
        run, saved = self._shown(), list(self._saved)
        export: dict[str, Any] = {"run": "", "verdict": "", "code": "", "items": [], "saved": saved}
        if run is not None:
            waits = any(one.run is run for one in self._cards) and self._steps.worker.pending
            audited = not run.n_synthetic or self._audit(run) is not None
            export |= {
                "run": run.name, "verdict": _export.verdict(self._steps.engine.experiment, run),
                "code": self._script(run),
                "items": _export.items(run, self._title(), self._threshold(), audited, waits),
            }  # fmt: skip
        self._steps.panel.write(export=export)

    def _shown(self) -> Any:
        (shown,) = self._steps.panel.state("shown")
        return self._steps.engine.experiment.runs.get(shown)

    def _title(self) -> str:
        (facts,) = self._steps.panel.state("facts")
        return facts["title"]

    def _threshold(self) -> float | None:
        """The one set by hand, where it is to be exported."""
        own, threshold = self._steps.panel.state("own_threshold", "threshold")
        return threshold if own else None

    def _audit(self, run: Any) -> Any:
        """The audit that Quality or an earlier card made."""
        return self._audits.get(run) or self._of_quality(run).get(run.name)

    def _of_quality(self, run: Any) -> dict[str, Any]:
        """The audits of the step Quality, by name; none where the run is of an earlier split."""
        is_present = self._steps.engine.experiment.runs.get(run.name) is run
        return self._steps.quality.audits if is_present else {}

    def _script(self, run: Any) -> str:
        if self._code[0] is not run:
            self._code = (run, _export.code(run))
        return self._code[1]
