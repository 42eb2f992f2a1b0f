"""Corrections learned on real validation rows: the calibration line and the Recalibrator."""

import numpy as np
from scipy.special import expit

from synthbalance.metrics._base import check_rows
from synthbalance.metrics._line import fit_line, safe_logit


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
        line = expit(self.intercept_ + self.slope_ * safe_logit(p))
        return line if self.curve_ is None else (1 - self.blend) * self.curve_.predict(p) + self.blend * line

    def _fit_logits(self, y, p, weight, n_rare):
        z = safe_logit(p)
        with_slope = n_rare >= self.rows_for_slope and self.method != "intercept"
        self.intercept_, self.slope_ = fit_line(y, z, weight, ridge=self.ridge if with_slope else np.inf)
        turned = self.slope_ < self.least_slope
        if turned:
            self.slope_ = self.least_slope
            self.intercept_ = fit_line(y, self.slope_ * z, weight, ridge=np.inf)[0]
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
        With a free intercept; below 1 the probabilities are too extreme. nan where all probabilities are equal: they
        have no slope.

    References
    ----------
    Van Calster et al. (2019), BMC Medicine 17, 230: the Achilles heel of predictive analytics.
    """
    y, p, weight = check_rows(y, p, weight, name="p")
    z = safe_logit(p)
    slope = fit_line(y, z, weight, ridge=1e-6)[1] if np.ptp(z) > 0 else np.nan
    return fit_line(y, z, weight, ridge=np.inf)[0], slope
