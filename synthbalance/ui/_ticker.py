"""Progress of one step: ten updates a second at most, an estimate of the rest, False once cancelled."""

from __future__ import annotations

from collections.abc import Callable

from synthbalance.ui._request import Clock, Token

PER_SECOND = 10
_TELLING = 0.03  # below this share the rest is a guess


class Ticker:
    """An `on_progress` that obeys a token.

    Parameters
    ----------
    token : Token
    emit : callable (stage, share, seconds_left)
        `share` in 0 to 1 never falls within one training; `seconds_left` is None while it is a guess.
    clock : Clock
    between : callable, optional
        Called at each report: the short chores that may interrupt a long step.
    patient : callable, optional
        Whether the request that took this one's place wants the same but for the ratio. What a sampler learns is then
        learned to its end, and everything else goes on for `grace` seconds: a slider that is dragged shows the
        scores of places it passed, where it would else show none until it rests.
    grace : float, default=0.0
    """

    def __init__(
        self,
        token: Token,
        emit: Callable[[str, float, float | None], None],
        clock: Clock,
        between: Callable[[], None] | None = None,
        patient: Callable[[], bool] | None = None,
        grace: float = 0.0,
    ):
        self._token, self._emit, self._clock, self._between = token, emit, clock, between
        self._patient, self._until = patient or (lambda: False), clock.now() + grace
        self._last = float("-inf")
        self._start_anew()

    def learning(self, stage: str, done: float, total: float) -> bool:
        """The same while a sampler learns, which another ratio need not do again."""
        return self(stage, done, total) or self._is_patient

    def __call__(self, stage: str, done: float, total: float) -> bool:
        if not self.goes_on:
            return False
        if self._between is not None:
            self._between()
        self._advance(stage, min(1.0, max(0.0, done / total)) if total else 0.0)
        now = self._clock.now()
        if now - self._last >= 1 / PER_SECOND:
            self._last = now
            self._emit(stage, self._share, self._seconds_left(now))
        return self.goes_on

    @property
    def goes_on(self) -> bool:
        """Whether the step is wanted, or still has its grace."""
        return not self._token.cancelled or (self._is_patient and self._clock.now() < self._until)

    @property
    def _is_patient(self) -> bool:
        return self._token.superseded and self._patient()

    def _start_anew(self) -> None:
        self._start, self._share = self._clock.now(), 0.0
        self._of_stage: dict[str, float] = {}

    def _advance(self, stage: str, share: float) -> None:
        """The mean over the stages seen so far; a stage that falls back has begun a second training."""
        if share < self._of_stage.get(stage, 0.0):
            self._start_anew()
        self._of_stage[stage] = share
        self._share = max(self._share, sum(self._of_stage.values()) / len(self._of_stage))

    def _seconds_left(self, now: float) -> float | None:
        if self._share < _TELLING:
            return None
        return (now - self._start) * (1 - self._share) / self._share
