"""The file behind a path: there, readable, with something in it, and not another kind in disguise."""

import difflib
import os
from pathlib import Path

from synthbalance.datasets._assumed import listed

# first bytes: (what the file is, the way out)
_EXCEL = ("an Excel workbook or another zip archive", "Save it as csv, or read it with pandas.read_excel")
_PACKED = "Unpack it first, or read it with pandas.read_csv(path, compression=...)"
_KINDS = {
    b"PK\x03\x04": _EXCEL,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("an old Excel workbook (.xls)", "Save it as csv from Excel"),
    b"PAR1\x15": ("a parquet file", "Rename it to end in .parquet"),
    b"ARROW1\0\0": ("a feather file", "Rename it to end in .feather"),
    b"\x1f\x8b": ("a gzip archive", _PACKED),
    b"BZh91AY&SY": ("a bzip2 archive", _PACKED),
    b"\xfd7zXZ\0": ("an xz archive", _PACKED),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", _PACKED),
    b"SQLite format 3\0": ("an SQLite database", "Read it with pandas.read_sql"),
    b"%PDF-": ("a PDF document", "Get the table as csv"),
    b"<!doctype html": ("a web page, perhaps of a login", "Download the table itself"),
    b"<html": ("a web page, perhaps of a login", "Download the table itself"),
}


def existing_file(path, endings, in_folders=None):
    """The path as text and as a file that can be read and is not empty, or a folder of such files.

    Parameters
    ----------
    path : str or os.PathLike
    endings : sequence of str
        Such as ``(".csv", ".tsv")``.
    in_folders : str, optional
        Ending of files that may be one table together; a folder that holds any is taken too.

    Returns
    -------
    str, pathlib.Path
        As given, and with the home folder filled in.

    Raises
    ------
    FileNotFoundError, IsADirectoryError, PermissionError, ValueError
        With one sentence that names the way out.
    """
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
        raise ValueError(f"path needs the name of a file as text or Path, got {path!r}.")
    given = os.fsdecode(path)
    file = Path(given).expanduser()
    try:
        _check(file, endings, in_folders)
    except PermissionError as error:
        raise PermissionError(
            f"{str(file)!r} may not be read by this user. Ask its owner, or copy it to a folder of yours."
        ) from error
    return given, file


def refuse_disguise(file):
    """Raise ValueError where the first bytes of a csv or tsv say that it is no text."""
    with file.open("rb") as raw:
        head = raw.read(32)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for first, (kind, way_out) in _KINDS.items():
        if head.startswith(first) or (first.startswith(b"<") and start.startswith(first)):
            raise ValueError(f"{str(file)!r} is no text: it looks like {kind}. {way_out}.")


def _check(file, endings, in_folders):
    if file.is_dir():
        if in_folders and any(each.suffix.lower() == in_folders for at in ("*", "*/*") for each in file.glob(at)):
            return
        tables = sorted(each.name for each in file.iterdir() if each.suffix.lower() in endings)
        inside = f"It holds {_quoted(tables)}." if tables else f"It holds no {', '.join(endings)} file."
        raise IsADirectoryError(f"path needs a file, {str(file)!r} is a folder. {inside}")
    if not file.exists():
        raise FileNotFoundError(_not_found(file))
    if file.suffix.lower() not in endings:
        raise ValueError(
            f"path needs a file that ends in {', '.join(endings)}, got {file.name!r}. "
            f"Save or rename it as one of these, or read it with pandas and pass the DataFrame."
        )
    with file.open("rb") as raw:
        if not raw.read(1):
            raise ValueError(f"{str(file)!r} is empty (0 bytes). Check how it was written.")


def _not_found(file):
    message = f"There is no file {str(file)!r} (looked in {str(file.absolute().parent)!r})."
    if not file.parent.is_dir():
        return f"{message} The folder is not there either."
    names = sorted(each.name for each in file.parent.iterdir() if each.is_file())
    close = difflib.get_close_matches(file.name, names, n=3, cutoff=0.5)
    close += [name for name in names if Path(name).stem == file.stem and name not in close]
    return f"{message} Did you mean {_quoted(close)}?" if close else message


def _quoted(names):
    return listed([repr(name) for name in names])
