"""What a decision is worth: confusion, recall, precision, F1, and money."""

import numpy as np

from synthbalance.metrics._base import amounts_of, check_rows, ratio


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
    review : float or array-like of shape (n,)
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
    missed, review = amounts_of(missed, "missed", len(y)), amounts_of(review, "review", len(y))
    return float(weight @ np.where(p >= threshold, review, y * missed))


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
    review : float or array-like of shape (n,)
        Money spent on each flagged row.

    Returns
    -------
    bool array of shape (n,)
        A row with amount 0 is flagged only if reviews are free.

    References
    ----------
    Bahnsen, Stojanovic, Aouada and Ottersten (2013): Bayes minimum risk with the amount of each row.

    Examples
    --------
    >>> decide_by_amount([0.1, 0.1], amount=[50, 200], review=10)
    array([False,  True])
    """
    p = np.asarray(p, dtype=float)
    return p * amounts_of(amount, "amount", len(p)) >= amounts_of(review, "review", len(p))
