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


def pack_points(
    train: Any, synthetic: pd.DataFrame | None, axes: list[str], seed: int = 0
) -> tuple[dict[str, Any], bytes, bytes]:
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
    rows : bytes
        Little-endian uint32: which row of `synthetic` each synthetic point is.
    """
    columns = {str(name): name for name in train.X.columns}
    if len(axes) != 2 or not set(axes) <= set(columns):
        return dict(NO_POINTS), b"", b""
    pair = [columns[name] for name in axes]
    rng = np.random.default_rng(seed)
    *groups, rows = _choose(train, synthetic, pair, rng)
    everything = np.concatenate(groups)
    if not len(everything):
        return dict(NO_POINTS, x=axes[0], y=axes[1]), b"", b""
    low, high = everything.min(axis=0), everything.max(axis=0)
    quantised = _quantised(everything, low, high)
    info = {"x": axes[0], "y": axes[1], "x_low": float(low[0]), "x_high": float(high[0])}
    info |= {"y_low": float(low[1]), "y_high": float(high[1])}
    info |= dict(zip(("rare", "others", "synthetic"), map(len, groups), strict=True))
    return info, quantised.tobytes(), rows.astype("<u4").tobytes()


def place_of(row: pd.DataFrame, info: dict[str, Any]) -> list[int] | None:
    """Where the only row of a frame lies on the scale of `points_info`; at its edge where it is beyond.

    Returns
    -------
    list of two ints, 0 to TOP; None where a value is missing, or there are no axes.
    """
    columns = {str(name): name for name in row.columns}
    if not {info["x"], info["y"]} <= set(columns):
        return None
    values = _pairs(row, [columns[info["x"]], columns[info["y"]]])
    if not np.isfinite(values).all():
        return None
    low, high = (np.array([info[f"x_{end}"], info[f"y_{end}"]]) for end in ("low", "high"))
    return _quantised(np.clip(values, low, high), low, high)[0].tolist()


def _quantised(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    width = np.where(high > low, high - low, 1.0)
    return np.rint((values - low) / width * TOP).astype("<u2")


def _choose(train: Any, synthetic: pd.DataFrame | None, pair: list, rng: np.random.Generator) -> list[np.ndarray]:
    """Values of shape (n, 2) of the rare, the other and the new rows, at most MOST in all; positions of the last."""
    y = train.y.to_numpy()
    n_new = 0 if synthetic is None else len(synthetic)
    new, positions = _values(synthetic, np.arange(n_new), pair, MOST_SYNTHETIC, rng)
    rare, _ = _values(train.X, np.flatnonzero(y == 1), pair, MOST - FEWEST_OTHERS - len(new), rng)
    others, _ = _values(train.X, np.flatnonzero(y == 0), pair, MOST - len(new) - len(rare), rng)
    return [rare, others, new, positions]


def _values(
    X: pd.DataFrame | None, rows: np.ndarray, pair: list, most: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Values of shape (n, 2) of at most so many rows, those without a missing one, and the positions of these."""
    if X is None or not len(rows):
        return np.empty((0, 2)), np.empty(0, dtype=int)
    chosen = _some(rows, most, rng)
    values = _pairs(X.iloc[chosen], pair)
    known = np.isfinite(values).all(axis=1)
    return values[known], chosen[known]


def _pairs(X: pd.DataFrame, pair: list) -> np.ndarray:
    return np.column_stack([X[name].to_numpy(dtype=float, na_value=np.nan) for name in pair])


def _some(rows: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    """At most so many of these positions, in their order."""
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))
