"""Tables to train on: a mixed one, and one where one row in five hundred is rare."""

import numpy as np
import pandas as pd


def mixed(n_rows=1200, seed=0):
    """Numbers with gaps, categories, text, dates and bools, all of some use; labels 0/1, 10 % rare."""
    rng = np.random.default_rng(seed)
    y = (rng.random(n_rows) < 0.1).astype(int)
    frame = pd.DataFrame(
        {
            "amount": np.where(rng.random(n_rows) < 0.1, np.nan, rng.gamma(2.0, 30.0, n_rows) * (1 + 2 * y)),
            "n_items": rng.integers(0, 9, n_rows) + 2 * y,
            "channel": pd.Categorical(np.where(rng.random(n_rows) < 0.5 + 0.4 * y, "web", "shop")),
            "country": pd.Series(rng.choice(["AT", "DE", None], n_rows)),
            "known": pd.array(rng.random(n_rows) < 0.7, dtype="boolean"),
            "at": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 999, n_rows), unit="h"),
        }
    )
    return frame, y


def very_rare(n_rows=40_000, rate=0.002, seed=0):
    """Ten normal columns; three kinds of rare row, each far out in three of them."""
    rng = np.random.default_rng(seed)
    y = (rng.random(n_rows) < rate).astype(int)
    values, kind = rng.normal(size=(n_rows, 10)), rng.integers(0, 3, n_rows)
    for k in range(3):
        values[(y == 1) & (kind == k), 3 * k : 3 * k + 3] += 3.0
    return pd.DataFrame(values, columns=[f"x{i}" for i in range(10)]), y
