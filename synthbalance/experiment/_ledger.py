"""The ledger of an experiment: bootstrap draws and per-seed scores of every look, and bounds over all of them."""

import numpy as np

from synthbalance.metrics import (
    METRICS,
    HoldoutDraws,
    detectable,
    difference_sd,
    max_t_critical,
    paired_difference,
    pooled_seed_variance,
    score_intervals,
    seed_degrees,
)


class Ledger:
    """Draws of every run on the same resampled holdouts, and their differences to "none".

    Parameters
    ----------
    rows : Rows
        The holdout.
    primary : str
        Key of METRICS.
    seed : int
    n_draws : int, default=2000
    """

    def __init__(self, rows, primary, seed, n_draws=2000):
        self.rows, self.primary = rows, primary
        self.sign = 1.0 if METRICS[primary].better == "higher" else -1.0
        self.n_rare = int(rows.y.sum())
        self._resampled = HoldoutDraws(rows.y, rows.weight, n_draws=n_draws, seed=seed)
        self.values, self.draws, self.per_seed = {}, {}, {}
        self._critical = None

    def add(self, key, values, raw, p, threshold, per_seed, poll=None):
        """Keep one run's draws; returns its scores with pointwise intervals.

        Parameters
        ----------
        key : str
        values : dict metric -> float
            On the holdout itself.
        raw, p : float arrays of shape (n_rows,)
        threshold : float
        per_seed : float array of shape (n_seeds,)
            The primary metric of each seed's own model.
        poll : callable (done, total), optional
            As in `HoldoutDraws.scores`; where it raises, nothing is kept.
        """
        rows = self.rows
        review = 0.0 if rows.review is None else rows.review
        draws = self._resampled.scores(raw, p, threshold, missed=rows.missed, review=review, poll=poll)
        self._critical = None
        self.values[key] = values[self.primary]
        self.draws[key] = self.sign * draws[self.primary]
        self.per_seed[key] = self.sign * np.asarray(per_seed)
        alerts = max(int((p >= threshold).sum()), 1)
        return score_intervals(values, draws, self.n_rare, alerts)

    def totals(self, columns):
        """Weighted sums of columns over each resampled holdout: float array of shape (n_columns, n_draws)."""
        return self._resampled.totals(columns)

    def delta(self, key, reference="none", critical=None):
        """Difference of two runs in the primary metric, positive = better; pointwise without `critical`."""
        return paired_difference(
            self.sign * self.values[key], self.draws[key], self.sign * self.values[reference], self.draws[reference],
            self.n_rare, seed_variance=self._seed_variance(key, reference), critical=critical,
            seed_df=seed_degrees(self._seed_differences(reference)) or np.inf,
        )  # fmt: skip

    def bounds(self, key):
        """Difference to "none" with bounds that hold for all the looks together."""
        return self.delta(key, critical=self.critical())

    def detectable(self, key):
        """Smallest true difference to "none" that such holdouts would show in 80 % of cases; nan for equal runs."""
        if not (self.draws[key] - self.draws["none"]).any():
            return float("nan")
        sd = difference_sd(self.draws[key], self.draws["none"], self.n_rare, self._seed_variance(key, "none"))
        return detectable(sd, self.critical())

    def critical(self):
        """Standard deviations that keep every difference to "none" inside its bounds at once."""
        if self._critical is None:
            self._critical = self._joint()
        return self._critical

    def _joint(self):
        others = [key for key in self.draws if key != "none"]
        return max_t_critical(
            [self.draws[key] - self.draws["none"] for key in others],
            n_rare=self.n_rare,
            seed_variances=[self._seed_variance(key, "none") for key in others],
        )

    def _seed_variance(self, key, reference):
        if np.array_equal(self.per_seed[key], self.per_seed[reference]):
            return 0.0
        return pooled_seed_variance(self._seed_differences(reference))

    def _seed_differences(self, reference):
        of_reference = self.per_seed[reference]
        return [self.per_seed[key] - of_reference for key in self.per_seed if key != reference]
