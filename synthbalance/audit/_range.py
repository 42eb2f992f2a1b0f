"""Out of range: rows with a value that no real training row of the class bears out."""

import numpy as np

_ROUNDING = 1e-9


def out_of_range(rows, train):
    """Which rows have a number outside the smallest and largest of `train`, or a category that is not in it.

    Missing counts as outside where no row of `train` misses that column.

    Parameters
    ----------
    rows, train : Rows
        `train` has at least one row.

    Returns
    -------
    bool array of shape (n_rows,)
    """
    outside = np.zeros(len(rows), dtype=bool)
    for values, seen in zip(rows.numbers.T, train.numbers.T, strict=True):
        outside |= _outside(values, seen)
    for codes, seen in zip(rows.codes.T, train.codes.T, strict=True):
        outside |= ~np.isin(codes, seen)
    return outside


def _outside(values, seen):
    known, missing = seen[~np.isnan(seen)], np.isnan(values)
    if len(known) == 0:
        return ~missing
    low, high = known.min(), known.max()
    slack = _ROUNDING * (high - low)
    beyond = (values < low - slack) | (values > high + slack)
    return beyond | (missing & (len(known) == len(seen)))
