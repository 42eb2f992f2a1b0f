"""From what `BalanceLab` is given to an engine."""

from __future__ import annotations

from typing import Any

from synthbalance._errors import DataWarning
from synthbalance._warned import silent
from synthbalance.experiment import Experiment
from synthbalance.metrics import Costs
from synthbalance.split import split_holdout
from synthbalance.table import check_table
from synthbalance.ui._engine import Engine


def open_engine(
    data: Any, target: Any, split: Any, experiment: Any, costs: Any, random_state: int, options: dict[str, Any]
) -> Engine | None:
    """The engine for what `BalanceLab` was given; None without data.

    Raises
    ------
    ValueError, TypeError
        If it was given twice, or cannot be split or scored.
    """
    given = [
        name for name, value in (("data", data), ("split", split), ("experiment", experiment)) if value is not None
    ]
    if len(given) > 1:
        raise ValueError(
            f"BalanceLab needs one of data, split and experiment, got {' and '.join(given)}. Leave one out."
        )
    if data is None and (options or target is not None):
        name = "target" if target is not None else next(iter(options))
        raise ValueError(f"{name} says how to split a table, and none was given. Pass data as well.")
    if experiment is not None:
        if costs is not None:
            raise ValueError("costs are the experiment's here. Make it with sb.Experiment(split, costs=...).")
        return Engine(experiment)
    costs = Costs(**costs) if isinstance(costs, dict) else costs
    if split is not None:
        return Engine(Experiment(split, costs=costs, random_state=random_state))
    if data is None:
        return None
    frame = check_table(data)
    options = {"target": _target(frame, target), "random_state": random_state, **options}
    with silent(DataWarning):  # the step Data says them, with a button for each
        split = split_holdout(data, **options)
    return Engine(Experiment(split, costs=costs, random_state=random_state), frame, options)


def _target(frame: Any, target: Any) -> Any:
    if target is not None:
        return target
    two = [name for name in frame.columns[:200] if frame[name].nunique(dropna=False) == 2]
    hint = f"Columns with two values: {', '.join(map(repr, two[:8]))}." if two else "No column has two values."
    example = two[0] if two else "name of the column"
    raise ValueError(
        f"target=None needs the name of the column to predict. {hint} Use BalanceLab(data, target={example!r})."
    )
