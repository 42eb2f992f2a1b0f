"""One rule fitted to a table: kinds checked, constants encoded, quantiles looked up."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from synthbalance.samplers._rules import checks, verbs
from synthbalance.samplers._rules.column import Column
from synthbalance.samplers._rules.conditions import Condition, bind_tests
from synthbalance.samplers._rules.words import EARLIER_ROWS, IN_BURSTS_ONLY, UNITS

_KNOTS = 10_001
_PLAIN_NUMBERS = ("int", "float")
_AMOUNTS = ("int", "float", "timedelta")
_NUMBERS = ("int", "float", "timedelta", "datetime")
_ANY = (*_NUMBERS, "category", "text", "bool", "empty")
_KINDS = {
    "range": _NUMBERS,
    "quantile": _NUMBERS,
    "times": _AMOUNTS,
    "scale": _AMOUNTS,
    "plus": _NUMBERS,
    "shift": _NUMBERS,
    "follow": _AMOUNTS,
    "part": _PLAIN_NUMBERS,
    "earlier": _AMOUNTS,
    "elapsed": _AMOUNTS,
}


@dataclass(frozen=True)
class FittedRule:
    """A rule that is ready to be carried out; `decimals` are those its own numbers have."""

    column: Column
    verb: Any
    conditions: tuple[Condition, ...]
    reads: tuple
    decimals: float = 0
    share: float = 1.0
    keep: tuple = ()
    once: bool = False
    only: str | None = None
    rising: tuple | None = None


class RuleFitter:
    """Fits the rules of one scenario for one class.

    Parameters
    ----------
    table : Table
    label : class asked for
    scenario : Scenario
    """

    def __init__(self, table, label, scenario):
        self.table, self.label, self.scenario = table, label, scenario

    def fit(self, step):
        """The `FittedRule` of a step.

        Raises
        ------
        RuleError
            If a column is not there, of a wrong kind, or cannot hold a value.
        """
        rule = step.rule
        column = self.table.column(step.column, rule.place)
        _check_kind(rule, column)
        self._check_burst(rule)
        conditions = bind_tests(step.tests, self.table)
        verb, others, decimals = getattr(self, f"_{rule.verb}")(rule, column)
        reads = {one.column.name for one in conditions} | {one.name for one in others}
        words = {word: rule.beside[word] for word in ("share", "keep", "once", "only", "rising") if word in rule.beside}
        return FittedRule(column, verb, conditions, tuple(reads - {column.name}), decimals, **words)

    def _check_burst(self, rule):
        """Words that are about the rows of a burst need one."""
        words = [word for word in (rule.verb, *rule.beside) if word in (*IN_BURSTS_ONLY, "only", "rising")]
        if words and self.scenario.burst is None:
            raise rule.place.error("a scenario with a 'burst'", words[0], "Add burst: {size: [3, 8], gap: [10, 60]}.")

    def _value(self, rule, column):
        value = column.constant(rule.argument, rule.place)
        return verbs.Constant(value), (), _decimals(column, [value])

    def _choice(self, rule, column):
        values = np.array([column.constant(one, rule.place) for one in rule.argument])
        return verbs.Choice(values, _running(rule, len(values))), (), _decimals(column, values)

    def _range(self, rule, column):
        low, high = (self._bound(one, rule, column) for one in rule.argument)
        if low > high:
            raise rule.place.error("low <= high", rule.argument, "Swap the two.")
        log = bool(rule.beside.get("log"))
        if log and (column.kind == "datetime" or column.natural(low) <= 0):
            raise rule.place.error("numbers above 0 with 'log'", rule.argument, "Leave 'log' out, or start above 0.")
        return verbs.Range(column, low, high, log), (), column.decimals_for([low, high])

    def _bound(self, value, rule, column):
        if value is None or value != value:  # missing in either spelling
            raise rule.place.error("two numbers", rule.argument, "A range has a lower and an upper end.")
        return column.constant(value, rule.place)

    def _quantile(self, rule, column):
        known = self._known(rule, column, rule.beside.get("of", "rare"))
        if "atoms" in rule.beside.get("keep", ()):
            ordinary = known[~column.encoder.atom_mask(column.name, known)]
            known = ordinary if len(ordinary) else known
        known = np.sort(known)
        knots = known[np.linspace(0, len(known) - 1, min(len(known), _KNOTS)).round().astype(np.int64)]
        return verbs.Quantile(knots, *rule.argument, observed=column.kind == "int"), (), 0

    def _seen(self, rule, column):
        values, counts = np.unique(self._known(rule, column, rule.argument), return_counts=True)
        different = bool(rule.beside.get("different"))
        if different and len(values) < 2:
            raise rule.place.error(
                f"two values of {column.name!r} to differ", values.tolist(), "Leave 'different' out."
            )
        return verbs.Seen(values, np.cumsum(counts) / counts.sum(), different), (), np.inf

    def _known(self, rule, column, of):
        encoded = self.table.encoded(column, self.table.rows(of, self.label))
        known = encoded[~column.missing(encoded)]
        if not len(known):
            raise rule.place.error(
                f"a value of {column.name!r} among the {of} rows, all are missing; so", rule.verb, "Use of: all, say."
            )
        return known

    def _donor(self, rule, column):
        if rule.argument not in self.scenario.donors:
            names = list(self.scenario.donors)
            raise rule.place.error("a name under 'donors'", rule.argument, f"There are {names}." if names else "")
        return verbs.Donor(column, rule.argument, bool(rule.beside.get("once"))), (), np.inf

    def _copy(self, rule, column):
        other = self.table.column(rule.argument, rule.place)
        if column.is_number:
            return self._plus_other(rule, column, other, (0.0, 0.0))
        if other.is_number or "empty" in (column.kind, other.kind):
            raise _unlike(rule, column, other)
        codes = [column.constant(level, rule.place) for level in other.levels]
        codes.append(-1 if column.can_miss else 0)
        return verbs.Copy(other.name, np.array(codes, dtype=np.int64)), (other,), 0

    def _times(self, rule, column):
        other = self._of_kinds(rule, column, _AMOUNTS if column.kind == "timedelta" else _PLAIN_NUMBERS)
        return verbs.Times(column, other, *checks.pair(rule.beside["by"], rule.place.at("by"))), (other,), 0

    def _scale(self, rule, column):
        return verbs.Times(column, column, *rule.argument), (), 0

    def _plus(self, rule, column):
        other = self.table.column(rule.argument, rule.place)
        return self._plus_other(rule, column, other, self._more(rule.beside["by"], rule.place.at("by"), column))

    def _shift(self, rule, column):
        return verbs.Plus(column, column, *self._more(rule.argument, rule.place, column)), (), 0

    def _plus_other(self, rule, column, other, more):
        fits = {"datetime": ("datetime",), "timedelta": ("timedelta",)}.get(column.kind, _PLAIN_NUMBERS)
        same_zone = (getattr(column.dtype, "tz", None) is None) == (getattr(other.dtype, "tz", None) is None)
        if other.kind not in fits or not same_zone:
            raise _unlike(rule, column, other)
        return verbs.Plus(column, other, *more), (other,), 0

    def _more(self, value, place, column):
        return checks.pair(value, place, checks.seconds if column.kind in ("datetime", "timedelta") else checks.number)

    def _follow(self, rule, column):
        other = self._of_kinds(rule, column, _AMOUNTS)
        if other.name == column.name:
            raise rule.place.error("another column to follow", rule.argument)
        return verbs.Follow(column, other), (other,), 0

    def _part(self, rule, column):
        other = self.table.column(rule.beside["from"], rule.place.at("from"))
        if other.kind != "datetime":
            raise rule.place.error("a date column under 'from'", rule.beside["from"], f"It is {other.kind}.")
        return verbs.Part(column, other, rule.argument), (other,), 0

    def _earlier(self, rule, column):
        counted = rule.argument == EARLIER_ROWS
        other = None if counted else self._of_kinds(rule, column, _PLAIN_NUMBERS)
        return verbs.Earlier(column, other, rule.beside["within"]), () if counted else (other,), 0

    def _elapsed(self, rule, column):
        return verbs.Elapsed(column, UNITS[rule.argument]), (), 0

    def _of_kinds(self, rule, column, kinds):
        other = self.table.column(rule.argument, rule.place)
        if other.kind not in kinds:
            raise _unlike(rule, column, other)
        return other


def _check_kind(rule, column):
    allowed = _AMOUNTS if "rising" in rule.beside else _KINDS.get(rule.verb, _ANY)
    if column.kind not in allowed:
        raise rule.place.error(
            f"a column of kind {' or '.join(allowed)} ({column.name!r} is {column.kind})",
            rule.verb,
            "" if column.is_number else "Use 'value', 'choice' or 'seen' for categories.",
        )
    if "atoms" in rule.beside.get("keep", ()) and not column.is_number:
        raise rule.place.error("a number column", rule.beside["keep"], "Keep 'missing' only.")


def _running(rule, n):
    """Running shares of a choice's values."""
    weights = rule.beside.get("weights", [1] * n)
    place = rule.place.at("weights") if "weights" in rule.beside else rule.place
    weights = [checks.number(one, place) for one in checks.items(weights, place)]
    if len(weights) != n or min(weights) < 0 or sum(weights) <= 0:
        raise place.error(
            f"{n} weights of at least 0, one above", weights, "One weight for each value, in their order."
        )
    return np.cumsum(weights) / np.sum(weights)


def _decimals(column, values):
    known = [value for value in values if not np.isnan(value)] if column.is_number else []
    return column.decimals_for(known) if known else 0


def _unlike(rule, column, other):
    return rule.place.error(
        f"a column like {column.name!r} ({column.kind}), {other.name!r} is {other.dtype}; so", rule.verb,
        "Both need to be numbers, both dates (with or without a time zone), or both categories.",
    )  # fmt: skip
