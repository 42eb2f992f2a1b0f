"""Strategies on the Fraud Detection Handbook's simulated payments: train 25-31 July, test 8-14 August 2018.

Run: python benchmarks/handbook.py. The week between is the delay after which a fraud is known, as in the book.
"""

import warnings
from pathlib import Path

import lightgbm
import pandas as pd
from sklearn.metrics import average_precision_score

import synthbalance as sb

TABLE = Path(__file__).resolve().parents[2] / "shared/data/handbook_transformed_3w.parquet"
LEFT_OUT = ["TX_FRAUD_SCENARIO", "TRANSACTION_ID", "CUSTOMER_ID", "TERMINAL_ID"]


def main():
    """Print the ledger, each sentence, and LightGBM's defaults beside ours."""
    if not TABLE.exists():
        print("Skipped: the folder of real tables is not beside this checkout.")
        return
    warnings.simplefilter("ignore")
    split = handbook_split()
    print(split, "\n")
    exp = sb.Experiment(split)
    for strategy in ("none", sb.ClassWeight(3), sb.ClassWeight(10), "random", "smote", _smote(1.0)):
        print(exp.sentence(exp.run(strategy)))
    columns = ["value", "low", "high", "delta", "delta_low", "delta_high", "recall", "precision", "seconds"]
    print("\n" + exp.compare()[columns].round(3).to_string())
    print(f"\nLightGBM's defaults, nothing rebalanced: average precision {defaults(split):.3f}")
    print(f"Ours, nothing rebalanced: {exp.none.scores['average_precision']} (goal at least 0.70)")


def handbook_split():
    """The book's weeks as a `Split`; validation is the end of the training week."""
    data = pd.read_parquet(TABLE).drop(columns=LEFT_OUT)
    day = data["TX_DATETIME"].dt.normalize()
    train = data[day.between("2018-07-25", "2018-07-31")]
    test = data[day.between("2018-08-08", "2018-08-14")]
    validation = data[day.between("2018-08-01", "2018-08-07")]
    return sb.Split.from_frames(train, test, validation=validation, target="TX_FRAUD", time="TX_DATETIME")


def defaults(split):
    """Average precision on the holdout of LightGBM as it comes."""
    model = lightgbm.LGBMClassifier(verbosity=-1, n_jobs=1).fit(split.train.X, split.train.y)
    return average_precision_score(split.holdout.y, model.predict_proba(split.holdout.X)[:, 1])


def _smote(ratio):
    return sb.SMOTESampler(sampling_strategy=ratio, random_state=0)


if __name__ == "__main__":
    main()
