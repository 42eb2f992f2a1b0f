"""The interval of one score from bootstrap draws."""

from math import nan, sqrt

import numpy as np
from scipy.special import stdtrit

from synthbalance.metrics._base import Score


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
    half = t_quantile(level, n_rare) * expanded_sd(draws, n_rare)
    if not bounded:
        return Score(value, value - half, value + half)
    step = np.exp(min(half / (value * (1 - value)), 700.0))
    low, high = value / (value + (1 - value) * step), value / (value + (1 - value) / step)
    chance = max(float(np.mean(draws**2)) - value**2, 0.0) if gap else 0.0
    return Score(value, sqrt(max(low**2 - chance, 0.0)) if gap else low, high)


def expanded_sd(draws, n_rare):
    """Standard deviation of draws, widened by sqrt(n / (n - 1))."""
    return float(draws.std(ddof=1)) * sqrt(max(n_rare, 2) / (max(n_rare, 2) - 1))


def t_quantile(level, n_rare):
    """Quantile of t with n_rare - 1 degrees of freedom for a two-sided level."""
    return float(stdtrit(max(n_rare - 1, 1), (1 + level) / 2))
