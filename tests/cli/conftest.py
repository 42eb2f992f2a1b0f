"""Small files to work on, a light model, and the command as a process."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb

ROOT = Path(sb.__file__).parents[1]


def mixed(n_rows=600, n_rare=60, seed=0):
    """Payments with every kind of column that a parquet file can hold, "fraud" the rare class."""
    rng = np.random.default_rng(seed)
    is_rare = np.zeros(n_rows, dtype=bool)
    is_rare[rng.choice(n_rows, n_rare, replace=False)] = True
    amount = np.round(rng.lognormal(3, 1, n_rows) + 40 * is_rare, 2)
    return pd.DataFrame(
        {
            "amount": np.where(rng.random(n_rows) < 0.05, np.nan, amount),
            "items": rng.integers(1, 9, n_rows).astype("int16"),
            "visits": pd.array(np.where(rng.random(n_rows) < 0.1, None, rng.integers(0, 50, n_rows)), dtype="Int64"),
            "country": pd.Categorical(rng.choice(["AT", "DE", "FR"], n_rows)),
            "night": rng.random(n_rows) < 0.3,
            "paid": pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.permutation(n_rows), unit="h"),
            "city": rng.choice(["Wien", "Köln", 'a "quoted", one'], n_rows),
            "customer": rng.integers(0, 150, n_rows),
            "weight": rng.choice([1.0, 2.0], n_rows),
            "label": np.where(is_rare, "fraud", "ok"),
        }
    )


@pytest.fixture
def payments(tmp_path):
    """A parquet file of mixed columns in a folder of its own."""
    path = tmp_path / "payments.parquet"
    mixed().to_parquet(path, index=False)
    return path


@pytest.fixture
def light(monkeypatch):
    """A default model of 10 trees."""
    model = sb.default_model(n_estimators=10, learning_rate=0.1, n_jobs=1)
    for home in ("experiment._experiment", "advice._auto_balance"):
        monkeypatch.setattr(f"synthbalance.{home}.default_model", lambda: model)


def start(*arguments, **settings):
    """The command as a process of its own."""
    command = [sys.executable, "-m", "synthbalance.cli", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, **settings)
