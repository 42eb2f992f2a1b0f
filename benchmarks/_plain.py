"""SMOTE, retrain and score: the cell of a notebook without this package, and the same by it."""

import time

from imblearn.over_sampling import SMOTE
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

import synthbalance as sb

RATIO, HELD_OUT = 0.05, 0.25


def cell_of(kind, X, y, trees, ratio=RATIO):
    """The call of one of "plain", "plain, ours", "none" and "whole"."""
    model = sb.default_model(n_jobs=1, n_estimators=trees)
    if kind.startswith("plain"):
        maker = sb.SMOTESampler if kind.endswith("ours") else SMOTE
        return lambda: _plain(maker(sampling_strategy=ratio, random_state=0), model, X, y)
    strategy = "none" if kind == "none" else sb.SMOTESampler(sampling_strategy=ratio, random_state=0)
    return lambda: _whole(strategy, model, X, y)


def _plain(sampler, model, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=HELD_OUT, stratify=y, random_state=0)
    start = time.perf_counter()
    X_new, y_new = sampler.fit_resample(X_train, y_train)
    seconds = time.perf_counter() - start
    score = model.fit(X_new, y_new).predict_proba(X_test)[:, 1]
    return {"ap": float(average_precision_score(y_test, score)), "resample": seconds}


def _whole(strategy, model, X, y):
    X[y.name] = y
    split = sb.split_holdout(X, target=y.name, holdout=HELD_OUT, random_state=0)
    run = sb.Experiment(split, model=model, seeds=1).run(strategy)
    return {"ap": run.scores["average_precision"].value, "resample": run.seconds["resample"]}
