"""The file behind a path: there, readable, with something in it, and not another kind in disguise."""

import difflib
import os
from pathlib import Path

from synthbalance.datasets._assumed import listed
from synthbalance.datasets._endings import IN_WORDS, PLAIN, READABLE, ending_of
from synthbalance.datasets._packed import is_packed, open_bytes

# first bytes: (what the file is, the way out)
_EXCEL = (
    "an Excel workbook or another zip archive",
    "Save it as csv, read it with pandas.read_excel, or, if it is a packed csv, rename it to end in .csv.zip",
)
_PACKED = "Rename it to end in {ending}{packed}, which is unpacked while it is read"
_JSON = ("JSON", "Read it with pandas.read_json, with lines=True where each line is a row, and pass the DataFrame")
_UNPACK = "Unpack it first, and see what it is"
_KINDS = {
    b"PK\x03\x04": _EXCEL,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("an old Excel workbook (.xls)", "Save it as csv from Excel"),
    b"PAR1\x15": ("a parquet file", "Rename it to end in .parquet"),
    b"ARROW1\0\0": ("a feather file", "Rename it to end in .feather"),
    b"\x1f\x8b": ("a gzip archive", _PACKED.replace("{packed}", ".gz")),
    b"BZh91AY&SY": ("a bzip2 archive", _PACKED.replace("{packed}", ".bz2")),
    b"\xfd7zXZ\0": ("an xz archive", _PACKED.replace("{packed}", ".xz")),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", _PACKED.replace("{packed}", ".zst")),
    b"SQLite format 3\0": ("an SQLite database", "Read it with pandas.read_sql"),
    b"%PDF-": ("a PDF document", "Get the table as csv"),
    b"<!doctype html": ("a web page, perhaps of a login", "Download the table itself"),
    b"[{": _JSON,
    b'{"': _JSON,
    b"<html": ("a web page, perhaps of a login", "Download the table itself"),
}


def existing_file(path, in_folders=None):
    """The path as text and as a file that can be read and is not empty, or a folder of such files.

    Parameters
    ----------
    path : str or os.PathLike
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
        _check(file, in_folders)
    except PermissionError as error:
        raise PermissionError(
            f"{str(file)!r} may not be read by this user. Ask its owner, or copy it to a folder of yours."
        ) from error
    return given, file


def refuse_disguise(file):
    """Raise ValueError where the first bytes of a csv or tsv, unpacked, say that it is no text."""
    with open_bytes(file) as raw:
        head = raw.read(32)
    if not head:
        raise ValueError(f"{str(file)!r} holds an empty file (0 bytes). Check how it was written.")
    inside = "what is in it looks like" if is_packed(file) else "it looks like"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for first, (kind, way_out) in _KINDS.items():
        if head.startswith(first) or (first[:1] in b"<[{" and start.startswith(first)):
            way_out = _UNPACK if is_packed(file) else way_out.format(ending=ending_of(file))
            raise ValueError(f"{str(file)!r} is no text: {inside} {kind}. {way_out}.")


def _check(file, in_folders):
    if file.is_dir():
        if in_folders and any(each.suffix.lower() == in_folders for at in ("*", "*/*") for each in file.glob(at)):
            return
        tables = sorted(each.name for each in file.iterdir() if ending_of(each) in READABLE)
        inside = f"It holds {_quoted(tables)}." if tables else f"It holds no {', '.join(PLAIN)} file."
        raise IsADirectoryError(f"path needs a file, {str(file)!r} is a folder. {inside}")
    if not file.exists():
        raise FileNotFoundError(_not_found(file))
    if ending_of(file) not in READABLE:
        raise ValueError(
            f"path needs a file that ends in {IN_WORDS}, got {file.name!r}. "
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
