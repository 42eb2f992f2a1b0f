"""What the tests of the counterfactual sampler share: tables with a class to learn, and rows beside their parents."""

import warnings
from functools import lru_cache

import numpy as np
import pandas as pd

import synthbalance as sb


def payments(n_rows=400, n_rare=40, seed=0):
    """Every column kind; frauds are large, at night, from "XX" or "YY" and of grade "top", each but for some."""
    rng = np.random.default_rng(seed)
    y = np.isin(np.arange(n_rows), rng.choice(n_rows, n_rare, replace=False)).astype(int)
    odd = (y == 1) & (rng.random(n_rows) < 0.85)
    hours = rng.integers(8, 20, n_rows) + np.where(odd, 12, 0)
    stamps = pd.Timestamp("2024-03-25") + pd.to_timedelta(rng.integers(0, 20, n_rows), unit="D")
    frame = pd.DataFrame(
        {
            "amount": rng.gamma(2.0, 30.0, n_rows).round(2) + np.where(odd, 400.0, 0.0),
            "n_items": rng.integers(1, 40, n_rows) + np.where(odd, 30, 0),
            "score": pd.array(rng.integers(-50, 50, n_rows) - np.where(odd, 60, 0), dtype="Int64"),
            "flag": pd.array(rng.random(n_rows) < np.where(odd, 0.9, 0.2), dtype="boolean"),
            "country": np.where(odd, rng.choice(["XX", "YY"], n_rows), rng.choice(["AT", "DE", "XX"], n_rows)),
            "memo": pd.Series(rng.choice(["a", "b"], n_rows), dtype=object),
            "grade": pd.Categorical(
                np.where(odd, "top", rng.choice(["low", "mid"], n_rows)), ["low", "mid", "high", "top"], ordered=True
            ),
            "at": (stamps + pd.to_timedelta(hours, unit="h")).tz_localize("UTC").tz_convert("Europe/Vienna"),
            "wait": pd.to_timedelta(rng.integers(0, 9999, n_rows), unit="s"),
            "same": 7,
        }
    )
    for position, name in enumerate(["amount", "score", "flag", "country", "memo", "grade", "at", "wait"]):
        frame.loc[position :: 17 + position, name] = None
    return frame, pd.Series(y, name="is_fraud")


def two_clouds(n_rows=300, n_rare=40, n_columns=4, apart=2.0, seed=0):
    """Continuous columns; the rare class is moved by `apart` in each."""
    rng = np.random.default_rng(seed)
    y = (np.arange(n_rows) < n_rare).astype(int)
    values = rng.normal(size=(n_rows, n_columns)) + apart * y[:, None]
    return pd.DataFrame(values, columns=[f"x{i}" for i in range(n_columns)]), y


class Made:
    """A sampler's new rows on a table, beside the rows they were made of, all with plain indexes."""

    def __init__(self, X, y, n_new, **changes):
        y = np.asarray(y)
        rare = changes.pop("label", 1)
        counts = {rare: int((y == rare).sum()) + n_new}
        self.X, self.y, self.n_new = X, y, n_new
        self.sampler = sb.CounterfactualSampler(**{"sampling_strategy": counts, "random_state": 0, **changes})
        resampled, self.labels = self.sampler.fit_resample(X, y)
        self.rows = resampled[self.sampler.synthetic_mask_].reset_index(drop=True)
        self.parents, self.edits = self.sampler.parents_, self.sampler.edits_
        self.validity, self.report = self.sampler.validity_, self.sampler.report_
        self.base = X.iloc[self.parents["base"]].reset_index(drop=True)
        self.donor = X.iloc[self.parents["donor"]].reset_index(drop=True)


def quiet(X, y, n_new, **changes):
    """`Made` without the warning about a shortfall."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return Made(X, y, n_new, **changes)


@lru_cache
def fraud(n_new=30, **changes):
    """New payments, made once for all tests; arguments must be hashable."""
    return quiet(*payments(), n_new, **changes)


@lru_cache
def cloud(n_new=40, **changes):
    """New rows of the rare cloud, made once for all tests."""
    return quiet(*two_clouds(), n_new, **changes)


def same(a, b):
    """Cell by cell, missing equals missing: bool array of shape (n,)."""
    return ((a == b).fillna(False).to_numpy(dtype=bool)) | (a.isna() & b.isna()).to_numpy()
