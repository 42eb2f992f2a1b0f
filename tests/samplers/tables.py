"""Tables that every sampler must take: small, mixed, with everything missing somewhere."""

import numpy as np
import pandas as pd


def mixed(n_rows=240, n_rare=24, seed=0):
    """Every column kind in one table, with missing values, an atom at 0 and a constant; labels 0/1."""
    rng = np.random.default_rng(seed)
    stamps = pd.Timestamp("2024-03-25") + pd.to_timedelta(rng.integers(0, 20 * 24, n_rows), unit="h")
    frame = pd.DataFrame(
        {
            "amount": np.where(rng.random(n_rows) < 0.2, 0.0, rng.gamma(2.0, 30.0, n_rows)),
            "small": rng.normal(size=n_rows).astype("float32"),
            "n_items": rng.integers(1, 90, n_rows),
            "byte": rng.integers(0, 255, n_rows).astype("uint8"),
            "card": rng.integers(2**60, 2**60 + 10**6, n_rows),
            "seen": rng.random(n_rows) < 0.6,
            "score": pd.array(rng.integers(-50, 50, n_rows), dtype="Int64"),
            "flag": pd.array(rng.random(n_rows) < 0.5, dtype="boolean"),
            "country": rng.choice(["AT", "DE", "FR"], n_rows),
            "memo": pd.Series(rng.choice(["a", "b"], n_rows), dtype=object),
            "grade": pd.Categorical(rng.choice(["low", "high"], n_rows), ["low", "mid", "high", "top"], ordered=True),
            "at": stamps,
            "local": stamps.tz_localize("UTC").tz_convert("Europe/Vienna").as_unit("ns"),
            "wait": pd.to_timedelta(rng.integers(0, 9999, n_rows), unit="s"),
            "same": 7,
            "gone": np.nan,
        }
    )
    for position, name in enumerate(["amount", "small", "score", "flag", "country", "memo", "grade", "local", "wait"]):
        frame.loc[position :: 11 + position, name] = None
    return frame, _labels(n_rows, n_rare, rng)


def numbers(n_rows=200, n_rare=20, n_columns=3, seed=0):
    """Continuous columns without atoms or missing values; labels 0/1."""
    rng = np.random.default_rng(seed)
    y = _labels(n_rows, n_rare, rng)
    values = rng.normal(size=(n_rows, n_columns)) + y.to_numpy()[:, None]
    return pd.DataFrame(values, columns=[f"x{i}" for i in range(n_columns)]), y


def three_classes(seed=0):
    """60, 20 and 10 rows of the classes "a", "b" and "c"."""
    rng = np.random.default_rng(seed)
    y = rng.permutation(["a"] * 60 + ["b"] * 20 + ["c"] * 10)
    return pd.DataFrame({"x": rng.normal(size=90), "k": rng.choice(["u", "v"], 90)}), pd.Series(y, name="kind")


def _labels(n_rows, n_rare, rng):
    rare = rng.choice(n_rows, n_rare, replace=False)
    return pd.Series(np.isin(np.arange(n_rows), rare).astype(int), name="is_fraud")
