"""The kind of each column: what may be done with its values."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.api import types

NUMBER_KINDS = ("float", "int", "datetime", "timedelta")
CATEGORY_KINDS = ("category", "text", "bool")


@dataclass(frozen=True)
class Column:
    """One column: its name, kind and dtype.

    `kind` is one of float, int, datetime, timedelta (numbers that may be interpolated), category,
    text, bool (values that may only be chosen among) and empty (every value missing).
    """

    name: Any
    kind: str
    dtype: Any

    @property
    def is_number(self):
        return self.kind in NUMBER_KINDS


@dataclass(frozen=True)
class Schema:
    """The columns of a table in their order.

    Examples
    --------
    >>> import pandas as pd
    >>> Schema.from_frame(pd.DataFrame({"amount": [1.5], "channel": ["web"]})).kind("channel")
    'text'
    """

    columns: tuple[Column, ...]

    @classmethod
    def from_frame(cls, frame):
        """Read the kinds off a table that `check_table` let through."""
        return cls(
            tuple(
                Column(name, _kind(frame.iloc[:, position]), frame.dtypes.iloc[position])
                for position, name in enumerate(frame.columns)
            )
        )

    @property
    def names(self):
        return tuple(column.name for column in self.columns)

    def kind(self, name):
        """Kind of the column called `name`; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column.kind
        raise KeyError(name)


def _kind(values):
    dtype = values.dtype
    if values.isna().all():
        return "empty"
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    if types.is_bool_dtype(dtype):
        return "bool"
    if types.is_integer_dtype(dtype):
        return "int"
    if types.is_float_dtype(dtype):
        return "float"
    if types.is_datetime64_any_dtype(dtype):
        return "datetime"
    if dtype.kind == "m":
        return "timedelta"
    return "text"
