"""What paired differences over repeated folds can prove, when the folds share most of their rows."""

from math import inf, isnan, nan, sqrt

import numpy as np
from scipy.special import fdtri, stdtrit

from synthbalance.metrics import Score

LEVEL = 0.025
_CAUTION = 0.6  # quantile of what chance makes of the ratio of variances
_MOST_FRESH = 0.9
_FEWEST_REPEATS = 3


def lower_bound(gains, test_per_train, n_started, fresh=0.0):
    """Mean gain over repeated folds with a lower bound that holds for all candidates that started.

    Parameters
    ----------
    gains : float array of shape (n_folds,)
        Paired differences to "none" on the folds of all repeats, positive = better; nan where a fold could not be
        scored.
    test_per_train : float
        Rows scored on per row trained on, the mean over the folds.
    n_started : int
        Candidates that took part from the start, "none" not counted.
    fresh : float, default=0.0
        Share of the noise that is new in each repeat, from `fresh_share`.

    Returns
    -------
    Score
        value, low, inf; low is nan below two folds.

    Notes
    -----
    Nadeau and Bengio widen the variance of a mean over folds, s^2 (1/J + tested/trained), as if all noise came
    from the rows scored on, which every repeat shares. Of a model that breaks down on some folds and not on
    others, most noise is new in each repeat and averages out; only the rest carries the second term here, so that
    the bound lies between theirs and that of independent folds. How often it announces a gain where there is
    none, and finds one where there is: ``benchmarks/advice.py``. The level of 2.5 % is divided by the number of
    candidates (Bonferroni).

    References
    ----------
    Nadeau and Bengio (2003), Machine Learning 52, 239-281. Bouckaert and Frank (2004), PAKDD, 3-12.

    Examples
    --------
    >>> lower_bound([0.1, 0.12, 0.09, 0.11, 0.1], test_per_train=0.25, n_started=1).low > 0
    True
    """
    gains = _known(gains)
    if len(gains) < 2:
        return Score(_mean(gains), nan, nan)
    deviation = corrected_deviation(gains, (1 - fresh) * test_per_train)
    quantile = float(stdtrit(len(gains) - 1, 1 - LEVEL / n_started))
    return Score(_mean(gains), _mean(gains) - quantile * deviation, inf)


def fresh_share(candidates):
    """Share of the folds' noise that is new in each repeat, on the cautious side.

    Parameters
    ----------
    candidates : list of lists of float arrays of shape (n_folds,)
        Gains of each candidate, repeat by repeat.

    Returns
    -------
    float
        The variance between repeats' means against that within repeats, lowered to what chance would not often
        exceed, the mean over the candidates; at most 0.9, and 0 without a candidate of three repeats.
    """
    found = [share for repeats in candidates if (share := _fresh_share(repeats)) is not None]
    return min(_MOST_FRESH, float(np.mean(found))) if found else 0.0


def _fresh_share(repeats):
    repeats = [known for gains in repeats if len(known := _known(gains)) > 1]
    if len(repeats) < _FEWEST_REPEATS:
        return None
    n_folds = np.array([len(gains) for gains in repeats])
    within = sum(((gains - gains.mean()) ** 2).sum() for gains in repeats) / (n_folds - 1).sum()
    between = n_folds.mean() * np.var([gains.mean() for gains in repeats], ddof=1)
    chance = float(fdtri(len(repeats) - 1, int((n_folds - 1).sum()), _CAUTION))
    return float(between / within / chance) if within > 0 else None


def two_sided(gains, test_per_train, level=0.95):
    """Mean gain over folds with its corrected interval: a `Score`; nan ends below two folds."""
    gains = np.asarray(gains, dtype=float)
    if len(gains) < 2:
        return Score(_mean(gains))
    half = float(stdtrit(len(gains) - 1, (1 + level) / 2)) * corrected_deviation(gains, test_per_train)
    return Score(_mean(gains), _mean(gains) - half, _mean(gains) + half)


def corrected_deviation(gains, test_per_train):
    """Standard deviation of a mean over overlapping folds (Nadeau and Bengio 2003)."""
    return sqrt((1 / len(gains) + test_per_train) * float(np.var(gains, ddof=1)))


def proves(bound):
    """Whether a gain is proven: its lower bound lies above 0."""
    return not isnan(bound.low) and bound.low > 0


def _known(gains):
    gains = np.asarray(gains, dtype=float)
    return gains[~np.isnan(gains)]


def _mean(gains):
    return float(np.mean(gains)) if len(gains) else nan
