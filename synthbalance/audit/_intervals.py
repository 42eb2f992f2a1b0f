"""95 % intervals: exact ones for shares, DeLong's for areas, random groups of rows or the bootstrap for the rest."""

from math import nan, sqrt

import numpy as np
from scipy.special import betaincinv, stdtrit
from scipy.stats import rankdata

from synthbalance.audit._progress import told, unheard

_Z = 1.959963984540054
N_GROUPS = 50
N_DRAWS = 500
_DRAWS_AT_ONCE = 2_000_000


def share_interval(hits, n):
    """Clopper and Pearson's exact interval of a share: (low, high), nan where n is 0.

    Examples
    --------
    >>> [round(end, 3) for end in share_interval(0, 100)]
    [0.0, 0.036]
    """
    if n == 0:
        return nan, nan
    low = float(betaincinv(hits, n - hits + 1, 0.025)) if hits else 0.0
    high = float(betaincinv(hits + 1, n - hits, 0.975)) if hits < n else 1.0
    return low, high


def difference_interval(hits_a, n_a, hits_b, n_b):
    """Newcombe's interval of the difference of two shares, from Wilson's limits of each.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    if min(n_a, n_b) == 0:
        return nan, nan
    a, b = hits_a / n_a, hits_b / n_b
    (low_a, high_a), (low_b, high_b) = _wilson(a, n_a), _wilson(b, n_b)
    below, above = sqrt((a - low_a) ** 2 + (high_b - b) ** 2), sqrt((high_a - a) ** 2 + (b - low_b) ** 2)
    return max(a - b - below, -1.0), min(a - b + above, 1.0)


def auc_interval(negative, positive):
    """Area under the ROC curve with DeLong's interval on the logit scale.

    Parameters
    ----------
    negative, positive : float arrays of shape (n_negative,) and (n_positive,)
        Scores; ties count one half.

    Returns
    -------
    value, low, high : float
        An area of exactly 0 or 1 has no spread: its other end is the Clopper-Pearson limit of the smaller side.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845.
    """
    n, m = len(negative), len(positive)
    together = rankdata(np.concatenate([negative, positive]))
    above = (together[n:] - rankdata(positive)) / n
    below = 1 - (together[:n] - rankdata(negative)) / m
    value = float(above.mean())
    if not 0 < value < 1:
        far = 0.025 ** (1 / min(n, m))
        return (value, far, 1.0) if value >= 1 else (value, 0.0, 1 - far)
    spread = sqrt(_variance(above) / m + _variance(below) / n)
    step = np.exp(min(_Z * spread / (value * (1 - value)), 700.0))
    return value, float(value / (value + (1 - value) * step)), float(value / (value + (1 - value) / step))


def mean_interval(value, *samples, low=0.0, high=np.inf):
    """Normal interval of a figure that is a mean over the rows of several tables at once, kept within bounds."""
    half = _Z * sqrt(sum(_variance(sample) / len(sample) for sample in samples))
    return max(value - half, low), min(value + half, high)


def random_groups(n, rng):
    """A group of each of n rows, drawn at random, nearly equal in size: int array of shape (n,), at most 50 groups."""
    return rng.permutation(n) % min(N_GROUPS, max(n, 1))


def group_interval(value, *without, low=0.0, high=1.0):
    """Interval from figures with one random group of rows left out at a time (the delete-a-group jackknife).

    Figures that are sums over rows within are had for all groups in one pass, where a bootstrap would read the rows
    hundreds of times; and leaving rows out does not shift distances between distributions, as drawing twice does.

    Parameters
    ----------
    value : float
    *without : float arrays of shape (n_groups,), one a table
        The figure without each group of that table; nan where it cannot be had.

    References
    ----------
    Shao and Wu (1989), Annals of Statistics 17, 1176-1197: a general theory for jackknife variance estimation.
    """
    if np.isnan(value) or any(np.isfinite(figures).sum() < 2 for figures in without):
        return nan, nan
    kept = [figures[np.isfinite(figures)] for figures in without]
    variance = sum((len(figures) - 1) * figures.var() for figures in kept)
    half = float(stdtrit(min(map(len, kept)) - 1, 0.975)) * sqrt(variance)
    return max(value - half, low), min(value + half, high)


def median_draws(values, rng, tell=unheard):
    """Medians of `N_DRAWS` bootstrap samples of the rows: float array of shape (N_DRAWS,)."""
    step = max(1, _DRAWS_AT_ONCE // len(values))
    draws = [
        np.median(values[rng.integers(0, len(values), (min(step, N_DRAWS - start), len(values)))], axis=1)
        for start in told(range(0, N_DRAWS, step), tell)
    ]
    return np.concatenate(draws)


def percentiles(draws):
    """The middle 95 % of finite draws: (low, high)."""
    known = draws[np.isfinite(draws)]
    if len(known) == 0:
        return nan, nan
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _wilson(p, n):
    middle, half = p + _Z**2 / (2 * n), _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    return (middle - half) / (1 + _Z**2 / n), (middle + half) / (1 + _Z**2 / n)


def _variance(values):
    return float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
