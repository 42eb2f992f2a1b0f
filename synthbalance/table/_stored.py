"""Days and decimals of a file, for which pandas has no dtype of numpy: remembered, and written as what they were."""

import re

import numpy as np
import pyarrow as pa
from pandas.api.types import is_datetime64_dtype, is_float_dtype

from synthbalance.table._arrow import EXACT, arrow_column

_KEY = "stored"
_DECIMAL = re.compile(r"decimal(128|256)\((\d+), (-?\d+)\)")


def remember_types(frame, schema):
    """Note in ``frame.attrs`` which of its columns were days or decimals in a file.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table that nobody else holds yet; a note of another file is taken off.
    schema : pyarrow.Schema
        Of the file.
    """
    frame.attrs.pop(_KEY, None)
    values = {one.name: getattr(one.type, "value_type", one.type) for one in schema}
    noted = {name: str(kind) for name, kind in values.items() if pa.types.is_date(kind) or pa.types.is_decimal(kind)}
    here = {name: noted[name] for name in map(str, frame.columns) if name in noted}
    if here:
        frame.attrs[_KEY] = here


def types_of(frame):
    """Column name -> arrow type it had in its file, of those that are still moments without a zone, or floats."""
    noted = getattr(frame, "attrs", {}).get(_KEY)
    if not isinstance(noted, dict) or not frame.columns.is_unique:
        return {}
    found = {name: _type(noted[str(name)]) for name in frame.columns if str(name) in noted}
    return {name: kind for name, kind in found.items() if kind is not None and _may_be(frame[name].dtype, kind)}


def still_stored(column, types, n_real):
    """Those of `types_of` whose every value is of the type still: whole days, numbers of that many decimals.

    Parameters
    ----------
    column : callable (name) -> pandas.Series
    types : dict of column name -> pyarrow type
    n_real : int
        Rows at the top that are real; decimals of those below are rounded.
    """
    return {name: kind for name, kind in types.items() if _is_still(column(name), kind, n_real)}


def with_stored(table, frame, types):
    """An arrow table made from a DataFrame, with the columns of `still_stored` in their types.

    Parameters
    ----------
    table : pyarrow.Table
    frame : pandas.DataFrame
    types : dict of column name -> pyarrow type
    """
    for name, kind in types.items():
        field = pa.field(str(name), kind)
        table = table.set_column(table.schema.get_field_index(str(name)), field, arrow_column(frame[name], field))
    return table


def _is_still(values, kind, n_real):
    if not _may_be(values.dtype, kind):
        return False
    if pa.types.is_date(kind):
        return bool(values.dropna().dt.normalize().eq(values.dropna()).all())
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    whole = np.rint(numbers * 10.0**kind.scale)
    real = np.isnan(numbers[:n_real]) | (whole[:n_real] / 10.0**kind.scale == numbers[:n_real])
    return bool(real.all()) and bool(np.nanmax(np.abs(whole), initial=0) < min(EXACT, 10.0**kind.precision))


def _type(text):
    decimal = _DECIMAL.fullmatch(str(text))
    try:
        if decimal:
            return getattr(pa, f"decimal{decimal[1]}")(int(decimal[2]), int(decimal[3]))
        return pa.type_for_alias(str(text))
    except (ValueError, TypeError):
        return None  # written by somebody else


def _may_be(dtype, kind):
    return is_datetime64_dtype(dtype) if pa.types.is_date(kind) else pa.types.is_decimal(kind) and is_float_dtype(dtype)
