"""Columns that count in whole steps (ints, dates, durations) as float64 offsets from an origin, and back.

The offset, not the value, is made a float, so that no precision is lost as long as the column spans
less than 2**53 steps (104 days of nanoseconds, 285 years of microseconds).
"""

import numpy as np
import pandas as pd

_SPAN = 2**63
_BELOW_SPAN = np.nextafter(2.0**63, 0)
_IN_A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def origin_of(values, column):
    """Count of the smallest value; 0 for an int column so wide that offsets from it would not fit."""
    if column.kind == "int":
        low, high = int(values.min()), int(values.max())
        return low if high - low < _SPAN else 0
    return int(_ticks(values.dropna(), column).min())


def step_of(values, column):
    """A day, in units of the column, where it has no zone and its every moment is a midnight; else 1."""
    day = _day_of(column) if column.kind == "datetime" else 1
    return day if day > 1 and not (_ticks(values.dropna(), column) % day).any() else 1


def offsets(values, column, origin):
    """Steps from `origin`: float64 array of shape (n_rows,), NaN = missing."""
    missing = values.isna().to_numpy()
    counts = _int_counts(values, missing, origin) if column.kind == "int" else _ticks(values, column)
    steps = _difference(counts, origin)
    if missing.any():
        steps[missing] = np.nan
    return steps


def from_offsets(steps, column, origin, step=1):
    """Values of the column, rounded to `step` and kept within its dtype: Series of shape (n,)."""
    missing = np.isnan(steps)
    whole = np.rint(np.where(missing, 0, steps) / step) * step
    values = _int_values(whole, column, origin) if column.kind == "int" else _near(whole) + origin
    if column.kind != "int":
        return _dates(values, missing, column)
    if not missing.any():
        return pd.Series(values).astype(column.dtype)
    nullable = "UInt64" if values.dtype == np.uint64 else "Int64"
    return pd.Series(pd.array(values, dtype=nullable)).mask(missing).astype(column.dtype)


def _int_counts(values, missing, origin):
    return (values.fillna(origin) if missing.any() else values).to_numpy()


def _difference(counts, origin):
    """Counts less origin, modulo 2**64, which is exact for whole numbers less than 2**63 apart."""
    if counts.dtype.kind not in "iu" or origin == 0:
        return counts.astype(np.float64) - origin
    return (counts.astype(np.uint64) - np.uint64(origin % 2**64)).view(np.int64).astype(np.float64)


def _ticks(values, column):
    """Dates or durations as int64 counts of the column's own unit (in UTC where they have a zone)."""
    if values.dtype != column.dtype:
        values = values.astype(column.dtype)
    if hasattr(values.dtype, "pyarrow_dtype"):
        return values.astype(_arrow_count(column.dtype)).to_numpy(dtype=np.int64, na_value=0)
    if getattr(values.dtype, "tz", None) is not None:
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    return values.to_numpy().astype(np.int64)


def _dates(ticks, missing, column):
    if hasattr(column.dtype, "pyarrow_dtype"):
        counts = pd.Series(pd.array(ticks, dtype="Int64")).mask(missing)
        return counts.astype(_arrow_count(column.dtype)).astype(column.dtype)
    zone = getattr(column.dtype, "tz", None)
    unit = column.dtype.unit if zone is not None else np.datetime_data(column.dtype)[0]
    moments = ticks.astype(f"{column.dtype.kind}8[{unit}]")
    moments[missing] = np.array("NaT", dtype=moments.dtype)
    values = pd.Series(moments)
    return values if zone is None else values.dt.tz_localize("UTC").dt.tz_convert(zone)


def _day_of(column):
    kind = getattr(column.dtype, "pyarrow_dtype", column.dtype)
    if getattr(kind, "tz", None) is not None:
        return 1
    unit = np.datetime_data(kind)[0] if isinstance(kind, np.dtype) else getattr(kind, "unit", None)
    return _IN_A_DAY.get(unit, 1)


def _arrow_count(dtype):
    """The pyarrow int dtype that a pyarrow date, time stamp or duration is stored as."""
    return "int32[pyarrow]" if dtype.itemsize == 4 else "int64[pyarrow]"


def _int_values(whole, column, origin):
    low, high = _int_bounds(column.dtype)
    if high >= _SPAN:
        return _unsigned(whole, origin)
    return np.clip(_near(whole), max(low - origin, -_SPAN), min(high - origin, _SPAN - 1)) + origin


def _unsigned(whole, origin):
    """uint64 values; modulo 2**64, as numpy has no wider int."""
    if origin == 0:
        return np.clip(whole, 0, np.nextafter(2.0**64, 0)).astype(np.uint64)
    steps = np.clip(_near(whole), max(-origin, -_SPAN), min(2**64 - 1 - origin, _SPAN - 1))
    return steps.view(np.uint64) + np.uint64(origin)


def _near(whole):
    """int64 of whole floats, those too large kept at the largest."""
    return np.clip(whole, -(2.0**63), _BELOW_SPAN).astype(np.int64)


def _int_bounds(dtype):
    info = np.iinfo(getattr(dtype, "numpy_dtype", getattr(dtype, "subtype", dtype)))
    return int(info.min), int(info.max)
