"""Simulated tables whose right answer is known, for AutoBalance."""

import numpy as np
import pandas as pd
from _quality import TABLES
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression

import synthbalance as sb
from synthbalance.advice._candidates import field_of
from synthbalance.experiment._resample import resample
from synthbalance.experiment._train import fit_model
from synthbalance.metrics import average_precision
from synthbalance.split._part import Part

COLUMNS = 10


def shuffled(seed):
    """Wine tasters' notes, 2,000 of them, whose labels were dealt anew: nothing to find at all."""
    data = pd.read_parquet(TABLES / "wine_quality.parquet")
    rng = np.random.default_rng([1, seed])
    data = data.iloc[rng.permutation(len(data))[:2000]].reset_index(drop=True)
    data["target"] = rng.permutation(data["target"].to_numpy())
    return split_of(data, seed), sb.default_model(n_estimators=60, learning_rate=0.1, n_jobs=1)


def useless(seed):
    """Two Gaussians of one shape, 3,000 rows, and a logistic regression, which is right: no row can better it."""
    return split_of(gaussians([2, seed], 3000, 0.04, 0.6), seed), LogisticRegression(max_iter=500)


def broken(seed):
    """Two Gaussians, 20,000 rows, 0.2 % rare, LightGBM as it comes: it breaks down, and remedies are known."""
    return split_of(gaussians([3, seed], 20_000, 0.002, 1.6), seed), as_it_comes()


def harder(seed):
    """Two Gaussians nearer, 20,000 rows, 2 % rare: the best remedy is worth about 0.02."""
    return split_of(gaussians([4, seed], 20_000, 0.02, 1.0), seed), as_it_comes()


def true_gains(share, shift, n_train=12_000, n_test=1_000_000, draws=3):
    """What each usual candidate is worth on a million rows, the mean over training tables of so many rows.

    Returns
    -------
    dict name -> float
        Average precision; "none" first.
    """
    test, found = gaussians([9, 9], n_test, share, shift), {}
    rows, rare = test.drop(columns="target"), test["target"].to_numpy()
    for seed in range(draws):
        data = gaussians([8, seed], n_train, share, shift)
        part = Part(data.drop(columns="target"), data["target"])
        for one in field_of(None, data["target"].to_numpy(), 0, with_trained=False):
            fitted = fit_model(as_it_comes(), resample(part, one.plan, 0), one.plan, seed)
            found.setdefault(one.name, []).append(average_precision(rare, fitted.predict(rows)))
    return {name: float(np.mean(values)) for name, values in found.items()}


def as_it_comes():
    """LightGBM's defaults, one thread."""
    return LGBMClassifier(verbosity=-1, n_jobs=1)


def gaussians(seed, n_rows, share, shift):
    """Rows of N(0, 1) in 10 columns, the rare ones shifted in each."""
    rng = np.random.default_rng(seed)
    y = (np.arange(n_rows) < round(share * n_rows)).astype(int)
    columns = rng.standard_normal((n_rows, COLUMNS)) + shift * y[:, None]
    return pd.DataFrame(columns).add_prefix("x").assign(target=y)


def split_of(data, seed):
    """A quarter held out, 15 % to tune on."""
    return sb.split_holdout(data, target="target", random_state=seed)
