"""Corrections learned on real validation rows: the calibration line and the Recalibrator."""

import numpy as np
from scipy.special import expit, logit

from synthbalance.metrics._base import check_rows

_FAR = 13.8  # logit of 1 - 1e-6


class Recalibrator:
    """Learns on real validation rows how to correct a model's probabilities, without changing their order.

    Parameters
    ----------
    method : {"auto", "intercept", "isotonic", "none"}, default="auto"
        "intercept" shifts the logits so that the mean is right. "auto" scales them too from 30 rare rows on, with
        a ridge that pulls the scale towards 1. "isotonic" (at least 1,000 rare rows) fits any rising curve; a
        thousandth of the logistic line is mixed in, so that no two rows become equal.

    Attributes
    ----------
    intercept_, slope_ : float
        Correction on the logit scale: logit q = intercept_ + slope_ * logit p; nearer than 1e-6 to 0 or 1, logit p
        grows with its own logarithm only, so that p of 0 and 1 are safe and keep their place.
    words : str
        What was done, one sentence.

    Examples
    --------
    >>> y, p = [0] * 95 + [1] * 5, [0.1] * 100
    >>> Recalibrator().fit(y, p)([0.1, 0.5]).round(3)
    array([0.05 , 0.321])
    """

    methods = ("auto", "intercept", "isotonic", "none")
    rows_for_slope, rows_for_isotonic, ridge, least_slope, blend = 30, 1000, 10.0, 0.01, 1e-3

    def __init__(self, method="auto"):
        if method not in self.methods:
            raise ValueError(f"calibration={method!r} needs one of {', '.join(self.methods)}. Pass one of these.")
        self.method = method
        self.intercept_, self.slope_, self.curve_ = 0.0, 1.0, None
        self.words = "Probabilities as the model gives them."

    def fit(self, y, p, weight=None):
        """Learn the correction.

        Parameters
        ----------
        y, p, weight
            Real validation rows, as `brier`.

        Returns
        -------
        Recalibrator
            Itself.

        Raises
        ------
        ValueError
            As `brier`, and for "isotonic" with fewer than 1,000 rare rows.
        """
        y, p, weight = check_rows(y, p, weight, name="p", both=False)
        n_rare = int(((y == 1) & (weight > 0)).sum())
        if self.method == "isotonic" and n_rare < self.rows_for_isotonic:
            raise ValueError(
                f'calibration="isotonic" needs {self.rows_for_isotonic} rare validation rows, found {n_rare}. '
                'Use "auto".'
            )
        if self.method == "none":
            return self
        if not 0 < weight @ y < weight.sum():
            self.words = "Not recalibrated: the validation rows hold one class only."
            return self
        self._fit_logits(y, p, weight / np.average(weight, weights=y), n_rare)
        if self.method == "isotonic":
            self._fit_curve(y, p, weight, n_rare)
        return self

    def __call__(self, p):
        """Corrected probabilities, float array of shape (n,), in the order of p; p of 0 and 1 are safe."""
        p = np.asarray(p, dtype=float)
        if self.method == "none":
            return p.copy()
        line = expit(self.intercept_ + self.slope_ * _logit(p))
        return line if self.curve_ is None else (1 - self.blend) * self.curve_.predict(p) + self.blend * line

    def _fit_logits(self, y, p, weight, n_rare):
        z = _logit(p)
        with_slope = n_rare >= self.rows_for_slope and self.method != "intercept"
        self.intercept_, self.slope_ = _fit_line(y, z, weight, ridge=self.ridge if with_slope else np.inf)
        turned = self.slope_ < self.least_slope
        if turned:
            self.slope_ = self.least_slope
            self.intercept_ = _fit_line(y, self.slope_ * z, weight, ridge=np.inf)[0]
        rows = f"{len(y):,} real validation rows, {n_rare:,} of them rare"
        scaled = f" and scaled by {self.slope_:.2f}" if with_slope else ""
        self.words = f"Logits shifted by {self.intercept_:+.2f}{scaled}, learned on {rows}."
        if turned:
            self.words += " The scale stopped at its lower limit: these scores hardly tell the classes apart."

    def _fit_curve(self, y, p, weight, n_rare):
        from sklearn.isotonic import IsotonicRegression

        self.curve_ = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(p, y, weight)
        self.words = f"Isotonic curve, learned on {len(y):,} real validation rows, {n_rare:,} of them rare."


def calibration_line(y, p, weight=None):
    """Calibration intercept and slope: logistic regression of y on logit p.

    Parameters
    ----------
    y, p, weight
        As `brier` in `calibration`; both classes must be present.

    Returns
    -------
    intercept : float
        With the slope held at 1 ("calibration in the large"), in logits; above 0 the probabilities are too low.
    slope : float
        With a free intercept; below 1 the probabilities are too extreme.

    References
    ----------
    Van Calster et al. (2019), BMC Medicine 17, 230: the Achilles heel of predictive analytics.
    """
    y, p, weight = check_rows(y, p, weight, name="p")
    z = _logit(p)
    return _fit_line(y, z, weight, ridge=np.inf)[0], _fit_line(y, z, weight, ridge=1e-6)[1]


def _logit(p):
    """Logit of p, strictly rising in p, finite at 0 and 1."""
    z = logit(np.clip(p, np.finfo(float).tiny, 1 - np.finfo(float).epsneg))
    return np.clip(z, -_FAR, _FAR) + np.sign(z) * np.log1p(np.maximum(np.abs(z) - _FAR, 0))


def _fit_line(y, z, weight, ridge):
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
