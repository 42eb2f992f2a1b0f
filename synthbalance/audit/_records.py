"""Copies and closest records: equal rows, and distances as sdmetrics defines them."""

import numpy as np
import pandas as pd

from synthbalance.audit._progress import told, unheard

_CELLS_AT_ONCE = 250_000
_HASHED_AT_ONCE = 50_000
_MOST_CELLS = 60_000_000
_FEWEST_ROWS = 200


def copied(rows, known, tell=unheard):
    """Which rows equal a row of `known` in every column: bool array of shape (n_rows,).

    Parameters
    ----------
    rows, known : DataFrames with the same columns and dtypes
    tell : callable (float), optional
        Told the share that is done.
    """
    parts = [known.iloc[at : at + _HASHED_AT_ONCE] for at in range(0, max(len(known), 1), _HASHED_AT_ONCE)]
    return np.isin(_hashes(rows), np.concatenate([_hashes(part) for part in told(parts, tell)]))


def closest_record(rows, known, tell=unheard):
    """Distance to the closest record by sdmetrics' definition.

    The distance of two rows is the mean over columns of |difference| / range of `known`, at most 1, for numbers
    and dates (1 where exactly one is missing, 0 where both are), and of whether categories differ.

    Parameters
    ----------
    rows, known : Rows
        `known` has at least one row.
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    float array of shape (n_rows,)
        0 to 1; 0 means an exact copy.

    References
    ----------
    `calculate_dcr` of sdmetrics, which holds all pairs of rows at once; we go by blocks.
    """
    ranges = _ranges(known.numbers)
    step = max(1, _CELLS_AT_ONCE // len(known))
    parts = [rows[start : start + step] for start in range(0, len(rows), step)]
    return np.concatenate([_apart(part, known, ranges).min(axis=1) for part in told(parts, tell)])


def affordable(rows, known):
    """How many of `rows` can be compared with `known` by `closest_record` within about a second: int."""
    n_columns = max(known.numbers.shape[1] + known.codes.shape[1], 1)
    return min(len(rows), max(_FEWEST_ROWS, _MOST_CELLS // (len(known) * n_columns)))


def _apart(rows, known, ranges):
    total = np.zeros((len(rows), len(known)))
    for a, b, span in zip(rows.numbers.T, known.numbers.T, ranges, strict=True):
        total += _number_apart(a, b, span)
    for a, b in zip(rows.codes.T, known.codes.T, strict=True):
        total += a[:, None] != b
    return total / max(len(ranges) + rows.codes.shape[1], 1)


def _number_apart(a, b, span):
    apart = np.abs(a[:, None] - b)
    apart = np.minimum(apart / span, 1.0) if span > 0 else (apart > 0).astype(float)
    missing = np.isnan(a)[:, None], np.isnan(b)
    if missing[0].any() or missing[1].any():
        apart = np.where(missing[0] | missing[1], missing[0] != missing[1], apart)
    return apart


def _ranges(numbers):
    """Largest less smallest known value of each column, 0 where there is none."""
    known = [column[~np.isnan(column)] for column in numbers.T]
    return [float(np.ptp(column)) if len(column) else 0.0 for column in known]


def _hashes(frame):
    """A hash of each row, values in place of category codes, so that equal rows hash alike."""
    plain = frame.astype(dict.fromkeys(frame.select_dtypes("category").columns, object))
    return pd.util.hash_pandas_object(plain, index=False).to_numpy()
