"""Parquet and feather tables, as far as they are asked for."""

import pyarrow
from pyarrow import ipc

from synthbalance.datasets._assembled import Assembled
from synthbalance.datasets._assumed import Assumption
from synthbalance.datasets._float32 import narrow_batch, narrow_schema
from synthbalance.datasets._options import chosen
from synthbalance.datasets._parquet import ParquetTable, told_as_damage

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
    made, more = _rows(table, stored, options)
    with told_as_damage(file):
        frame = _index_as_columns(made.frame())
    said = [Assumption(f"the first {options.rows} rows only, there are more", doubtful=True)] if more else []
    return frame if wanted is None else frame[wanted], said


class _Feather:
    """A feather file, with what `ParquetTable` has."""

    def __init__(self, file):
        self._file = file
        self.n_rows = None  # nobody knows before all is read
        with told_as_damage(file), file.open("rb") as raw:
            self.schema = ipc.open_file(raw).schema

    def pieces(self, columns=None, at_once=None):
        with told_as_damage(self._file), self._file.open("rb") as raw:
            whole = ipc.open_file(raw)
            for place in range(whole.num_record_batches):
                batch = whole.get_batch(place)
                yield batch if columns is None else batch.select(columns)


def _rows(table, columns, options):
    """What was read, `Assembled`, and whether there are more rows than asked for."""
    limit, names = options.rows, table.schema.names if columns is None else columns
    schema = pyarrow.schema([table.schema.field(name) for name in names], table.schema.metadata)
    schema = narrow_schema(schema) if options.float32 else schema
    made = Assembled(schema, table.n_rows if limit is None or table.n_rows is None else min(limit, table.n_rows))
    for batch in table.pieces(columns, None if limit is None else limit + 1):
        if limit is not None and made.n_rows + batch.num_rows > limit:
            made.add(_read(batch.slice(0, limit - made.n_rows), options))
            return made, True
        made.add(_read(batch, options))
    return made, False


def _read(batch, options):
    return narrow_batch(batch) if options.float32 else batch


def _index_as_columns(frame):
    names = frame.index.names
    unnamed = [level for level, name in enumerate(names) if name in (None, _DASK_INDEX) or name in frame.columns]
    frame = frame.reset_index(level=unnamed, drop=True) if len(unnamed) < frame.index.nlevels else frame
    keeps = any(name not in (None, _DASK_INDEX) and name not in frame.columns for name in frame.index.names)
    return frame.reset_index(drop=not keeps)
