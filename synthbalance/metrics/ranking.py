"""How well a score ranks rare rows above the others: average precision, ROC, recall at a limit, top k."""

import numpy as np
import pandas as pd

from synthbalance.metrics._base import check_rows, cumulate, ratio


def average_precision(y, score, weight=None):
    """Average precision, sum of (R_n - R_{n-1}) P_n over distinct scores; ties count as one step.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1, 1 = rare.
    score : array-like of shape (n,)
        Higher means more likely rare; any unit.
    weight : array-like of shape (n,), optional
        Sampling weights.

    Returns
    -------
    float
        Share, 1 is best; a random order gives about the share of rare rows.

    Raises
    ------
    ValueError
        If lengths differ, a value is missing, or only one class is there.

    Examples
    --------
    >>> average_precision([0, 1, 0, 1], [0.1, 0.4, 0.5, 0.9])
    0.8333333333333333
    """
    _, tp, fp = _steps(y, score, weight)
    return float(np.diff(tp, prepend=0) @ ratio(tp, tp + fp) / tp[-1])


def roc_auc(y, score, weight=None):
    """Chance that a rare row scores above another row, ties counted as one half.

    Parameters, errors
        As `average_precision`.

    Returns
    -------
    float
        Share, 1 is best, 0.5 is a random order.
    """
    _, tp, fp = _steps(y, score, weight)
    middle = (tp + np.r_[0, tp[:-1]]) / 2
    return float(np.diff(fp, prepend=0) @ middle / (tp[-1] * fp[-1]))


def recall_at_fpr(y, score, fpr, weight=None):
    """Largest share of rare rows that a threshold catches while it flags at most `fpr` of the others.

    Parameters
    ----------
    y, score, weight
        As `average_precision`.
    fpr : float in [0, 1]
        Limit on the share of other rows that are flagged; not interpolated, so a real threshold reaches it.

    Returns
    -------
    float
        Share of the rare rows; 0 if no threshold keeps the limit.
    """
    _check_share(fpr, "fpr")
    _, tp, fp = _steps(y, score, weight)
    return float(np.where(fp <= fpr * fp[-1] * (1 + 1e-12), tp, 0).max() / tp[-1])


def recall_at_precision(y, score, precision, weight=None):
    """Largest share of rare rows that a threshold catches while at least `precision` of its alerts are right.

    Parameters
    ----------
    y, score, weight
        As `average_precision`.
    precision : float in [0, 1]
        Share of alerts that must be rare rows.

    Returns
    -------
    float
        Share of the rare rows; 0 if no threshold is that precise.
    """
    _check_share(precision, "precision")
    _, tp, fp = _steps(y, score, weight)
    return float(np.where(ratio(tp, tp + fp) >= precision * (1 - 1e-12), tp, 0).max() / tp[-1])


def precision_at_k(y, score, k=None, weight=None):
    """Share of rare rows among the k highest scores; a tie at the border counts at its mean.

    Parameters
    ----------
    y, score, weight
        As `average_precision`.
    k : float, optional
        Rows looked at, in units of weight; default: as many as there are rare rows.

    Returns
    -------
    float
        Share of the rows looked at (of all rows if k is larger).

    Raises
    ------
    ValueError
        As `average_precision`, and if k is not positive.
    """
    _, tp, fp = _steps(y, score, weight)
    k = tp[-1] if k is None else k
    if not k > 0:
        raise ValueError(f"k={k} needs to be above 0. Pass how many rows can be looked at.")
    seen = tp + fp
    taken = np.clip(ratio(k - np.r_[0, seen[:-1]], np.diff(seen, prepend=0)), 0, 1)
    return float(np.diff(tp, prepend=0) @ taken / min(k, seen[-1]))


def card_precision(y, score, day, customer, k=100, remove_detected=True):
    """Mean over days of the share of rare cards among the k cards looked at that day.

    Each day a card counts with its highest score; cards found rare are blocked and leave later days.
    Ties go against the score: clean cards of the same score are looked at first.

    Parameters
    ----------
    y, score
        As `average_precision`.
    day, customer : array-like of shape (n,)
        Day (sortable) and card or customer of each row.
    k : int, default=100
        Cards looked at each day.
    remove_detected : bool, default=True
        Whether a card found rare leaves the days after.

    Returns
    -------
    float
        Share of the k cards, mean over days.

    References
    ----------
    Le Borgne, Siblini, Lebichot and Bontempi (2022), Fraud Detection Handbook, chapter 4, card precision top-k.
    """
    y, score, _ = check_rows(y, score, both=False)
    if not k >= 1:
        raise ValueError(f"k={k} needs to be 1 or more. Pass how many cards can be looked at in a day.")
    for name, column in (("day", day), ("customer", customer)):
        if len(column) != len(y) or pd.isna(np.asarray(column)).any():
            raise ValueError(f"{name} needs one value a row of y ({len(y)}), none missing. Pass the same rows.")
    rows = pd.DataFrame({"day": np.asarray(day), "customer": np.asarray(customer), "y": y, "score": score})
    found, shares = set(), []
    for _, cards in rows.groupby(["day", "customer"], observed=True).max().groupby(level="day", observed=True):
        cards = cards.droplevel("day")
        top = cards[~cards.index.isin(found)].sort_values(["score", "y"], ascending=[False, True]).head(int(k))
        shares.append(top["y"].sum() / k)
        found |= set(top.index[top["y"] == 1]) if remove_detected else set()
    return float(np.mean(shares))


def pr_curve(y, score, weight=None):
    """Precision and recall at each distinct score, from the highest down.

    Parameters, errors
        As `average_precision`.

    Returns
    -------
    DataFrame
        Columns threshold (flag where score >= threshold), precision, recall; shares.
    """
    threshold, tp, fp = _steps(y, score, weight)
    return pd.DataFrame({"threshold": threshold, "precision": ratio(tp, tp + fp), "recall": tp / tp[-1]})


def _steps(y, score, weight):
    """Distinct scores, highest first, with the weight of rare and other rows at or above each."""
    y, score, weight = check_rows(y, score, weight)
    threshold, (tp, fp) = cumulate(score, weight * y, weight * (1 - y))
    return threshold, tp, fp


def _check_share(value, name):
    if not 0 <= value <= 1:
        raise ValueError(f"{name}={value} needs to lie in 0 to 1. Pass a share, such as 0.05 for 5 %.")
