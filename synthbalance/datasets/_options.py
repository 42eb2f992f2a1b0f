"""The arguments of `read_table`, checked once at the door."""

import datetime
import difflib
import numbers
from dataclasses import dataclass

import pandas as pd

ORDERS = ("day first", "month first")
_MARKS = (".", ",", " ", "'", "")


@dataclass(frozen=True)
class Options:
    """What the caller stated; None where it is to be found out."""

    separator: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    dates: str | bool | None = None
    rows: int | None = None
    columns: list | None = None
    float32: bool = False

    def stated(self):
        """The arguments that were passed, as Python: ``", rows=5"``."""
        default = Options()
        changed = [(name, value) for name, value in vars(self).items() if value != getattr(default, name)]
        return "".join(f", {name}={value!r}" for name, value in changed)


def checked_options(separator, encoding, decimal, thousands, dates, rows, columns, float32=False):
    """`Options` of plain Python values, or ValueError naming the one that is wrong."""
    is_mark = isinstance(separator, str) and len(separator) == 1 and separator.isascii()
    if separator is not None and (not is_mark or separator in '"\r\n\0'):
        raise ValueError(f"separator needs one character such as ',' or ';' or '\\t', or None, got {separator!r}.")
    if decimal is not None and not (isinstance(decimal, str) and decimal in (".", ",")):
        raise ValueError(f"decimal needs '.' or ',', or None to find out, got {decimal!r}.")
    if thousands is not None and not (isinstance(thousands, str) and thousands in _MARKS):
        raise ValueError(
            f"thousands needs '.', ',', ' ' or \"'\", '' for no mark, or None to find out, got {thousands!r}."
        )
    if thousands and thousands == decimal:
        raise ValueError(
            f"thousands needs another mark than decimal, got {thousands!r} for both. Leave one of them out."
        )
    _check_encoding(encoding)
    if not isinstance(float32, bool):
        raise ValueError(f"float32 needs True or False, got {float32!r}.")
    return Options(separator, encoding, decimal, thousands, _dates(dates), _rows(rows), _columns(columns), float32)


def chosen(columns, names, file):
    """`columns` if every one is among `names`; all of `names` for None."""
    if columns is None:
        return list(names)
    for column in columns:
        if column not in names:
            close = difflib.get_close_matches(str(column), [str(name) for name in names], n=3, cutoff=0.5)
            hint = f"Did you mean {' or '.join(map(repr, close))}?" if close else f"It has {list(names)[:10]!r}."
            raise ValueError(f"columns needs names of columns, {file.name!r} has no {column!r}. {hint}")
    return columns


def _check_encoding(encoding):
    try:
        "a".encode(encoding if encoding is not None else "utf-8")
    except (LookupError, TypeError, ValueError) as error:
        raise ValueError(
            f"encoding needs the name of a text encoding, or None to find out, got {encoding!r}. "
            f"Try 'utf-8' or 'cp1252'."
        ) from error


def _dates(dates):
    if dates is None or dates is True:
        return None
    if dates is False or (isinstance(dates, str) and (dates in ORDERS or _is_format(dates))):
        return dates
    raise ValueError(
        f"dates needs True, False, 'day first', 'month first' or a format such as '%d.%m.%Y %H:%M', got {dates!r}."
    )


def _is_format(text):
    """Whether moments written so differ and can be read back: '%Y' will do, '%Q', '%%' and 'day' will not."""
    moments = datetime.datetime(2001, 2, 3, 4, 5, 6), datetime.datetime(2012, 11, 25, 20, 30, 40)
    try:
        written = [moment.strftime(text) for moment in moments]
        return written[0] != written[1] and pd.to_datetime(pd.Series(written), format=text).notna().all()
    except (ValueError, TypeError):
        return False


def _rows(rows):
    if rows is None:
        return None
    if not isinstance(rows, numbers.Integral) or isinstance(rows, bool) or rows < 1:
        raise ValueError(f"rows needs a whole number of at least 1, or None for all, got {rows!r}. Try rows=1000.")
    return int(rows)


def _columns(columns):
    if columns is None:
        return None
    is_list = pd.api.types.is_list_like(columns) and not isinstance(columns, (str, bytes))
    names = [str(name) if isinstance(name, str) else name for name in columns] if is_list else []
    if not names:
        raise ValueError(f"columns needs a list of names, or None for all, got {columns!r}. Try columns=['amount'].")
    if len({repr(name) for name in names}) < len(names):
        raise ValueError(f"columns needs each name once, got {names!r}. Leave the repeated ones out.")
    return names
