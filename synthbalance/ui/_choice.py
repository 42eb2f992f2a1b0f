"""What may be chosen in the panel: strategy, ratio, knobs, threshold and costs, checked one by one."""

from __future__ import annotations

import inspect
import math
import numbers
from collections.abc import Iterable, Mapping
from typing import Any

from synthbalance.metrics import Costs
from synthbalance.samplers import STRATEGIES
from synthbalance.ui._words import explain, short

_ROUNDING = 1e-9


class Refused(ValueError):
    """A value that the panel does not take; everything stays as it was.

    Attributes
    ----------
    parameter, way_out : str
    """

    def __init__(self, parameter: str, problem: str, way_out: str):
        super().__init__(f"{problem} {way_out}")
        self.parameter, self.way_out = parameter, way_out


def read_strategy(value: Any) -> str:
    """A key of STRATEGIES."""
    if isinstance(value, str) and value in STRATEGIES:
        return value
    keys = ", ".join(STRATEGIES)
    raise Refused("strategy", f"strategy needs one of {keys}, got {_shown(value)}.", "Take one of these keys.")


def read_ratio(value: Any, present: float) -> tuple[float, str]:
    """A ratio from the present one to 1, and a note where it had to be raised."""
    if not _is_number(value) or not 0 < value <= 1:
        need = "a number above 0, at most 1 (rare rows per other row)"
        raise Refused("ratio", f"ratio needs {need}, got {_shown(value)}.", "Try 0.05.")
    if value >= present * (1 - _ROUNDING):
        return max(float(value), present), ""
    note = f"ratio={value:.4g} is below the present {present:.4g} and was raised to it: no row is ever removed."
    return present, note


def knobs_of(key: str) -> tuple:
    """The knobs of a strategy; none for a key that is not there."""
    return tuple(getattr(STRATEGIES.get(key), "knobs", ()))


def knob_default(key: str, name: str) -> Any:
    """What the strategy's constructor takes where nothing is said."""
    default = inspect.signature(STRATEGIES[key].__init__).parameters[name].default
    return None if default is inspect.Parameter.empty else default


def default_knobs(key: str) -> dict[str, Any]:
    """Every knob of a strategy at its default."""
    return {knob.name: knob_default(key, knob.name) for knob in knobs_of(key)}


def read_knobs(key: str, values: Any) -> dict[str, Any]:
    """All knobs of a strategy: the values given, checked, and the defaults of the others."""
    if not isinstance(values, Mapping):
        problem = f"knobs needs a dict of names and values, got {_shown(values)}."
        raise Refused("knobs", problem, "Pass {} for the defaults.")
    known = {knob.name: knob for knob in knobs_of(key)}
    for name in values:
        if name not in known:
            has = f"has {', '.join(known)}" if known else "has none"
            raise Refused(short(name, 60), f"{_shown(name)} is no knob of {key!r}, which {has}.", "Take it out.")
    given = {name: _read_knob(known[name], knob_default(key, name), value) for name, value in values.items()}
    return default_knobs(key) | given


def read_threshold(value: Any) -> float | None:
    """A threshold set by hand; None is the one that validation rows chose."""
    if value is None:
        return None
    if not _is_number(value) or not 0 <= value <= 1 + 1e-6:
        problem = f"threshold needs a number from 0 to 1 or None, got {_shown(value)}."
        raise Refused("threshold", problem, "None takes the chosen one.")
    return float(value)


def read_costs(value: Any, parts: Iterable) -> dict[str, Any]:
    """Costs as a dict, checked against the rows of these parts."""
    if not isinstance(value, Mapping) or not set(value) <= {"missed", "review", "capacity"}:
        raise Refused(
            "costs",
            f"costs needs a dict with missed, review and capacity, got {_shown(value)}.",
            'Try {"missed": 500, "review": 10}.',
        )
    if isinstance(value.get("review"), str):
        problem = f"review needs one number in the panel, got {_shown(value['review'])}."
        raise Refused("costs", problem, "A column of review costs goes to sb.Experiment(costs=...).")
    try:
        costs = Costs(**value)
        for part in parts:
            costs.missed_of(part.X)
    except (ValueError, TypeError) as error:
        said = explain(error)
        raise Refused("costs", said["text"].removesuffix(said["way_out"]).strip(), said["way_out"]) from error
    return costs_dict(costs)


def costs_dict(costs: Costs | None, X: Any = None) -> dict[str, Any]:
    """Costs as they stand on the wire; the defaults where none were given.

    The panel's slider knows one price of an alert: where it differs by row, it is the mean over the rows of `X`, to
    cents; scores and intervals go by the rows all the same.
    """
    costs = costs or Costs()
    review: Any = costs.review
    if costs.admin is not None or not costs.one_price:
        review = round(float(costs.review_of(X).mean()), 2)
    return {"missed": costs.missed, "review": review, "capacity": costs.capacity}


def read_names(value: Any, known: Iterable[str], most: int) -> list[str]:
    """Those of the names that exist, each once, at most `most`."""
    known = set(known)
    names = [name for name in value if isinstance(name, str)] if isinstance(value, list | tuple) else []
    return [name for name in dict.fromkeys(names) if name in known][:most]


def _read_knob(knob: Any, default: Any, value: Any) -> Any:
    if value is None and default is None:
        return None
    if knob.choices is not None:
        if value in knob.choices:
            return value
        raise _bad_knob(knob, f"one of {', '.join(map(repr, knob.choices))}", value)
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        raise _bad_knob(knob, "True or False", value)
    whole = isinstance(default, numbers.Integral)
    if not _is_number(value) or (whole and value != int(value)):
        raise _bad_knob(knob, "a whole number" if whole else "a number", value)
    low, high = (math.inf * sign if bound is None else bound for sign, bound in ((-1, knob.low), (1, knob.high)))
    if not low <= value <= high:
        raise _bad_knob(knob, _bounds(knob), value)
    return int(value) if whole else float(value)


def _bad_knob(knob: Any, need: str, value: Any) -> Refused:
    return Refused(knob.name, f"{knob.name} needs {need}, got {_shown(value)}.", knob.way_out())


def _bounds(knob: Any) -> str:
    if knob.high is None:
        return f"at least {knob.low:g}"
    return f"at most {knob.high:g}" if knob.low is None else f"a number from {knob.low:g} to {knob.high:g}"


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)


def _shown(value: Any) -> str:
    return short(repr(value), 60)
