"""write_dataset: the balanced training part as a file; write_tables: tables that belong together."""

from synthbalance.report._files import write_new, write_together
from synthbalance.report._table_file import TABLE_ENDINGS, write_table_file


def write_dataset(run, path, overwrite=False):
    """Write the training part of a run, real rows first and then the new ones, to a file.

    Parameters
    ----------
    run : Run
    path : str or pathlib.Path
        Ends in ``.csv``, ``.tsv``, ``.parquet`` or ``.feather``; ``~`` is the home folder.
    overwrite : bool, default=False
        Whether a file that is there already may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written. The file has the columns of `run.balanced()`, `is_synthetic` last, and no index. A
        csv or tsv keeps no dtypes; parquet and feather do.

    Raises
    ------
    FileExistsError
        If the file is there already; names a free one.
    FileNotFoundError
        If its folder is not there.
    ValueError
        If the ending is another one, or such a file cannot hold a column (mixed types).

    Notes
    -----
    Validation and holdout rows are not in it: a model trained on this file can still be scored on them.

    Examples
    --------
    >>> write_dataset(run, "balanced.parquet")  # doctest: +SKIP
    PosixPath('balanced.parquet')
    """
    return write_new(path, TABLE_ENDINGS, lambda draft: write_table_file(run.balanced(), draft), overwrite)


def write_tables(tables, overwrite=False):
    """Write tables that belong together, such as a training part and its holdout: all of them or none.

    Parameters
    ----------
    tables : dict of path -> DataFrame, or callable that makes one
        A callable is asked when its turn comes, so that not all tables are in memory at once. Paths as in
        `write_dataset`.
    overwrite : bool, default=False
        Whether files that are there already may be replaced.

    Returns
    -------
    list of pathlib.Path
        In the order given. The files are written beside their places and moved there once all are complete, the
        first one last: where it is, the others are.

    Raises
    ------
    FileExistsError, FileNotFoundError, ValueError
        As `write_dataset`; nothing is written then.

    Examples
    --------
    >>> write_tables({"train.parquet": train, "train.holdout.parquet": holdout})  # doctest: +SKIP
    [PosixPath('train.parquet'), PosixPath('train.holdout.parquet')]
    """
    return write_together({path: _writer(table) for path, table in tables.items()}, TABLE_ENDINGS, overwrite)


def _writer(table):
    return lambda draft: write_table_file(table() if callable(table) else table.copy(deep=False), draft)
