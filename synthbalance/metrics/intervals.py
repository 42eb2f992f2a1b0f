"""Intervals from bootstrap draws: one score, a paired difference, many differences at once."""

from math import inf, sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from synthbalance.metrics._base import Score
from synthbalance.metrics._interval import expanded_sd, t_quantile

_POWER = 0.84  # normal quantile of 80 % power


def difference_sd(draws_a, draws_b, n_rare, seed_variance=0.0):
    """Standard deviation of a paired difference: resampled rows (expanded) and seeds together.

    Parameters
    ----------
    draws_a, draws_b : float arrays of shape (n_draws,)
        The same metric of two runs from the same `HoldoutDraws`.
    n_rare : int
    seed_variance : float, default=0.0
        Variance of the mean per-seed difference (`pooled_seed_variance`).

    Returns
    -------
    float
        In the metric's unit.
    """
    return sqrt(expanded_sd(_paired(draws_a, draws_b), n_rare) ** 2 + seed_variance)


def paired_difference(
    value_a, draws_a, value_b, draws_b, n_rare, seed_variance=0.0, critical=None, level=0.95, seed_df=inf
):
    """Difference value_a - value_b of two runs on the same holdout rows, with its interval.

    Parameters
    ----------
    value_a, value_b : float
        The metric on the holdout.
    draws_a, draws_b, n_rare, seed_variance
        As `difference_sd`.
    critical : float, optional
        From `max_t_critical`, for bounds that hold for several runs at once; default: one comparison.
    level : float, default=0.95
        Used without `critical`.
    seed_df : float, default=inf
        Degrees of freedom behind `seed_variance` (`seed_degrees`); few of them widen the interval (Satterthwaite).

    Returns
    -------
    Score
        [0, 0] exactly if both runs agree in value and in every draw.
    """
    draws = _paired(draws_a, draws_b)
    value = float(value_a) - float(value_b)
    if value == 0 and not draws.any():
        return Score(0.0, 0.0, 0.0)
    rows = expanded_sd(draws, n_rare) ** 2
    pointwise = stdtrit(_joint_degrees(rows, max(n_rare - 1, 1), seed_variance, seed_df), (1 + level) / 2)
    wider = 1.0 if critical is None else critical / t_quantile(level, n_rare)
    half = pointwise * wider * sqrt(rows + seed_variance)
    return Score(value, value - float(half), value + float(half))


def max_t_critical(differences, level=0.95, n_rare=None, seed_variances=None):
    """How many standard deviations keep all differences inside their bounds at once (max-t).

    Parameters
    ----------
    differences : list of float arrays of shape (n_draws,)
        Draws of each run minus those of the reference, from the same `HoldoutDraws`. Runs without any spread
        (the reference itself) are left out.
    level : float, default=0.95
        Joint confidence.
    n_rare : int, optional
        Rare rows; turns the normal scale of the draws into t with n_rare - 1 degrees of freedom.
    seed_variances : sequence of float, optional
        Seed variance of each difference; added as independent noise, so that the bound stays on the safe side.

    Returns
    -------
    float
        Never below the critical value of a single comparison.

    References
    ----------
    Westfall and Young (1993), Resampling-Based Multiple Testing; Hothorn, Bretz and Westfall (2008).
    """
    single = ndtri((1 + level) / 2) if n_rare is None else t_quantile(level, n_rare)
    noise = np.random.default_rng(0)
    largest = 0.0
    for draws, variance in zip(differences, _or_zeros(seed_variances, len(differences)), strict=True):
        draws = np.asarray(draws, dtype=float)
        draws = draws + sqrt(variance) * noise.standard_normal(len(draws))
        if (spread := draws.std(ddof=1)) > 0:
            largest = np.maximum(largest, np.abs(draws - draws.mean()) / spread)
    joint = float(np.quantile(largest, level)) * single / ndtri((1 + level) / 2)
    return max(joint, float(single))


def detectable(sd_total, critical):
    """Smallest true difference that would be found in 80 % of such holdouts: (critical + 0.84) * sd_total."""
    return (critical + _POWER) * sd_total


def pooled_seed_variance(differences):
    """Variance of the mean difference over seeds, pooled over strategies.

    Parameters
    ----------
    differences : list of float arrays of shape (n_seeds,)
        Per-seed differences to "none", one array a strategy.

    Returns
    -------
    float
        Squared unit of the metric, already divided by the number of seeds (the smallest, if they differ); 0.0
        where no strategy has two seeds.
    """
    known = [np.asarray(d, dtype=float) for d in differences if len(d) > 1]
    if not known:
        return 0.0
    squares = sum(((d - d.mean()) ** 2).sum() for d in known)
    return float(squares / seed_degrees(known) / min(map(len, known)))


def seed_degrees(differences):
    """Degrees of freedom behind `pooled_seed_variance`: seeds less one, summed over strategies."""
    return sum(len(d) - 1 for d in differences if len(d) > 1)


def _paired(draws_a, draws_b):
    draws_a, draws_b = np.asarray(draws_a, dtype=float), np.asarray(draws_b, dtype=float)
    if draws_a.shape != draws_b.shape:
        raise ValueError(
            f"draws_a and draws_b need the same shape, found {draws_a.shape} and {draws_b.shape}. "
            "Take both from the same HoldoutDraws."
        )
    return draws_a - draws_b


def _joint_degrees(rows, rows_df, seeds, seeds_df):
    """Welch and Satterthwaite: degrees of freedom of the sum of two estimated variances."""
    total = rows + seeds
    return rows_df if total == 0 else total**2 / (rows**2 / rows_df + seeds**2 / seeds_df)


def _or_zeros(values, n):
    return [0.0] * n if values is None else values
