"""Tables over all thresholds: counts and money, and the cost curve."""

import numpy as np
import pandas as pd

from synthbalance.metrics._base import amounts_of, check_rows, cumulate
from synthbalance.metrics._cuts import cuts_of

_RARE_STEPS = 400


def threshold_table(y, p, weight=None, missed=None, max_rows=512, keep=(), review=None):
    """Counts and money at thresholds from "every row is an alert" (first row) to "no alert" (last row).

    Where p has more distinct values than rows are allowed, every step of the rare class stays up to 400 rare
    rows, equal recall steps above; what is left goes to numbers of alerts at equal ratios.

    Parameters
    ----------
    y, p, weight
        As `choose_threshold`.
    missed : float or array-like of shape (n,), optional
        Money lost by each missed rare row; None counts rows.
    max_rows : int, default=512
        Most rows of the table, at least 16.
    keep : sequence of float, default=()
        Thresholds that get a row of their own, exactly (such as the chosen one).
    review : float or array-like of shape (n,), optional
        Money spent on each flagged row; adds the column spent.

    Returns
    -------
    DataFrame
        Columns threshold, tp, fp, fn, tn (weighted counts where p >= threshold is flagged), missed (money lost on
        rare rows that are not flagged), caught (money of the rare rows that are), with `review` also spent.
    """
    y, p, weight = check_rows(y, p, weight, name="probability")
    if max_rows < 16 + len(keep):
        raise ValueError(f"max_rows={max_rows} needs at least {16 + len(keep)}. Pass more rows or fewer in keep.")
    loss = amounts_of(1.0 if missed is None else missed, "missed", len(y))
    price = amounts_of(0.0 if review is None else review, "review", len(y))
    distinct, sums = cumulate(p, weight * y, weight * (1 - y), weight * y * loss, weight * price)
    tp, fp, caught, spent = (np.r_[0.0, column] for column in sums)
    cuts = cuts_of(distinct)
    kept = np.sort(np.asarray(keep, dtype=float))[::-1]
    rows = _thin(tp, tp + fp, max_rows - len(kept))
    flagged = np.r_[rows, len(distinct) - np.searchsorted(distinct[::-1], kept, side="left")]
    values = np.r_[cuts[rows], kept]
    order = np.lexsort((flagged, values))[_first_of_each(np.sort(values))]
    at = flagged[order]
    columns = {"threshold": values[order], "tp": tp[at], "fp": fp[at], "fn": tp[-1] - tp[at], "tn": fp[-1] - fp[at]}
    columns |= {"missed": caught[-1] - caught[at], "caught": caught[at]}
    return pd.DataFrame(columns if review is None else columns | {"spent": spent[at]})


def cost_curve(y, p, missed, review, weight=None, max_rows=512):
    """What every threshold would cost, from "every row is an alert" (first row) to "no alert" (last row).

    Parameters
    ----------
    y, p, weight
        As `choose_threshold`.
    missed : float or array-like of shape (n,)
        Money lost by each missed rare row.
    review : float or array-like of shape (n,)
        Money spent on each alert.
    max_rows : int, default=512
        Most rows of the curve, at least 16; thinned as `threshold_table`.

    Returns
    -------
    DataFrame
        Columns threshold, cost (money, as `expected_cost`), alerts (weighted rows flagged), savings (share saved
        against the better of flagging no row and every row, as `savings`).

    Raises
    ------
    ValueError
        As `choose_threshold`, or if an amount is negative or missing.

    References
    ----------
    Bahnsen, Stojanovic, Aouada and Ottersten (2013), ICMLA: cost-sensitive credit card fraud detection.

    Examples
    --------
    >>> curve = cost_curve([0, 0, 1, 1], [0.1, 0.3, 0.2, 0.9], missed=100, review=10)
    >>> curve.loc[curve["cost"].idxmin(), ["cost", "alerts"]].tolist()
    [30.0, 3.0]
    """
    table = threshold_table(y, p, weight, missed=missed, max_rows=max_rows, review=review)
    cost = table["missed"] + table["spent"]
    base = min(cost.iloc[0], cost.iloc[-1])
    saved = 1 - cost / base if base > 0 else np.where(cost == 0, 0.0, -np.inf)
    return pd.DataFrame(
        {"threshold": table["threshold"], "cost": cost, "alerts": table["tp"] + table["fp"], "savings": saved}
    )


def _thin(tp, alerts, max_rows):
    """Positions in 0..m to keep: both ends, the steps of the rare class, alerts at equal ratios."""
    n_cuts = len(tp)
    if n_cuts <= max_rows:
        return np.arange(n_cuts)
    steps = np.flatnonzero(np.diff(tp)) + 1
    n_steps = min(_RARE_STEPS, max_rows - 4)
    if len(steps) > n_steps:
        wanted = tp[-1] * np.arange(1, n_steps + 1) / n_steps
        steps = np.unique(steps[np.minimum(np.searchsorted(tp[steps], wanted * (1 - 1e-12)), len(steps) - 1)])
    chosen = np.unique(np.r_[0, steps, n_cuts - 1])
    spread = np.searchsorted(alerts, np.geomspace(alerts[alerts > 0][0], alerts[-1], 4 * max_rows))
    spread = np.setdiff1d(spread, chosen)
    room = min(max_rows - len(chosen), len(spread))
    return np.union1d(chosen, spread[np.linspace(0, len(spread) - 1, room).round().astype(int)])


def _first_of_each(ordered):
    return np.r_[0, np.flatnonzero(np.diff(ordered)) + 1]
