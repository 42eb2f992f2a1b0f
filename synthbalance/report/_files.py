"""Writing one new file, whole or not at all, and never over another."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


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
    """
    target = _checked(path, endings)
    if not overwrite and os.path.lexists(target):
        raise _taken(target)
    draft = target.with_name(f".{secrets.token_hex(6)}{target.suffix}")
    try:
        draft.touch(exist_ok=False)
        write(draft)
        _move(draft, target, overwrite)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    return target


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


def _move(draft, target, overwrite):
    """Put the draft in its place; the file system itself refuses where another file came in between."""
    if overwrite:
        os.replace(draft, target)
        return
    try:
        os.link(draft, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:
        _move_without_links(draft, target)


def _move_without_links(draft, target):
    """For file systems that know no hard links: reserve the name, then replace what was reserved."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        raise _taken(target) from None
    os.replace(draft, target)


def _taken(target):
    return FileExistsError(
        f"path={str(target)!r} is there already, and nothing is written over it. "
        f"A free name is {str(free_name(target))!r}."
    )
