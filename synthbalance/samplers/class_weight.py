"""Class weight: no row is made, the rare ones count more while the model is trained."""

import math
import numbers

import numpy as np
from sklearn.base import BaseEstimator


class ClassWeight(BaseEstimator):
    """Let each rare row count as `weight` rows while the model is trained.

    Parameters
    ----------
    weight : float, default=5.0
        How many ordinary rows one rare row counts for; 1 changes nothing.

    Raises
    ------
    ValueError
        When used with a weight that is no finite number above 0.

    Notes
    -----
    Probabilities of a model trained so are too high by a known amount, which
    `synthbalance.Experiment` takes back before anything is scored.

    References
    ----------
    Dal Pozzolo, Caelen, Johnson and Bontempi (2015), IEEE SSCI, 159-166: calibrating probability
    with undersampling.

    Examples
    --------
    >>> ClassWeight(3).of([0, 0, 1]).tolist()
    [1.0, 1.0, 3.0]
    """

    label = "Class weight"
    family = "none"
    sentence = "Rare rows count more. Cheap, exact to undo."
    makes_rows = False
    knobs = ()

    def __init__(self, weight=5.0):
        self.weight = weight

    @classmethod
    def for_ratio(cls, ratio, present):
        """The weight that makes the rare class count as `ratio` of the others, from `present`."""
        return cls(weight=round(ratio / present, 6))

    def of(self, y):
        """Weight of each row: float array of shape (n_rows,) for labels `y` of 0 and 1 (1 = rare)."""
        weight = self.weight
        if not isinstance(weight, numbers.Real) or not math.isfinite(weight) or weight <= 0:
            raise ValueError(
                f"weight needs a finite number above 0, got {weight!r}. Usual values lie between 2 and 20."
            )
        return np.where(np.asarray(y) == 1, float(weight), 1.0)
