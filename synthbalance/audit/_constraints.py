"""Constraints: how many synthetic rows break a rule that real rows obey."""

from synthbalance.audit._figures import Figure, count, percent
from synthbalance.audit._intervals import share_interval
from synthbalance.table import mask_of

_LONGEST = 60


def check_constraints(constraints):
    """The user's constraints as a list.

    Raises
    ------
    TypeError
        If they are not a list of callables.
    """
    if constraints is None:
        return []
    if callable(constraints) or isinstance(constraints, str | dict) or not hasattr(constraints, "__iter__"):
        raise TypeError(
            f"constraints needs a list of callables DataFrame -> bool mask, got {type(constraints).__name__}. "
            "Put it into a list: constraints=[lambda df: df['a'] <= df['b']]."
        )
    constraints = list(constraints)
    for position, constraint in enumerate(constraints):
        if not callable(constraint):
            raise TypeError(
                f"constraints[{position}] needs a callable DataFrame -> bool mask, got {constraint!r}. "
                "Pass lambda df: df['a'] <= df['b'], say."
            )
    return constraints


def constraint_figures(constraints, own, new, holdout):
    """Share of rows that break each constraint.

    Parameters
    ----------
    constraints, own : lists of callables DataFrame -> bool mask
        The user's, and those the sampler had (which are left out where the user gave them too).
    new, holdout : DataFrames
        Synthetic rows, and real holdout rows of the rare class.

    Returns
    -------
    list of Figure
        Named "constraints[0]", ..., "sampler.constraints[0]", ...

    Raises
    ------
    ValueError
        If one raises, or returns anything but one bool for each row.
    """
    named = [(f"constraints[{k}]", constraint) for k, constraint in enumerate(constraints)]
    named += [
        (f"sampler.constraints[{k}]", constraint)
        for k, constraint in enumerate(own)
        if callable(constraint) and not any(constraint is given for given in constraints)
    ]
    return [_figure(name, constraint, new, holdout) for name, constraint in named]


def _figure(name, constraint, new, holdout):
    broken = int((~_mask(constraint, name, new)).sum())
    real = "no real holdout row of the class is there to compare with"
    if len(holdout):
        real = f"of real holdout rare rows, {percent((~_mask(constraint, name, holdout)).mean())} do"
    sentence = f"{_called(name, constraint)}: {broken:,} of {count(len(new), 'synthetic row')} break it; {real}."
    return Figure(name, broken / len(new), *share_interval(broken, len(new)), "lower", sentence)


def _called(name, constraint):
    """The constraint's own name beside its place in the list, where it has one."""
    own = getattr(constraint, "__name__", "")
    return f"{name} ({own[:_LONGEST]})" if own and own != "<lambda>" else name


def _mask(constraint, name, frame):
    try:
        answer = constraint(frame.copy())
    except Exception as error:
        raise ValueError(
            f"{name} needs to work on a table of {len(frame)} rows and columns {list(frame.columns)[:5]!r}, it raised "
            f"{type(error).__name__}: {error}. Call it on run.synthetic to see where."
        ) from error
    return mask_of(answer, len(frame), name)
