"""What the rules say once their form is checked, before any table is seen."""

from dataclasses import dataclass
from typing import Any

from synthbalance.samplers._rules.place import Place


@dataclass(frozen=True)
class Rule:
    """One rule for one column: what it does (`verb`), with what, and the words beside it."""

    verb: str
    argument: Any
    beside: dict
    place: Place


@dataclass(frozen=True)
class Test:
    """One condition: `column` `op` `operand`."""

    column: Any
    op: str
    operand: Any
    place: Place


@dataclass(frozen=True)
class Step:
    """A rule for a column, in rows that meet all tests."""

    column: Any
    tests: tuple[Test, ...]
    rule: Rule


@dataclass(frozen=True)
class Pool:
    """Which real rows: "rare", "others" or "all", that meet all tests."""

    of: str
    tests: tuple[Test, ...]
    place: Place


@dataclass(frozen=True)
class Burst:
    """Rows in quick succession: how many, seconds between them, and what they have in common."""

    size: tuple[int, int]
    gap: tuple[float, float]
    time: Any
    unit: str
    same: Any
    place: Place


@dataclass(frozen=True)
class Scenario:
    """One scenario as its author wrote it."""

    name: str
    description: str
    weight: float
    label: Any
    base: Pool
    donors: dict[str, Pool]
    burst: Burst | None
    steps: tuple[Step, ...]
    place: Place


NO_LABEL = object()  # None could be written down as a label
