"""What the worker does for the step Quality: audits, recall by group, and the provenance of a picked row."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from synthbalance._errors import Cancelled
from synthbalance._warned import silent
from synthbalance.audit import audit_synthetic
from synthbalance.audit.fairness import group_recall
from synthbalance.ui import _groups, _quality
from synthbalance.ui._details import details_of
from synthbalance.ui._near import RealRows
from synthbalance.ui._request import Step, Token
from synthbalance.ui._tasks import Found, Task
from synthbalance.ui._words import explain, seconds, short

_WAITS = "The audit begins when what is under way has ended."
_LATER = "The new rows have not been compared with real ones yet."
_STOPPED = "The audit was stopped. Start it again, or open this step anew."
_CANCELLED = "Cancelled, nothing changed"
_UNCOUNTED = "The groups were not counted to the end. Choose another column, or open this step anew."
_RUNNING = "are being compared with real rows that were kept out of training."


class QualitySteps:
    """Called under the panel's lock, but for what the worker runs.

    Whatever changes, `refresh` posts a chore that tells how things stand; once the worker has nothing left to do,
    `resume` begins the next task that the open step asks for. So a task never takes the place of what the user
    asked for, and whatever the user asks for takes the place of a task, which then waits again.

    Parameters
    ----------
    steps : Steps

    Attributes
    ----------
    audits : dict run name -> Audit
        Of the runs of the present experiment.
    """

    def __init__(self, steps: Any):
        self._steps = steps
        self._known = Found()
        self._asked: Task | None = None  # by the message "audit", whichever step is open
        self._place: tuple = ("", "")
        self._stopped: set[Task] = set()  # by the user: not begun again by itself
        self._task: Task | None = None  # that runs now
        self._token: Token | None = None  # of the task begun last

    @property
    def audits(self) -> dict[str, Any]:
        return self._found().audits

    def refresh(self) -> None:
        """The open step, the shown run or the column of the groups has changed."""
        place = self._steps.panel.state("step", "shown")
        if place != self._place:
            self._place, self._stopped = place, set()
        if self._asked is not None and self._asked.run != place[1]:
            self._asked = None
        if self._task is not None and self._token is not None and self._task not in self._wanted(any_step=True):
            self._token.cancel(superseded=True)
        self._steps.worker.post("quality", self._tell)

    def audit(self) -> None:
        """Audit the shown run now, again if it was."""
        (shown,) = self._steps.panel.state("shown")
        task = Task(shown)
        if self._task != task and self._is_auditable(shown):
            self._found().audits.pop(shown, None)
            self._found().errors.pop(task, None)
            self._asked = task
            self._stopped.discard(task)
        self._steps.worker.post("quality", self._tell)

    def pick(self) -> None:
        """The picked row, or the axes, have changed."""
        self._steps.worker.post("details", self._tell_details)

    def resume(self) -> None:
        """The worker has nothing left to do: what waited may begin."""
        if self._steps.engine is None:
            return
        self._tell()
        task = next((one for one in self._wanted() if not self._found().has(one) and one not in self._stopped), None)
        if task is not None:
            step, message = Step(lambda token: self._do(task, token)), f"Running {task.kind}, {short(task.run, 60)}"
            self._token = self._steps.begin(message, [step], only_idle=True) or self._token

    def cancelled(self) -> bool:
        """The user stopped what was under way: what is wanted now does not begin by itself any more.

        Returns
        -------
        bool
            Whether it was a task of this step, which had not begun: nothing else has to be told then.
        """
        self._stopped, self._asked = {*self._stopped, *self._wanted()}, None
        self._steps.worker.post("quality", self._tell)
        token = self._token
        if self._task is not None or token is None or not token.cancelled or token.superseded:
            return False
        self._token = None
        self._steps.panel.write(message=_CANCELLED)
        return True

    def forget(self) -> None:
        """There is another split."""
        self._known, self._asked = Found(), None
        self._steps.panel.write(quality={}, details={})

    def _found(self) -> Found:
        """What is known of the panel's experiment; nothing of an earlier one."""
        experiment = self._steps.engine.experiment
        if self._known.experiment is not experiment:
            self._known = Found(experiment)
        return self._known

    def _wanted(self, any_step: bool = False) -> list[Task]:
        """What the open step asks for, the shorter task first."""
        step, shown, by = self._steps.panel.state("step", "shown", "fair_by")
        is_open, tasks = any_step or step == "quality", []
        if is_open and by is not None and by in self._choices() and shown in self._found().experiment.runs:
            tasks.append(Task(shown, by))
        if (is_open or self._asked == Task(shown)) and self._is_auditable(shown):
            tasks.append(Task(shown))
        return tasks

    def _is_auditable(self, name: str) -> bool:
        run = self._found().experiment.runs.get(name)
        return run is not None and _quality.n_audited(run) > 0

    def _choices(self) -> dict[str, Any]:
        found = self._found()
        if found.choices is None:
            found.choices = _groups.group_choices(found.experiment.split.holdout.X)
        return found.choices

    def _do(self, task: Task, token: Token) -> None:
        """One task, on the worker's thread; it leaves sentence, looks and the shown run as they are."""
        found, start = self._found(), time.perf_counter()
        self._task, self._token = task, token
        try:
            self._tell()
            self._keep(found, task, self._made(found, task, self._steps.ticker(token, task.kind, short(task.run, 60))))
            message = "" if token.cancelled else f"Idle, {task.kind} took {seconds(time.perf_counter() - start)}"
        except Cancelled:
            token.cancel()
            message = "" if token.superseded else _CANCELLED
        except Exception as error:  # of the audit, or of a rule the user gave: said in the step, and the panel lives on
            found.errors[task] = explain(error)["text"]
            message = f"Error, {short(found.errors[task], 160)}"
        finally:
            self._task = self._token = None
        self._tell()
        if message:
            self._steps.panel.write(message=message)

    def _made(self, found: Found, task: Task, on_progress: Callable) -> Any:
        run = found.experiment.runs[task.run]
        with silent():
            if task.by is None:
                return audit_synthetic(run, on_progress=on_progress)
            return group_recall(run, found.choices[task.by], groups=_groups.MOST_VALUES, on_progress=on_progress)

    def _keep(self, found: Found, task: Task, result: Any) -> None:
        if task.by is not None:
            found.recalls[task] = result
            return
        found.audits[task.run] = result
        if self._asked == task:
            self._asked = None

    def _tell(self) -> None:
        """Write the trait `quality` as things stand; on the worker's thread."""
        if self._steps.engine is None:
            return
        step, shown, quality = self._steps.panel.state("step", "shown", "quality")
        run = self._found().experiment.runs.get(shown)
        if run is not None and (step == "quality" or quality or self._asked or self._task):
            state, text = self._state(run)
            audit = self._found().audits.get(shown) if state == "done" else None
            self._steps.panel.write(quality=_quality.quality_of(run, state, text, audit, self._fairness(run)))

    def _state(self, run: Any) -> tuple[str, str]:
        found, task = self._found(), Task(run.name)
        if not self._is_auditable(run.name):
            name = "None" if run.strategy == "none" else short(run.name, 60)
            return "none", f"{name} made no new rows, so there is nothing to audit. {found.experiment.sentence(run)}"
        if self._task == task:
            return "running", f"{_quality.rows_made(_quality.n_audited(run))} {_RUNNING}"
        if run.name in found.audits:
            return "done", _quality.headline(run, found.audits[run.name], found.experiment.sentence(run))
        if task in found.errors:
            return "error", found.errors[task]
        if task in self._stopped:
            return "waiting", _STOPPED
        return "waiting", _WAITS if task in self._wanted() else _LATER

    def _fairness(self, run: Any) -> dict[str, Any]:
        found, (by,) = self._found(), self._steps.panel.state("fair_by")
        choices, task = list(self._choices()), Task(run.name, by)
        if by is None or (by in choices and not found.has(task)):
            stopped = by is not None and task in self._stopped
            return _groups.fairness_of(by if stopped else None, choices, _UNCOUNTED if stopped else "")
        if task in found.recalls:
            return _groups.fairness_of(by, choices, table=found.recalls[task], is_none=run.strategy == "none")
        needs = f"needs {_groups.FEWEST_VALUES} to {_groups.MOST_VALUES} values in the holdout. Choose another."
        return _groups.fairness_of(by, choices, found.errors.get(task, f"{short(by, 60)} {needs}"))

    def _tell_details(self) -> None:
        """Write the trait `details`; on the worker's thread."""
        picked, info = self._steps.panel.state("picked", "points_info")
        details: dict[str, Any] = {}
        if picked is not None and self._steps.engine is not None and picked < len(self._steps.made):
            found = self._found()
            found.real = found.real or RealRows(found.experiment.split.train)
            details = details_of(found.real, self._steps.made, picked, info)
        self._steps.panel.write(details=details)
