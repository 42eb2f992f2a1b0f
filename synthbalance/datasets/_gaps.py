"""Columns for which pandas has a better place than the one it takes by itself: gaps in ints and bools, decimals."""

import pandas as pd
import pyarrow
from pyarrow import types

from synthbalance.table import pandas_column

_NAMES = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
_NULLABLE = {pyarrow.from_numpy_dtype(name.lower()): pd.api.types.pandas_dtype(name) for name in _NAMES}
_NULLABLE |= {pyarrow.bool_(): pd.BooleanDtype()}
ARROW = "[pyarrow]"  # what the dtypes of pandas end in that are arrow's own


def columns_with_gaps(table):
    """Columns that would become floats or objects, and lose digits and type, as nullable ones; decimals as floats.

    Parameters
    ----------
    table : pyarrow.Table

    Returns
    -------
    dict name -> pandas.Series
        Without the ints and bools of a table that pandas wrote, which then says itself what they were. Decimals that
        no float tells apart are left as they are.
    """
    kinds = written_as(table.schema)
    names = [one.name for one in table.schema if types.is_decimal(one.type) and ARROW not in kinds.get(one.name, "")]
    made = {name: pandas_column(table.column(name)) for name in names}
    if b"pandas" in (table.schema.metadata or {}):
        return made
    names = [one.name for one in table.schema if one.type in _NULLABLE and table.column(one.name).null_count]
    return made | {name: table.column(name).to_pandas(types_mapper=_NULLABLE.get) for name in names}


def written_as(schema):
    """Name of a column -> what its dtype was in pandas; empty where pandas did not write the table."""
    columns = (schema.pandas_metadata or {}).get("columns", [])
    return {column.get("field_name") or column["name"]: column["numpy_type"] for column in columns}
