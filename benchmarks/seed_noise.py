"""How often "none" against "none" with other seeds is called a difference: at most 8 % of 200 pairs is the goal.

Run: python benchmarks/seed_noise.py [--pairs 200] [--rows 4000]. A bootstrap of the holdout rows alone would call seeds
gains; the interval here carries the noise between seeds as well. Both rates are kept, in results/seed_noise.md.
"""

import argparse
import warnings

import numpy as np
from _keep import command_of, keep

import synthbalance as sb
from synthbalance.experiment._ledger import Ledger
from synthbalance.experiment._measure import rows_of
from synthbalance.metrics import average_precision, paired_difference

TITLE = "Seed noise: none against none"


def main():
    """Print and keep the share of pairs whose interval excludes 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--rows", type=int, default=4000)
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    keep("seed_noise", command_of(__file__), lines(args.pairs, args.rows), TITLE)


def lines(n_pairs, n_rows):
    """What is compared, then both rates."""
    yield f'"none" against "none" with other seeds, {n_pairs} pairs, {n_rows:,} simulated payments, three seeds a run.'
    yield "Nothing differs but the seeds, so that every interval that excludes 0 is a false alarm."
    yield ""
    excluded = np.array([one_pair(number, n_rows) for number in range(n_pairs)])
    with_seeds, rows_only = excluded.mean(axis=0)
    yield f"- interval excludes 0: {100 * with_seeds:.1f} % (goal at most 8 %)"
    yield f"- bootstrap of the rows alone: {100 * rows_only:.1f} %"


def one_pair(number, n_rows):
    """Whether the interval excludes 0: with the seed noise, and from the rows alone."""
    data = sb.load_transactions(n_rows=n_rows, fraud_rate=0.03, random_state=number)
    split = sb.split_holdout(data, target="is_fraud", holdout=0.4, random_state=number)
    ledger = Ledger(rows_of(split.holdout, None), "average_precision", seed=number)
    for key, seed in (("none", 0), ("again", 1)):
        run = sb.Experiment(split, random_state=seed).run("none")
        _add(ledger, key, run)
    with_seeds = ledger.delta("again")
    rows_only = paired_difference(
        ledger.values["again"], ledger.draws["again"], ledger.values["none"], ledger.draws["none"], ledger.n_rare
    )
    return [not score.low <= 0 <= score.high for score in (with_seeds, rows_only)]


def _add(ledger, key, run):
    """Put a run of another experiment into one ledger, on the same resampled holdouts."""
    holdout = run.split.holdout
    y = holdout.y.to_numpy()
    scores = [model.predict(holdout.X) for model in run._models]
    values = {name: score.value for name, score in run.scores.items()}
    per_seed = [average_precision(y, score) for score in scores]
    ledger.add(key, values, np.mean(scores, axis=0), run.holdout_probabilities, run.threshold, per_seed)


if __name__ == "__main__":
    main()
