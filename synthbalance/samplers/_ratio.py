"""Ratios: rare rows per other row, and how many new rows a request comes to."""

import numbers

import numpy as np
import pandas as pd
from imblearn.utils import check_sampling_strategy

from synthbalance.table import plain_labels

_ROUNDING = 1e-12  # 0.29 * 100 is a hair less than 29


def suggested_ratio(y):
    """Ratio to try first: twice the present one, at least 0.05, at most 1.

    Parameters
    ----------
    y : array or pandas, polars or pyarrow column of shape (n_rows,)
        Labels; the rarest value against all the others.

    Returns
    -------
    float
        Rare rows per other row after resampling.

    Raises
    ------
    ValueError
        If `y` has fewer than two classes.

    Examples
    --------
    >>> suggested_ratio([0] * 990 + [1] * 10)
    0.05
    """
    return min(1.0, max(0.05, 2 * present_ratio(y)))


def present_ratio(y):
    """Rows of the rarest class per row of all the others."""
    counts = pd.Series(np.asarray(plain_labels(y))).value_counts()
    if len(counts) < 2:
        raise ValueError(f"y needs at least two classes, found {len(counts)}. Check the target column.")
    rare = int(counts.min())
    return rare / (int(counts.sum()) - rare)


def new_row_counts(sampling_strategy, y):
    """How many new rows each class gets, as imbalanced-learn counts them.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable
    y : array of shape (n_rows,)

    Returns
    -------
    dict label -> int

    Raises
    ------
    ValueError
        If a ratio asks for fewer rare rows than there are, or is used on more than two classes.
    """
    counts = pd.Series(np.asarray(y)).value_counts()
    if len(counts) > 1 and isinstance(sampling_strategy, numbers.Real) and not isinstance(sampling_strategy, bool):
        return _count_for_ratio(float(sampling_strategy), counts)
    return dict(check_sampling_strategy(sampling_strategy, y, "over-sampling"))


def _count_for_ratio(ratio, counts):
    """New rows of the rare class; none where the ratio is already there (imbalanced-learn refuses that)."""
    if len(counts) != 2:
        raise ValueError(
            f"sampling_strategy={ratio} is a ratio of two classes, found {len(counts)} classes. "
            f'"sampling_strategy" can be a float only when the type of target is binary: '
            f"give a dict such as {{label: rows wanted}}."
        )
    rare, others = int(counts.min()), int(counts.max())
    wanted = ratio * others * (1 + _ROUNDING)
    if wanted < rare:
        raise ValueError(
            f"sampling_strategy={ratio:g} asks for {ratio * 1000:.3g} rare rows per 1,000 others; you already have "
            f"{1000 * rare / others:.3g}. Nothing is ever removed here: ask for more than {rare / others:.3g}."
        )
    return {counts.index[-1]: int(wanted) - rare}
