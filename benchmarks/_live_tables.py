"""The two tables of `live.py`, and the cell an analyst would write without the kit."""

import time

import numpy as np
import pandas as pd
from _quality import TABLES
from imblearn.over_sampling import SMOTE
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

import synthbalance as sb

LEFT_OUT = ["TX_FRAUD_SCENARIO", "TRANSACTION_ID", "CUSTOMER_ID", "TERMINAL_ID"]


def handbook():
    """The Fraud Detection Handbook's first 150,000 payments x 15 columns, split by time; None if not there."""
    path = TABLES / "handbook_transformed_3w.parquet"
    if not path.exists():
        return None
    data = pd.read_parquet(path).sort_values("TX_DATETIME", kind="stable").head(150_000).drop(columns=LEFT_OUT)
    return sb.split_holdout(data.reset_index(drop=True), target="TX_FRAUD", time="TX_DATETIME", random_state=0)


def simulated():
    """284,807 rows x 30 columns, 492 of them rare, a third of these hidden among the others."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((284_807, 30)) @ (np.eye(30) + 0.15 * rng.standard_normal((30, 30)))
    is_rare = np.arange(len(X)) < 492
    X[:328, :10] += 1.4
    data = pd.DataFrame(X, columns=[f"V{i}" for i in range(1, 31)]).assign(fraud=is_rare.astype(int))
    return sb.split_holdout(data.sample(frac=1, random_state=0, ignore_index=True), target="fraud", random_state=0)


def parameters():
    """Those of our default model, but for the threads: LightGBM takes its own default, every core."""
    return {**sb.default_model().get_params(), "n_jobs": None}


def cell(split, ratio, seeds=1):
    """SMOTE, LightGBM and scikit-learn's scores as in an ordinary cell; seconds, and the average precision."""
    start = time.perf_counter()
    train, validation = split.train, split.validation
    scores = []
    for seed in range(seeds):
        X, y = SMOTE(sampling_strategy=ratio, random_state=seed).fit_resample(train.X, train.y)
        model = LGBMClassifier(**{**parameters(), "random_state": seed}).fit(X, y)
        scores.append(model.predict_proba(validation.X)[:, 1])
    p, y = np.mean(scores, axis=0), validation.y
    found = average_precision_score(y, p), roc_auc_score(y, p), brier_score_loss(y, p)
    return time.perf_counter() - start, found[0]
