"""How long the simulator takes for a million payments, and how hard its frauds are to find.

Run: python benchmarks/transactions.py [--rows 1000000] [--seeds 3]. Writes results/transactions.md.
"""

import argparse
import time

import numpy as np
from _keep import command_of, keep
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score

import synthbalance as sb

TITLE = "Simulated payments"
GOAL = 10  # seconds for a million
_MODEL = {
    "n_estimators": 400,
    "learning_rate": 0.02,
    "num_leaves": 15,
    "reg_lambda": 5.0,
    "min_child_weight": 1.0,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.8,
    "n_jobs": 2,
    "random_state": 0,
    "verbose": -1,
}


def main():
    """Print and keep seconds and scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    keep("transactions", command_of(__file__), lines(asked.rows, asked.seeds), TITLE)


def lines(most, n_seeds):
    """Seconds of two tables, then average precision at two sizes."""
    yield f"- {most // 20:,} simulated payments: {seconds_for(most // 20):.2f} s"
    yield f"- {most:,} simulated payments: {seconds_for(most):.1f} s (goal {GOAL} for a million)"
    yield ""
    yield "Average precision of a LightGBM model without rebalancing, on the last quarter by time and on a random one:"
    yield ""
    yield "| payments | seed | last quarter | random quarter |"
    yield "|--:|--:|--:|--:|"
    for n_rows in (most // 20, most // 5):
        for seed in range(n_seeds):
            by_time, at_random = average_precision(n_rows, seed)
            yield f"| {n_rows:,} | {seed} | {by_time:.3f} | {at_random:.3f} |"


def seconds_for(n_rows):
    """Of one table."""
    started = time.perf_counter()
    sb.load_transactions(n_rows)
    return time.perf_counter() - started


def average_precision(n_rows, seed):
    """Average precision on the last quarter by time, and on a random quarter."""
    payments = sb.load_transactions(n_rows, random_state=seed)
    y, X = payments["is_fraud"], payments.drop(columns=["is_fraud", "paid_at"])
    late = np.arange(n_rows) >= 0.75 * n_rows
    anywhere = np.random.default_rng(0).random(n_rows) >= 0.75
    scores = []
    for held_out in (late, anywhere):
        model = LGBMClassifier(**_MODEL).fit(X[~held_out], y[~held_out])
        scores.append(average_precision_score(y[held_out], model.predict_proba(X[held_out])[:, 1]))
    return scores


if __name__ == "__main__":
    main()
