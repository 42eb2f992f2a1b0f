"""Twenty looks at pure noise: does the best of them still look no better than doing nothing?

"none" and 20 runs score the same simulated holdout: one signal plus noise of equal size, each run's correlated 0.8 with
that of "none", so that every true difference of average precision is 0. The run with the highest observed difference is
picked, as a user would. Its simultaneous interval (`Ledger`, max-t over the shared draws) should contain 0 in at least
92.5 % of the holdouts; its pointwise interval, which knows nothing of the other looks, does not. Where all 20 intervals
have to contain 0 at once, 95 % is nominal; the best run alone errs on one side only, so that 97.5 % is nominal there.

    python benchmarks/looks.py [--holdouts 400] [--draws 400] [--rare 30 100 500] [--others 5000] [--runs 20]

Writes results/looks.md. A small version with fixed seeds is a test: tests/experiment/test_looks.py.
"""

import argparse
import time

import numpy as np
from _keep import command_of, keep
from scipy.stats import norm

from synthbalance.experiment._ledger import Ledger
from synthbalance.experiment._measure import Rows
from synthbalance.metrics import average_precision

SHIFT = 2.5
CORRELATION = 0.8
GOAL = 0.925
TITLE = "The best of twenty noise runs"
BEST = "mean best difference"
WORDS = f"""\
{{holdouts}} simulated holdouts a line, each with {{others:,}} other rows. "none" and {{runs}} runs have the same signal
(rare rows score {SHIFT} standard deviations higher) and noise of equal size, each run's correlated {CORRELATION} with
that of "none": every true difference of average precision is 0. The run with the highest observed difference is picked.
Intervals come from the experiments' own `Ledger`, with {{draws}} draws. Goal: the picked run's simultaneous interval
contains 0 in at least {100 * GOAL:.1f} % of the holdouts, while its pointwise interval does not."""
AFTER = """\
"All {n}" counts holdouts where every one of the {n} simultaneous intervals contains 0, which the bounds promise in
95 %; the best run alone can only err upwards, so that 97.5 % is nominal there. The mean best difference is what the
winner's luck alone is worth."""


def main():
    """Print and keep."""
    keep("looks", command_of(__file__), lines(parsed()), TITLE)


def lines(options):
    """What is simulated, then a line for each number of rare rows."""
    start, n = time.perf_counter(), options.runs
    yield WORDS.format(**vars(options))
    yield ""
    yield f"| rare rows | simultaneous, best run | goal | pointwise, best run | simultaneous, all {n} | {BEST} |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for n_rare in options.rare:
        yield line(n_rare, options)
    yield from ["", AFTER.format(n=n), "", f"{time.perf_counter() - start:.0f} s in all."]


def parsed():
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--holdouts", type=int, default=400)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--others", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--rare", type=int, nargs="+", default=[30, 100, 500])
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def line(n_rare, options):
    """One line of the table: shares of the holdouts whose interval of the best run contains 0."""
    rng = np.random.default_rng([options.seed, n_rare])
    found = [one_holdout(n_rare, options, rng, seed) for seed in range(options.holdouts)]
    simultaneous, pointwise, joint, best = np.mean(found, axis=0)
    error = np.sqrt(simultaneous * (1 - simultaneous) / options.holdouts)
    verdict = "met" if simultaneous >= GOAL else "missed"
    return (
        f"| {n_rare} | {_percent(simultaneous)} (± {_percent(error)}) | {verdict} | {_percent(pointwise)} | "
        f"{_percent(joint)} | {best:+.4f} |"
    )


def _percent(share):
    return f"{100 * share:.1f} %"


def one_holdout(n_rare, options, rng, seed):
    """Whether 0 lies in the best run's simultaneous and pointwise intervals, in those of all runs; its difference."""
    y = np.repeat([1, 0], [n_rare, options.others])
    ledger = Ledger(Rows(y, None, None, None), "average_precision", seed, n_draws=options.draws)
    noise_of_none = rng.standard_normal(len(y))
    add_run(ledger, "none", y, noise_of_none)
    for key in range(options.runs):
        own = rng.standard_normal(len(y))
        add_run(ledger, key, y, CORRELATION * noise_of_none + np.sqrt(1 - CORRELATION**2) * own)
    best = max(range(options.runs), key=ledger.values.get)
    alone = ledger.delta(best)
    together = {key: holds_zero(ledger.bounds(key)) for key in range(options.runs)}
    return together[best], holds_zero(alone), all(together.values()), alone.value


def holds_zero(score):
    """Whether 0 lies in the interval."""
    return score.low <= 0 <= score.high


def add_run(ledger, key, y, noise):
    """Put a run into the ledger: the signal plus noise of standard deviation 1."""
    score = SHIFT * y + noise
    value = average_precision(y, score)
    ledger.add(key, {"average_precision": value}, score, norm.cdf(score), 0.5, [value])


if __name__ == "__main__":
    main()
