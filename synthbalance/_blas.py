"""One thread for numpy's matrix products, while several of our own work or the products are small."""

import threading
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController

_LOCK = threading.Lock()
_OPEN = []  # the limit that is set, and how many blocks in all threads rely on it


@cache
def libraries():
    """The libraries with threads that numpy, scipy and scikit-learn brought: looking for them takes milliseconds."""
    return ThreadpoolController()


@contextmanager
def one_blas_thread():
    """Matrix products take one thread within the block, in all threads of the process.

    Those of scoring are small: two threads that wait for each other gain nothing on idle cores, and cost many times
    the work where another process or a cell of the notebook is busy.

    The limit is the process's: the first block to be entered sets it, the last to be left takes it back. One that
    each block set and took back for itself would stay for good where two overlap.
    """
    with _LOCK:
        if not _OPEN:
            _OPEN[:] = [libraries().limit(limits=1, user_api="blas"), 0]
        _OPEN[1] += 1
    try:
        yield
    finally:
        with _LOCK:
            _OPEN[1] -= 1
            if not _OPEN[1]:
                _OPEN[0].restore_original_limits()
                _OPEN.clear()
