"""Rows known as synthetic: the `is_synthetic` column or an index label that starts with "syn-"."""

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from pandas.api import types

from synthbalance.split._words import count

MARK = "is_synthetic"
LABEL = "syn-"


def labelled_synthetic(data):
    """Bool array: which rows have an index label that starts with "syn-"."""
    index = getattr(data, "index", None)
    if not isinstance(index, pd.Index) or types.is_numeric_dtype(index.dtype):
        return np.zeros(len(data), dtype=bool)
    return np.fromiter((_is_label(label) for label in index), dtype=bool, count=len(index))


def take_mark(data):
    """Split a table from its `is_synthetic` column.

    Returns
    -------
    (table, bool array of shape (n_rows,))
        The table without that column, and which rows are known as synthetic, by mark or by label.
    """
    known = labelled_synthetic(data) if isinstance(data, pd.DataFrame) else None
    if isinstance(data, pd.DataFrame):
        if MARK not in data.columns:
            return data, known
        return data.drop(columns=MARK), known | _truth(data[MARK])
    table = nw.from_native(data, pass_through=True, eager_only=True)
    if not isinstance(table, nw.DataFrame):
        return data, np.zeros(0, dtype=bool)
    if MARK not in table.columns:
        return data, np.zeros(len(table), dtype=bool)
    return table.drop(MARK).to_native(), _truth(pd.Series(table[MARK].to_list()))


def refuse_synthetic(known, part):
    """Raise ValueError if a part that must be real has a row known as synthetic."""
    n_rows = int(known.sum())
    if n_rows:
        raise ValueError(
            f"{part} must hold real rows only, found {count(n_rows, 'row')} known as synthetic (by the column"
            f" {MARK!r} or an index label that starts with {LABEL!r}). A score on them would flatter: leave them out,"
            " or hand them to Split.from_frames as rows of train."
        )


def _is_label(label):
    parts = label if isinstance(label, tuple) else (label,)
    return any(isinstance(part, str) and part.startswith(LABEL) for part in parts)


def _truth(mark):
    """Which marks say yes; a missing mark says no, as it comes from real rows joined with synthetic ones."""
    if types.is_bool_dtype(mark.dtype) or types.is_numeric_dtype(mark.dtype):
        return mark.fillna(0).to_numpy(dtype="float64") != 0
    return mark.map(lambda value: str(value).strip().lower() in ("true", "1", "1.0", "yes")).to_numpy(dtype=bool)
