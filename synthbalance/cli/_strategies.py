"""Strategies as the command line names them: a key, one ratio, knobs for those that have them."""

import inspect

import synthbalance as sb
from synthbalance.cli import _given
from synthbalance.experiment import build_strategy

_MOST_BALANCED = 0.5
_OURS = ("sampling_strategy", "random_state")
_SUGGESTED = ("class_weight", "random", "smote")


def suggested(y=None):
    """The few to try where none is named; above a ratio of 0.5 only weights remain."""
    if y is None:
        return _SUGGESTED
    rare = int((y == 1).sum())
    return _SUGGESTED[:1] if rare > _MOST_BALANCED * (len(y) - rare) else _SUGGESTED


def build(keys, split, arguments):
    """A dict key -> "none" or a strategy object, in the order given, each once; raises as `check`."""
    knobs = check(keys, arguments)
    return {key: _build(key, split.train.y, arguments, knobs) for key in dict.fromkeys(keys)}


def check(keys, arguments):
    """The knobs as a dict, before anything is read.

    Raises
    ------
    ValueError
        If a key or a knob is unknown, with those that are close.
    """
    knobs = _given.pairs(arguments.knob, "--knob")
    for key in keys:
        if key not in sb.STRATEGIES:
            known = ", ".join(sb.STRATEGIES)
            raise ValueError(f"--strategy needs one of {known}, got {key!r}. {_given.did_you_mean(key, sb.STRATEGIES)}")
    _check_knobs(knobs, list(dict.fromkeys(keys)))
    return knobs


def _build(key, y, arguments, knobs):
    own = {name: value for name, value in knobs.items() if name in _parameters(key)}
    cls = sb.STRATEGIES[key]
    if cls is not None and not cls.makes_rows and {"weight", "ratio"} & set(own):
        return cls(**own)
    return build_strategy(key, y, arguments.ratio, arguments.seed, **own)


def _check_knobs(knobs, keys):
    known = list(dict.fromkeys(name for key in keys for name in _parameters(key)))
    for name in knobs:
        if name not in known:
            has = f"which has {', '.join(known)}" if known else "which has none"
            hint = _given.did_you_mean(name, known, "Take one of these." if known else "Leave it out.")
            raise ValueError(f"--knob {name!r} is no parameter of {' or '.join(keys)}, {has}. {hint}")


def _parameters(key):
    cls = sb.STRATEGIES[key]
    names = [] if cls is None else inspect.signature(cls.__init__).parameters
    return [name for name in names if name != "self" and name not in _OURS]
