"""Warnings as values: what is warned of goes to the block that is open in this thread, and to no other thread's.

`warnings.catch_warnings` swaps filters and printer of the whole process. Of two threads whose blocks overlap, the
first to leave takes the other's away, and the last to leave puts back what the first had set, for good. Here the
filters stay the user's. What `warn` is given never reaches Python while a block is open; what others say by
`warnings.warn` passes the user's filters, and is taken where it would be printed.
"""

import threading
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from synthbalance._errors import DataWarning

_BLOCKS = ContextVar("synthbalance_warnings", default=())  # those of this thread, the innermost first
_LOCK = threading.Lock()  # held while `warnings.showwarning` is set and no longer


def warn(sentence, stacklevel=1):
    """Warn of the user's rows: the block of this thread is told, or else Python, by a `DataWarning`.

    Parameters
    ----------
    sentence : str
    stacklevel : int, default=1
        As in `warnings.warn`.
    """
    if not _take(sentence, DataWarning):
        warnings.warn(sentence, DataWarning, stacklevel=stacklevel + 1)


class Told(NamedTuple):
    """What was said, and as what kind of warning."""

    sentence: str
    category: type


class Heard(list):
    """Every `Told` of a block, in order."""

    @property
    def sentences(self):
        """What was said of the user's rows."""
        return [one.sentence for one in self if issubclass(one.category, DataWarning)]


@contextmanager
def heard():
    """Hear of everything that this thread warns of within the block, and let nothing of it be printed.

    Yields
    ------
    Heard
        Filled as the block goes on.
    """
    told = Heard()
    warnings.simplefilter("default", _Never, append=True)  # so that Python says again what it has said once
    with _open(_Block(Warning, told)):
        yield told


@contextmanager
def silent(category=Warning):
    """Let nothing of this kind that this thread warns of within the block be told to anybody."""
    with _open(_Block(category)):
        yield


def carried(function):
    """The same function for the threads of a pool: the blocks that are open here are told of what it warns of."""
    blocks = _BLOCKS.get()

    def call(*args, **kwargs):
        token = _BLOCKS.set(blocks)
        try:
            return function(*args, **kwargs)
        finally:
            _BLOCKS.reset(token)

    return call


@dataclass(eq=False)
class _Block:
    category: type
    told: list | None = None
    is_open: bool = True  # a thread that was started within a block keeps it, also when it is over


class _Never(Warning):
    """No warning is of this kind: a filter for it changes nothing."""


class _Printer:
    """Stands before `warnings.showwarning` while blocks are open, in whatever thread."""

    def __init__(self, before):
        self.before, self.n_open = before, 0

    def __call__(self, message, category, filename, lineno, file=None, line=None):
        if not _take(message, category):
            self.before(message, category, filename, lineno, file, line)


@contextmanager
def _open(block):
    token, printer = _BLOCKS.set((block, *_BLOCKS.get())), _stand_before()
    try:
        yield
    finally:
        block.is_open = False
        _BLOCKS.reset(token)
        _step_back(printer)


def _take(message, category):
    """Give it to the innermost open block of this thread that is for its kind; whether there is one."""
    for block in _BLOCKS.get():
        if block.is_open and issubclass(category, block.category):
            if block.told is not None:
                block.told.append(Told(str(message), category))
            return True
    return False


def _stand_before():
    with _LOCK:
        if not isinstance(warnings.showwarning, _Printer):
            warnings.showwarning = _Printer(warnings.showwarning)
        printer = warnings.showwarning
        printer.n_open += 1
        return printer


def _step_back(printer):
    with _LOCK:
        printer.n_open -= 1
        if not printer.n_open and warnings.showwarning is printer:
            warnings.showwarning = printer.before
