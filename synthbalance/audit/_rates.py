"""Rates of decisions in groups: paired bootstrap draws, and intervals for a rate, a change and a gap between groups."""

from math import nan, sqrt

import numpy as np
from scipy.special import betaincinv, stdtrit

from synthbalance.audit._progress import in_turn, told, unheard

LEVEL = 0.95
N_DRAWS = 2000
FEW_ROWS = 30
_CELLS_AT_ONCE = 4_000_000
_DRAWN_AT_ONCE = 250_000


def draw_rates(y, weight, flags, rng, n_draws=N_DRAWS, tell=unheard):
    """Selection rate, recall and false-positive rate of one group on resampled rows.

    Rows are drawn with replacement: all of the group for the selection rate, within their class for the others.

    Parameters
    ----------
    y : int array of shape (n,)
        1 = rare.
    weight : float array of shape (n,)
    flags : bool array of shape (n, 2)
        Flagged now and before; a row keeps both, so that the draws are paired.
    rng : numpy Generator
    n_draws : int, default=2000
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    float array of shape (3, 2, n_draws)
        Rate by state (now, before); nan where no row is behind it.
    """
    behind = (np.ones(len(y), dtype=bool), y == 1, y == 0)
    parts = zip(behind, in_turn(tell, len(behind)), strict=True)
    return np.array([_drawn(weight[rows], flags[rows], rng, n_draws, share) for rows, share in parts])


def effective(weight):
    """Rows without weights that would say as much as these with theirs (Kish); 0 without a row."""
    total = weight.sum()
    return float(total**2 / (weight**2).sum()) if total > 0 else 0.0


def rate_interval(value, draws, n):
    """(low, high) of a rate: exact at 0, 1 and on few rows, else value -+ t * sd on the logit scale.

    Parameters
    ----------
    value : float
    draws : float array of shape (n_draws,)
    n : float
        Rows behind the rate.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26, 404-413.
    """
    if np.isnan(value) or n <= 0:
        return nan, nan
    if n < FEW_ROWS or not 0 < value < 1:
        return _exact(value * n, n)
    step = np.exp(min(_half(draws, n) / (value * (1 - value)), 700.0))
    return value / (value + (1 - value) * step), value / (value + (1 - value) / step)


def change_interval(now, before, draws, n, discordant):
    """(low, high) of a paired change of a rate.

    Parameters
    ----------
    now, before : float
    draws : float array of shape (n_draws,)
        Of now - before.
    n : float
        Rows behind both.
    discordant : (float, float)
        Shares of these rows that are flagged only now, and only before.

    References
    ----------
    Agresti and Min (2005), Statistics in Medicine 24, 729-740: half a row more of each kind; used on few rows and
    where the draws have no spread.
    """
    value = now - before
    if np.isnan(value):
        return nan, nan
    if n >= FEW_ROWS and np.nanstd(draws) > 0:
        half = _half(draws, n)
        return max(value - half, -1.0), min(value + half, 1.0)
    gained, lost = (share * n for share in discordant)
    middle = (gained - lost) / (n + 2)
    sd = sqrt((gained + lost + 1) / (n + 2) - middle**2) / sqrt(n + 2)
    half = float(stdtrit(np.inf, (1 + LEVEL) / 2)) * sd
    return min(max(middle - half, -1.0), value), max(min(middle + half, 1.0), value)


def gap_interval(value, draws, n):
    """(low, high) of a largest difference in 0 to 1; the low end is cleared of what is chance.

    A largest difference is above 0 by chance alone, and the draws show by how much: the low end is lowered by that
    (in squares), so that it reaches 0 for groups that are treated alike. nan where the draws have no spread.
    """
    draws = draws[np.isfinite(draws)]
    if np.isnan(value) or not 0 < value < 1 or len(draws) < 2 or not np.ptp(draws) > 0:
        return nan, nan
    low, high = rate_interval(value, draws, max(n, FEW_ROWS))
    chance = max(float(np.mean(draws**2)) - value**2, 0.0)
    return sqrt(max(low**2 - chance, 0.0)), high


def plain_interval(value, draws, n):
    """(low, high) = value -+ t * sd, inside -1 to 1; nan where the draws have no spread."""
    draws = draws[np.isfinite(draws)]
    if np.isnan(value) or len(draws) < 2 or not np.ptp(draws) > 0:
        return nan, nan
    half = _half(draws, n)
    return max(value - half, -1.0), min(value + half, 1.0)


def _drawn(weight, flags, rng, n_draws, tell):
    """(2, n_draws): rows alike in weight and flags are drawn together, as one multinomial count."""
    if not weight.sum() > 0:
        return np.full((2, n_draws), nan)
    kinds, counts = np.unique(np.column_stack([weight, flags]), axis=0, return_counts=True)
    columns = kinds[:, :1] * np.column_stack([np.ones(len(kinds)), kinds[:, 1:]])
    step = max(_CELLS_AT_ONCE // len(kinds), 1)
    sizes = [min(step, n_draws - start) for start in range(0, n_draws, step)]
    share, parts = counts / counts.sum(), zip(sizes, in_turn(tell, len(sizes)), strict=True)
    drawn = [_counts(len(weight), share, size, rng, within) @ columns for size, within in parts]
    total, *flagged = np.concatenate(drawn).T
    return np.divide(flagged, total, out=np.full((2, n_draws), nan), where=total > 0)


def _counts(n, share, size, rng, tell):
    """`size` multinomial draws of n rows, a few at a time."""
    step = max(_DRAWN_AT_ONCE // len(share), 1)
    sizes = [min(step, size - start) for start in range(0, size, step)]
    return np.concatenate([rng.multinomial(n, share, few) for few in told(sizes, tell)])


def _half(draws, n):
    n = max(n, 2.0)
    return float(stdtrit(n - 1, (1 + LEVEL) / 2) * np.nanstd(draws, ddof=1) * sqrt(n / (n - 1)))


def _exact(hits, n):
    miss = (1 - LEVEL) / 2
    low = 0.0 if hits <= 0 else float(betaincinv(hits, n - hits + 1, miss))
    return low, 1.0 if hits >= n else float(betaincinv(hits + 1, n - hits, 1 - miss))
