"""write_dataset: the balanced training part as a file, written block by block."""

import numbers

from synthbalance._errors import Cancelled
from synthbalance.report._blocks import feather_blocks, parquet_blocks, text_blocks
from synthbalance.report._files import write_new
from synthbalance.report._formats import ENDINGS, write_as
from synthbalance.report._source import refuse_source


def write_dataset(run, path, overwrite=False, rows_per_block=100_000, on_progress=None):
    """Write the training part of a run, real rows first and then the new ones, to a file.

    Parameters
    ----------
    run : Run
    path : str or pathlib.Path
        Ends in ``.csv``, ``.tsv``, ``.parquet`` or ``.feather``; ``~`` is the home folder.
    overwrite : bool, default=False
        Whether a file that is there already may be replaced; the file that the data was read from never is.
    rows_per_block : int, default=100_000
        Rows that are put together and written at a time, and of a row group of parquet: memory is that of a block.
    on_progress : callable (stage, done, total), optional
        Told of the rows written, block by block; False cancels.

    Returns
    -------
    pathlib.Path
        Where it was written. The file has the columns of `run.balanced()`, `is_synthetic` last, and no index. A
        csv or tsv keeps no dtypes; parquet and feather do, and parquet has checksums by which damage is found when it
        is read.

    Raises
    ------
    FileExistsError
        If the file is there already; names a free one.
    FileNotFoundError
        If its folder is not there.
    ValueError
        If the ending is another one, such a file cannot hold a column (mixed types), or `path` is the file that the
        data was read from, or lies in that folder.
    OSError
        If the disk is full.
    Cancelled
        If `on_progress` answered False.

    Notes
    -----
    The name stands for a complete file at any time: the blocks go to a hidden file beside it, which is moved there at
    the end and removed after every error. Of a process that was killed such a file, ``.synthbalance-*.part.parquet``,
    may stay; the next export into the folder removes it.

    Validation and holdout rows are not in it: a model trained on this file can still be scored on them.

    Examples
    --------
    >>> write_dataset(run, "balanced.parquet")  # doctest: +SKIP
    PosixPath('balanced.parquet')
    """
    if not isinstance(rows_per_block, numbers.Integral) or isinstance(rows_per_block, bool) or rows_per_block < 1:
        raise ValueError(
            f"rows_per_block needs a whole number of at least 1, got {rows_per_block!r}. 100,000 is usual."
        )
    refuse_source(run.split, path)
    rows = run._balanced_rows()
    blocks = _told(rows, int(rows_per_block), on_progress)
    return write_new(path, ENDINGS, lambda draft: _write(rows, blocks, draft), overwrite)


def _write(rows, blocks, draft):
    def binary(ending):
        (parquet_blocks if ending == ".parquet" else feather_blocks)(rows, blocks, draft)

    write_as(draft, lambda separator: text_blocks(blocks, draft, separator), binary)


def _told(rows, size, on_progress):
    """The blocks one after the other, each told when it is written."""
    for start in range(0, len(rows), size):
        yield rows.rows(start, start + size)
        done = min(start + size, len(rows))
        if on_progress is not None and on_progress("writing", done, len(rows)) is False:
            raise Cancelled(f"Cancelled while writing: {done} of {len(rows)} rows done.")
