"""Text columns that hold nothing but ISO dates become datetime columns."""

import datetime
import re

import pandas as pd
from pandas.api import types

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZONE = re.compile(r"\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$")


def with_dates(frame):
    """`frame` with its date columns parsed; columns that are not dates in every non-missing value stay as they are.

    Times with and without a zone are never mixed in one column; zones that differ become UTC.
    """
    for position in range(frame.shape[1]):
        values = frame.iloc[:, position]
        if types.is_string_dtype(values) or types.is_object_dtype(values):
            parsed = _parsed(values)
            if parsed is not None:
                frame.isetitem(position, parsed)
    return frame


def _parsed(values):
    present = values.dropna()
    if not len(present):
        return None
    if isinstance(present.iloc[0], datetime.date):
        return _converted(values) if present.map(lambda value: isinstance(value, datetime.date)).all() else None
    if not isinstance(present.iloc[0], str) or not _DATE.match(present.iloc[0]):
        return None
    if not present.map(lambda value: isinstance(value, str) and _DATE.match(value) is not None).all():
        return None
    parsed = _converted(values)
    if parsed is None and present.map(lambda value: _ZONE.search(value) is not None).all():
        return _converted(values, utc=True)
    return parsed


def _converted(values, utc=False):
    try:
        parsed = pd.to_datetime(values, format="ISO8601", utc=utc)
    except (ValueError, TypeError):
        return None  # no such day, a year that does not fit, or zones that differ: it stays text
    return parsed if types.is_datetime64_any_dtype(parsed) else None
