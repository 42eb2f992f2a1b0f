"""What every metric shares: Score, Metric, the checks at the door, one sorted pass, equal-mass bins."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import pandas as pd

THIN_SPACE = "\u2009"


@dataclass(frozen=True, repr=False)
class Score:
    """A figure with its interval; prints as "0.715 (0.681 to 0.747)".

    Parameters
    ----------
    value : float
        The figure itself, in the unit of its metric.
    low, high : float, default=nan
        Ends of the interval, same unit; nan where none was computed (a preview).

    Examples
    --------
    >>> Score(0.7149, 0.681, 0.7469)
    0.715 (0.681 to 0.747)
    """

    value: float
    low: float = nan
    high: float = nan

    def __post_init__(self):
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, float(getattr(self, name)))

    def __float__(self):
        return self.value

    def __repr__(self):
        known = [x for x in (self.value, self.low, self.high) if not isnan(x)]
        decimals = _decimals(max(map(abs, known), default=0.0))
        value, low, high = (_figure(x, decimals) for x in (self.value, self.low, self.high))
        return value if isnan(self.low) or isnan(self.high) else f"{value} ({low} to {high})"


@dataclass(frozen=True)
class Metric:
    """One metric: what it is called, its unit and direction, what it needs, and the function.

    Parameters
    ----------
    name, label : str
        Key in `METRICS` and in `run.scores`; name for people.
    unit : str
        "share" (0 to 1), "squared probability" or "money".
    better : {"higher", "lower"}
        Direction.
    needs : {"score", "probability", "decision"}
        What `function` gets after y: raw scores, calibrated probabilities, or probabilities and a threshold.
    function : callable
        `function(y, score)`, `function(y, p)` or `function(y, p, threshold)`, each with `weight=None`;
        cost needs `missed` and `review` as well.
    words : str
        One sentence that says what the figure means.
    """

    name: str
    label: str
    unit: str
    better: str
    needs: str
    function: Callable[..., float]
    words: str


def check_rows(y, values, weight=None, name="score", both=True):
    """Outcome, values and weights of the same rows as arrays, checked.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1 or bool, 1 = rare.
    values : array-like of shape (n,)
        Scores or probabilities, finite; higher means more likely rare.
    weight : array-like of shape (n,), optional
        Sampling weights >= 0; None counts each row once.
    name : str
        What the caller calls `values`; "p" must lie in [0, 1].
    both : bool, default=True
        Whether both classes must be present (with a positive weight).

    Returns
    -------
    y, values, weight : float64 arrays of shape (n,)

    Raises
    ------
    ValueError
        If lengths differ, something is missing, or a value is out of its range.
    """
    y, values = _column(y, "y"), _column(values, name)
    weight = np.ones(len(y)) if weight is None else _column(weight, "weight")
    for what, column in ((name, values), ("weight", weight)):
        if len(column) != len(y):
            raise ValueError(f"{what} needs one value a row of y ({len(y)}), found {len(column)}. Pass the same rows.")
    if not ((y == 0) | (y == 1)).all():
        raise ValueError("y needs only 0 (other) and 1 (rare), found other values. Pass y == positive.")
    if (weight < 0).any():
        raise ValueError(f"weight needs values of 0 or more, found {weight.min():g}. Drop or correct these rows.")
    if name == "p" and len(values) and (values.min() < 0 or values.max() > 1):
        raise ValueError(
            f"p needs probabilities in 0 to 1, found {values.min():g} to {values.max():g}. Calibrate first."
        )
    if both and not 0 < weight @ y < weight.sum():
        raise ValueError("y needs rows of both classes with a positive weight, found one class. Pass more rows.")
    return y, values, weight


def cumulate(values, *columns):
    """Sums of each column over the rows at or above each distinct value, in one sort.

    Parameters
    ----------
    values : float array of shape (n,)
    columns : float arrays of shape (n,)

    Returns
    -------
    distinct : float array of shape (m,)
        Distinct values, highest first.
    sums : list of float arrays of shape (m,)
        One a column; entry i covers all rows with value >= distinct[i].
    """
    order = np.argsort(values)[::-1]
    ranked = values[order]
    last = np.r_[np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1]
    return ranked[last], [np.cumsum(column[order])[last] for column in columns]


def equal_mass_bins(p, weight, n_bins=None):
    """Bin number of each row; bins hold about the same weight and equal values share a bin.

    Parameters
    ----------
    p, weight : float arrays of shape (n,)
    n_bins : int, optional
        Default 15, or 10 below 1,500 rows.

    Returns
    -------
    int array of shape (n,)
        0 for the lowest values; every number up to the largest is in use.
    """
    n_bins = n_bins or (15 if len(p) >= 1500 else 10)
    distinct, place = np.unique(p, return_inverse=True)
    mass = np.bincount(place, weights=weight, minlength=len(distinct))
    middle = np.cumsum(mass) - mass / 2
    wanted = np.minimum((middle / mass.sum() * n_bins).astype(int), n_bins - 1)
    return np.unique(wanted[place], return_inverse=True)[1]


def ratio(part, whole):
    """part / whole, 0 where whole is 0 (no alert has no precision to be proud of)."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


def amounts_of(values, name, n_rows=None):
    """Money as a checked float array, one amount a row; a single number is repeated `n_rows` times."""
    try:
        if np.asarray(values).dtype.kind in "mM":
            raise TypeError("dates and durations are no money")
        amounts = pd.to_numeric(pd.Series(np.atleast_1d(values))).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} needs numbers, found {pd.Series(values).dtype}. Name a numeric column.") from error
    if np.ndim(values) == 0 and n_rows is not None:
        amounts = np.repeat(amounts, n_rows)
    n_bad = int((~np.isfinite(amounts) | (amounts < 0)).sum())
    if n_bad:
        raise ValueError(
            f"{name} needs an amount of 0 or more in every row, found {n_bad} of {len(amounts)} negative or missing. "
            "Fill or correct them, or pass one number."
        )
    if n_rows is not None and len(amounts) != n_rows:
        raise ValueError(f"{name} needs one amount a row ({n_rows}), found {len(amounts)}. Pass the same rows.")
    return amounts


def _column(values, name):
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} needs finite numbers, found text or missing values. Convert or drop them.") from error
    if array.ndim != 1:
        raise ValueError(f"{name} needs one dimension, found shape {array.shape}. Pass one column.")
    if not np.isfinite(array).all():
        n_bad = int((~np.isfinite(array)).sum())
        raise ValueError(f"{name} needs finite numbers, found {n_bad} missing or infinite. Drop or fill these rows.")
    return array


def _decimals(largest):
    """Digits after the point, so that the largest figure of a Score shows about three."""
    if largest >= 1000 or largest == 0:
        return 0 if largest else 3
    return int(np.clip(2 - np.floor(np.log10(largest)), 1, 8)) if largest < 0.01 else (1 if largest >= 10 else 3)


def _figure(x, decimals):
    return f"{x:,.{decimals}f}".replace(",", THIN_SPACE)
