"""Whether 10 % means 10 %: Brier score, calibration error and curve, and undoing a weight."""

import numpy as np
import pandas as pd

from synthbalance.metrics._base import check_rows, equal_mass_bins


def brier(y, p, weight=None):
    """Mean squared difference between probability and outcome.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1, 1 = rare.
    p : array-like of shape (n,)
        Probability that the row is rare.
    weight : array-like of shape (n,), optional
        Sampling weights.

    Returns
    -------
    float
        Squared probability, lower is better.

    Raises
    ------
    ValueError
        If lengths differ, a value is missing, or p leaves 0 to 1.
    """
    y, p, weight = check_rows(y, p, weight, name="p", both=False)
    return float(np.average((p - y) ** 2, weights=weight))


def brier_skill(y, p, weight=None):
    """Share of the Brier score of "everybody at the base rate" that is saved; 1 is best, below 0 is worse.

    Parameters, errors
        As `brier`; both classes must be present.
    """
    y, p, weight = check_rows(y, p, weight, name="p")
    base = np.average(y, weights=weight)
    return float(1 - np.average((p - y) ** 2, weights=weight) / (base * (1 - base)))


def calibration_error(y, p, weight=None, n_bins=None):
    """Mean gap between predicted and observed share of rare rows, over bins of equal mass.

    Parameters
    ----------
    y, p, weight
        As `brier`.
    n_bins : int, optional
        Default 15, or 10 below 1,500 rows; equal probabilities share a bin, so there may be fewer.

    Returns
    -------
    float
        Share, weighted by the mass of each bin; lower is better. It is above 0 by chance even for a perfect
        model, the more so on few rows.
    """
    y, p, weight = check_rows(y, p, weight, name="p", both=False)
    gaps = np.bincount(equal_mass_bins(p, weight, n_bins), weights=weight * (p - y))
    return float(np.abs(gaps).sum() / weight.sum())


def calibration_curve(y, p, weight=None, n_bins=None):
    """Predicted and observed share of rare rows in bins of equal mass, lowest first.

    Parameters
    ----------
    y, p, weight, n_bins
        As `calibration_error`.

    Returns
    -------
    DataFrame
        Columns predicted, observed (shares), rows (weight in the bin).
    """
    y, p, weight = check_rows(y, p, weight, name="p", both=False)
    bins = equal_mass_bins(p, weight, n_bins)
    rows, predicted, observed = (np.bincount(bins, weights=weight * column) for column in (np.ones(len(p)), p, y))
    some = rows > 0
    return pd.DataFrame(
        {"predicted": predicted[some] / rows[some], "observed": observed[some] / rows[some], "rows": rows[some]}
    )


def undo_weight(p, b):
    """Probabilities as they would be without a weight, plain random over- or under-sampling.

    Parameters
    ----------
    p : array-like of shape (n,)
        Probabilities of a model trained on the changed classes.
    b : float in (0, inf)
        Share of the other rows kept when undersampling; equivalently 1 / weight of the rare class, or
        1 / how often each rare row was repeated. b = 1 changes nothing.

    Returns
    -------
    float array of shape (n,)
        b p / (b p - p + 1); same order as p.

    Raises
    ------
    ValueError
        If b is not above 0 or p leaves 0 to 1.

    Notes
    -----
    Not valid for SMOTE, counterfactual or generated rows: they change the density of the rare class too.

    References
    ----------
    Dal Pozzolo, Caelen, Johnson and Bontempi (2015), IEEE SSCI: calibrating probability with undersampling.
    """
    if not 0 < b < np.inf:
        raise ValueError(f"b={b} needs to be above 0 and finite. Pass 1 / weight of the rare class.")
    p = np.asarray(p, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p needs probabilities in 0 to 1, found others or missing ones. Pass predict_proba.")
    return b * p / (b * p + (1 - p))


def replace_class(probabilities, column, p):
    """Class probabilities with one class set anew; the others share what is left, in proportion.

    Parameters
    ----------
    probabilities : float array of shape (n, n_classes)
        Each row sums to 1.
    column : int
        The class that is set.
    p : float array of shape (n,)
        Its new probability.

    Returns
    -------
    float array of shape (n, n_classes)
        Each row sums to 1. Where the class had it all, the others share equally.

    Examples
    --------
    >>> replace_class([[0.5, 0.3, 0.2]], 0, [0.2]).round(2).tolist()
    [[0.2, 0.48, 0.32]]
    """
    others = np.array(probabilities, dtype=float)
    others[:, column] = 0.0
    total = others.sum(axis=1, keepdims=True)
    even = np.full(others.shape, 1 / (others.shape[1] - 1))
    out = np.divide(others, total, out=even, where=total > 0) * (1 - np.asarray(p, dtype=float))[:, None]
    out[:, column] = p
    return out
