"""Time stamps from dates, text or numbers, and the gap between the parts."""

import math
import numbers

import numpy as np
import pandas as pd
from pandas.api import types
from pandas.tseries.api import guess_datetime_format

from synthbalance.split._words import count, listing

_ZONES = "The time column {name} has several time zones, or stamps without one; all were read as UTC."


def read_stamps(column):
    """A time column as something that sorts: dates, durations or numbers.

    Returns
    -------
    (Series, list of str)
        The stamps under the column's index, and sentences about an ambiguous reading.

    Raises
    ------
    ValueError
        Missing stamps, or text that is no date.
    """
    n_missing = int(column.isna().sum())
    if n_missing:
        raise ValueError(
            f"time={column.name!r} must have a stamp in every row, found {count(n_missing, 'missing value')}."
            " Fill them or leave these rows out."
        )
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    if isinstance(column.dtype, pd.PeriodDtype):
        return column.dt.start_time, []
    if types.is_datetime64_any_dtype(column) and hasattr(column.dtype, "pyarrow_dtype"):
        return column.astype(_numpy_dtype(column.dtype.pyarrow_dtype)), []
    if types.is_datetime64_any_dtype(column) or types.is_timedelta64_dtype(column):
        return column, []
    if types.is_numeric_dtype(column) and not types.is_bool_dtype(column):
        return column, []
    return _from_objects(column)


def read_gap(gap, stamps, name):
    """The gap in the unit of the stamps (Timedelta or number), or None.

    Raises
    ------
    ValueError
        If it does not fit the stamps, is negative, or is as long as all of them.
    """
    if gap is None:
        return None
    gap = _number_gap(gap, name) if types.is_numeric_dtype(stamps) else _date_gap(gap, name)
    span = stamps.max() - stamps.min()
    if gap >= span:
        raise ValueError(f"gap={gap!s} must be shorter than the time that {name!r} covers ({span!s}). Lower gap.")
    return gap


def _numpy_dtype(kind):
    """The pandas dtype that counts as finely as a date or time stamp of pyarrow."""
    unit = getattr(kind, "unit", "s")
    return f"datetime64[{unit}{', ' + kind.tz if getattr(kind, 'tz', None) else ''}]"


def _number_gap(gap, name):
    right = isinstance(gap, numbers.Real) and not isinstance(gap, bool) and math.isfinite(gap) and gap >= 0
    if not right:
        raise ValueError(
            f"gap={gap!r} must be a number of at least 0 in the unit of the numeric column {name!r}."
            " Pass a number, or make the column a date with pandas.to_datetime."
        )
    return gap


def _date_gap(gap, name):
    unitless = isinstance(gap, numbers.Number) and not isinstance(gap, np.timedelta64)
    try:
        length = None if unitless else pd.Timedelta(gap)
    except (ValueError, TypeError):
        length = None
    if length is None or pd.isna(length) or length < pd.Timedelta(0):
        raise ValueError(f"gap={gap!r} must be a length of time for the dates in {name!r}. Write it like gap='7D'.")
    return length


def _from_objects(column):
    kind = types.infer_dtype(column, skipna=True)
    if kind in ("datetime", "date", "datetime64"):
        return _from_dates(column)
    if kind in ("integer", "floating", "mixed-integer-float", "decimal"):
        return pd.to_numeric(column), []
    if kind in ("string", "empty"):
        return _from_text(column.astype(object))
    raise ValueError(
        f"time={column.name!r} must hold dates or numbers, found {kind} values such as {listing(column.iloc[:2])}."
        " Convert it with pandas.to_datetime."
    )


def _from_dates(column):
    try:
        return pd.to_datetime(column), []
    except ValueError:
        return pd.to_datetime(column, utc=True), [_ZONES.format(name=repr(column.name))]


def _from_text(text):
    """Text as dates by one format for all rows, never by guessing row by row."""
    first = str(text.iloc[0]).strip()
    guesses = [guess_datetime_format(first), guess_datetime_format(first, dayfirst=True)]
    if guesses[1] and guesses[1].startswith("%Y"):  # nobody writes year-day-month
        guesses[1] = guesses[0]
    readings = {form: _parse(text, form) for form in dict.fromkeys([*guesses, "ISO8601"]) if form is not None}
    whole = {form: found for form, found in readings.items() if found[0].notna().all()}
    if not whole:
        best = max((reading for reading, _ in readings.values()), key=lambda reading: reading.notna().sum())
        bad = text[best.isna().to_numpy()]
        raise ValueError(
            f"time={text.name!r} must hold dates or numbers, found {count(len(bad), 'text')} that cannot be read as a"
            f" date, such as {listing(pd.unique(bad)[:3])}. Convert the column with pandas.to_datetime first."
        )
    stamps, notes = next(iter(whole.values()))
    if guesses[0] in whole and guesses[1] in whole and (stamps != whole[guesses[1]][0]).any():
        notes = [
            *notes,
            f"The text in the time column {text.name!r} reads both as month first and as day first; it was read by the"
            f" format {guesses[0]!r}. Convert it with pandas.to_datetime(..., dayfirst=...) to be sure.",
        ]
    return stamps, notes


def _parse(text, form):
    try:
        return pd.to_datetime(text, format=form, errors="coerce"), []
    except ValueError:
        return pd.to_datetime(text, format=form, errors="coerce", utc=True), [_ZONES.format(name=repr(text.name))]
