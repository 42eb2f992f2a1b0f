"""How many alerts can be handled in a part of a split, and how many there are a day."""

import numpy as np
from pandas.api import types


def check_capacity(costs, split):
    """Raise ValueError where reviews a day are limited and the parts carry no dates."""
    if costs is None or costs.capacity_per_day is None:
        return
    for name in ("validation", "holdout"):
        if days_of(getattr(split, name).time) is None:
            what = "none" if getattr(split, name).time is None else "stamps that are no dates"
            raise ValueError(
                f"capacity_per_day={costs.capacity_per_day:g} needs a split by time with dates, found {what} in the "
                f"{name} part. Split with time=<a date column>, or pass capacity=, the most alerts in the holdout."
            )


def allowed_alerts(costs, split, part):
    """Most alerts in a part of the split, or None without a limit.

    Parameters
    ----------
    costs : Costs or None
        `capacity` is a number a holdout and goes by rows; `capacity_per_day` is a mean over the days with rows.
    split : Split
    part : {"validation", "holdout"}

    Returns
    -------
    float or None
    """
    part = getattr(split, part)
    return alerts_within(costs, len(part), part.time, len(split.holdout))


def alerts_within(costs, n_rows, time, n_holdout):
    """Most alerts among so many rows with these stamps, or None without a limit; see `allowed_alerts`."""
    limits = []
    if costs is not None and costs.capacity is not None:
        limits.append(costs.capacity * n_rows / n_holdout)
    if costs is not None and costs.capacity_per_day is not None:
        limits.append(costs.capacity_per_day * len(np.unique(days_of(time))))
    return min(limits, default=None)


def alerts_a_day(part, flagged):
    """Mean and largest number of alerts a day, over the days with rows.

    Parameters
    ----------
    part : Part
    flagged : bool array of shape (n,)

    Returns
    -------
    dict or None
        mean, busiest (weighted alerts), days (their number); None where the part has no dates.
    """
    days = days_of(part.time)
    if days is None:
        return None
    weight = flagged if part.weight is None else part.weight.to_numpy(dtype=float) * flagged
    alerts = np.bincount(np.unique(days, return_inverse=True)[1], weights=weight)
    return {"mean": float(alerts.mean()), "busiest": float(alerts.max()), "days": len(alerts)}


def days_of(time):
    """Number of the day of each stamp, int array; None where the stamps are no dates or durations."""
    if time is None or types.is_numeric_dtype(time.dtype):
        return None
    if types.is_timedelta64_dtype(time.dtype):
        return time.dt.days.to_numpy(dtype=int)
    if not types.is_datetime64_any_dtype(time.dtype):
        return None
    return time.dt.year.to_numpy(dtype=int) * 366 + time.dt.day_of_year.to_numpy(dtype=int)
