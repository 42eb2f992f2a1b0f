"""Large mixed tables with a rare class, made column by column so that making one needs hardly more than the table."""

import numpy as np
import pandas as pd

_FACTORS = 6
_LEVELS = {"channel": 5, "country": 40, "merchant": 400}


def big_table(n_rows, n_numbers=20, texts=True, share=0.01, seed=0):
    """Float columns that share six factors; a category column and two text columns; rare rows moved aside.

    Returns
    -------
    X : DataFrame of shape (n_rows, n_numbers + 3), or (n_rows, n_numbers) without `texts`
    y : Series of int8, ``round(n_rows * share)`` of them 1, spread evenly
    """
    rng = np.random.default_rng(seed)
    y = np.zeros(n_rows, dtype=np.int8)
    y[np.linspace(0, n_rows - 1, round(n_rows * share)).astype(int)] = 1
    factors = rng.standard_normal((n_rows, _FACTORS), dtype=np.float32)
    factors[y == 1, :3] += np.float32(1.5)
    columns = {f"v{i}": _number(factors, rng) for i in range(n_numbers)}
    if texts:
        columns |= {name: _levels(name, n_levels, y, rng) for name, n_levels in _LEVELS.items()}
    return pd.DataFrame(columns, copy=False), pd.Series(y, name="target")


def table_bytes(X):
    """Bytes of the values of a table, its index left out."""
    return int(X.memory_usage(index=False, deep=True).sum())


def _number(factors, rng):
    values = rng.standard_normal(len(factors))
    values *= 0.5
    values += factors @ rng.standard_normal(_FACTORS).astype(np.float32)
    return values


def _levels(name, n_levels, y, rng):
    """Levels whose frequencies fall as 1, 1/2, 1/3 ...; rare rows a little more often at the end of the list."""
    weight = 1 / np.arange(1, n_levels + 1)
    edges = np.cumsum(weight) / weight.sum()
    codes = np.minimum(np.searchsorted(edges, rng.random(len(y)) ** np.where(y == 1, 0.7, 1.0)), n_levels - 1)
    values = pd.Categorical.from_codes(codes, [f"{name} {i}" for i in range(n_levels)])
    return values if name == "channel" else pd.Series(values).astype("str")
