"""How often the intervals hold: coverage of paired differences and single scores, and the bootstrap's speed.

Simulated holdouts: others score N(0, 1), rare rows N(shift, 1), two models whose scores correlate. The true
average precision follows from the two normal curves. Every interval should hold in about 95 % of the holdouts.

    python benchmarks/coverage.py [--holdouts 1000] [--draws 300] [--rare 30 100 500] [--others 5000]

Writes results/coverage.md.
"""

import argparse
import time
import tracemalloc

import numpy as np
from _keep import command_of, keep
from scipy.stats import norm

from synthbalance.metrics import HoldoutDraws, average_precision, interval, paired_difference

SHIFTS = ((2.5, 2.5), (2.5, 2.2), (3.5, 3.2))
CORRELATION = 0.8
GOAL = (0.925, 0.975)
TITLE = "Coverage of the intervals"
WORDS = f"""\
{{holdouts:,}} simulated holdouts a line, each with {{others:,}} other rows and {{draws}} bootstrap draws. Others score
N(0, 1), rare rows N(shift, 1), the two models' noise correlates {CORRELATION}, and the true average precision (AP)
follows from the two normal curves. Goal: nominal 95 % intervals of AP differences cover the true difference in
{100 * GOAL[0]:.1f} to {100 * GOAL[1]:.1f} % of the holdouts. The standard error of a coverage here is {{error:.1f}}
points. The seed noise of real runs is not part of this simulation; `seed_noise.py` measures that."""
HEAD = (
    "| rare rows | shifts of the two models | true difference | covers it | goal | misses low / high | mean width | "
    "one model's AP covered |"
)


def main():
    """Print and keep."""
    keep("coverage", command_of(__file__), lines(parsed()), TITLE)


def lines(options):
    """What is simulated, one line for each number of rare rows and pair of models, then the speed."""
    start = time.perf_counter()
    yield WORDS.format(**vars(options), error=100 * np.sqrt(0.95 * 0.05 / options.holdouts))
    yield from ["", HEAD, "|--:|---|--:|--:|---|--:|--:|--:|"]
    for n_rare in options.rare:
        for shifts in SHIFTS:
            yield line(n_rare, shifts, options)
    yield from ["", '"Misses low / high" counts intervals that lie above the truth / below it.', "", speed()]
    yield from ["", f"{time.perf_counter() - start:.0f} s in all."]


def parsed():
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--holdouts", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--others", type=int, default=5000)
    parser.add_argument("--rare", type=int, nargs="+", default=[30, 100, 500])
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def line(n_rare, shifts, options):
    """One line of the table: coverage over simulated holdouts."""
    share = n_rare / (n_rare + options.others)
    true_a, true_b = (true_average_precision(shift, share) for shift in shifts)
    rng = np.random.default_rng([options.seed, n_rare])
    found = [one_holdout(n_rare, shifts, options, rng, seed) for seed in range(options.holdouts)]
    low, high = np.array([(d.low, d.high) for d, _ in found]).T
    single = np.mean([a.low <= true_a <= a.high for _, a in found])
    true = true_a - true_b
    misses = f"{(low > true).sum()} / {(high < true).sum()}"
    covers = np.mean((low <= true) & (true <= high))
    verdict = "met" if GOAL[0] <= covers <= GOAL[1] else "missed"
    return (
        f"| {n_rare} | {shifts[0]} / {shifts[1]} | {true:.4f} | {_percent(covers)} | {verdict} | {misses} | "
        f"{np.mean(high - low):.3f} | {_percent(single)} |"
    )


def _percent(share):
    return f"{100 * share:.1f} %"


def one_holdout(n_rare, shifts, options, rng, seed):
    """Interval of the difference and of the first model's score on one simulated holdout."""
    y = np.repeat([1, 0], [n_rare, options.others])
    noise = rng.standard_normal((2, len(y)))
    noise[1] = CORRELATION * noise[0] + np.sqrt(1 - CORRELATION**2) * noise[1]
    scores = noise + np.outer(shifts, y)
    draws = HoldoutDraws(y, n_draws=options.draws, seed=seed)
    a, b = (draws.scores(score, norm.cdf(score), 0.5)["average_precision"] for score in scores)
    value_a, value_b = (average_precision(y, score) for score in scores)
    return paired_difference(value_a, a, value_b, b, n_rare), interval(value_a, a, n_rare)


def true_average_precision(shift, share):
    """Area under the precision-recall curve of the two normal curves, at a share of rare rows."""
    cut = np.linspace(-9, 13, 40_001)
    hits, alarms = share * norm.sf(cut - shift), (1 - share) * norm.sf(cut)
    return np.trapezoid(norm.pdf(cut - shift) * hits / (hits + alarms), cut)


def speed(n_rows=50_000, n_rare=250):
    """Seconds and memory of 2,000 draws of every metric."""
    rng = np.random.default_rng(0)
    y = np.repeat([1, 0], [n_rare, n_rows - n_rare])
    score = rng.standard_normal(n_rows) + 2 * y
    draws = HoldoutDraws(y)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        draws.scores(score, norm.cdf(score), 0.9, 500.0, 10.0)
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    draws.scores(score, norm.cdf(score), 0.9, 500.0, 10.0)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    what = f"2,000 draws of every metric on {n_rows:,} rows, {n_rare} of them rare"
    return f"{what}: {min(seconds):.2f} s, peak {peak:.0f} MB (goal 1 s)."


if __name__ == "__main__":
    main()
