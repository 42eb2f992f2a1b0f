"""Ints and bools with missing values, of files that pandas did not write: nullable columns."""

import pandas as pd
import pyarrow

_NAMES = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
_NULLABLE = {pyarrow.from_numpy_dtype(name.lower()): pd.api.types.pandas_dtype(name) for name in _NAMES}
_NULLABLE |= {pyarrow.bool_(): pd.BooleanDtype()}


def columns_with_gaps(table):
    """Columns that would become floats or objects, and lose digits and type, as nullable ones.

    Parameters
    ----------
    table : pyarrow.Table

    Returns
    -------
    dict name -> pandas.Series
        Empty where pandas wrote the table, which then says itself what its columns were.
    """
    if b"pandas" in (table.schema.metadata or {}):
        return {}
    names = [one.name for one in table.schema if one.type in _NULLABLE and table.column(one.name).null_count]
    return {name: table.column(name).to_pandas(types_mapper=_NULLABLE.get) for name in names}
