"""FILE as a table and its split: read, columns and values found by their text, cut before anything else."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

import synthbalance as sb
from synthbalance.cli import _given

_READING = ("encoding", "decimal", "thousands", "rows")
_ROLES = ("time", "group", "weight")
_SPLITTING = ("holdout", "validation", "duplicates")


@dataclass(frozen=True)
class Opened:
    """What a command works on.

    Attributes
    ----------
    file : str
        As it was named.
    data : pandas.DataFrame
    split : Split
    """

    file: str
    data: Any
    split: Any


def open_file(arguments, **settings):
    """Read FILE and split it as the arguments say; `settings` go to `split_holdout` before them."""
    data = _read(arguments)
    return Opened(arguments.file, data, _split(arguments, data, settings))


def refuse_standard_input(name, option):
    """Raise ValueError for "-", which other programs take for standard input or output."""
    if name == "-":
        raise ValueError(
            f"{option} needs the name of a file, got '-': tables are not passed through pipes here, as the name says "
            f"what they are and a result is written whole or not at all. Save to a file first."
        )


def _read(arguments):
    refuse_standard_input(arguments.file, "FILE")
    options = {name: getattr(arguments, name) for name in _READING}
    options["separator"] = _given.mark(arguments.separator)
    options["dates"] = False if arguments.dates == "no" else arguments.dates
    stated = {name: value for name, value in options.items() if value is not None}
    stated |= {"float32": True} if arguments.float32 else {}
    columns = _given.names(arguments.columns)
    if columns is not None:
        named = [arguments.target, *(getattr(arguments, role) for role in _ROLES), *_cost_columns(arguments)]
        stated["columns"] = list(dict.fromkeys([*columns, *(name for name in named if name is not None)]))
    return sb.read_table(arguments.file, **stated)


def _cost_columns(arguments):
    costs = _given.costs(getattr(arguments, "costs", None)) or {}
    return [value for value in costs.values() if isinstance(value, str)]


def _split(arguments, data, settings):
    find = {role: _given.column(getattr(arguments, role), data.columns) for role in ("target", *_ROLES)}
    settings = {**settings, **{role: name for role, name in find.items() if name is not None}}
    stated = {name: getattr(arguments, name) for name in _SPLITTING}
    settings |= {name: value for name, value in stated.items() if value is not None}
    if arguments.drop:
        settings["drop"] = [_given.column(name, data.columns) for name in _given.names(arguments.drop)]
    if arguments.gap is not None:
        settings["gap"] = _given.number_or_text(arguments.gap)
    if arguments.positive is not None:
        settings["positive"] = _positive(arguments.positive, data, find["target"])
    return sb.split_holdout(data, random_state=arguments.seed, **settings)


def _positive(text, data, target):
    if target not in data.columns:
        return text
    values = pd.unique(data[target].dropna())
    return _given.value_of(text, [one.item() if hasattr(one, "item") else one for one in values])
