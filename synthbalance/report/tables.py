"""write_tables: tables that belong together, as files, by their endings."""

import numpy as np
import pyarrow as pa
from pyarrow import feather, parquet

from synthbalance.report._files import write_together
from synthbalance.report._formats import ENDINGS, write_as
from synthbalance.table import still_stored, types_of, with_stored

_MARK = "is_synthetic"


def write_tables(tables, overwrite=False):
    """Write tables that belong together, such as a training part and its holdout: all of them or none.

    Parameters
    ----------
    tables : dict of path -> DataFrame, or callable that makes one
        Paths end in ``.csv``, ``.tsv``, ``.parquet`` or ``.feather``; ``~`` is the home folder. A callable is asked
        when its turn comes, so that not all tables are in memory at once.
    overwrite : bool, default=False
        Whether files that are there already may be replaced.

    Returns
    -------
    list of pathlib.Path
        In the order given. The files are written beside their places and moved there once all are complete, the
        first one last: where it is, the others are. They have no index. Columns of a table of `read_table` that were
        days or decimals in their file are such again in parquet and feather, if their values still are.

    Raises
    ------
    FileExistsError
        If one of the files is there already; names a free one.
    FileNotFoundError
        If a folder is not there.
    ValueError
        If an ending is another one, or such a file cannot hold a column (mixed types).

    Examples
    --------
    >>> write_tables({"train.parquet": train, "train.holdout.parquet": holdout})  # doctest: +SKIP
    [PosixPath('train.parquet'), PosixPath('train.holdout.parquet')]
    """
    return write_together({path: _writer(table) for path, table in tables.items()}, ENDINGS, overwrite)


def _writer(table):
    return lambda draft: _write(table() if callable(table) else table.copy(deep=False), draft)


def _write(frame, draft):
    types = types_of(frame)
    frame.attrs = {}  # they would land in the file

    def binary(ending):
        is_new = frame[_MARK].to_numpy(dtype=bool) if _MARK in frame.columns else np.zeros(len(frame), dtype=bool)
        stored = still_stored(frame.__getitem__, types, np.count_nonzero(~is_new))
        if stored:
            table = with_stored(pa.Table.from_pandas(frame, preserve_index=False), frame, stored)
            (parquet.write_table if ending == ".parquet" else feather.write_feather)(table, draft)
        elif ending == ".parquet":
            frame.to_parquet(draft, index=False)
        else:
            frame.reset_index(drop=True).to_feather(draft)

    write_as(draft, lambda separator: frame.to_csv(draft, index=False, sep=separator), binary)
