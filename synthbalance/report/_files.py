"""Writing new files, whole or not at all, and never over another."""

import os
from pathlib import Path

from synthbalance import _drafts


def write_new(path, endings, write, overwrite=False):
    """Write a file beside its place and move it there when it is complete.

    Parameters
    ----------
    path : str or pathlib.Path
        ``~`` is the home folder.
    endings : tuple of str
        Allowed endings, such as ``(".html",)``.
    write : callable (pathlib.Path) -> None
        Writes the whole file.
    overwrite : bool, default=False
        Whether a file that is there already may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    ValueError, FileExistsError, FileNotFoundError, NotADirectoryError
        If the ending is unknown, a file is there already, or its folder is not; nothing is written then.
    OSError
        If the disk is full; nothing is written, either.
    """
    return write_together({path: write}, endings, overwrite)[0]


def write_together(writers, endings, overwrite=False):
    """Write several files, all of them or none: first beside their places, then each is moved there, the first last.

    Parameters
    ----------
    writers : dict of path -> callable (pathlib.Path) -> None
        As `path` and `write` of `write_new`.
    endings : tuple of str
    overwrite : bool, default=False
        Whether files that are there already may be replaced; those replaced stay so if a later one cannot be.

    Returns
    -------
    list of pathlib.Path
        In the order of `writers`.

    Raises
    ------
    ValueError, FileExistsError, FileNotFoundError, NotADirectoryError, OSError
        As `write_new`; nothing is written then.
    """
    targets = [_checked(path, endings) for path in writers]
    try:
        _drafts.write_together(dict(zip(targets, writers.values(), strict=True)), overwrite)
    except _drafts.Taken as error:
        raise FileExistsError(
            f"path={str(error.target)!r} is there already, and nothing is written over it. "
            f"A free name is {str(free_name(error.target))!r}."
        ) from None
    return targets


def free_name(path):
    """The path itself, or with the first of "-1", "-2", ... that is free.

    Examples
    --------
    >>> free_name("card-that-nobody-wrote.html").name
    'card-that-nobody-wrote.html'
    """
    path = Path(path)
    taken, number = path, 0
    while os.path.lexists(taken):
        number += 1
        taken = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return taken


def _checked(path, endings):
    if not isinstance(path, str | os.PathLike) or not os.fspath(path):
        raise ValueError(f"path needs the name of a file as text or Path, got {path!r}.")
    target = Path(os.fsdecode(path)).expanduser()
    if target.is_dir():
        raise IsADirectoryError(
            f"path needs the name of a file, {str(target)!r} is a folder. Add a name that ends in {endings[0]}."
        )
    if target.suffix.lower() not in endings:
        wanted = " or ".join(endings)
        raise ValueError(
            f"path needs a name that ends in {wanted}, got {target.name!r}. "
            f"Try {str(target.with_name(target.name + endings[0]))!r}."
        )
    if not target.parent.is_dir():
        raise FileNotFoundError(
            f"path={str(target)!r} needs the folder {str(target.parent)!r}, which is not there. Make it first."
        )
    return target
