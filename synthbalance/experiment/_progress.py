"""Progress of seeds that are trained side by side, told as that of one training; and whether to go on."""

from functools import partial
from threading import Lock

from synthbalance._errors import Cancelled


def polled(on_progress, stage):
    """What asks a listener between pieces of work whether to go on; None where nobody listens."""
    if on_progress is None:
        return None

    def ask(done=1, total=1):
        if on_progress(stage, done, total) is False:
            raise Cancelled(f"Cancelled while {stage}: {done} of {total} done.")

    return ask


class Progress:
    """Turns the progress of seeds that are trained side by side into that of all together."""

    def __init__(self, on_progress, n_seeds):
        self.on_progress, self.n_seeds = on_progress, n_seeds
        self._lock, self._told, self._cancelled = Lock(), {}, False

    def of(self, i):
        """The callback of one seed, or None where nobody listens."""
        return None if self.on_progress is None else partial(self._tell, i)

    def poll(self, i):
        """What asks whether seed `i` may go on, by telling again what it told last; None where nobody listens."""
        if self.on_progress is None:
            return None

        def ask():
            done, total = self._told.get("training", {}).get(i, (1, 1))
            if self._tell(i, "training", done, total) is False:
                raise Cancelled("Cancelled while predicting.")

        return ask

    def _tell(self, i, stage, done, total):
        with self._lock:
            told = self._told.setdefault(stage, {})
            told[i] = (done, total)
            waiting = (self.n_seeds - len(told)) * total
            together = (sum(done for done, _ in told.values()), sum(total for _, total in told.values()) + waiting)
            if not self._cancelled:
                self._cancelled = self.on_progress(stage, *together) is False
            return not self._cancelled
