"""Thresholds between distinct probabilities."""

from math import inf, nextafter

import numpy as np


def cuts_of(distinct):
    """Thresholds that flag the 0, 1, ..., m highest distinct values, (m + 1,)."""
    middle = distinct[1:] + (distinct[:-1] - distinct[1:]) / 2
    middle = np.where(middle > distinct[1:], middle, distinct[:-1])
    return np.r_[nextafter(max(1.0, distinct[0]), inf), middle, min(0.0, distinct[-1])]
