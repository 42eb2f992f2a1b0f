"""Intervals from bootstrap draws: one score, a paired difference, many differences at once."""

from math import inf, nan, sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from synthbalance.metrics._base import Score

_POWER = 0.84  # normal quantile of 80 % power


def interval(value, draws, n_rare, bounded=True, level=0.95, trials=None, gap=False):
    """Expanded t interval of one score: value -+ t * sd, on the logit scale if `bounded`.

    Parameters
    ----------
    value : float
        The score on the holdout.
    draws : float array of shape (n_draws,)
        The same score on the resampled holdouts.
    n_rare : int
        Rare rows in the holdout; t has n_rare - 1 degrees of freedom, sd is widened by sqrt(n / (n - 1)).
    bounded : bool, default=True
        True for shares (never leaves 0 to 1), False for money.
    level : float, default=0.95
    trials : float, optional
        Rows behind the share, where these are not the rare rows (alerts, for precision). A score of exactly 0 or
        1 has no spread in the draws: its other end is then the Clopper-Pearson limit of so many trials.
    gap : bool, default=False
        True for the calibration error: a mean of absolute gaps is above 0 by chance alone, and the draws show by
        how much; the low end is lowered by that (in squares), so that it reaches 0 for a calibrated model.

    Returns
    -------
    Score
        nan ends if value or a draw is nan.

    References
    ----------
    Hesterberg (2015), The American Statistician 69, 371-386: bootstrap intervals are too narrow by (n - 1) / n.
    """
    draws = np.asarray(draws, dtype=float)
    if np.isnan(value) or np.isnan(draws).any():
        return Score(value, nan, nan)
    if bounded and not 0 < value < 1:
        trials = max(n_rare if trials is None else trials, 1)
        far = ((1 - level) / 2) ** (1 / trials)
        return Score(value, far, 1.0) if value >= 1 else Score(value, 0.0, 1 - far)
    half = _t(level, n_rare) * _expanded_sd(draws, n_rare)
    if not bounded:
        return Score(value, value - half, value + half)
    step = np.exp(min(half / (value * (1 - value)), 700.0))
    low, high = value / (value + (1 - value) * step), value / (value + (1 - value) / step)
    chance = max(float(np.mean(draws**2)) - value**2, 0.0) if gap else 0.0
    return Score(value, sqrt(max(low**2 - chance, 0.0)) if gap else low, high)


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
    return sqrt(_expanded_sd(_paired(draws_a, draws_b), n_rare) ** 2 + seed_variance)


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
    rows = _expanded_sd(draws, n_rare) ** 2
    pointwise = stdtrit(_joint_degrees(rows, max(n_rare - 1, 1), seed_variance, seed_df), (1 + level) / 2)
    wider = 1.0 if critical is None else critical / _t(level, n_rare)
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
    single = ndtri((1 + level) / 2) if n_rare is None else _t(level, n_rare)
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


def _expanded_sd(draws, n_rare):
    return float(draws.std(ddof=1)) * sqrt(max(n_rare, 2) / (max(n_rare, 2) - 1))


def _t(level, n_rare):
    return float(stdtrit(max(n_rare - 1, 1), (1 + level) / 2))


def _joint_degrees(rows, rows_df, seeds, seeds_df):
    """Welch and Satterthwaite: degrees of freedom of the sum of two estimated variances."""
    total = rows + seeds
    return rows_df if total == 0 else total**2 / (rows**2 / rows_df + seeds**2 / seeds_df)


def _or_zeros(values, n):
    return [0.0] * n if values is None else values
