"""Logistic regression of outcomes on the logit of a probability."""

import numpy as np
from scipy.special import expit, logit

_FAR = 13.8  # logit of 1 - 1e-6


def safe_logit(p):
    """Logit of p, strictly rising in p, finite at 0 and 1."""
    z = logit(np.clip(p, np.finfo(float).tiny, 1 - np.finfo(float).epsneg))
    return np.clip(z, -_FAR, _FAR) + np.sign(z) * np.log1p(np.maximum(np.abs(z) - _FAR, 0))


def fit_line(y, z, weight, ridge):
    """Weighted logistic regression of y on z: (intercept, slope); `ridge` pulls the slope to 1, inf holds it there."""
    center = np.average(z, weights=weight)
    columns = np.stack([np.ones(len(z)), z - center])
    pull = np.array([0.0, 0.0 if np.isinf(ridge) else ridge])
    free = slice(0, 1 if np.isinf(ridge) else 2)

    def loss(x):
        eta = x @ columns
        return weight @ (np.logaddexp(0, eta) - y * eta) + pull @ (x - 1) ** 2 / 2

    x = np.array([logit(np.average(y, weights=weight)), 1.0])
    for _ in range(100):
        step = _newton_step(columns, expit(x @ columns), y, weight, pull, x, free)
        while np.abs(step).max() > 1e-8 and loss(x - step) > loss(x):
            step /= 2
        x = x - step
        if np.abs(step).max() <= 1e-8:
            break
    return float(x[0] - x[1] * center), float(x[1])


def _newton_step(columns, q, y, weight, pull, x, free):
    """What to take from (intercept, slope); 0 for what is held."""
    down = columns @ (weight * (q - y)) + pull * (x - 1)
    bend = (columns * (weight * q * (1 - q))) @ columns.T + np.diag(pull + 1e-12)
    step = np.zeros(2)
    step[free] = np.linalg.solve(bend[free, free], down[free])
    return step


def line_errors(y, z, weight, intercept, slope):
    """Standard errors of (intercept, slope) of a fitted line, robust to weights (sandwich).

    Parameters
    ----------
    y, z, weight : float arrays of shape (n,)
    intercept, slope : float
        As `fit_line` gives them; slope None where it is held at 1, and the second error is nan.
    """
    columns = np.stack([np.ones(len(z)), z])[: 1 if slope is None else 2]
    q = expit(intercept + (1.0 if slope is None else slope) * z)
    bread = np.linalg.pinv((columns * (weight * q * (1 - q))) @ columns.T)
    meat = (columns * (weight * (y - q)) ** 2) @ columns.T
    errors = np.sqrt(np.diag(bread @ meat @ bread))
    return float(errors[0]), float(errors[1]) if slope is not None else np.nan
