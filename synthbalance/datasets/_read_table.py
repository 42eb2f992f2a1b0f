"""Read a table from a file, with its dates, or say clearly why that is not possible."""

import difflib
import os
from pathlib import Path

import pandas as pd
import pyarrow

from synthbalance.datasets._dates import with_dates
from synthbalance.datasets._delimited import DEFAULT_ENCODING, read_text_table
from synthbalance.table import remember_source

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_BINARY = {".parquet": pd.read_parquet, ".feather": pd.read_feather}
_ENDINGS = (*_SEPARATORS, *_BINARY)


def read_table(path, *, separator=None, encoding=DEFAULT_ENCODING, dates=True):
    """Read a csv, tsv, parquet or feather file into a DataFrame.

    Parameters
    ----------
    path : str or pathlib.Path
        File whose ending (``.csv``, ``.tsv``, ``.parquet``, ``.feather``, in any case) says what it is;
        ``~`` is the home folder.
    separator : str of one character or None, default=None
        Between the values of a csv or tsv; None takes the one that cuts the first line into most columns, of ``,``,
        ``;``, tab and ``|``. In files with ``;`` numbers such as ``12,50`` become 12.5.
    encoding : str, default="utf-8"
        Of a csv or tsv; a byte order mark is skipped.
    dates : bool, default=True
        Whether text columns whose every value is an ISO date or time (``2025-03-01``, ``2025-03-01 18:30``,
        ``2025-03-01T18:30:00Z``) become datetime columns.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_columns)
        With a plain range index; a named index in a parquet file becomes a column.

    Raises
    ------
    FileNotFoundError
        If there is no such file; names files of the folder with a similar name.
    IsADirectoryError
        If `path` is a folder.
    ValueError
        If the ending is unknown, or the file is empty, damaged, in another encoding, has one column only, repeats
        a column name, or has rows of different length (the line is named).

    Examples
    --------
    >>> import synthbalance as sb
    >>> payments = sb.read_table("payments.parquet")  # doctest: +SKIP
    """
    given, file = _existing_file(path)
    ending = file.suffix.lower()
    if ending in _BINARY:
        frame = _read_binary(_BINARY[ending], file, ending)
    else:
        frame = read_text_table(file, separator, encoding, _SEPARATORS[ending])
    if not len(frame):
        raise ValueError(f"{str(file)!r} has {frame.shape[1]} columns, but no rows. Check how it was written.")
    return remember_source(with_dates(frame) if dates else frame, _call(given, separator, encoding, dates))


def _existing_file(path):
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
        raise ValueError(f"path needs the name of a file as text or Path, got {path!r}.")
    given = os.fsdecode(path)
    file = Path(given).expanduser()
    if file.is_dir():
        tables = sorted(each.name for each in file.iterdir() if each.suffix.lower() in _ENDINGS)
        inside = f"It holds {_listed(tables)}." if tables else f"It holds no {', '.join(_ENDINGS)} file."
        raise IsADirectoryError(f"path needs a file, {str(file)!r} is a folder. {inside}")
    if not file.exists():
        raise FileNotFoundError(_not_found(file))
    if file.suffix.lower() not in _ENDINGS:
        raise ValueError(
            f"path needs a file that ends in {', '.join(_ENDINGS)}, got {file.name!r}. "
            f"Save or rename it as one of these, or read it with pandas and pass the DataFrame."
        )
    if file.stat().st_size == 0:
        raise ValueError(f"{str(file)!r} is empty (0 bytes). Check how it was written.")
    return given, file


def _not_found(file):
    message = f"There is no file {str(file)!r} (looked in {str(file.absolute().parent)!r})."
    if not file.parent.is_dir():
        return f"{message} The folder is not there either."
    names = sorted(each.name for each in file.parent.iterdir() if each.is_file())
    close = difflib.get_close_matches(file.name, names, n=3, cutoff=0.5)
    close += [name for name in names if Path(name).stem == file.stem and name not in close]
    return f"{message} Did you mean {_listed(close)}?" if close else message


def _listed(names, at_most=5):
    shown = ", ".join(repr(name) for name in names[:at_most])
    return f"{shown} and {len(names) - at_most} more" if len(names) > at_most else shown


def _read_binary(reader, file, ending):
    try:
        frame = reader(file)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ValueError(
            f"{str(file)!r} is no readable {ending[1:]} file ({error}). "
            f"It may be cut off or of another kind; write or copy it again."
        ) from error
    return _index_as_columns(frame)


def _index_as_columns(frame):
    unnamed = [level for level, name in enumerate(frame.index.names) if name is None or name in frame.columns]
    frame = frame.reset_index(level=unnamed, drop=True) if len(unnamed) < frame.index.nlevels else frame
    keeps = any(name is not None and name not in frame.columns for name in frame.index.names)
    return frame.reset_index(drop=not keeps)


def _call(given, separator, encoding, dates):
    options = {"separator": (separator, None), "encoding": (encoding, DEFAULT_ENCODING), "dates": (dates, True)}
    changed = [f"{name}={value!r}" for name, (value, default) in options.items() if value != default]
    return f"sb.read_table({', '.join([repr(given), *changed])})"
