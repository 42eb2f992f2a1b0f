"""Column shapes: how far each column of synthetic rows is distributed like that of real ones."""

from dataclasses import dataclass

import numpy as np

from synthbalance.audit._progress import told, unheard


@dataclass(frozen=True, eq=False)
class Likeness:
    """A figure of two tables, and the same with one random group of rows left out at a time.

    Attributes
    ----------
    value : float, or float array
        One a column or pair where it holds several.
    without : tuple of two float arrays of shape (n_groups,) or (n_groups, n)
        Groups of the real rows, and of the synthetic ones.
    """

    value: float
    without: tuple


def column_shapes(real, new, groups, tell=unheard):
    """1 - Kolmogorov-Smirnov distance of each number column, 1 - total variation of each category column.

    Missing values are left out of the first, and are a category of their own in the second.

    Parameters
    ----------
    real, new : Rows
        With the same columns.
    groups : tuple of two int arrays of shape (n_real,) and (n_new,)
        Random group of each row.
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    list of Likeness
        Number columns first; 0 to 1, 1 = the same distribution; nan where a number column has no value in both.

    References
    ----------
    The definitions of KSComplement and TVComplement of sdmetrics; the latter leaves missing values out.
    """
    columns = [(_ks, a, b) for a, b in zip(real.numbers.T, new.numbers.T, strict=True)]
    columns += [(variation, a, b) for a, b in zip(real.codes.T, new.codes.T, strict=True)]
    return [likeness(a, b, groups) for likeness, a, b in told(columns, tell)]


def variation(real, new, groups):
    """1 - total variation distance of two columns of codes (or of cells of a joint table), as a `Likeness`."""
    levels, cells = np.unique(np.concatenate([real, new]), return_inverse=True)
    return compare(cells[: len(real)], cells[len(real) :], groups, len(levels), _total_variation)


def compare(real, new, groups, size, distance):
    """1 - a distance of two distributions over the same cells, and without each group.

    Parameters
    ----------
    real, new : int arrays of shape (n_real,) and (n_new,)
        Cell of each row, from 0 to size - 1.
    groups : tuple of two int arrays
    size : int
    distance : callable
        From two arrays of shares, cells last, to distances.
    """
    counts = [_grouped(cells, group, size) for cells, group in zip((real, new), groups, strict=True)]
    whole = [_shares(part.sum(axis=0)) for part in counts]
    left = [_shares(part.sum(axis=0) - part) for part in counts]
    without = (1 - distance(left[0], whole[1]), 1 - distance(whole[0], left[1]))
    return Likeness(float(1 - distance(*whole)), without)


def mean_likeness(parts):
    """The mean of several, each that is nan left out."""
    known = [part for part in parts if not np.isnan(part.value)]
    if not known:
        return Likeness(np.nan, (np.empty(0), np.empty(0)))
    values = np.mean([part.value for part in known])
    return Likeness(float(values), tuple(np.mean([part.without[side] for part in known], axis=0) for side in (0, 1)))


def _ks(real, new, groups):
    known = [~np.isnan(column) for column in (real, new)]
    kept = [group[rows] for group, rows in zip(groups, known, strict=True)]
    n_groups = [int(group.max(initial=-1)) + 1 for group in groups]
    if not known[0].any() or not known[1].any():
        value = 0.0 if known[0].any() or known[1].any() else np.nan
        return Likeness(value, tuple(np.full(n, value) for n in n_groups))
    levels, cells = np.unique(np.concatenate([real[known[0]], new[known[1]]]), return_inverse=True)
    n_real = int(known[0].sum())
    found = compare(cells[:n_real], cells[n_real:], kept, len(levels), _kolmogorov)
    return Likeness(found.value, tuple(_padded(part, n) for part, n in zip(found.without, n_groups, strict=True)))


def _padded(figures, n):
    """Groups whose values are all missing change nothing; they stand last, as groups have no order."""
    return figures if len(figures) == n else np.append(figures, np.full(n - len(figures), np.nan))


def _kolmogorov(a, b):
    return np.abs(np.cumsum(a - b, axis=-1)).max(axis=-1)


def _total_variation(a, b):
    return np.abs(a - b).sum(axis=-1) / 2


def _grouped(cells, group, size):
    n_groups = int(group.max(initial=-1)) + 1
    return np.bincount(group * size + cells, minlength=n_groups * size).reshape(n_groups, size)


def _shares(counts):
    with np.errstate(invalid="ignore"):
        return counts / counts.sum(axis=-1, keepdims=True)
