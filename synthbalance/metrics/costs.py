"""What a missed rare row and an alert cost, and how many alerts can be handled."""

from dataclasses import dataclass
from numbers import Real

import numpy as np

from synthbalance.metrics._base import amounts_of

_MONEY = "a number of 0 or more, or the name of a column"


@dataclass(frozen=True)
class Costs:
    """What a missed rare row and a review cost, and how many reviews are possible.

    Parameters
    ----------
    missed : float or str, default=500.0
        Money lost by a rare row that is not flagged: one number, or the name of a column with each row's amount.
    review : float or str, default=10.0
        Money spent on each flagged row, right or wrong: one number, or the name of a column.
    capacity : float, optional
        Most rows of the holdout that can be reviewed; None means no limit.
    admin : float or str, optional
        Administrative cost of each alert (a letter, a blocked card), added to its review: number or column.
    capacity_per_day : float, optional
        Most reviews a day, as a mean over the days that have rows. Needs a split by time, with dates; the threshold
        is chosen so that the alerts of the validation rows keep to it.

    Raises
    ------
    ValueError
        If a figure is negative, missing or not a number, or a capacity is 0.

    References
    ----------
    Bahnsen, Stojanovic, Aouada and Ottersten (2013), ICMLA: cost-sensitive credit card fraud detection.

    Examples
    --------
    >>> costs = Costs(missed="amount", review=5, admin=1)
    >>> costs.missed, costs.review, costs.capacity
    ('amount', 5, None)
    """

    missed: float | str = 500.0
    review: float | str = 10.0
    capacity: float | None = None
    admin: float | str | None = None
    capacity_per_day: float | None = None

    def __post_init__(self):
        for name in ("missed", "review", "admin"):
            value = getattr(self, name)
            if not isinstance(value, str) and not (name == "admin" and value is None) and not _is_money(value):
                need = _MONEY + (", or None" if name == "admin" else "")
                raise ValueError(f"{name}={value!r} needs {need}. Pass what one such row costs.")
        for name in ("capacity", "capacity_per_day"):
            _check_capacity(getattr(self, name), name)

    @property
    def one_price(self):
        """Whether every alert costs the same."""
        return not isinstance(self.review, str) and not isinstance(self.admin, str)

    def missed_of(self, X):
        """Money lost by each row if it is rare and missed.

        Parameters
        ----------
        X : DataFrame of shape (n, n_columns)

        Returns
        -------
        float array of shape (n,)

        Raises
        ------
        ValueError
            If the column is absent, not numeric, or has missing or negative amounts.
        """
        return _amounts(self.missed, "missed", X)

    def review_of(self, X):
        """Money spent on each row if it is flagged, review and admin together; as `missed_of`."""
        admin = 0.0 if self.admin is None else self.admin
        return _amounts(self.review, "review", X) + _amounts(admin, "admin", X)


def _amounts(value, name, X):
    if not isinstance(value, str):
        return np.full(len(X), float(value))
    if value not in X.columns:
        raise ValueError(
            f"costs.{name}={value!r} needs a column of that name, found {_some(X.columns)}. "
            "Name an amount column, or pass one number for all rows."
        )
    return amounts_of(X[value], f"costs.{name}={value!r}")


def _check_capacity(value, name):
    if value is None:
        return
    if not _is_money(value):
        raise ValueError(f"{name}={value!r} needs a number of reviews above 0, or None. Pass how many are possible.")
    if value == 0:
        raise ValueError(
            f"{name}=0 needs to be above 0: with no review possible nothing can be decided. Pass None for no limit."
        )


def _is_money(value):
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_)) and 0 <= value < np.inf


def _some(names):
    return ", ".join(repr(name) for name in list(names)[:8]) + (", ..." if len(names) > 8 else "")
