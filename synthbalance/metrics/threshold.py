"""Where to cut: thresholds chosen by a rule."""

from math import inf

import numpy as np

from synthbalance._warned import warn
from synthbalance.metrics._base import amounts_of, check_rows, cumulate, ratio
from synthbalance.metrics._cuts import cuts_of

_NAMED = ("recall", "precision", "alerts")


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
    review : float or array-like of shape (n,), optional
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
    price = amounts_of(0.0 if review is None else review, "review", len(y))
    distinct, sums = cumulate(p, weight * y, weight * (1 - y), weight * y * loss, weight * price)
    tp, fp, caught, spent = (np.r_[0.0, column] for column in sums)
    allowed = tp + fp <= (np.inf if capacity is None else capacity) * (1 + 1e-12)
    worth = {
        "f1": lambda: 2 * tp / (tp[-1] + tp + fp),
        "cost": lambda: caught - spent,
        "recall": lambda: _reach(tp / tp[-1], figure, -fp - tp, allowed, rule),
        "precision": lambda: _reach(ratio(tp, tp + fp), figure, tp, allowed, rule),
        "alerts": lambda: _within(tp + fp, figure, rule),
    }[kind]()
    best = int(np.argmax(np.where(allowed, worth, -np.inf)))
    return float(cuts_of(distinct)[best])


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
    warn(f"No threshold on these rows reaches {rule}; {best:.3g} is used.", stacklevel=4)
    return reached


def _within(alerts, figure, rule):
    fits = alerts <= figure * (1 + 1e-12)
    if not fits[1:].any():
        warn(f"The highest score alone makes more than {rule}; nothing is flagged.", stacklevel=4)
    return np.where(fits, alerts, -np.inf)
