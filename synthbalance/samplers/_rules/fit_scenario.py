"""One scenario fitted to a table for one class: its rules in order, its real rows to start from."""

from dataclasses import dataclass

import numpy as np

from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._rules.column import Column
from synthbalance.samplers._rules.conditions import bind_tests, rows_that_meet
from synthbalance.samplers._rules.fit_rule import FittedRule, RuleFitter
from synthbalance.samplers._rules.words import UNITS


@dataclass(frozen=True)
class FittedBurst:
    """Sizes, seconds between rows, the column that tells the time, and the columns that a burst shares (None = all)."""

    size: tuple[int, int]
    gap: tuple[float, float]
    time: Column | None
    per_second: float
    same: frozenset | None


@dataclass(frozen=True)
class FittedScenario:
    """A scenario that is ready to be played.

    Attributes
    ----------
    base : int array
        Positions of the real rows to start from.
    donors : dict name -> int array
        Positions of real rows that values may be taken from.
    rules : dict column name -> tuple of FittedRule
        In the order in which they are carried out.
    """

    name: str
    weight: float
    base: np.ndarray
    donors: dict[str, np.ndarray]
    burst: FittedBurst | None
    rules: dict[str, tuple[FittedRule, ...]]

    @property
    def mean_size(self):
        """Rows of one burst on average; 1 without."""
        return 1.0 if self.burst is None else sum(self.burst.size) / 2


def fit_scenario(scenario, table, label):
    """The `FittedScenario` of a `Scenario` on a `Table`, for rows of class `label`.

    Raises
    ------
    RuleError
        If a rule does not fit the table, no real row meets a condition, or rules read each other in a circle.
    """
    fitter = RuleFitter(table, label, scenario)
    rules = {}
    for step in scenario.steps:
        fitted = fitter.fit(step)
        rules[fitted.column.name] = (*rules.get(fitted.column.name, ()), fitted)
    _check_no_circle(rules, scenario.place)
    return FittedScenario(
        name=scenario.name,
        weight=scenario.weight,
        base=_rows(scenario.base, table, label),
        donors={name: _rows(pool, table, label) for name, pool in scenario.donors.items()},
        burst=None if scenario.burst is None else _fitted_burst(scenario.burst, table),
        rules=rules,
    )


def _rows(pool, table, label):
    rows = rows_that_meet(bind_tests(pool.tests, table), table, table.rows(pool.of, label))
    if not len(rows):
        of_class = f"of class {plain_label(label)!r}"
        which = {"rare": of_class, "others": f"not {of_class}", "all": ""}[pool.of]
        raise pool.place.error(
            f"at least one real row {which} to start from, none meets the conditions", way_out="Loosen them."
        )
    return rows


def _fitted_burst(burst, table):
    time, per_second = None, 1.0
    if burst.time is not None:
        time = table.column(burst.time, burst.place.at("time"))
        if not time.is_number:
            raise burst.place.at("time").error("a date or number column", burst.time, f"It is {time.kind}.")
        per_second = time.per_unit if time.kind in ("datetime", "timedelta") else 1 / UNITS[burst.unit]
    same = None
    if burst.same != "all":
        same = frozenset(table.column(name, burst.place.at("same")).name for name in burst.same)
    return FittedBurst(burst.size, burst.gap, time, per_second, same)


def _check_no_circle(rules, place):
    """Each column's value can be made before those that read it."""
    done = set()

    def visit(name, path):
        if name in path:
            circle = " reads ".join(map(repr, [*path[path.index(name) :], name]))
            raise place.error(
                f"columns that do not read each other in a circle ({circle})", way_out="Take one rule out."
            )
        if name not in done:
            for rule in rules.get(name, ()):
                for other in rule.reads:
                    visit(other, (*path, name))
            done.add(name)

    for name in rules:
        visit(name, ())
