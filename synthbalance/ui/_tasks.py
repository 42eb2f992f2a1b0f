"""What the step Quality wants to know of a run, and what it knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from synthbalance.ui._near import RealRows


@dataclass(frozen=True)
class Task:
    """One thing to find out about a run: its audit, or the recall of the groups of a column (as text)."""

    run: str
    by: str | None = None

    @property
    def kind(self) -> str:
        return "audit" if self.by is None else "fairness"


@dataclass
class Found:
    """What is known of the runs of one experiment."""

    experiment: Any = None
    audits: dict[str, Any] = field(default_factory=dict)  # run -> Audit
    recalls: dict[Task, Any] = field(default_factory=dict)  # -> DataFrame
    errors: dict[Task, str] = field(default_factory=dict)
    choices: dict[str, Any] | None = None
    real: RealRows | None = None

    def has(self, task: Task) -> bool:
        """Whether there is no need to do it (again)."""
        return task in self.errors or task in self.recalls or (task.by is None and task.run in self.audits)
