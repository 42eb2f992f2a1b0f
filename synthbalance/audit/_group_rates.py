"""All that is known of the rates in the groups of one column: values, draws, rows behind them, gaps between groups."""

from dataclasses import dataclass

import numpy as np

from synthbalance.audit._progress import in_turn, unheard
from synthbalance.audit._rates import (
    change_interval,
    draw_rates,
    effective,
    gap_interval,
    plain_interval,
    rate_interval,
)

RATES = ("selection_rate", "recall", "false_positive_rate")
STATES = ("", "_before", "_change")
FEW = 10


@dataclass(frozen=True)
class GroupRates:
    """Rates of every group; axes are group, rate (as RATES), state (now, before).

    Attributes
    ----------
    values : float array of shape (n_groups, 3, 2)
        nan where no row is behind a rate.
    draws : float array of shape (n_groups, 3, 2, n_draws)
    counts, effective : arrays of shape (n_groups, 3)
        Rows behind each rate; the same after weighting (Kish).
    discordant : float array of shape (n_groups, 3, 2)
        Weighted shares of these rows that are flagged only now, and only before.
    unchanged : bool
        Whether no decision on any holdout row differs from before.
    """

    values: np.ndarray
    draws: np.ndarray
    counts: np.ndarray
    effective: np.ndarray
    discordant: np.ndarray
    unchanged: bool

    def rate(self, g, k, state):
        """(value, low, high) of one rate of one group now, before, or its change."""
        if state == "_change":
            return self._change(g, k)
        s = STATES.index(state)
        value = self.values[g, k, s]
        return value, *rate_interval(value, self.draws[g, k, s], self.effective[g, k])

    def telling(self, k):
        """Positions of the groups with at least 10 rows behind a rate: those that count in gaps."""
        return np.flatnonzero(self.counts[:, k] >= FEW)

    def gap(self, ks, kind, state):
        """(value, low, high) of the largest difference, or smallest ratio, of some rates over the groups.

        Parameters
        ----------
        ks : tuple of int
            Rates; several are joined by the worst of them (equalized odds).
        kind : {"difference", "ratio"}
            Highest less lowest rate; lowest divided by highest. nan with fewer than two telling groups.
        state : {"", "_before", "_change"}
        """
        if state == "_change":
            return self._gap_change(ks, kind)
        s = STATES.index(state)
        value, draws = self._gap(ks, kind, s), self._gap(ks, kind, s, drawn=True)
        if kind == "ratio":
            low, high = gap_interval(1 - value, 1 - draws, self._least(ks))
            low, high = 1 - high, 1 - low
        else:
            low, high = gap_interval(value, draws, self._least(ks))
        return (value, low, high) if np.isfinite(low) else (value, *self._widest(ks, kind, s))

    def _change(self, g, k):
        now, before = self.values[g, k]
        if self.unchanged:
            return now - before, *((0.0, 0.0) if np.isfinite(now) else (np.nan, np.nan))
        draws = self.draws[g, k, 0] - self.draws[g, k, 1]
        return now - before, *change_interval(now, before, draws, self.effective[g, k], self.discordant[g, k])

    def _gap_change(self, ks, kind):
        values = [self._gap(ks, kind, s) for s in (0, 1)]
        change = values[0] - values[1]
        if np.isnan(change) or self.unchanged:
            return change, *((change, change) if self.unchanged else (np.nan, np.nan))
        draws = self._gap(ks, kind, 0, drawn=True) - self._gap(ks, kind, 1, drawn=True)
        low, high = plain_interval(change, draws, self._least(ks))
        if np.isfinite(low):
            return change, low, high
        (_, low_now, high_now), (_, low_before, high_before) = (self.gap(ks, kind, state) for state in STATES[:2])
        return change, low_now - high_before, high_now - low_before

    def _gap(self, ks, kind, s, drawn=False):
        source = self.draws if drawn else self.values
        each = [_between(source[self.telling(k), k, s], kind) for k in ks]
        return np.max(each, axis=0) if kind == "difference" else np.min(each, axis=0)

    def _widest(self, ks, kind, s):
        """Ends that follow from those of the groups: for gaps without spread in the draws, such as 0 against 0."""
        if np.isnan(self._gap(ks, kind, s)):
            return np.nan, np.nan
        ends = [np.array([self.rate(g, k, STATES[s])[1:] for g in self.telling(k)]) for k in ks]
        bounds = np.array([_outer(*one.T, kind) for one in ends])
        return tuple(bounds.max(axis=0) if kind == "difference" else bounds.min(axis=0))

    def _least(self, ks):
        return min(self.effective[self.telling(k), k].min(initial=np.inf) for k in ks)


def group_rates(y, weight, flags, labels, names, values, rng, tell=unheard):
    """The `GroupRates` of one protected column.

    Parameters
    ----------
    y : int array of shape (n,)
    weight : float array of shape (n,)
    flags : bool array of shape (n, 2)
        Flagged now and before.
    labels : object array of shape (n,)
    names : list of str
        Groups in their order.
    values : float array of shape (n_groups, 3, 2)
        Their rates.
    rng : numpy Generator
    tell : callable (float), optional
        Told the share that is done.
    """
    inside = [labels == name for name in names]
    shares = in_turn(tell, len(inside))
    behind = [[rows, rows & (y == 1), rows & (y == 0)] for rows in inside]
    counts = np.array([[int((rows & (weight > 0)).sum()) for rows in one] for one in behind])
    only = np.column_stack([flags[:, 0] & ~flags[:, 1], flags[:, 1] & ~flags[:, 0]])
    return GroupRates(
        values=np.where(counts[:, :, None] > 0, values, np.nan),
        draws=np.array(
            [
                draw_rates(y[rows], weight[rows], flags[rows], rng, tell=share)
                for rows, share in zip(inside, shares, strict=True)
            ]
        ),
        counts=counts,
        effective=np.array([[effective(weight[rows]) for rows in one] for one in behind]),
        discordant=np.array([[_share(weight[rows], only[rows]) for rows in one] for one in behind]),
        unchanged=not only.any(),
    )


def weighted_rates(y, weight, flags, labels, names):
    """Rates of each group, as fairlearn has them to rounding, without its second of work on many rows.

    Returns
    -------
    float array of shape (n_groups, 3, 2)
        0 where no row is behind a rate.
    """
    inside = [labels == name for name in names]
    return np.array(
        [[_share(weight[r], flags[r]) for r in (rows, rows & (y == 1), rows & (y == 0))] for rows in inside]
    )


def _between(rates, kind):
    """Largest difference or smallest ratio over the first axis; nan with fewer than two groups, or none flagged."""
    if len(rates) < 2:
        return np.full(rates.shape[1:], np.nan)
    high, low = rates.max(axis=0), rates.min(axis=0)
    if kind == "difference":
        return high - low
    return np.divide(low, high, out=np.full(np.shape(high), np.nan), where=np.asarray(high) > 0)


def _outer(low, high, kind):
    """Least and largest gap that rates inside their own ends can have."""
    if kind == "difference":
        return max(0.0, low.max() - high.min()), high.max() - low.min()
    return low.min() / high.max(), min(1.0, high.min() / low.max()) if low.max() > 0 else 1.0


def _share(weight, columns):
    total = weight.sum()
    return weight @ columns / total if total > 0 else np.zeros(columns.shape[1])
