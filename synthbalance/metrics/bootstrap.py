"""Resampled holdouts, the same for every run: what each metric would be on another draw of the rows."""

import numpy as np
from scipy.sparse import csr_matrix

from synthbalance.metrics._base import amounts_of, check_rows, equal_mass_bins, ratio
from synthbalance.metrics._resample import Resampled, scaled


class HoldoutDraws(Resampled):
    """Stratified bootstrap of a holdout whose rows are drawn alike for every run, so that runs stay paired.

    Rare and other rows are drawn with replacement within their class. Below 2,000 rows of a class the counts are
    multinomial; above, independent counts of mean 1 and variance 1.008, divided by their mean, which is the
    multinomial to first order. Nothing large is kept: the counts come again from the seed.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1 outcome of the holdout rows, 1 = rare.
    weight : array-like of shape (n,), optional
        Sampling weights.
    n_draws : int, default=2000
        Resampled holdouts.
    seed : int, default=0
        Compare only runs whose draws have the same seed, rows and number.
    strata : int array of shape (n,), optional
        Class of each row where there are several: rows are drawn within each. Draws with the same strata, seed and
        number are of the same rows whichever class `y` marks, so that means over the classes can be taken draw by
        draw.

    Raises
    ------
    ValueError
        If y has one class only, or a value is missing.

    References
    ----------
    Hesterberg (2015), The American Statistician 69, 371-386: what teachers should know about the bootstrap.
    """

    def scores(self, score, p, threshold, missed=None, review=0.0, k=None, poll=None):
        """What every metric of one run would be on each of the resampled holdouts.

        Parameters
        ----------
        score : array-like of shape (n,)
            Raw score of each holdout row, in the order of y; the ranking metrics use it.
        p : array-like of shape (n,)
            Calibrated probability of each row.
        threshold : float
            A row is flagged where p >= threshold.
        missed : float or array-like of shape (n,), optional
            Money lost by each missed rare row; without it "cost" is nan.
        review : float or array-like of shape (n,), default=0.0
            Money spent on each alert.
        k : float, optional
            Rows looked at by "precision_at_k"; default: as many as there are rare rows.
        poll : callable (done, total), optional
            Told after some draws how many of all are done; what it raises ends the work.

        Returns
        -------
        dict of str to float array of shape (n_draws,)
            One entry a key of `METRICS`; draw i uses the same rows in every call.

        Examples
        --------
        >>> draws = HoldoutDraws([0, 0, 0, 1, 1], n_draws=4)
        >>> draws.scores([1, 2, 3, 4, 5], [0.1, 0.1, 0.2, 0.8, 0.9], threshold=0.5)["recall"]
        array([1., 1., 1., 1.])
        """
        _, score, _ = check_rows(self.y, score, self.weight)
        _, p, _ = check_rows(self.y, p, self.weight, name="p")
        ranking = _Ranking(self, score, k)
        decision = _Decision(self, p, threshold, missed, review)
        parts, done = [], 0
        for chunk in self.chunks():
            parts.append(ranking(*chunk) | decision(*chunk))
            done += len(parts[-1]["recall"])
            if poll is not None:
                poll(done, self.n_draws)
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


class _Ranking:
    """Ranking metrics of one run from class totals between its distinct rare scores ("cells").

    The other rows matter only through how many score at or above each distinct rare score, so they are summed
    once a draw into the cell of the next rare score below (or equal: a tie shares the cell).
    """

    def __init__(self, draws, score, k):
        rare, other = score[draws.rare], score[draws.other]
        w_rare, w_other = draws.weight[draws.rare], draws.weight[draws.other]
        levels = np.unique(rare)
        self.rare = _sums(np.searchsorted(-levels[::-1], -rare), w_rare, len(levels))
        cell = len(levels) - np.searchsorted(levels, other, side="right")
        self.other = _sums(cell, w_other, len(levels) + 1)
        tied = np.isin(other, levels)
        self.tied = _sums(np.where(tied, cell, len(levels)), w_other, len(levels) + 1) if tied.any() else None
        self.k = w_rare.sum() if k is None else k

    def __call__(self, rare, other):
        hits, others = scaled(self.rare, rare), scaled(self.other, other)
        tied = 0.0 if self.tied is None else scaled(self.tied, other)[:-1]
        tp, fp = hits.cumsum(axis=0), others.cumsum(axis=0)
        n_rare, n_other, fp = tp[-1], fp[-1], fp[:-1]
        found = {
            f"recall_at_fpr_{name}": _recall_within(tp, fp, limit * n_other) for name, limit in ((1, 0.01), (5, 0.05))
        }
        taken = np.clip(ratio(self.k - (tp - hits) - (fp - tied), hits + tied), 0, 1)
        return found | {
            "average_precision": (hits * ratio(tp, tp + fp)).sum(axis=0) / n_rare,
            "roc_auc": (hits * (n_other - fp + tied / 2)).sum(axis=0) / (n_rare * n_other),
            "precision_at_k": (hits * taken).sum(axis=0) / np.minimum(self.k, n_rare + n_other),
        }


class _Decision:
    """Threshold, cost and calibration metrics of one run: sums over rows, so one matrix product a class."""

    def __init__(self, draws, p, threshold, missed, review):
        y, weight = draws.y, draws.weight
        loss = amounts_of(0.0 if missed is None else missed, "missed", len(y))
        flagged, bins = p >= threshold, equal_mass_bins(p, weight)
        money = np.where(flagged, amounts_of(review, "review", len(y)), y * loss)
        columns = [np.ones(len(p)), flagged, (p - y) ** 2, money]
        gaps = [np.where(bins == b, p - y, 0) for b in range(bins.max() + 1)]
        design = weight * np.array(columns + gaps)
        self.rare, self.other = (design[:, rows].astype(np.float32) for rows in (draws.rare, draws.other))
        self.unit = np.nan if missed is None else 1.0

    def __call__(self, rare, other):
        rare, other = scaled(self.rare, rare), scaled(self.other, other)
        (n_rare, tp), (n_other, fp) = rare[:2], other[:2]
        total, both = n_rare + n_other, rare[2:] + other[2:]
        return {
            "recall": tp / n_rare,
            "precision": ratio(tp, tp + fp),
            "f1": 2 * tp / (n_rare + tp + fp),
            "brier": both[0] / total,
            "calibration_error": np.abs(both[2:]).sum(axis=0) / total,
            "cost": both[1] * self.unit,
        }


def _sums(group, weight, n_groups):
    """Sparse matrix that adds up the weighted rows of each group, float32 (n_groups, n_rows)."""
    order = np.argsort(group, kind="stable")
    starts = np.r_[0, np.cumsum(np.bincount(group, minlength=n_groups))]
    return csr_matrix((weight[order].astype(np.float32), order, starts), shape=(n_groups, len(group)))


def _recall_within(tp, fp, limit):
    return np.where(fp <= limit * (1 + 1e-6), tp, 0).max(axis=0) / tp[-1]
