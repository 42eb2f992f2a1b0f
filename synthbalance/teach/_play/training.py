"""A GAN that shows itself while it trains, on the playground's worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import synthbalance as sb
from synthbalance.teach._play.making import rows_of
from synthbalance.teach._play.points import table_of
from synthbalance.ui.parts import heard

FRAME_STEPS = 5
_SHORTEST = 0.1  # seconds between two frames: more than ten messages a second help nobody

Show = Callable[[int, list[dict]], None]


def train(points: list[dict], n_new: int, steps: int, random_state: int, is_wanted: Callable[[], bool], show: Show):
    """Train on the points, showing rows every few steps.

    Parameters
    ----------
    points : list of dict
    n_new : int
        Rows wanted.
    steps : int
        Of training.
    random_state : int
    is_wanted : callable () -> bool
        False ends it: `Cancelled` is raised.
    show : callable (step, rows)

    Returns
    -------
    rows : list of dict
    notes : list of str
        Warnings of the sampler.
    """
    X, y = table_of(points)
    gan = sb.ConditionalGANSampler(steps=steps, random_state=random_state)
    gan.frame_steps, gan.on_frame = FRAME_STEPS, _Frames(n_new, show)
    gan.on_progress = lambda *_: is_wanted()
    with heard() as told:
        gan.fit(X, y)
        rows = rows_of(gan.generate(n_new, label=1))
    return rows, [one.sentence for one in told]


class _Frames:
    def __init__(self, n_new: int, show: Show, now: Callable[[], float] = time.monotonic):
        self.n_new, self.show, self.now, self.last = n_new, show, now, float("-inf")

    def __call__(self, step: int, rows: Any) -> None:
        if self.now() - self.last >= _SHORTEST:
            self.last = self.now()
            self.show(step, rows_of(rows.head(self.n_new)))
