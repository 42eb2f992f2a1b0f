"""write_tables: tables that belong together, as files, by their endings."""

from synthbalance.report._files import write_together

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_ENDINGS = (".csv", ".parquet", ".tsv", ".feather")


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
        first one last: where it is, the others are. They have no index.

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
    return write_together({path: _writer(table) for path, table in tables.items()}, _ENDINGS, overwrite)


def _writer(table):
    return lambda draft: _write(table() if callable(table) else table.copy(deep=False), draft)


def _write(frame, draft):
    frame.attrs = {}  # they would land in the file
    ending = draft.suffix.lower()
    if ending in _SEPARATORS:
        frame.to_csv(draft, index=False, sep=_SEPARATORS[ending])
        return
    try:
        _write_binary(frame, draft, ending)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise ValueError(
            f"path ends in {ending}, which cannot hold this table ({error}). Write a csv file instead."
        ) from error


def _write_binary(frame, draft, ending):
    if ending == ".parquet":
        frame.to_parquet(draft, index=False)
    else:
        frame.reset_index(drop=True).to_feather(draft)
