"""The columns with a role (target, time, group, weight): are they there, and what is left for X."""

from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from synthbalance.split._words import count, listing


@dataclass(frozen=True)
class Columns:
    """Names of the columns with a role, and those the user leaves out."""

    target: object
    time: object = None
    group: object = None
    weight: object = None
    drop: tuple = ()
    keep_time: bool = False
    keep_group: bool = False

    @property
    def roles(self):
        """Role -> column name, only the roles in use."""
        roles = {role: getattr(self, role) for role in ("target", "time", "group", "weight")}
        return {role: name for role, name in roles.items() if name is not None}

    def check(self, frame, where="data"):
        """Raise ValueError unless every named column is in the frame and has one role only."""
        if self.target is None:
            raise ValueError("target must name the column to predict, got None.")
        for role, name in self.roles.items():
            _check_there(frame, name, role, where)
        for name in self.drop:
            _check_there(frame, name, "drop", where)
        self._check_one_role()
        if not self.features(frame):
            raise ValueError(f"{where} has no column left for X beside {listing(self.roles.values())}. Add features.")

    def _check_one_role(self):
        seen = {}
        for role, name in self.roles.items():
            if name in seen:
                raise ValueError(f"{role}={name!r} is already the {seen[name]} column. Name another column.")
            seen[name] = role
        for name in self.drop:
            if name in seen:
                raise ValueError(f"drop names {name!r}, which is the {seen[name]} column. Take it out of drop.")

    def features(self, frame):
        """Positions of the columns that form X, in the table's order."""
        kept = {"time": self.keep_time, "group": self.keep_group}
        out = {name for role, name in self.roles.items() if not kept.get(role, False)} | set(self.drop)
        return [position for position, name in enumerate(frame.columns) if name not in out]


def as_names(drop):
    """`drop` as a tuple of column names; one name stands for itself."""
    if drop is None:
        return ()
    if isinstance(drop, str | int | np.integer):
        return (drop,)
    try:
        return tuple(dict.fromkeys(drop))
    except TypeError:
        raise ValueError(f"drop must be a list of column names, got {drop!r}.") from None


def read_weight(frame, name):
    """The weight column as float Series, or None; ValueError unless numeric, finite and >= 0."""
    if name is None:
        return None
    column = frame[name]
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        raise ValueError(
            f"weight={name!r} must be a numeric column, got dtype {column.dtype}. Convert it or name another column."
        )
    values = column.to_numpy(dtype="float64", na_value=np.nan)
    for bad, problem in ((~np.isfinite(values), "missing or infinite"), (values < 0, "below 0")):
        if bad.any():
            raise ValueError(
                f"weight={name!r} must be finite and at least 0, found {count(int(bad.sum()), 'value')} {problem}"
                f" (first in row {int(bad.argmax())}). Fill them or leave these rows out."
            )
    return pd.Series(values, index=frame.index, name=name)


def read_group(frame, name):
    """The group column, or None; ValueError if a row has no group."""
    if name is None:
        return None
    column = frame[name]
    n_missing = int(column.isna().sum())
    if n_missing:
        raise ValueError(
            f"group={name!r} must name a group for every row, found {count(n_missing, 'missing value')}."
            " Fill them (each with a value of its own, if these rows belong to nobody) or leave the rows out."
        )
    return column


def group_codes(group):
    """Groups counted from 0 in order of appearance: int array of shape (n_rows,)."""
    return pd.factorize(group)[0].astype("int64")


def _check_there(frame, name, role, where):
    try:
        there = name in frame.columns
    except TypeError:
        there = False
    if there:
        return
    near = get_close_matches(str(name), [str(column) for column in frame.columns], n=1)
    near = [column for column in frame.columns if near and str(column) == near[0]]
    hint = f"Did you mean {near[0]!r}?" if near else "Name one of these."
    raise ValueError(f"{role}={name!r} must name a column of {where}, which has {listing(frame.columns)}. {hint}")
