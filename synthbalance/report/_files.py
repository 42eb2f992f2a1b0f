"""Writing new files, whole or not at all, and never over another."""

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
    ValueError, FileExistsError, FileNotFoundError, NotADirectoryError
        As `write_new`; nothing is written then.
    """
    targets = [_checked(path, endings) for path in writers]
    for target in targets:
        if not overwrite and os.path.lexists(target):
            raise _taken(target)
    drafts = [target.with_name(f".{secrets.token_hex(6)}{target.suffix}") for target in targets]
    moved = []
    try:
        for draft, write in zip(drafts, writers.values(), strict=True):
            draft.touch(exist_ok=False)
            write(draft)
            _on_disk(draft)
        for draft, target in reversed(list(zip(drafts, targets, strict=True))):
            _move(draft, target, overwrite)
            moved.append(target)
    except BaseException:
        _take_back([] if overwrite else moved)
        raise
    finally:
        for draft in drafts:
            with suppress(FileNotFoundError):
                draft.unlink()
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


def _on_disk(draft):
    """Wait until the file is on the disk: a rename must not outlive the power cut that its content did not."""
    number = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _take_back(targets):
    for target in targets:
        with suppress(FileNotFoundError):
            target.unlink()


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
