"""What a decision is worth: confusion, recall, precision, F1, and money."""

from dataclasses import dataclass
from numbers import Real

import numpy as np

from synthbalance.metrics._base import amounts_of, check_rows, ratio


@dataclass(frozen=True)
class Costs:
    """What a missed rare row and a review cost, and how many reviews are possible.

    Parameters
    ----------
    missed : float or str, default=500.0
        Money lost by a rare row that is not flagged: one number, or the name of a column with each row's amount.
    review : float, default=10.0
        Money spent on each flagged row, right or wrong.
    capacity : float, optional
        Most rows of the holdout that can be reviewed; None means no limit.

    Raises
    ------
    ValueError
        If a figure is negative, missing or not a number.

    Examples
    --------
    >>> Costs(missed="amount", review=5)
    Costs(missed='amount', review=5, capacity=None)
    """

    missed: float | str = 500.0
    review: float = 10.0
    capacity: float | None = None

    def __post_init__(self):
        if not isinstance(self.missed, str):
            _check_money(self.missed, "missed", "a number of 0 or more, or the name of a column")
        _check_money(self.review, "review", "a number of 0 or more")
        if self.capacity is not None:
            _check_money(self.capacity, "capacity", "a number of rows of 0 or more, or None")

    def missed_of(self, X):
        """Money lost by each row if it is rare and missed.

        Parameters
        ----------
        X : DataFrame of shape (n, n_columns)

        Returns
        -------
        float array of shape (n,)

        Raises
        ------
        ValueError
            If the column is absent, not numeric, or has missing or negative amounts.
        """
        if not isinstance(self.missed, str):
            return np.full(len(X), float(self.missed))
        if self.missed not in X.columns:
            raise ValueError(
                f"costs.missed={self.missed!r} needs a column of that name, found {_some(X.columns)}. "
                "Name an amount column, or pass one number for all rows."
            )
        return amounts_of(X[self.missed], f"costs.missed={self.missed!r}")


def confusion(y, p, threshold, weight=None):
    """Weighted counts of hits, false alerts, misses and rightly passed rows.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1, 1 = rare.
    p : array-like of shape (n,)
        Probability, or any score; a row is flagged where p >= threshold.
    threshold : float
    weight : array-like of shape (n,), optional
        Sampling weights.

    Returns
    -------
    dict
        Keys tp, fp, fn, tn; floats, whole numbers without weights.

    Raises
    ------
    ValueError
        If lengths differ or a value is missing.
    """
    y, p, weight = check_rows(y, p, weight, name="probability", both=False)
    flagged = p >= threshold
    tp, fp = float(weight[flagged] @ y[flagged]), float(weight[flagged] @ (1 - y[flagged]))
    fn, tn = float(weight[~flagged] @ y[~flagged]), float(weight[~flagged] @ (1 - y[~flagged]))
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def recall(y, p, threshold, weight=None):
    """Share of the rare rows that are flagged; parameters as `confusion`."""
    counts = confusion(y, p, threshold, weight)
    return float(ratio(counts["tp"], counts["tp"] + counts["fn"]))


def precision(y, p, threshold, weight=None):
    """Share of the flagged rows that are rare, 0 without any alert; parameters as `confusion`."""
    counts = confusion(y, p, threshold, weight)
    return float(ratio(counts["tp"], counts["tp"] + counts["fp"]))


def f1(y, p, threshold, weight=None):
    """Harmonic mean of recall and precision, a share; parameters as `confusion`."""
    counts = confusion(y, p, threshold, weight)
    return float(ratio(2 * counts["tp"], 2 * counts["tp"] + counts["fp"] + counts["fn"]))


def expected_cost(y, p, threshold, missed, review, weight=None):
    """Money lost by missed rare rows plus money spent on reviews, summed over the rows.

    Parameters
    ----------
    y, p, threshold, weight
        As `confusion`.
    missed : float or array-like of shape (n,)
        Money lost by each rare row that is not flagged.
    review : float
        Money spent on each flagged row (C_FP = C_TP = review).

    Returns
    -------
    float
        Money, lower is better.

    References
    ----------
    Bahnsen, Stojanovic, Aouada and Ottersten (2013), ICMLA: cost-sensitive credit card fraud detection.
    """
    y, p, weight = check_rows(y, p, weight, name="probability", both=False)
    missed, flagged = amounts_of(missed, "missed", len(y)), p >= threshold
    _check_money(review, "review", "a number of 0 or more")
    return float(weight @ np.where(flagged, review, y * missed))


def savings(y, p, threshold, missed, review, weight=None):
    """Share of the cost saved against the better of "flag none" and "flag all".

    Parameters
    ----------
    y, p, threshold, missed, review, weight
        As `expected_cost`.

    Returns
    -------
    float
        1 would cost nothing, 0 is as dear as the better of the two, below 0 is dearer (-inf if that one is free).
    """
    cost = expected_cost(y, p, threshold, missed, review, weight)
    base = min(expected_cost(y, p, limit, missed, review, weight) for limit in (-np.inf, np.inf))
    return 1 - cost / base if base > 0 else (0.0 if cost == 0 else -np.inf)


def decide_by_amount(p, amount, review):
    """Flag a row where its expected loss pays for the review, p >= review / amount.

    Parameters
    ----------
    p : array-like of shape (n,)
        Calibrated probability that the row is rare.
    amount : float or array-like of shape (n,)
        Money lost by each row if it is rare and missed.
    review : float
        Money spent on each flagged row.

    Returns
    -------
    bool array of shape (n,)
        A row with amount 0 is flagged only if reviews are free.

    References
    ----------
    Bahnsen, Stojanovic, Aouada and Ottersten (2013): Bayes minimum risk with the amount of each row.
    """
    p = np.asarray(p, dtype=float)
    _check_money(review, "review", "a number of 0 or more")
    return p * amounts_of(amount, "amount", len(p)) >= review


def _check_money(value, name, need):
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 <= value < np.inf:
        raise ValueError(f"{name}={value!r} needs {need}. Pass what one such row costs.")


def _some(names):
    return ", ".join(repr(name) for name in list(names)[:8]) + (", ..." if len(names) > 8 else "")
