"""Tables written block by block: one csv, or one parquet or feather file with a piece of it a block."""

from contextlib import ExitStack, suppress

import pyarrow as pa
from pandas.api.types import is_object_dtype
from pyarrow import ipc, parquet

from synthbalance.table import given_back, still_stored, with_stored


def text_blocks(blocks, file, separator=","):
    """Write DataFrames one below the other, under one header."""
    with file.open("w", newline="", encoding="utf-8") as text:
        for number, block in enumerate(blocks):
            block.to_csv(text, index=False, header=number == 0, sep=separator)


def parquet_blocks(rows, blocks, file):
    """Write DataFrames as the row groups of one table.

    Parameters
    ----------
    rows : BalancedRows
        Whose object columns are looked at as a whole, as a block alone does not say what type they are.
    blocks : iterable of pandas.DataFrame
    file : pathlib.Path

    Raises
    ------
    ValueError, TypeError, NotImplementedError
        If a column holds what parquet cannot.
    """
    _write(rows, blocks, file, lambda raw, schema: parquet.ParquetWriter(raw, schema, write_page_checksum=True))


def feather_blocks(rows, blocks, file):
    """The same as the record batches of a feather file."""
    packed = ipc.IpcWriteOptions(compression="lz4")
    _write(rows, blocks, file, lambda raw, schema: ipc.new_file(raw, schema, options=packed))


def _write(rows, blocks, file, opened):
    with pa.OSFile(str(file), "wb") as raw, ExitStack() as failing:
        writer, stored = None, still_stored(rows.column, rows.stored, rows.n_real)
        for block in blocks:
            block.attrs = {}
            if writer is None:
                schema = _schema(rows, block)
            table = with_stored(_arrow(rows, block, schema), block, stored)
            if writer is None:
                writer = opened(raw, table.schema)
                failing.callback(_abandon, writer)
            writer.write_table(table, len(block))
        failing.pop_all()
        writer.close()


def _abandon(writer):
    """Let go of a file that has no end; that none can be written, either, is not what went wrong."""
    with suppress(pa.ArrowException, OSError):
        writer.close()


def _arrow(rows, block, schema):
    if rows.like is not None:
        return given_back(block, rows.like, "pyarrow").cast(schema)
    return pa.Table.from_pandas(block, schema=schema, preserve_index=False)


def _schema(rows, block):
    """Types of all columns: of the table that was split, or as all values of an object column together need it."""
    if rows.like is not None:
        return pa.schema([one.with_nullable(True) for one in given_back(block, rows.like, "pyarrow").schema])
    schema = pa.Schema.from_pandas(block, preserve_index=False)
    for name in (name for name, dtype in block.dtypes.items() if is_object_dtype(dtype)):
        values = rows.column(name) if name in rows.dtypes.index else block[name]
        place = schema.get_field_index(str(name))
        schema = schema.set(place, pa.field(str(name), pa.array(values, from_pandas=True).type))
    return schema
