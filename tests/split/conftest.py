import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def payments():
    """1,000 payments, 40 of them fraud: measures, a category, text, missing values, stamps, cards, weights."""
    rng = np.random.default_rng(0)
    n = 1000
    frame = pd.DataFrame(
        {
            "amount": rng.gamma(2.0, 30.0, n).round(2),
            "n_items": rng.integers(1, 6, n),
            "channel": pd.Categorical(rng.choice(["web", "app", "shop"], n), categories=["app", "shop", "web", "fax"]),
            "country": rng.choice(["AT", "DE", "FR"], n),
            "seen_before": rng.random(n) < 0.7,
            "score": pd.array(rng.integers(0, 9, n), dtype="Int64"),
            "at": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 100 * 24, n)), unit="h"),
            "card": rng.integers(0, 150, n),
            "weight": rng.uniform(0.5, 2.0, n),
            "is_fraud": np.isin(np.arange(n), rng.choice(n, 40, replace=False)).astype(int),
        }
    )
    frame.loc[::7, "amount"] = np.nan
    frame.loc[::50, "score"] = pd.NA
    return frame
