"""Small tables for AutoBalance: two Gaussians, a fast model."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import synthbalance as sb


def payments(n_rows=600, n_rare=60, shift=1.0, seed=0, **columns):
    """Rows of N(0, 1) in three columns, the rare ones shifted; further columns as given."""
    rng = np.random.default_rng(seed)
    is_rare = rng.permutation(np.arange(n_rows) < n_rare)
    X = pd.DataFrame(rng.standard_normal((n_rows, 3)) + shift * is_rare[:, None], columns=["amount", "hour", "age"])
    return X.assign(**columns, fraud=is_rare.astype(int))


def split_of(data, **options):
    """A quarter held out."""
    return sb.split_holdout(data, target="fraud", random_state=0, **options)


def quick():
    """A model that is fitted in milliseconds."""
    return LogisticRegression()


def auto(**options):
    """An AutoBalance with the quick model, one seed, one thread, two cheap candidates."""
    usual = {"candidates": ["random", sb.ClassWeight(3)], "model": quick(), "seeds": 1, "n_jobs": 1, "random_state": 0}
    return sb.AutoBalance(**{**usual, **options})
