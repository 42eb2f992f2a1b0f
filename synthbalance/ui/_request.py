"""The words of a background job: a step, the token that cancels it, the clock, and who listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Clock:
    """Time as the worker sees it; tests bring their own."""

    def now(self) -> float:
        """Seconds from any origin, never backwards."""
        return time.monotonic()

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        """Wait for `condition` (held by the caller), at most `seconds`."""
        condition.wait(seconds)


class Token:
    """Whether the steps of one request are still wanted, and if not, why.

    Attributes
    ----------
    cancelled : bool
    superseded : bool
        Cancelled because a newer request took its place: nobody has to be told.
    cut : bool
        That it was cancelled has still to be told: of the step that ran, or of what was to follow.
    """

    def __init__(self):
        self._stop = threading.Event()
        self.superseded = self.cut = False

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self, superseded: bool = False) -> None:
        if not self.cancelled:
            self.superseded = superseded
            self._stop.set()


@dataclass(frozen=True)
class Step:
    """One piece of a request.

    Parameters
    ----------
    do : callable
        Gets the request's `Token`.
    delay : float, default=0.0
        Seconds after the request before which it does not start.
    waits : bool, default=False
        Whether it also waits while the worker is held.
    kept : bool, default=False
        Whether it runs to its end although a newer request has come; only `cancel` and `close` stop it.
    """

    do: Callable[[Token], None]
    delay: float = 0.0
    waits: bool = False
    kept: bool = False


class Listener(Protocol):
    """Who is told how a request ended; called on the worker's thread."""

    def stopped(self, token: Token) -> None:
        """A step was cancelled, or ended and what was to follow was."""

    def failed(self, token: Token, error: Exception) -> None:
        """A step raised."""

    def settled(self) -> None:
        """Nothing is left to do."""
