"""Parquet and feather files, as far as they are asked for."""

from contextlib import contextmanager

import pandas as pd
import pyarrow
from pyarrow import ipc, parquet

from synthbalance.datasets._assumed import Assumption
from synthbalance.datasets._options import chosen

_READERS = {".parquet": pd.read_parquet, ".feather": pd.read_feather}
_BATCH = 65_536


def read_binary_table(file, options):
    """DataFrame of a parquet or feather file; a named index becomes a column.

    Parameters
    ----------
    file : pathlib.Path
    options : Options
        Of which `rows` and `columns` matter here.

    Returns
    -------
    pandas.DataFrame, list of Assumption

    Raises
    ------
    ValueError
        If the file is damaged or of another kind, or lacks a column.
    """
    wanted, stored = None, None
    if options.columns:
        with _damage_told(file):
            schema = _schema(file)
            names = _index_as_columns(schema.empty_table().to_pandas()).columns
        wanted = chosen(options.columns, names, file)
        stored = [str(name) for name in wanted if str(name) in schema.names]
    with _damage_told(file):
        frame, more = _first_rows(file, stored, options.rows) if options.rows else (_all_rows(file, stored), False)
        frame = _index_as_columns(frame)
    said = [Assumption(f"the first {options.rows} rows only, there are more", doubtful=True)] if more else []
    return frame if wanted is None else frame[wanted], said


@contextmanager
def _damage_told(file):
    try:
        yield
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ValueError(
            f"{str(file)!r} is no readable {file.suffix.lower()[1:]} file ({error}). "
            f"It may be cut off or of another kind; write or copy it again."
        ) from error


def _schema(file):
    with file.open("rb") as raw:
        return parquet.read_schema(raw) if file.suffix.lower() == ".parquet" else ipc.open_file(raw).schema


def _all_rows(file, columns):
    return _READERS[file.suffix.lower()](file, columns=columns)


def _first_rows(file, columns, n_rows):
    """The first rows, read piece by piece, and whether there are more."""
    with file.open("rb") as raw:
        pieces = (
            _parquet_pieces(raw, columns, n_rows)
            if file.suffix.lower() == ".parquet"
            else _feather_pieces(raw, columns)
        )
        batches, read = [], 0
        for batch in pieces:
            batches.append(batch)
            read += batch.num_rows
            if read > n_rows:
                break
    table = pyarrow.Table.from_batches(batches) if batches else _schema(file).empty_table()
    return table.slice(0, n_rows).to_pandas(), read > n_rows


def _parquet_pieces(raw, columns, n_rows):
    whole = parquet.ParquetFile(raw)
    return whole.iter_batches(min(n_rows + 1, _BATCH), columns=columns)


def _feather_pieces(raw, columns):
    whole = ipc.open_file(raw)
    for place in range(whole.num_record_batches):
        batch = whole.get_batch(place)
        yield batch if columns is None else batch.select(columns)


def _index_as_columns(frame):
    unnamed = [level for level, name in enumerate(frame.index.names) if name is None or name in frame.columns]
    frame = frame.reset_index(level=unnamed, drop=True) if len(unnamed) < frame.index.nlevels else frame
    keeps = any(name is not None and name not in frame.columns for name in frame.index.names)
    return frame.reset_index(drop=not keeps)
