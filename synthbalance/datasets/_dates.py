"""Text columns that hold nothing but dates of one format become datetime columns."""

import re

import pandas as pd
import pyarrow
from pandas.api import types
from pyarrow import compute

from synthbalance._warned import silent
from synthbalance.datasets._assumed import Assumption, listed
from synthbalance.datasets._options import ORDERS

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZONE = r"\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$"
_TIME = r"(?:(?P<gap>,? |T)\d{1,2}:\d{2}(?P<second>:\d{2}(?P<part>\.\d{1,9})?)?(?P<half> ?[AaPp][Mm])?)?"
_SHAPES = {  # the parts between the marks, day first before month first
    re.compile(rf"\d{{1,2}}(?P<mark>[./-])\d{{1,2}}(?P=mark)\d{{4}}{_TIME}"): (("%d", "%m", "%Y"), ("%m", "%d", "%Y")),
    re.compile(rf"\d{{4}}(?P<mark>[./-])\d{{1,2}}(?P=mark)\d{{1,2}}{_TIME}"): (("%Y", "%m", "%d"),),
    re.compile(rf"\d{{1,2}}(?P<mark>[ -])[A-Za-z]{{3}}(?P=mark)\d{{4}}{_TIME}"): (("%d", "%b", "%Y"),),
}


def is_format(dates):
    """Whether `dates` is a format such as ``"%d.%m.%Y"``."""
    return isinstance(dates, str) and dates not in ORDERS


def with_dates(frame, dates=None):
    """`frame` with its date columns parsed; columns that are not dates in every non-missing value stay as they are.

    Times with and without a zone are never mixed in one column; zones that differ become UTC.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table that nobody else holds yet; changed in place.
    dates : None, False, {"day first", "month first"} or str
        As in `read_table`.

    Returns
    -------
    pandas.DataFrame, list of Assumption
    """
    found = {}
    for position in range(frame.shape[1] if dates is not False else 0):
        values = frame.iloc[:, position]
        if types.is_string_dtype(values) or types.is_object_dtype(values):
            parsed, how = _parsed(values, dates)
            if parsed is not None:
                frame.isetitem(position, parsed)
            if how is not None:
                found.setdefault(how, []).append(frame.columns[position])
    either = found.pop(ORDERS, [])
    said = [Assumption(f"dates {how!r} in {listed(names)}") for how, names in found.items()]
    if either:
        way_out = "dates='day first' or dates='month first' decides"
        said.append(
            Assumption(f"{listed(either)} as text, since day and month can be swapped ({way_out})", doubtful=True)
        )
    return frame, said


def dates_in_format(text, wanted):
    """A text column as datetimes, or None where a value does not fit the format.

    Parameters
    ----------
    text : pyarrow.LargeStringArray
    wanted : str
    """
    first = text.drop_null()[:1].to_pandas()
    return None if _converted(first, wanted) is None else _converted(text.to_pandas(), wanted)


def _parsed(values, dates):
    """Datetimes or None, and what is to be said: a format, or `ORDERS` where it could be either."""
    present = values.dropna()
    first = present.iloc[0] if len(present) else None
    if not isinstance(first, str):
        return None, None
    if is_format(dates) and _converted(present[:1], dates) is not None:
        parsed = _converted(values, dates)
        if parsed is not None:
            return parsed, None
    parsed = _iso(values, present) if _ISO.match(first) else None
    return (parsed, None) if parsed is not None else _other(values, _formats(first), dates)


def _iso(values, present):
    try:
        text = pyarrow.array(present, pyarrow.large_string())
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
        return None  # other things than text among them
    if not _every(text, f"^{_ISO.pattern}"):
        return None
    parsed = _converted(values, "ISO8601")
    return _converted(values, "ISO8601", utc=True) if parsed is None and _every(text, _ZONE) else parsed


def _every(text, pattern):
    return compute.all(compute.match_substring_regex(text, pattern)).as_py()


def _other(values, formats, dates):
    made = {one: _converted(values, one) for one in formats}
    fitting = [one for one in formats if made[one] is not None]
    if len(fitting) == 2 and not made[fitting[0]].equals(made[fitting[1]]):
        return (made[formats[ORDERS.index(dates)]], None) if dates in ORDERS else (None, ORDERS)
    return (made[fitting[0]], fitting[0]) if fitting else (None, None)


def _formats(first):
    """The formats a value can have: two, day first and month first, where the year comes last."""
    for shape, orders in _SHAPES.items():
        found = shape.fullmatch(first)
        if found:
            return [found["mark"].join(order) + _time_format(found) for order in orders]
    return []


def _time_format(found):
    if found["gap"] is None:
        return ""
    half = found["half"][:-2] + "%p" if found["half"] else ""
    clock = ["%I" if half else "%H", ":%M", ":%S" if found["second"] else "", ".%f" if found["part"] else ""]
    return found["gap"] + "".join(clock) + half


def _converted(values, wanted, utc=False):
    try:
        with silent(FutureWarning):  # older pandas warns of zones that differ
            parsed = pd.to_datetime(values, format=wanted, utc=utc)
    except (ValueError, TypeError, FutureWarning):
        return None  # another format, no such day, a year that does not fit, or zones that differ: it stays text
    return parsed if types.is_datetime64_any_dtype(parsed) else None
