"""Conditions, fitted to a table: which rows meet them."""

from dataclasses import dataclass

import numpy as np

from synthbalance.samplers._rules.column import Column

_COMPARE = {"above": np.greater, "at_least": np.greater_equal, "below": np.less, "at_most": np.less_equal}


@dataclass(frozen=True)
class Condition:
    """One condition on one column, with encoded operands.

    A missing value meets `not`, `not_in` and ``missing: true`` only.
    """

    column: Column
    op: str
    operand: np.ndarray

    def met(self, encoded):
        """Bool array: which encoded values of the column meet it."""
        missing = self.column.missing(encoded)
        if self.op == "missing":
            return missing == bool(self.operand[0])
        if self.op in _COMPARE:
            return _COMPARE[self.op](encoded, self.operand[0]) & ~missing
        found = np.isin(encoded, self.operand) & ~missing
        return found if self.op in ("is", "in") else ~found


def bind_tests(tests, table):
    """The `Condition`s of some tests on a table.

    Raises
    ------
    RuleError
        If a column is not there, or an operand is none of its values.
    """
    return tuple(_bound(test, table) for test in tests)


def rows_that_meet(conditions, table, rows):
    """Those of the real rows at the positions `rows` that meet all conditions."""
    for condition in conditions:
        rows = rows[condition.met(table.encoded(condition.column, rows))]
    return rows


def _bound(test, table):
    column = table.column(test.column, test.place)
    if test.op == "missing":
        return Condition(column, "missing", np.array([test.operand]))
    if test.operand is None:
        raise test.place.error("a value to compare with", None, "Write {'missing': true} for missing cells.")
    several = test.operand if test.op in ("in", "not_in") else [test.operand]
    if test.op in _COMPARE and not _has_order(column):
        raise test.place.error(
            f"a column with an order ({column.name!r} holds {column.dtype})", test.op, "Use 'in' with a list of values."
        )
    return Condition(column, test.op, np.array([column.constant(value, test.place) for value in several]))


def _has_order(column):
    return column.is_number or getattr(column.dtype, "ordered", False) is True
