"""Values as plain JSON and arrays, and back: what a saved generator's file holds. Nothing in it is ever executed."""

import datetime

import numpy as np
import pandas as pd

_KIND, _VALUE = "$kind", "value"


def to_plain(value, arrays):
    """JSON-ready form of `value`; arrays of numbers are put into the dict `arrays` and referred to by name.

    Raises
    ------
    ValueError
        If a value is of a kind that a file without code cannot hold, such as a function.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.ndarray) and value.dtype != object:
        name = f"a{len(arrays)}"
        arrays[name] = value
        return _tagged("array", name)
    for kind, types, _, pack in _FORMS:
        if isinstance(value, types):
            return _tagged(kind, _inside(pack(value), arrays))
    if isinstance(value, np.generic):
        return to_plain(value.item(), arrays)
    raise ValueError(f"A file can hold numbers, texts, dates and lists of them, got {value!r}.")


def from_plain(plain, arrays):
    """The value that `to_plain` made this of."""
    if isinstance(plain, list):
        return [from_plain(part, arrays) for part in plain]
    if not isinstance(plain, dict):
        return plain
    kind, value = plain[_KIND], plain[_VALUE]
    if kind == "array":
        return arrays[value]
    unpack = next(unpack for known, _, unpack, _ in _FORMS if known == kind)
    return unpack(from_plain(value, arrays))


def _tagged(kind, value):
    return {_KIND: kind, _VALUE: value}


def _inside(parts, arrays):
    return [to_plain(part, arrays) for part in parts] if isinstance(parts, list) else to_plain(parts, arrays)


def _pack_dtype(dtype):
    if isinstance(dtype, pd.CategoricalDtype):
        return ["category", dtype.categories, bool(dtype.ordered)]
    if isinstance(dtype, pd.IntervalDtype):
        return ["interval", str(dtype), False]
    return [str(dtype), None, False]


def _unpack_dtype(parts):
    name, inner, ordered = parts
    if name == "category":
        return pd.CategoricalDtype(inner, ordered=ordered)
    return pd.api.types.pandas_dtype(inner if name == "interval" else name)


_EXTENSION = pd.api.extensions.ExtensionDtype
_FORMS = [
    ("list", list, list, list),
    ("tuple", tuple, tuple, list),
    ("dict", dict, dict, lambda v: [[k, x] for k, x in v.items()]),
    ("missing", (type(pd.NA), type(pd.NaT)), lambda name: pd.NaT if name == "NaT" else pd.NA, str),
    ("time", pd.Timestamp, lambda p: pd.Timestamp(p[0]).as_unit(p[1]), lambda v: [v.isoformat(), v.unit]),
    ("span", pd.Timedelta, lambda p: pd.Timedelta(p[0]).as_unit(p[1]), lambda v: [v.isoformat(), v.unit]),
    ("date", datetime.date, lambda text: datetime.date.fromisoformat(text), lambda v: v.isoformat()),
    ("interval", pd.Interval, lambda p: pd.Interval(*p), lambda v: [v.left, v.right, v.closed]),
    ("dtype", (np.dtype, _EXTENSION), _unpack_dtype, _pack_dtype),
    ("index", pd.Index, lambda p: pd.Index(p[0], dtype=p[1]), lambda v: [v.tolist(), v.dtype]),
    ("objects", np.ndarray, lambda p: _object_array(p), lambda v: v.tolist()),
    ("moment", np.datetime64, lambda p: np.datetime64(p), str),
]


def _object_array(values):
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out
