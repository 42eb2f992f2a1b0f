"""Chapter 6 of the Fraud Detection Handbook shown again: what rebalancing does to a tree and to boosted trees.

Train 25-31 July, test 8-14 August 2018 of its simulated payments; the week between is the delay after which a fraud is
known, as in the book, whose first of four folds this is. Cards that were known as defrauded by then leave the test
days, as in the book; one column keeps them. Card precision: each day's 100 cards of highest score, found ones leave.

    python benchmarks/handbook.py

Writes results/handbook.md.
"""

import argparse
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from _handbook_words import BOOK_TREE, BOOK_XGBOOST, HEAD, PROTOCOLS, TITLE, WORDS
from _keep import command_of, keep
from imblearn.over_sampling import SMOTE
from lightgbm import LGBMClassifier
from scipy.stats import t
from sklearn.tree import DecisionTreeClassifier

import synthbalance as sb
from synthbalance.metrics import average_precision, card_precision

TABLE = Path(__file__).resolve().parents[2] / "shared/data/handbook_transformed_3w.parquet"
LEFT_OUT = ["TX_FRAUD_SCENARIO", "TRANSACTION_ID", "CUSTOMER_ID", "TERMINAL_ID"]
WEEKS = (("2018-07-25", "2018-07-31"), ("2018-08-01", "2018-08-07"), ("2018-08-08", "2018-08-14"))
TREE, OURS, DEFAULTS = "decision tree, depth 5", "LightGBM, our default", "LightGBM, its defaults"
MODELS = {
    TREE: DecisionTreeClassifier(max_depth=5),
    OURS: None,
    DEFAULTS: LGBMClassifier(verbosity=-1, n_jobs=1),
}
VERDICTS = "| | goal | lowered, clear of 0 | interval contains 0 | raised, clear of 0 |\n|---|---|---|---|---|"


def main():
    """Print and keep a Markdown table a model, then the goal."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if not TABLE.exists():
        print("Skipped: the folder of real tables is not beside this checkout.")
        return
    warnings.simplefilter("ignore")
    keep("handbook", command_of(__file__), told(), TITLE)


def told():
    """Every line."""
    start, verdicts = time.perf_counter(), []
    train, validation, test = weeks()
    kept = test[~known(train, validation, test)].reset_index(drop=True)
    yield from [WORDS[0], ""]
    for name, part in (("train", train), ("test, all cards", test), ("test, known cards removed", kept)):
        yield f"- {name}: {len(part):,} payments, {part['TX_FRAUD'].sum()} frauds"
    yield from ["", *WORDS[1:]]
    for label, model in MODELS.items():
        yield from ["", f"## {label[0].upper()}{label[1:]}", "", HEAD, "|---|---|---|--:|--:|---|---|--:|--:|"]
        deltas = {}
        yield from lines(model, train, validation, kept, test, BOOK_TREE if label == TREE else BOOK_XGBOOST, deltas)
        verdicts.append(verdict(label, deltas))
    yield from ["", "## Against the goal", "", VERDICTS, *verdicts, "", PROTOCOLS]
    yield from ["", f"{time.perf_counter() - start:.0f} s in all."]


def verdict(label, deltas):
    """What the strategies do to the average precision of one model: a line of the last table.

    Parameters
    ----------
    label : str
    deltas : dict name -> Score
        The difference to none.
    """
    groups = [], [], []
    for name, score in deltas.items():
        groups[int(score.high >= 0) + int(score.low > 0)].append(name)
    asked = [name for name in deltas if label == TREE or name.startswith("weight")]
    met = all(deltas[name].value < 0 for name in asked)
    return f"| {label} | {'met' if met else 'missed'} | " + " | ".join("; ".join(names) for names in groups) + " |"


def weeks():
    """The three weeks, one DataFrame each."""
    data = pd.read_parquet(TABLE)
    day = data["TX_DATETIME"].dt.normalize()
    return [data[day.between(*week)].reset_index(drop=True) for week in WEEKS]


def known(train, validation, test):
    """Test rows of cards known as defrauded on that day: those of the training week, and those of the week between
    up to eight days before (the book counts the delay so); bool array of shape (n_test,)."""
    frauds = pd.concat([train, validation]).query("TX_FRAUD == 1")
    first = frauds.groupby("CUSTOMER_ID")["TX_DATETIME"].min().dt.normalize()
    delay = pd.Timedelta(days=8)
    return (test["CUSTOMER_ID"].map(first) + delay <= test["TX_DATETIME"].dt.normalize()).to_numpy()


def lines(model, train, validation, kept, test, book, deltas):
    """One line a strategy; every run is scored on the same rows as "none". The differences to it go into `deltas`."""
    frames = [part.drop(columns=LEFT_OUT) for part in (train, validation, kept)]
    split = sb.Split.from_frames(frames[0], frames[2], validation=frames[1], target="TX_FRAUD", time="TX_DATETIME")
    exp = sb.Experiment(split, model=model)
    runs = {label: exp.run(strategy, name=label) for label, strategy in strategies(split.train.y).items()}
    base = by_day(runs["none"], kept)
    deltas |= {label: exp.bounds(run) for label, run in runs.items() if label != "none"}
    for label, run in runs.items():
        one = np.mean(exp._ledger.per_seed[run.name])
        everyone = average_precision(test["TX_FRAUD"], run.predict_proba(test.drop(columns=LEFT_OUT))[:, 1])
        days, known_ap, known_card = by_day(run, kept), *book.get(label, (None, None))
        delta = deltas.get(label, 0)
        cells = [run.scores["average_precision"], delta, f"{one:.3f}", f"{everyone:.3f}"]
        cells += [over_days(days), over_days(days - base), figure(known_ap), figure(known_card)]
        yield f"| {label} | " + " | ".join(map(str, cells)) + " |"


def strategies(y):
    """What the book tries; weight 1:1 is 111 here, the book's nearest is 100."""
    return {
        "none": "none",
        "SMOTE 1:1": sb.SMOTESampler(sampling_strategy=1.0, random_state=0),
        "SMOTE 1:1, imblearn": SMOTE(sampling_strategy=1.0, random_state=0),
        "SMOTE 5 %": sb.SMOTESampler(sampling_strategy=0.05, random_state=0),
        "weight x5": sb.ClassWeight(5),
        "weight x10": sb.ClassWeight(10),
        "weight 1:1": sb.ClassWeight(float((y == 0).sum() / (y == 1).sum())),
    }


def by_day(run, kept):
    """Card precision@100 of each test day: float array of shape (7,)."""
    day, p = kept["TX_DATETIME"].dt.normalize(), run.holdout_probabilities
    means = []
    for last in sorted(day.unique()):  # the mean of the first days, taken apart: cards found on one leave the next
        rows = (day <= last).to_numpy()
        means.append(card_precision(kept["TX_FRAUD"][rows], p[rows], day[rows], kept["CUSTOMER_ID"][rows]))
    return np.diff(np.arange(1, len(means) + 1) * means, prepend=0)


def over_days(shares):
    """Mean over the days and its t interval, with the days as independent: 6 degrees of freedom."""
    if not shares.any():
        return "0"
    half = t.ppf(0.975, len(shares) - 1) * shares.std(ddof=1) / np.sqrt(len(shares))
    return f"{shares.mean():.3f} ({shares.mean() - half:.3f} to {shares.mean() + half:.3f})"


def figure(value):
    """A figure of the book, or nothing where it has none."""
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
