"""Where to cut: thresholds chosen by a rule, and the table behind a threshold slider."""

import warnings
from math import inf, nextafter

import numpy as np
import pandas as pd

from synthbalance._errors import DataWarning
from synthbalance.metrics._base import amounts_of, check_rows, cumulate, ratio

_NAMED = ("recall", "precision", "alerts")
_RARE_STEPS = 400


def choose_threshold(y, p, rule, missed=None, review=None, weight=None, capacity=None):
    """The threshold that a rule picks on these rows (validation rows, never the holdout).

    A row is flagged where p >= threshold. The threshold lies midway between two adjacent distinct values of p;
    flagging all is 0 (or the lowest p), flagging none the first number above 1 (or above the highest p).

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1, 1 = rare.
    p : array-like of shape (n,)
        Calibrated probability, or any score.
    rule : str or float
        "f1": largest F1. "cost": least cost. "recall=0.8": fewest alerts that catch 80 % of the rare rows.
        "precision=0.5": most rare rows caught with half of the alerts right. "alerts=100": at most 100 alerts
        among these rows. A number is taken as it is. Between equals, the one with fewer alerts.
    missed : float or array-like of shape (n,), optional
        Money lost by each missed rare row; "cost" needs it.
    review : float, optional
        Money spent on each alert; "cost" needs it.
    weight : array-like of shape (n,), optional
        Sampling weights; alerts are counted with them.
    capacity : float, optional
        Most alerts among these rows, for every rule but a number.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the rule is unknown or its figure impossible, or "cost" comes without costs.

    Warns
    -----
    DataWarning
        If no threshold reaches what the rule asks; the nearest one is returned.

    Examples
    --------
    >>> choose_threshold([0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9], "recall=1")
    0.25
    """
    kind, figure = _parse(rule)
    if kind == "number":
        return figure
    y, p, weight = check_rows(y, p, weight, name="probability")
    if kind == "cost" and (missed is None or review is None):
        raise ValueError('threshold="cost" needs missed and review, found None. Pass costs=Costs(...), or use "f1".')
    loss = amounts_of(0.0 if missed is None else missed, "missed", len(y))
    distinct, sums = cumulate(p, weight * y, weight * (1 - y), weight * y * loss)
    tp, fp, caught = (np.r_[0.0, column] for column in sums)
    allowed = tp + fp <= (np.inf if capacity is None else capacity) * (1 + 1e-12)
    worth = {
        "f1": lambda: 2 * tp / (tp[-1] + tp + fp),
        "cost": lambda: caught - (tp + fp) * review,
        "recall": lambda: _reach(tp / tp[-1], figure, -fp - tp, allowed, rule),
        "precision": lambda: _reach(ratio(tp, tp + fp), figure, tp, allowed, rule),
        "alerts": lambda: _within(tp + fp, figure, rule),
    }[kind]()
    best = int(np.argmax(np.where(allowed, worth, -np.inf)))
    return float(_cuts(distinct)[best])


def threshold_table(y, p, weight=None, missed=None, max_rows=512, keep=()):
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

    Returns
    -------
    DataFrame
        Columns threshold, tp, fp, fn, tn (weighted counts where p >= threshold is flagged), missed (money lost on
        rare rows that are not flagged), caught (money of the rare rows that are).
    """
    y, p, weight = check_rows(y, p, weight, name="probability")
    if max_rows < 16 + len(keep):
        raise ValueError(f"max_rows={max_rows} needs at least {16 + len(keep)}. Pass more rows or fewer in keep.")
    loss = amounts_of(1.0 if missed is None else missed, "missed", len(y))
    distinct, sums = cumulate(p, weight * y, weight * (1 - y), weight * y * loss)
    tp, fp, caught = (np.r_[0.0, column] for column in sums)
    cuts = _cuts(distinct)
    kept = np.sort(np.asarray(keep, dtype=float))[::-1]
    rows = _thin(tp, tp + fp, max_rows - len(kept))
    flagged = np.r_[rows, len(distinct) - np.searchsorted(distinct[::-1], kept, side="left")]
    values = np.r_[cuts[rows], kept]
    order = np.lexsort((flagged, values))[_first_of_each(np.sort(values))]
    at = flagged[order]
    columns = {"threshold": values[order], "tp": tp[at], "fp": fp[at], "fn": tp[-1] - tp[at], "tn": fp[-1] - fp[at]}
    return pd.DataFrame(columns | {"missed": caught[-1] - caught[at], "caught": caught[at]})


def _parse(rule):
    """("f1", None), ("recall", 0.8), ("number", 0.3) ... from what the caller wrote."""
    if isinstance(rule, str):
        kind, equals, text = (part.strip() for part in rule.partition("="))
        if rule in ("f1", "cost"):
            return rule, None
        if kind in _NAMED and equals:
            return kind, _figure(text, rule, inf if kind == "alerts" else 1)
    elif np.ndim(rule) == 0 and not isinstance(rule, bool | np.bool_) and rule is not None:
        return "number", _figure(rule, rule, inf, above=-inf)
    raise ValueError(
        f'threshold={rule!r} needs "f1", "cost", "recall=0.8", "precision=0.5", "alerts=100" or a number. '
        "Pass one of these."
    )


def _figure(text, rule, largest, above=0):
    try:
        figure = float(text)
    except (TypeError, ValueError):
        figure = np.nan
    if not above < figure <= largest or np.isinf(figure):
        words = "a number above 0" + (" and at most 1" if largest == 1 else "") if above == 0 else "a finite number"
        raise ValueError(f"threshold={rule!r} needs {words}, found {text!r}. Correct the figure.")
    return figure


def _reach(reached, figure, worth, allowed, rule):
    """`worth` where the figure is reached; where it never is, the nearest with a warning."""
    enough = allowed & (reached >= figure * (1 - 1e-12))
    if enough.any():
        return np.where(enough, worth, -np.inf)
    best = reached[allowed].max()
    warnings.warn(f"No threshold on these rows reaches {rule}; {best:.3g} is used.", DataWarning, stacklevel=4)
    return reached


def _within(alerts, figure, rule):
    fits = alerts <= figure * (1 + 1e-12)
    if not fits[1:].any():
        warnings.warn(f"The highest score alone makes more than {rule}; nothing is flagged.", DataWarning, stacklevel=4)
    return np.where(fits, alerts, -np.inf)


def _cuts(distinct):
    """Thresholds that flag the 0, 1, ..., m highest distinct values, (m + 1,)."""
    middle = distinct[1:] + (distinct[:-1] - distinct[1:]) / 2
    middle = np.where(middle > distinct[1:], middle, distinct[:-1])
    return np.r_[nextafter(max(1.0, distinct[0]), inf), middle, min(0.0, distinct[-1])]


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
