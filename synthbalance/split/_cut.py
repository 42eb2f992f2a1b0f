"""The three ways to cut: stratified, by time, by group. Each answers with a part code a row."""

import numpy as np
import pandas as pd
from pandas.api import types

TRAIN, VALIDATION, HOLDOUT, LEFT_OUT = 0, 1, 2, 3
CODES = {"train": TRAIN, "validation": VALIDATION, "holdout": HOLDOUT}
GROUP_TRIALS = 64
CLOSE_ENOUGH = 0.005


def stratified(codes, holdout, validation, rng, units=None):
    """Cut at random with the class shares kept.

    The holdout depends on the classes, `holdout` and the generator only, not on `validation`.

    Parameters
    ----------
    codes : int array of shape (n_rows,)
        Class of each row.
    holdout, validation : float
        Shares of all rows.
    rng : numpy.random.Generator
    units : int array of shape (n_rows,), default=None
        Rows with the same unit stay together; a unit has one class.

    Returns
    -------
    int8 array of shape (n_rows,)
        0 train, 1 validation, 2 holdout.
    """
    sizes = np.bincount(codes)
    quotas = np.stack([_quotas(sizes, holdout), _quotas(sizes, validation)], axis=1)
    parts = np.zeros(len(codes), dtype="int8")
    for code, child in enumerate(rng.spawn(len(sizes))):
        rows = np.flatnonzero(codes == code)
        if units is None:
            parts[rows] = _deal(len(rows), quotas[code], child)
        else:
            parts[rows] = _deal_units(units[rows], quotas[code], child)
    return parts


def _quotas(sizes, share):
    """Rows a class gives, summing to the rounded share of all; the rarest class wins a tie."""
    exact = sizes * share
    quotas = np.floor(exact + 1e-9).astype("int64")
    missing = int(np.floor(sizes.sum() * share + 0.5)) - int(quotas.sum())
    order = np.lexsort((sizes, -np.round(exact - quotas, 9)))
    quotas[order[: max(missing, 0)]] += 1
    return quotas


def _deal(n_rows, quotas, rng):
    n_holdout, n_validation = quotas
    order = rng.permutation(n_rows)
    parts = np.zeros(n_rows, dtype="int8")
    parts[order[:n_holdout]] = HOLDOUT
    parts[order[n_holdout : n_holdout + n_validation]] = VALIDATION
    return parts


def _deal_units(units, quotas, rng):
    """Units of several rows first, then single rows fill what is left of each quota."""
    _, unit, sizes = np.unique(units, return_inverse=True, return_counts=True)
    several = sizes[unit] > 1
    parts = np.zeros(len(units), dtype="int8")
    multiple = np.flatnonzero(sizes > 1)
    if len(multiple):
        order = multiple[rng.permutation(len(multiple))]
        ends = np.cumsum(sizes[order])
        middle = (ends - sizes[order] / 2) / ends[-1] * len(units)
        unit_part = np.zeros(len(sizes), dtype="int8")
        unit_part[order] = np.where(middle <= quotas[0], HOLDOUT, np.where(middle <= quotas.sum(), VALIDATION, TRAIN))
        parts[several] = unit_part[unit[several]]
    placed = np.array([(parts[several] == HOLDOUT).sum(), (parts[several] == VALIDATION).sum()])
    parts[~several] = _deal(int((~several).sum()), np.maximum(quotas - placed, 0), rng)
    return parts


def by_time(stamps, holdout, validation, gap=None):
    """Cut at two stamps: train < validation < holdout; rows with equal stamps stay together.

    Parameters
    ----------
    stamps : Series of shape (n_rows,)
        Dates, durations or numbers.
    holdout, validation : float
        Shares of all rows; the cut is at the nearest change of stamp.
    gap : Timedelta or number, default=None
        Rows less than this long before a part begins are left out, as their labels are not known yet.

    Returns
    -------
    int8 array of shape (n_rows,)
        0 train, 1 validation, 2 holdout, 3 left out.

    Raises
    ------
    ValueError
        If there are too few different stamps, or the gap leaves nothing.
    """
    codes, values = pd.factorize(stamps, sort=True)
    before = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=len(values)))])
    starts_holdout = _start(before, len(values), holdout * len(codes), 2)
    ends_validation = _end(values, starts_holdout, gap)
    starts_validation = _start(before, ends_validation, validation * len(codes), 1)
    ends_train = _end(values, starts_validation, gap)
    if ends_train == 0:
        raise ValueError(f"gap={gap!s} leaves no rows for train. Lower gap, holdout or validation.")
    parts = np.full(len(codes), LEFT_OUT, dtype="int8")
    parts[codes < ends_train] = TRAIN
    parts[(codes >= starts_validation) & (codes < ends_validation)] = VALIDATION
    parts[codes >= starts_holdout] = HOLDOUT
    return parts


