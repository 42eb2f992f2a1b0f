"""Digits: how many a column's numbers have after the point, so that made ones have no more.

A price of 12.99 becomes no 12.98731: a made number with more digits than real ones gives itself away.
"""

import numpy as np

_MOST = 6
_MOST_ROWS = 20_000
_SHARE = 0.95


def digits_of(values, column):
    """Digits after the point that hold 95 % of a float column's values; None where that takes more than 6.

    Parameters
    ----------
    values : float array of shape (n,)
        At most 20,000 of them, evenly spread, are looked at.
    column : Column of a Schema
    """
    values = values[:: max(1, len(values) // _MOST_ROWS)]
    if column.kind != "float" or not len(values):
        return None
    single = getattr(getattr(column.dtype, "subtype", column.dtype), "itemsize", 8) < 8
    error = np.abs(values) * np.finfo(np.float32 if single else np.float64).eps * 4
    holding = (d for d in range(_MOST + 1) if (np.abs(np.round(values, d) - values) <= error).mean() >= _SHARE)
    return next(holding, None)


def rounded(values, digits):
    """`values` with no more than these digits; None leaves them as they are."""
    return values if digits is None else np.round(values, digits)
