"""Payments small enough to see, for the tests of `RuleSampler`."""

import numpy as np
import pandas as pd

from synthbalance.samplers.rules import RuleSampler


def payments(n_rows=200, n_rare=20, seed=0):
    """One column of each kind that rules treat in their own way; the first rows are frauds."""
    rng = np.random.default_rng(seed)
    at = pd.Timestamp("2025-03-01") + pd.to_timedelta(rng.integers(0, 30 * 86_400, n_rows), unit="s")
    frame = pd.DataFrame(
        {
            "amount": rng.gamma(2.0, 30.0, n_rows).round(2) + 1,
            "fee": rng.uniform(0.1, 1.0, n_rows),
            "count": rng.integers(0, 9, n_rows),
            "small": rng.integers(0, 100, n_rows).astype("int8"),
            "score": pd.array(rng.integers(0, 50, n_rows), dtype="Int64"),
            "channel": pd.Categorical(rng.choice(["web", "shop", "phone"], n_rows), ["web", "shop", "phone", "fax"]),
            "country": rng.choice(["DE", "FR", "US"], n_rows),
            "home": rng.choice(["DE", "FR"], n_rows),
            "grade": pd.Categorical(rng.choice(["low", "high"], n_rows), ["low", "mid", "high"], ordered=True),
            "known": rng.random(n_rows) < 0.5,
            "never": False,
            "at": at,
            "local": at.tz_localize("UTC").tz_convert("Europe/Vienna"),
            "wait": pd.to_timedelta(rng.integers(0, 9999, n_rows), unit="s"),
            "customer": np.arange(1000, 1000 + n_rows),
            "gone": np.nan,
        }
    )
    frame.loc[3::10, ["amount", "country", "score"]] = None
    return frame, pd.Series((np.arange(n_rows) < n_rare).astype(int), name="is_fraud")


def made(scenario, n=400, table=None, **parameters):
    """`n` new rows of one scenario, a dict without its name, or of several in a list."""
    rules = scenario if isinstance(scenario, list) else [{"name": "one", **scenario}]
    return RuleSampler(rules=rules, **{"random_state": 0, **parameters}).fit(*(table or payments())).generate(n)
