"""Which scenario, burst and real row each new row belongs to; the first rows of more are those of fewer."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class SceneRows:
    """The new rows of one scenario, in order.

    Attributes
    ----------
    at : int array of shape (n,)
        Their places among all new rows.
    base, head : int arrays of shape (n,)
        Positions of the real row that each starts from, and of the one that the first of its burst starts from.
    position : int array of shape (n,)
        Place in its burst, from 0; a row without a burst is one of its own.
    clock : float array of shape (n,)
        Seconds since the first row of the burst.
    """

    at: np.ndarray
    base: np.ndarray
    head: np.ndarray
    position: np.ndarray
    clock: np.ndarray


def lay_out(scenarios, n, rng):
    """Scenario of each of `n` rows, int array, and the `SceneRows` of each scenario.

    A scenario's weight is its share of the rows: one with long bursts starts less often.
    """
    for_scenario, for_size, for_base, for_gap = rng.spawn(4)
    weights = np.array([one.weight / one.mean_size for one in scenarios])
    which = np.searchsorted(np.cumsum(weights / weights.sum())[:-1], for_scenario.random(n), side="right")
    low, high = np.array([one.burst.size if one.burst else (1, 1) for one in scenarios]).T
    size = low[which] + np.floor(for_size.random(n) * (high - low + 1)[which]).astype(np.int64)
    end = np.cumsum(size)
    row = np.arange(n)
    event = np.searchsorted(end, row, side="right")
    position = row - (end - size)[event]
    scenario = which[event]
    base, gap = for_base.random(n), for_gap.random(n)
    parts = [_rows_of(one, np.flatnonzero(scenario == code), position, base, gap) for code, one in enumerate(scenarios)]
    return scenario, parts


def _rows_of(scenario, at, position, base, gap):
    position = position[at]
    start = scenario.base[np.floor(base[at] * len(scenario.base)).astype(np.int64)]
    first = np.arange(len(at)) - position
    if scenario.burst is None:
        return SceneRows(at, start, start, position, np.zeros(len(at)))
    low, high = scenario.burst.gap
    running = np.cumsum(np.where(position == 0, 0.0, low + gap[at] * (high - low)))
    head = start[first]
    base = head if scenario.burst.same is None else start
    return SceneRows(at, base, head, position, running - running[first])
