"""Whole files or none: written under a draft's name beside their place, moved there when they are complete."""

import errno
import os
import secrets
import shutil
import signal
import threading
from contextlib import ExitStack, contextmanager, suppress

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be removed
    fcntl = None

_FIRST, _MARK = ".synthbalance-", ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Taken(FileExistsError):
    """The name `target` is in use."""

    def __init__(self, target):
        super().__init__(str(target))
        self.target = target


def write_whole(target, write, overwrite=False):
    """Write a file so that its name always stands for a complete one, whatever happens meanwhile.

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
    Taken, OSError
        As `write_together`.
    """
    write_together({target: write}, overwrite)


def write_together(writers, overwrite=False):
    """Write several files, all of them or none: first as drafts, then each is moved to its place, the first one last.

    A draft is a hidden file ``.synthbalance-<random>.part<ending>`` of the same folder. It is removed after every
    error and when the process is told to end (SIGTERM, if this is its main thread and nobody else handles it). What a
    process that was killed left behind, the next one to write into the folder removes.

    Parameters
    ----------
    writers : dict of pathlib.Path -> callable (pathlib.Path) -> None
        As `target` and `write` of `write_whole`.
    overwrite : bool, default=False
        Whether files that are there already are replaced; those replaced stay so if a later one cannot be.

    Raises
    ------
    Taken
        If there is such a file and it may not be replaced.
    OSError
        With the number ENOSPC or EDQUOT and a sentence, where the disk is full.
    """
    for target in writers:
        if not overwrite and os.path.lexists(target):
            raise Taken(target)
    for folder in {target.parent for target in writers}:
        _remove_leftovers(folder)
    with _ended_tidily(), ExitStack() as drafts:
        made = {}
        for target, write in writers.items():
            with _told_when_full(target):
                made[target] = drafts.enter_context(_draft_of(target))
                write(made[target])
                _flush(made[target])
        _move_all(made, overwrite)
    for folder in {target.parent for target in writers}:
        _flush_folder(folder)


@contextmanager
def _draft_of(target):
    """A draft, locked as long as it is written; the system takes the lock off when the process ends."""
    draft = target.with_name(f"{_FIRST}{secrets.token_hex(6)}{_MARK}{target.suffix}")
    held = None
    try:
        held = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        _lock(held)
        yield draft
    finally:  # also where Ctrl-C came between the making of the file and the next step
        if held is not None:
            os.close(held)
        with suppress(FileNotFoundError):
            draft.unlink()


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


def _move_all(drafts, overwrite):
    """The first one last: where it is, the others are."""
    moved = []
    try:
        for target, draft in reversed(drafts.items()):
            _move(draft, target, overwrite)
            moved.append(target)
    except BaseException:
        for target in [] if overwrite else moved:
            target.unlink(missing_ok=True)
        raise


def _move(draft, target, overwrite):
    """Put the draft in its place; the file system itself refuses where another file came in between."""
    if overwrite:
        os.replace(draft, target)
        return
    try:
        os.link(draft, target)
    except FileExistsError:
        raise Taken(target) from None
    except OSError:
        _move_without_links(draft, target)


def _move_without_links(draft, target):
    """For file systems that know no hard links: reserve the name, then replace what was reserved."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        raise Taken(target) from None
    try:
        os.replace(draft, target)
    except BaseException:
        target.unlink()
        raise


@contextmanager
def _told_when_full(target):
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise OSError(
            error.errno,
            f"The disk of {str(target.parent)!r} is full ({_free(target.parent)} free), so {target.name!r} was not "
            f"written, not even in part. Make room or choose another folder.",
        ) from error


def _free(folder):
    with suppress(OSError):
        return f"{shutil.disk_usage(folder).free / 1e6:,.1f} MB"
    return "nothing"
