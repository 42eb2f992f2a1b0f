"""Calibration in figures: how far probabilities can be trusted, each figure with its interval."""

from math import nan

import numpy as np
from scipy.special import ndtri

from synthbalance.metrics._base import Score, check_rows, equal_mass_bins
from synthbalance.metrics._interval import interval
from synthbalance.metrics._line import fit_line, line_errors, safe_logit
from synthbalance.metrics._resample import Resampled

_LEVEL = 0.95


def calibration_report(y, p, weight=None, n_bins=None, n_draws=2000, seed=0):
    """Every figure of calibration with its 95 % interval.

    Parameters
    ----------
    y : array-like of shape (n,)
        0/1, 1 = rare; both classes must be present.
    p : array-like of shape (n,)
        Probability that the row is rare.
    weight : array-like of shape (n,), optional
        Sampling weights.
    n_bins : int, optional
        Bins of the calibration error, as there.
    n_draws : int, default=2000
        Resampled holdouts.
    seed : int, default=0

    Returns
    -------
    dict of str to Score
        brier (squared probability, lower is better), brier_skill (share of the Brier score of the base rate that is
        saved, higher), log_loss (nats a row, lower; a probability of 0 or 1 counts as 2e-16 away from it),
        calibration_error (share, lower), calibration_intercept (logits, 0 is best), calibration_slope (1 is best).
        The slope is nan where all probabilities are equal or tell the classes apart without an error, and there is
        none.

    Raises
    ------
    ValueError
        As `brier`.

    Notes
    -----
    Intervals from rows resampled within their class; of intercept and slope from the robust standard errors of the
    logistic regression of y on logit p.

    References
    ----------
    Van Calster et al. (2019), BMC Medicine 17, 230: the Achilles heel of predictive analytics.

    Examples
    --------
    >>> y, p = [0] * 90 + [1] * 10, [0.05] * 80 + [0.3] * 20
    >>> round(calibration_report(y, p)["brier"].value, 6)
    0.06
    """
    y, p, weight = check_rows(y, p, weight, name="p")
    columns = _columns(y, p, weight, n_bins)
    resampled = Resampled(y, weight, n_draws=n_draws, seed=seed)
    values, draws = _figures(weight * columns @ np.ones(len(y))), _figures(resampled.totals(columns))
    n_rare = int(((y == 1) & (weight > 0)).sum())
    scores = {
        name: interval(
            float(value), draws[name], n_rare, bounded=name in ("brier", "calibration_error"), level=_LEVEL,
            gap=name == "calibration_error",
        ) for name, value in values.items()
    }  # fmt: skip
    scores["brier_skill"] = _within(scores["brier_skill"], high=1.0)
    scores["log_loss"] = _within(scores["log_loss"], low=0.0)
    return scores | _line_scores(y, p, weight)


def _columns(y, p, weight, n_bins):
    """What is summed over the rows: (4 + bins, n)."""
    near = np.clip(p, np.finfo(float).eps, 1 - np.finfo(float).eps)
    bins = equal_mass_bins(p, weight, n_bins)
    gaps = [np.where(bins == b, p - y, 0) for b in range(bins.max() + 1)]
    return np.array([np.ones(len(y)), y, (p - y) ** 2, -np.log(np.where(y == 1, near, 1 - near)), *gaps])


def _figures(totals):
    rows, rare, squared, log_loss, *gaps = totals
    base, brier = rare / rows, squared / rows
    return {
        "brier": brier,
        "brier_skill": 1 - brier / (base * (1 - base)),
        "log_loss": log_loss / rows,
        "calibration_error": np.abs(gaps).sum(axis=0) / rows,
    }


def _line_scores(y, p, weight):
    z, weight = safe_logit(p), weight / weight.mean()
    intercept = fit_line(y, z, weight, ridge=np.inf)[0]
    found = {"calibration_intercept": _normal(intercept, line_errors(y, z, weight, intercept, None)[0])}
    if np.ptp(z) == 0 or _apart(z, y, weight):
        return found | {"calibration_slope": Score(nan)}
    line = fit_line(y, z, weight, ridge=1e-6)
    return found | {"calibration_slope": _normal(line[1], line_errors(y, z, weight, *line)[1])}


def _apart(z, y, weight):
    """Whether a threshold tells the classes apart without an error, so that the slope has no bound."""
    rare, other = z[(y == 1) & (weight > 0)], z[(y == 0) & (weight > 0)]
    return rare.min() >= other.max() or rare.max() <= other.min()


def _normal(value, error):
    half = float(ndtri((1 + _LEVEL) / 2)) * error
    return Score(value, value - half, value + half)


def _within(score, low=-np.inf, high=np.inf):
    return Score(score.value, max(score.low, low), min(score.high, high))
