"""Values as Python literals: escaped, so that no text from the data can become code."""

import datetime
import math
import re

import numpy as np
import pandas as pd

from synthbalance.report._layout import Node, call

_MOST_ITEMS = 1000
_BRACKETS = {list: "[]", tuple: "()"}


class NoLiteral(Exception):
    """The value cannot be written down in source."""


def literal(value, imports):
    """A value as an expression.

    Parameters
    ----------
    value : object
        None, bool, number, text, bytes, date, numpy scalar or array, or a list, tuple, set or dict of these.
    imports : set of str
        Import lines that the expression needs are added.

    Returns
    -------
    Node

    Raises
    ------
    NoLiteral
        If the value is of any other kind (a function, a random generator, an open file).

    Examples
    --------
    >>> literal({"amount": (0, None)}, set()).flat()
    '{"amount": (0, None)}'
    """
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64 | np.timedelta64):
        value = value.item()
    if isinstance(value, dict):
        pairs = [(f"{literal(key, imports).flat()}: ", literal(one, imports)) for key, one in value.items()]
        return Node("{", _few(pairs), "}")
    if type(value) in _BRACKETS:
        opening, closing = _BRACKETS[type(value)]
        return Node(opening, _few([("", literal(one, imports)) for one in value]), closing)
    if isinstance(value, set) and value:
        return Node("{", _few([("", literal(one, imports)) for one in sorted(value, key=repr)]), "}")
    return _scalar(value, imports)


def text_literal(text):
    """A text in double quotes, in single ones where that saves escapes; one line whatever it holds.

    Examples
    --------
    >>> print(text_literal("it's"), text_literal('say "no"'))
    "it's" 'say "no"'
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    pieces = re.split("(['\"])", str(text))
    body = "".join(("\\" if one == quote else "") + one if one in ("'", '"') else repr(one)[1:-1] for one in pieces)
    return f"{quote}{body}{quote}"


def _scalar(value, imports):
    if isinstance(value, bytes):
        return Node(repr(value))
    if isinstance(value, str):
        return Node(text_literal(value))
    if isinstance(value, float):
        return _float(float(value), imports)
    if value is None or isinstance(value, bool | int):
        return Node(repr(value))
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "biufU":
        imports.add("import numpy as np")
        return call("np.array", [literal(value.tolist(), imports)])
    return _pandas(value, imports)


def _float(value, imports):
    if math.isfinite(value):
        return Node(repr(value))
    imports.add("import numpy as np")
    return Node("np.nan" if math.isnan(value) else ("np.inf" if value > 0 else "-np.inf"))


def _pandas(value, imports):
    if type(value) is datetime.date:
        imports.add("import datetime")
        return Node(repr(value))
    if value is pd.NA or value is pd.NaT:
        text = "pd.NA" if value is pd.NA else "pd.NaT"
    elif isinstance(value, np.datetime64 | datetime.datetime):
        text = f"pd.Timestamp({text_literal(str(pd.Timestamp(value)))})"
    elif isinstance(value, np.timedelta64 | datetime.timedelta):
        text = f"pd.Timedelta({text_literal(str(pd.Timedelta(value)))})"
    else:
        raise NoLiteral(type(value).__name__)
    imports.add("import pandas as pd")
    return Node(text)


def _few(items):
    if len(items) > _MOST_ITEMS:
        raise NoLiteral(f"{len(items)} items")
    return tuple(items)
