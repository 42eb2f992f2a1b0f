"""How long the simulator takes for a million payments, and how hard its frauds are to find.

Run by hand: python benchmarks/transactions.py
"""

import time

import numpy as np
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score

import synthbalance as sb

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


def seconds_for(n_rows):
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


def main():
    for n_rows in (50_000, 1_000_000):
        print(f"{n_rows:>9,} rows: {seconds_for(n_rows):5.2f} s")
    for n_rows in (50_000, 200_000):
        for seed in range(3):
            by_time, at_random = average_precision(n_rows, seed)
            print(f"{n_rows:>9,} rows, seed {seed}: AP {by_time:.3f} by time, {at_random:.3f} at random")


if __name__ == "__main__":
    main()
