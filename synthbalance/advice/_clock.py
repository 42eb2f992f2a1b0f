"""The time budget, the listener, and the one place that says stop."""

import time
from threading import Lock

_PAUSE = 0.1


class Clock:
    """How much time is left, and whether somebody asked to stop.

    Parameters
    ----------
    seconds : float or None
        Budget of everything, the final run included.
    on_progress : callable (stage, done, total) or None
        Called at most ten times a second while a fit goes on; False cancels.
    """

    def __init__(self, seconds=None, on_progress=None):
        self.start = time.perf_counter()
        self.seconds, self.on_progress = seconds, on_progress
        self.cancelled, self.stage, self.done, self.total = False, "trying candidates", 0, 1
        self._limit, self._lock, self._told = None, Lock(), 0.0

    @property
    def spent(self):
        """Seconds since the start."""
        return time.perf_counter() - self.start

    @property
    def left(self):
        """Seconds left of the budget, or None without one."""
        return None if self.seconds is None else self.seconds - self.spent

    def limit(self, spent):
        """From now on fits stop once this much time was spent in all (None: never)."""
        self._limit = spent

    @property
    def is_over(self):
        """Whether no further fit may start."""
        return self.cancelled or (self._limit is not None and self.spent > self._limit)

    def step(self, stage, total):
        """One fit is done; tells how things stand."""
        with self._lock:
            self.done += 1
            self.stage, self.total = stage, max(total, self.done)
            self._tell()

    def poll(self, *_):
        """For long loops inside a fit: False where it has to stop."""
        with self._lock:
            if time.perf_counter() - self._told > _PAUSE:
                self._tell()
        return not self.is_over

    def share(self, shares):
        """A clock for one of several equal parts of the work, which cancels and is cancelled with this one."""
        return Clock(None if self.seconds is None else self.seconds / shares, self._relay)

    def _relay(self, stage, done, total):
        with self._lock:
            self.stage, self.done, self.total = stage, done, total
            self._tell()
        return not self.cancelled

    def _tell(self):
        self._told = time.perf_counter()
        if self.on_progress is not None and not self.cancelled:
            self.cancelled = self.on_progress(self.stage, self.done, self.total) is False
