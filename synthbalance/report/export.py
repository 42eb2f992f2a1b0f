"""write_dataset: the balanced training part as a file."""

from synthbalance.report._files import write_new

_ENDINGS = (".csv", ".parquet")


def write_dataset(run, path, overwrite=False):
    """Write the training part of a run, real rows first and then the new ones, to csv or parquet.

    Parameters
    ----------
    run : Run
    path : str or pathlib.Path
        Ends in ``.csv`` or ``.parquet``; ``~`` is the home folder.
    overwrite : bool, default=False
        Whether a file that is there already may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written. The file has the columns of `run.balanced()`, `is_synthetic` last, and no index. A
        csv keeps no dtypes; parquet does.

    Raises
    ------
    FileExistsError
        If the file is there already; names a free one.
    FileNotFoundError
        If its folder is not there.
    ValueError
        If the ending is another one, or parquet cannot hold a column (mixed types).

    Notes
    -----
    Validation and holdout rows are not in it: a model trained on this file can still be scored on them.

    Examples
    --------
    >>> write_dataset(run, "balanced.parquet")  # doctest: +SKIP
    PosixPath('balanced.parquet')
    """
    return write_new(path, _ENDINGS, lambda draft: _write(run.balanced(as_="pandas"), draft), overwrite)


def _write(frame, draft):
    frame.attrs = {}
    if draft.suffix.lower() == ".csv":
        frame.to_csv(draft, index=False)
        return
    try:
        frame.to_parquet(draft, index=False)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise ValueError(
            f"path ends in .parquet, which cannot hold this table ({error}). Write a csv file instead."
        ) from error
