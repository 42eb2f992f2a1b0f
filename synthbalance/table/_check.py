"""What counts as a table, and one clear sentence for what does not."""

import numpy as np
import pandas as pd
from pandas.api import types

from synthbalance.table._native import to_pandas

RESERVED = "is_synthetic"


def check_table(data, name="data"):
    """Return `data` as a pandas DataFrame, or say in one sentence why it cannot be used.

    Parameters
    ----------
    data : pandas, polars or pyarrow table of shape (n_rows, n_columns)
        Never changed, and not copied where it is a pandas table already.
    name : str, default="data"
        What the caller calls this argument, for the error.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_columns)

    Raises
    ------
    TypeError
        If `data` is no table, or a column holds lists or other nested values.
    ValueError
        If the table is empty, its column names repeat, mix types or have levels, a column is named
        ``is_synthetic``, or a column holds infinities or complex numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> check_table(pd.DataFrame({"amount": [1.0, 2.0]})).shape
    (2, 1)
    """
    frame = to_pandas(data, name)
    _check_names(frame, name)
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        raise ValueError(
            f"{name} needs at least one row and one column, found {frame.shape[0]} rows and "
            f"{frame.shape[1]} columns. Check how it was read or filtered."
        )
    for position, column in enumerate(frame.columns):
        _check_column(frame.iloc[:, position], column, name)
    return frame


def _check_names(frame, name):
    columns = frame.columns
    if isinstance(columns, pd.MultiIndex):
        raise ValueError(
            f"{name} needs plain column names, found {columns.nlevels} levels of names. "
            f"Join them first: {name}.columns = ['_'.join(map(str, c)) for c in {name}.columns]."
        )
    if not columns.is_unique:
        twice = columns[columns.duplicated()].unique().tolist()
        raise ValueError(f"{name} needs unique column names, {twice[:5]!r} occur more than once. Rename or drop them.")
    kinds = {str if isinstance(c, str) else int if isinstance(c, (int, np.integer)) else type(c) for c in columns}
    if len(kinds) > 1:
        shown = sorted(kind.__name__ for kind in kinds)
        raise ValueError(
            f"{name} needs column names of one type, found {' and '.join(shown)}. "
            f"Make them text: {name}.columns = {name}.columns.map(str)."
        )
    if RESERVED in columns:
        raise ValueError(
            f"{name} has a column named {RESERVED!r}, the name that marks synthetic rows. "
            f"Drop it, keep its real rows only, or rename it."
        )


def _check_column(values, column, name):
    dtype = values.dtype
    if types.is_complex_dtype(dtype):
        raise ValueError(f"Column {column!r} of {name} holds complex numbers. Split it into real and imaginary parts.")
    if types.is_float_dtype(dtype):
        _check_finite(values, column, name)
    elif types.is_object_dtype(dtype):
        _check_objects(values, column, name)
    elif getattr(getattr(dtype, "pyarrow_dtype", None), "num_fields", 0):
        raise _nested(column, name, dtype.pyarrow_dtype)


def _check_finite(values, column, name):
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    infinite = int(np.isinf(numbers).sum())
    if infinite:
        raise ValueError(
            f"Column {column!r} of {name} needs finite numbers or missing values, found {infinite} infinite. "
            f"Replace them, for example by missing: {name}.replace([np.inf, -np.inf], np.nan)."
        )


def _check_objects(values, column, name):
    kind = types.infer_dtype(values, skipna=True)
    if kind == "complex":
        raise ValueError(f"Column {column!r} of {name} holds complex numbers. Split it into real and imaginary parts.")
    if kind in ("floating", "mixed-integer-float"):
        _check_finite(values, column, name)
    if kind in ("string", "empty", "boolean", "integer", "floating", "decimal", "date", "bytes"):
        return
    nested = values.map(lambda v: isinstance(v, (list, tuple, dict, set, np.ndarray, pd.Series)))
    if nested.any():
        raise _nested(column, name, type(values[nested].iloc[0]).__name__)


def _nested(column, name, found):
    return TypeError(
        f"Column {column!r} of {name} needs single values, found nested ones such as {found}. "
        f"Give each element a column of its own, or drop the column."
    )
