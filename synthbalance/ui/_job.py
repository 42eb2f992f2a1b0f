"""Background jobs: one worker thread a panel, the latest request wins, every step can be cancelled."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from synthbalance._errors import Cancelled
from synthbalance.ui._request import Clock, Listener, Step, Token

HELD_LIMIT = 30.0  # seconds: a view that went away with its pointer down cannot lift it any more
_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())


@dataclass
class _Request:
    token: Token
    steps: deque[Step]
    at: float


class Worker:
    """One daemon thread, started by the first request, ended by `close`.

    Parameters
    ----------
    listener : Listener
    clock : Clock, optional
    name : str, default="synthbalance-panel"
        Of the thread.

    Notes
    -----
    Locks are taken in one order, the panel's before this one's: nothing of the listener is called
    while the condition is held.
    """

    def __init__(self, listener: Listener, clock: Clock | None = None, name: str = "synthbalance-panel"):
        self.clock = clock or Clock()
        self._listener, self._name = listener, name
        self._condition = threading.Condition()
        self._request: _Request | None = None
        self._running: Token | None = None
        self._keeping = False
        self._chores: dict[str, Callable[[], None]] = {}
        self._held = self._closed = False
        self._settled = True
        self._thread: threading.Thread | None = None

    @property
    def pending(self) -> bool:
        """Whether a step or a chore runs or waits."""
        with self._condition:
            return not self._is_empty()

    @property
    def keeping(self) -> bool:
        """Whether a kept step runs."""
        with self._condition:
            return self._keeping and self._running is not None and not self._running.cancelled

    def submit(self, steps: Iterable[Step], at_once: bool = False, only_idle: bool = False) -> Token | None:
        """Do these steps, in order, instead of whatever was asked for before.

        Parameters
        ----------
        steps : iterable of Step
        at_once : bool, default=False
            Whether even a kept step is stopped for it.
        only_idle : bool, default=False
            Whether nothing is done unless nothing else runs or waits.

        Returns
        -------
        Token or None
            None once closed, and where `only_idle` found something else.
        """
        with self._condition:
            if self._closed or (only_idle and not self._is_empty()):
                return None
            self._drop(superseded=True, but_kept=not at_once)
            token, steps = Token(), deque(steps)
            self._request = _Request(token, steps, self.clock.now()) if steps else None
            self._wake()
            return token

    def post(self, key: str, chore: Callable[[], None]) -> None:
        """Do something short soon: between steps, or when the running step reports progress.

        A newer chore of the same `key` replaces one that has not begun.
        """
        with self._condition:
            if not self._closed:
                self._chores[key] = chore
                self._wake()

    def run_chores(self) -> None:
        """Do what was posted; called on the worker's thread."""
        while (chore := self._next_chore()) is not None:
            self._guarded(chore)

    def hold(self, held: bool) -> None:
        """While held, steps that wait for it do not start."""
        with self._condition:
            self._held = bool(held)
            self._condition.notify_all()

    def cancel(self) -> str | None:
        """Stop the request; "running" or "waiting" says what it was doing, None that there was none."""
        with self._condition:
            was = "running" if self._running else "waiting" if self._request else None
            self._drop(superseded=False)
            self._condition.notify_all()
            return was

    def wait(self, timeout: float | None = None) -> bool:
        """Block until nothing is left to do; whether that is so (False after `timeout` seconds)."""
        with self._condition:
            if threading.current_thread() is not self._thread:
                self._condition.wait_for(lambda: self._settled or self._closed, timeout)
            return self._settled

    def close(self, timeout: float = 2.0) -> None:
        """Cancel everything and end the thread; waits at most `timeout` seconds for it."""
        with self._condition:
            self._closed = True
            self._chores.clear()
            self._drop(superseded=True)
            self._condition.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _drop(self, superseded: bool, but_kept: bool = False) -> None:
        if self._running is not None and not (but_kept and self._keeping):
            self._running.cancel()
            self._running.superseded = superseded  # the last word counts: a newer request may itself be cancelled
            self._running.cut |= self._request is not None and not superseded
        if self._request is not None and self._request.token is not self._running:
            self._request.token.cancel(superseded)
        self._request = None

    def _wake(self) -> None:
        self._settled = False
        if self._thread is None:
            # In the context of the cell that made the panel: where a thread has none, ipykernel 7.4 takes the last
            # one used anywhere, and sends what the view answers to a subshell that may be gone.
            context = contextvars.copy_context()
            self._thread = threading.Thread(target=context.run, args=(self._loop,), name=self._name, daemon=True)
            self._thread.start()
        self._condition.notify_all()

    def _loop(self) -> None:
        while (todo := self._next()) is not None:
            todo()

    def _next(self) -> Callable[[], None] | None:
        """What to do now; waits for it; None once closed."""
        with self._condition:
            while not self._closed:
                if self._chores:
                    return self.run_chores
                seconds = self._seconds_to_go()
                if seconds is not None and seconds <= 0:
                    return self._pop()
                if seconds is None and not self._settled:
                    return self._settle
                self.clock.wait(self._condition, seconds)
            return None

    def _seconds_to_go(self) -> float | None:
        if self._request is None:
            return None
        step = self._request.steps[0]
        delay = max(step.delay, HELD_LIMIT) if step.waits and self._held else step.delay
        return self._request.at + delay - self.clock.now()

    def _pop(self) -> Callable[[], None]:
        request = self._request
        step, token = request.steps.popleft(), request.token
        if not request.steps:
            self._request = None
        self._running, self._keeping = token, step.kept
        return lambda: self._perform(step, token)

    def _perform(self, step: Step, token: Token) -> None:
        try:
            step.do(token)
        except Cancelled:
            token.cancel()
            token.cut = True
        except Exception as error:
            _LOG.debug("A step failed.", exc_info=True)
            failure = error
            token.cancel()
            self._guarded(lambda: self._listener.failed(token, failure))
        while self._has_to_tell(token):
            self._guarded(lambda: self._listener.stopped(token))

    def _has_to_tell(self, token: Token) -> bool:
        """Whether a step that has ended was cancelled, or what was to follow was; if not, it is over."""
        with self._condition:
            if token.cut:
                token.cut = False
                return True
            self._running = None
            if token.cancelled and self._request is not None and self._request.token is token:
                self._request = None
            return False

    def _settle(self) -> None:
        self._guarded(self._listener.settled)
        with self._condition:
            if self._is_empty():
                self._settled = True
                self._condition.notify_all()

    def _is_empty(self) -> bool:
        return self._request is None and self._running is None and not self._chores

    def _next_chore(self) -> Callable[[], None] | None:
        with self._condition:
            return self._chores.pop(next(iter(self._chores))) if self._chores else None

    @staticmethod
    def _guarded(call: Callable[[], None]) -> None:
        """Whatever a listener or a chore raises, the thread lives on."""
        try:
            call()
        except Exception:
            _LOG.exception("A panel could not be brought up to date.")
