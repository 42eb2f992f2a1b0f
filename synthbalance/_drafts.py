"""Whole files or none: written under a draft's name beside their place, moved there when they are complete."""

import errno
import os
import secrets
import shutil
import signal
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be removed
    fcntl = None

_FIRST, _MARK = ".synthbalance-", ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Taken(FileExistsError):
    """The name is in use."""


def write_whole(target, write, overwrite=False):
    """Write a file so that its name always stands for a complete one, whatever happens meanwhile.

    The draft is a hidden file ``.synthbalance-<random>.part<ending>`` of the same folder. It is removed after every
    error and when the process is told to end (SIGTERM, if this is its main thread and nobody else handles it). What a
    process that was killed left behind, the next one to write into the folder removes.

    Parameters
    ----------
    target : pathlib.Path
        In a folder that is there.
    write : callable (pathlib.Path) -> None
        Writes the whole file under the name it is given, which has the ending of `target`.
    overwrite : bool, default=False
        Whether a file that is there already is replaced.

    Raises
    ------
    Taken
        If there is such a file and it may not be replaced.
    OSError
        With the number ENOSPC or EDQUOT and a sentence, where the disk is full.
    """
    if not overwrite and os.path.lexists(target):
        raise Taken(str(target))
    _remove_leftovers(target.parent)
    draft = target.with_name(f"{_FIRST}{secrets.token_hex(6)}{_MARK}{target.suffix}")
    with _ended_tidily(), _held(draft):
        try:
            write(draft)
            _flush(draft)
            _move(draft, target, overwrite)
        except OSError as error:
            if error.errno in _FULL:
                raise OSError(error.errno, _no_space(target)) from error
            raise
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
    _flush_folder(target.parent)


@contextmanager
def _held(draft):
    """Make the draft, locked as long as it is written; the system takes the lock off when the process ends."""
    held = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        _lock(held)
        yield
    finally:
        os.close(held)


def _lock(held):
    """Whether nobody else holds the file; where a file system has no locks, nobody can know."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove_leftovers(folder):
    """Drafts of processes that were killed: those that no process holds."""
    for draft in folder.glob(f"{_FIRST}*{_MARK}*"):
        with suppress(OSError):
            held = os.open(draft, os.O_RDWR)
            try:
                is_left = _lock(held)
            finally:
                os.close(held)
            if is_left:
                draft.unlink()


@contextmanager
def _ended_tidily():
    """Where SIGTERM would end the process at once, let it clean up first, and end by the same signal then."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def end(number, frame):
        raise _Ended

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    except _Ended:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


class _Ended(BaseException):
    """SIGTERM came."""


def _flush(draft):
    with draft.open("rb+") as raw:
        os.fsync(raw.fileno())


def _flush_folder(folder):
    """The new name too has to outlive a power cut; not every system lets a folder be opened."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def _move(draft, target, overwrite):
    """Put the draft in its place; the file system itself refuses where another file came in between."""
    if overwrite:
        os.replace(draft, target)
        return
    try:
        os.link(draft, target)
    except FileExistsError:
        raise Taken(str(target)) from None
    except OSError:
        _move_without_links(draft, target)


def _move_without_links(draft, target):
    """For file systems that know no hard links: reserve the name, then replace what was reserved."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        raise Taken(str(target)) from None
    os.replace(draft, target)


def _no_space(target):
    with suppress(OSError):
        free = shutil.disk_usage(target.parent).free
        return (
            f"The disk of {str(target.parent)!r} is full ({free / 1e6:,.1f} MB free), so {target.name!r} was not "
            f"written, not even in part. Make room or choose another folder."
        )
    return f"The disk of {str(Path(target).parent)!r} is full, so {target.name!r} was not written, not even in part."
