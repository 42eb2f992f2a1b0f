"""Where a result goes: never over the source, never over another file unasked, and found out before the work."""

import errno
import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

from synthbalance.cli._codes import WriteFailed
from synthbalance.cli._opened import refuse_standard_input

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "it is larger than this user or file system allows",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "its folder may not be written to",
    errno.EPERM: "its folder may not be written to",
    errno.EIO: "the disk reports an error",
}


def checked(paths, source, force):
    """Raise unless every file may be written: before any work, and again just before the writing.

    Parameters
    ----------
    paths : list of pathlib.Path
    source : str
        The file that was read.
    force : bool

    Raises
    ------
    ValueError, FileExistsError, FileNotFoundError
        What the user can mend.
    WriteFailed
        If the folder cannot be written to.
    """
    for path in paths:
        refuse_standard_input(str(path), "--out")
        if not path.parent.is_dir():
            raise FileNotFoundError(f"--out needs the folder {str(path.parent)!r}, which is not there. Make it first.")
        _refuse_source(path, source)
        _refuse_existing(path, force)
    for folder in {path.parent for path in paths}:
        with said_plainly(paths[0]), tempfile.TemporaryFile(dir=folder):
            pass


@contextmanager
def said_plainly(path):
    """What the file system refuses while a result is written becomes one sentence."""
    try:
        yield
    except (FileExistsError, FileNotFoundError, IsADirectoryError):
        raise
    except OSError as error:
        why = _WORDS.get(error.errno, " ".join(str(error).split()))
        raise WriteFailed(
            f"{str(path)!r} could not be written, {why}. Nothing was left behind; make room or name another folder "
            f"with --out."
        ) from error


def _refuse_source(path, source):
    """The same file under any name: through links, hard links, other spellings, another case where that is one."""
    source = Path(source).expanduser()
    if _is_same(path, source):
        raise ValueError(
            f"--out {str(path)!r} is FILE itself, which is never written over, with --force or without. "
            f"Name another file."
        )
    if source.is_dir() and _is_same(path.parent, source):
        raise ValueError(f"--out {str(path)!r} lies in FILE, a folder that is one table. Name another folder.")


def _is_same(path, source):
    try:
        return os.path.samefile(path, source)
    except FileNotFoundError:
        return False


def _refuse_existing(path, force):
    if not os.path.lexists(path):
        return
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        what = "a folder" if path.is_dir() else "no ordinary file"
        raise ValueError(f"--out {str(path)!r} is {what}. Name a file.")
    if not force:
        raise FileExistsError(
            f"{str(path)!r} is there already, and nothing is written over it. Name another file with --out, or pass "
            f"--force."
        )
