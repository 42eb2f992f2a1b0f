"""Read a table from a file, find out how it was written, or say clearly why it cannot be read."""

from pandas.api import types

from synthbalance.datasets._assumed import keep_assumptions
from synthbalance.datasets._binary import read_binary_table
from synthbalance.datasets._dates import is_format, with_dates
from synthbalance.datasets._delimited import read_text_table
from synthbalance.datasets._endings import SEPARATORS, ending_of
from synthbalance.datasets._file import existing_file
from synthbalance.datasets._float32 import narrow_frame
from synthbalance.datasets._options import checked_options
from synthbalance.table import remember_source


def read_table(
    path, *, separator=None, encoding=None, decimal=None, thousands=None, dates=None, rows=None, columns=None,
    float32=False,
):  # fmt: skip
    """Read a csv, tsv (also packed), parquet or feather file, or a folder of parquet files, into a DataFrame.

    How a csv or tsv was written is found out; every argument that is left out stands for "find out". What was found
    is kept in ``frame.attrs["assumed"]``, a list of short sentences, unless the file is plain (comma or tab, UTF-8,
    decimal points, ISO dates). Where the file can be read in another way as well, a warning says so.

    Parameters
    ----------
    path : str or pathlib.Path
        File whose ending (``.csv``, ``.tsv``, ``.parquet``, ``.feather``, in any case) says what it is; a csv or tsv
        may be packed (``.csv.gz``, ``.bz2``, ``.zip`` of one file, ``.xz``, ``.zst``) and is unpacked while it is
        read. ``~`` is the home folder. A folder whose ``.parquet`` files are parts of one table, as Spark and Dask
        write it, is read in the order of their names (part 2 before part 10); hidden files and those that begin with
        ``_`` are left out.
    separator : str of one character or None, default=None
        Between the values of a csv or tsv; found among ``,``, ``;``, tab and ``|``: the one that cuts all rows
        into equally many values.
    encoding : str or None, default=None
        Of a csv or tsv; found by a byte order mark, else UTF-8 if every byte fits, else judged from the words.
    decimal : {".", ","} or None, default=None
        Mark before the decimals in a csv or tsv.
    thousands : {".", ",", " ", "'", ""} or None, default=None
        Mark between groups of three digits in a csv or tsv; ``" "`` is any space that keeps a number together,
        ``""`` none at all. A column is read so only where all of its values are. ``1,234`` in every value of a
        column follows the other columns of the file; without such evidence the comma is decimal beside the separator
        ``;`` and groups thousands elsewhere.
    dates : bool, {"day first", "month first"}, str or None, default=None
        None and True turn text columns whose every value is a date of one format into datetime columns: ISO
        (``2025-03-01``, ``2025-03-01 18:30``, ``2025-03-01T18:30:00Z``), ``2025/03/01``, ``31.12.2025 18:30``,
        ``12/31/2025``, ``31-Dec-2025``. Where day and month could be swapped in every value the column stays text,
        unless ``"day first"`` or ``"month first"`` decides. A format such as ``"%d.%m.%y"`` is tried before these.
        False leaves text as it is. The dates of parquet and feather are datetime columns in any case.
    rows : int or None, default=None
        Only so many rows from the top; the rest of the file is not looked at. Of parquet only the row groups that
        hold them are read.
    columns : list of str or None, default=None
        Only these columns, in this order. Of parquet and feather the others are not read.
    float32 : bool, default=False
        Floats in half the memory and 7 digits: columns of float64 become float32 piece by piece while a parquet or
        feather file is read, so that they are never in memory at full width; those of a csv or tsv afterwards.
        An amount above 100,000 then loses its cents.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_columns)
        With a plain range index; a named index in a parquet file becomes a column. Whole numbers with leading zeros
        (``01234``) stay text, as do those that a float cannot hold exactly. Of parquet and feather days become
        ``datetime64[s]``, which reaches to any year, and decimals of up to 15 digits floats; what they were is kept in
        ``frame.attrs["stored"]``, so that a balanced table is written with the same types.

    Warns
    -----
    DataWarning
        If the encoding is guessed, a mark or a date can be read in two ways, or `rows` left rows out.

    Raises
    ------
    FileNotFoundError
        If there is no such file; names files of the folder with a similar name.
    IsADirectoryError
        If `path` is a folder without parquet files.
    PermissionError
        If the file may not be read.
    ValueError
        If an argument is wrong, the ending is unknown, an archive holds several files or needs a password, or the file
        is empty, damaged, of another kind than its ending says, in another encoding than stated, has one column only,
        lacks one of `columns`, repeats a column name, or has rows of different length (the line is named); if parquet
        files of a folder differ in columns or types (file and column are named), a row group is damaged (file, row
        group and column), or a value is too large for `float32`. Nothing is read in part.

    Notes
    -----
    Of a parquet table a few columns of floats are read at a time, straight to their places, so that hardly more than
    the table is in memory; its other columns are up to twice.

    Examples
    --------
    >>> import synthbalance as sb
    >>> payments = sb.read_table("payments.csv")  # doctest: +SKIP
    >>> payments.attrs["assumed"]  # doctest: +SKIP
    ["separator ';' (semicolon)", 'decimal comma in amount, fee', "dates '%d.%m.%Y' in paid_at"]
    """
    options = checked_options(separator, encoding, decimal, thousands, dates, rows, columns, float32)
    given, file = existing_file(path, in_folders=".parquet")
    frame, said = _read(file, options)
    if not len(frame):
        held = f"{frame.shape[1]} columns, but no rows" if frame.shape[1] else "neither columns nor rows"
        raise ValueError(f"{str(file)!r} has {held}. Check how it was written.")
    frame, of_dates = with_dates(frame, options.dates)
    if is_format(options.dates) and not any(map(types.is_datetime64_any_dtype, frame.dtypes)):
        raise ValueError(
            f"dates={options.dates!r} fits no column in every value. Check the format, or leave dates out."
        )
    keep_assumptions(frame, said + of_dates, file)
    return remember_source(frame, f"sb.read_table({given!r}{options.stated()})")


def _read(file, options):
    usual = None if file.is_dir() else SEPARATORS.get(ending_of(file)[:4])
    if usual is not None:
        frame, said = read_text_table(file, usual, options)
        return narrow_frame(frame) if options.float32 else frame, said
    return read_binary_table(file, options)