def _start(before, end, n_wanted, lowest):
    """Position of the stamp, at least `lowest`, from which on and up to `end` lie about as many rows as wanted."""
    if end <= lowest:
        raise ValueError(
            "time must leave different stamps for train, validation and holdout, found too few."
            " Use a finer time column, or lower gap, holdout or validation."
        )
    n_rows = before[end] - before[lowest:end]
    return lowest + int(np.argmin(np.abs(n_rows - n_wanted)))


def _end(values, start, gap):
    """Position of the first stamp that is too close to the one where the next part starts."""
    if gap is None:
        return start
    if not types.is_integer_dtype(values.dtype):
        return int(values.searchsorted(values[start] - gap, side="left"))
    latest = int(values[start]) - gap  # as Python numbers, since an unsigned difference would wrap
    return 0 if latest <= values[0] else int(values.searchsorted(latest, side="left"))


def last_rows(stamps, share):
    """Mask of about this share of the rows with the latest stamps; rows with equal stamps stay together."""
    codes, values = pd.factorize(stamps, sort=True)
    before = np.concatenate([[0], np.cumsum(np.bincount(codes))])
    return codes >= _start(before, len(values), share * len(codes), 1)


def by_group(codes, groups, rare, holdout, validation, rng, fewest=5):
    """Cut so that every group stays whole, with about the right share of rare and of all rows.

    Parameters
    ----------
    codes, groups : int arrays of shape (n_rows,)
        Class and group of each row, both counted from 0.
    rare : int
        Code of the rare class.
    holdout, validation : float
        Shares of all rows.
    rng : numpy.random.Generator
    fewest : int, default=5
        Rare rows the holdout needs.

    Returns
    -------
    int8 array of shape (n_rows,)
        0 train, 1 validation, 2 holdout.
    """
    counts = _count_classes(codes, groups, fewest=3)
    for_holdout, for_validation = rng.spawn(2)
    parts = np.zeros(len(counts), dtype="int8")
    parts[_choose(counts, counts.sum(axis=0) * holdout, rare, fewest, for_holdout)] = HOLDOUT
    rest = np.flatnonzero(parts == TRAIN)
    chosen = _choose(counts[rest], counts.sum(axis=0) * validation, rare, 1, for_validation)
    parts[rest[chosen]] = VALIDATION
    return parts[groups]


def some_groups(codes, groups, rare, share, rng):
    """Mask of the rows of whole groups that make up about this share; arguments as in `by_group`."""
    counts = _count_classes(codes, groups, fewest=2)
    return _choose(counts, counts.sum(axis=0) * share, rare, 1, rng)[groups]


def _count_classes(codes, groups, fewest):
    """Rows of each class in each group: int array of shape (n_groups, n_classes)."""
    n_groups, n_classes = int(groups.max()) + 1, int(codes.max()) + 1
    if n_groups < fewest:
        raise ValueError(
            f"group must have at least {fewest} groups, one a part, found {n_groups}. Name a finer column."
        )
    return np.bincount(groups * n_classes + codes, minlength=n_groups * n_classes).reshape(n_groups, n_classes)


def _choose(counts, wanted, rare, fewest, rng):
    """Mask of groups whose class counts come closest to what is wanted, best of seeded trials."""
    best, best_loss = np.zeros(len(counts), dtype=bool), np.inf
    trials = GROUP_TRIALS if len(counts) <= 20_000 else 4
    for _ in range(trials):
        chosen = _fill(counts, wanted, rare, rng.permutation(len(counts)))
        loss = _loss(counts, chosen, wanted, rare, fewest)
        if loss < best_loss:
            best, best_loss = chosen, loss
        if best_loss < CLOSE_ENOUGH:
            break
    return best


def _fill(counts, wanted, rare, order):
    """Groups with rare rows up to the rare rows wanted, then the others up to the rows wanted."""
    chosen = np.zeros(len(counts), dtype=bool)
    bearing = order[counts[order, rare] > 0]
    chosen[_up_to(bearing, counts[bearing, rare], wanted[rare])] = True
    others = order[counts[order, rare] == 0]
    n_left = wanted.sum() - counts[chosen].sum()
    chosen[_up_to(others, counts[others].sum(axis=1), n_left)] = True
    return chosen


def _up_to(members, sizes, wanted):
    return members[np.cumsum(sizes) - sizes / 2 <= wanted]


def _loss(counts, chosen, wanted, rare, fewest):
    """Distance from what is wanted, in shares; large where rare rows are missing on either side."""
    taken, total = counts[chosen].sum(axis=0), counts.sum(axis=0)
    loss = (np.abs(taken - wanted) / np.maximum(total, 1)).sum() + abs(taken.sum() - wanted.sum()) / total.sum()
    short = max(0, fewest - taken[rare]) / fewest + (taken[rare] == total[rare])
    return loss + 10 * short
