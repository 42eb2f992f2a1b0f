"""Single values of a table as the panel writes them: plain text, never markup."""

from __future__ import annotations

import json
import math
import numbers
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.ui._words import MINUS, THIN, short

DIGITS = 4
LONGEST = 60
MISSING = "missing"
_PLAIN = (1e-4, 1e15)  # sizes that are written without an exponent


def value_text(value: Any) -> str:
    """One value to read: numbers with thin spaces, dates without what is 0, long text cut.

    Examples
    --------
    >>> [value_text(one) for one in (0.123456, 212, pd.Timestamp("2024-05-01 13:00"), None, "web")]
    ['0.1235', '212', '2024-05-01 13:00', 'missing', 'web']
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return MISSING
    if isinstance(value, pd.Timestamp | np.datetime64):
        return _moment(pd.Timestamp(value))
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        return short(value, LONGEST)
    if isinstance(value, numbers.Integral):
        return _signed(value < 0, f"{abs(int(value)):,}") if abs(int(value)) < _PLAIN[1] else number_text(value)
    return number_text(value)


def number_text(value: float, digits: int = DIGITS) -> str:
    """A number with at most so many significant digits: "12 350", "0.042", "1.2e−7"."""
    value = float(value)
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if not _PLAIN[0] <= abs(value) < _PLAIN[1]:
        mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
        power = _signed(int(exponent) < 0, str(abs(int(exponent))))
        return _signed(value < 0, f"{mantissa.rstrip('0').rstrip('.')}e{power}")
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(abs(value), places)
    text = f"{rounded:,.{max(places, 0)}f}"
    return _signed(value < 0, text.rstrip("0").rstrip(".") if "." in text else text)


def brief(text: Any, most_bytes: int = 80) -> str:
    """A name cut to so few bytes of JSON, in which some signs take twelve."""
    text = short(text, 40)
    while len(json.dumps(text)) > most_bytes:
        text = short(text, len(text) * 2 // 3)
    return text


def row_name(index: pd.Index, position: int) -> str:
    """A row by its label: "row 812"."""
    return f"row {short(index[position], LONGEST)}"


def _signed(negative: bool, text: str) -> str:
    return (MINUS if negative else "") + text.replace(",", THIN)


def _moment(stamp: pd.Timestamp) -> str:
    """A date, with the time of day where there is one."""
    if stamp == stamp.normalize():
        return stamp.strftime("%Y-%m-%d")
    return stamp.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
