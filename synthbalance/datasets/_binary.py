"""Parquet and feather tables, as far as they are asked for."""

import sys

import pyarrow
from pyarrow import ipc, types

from synthbalance.datasets._assembled import Assembled
from synthbalance.datasets._assumed import Assumption, listed
from synthbalance.datasets._days import schema_with_moments, with_moments
from synthbalance.datasets._float32 import narrow_frame, narrow_schema
from synthbalance.datasets._options import chosen
from synthbalance.datasets._parquet import ParquetTable, check_names, told_as_damage
from synthbalance.datasets._zones import check_zones, without_zones
from synthbalance.table import remember_types

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
    wanted, stored = None, table.schema.names
    if options.columns:
        names = _index_as_columns(without_zones(table.schema).empty_table().to_pandas()).columns
        wanted = chosen(options.columns, names, file)
        stored = [str(name) for name in wanted if str(name) in table.schema.names]
    check_zones([table.schema.field(name) for name in stored], file)
    made, more = _rows(table, stored, options)
    with told_as_damage(file):
        frame = _index_as_columns(made.frame())
    frame = frame if wanted is None else frame[wanted]
    remember_types(frame, table.schema)
    said = [Assumption(f"the first {options.rows} rows only, there are more", doubtful=True)] if more else []
    return narrow_frame(frame) if options.float32 else frame, said + _said_of_decimals(frame, table.schema)


class _Feather:
    """A feather file, with what `ParquetTable` has."""

    def __init__(self, file):
        self._file = file
        self.n_rows, self.rows_at_once = None, None  # nobody knows before all is read
        with file.open("rb") as raw:
            _refuse_older(raw.read(4), file)
        with told_as_damage(file), file.open("rb") as raw:
            self.schema = ipc.open_file(raw).schema
        check_names(self.schema, file)

    def pieces(self, blocks, limit):
        first, (names,) = 0, blocks
        for batch in self._batches():
            if first >= limit:
                return
            yield first, batch.select(names).slice(0, limit - first)
            first += batch.num_rows

    def more_than(self, limit):
        n_rows = 0
        return any((n_rows := n_rows + batch.num_rows) > limit for batch in self._batches())

    def _batches(self):
        with told_as_damage(self._file), self._file.open("rb") as raw:
            whole = ipc.open_file(raw)
            for place in range(whole.num_record_batches):
                yield whole.get_batch(place)


def _refuse_older(head, file):
    found = {b"FEA1": "a feather file of version 1", b"\xff\xff\xff\xff": "an Arrow stream"}.get(head)
    if found:
        raise ValueError(
            f"{str(file)!r} is {found}, and version 2 is needed. Read it with pyarrow, and write it again by "
            f"pyarrow.feather.write_feather."
        )


def _rows(table, names, options):
    """What was read, `Assembled`, and whether there are more rows than asked for."""
    schema = schema_with_moments(pyarrow.schema([table.schema.field(name) for name in names], table.schema.metadata))
    schema = narrow_schema(schema) if options.float32 else schema
    limit = sys.maxsize if options.rows is None else options.rows
    made = Assembled(schema, None if table.n_rows is None else min(table.n_rows, limit), options.float32)
    for first, batch in table.pieces(made.blocks(table.rows_at_once) or [names], limit):
        made.add(first, with_moments(batch, schema))
    return made, options.rows is not None and table.more_than(limit)


def _said_of_decimals(frame, schema):
    names = [name for name in frame.columns if str(name) in schema.names and frame[name].dtype == object]
    names = [name for name in names if types.is_decimal(schema.field(str(name)).type)]
    return [Assumption(f"decimals too long to be exact as floats left as they are in {listed(names)}")] if names else []


def _index_as_columns(frame):
    names = frame.index.names
    unnamed = [level for level, name in enumerate(names) if name in (None, _DASK_INDEX) or name in frame.columns]
    frame = frame.reset_index(level=unnamed, drop=True) if len(unnamed) < frame.index.nlevels else frame
    keeps = any(name not in (None, _DASK_INDEX) and name not in frame.columns for name in frame.index.names)
    return frame.reset_index(drop=not keeps)
