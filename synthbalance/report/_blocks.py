"""Tables written block by block: one csv, or one parquet file with a row group a block."""

import pyarrow as pa
from pandas.api.types import is_object_dtype
from pyarrow import parquet


def csv_blocks(blocks, file):
    """Write DataFrames one below the other, under one header."""
    with file.open("w", newline="", encoding="utf-8") as text:
        for number, block in enumerate(blocks):
            block.to_csv(text, index=False, header=number == 0)


def parquet_blocks(rows, blocks, file):
    """Write DataFrames as the row groups of one table.

    Parameters
    ----------
    rows : object with `names` and `column(name)`
        Whose object columns are looked at as a whole, as a block alone does not say what type they are.
    blocks : iterable of pandas.DataFrame
    file : pathlib.Path

    Raises
    ------
    ValueError, TypeError, NotImplementedError
        If a column holds what parquet cannot.
    """
    writer = None
    try:
        for block in blocks:
            block.attrs = {}
            if writer is None:
                schema = _schema(rows, block)
                writer = parquet.ParquetWriter(file, schema, write_page_checksum=True)
            writer.write_table(pa.Table.from_pandas(block, schema=schema, preserve_index=False), len(block))
    except BaseException:
        if writer is not None:
            _abandon(writer)
        raise
    writer.close()


def _schema(rows, block):
    """Types of all columns; those of object columns as all their values together need it."""
    schema = pa.Schema.from_pandas(block, preserve_index=False)
    for name in (name for name, dtype in block.dtypes.items() if is_object_dtype(dtype)):
        values = rows.column(name) if name in rows.dtypes.index else block[name]
        place = schema.get_field_index(str(name))
        schema = schema.set(place, pa.field(str(name), pa.array(values, from_pandas=True).type))
    return schema


def _abandon(writer):
    """Let go of the file; that its end cannot be written, either, is not what went wrong."""
    try:
        writer.close()
    except (pa.ArrowException, OSError):
        return
