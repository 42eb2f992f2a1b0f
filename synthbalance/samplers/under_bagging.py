"""Under-bagging: no row is made; many models, each on all rare rows and other rows drawn anew."""

import math
import numbers

import numpy as np
from sklearn.base import BaseEstimator

from synthbalance.samplers._knob import Knob


class UnderBagging(BaseEstimator):
    """Train several models, each on all rare rows and a different few of the others, and average them.

    `synthbalance.Experiment` trains its own model on each bag, takes the changed share of rare rows
    back in each bag's probabilities, p = b p_s / (b p_s - p_s + 1), where b is the share of others
    drawn, and averages.

    Parameters
    ----------
    n_models : int, default=20
        Bags, one model each.
    ratio : float, default=0.1
        Rare rows per other row in each bag; where there are no more others than that asks for, all of
        them are in every bag.
    random_state : int, default=None
        Mixed with the seed that the experiment gives each run; other numbers draw other bags.

    Raises
    ------
    ValueError
        When used with a parameter out of its bounds.

    See Also
    --------
    ClassWeight : Rare rows count more in one model.

    Notes
    -----
    The models see few rows each, so that all of them together train about as long as one on the whole
    table, and less where rare rows are very few. What is given up is the detail that only many
    ordinary rows show; what is won is that no single draw of them decides.

    References
    ----------
    Wallace, Small, Brodley and Trikalinos (2011), IEEE ICDM, 754-763: class imbalance, redux.
    Dal Pozzolo, Caelen, Johnson and Bontempi (2015), IEEE SSCI, 159-166: calibrating probability
    with undersampling.

    Examples
    --------
    >>> from synthbalance.samplers.under_bagging import UnderBagging
    >>> bags = UnderBagging(n_models=3, ratio=0.5).bags([0] * 9 + [1], seed=0)
    >>> [len(rows) for rows in bags]
    [3, 3, 3]
    """

    label = "Undersampled bagging"
    family = "none"
    sentence = "Many models on all rare and few other rows."
    makes_rows = False
    knobs = (Knob("n_models", low=1, soft=(5, 50), help="bags, one model each"),)

    def __init__(self, n_models=20, ratio=0.1, random_state=None):
        self.n_models = n_models
        self.ratio = ratio
        self.random_state = random_state

    @classmethod
    def for_ratio(cls, ratio, present, **knobs):
        """Bags with `ratio` rare rows per other row; `present` is that of the whole table."""
        return cls(ratio=round(float(ratio), 6), **knobs)

    def bags(self, y, seed=0):
        """Rows of each bag.

        Parameters
        ----------
        y : array of shape (n_rows,)
            0/1 labels (1 = rare).
        seed : int, default=0

        Returns
        -------
        list of n_models int arrays
            Sorted positions in `y`.
        """
        self._check()
        y = np.asarray(y)
        rare, others = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
        n_others = min(len(others), max(1, round(len(rare) / self.ratio)))
        own = 0 if self.random_state is None else int(self.random_state) + 1
        streams = np.random.default_rng([int(seed), own]).spawn(int(self.n_models))
        return [np.sort(np.r_[rare, rng.choice(others, n_others, replace=False)]) for rng in streams]

    def _check(self):
        if not isinstance(self.n_models, numbers.Integral) or isinstance(self.n_models, bool) or self.n_models < 1:
            raise ValueError(f"n_models needs a whole number of at least 1, got {self.n_models!r}. 20 will do.")
        is_number = isinstance(self.ratio, numbers.Real) and not isinstance(self.ratio, bool)
        if not is_number or not math.isfinite(self.ratio) or not 0 < self.ratio <= 1:
            raise ValueError(
                f"ratio needs a number above 0, at most 1 (rare rows per other row), got {self.ratio!r}. Try 0.1."
            )
        seed = self.random_state
        if seed is not None and (not isinstance(seed, numbers.Integral) or seed < 0):
            raise ValueError(f"random_state needs a whole number of 0 or more, or None, got {seed!r}. 0 will do.")
