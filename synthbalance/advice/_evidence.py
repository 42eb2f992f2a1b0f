"""What paired differences over repeated folds can prove, when the folds share most of their rows."""

from math import inf, isnan, nan, sqrt

import numpy as np
from scipy.special import fdtri, stdtrit

from synthbalance.metrics import Score

LEVEL = 0.025
_CAUTION = 0.6  # quantile of what chance makes of the ratio of variances
_FEWEST_REPEATS = 3


def lower_bound(repeats, test_per_train, n_started, estimate=True):
    """Mean gain over repeated folds with a lower bound that holds for all candidates that started.

    Parameters
    ----------
    repeats : list of float arrays
        Paired differences to "none" of the folds of each repeat, positive = better; nan where a fold could not
        be scored.
    test_per_train : float
        Rows scored on per row trained on, the mean over the folds.
    n_started : int
        Candidates that took part from the start, "none" not counted.
    estimate : bool, default=True
        Whether to estimate how much of the noise is common to all repeats; else all of it is taken to be.

    Returns
    -------
    Score
        value, low, inf; low is nan below two folds.

    Notes
    -----
    Nadeau and Bengio widen the variance of a mean over folds, s^2 (1/J + tested/trained), as if all noise came
    from the rows scored on, which every repeat shares. Of a model that breaks down on some folds and not on
    others, most noise is new in each repeat and averages out. Its share is estimated from the repeats (the
    variance between their means against that within them, lowered to what chance would seldom exceed), and only
    the rest carries the second term; the bound lies between theirs and that of independent folds. How often it
    announces a gain where there is none, and finds one where there is: ``benchmarks/advice.py``. The level of
    2.5 % is divided by the number of candidates (Bonferroni).

    References
    ----------
    Nadeau and Bengio (2003), Machine Learning 52, 239-281. Bouckaert and Frank (2004), PAKDD, 3-12.

    Examples
    --------
    >>> lower_bound([[0.1, 0.12, 0.09, 0.11, 0.1]], test_per_train=0.25, n_started=1).low > 0
    True
    """
    repeats = [known for gains in repeats if len(known := _known(gains))]
    gains = np.concatenate(repeats) if repeats else np.empty(0)
    if len(gains) < 2:
        return Score(_mean(gains), nan, nan)
    fresh = fresh_share(repeats) if estimate else 0.0
    deviation = sqrt((1 / len(gains) + (1 - fresh) * test_per_train) * float(np.var(gains, ddof=1)))
    quantile = float(stdtrit(len(gains) - 1, 1 - LEVEL / n_started))
    return Score(_mean(gains), _mean(gains) - quantile * deviation, inf)


def fresh_share(repeats):
    """Share of the folds' noise that is new in each repeat, on the cautious side: 0 (none of it) to 1.

    Parameters
    ----------
    repeats : list of float arrays of shape (n_folds,)

    Returns
    -------
    float
        0 below three repeats.
    """
    if len(repeats) < _FEWEST_REPEATS or min(map(len, repeats)) < 2:
        return 0.0
    n_folds = np.array([len(gains) for gains in repeats])
    within = sum(((gains - gains.mean()) ** 2).sum() for gains in repeats) / (n_folds - 1).sum()
    between = n_folds.mean() * np.var([gains.mean() for gains in repeats], ddof=1)
    chance = float(fdtri(len(repeats) - 1, int((n_folds - 1).sum()), _CAUTION))
    return float(min(1.0, between / within / chance)) if within > 0 else 0.0


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
