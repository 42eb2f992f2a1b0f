"""What a model in training tells home, and how it learns that it should stop."""

import time
import uuid

from distributed import Variable, get_client, get_worker

import synthbalance as sb

_GO, _ASKED = 0, -1


class Signal:
    """One training, heard from this process: made at home, its `listener` goes along with each task.

    Parameters
    ----------
    client : distributed.Client
    on_progress : callable (stage, done, total) or None
        Where nobody listens nothing is asked or told.
    """

    def __init__(self, client, on_progress):
        self._client, self._on_progress = client, on_progress
        self.name = f"synthbalance-{uuid.uuid4().hex}"
        self._stop = None
        if on_progress is not None:
            self._stop = Variable(self.name, client=client)
            self._stop.set(_GO)

    def listener(self, member, together):
        """What member number `member` of a training asks after each tree, or None; see `Listener`."""
        return None if self._on_progress is None else Listener(self.name, member, together)

    def check(self):
        """Tell what was heard last; raise `Cancelled`, and ask all members to stop, where the answer is False."""
        if self._on_progress is None:
            return
        told = {}
        for _, (member, done, total) in self._client.get_events(self.name) or ():
            told[member] = (done, total)
        done, total = (sum(values) for values in zip(*told.values(), strict=True)) if told else (0, 1)
        if self._on_progress("training", done, total) is False:
            self._stop.set(_ASKED)
            raise sb.Cancelled(f"Cancelled while training: {done} of {total} trees done.")

    def close(self):
        """Forget the name, when all members are done."""
        if self._stop is not None:
            self._stop.delete()


class Listener:
    """An `on_progress` for `TableModel.fit` on a worker.

    Members of one training that wait for each other after every tree have to stop at the same one, or those left would
    wait for ever: the first member names the tree after next, before it takes part in the next one, and all others
    take part in that as well and so see the name in time.
    """

    def __init__(self, name, member, together):
        self.name, self.member, self.together = name, member, together
        self._asked = -1.0

    def __call__(self, stage, done, total):
        now = time.monotonic()
        if not self.together and now - self._asked < 0.2 and done < total:
            return True
        self._asked = now
        if self.member == 0 or not self.together:
            get_worker().log_event(self.name, (self.member, done, total))
        stop = Variable(self.name, client=get_client())
        try:
            wanted = stop.get(timeout=10)
        except TimeoutError:  # nobody at home waits for this model any more
            return self.together
        if wanted == _ASKED and not self.together:
            return False
        if wanted == _ASKED and self.member == 0:
            wanted = done + 2
            stop.set(wanted)
        return not (wanted > 0 and done >= wanted)
