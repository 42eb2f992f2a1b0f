"""Curves of the card as plain numbers: precision and recall with a band, calibration in bins of equal rare mass."""

import numpy as np

from synthbalance.metrics import pr_curve

_POINTS = 160
_LEVELS = tuple(np.round(np.arange(1, 11) / 10, 1).tolist())
_DRAWS, _CELLS = 600, 400
_Z = 1.959964


def precision_recall(rows, p):
    """One run's curve, thinned to equal steps of recall, and precision at ten recalls for the table.

    Parameters
    ----------
    rows : Rows
        Holdout rows: y, weight.
    p : float array of shape (n_rows,)

    Returns
    -------
    dict
        recall, precision: lists of equal length, recall rising; levels: list of (recall, precision).
    """
    curve = pr_curve(rows.y, p, weight=rows.weight)
    recall, precision = curve["recall"].to_numpy(), curve["precision"].to_numpy()
    picked = np.unique(_reached(recall, np.linspace(0, 1, _POINTS)))
    at = _reached(recall, np.array(_LEVELS))
    return {
        "recall": recall[picked].round(5).tolist(),
        "precision": precision[picked].round(5).tolist(),
        "levels": list(zip(_LEVELS, precision[at].tolist(), strict=True)),
    }


def precision_band(rows, p, seed=0):
    """Pointwise 95 % band of precision at fixed recalls, from resampled holdouts.

    Only the weight of other rows between two rare ones matters, so that is what is drawn: a Poisson count
    for each gap, and for each rare row.

    Returns
    -------
    dict
        recall, low, high: lists of equal length; low and high are nan-free shares.
    """
    rng = np.random.default_rng(seed)
    weight = np.ones(len(p)) if rows.weight is None else rows.weight
    rare = rows.y == 1
    edges = _cells(p[rare])
    tp = _redraw(rng, p[rare], weight[rare], edges).cumsum(axis=1)
    fp = _redraw(rng, p[~rare], weight[~rare], edges).cumsum(axis=1)
    tp, fp = tp[tp[:, -1] > 0], fp[tp[:, -1] > 0]
    grid = np.linspace(0.02, 1, 50)
    column = np.array([_reached(one / one[-1], grid) for one in tp])
    hits, others = np.take_along_axis(tp, column, 1), np.take_along_axis(fp, column, 1)
    low, high = np.quantile(hits / np.maximum(hits + others, 1e-300), [0.025, 0.975], axis=0)
    return {"recall": grid.round(3).tolist(), "low": low.round(5).tolist(), "high": high.round(5).tolist()}


def calibration_bins(rows, p):
    """Predicted and observed share of rare rows, in bins that expect the same number of rare rows.

    Returns
    -------
    list of dict
        predicted, observed, low, high (95 % Wilson interval of observed): shares; rows, rare: counts.
    """
    weight = np.ones(len(p)) if rows.weight is None else rows.weight
    order = np.argsort(p, kind="stable")
    expected = np.cumsum((weight * np.maximum(p, 1e-12))[order])
    n_bins = int(np.clip((rows.y == 1).sum() // 10, 3, 10))
    bins = np.minimum((expected / expected[-1] * n_bins).astype(int), n_bins - 1)
    values = [order[bins == b] for b in range(n_bins) if (bins == b).any()]
    return [_bin(rows.y[at], p[at], weight[at]) for at in values if weight[at].sum() > 0]


def wilson(share, n):
    """95 % Wilson interval of a share of n rows: (low, high)."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


def _bin(y, p, weight):
    total = weight.sum()
    observed = float(weight @ y / total)
    low, high = wilson(observed, float(total**2 / (weight @ weight)))
    return {
        "predicted": float(weight @ p / total), "observed": observed, "low": low, "high": high,
        "rows": float(total), "rare": float(weight @ y),
    }  # fmt: skip


def _reached(rising, levels):
    """Positions at which a rising array first reaches each level."""
    return np.minimum(np.searchsorted(rising, levels * (1 - 1e-9)), len(rising) - 1)


def _cells(scores):
    """Lower edges of the cells between rare scores, highest first; at most `_CELLS` of them."""
    levels = np.unique(scores)[::-1]
    return levels[np.unique(np.linspace(0, len(levels) - 1, min(len(levels), _CELLS)).round().astype(int))]


def _redraw(rng, scores, weight, edges):
    """Total weight in each cell over resampled rows: (draws, cells); rows below the last edge are left out."""
    cell = np.searchsorted(-edges, -scores)
    inside = cell < len(edges)
    total, squares = (
        np.bincount(cell[inside], weights=values[inside], minlength=len(edges)) for values in (weight, weight**2)
    )
    unit = np.divide(squares, total, out=np.ones(len(edges)), where=total > 0)
    return unit * rng.poisson(total / unit, size=(_DRAWS, len(edges)))
