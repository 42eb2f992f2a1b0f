"""Points of two columns, quantised: all rare real rows, a sample of the others, the synthetic rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synthbalance.ui._facts import numeric_columns

MOST = 10_000
MOST_SYNTHETIC = 3_000
FEWEST_OTHERS = 1_000
SAMPLE = 2_000
TOP = 65_535
NO_POINTS = {
    "x": "", "y": "", "x_low": 0.0, "x_high": 0.0, "y_low": 0.0, "y_high": 0.0, "rare": 0, "others": 0, "synthetic": 0
}  # fmt: skip


def telling_axes(X: pd.DataFrame, y: pd.Series, seed: int = 0) -> list[str]:
    """The two numeric columns that alone rank the rare rows best (AUC on a sample), as text.

    Parameters
    ----------
    X : DataFrame of shape (n, n_columns)
    y : Series of shape (n,)
        0/1.
    seed : int

    Returns
    -------
    list of str
        Two names; the same one twice where there is only one numeric column, [] where there is none.
    """
    numeric = set(numeric_columns(X))
    names = [name for name in X.columns if str(name) in numeric]
    if not names:
        return []
    rng = np.random.default_rng(seed)
    rows = np.concatenate([_some(np.flatnonzero(y == label), SAMPLE // 2, rng) for label in (0, 1)])
    values = X.iloc[rows][names].to_numpy(dtype=float, na_value=np.nan)
    is_rare = y.to_numpy()[rows] == 1
    ranks = pd.DataFrame(values).rank(na_option="top").to_numpy()
    n_rare = is_rare.sum()
    auc = (ranks[is_rare].mean(axis=0) - (n_rare + 1) / 2) / max(1, (~is_rare).sum())
    best = [str(names[at]) for at in np.argsort(-np.abs(auc - 0.5), kind="stable")[:2]]
    return best if len(best) == 2 else best * 2


def pack_points(train: Any, synthetic: pd.DataFrame | None, axes: list[str], seed: int = 0) -> tuple[dict, bytes]:
    """Points for the view.

    Parameters
    ----------
    train : Part
    synthetic : DataFrame or None
        New rows, with train's columns.
    axes : list of str
        The two columns, as text.
    seed : int

    Returns
    -------
    info : dict
        The keys of `points_info` in protocol.json. Rows with a missing value in either column are left out.
    points : bytes
        Little-endian uint16 pairs: rare real rows, others, synthetic.
    """
    columns = {str(name): name for name in train.X.columns}
    if len(axes) != 2 or not set(axes) <= set(columns):
        return dict(NO_POINTS), b""
    pair = [columns[name] for name in axes]
    rng = np.random.default_rng(seed)
    groups = _choose(train, synthetic, pair, rng)
    everything = np.concatenate(groups)
    if not len(everything):
        return dict(NO_POINTS, x=axes[0], y=axes[1]), b""
    low, high = everything.min(axis=0), everything.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    quantised = np.rint((everything - low) / width * TOP).astype("<u2")
    info = {"x": axes[0], "y": axes[1], "x_low": float(low[0]), "x_high": float(high[0])}
    info |= {"y_low": float(low[1]), "y_high": float(high[1])}
    return info | dict(zip(("rare", "others", "synthetic"), map(len, groups), strict=True)), quantised.tobytes()


def _choose(train: Any, synthetic: pd.DataFrame | None, pair: list, rng: np.random.Generator) -> list[np.ndarray]:
    """Values of shape (n, 2) of the rare, the other and the new rows, at most MOST in all."""
    y = train.y.to_numpy()
    new = _values(synthetic, np.arange(0 if synthetic is None else len(synthetic)), pair, MOST_SYNTHETIC, rng)
    rare = _values(train.X, np.flatnonzero(y == 1), pair, MOST - FEWEST_OTHERS - len(new), rng)
    others = _values(train.X, np.flatnonzero(y == 0), pair, MOST - len(new) - len(rare), rng)
    return [rare, others, new]


def _values(X: pd.DataFrame | None, rows: np.ndarray, pair: list, most: int, rng: np.random.Generator) -> np.ndarray:
    if X is None or not len(rows):
        return np.empty((0, 2))
    chosen = X.iloc[_some(rows, most, rng)]
    values = np.column_stack([chosen[name].to_numpy(dtype=float, na_value=np.nan) for name in pair])
    return values[np.isfinite(values).all(axis=1)]


def _some(rows: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    """At most so many of these positions, in their order."""
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))
