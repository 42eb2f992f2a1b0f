"""Parquet and feather tables, as far as they are asked for."""

import json

import pandas as pd
import pyarrow
from pyarrow import ipc

from synthbalance.datasets._assumed import Assumption
from synthbalance.datasets._float32 import narrow_batch
from synthbalance.datasets._options import chosen
from synthbalance.datasets._parquet import ParquetTable, told_as_damage

_NULLABLE = {
    pyarrow.from_numpy_dtype(dtype.numpy_dtype): dtype
    for dtype in map(
        pd.api.types.pandas_dtype, ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
    )
} | {pyarrow.bool_(): pd.BooleanDtype()}
_DASK_INDEX = "__null_dask_index__"  # what Dask calls an index without a name


def read_binary_table(file, options):
    """DataFrame of a parquet file or folder, or of a feather file; a named index becomes a column.

    Parameters
    ----------
    file : pathlib.Path
    options : Options
        Of which `rows`, `columns` and `float32` matter here.

    Returns
    -------
    pandas.DataFrame, list of Assumption

    Raises
    ------
    ValueError
        If a file is damaged, of another kind or does not fit the others, or a column is not there.
    """
    is_feather = file.suffix.lower() == ".feather" and not file.is_dir()
    table = _Feather(file) if is_feather else ParquetTable.of(file, options.columns)
    wanted, stored = None, None
    if options.columns:
        names = _index_as_columns(table.schema.empty_table().to_pandas()).columns
        wanted = chosen(options.columns, names, file)
        stored = [str(name) for name in wanted if str(name) in table.schema.names]
    arrow, more = _rows(table, stored, options)
    with told_as_damage(file):
        frame = _index_as_columns(_to_pandas(arrow))
    said = [Assumption(f"the first {options.rows} rows only, there are more", doubtful=True)] if more else []
    return frame if wanted is None else frame[wanted], said


class _Feather:
    """A feather file, with what `ParquetTable` has."""

    def __init__(self, file):
        self._file = file
        with told_as_damage(file), file.open("rb") as raw:
            self.schema = ipc.open_file(raw).schema

    def pieces(self, columns=None, at_once=None):
        with told_as_damage(self._file), self._file.open("rb") as raw:
            whole = ipc.open_file(raw)
            for place in range(whole.num_record_batches):
                batch = whole.get_batch(place)
                yield batch if columns is None else batch.select(columns)


def _rows(table, columns, options):
    """An arrow table in a list, the only one that holds it, and whether there are more rows than asked for."""
    batches, read, limit = [], 0, options.rows
    for batch in table.pieces(columns, None if limit is None else limit + 1):
        batches.append(narrow_batch(batch) if options.float32 else batch)
        read += batch.num_rows
        if limit is not None and read > limit:
            break
    empty = table.schema.empty_table()
    arrow = pyarrow.Table.from_batches(batches) if batches else empty.select(columns or empty.column_names)
    return [arrow.slice(0, limit) if limit is not None else arrow], limit is not None and read > limit


def _to_pandas(held):
    """The table of a list of one as a DataFrame, taken out of it column by column so that it is not there twice."""
    arrow = held.pop().unify_dictionaries()
    attrs = json.loads((arrow.schema.metadata or {}).get(b"PANDAS_ATTRS", b"{}"))
    gaps = {} if b"pandas" in (arrow.schema.metadata or {}) else _with_gaps(arrow)
    frame = arrow.to_pandas(types_mapper=_types(), split_blocks=True, self_destruct=True)
    for name, values in gaps.items():
        frame[name] = values
    frame.attrs = attrs
    return frame


def _with_gaps(arrow):
    """Ints and bools with missing values as nullable columns: as floats or objects they would lose digits and type."""
    fields = [one for one in arrow.schema if pyarrow.types.is_integer(one.type) or pyarrow.types.is_boolean(one.type)]
    gaps = {one.name: arrow.column(one.name) for one in fields if arrow.column(one.name).null_count}
    return {name: column.to_pandas(types_mapper=_NULLABLE.get) for name, column in gaps.items()}


def _types():
    """Text as pandas reads it from a file by itself."""
    text = pd.Series(["a"]).dtype
    if not isinstance(text, pd.StringDtype):
        return None
    return dict.fromkeys((pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()), text).get


def _index_as_columns(frame):
    names = frame.index.names
    unnamed = [level for level, name in enumerate(names) if name in (None, _DASK_INDEX) or name in frame.columns]
    frame = frame.reset_index(level=unnamed, drop=True) if len(unnamed) < frame.index.nlevels else frame
    keeps = any(name not in (None, _DASK_INDEX) and name not in frame.columns for name in frame.index.names)
    return frame.reset_index(drop=not keeps)
