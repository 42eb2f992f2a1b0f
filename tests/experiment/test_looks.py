"""Twenty looks at noise: the best of them must not look like a gain.

A small version of benchmarks/looks.py, every seed fixed. 100 holdouts of 30 rare and 200 other rows; "none" and 20
runs have the same signal and noise of equal size, so that every true difference is 0. The best run's simultaneous
interval misses 0 on one side only, nominally in 2.5 % of the holdouts: more than 8 misses of 100 then come with a
chance of 1 in 1,000. An interval that knows of one look only misses it in about a quarter of them: fewer than 13 come
with a chance of 1 in 1,000 as well. No interval passes both.
"""

import numpy as np
import pytest

from synthbalance.experiment._ledger import Ledger
from synthbalance.experiment._measure import Rows
from synthbalance.metrics import average_precision

HOLDOUTS, RUNS, DRAWS = 100, 20, 150
Y = np.repeat([1, 0], [30, 200])
MOST_SIMULTANEOUS_MISSES, LEAST_POINTWISE_MISSES = 8, 13


@pytest.fixture(scope="module")
def misses():
    """How often the simultaneous and the pointwise interval of the best run leave out 0."""
    rng = np.random.default_rng(0)
    return np.sum([best_of_noise(rng, seed) for seed in range(HOLDOUTS)], axis=0)


def test_the_best_of_twenty_noise_runs_is_seldom_called_a_gain(misses):
    assert misses[0] <= MOST_SIMULTANEOUS_MISSES


def test_intervals_that_forget_the_other_looks_would_call_it_one(misses):
    assert misses[1] >= LEAST_POINTWISE_MISSES


def best_of_noise(rng, seed):
    ledger = Ledger(Rows(Y, None, None, None), "average_precision", seed, n_draws=DRAWS)
    noise_of_none = rng.standard_normal(len(Y))
    add_run(ledger, "none", noise_of_none)
    for key in range(RUNS):
        add_run(ledger, key, 0.8 * noise_of_none + 0.6 * rng.standard_normal(len(Y)))
    best = max(range(RUNS), key=ledger.values.get)
    return [not score.low <= 0 <= score.high for score in (ledger.bounds(best), ledger.delta(best))]


def add_run(ledger, key, noise):
    score = 2.5 * Y + noise
    value = average_precision(Y, score)
    ledger.add(key, {"average_precision": value}, score, np.full(len(Y), 0.1), 0.5, [value])
