"""What the card says about the data and its split."""

import numpy as np
import pandas as pd

from synthbalance.report._plain import visible
from synthbalance.table import Schema

_PARTS = ("train", "validation", "holdout")
_MOST_COLUMNS = 200
_LONGEST = 200
HOW = {
    "stratified": "At random, with the share of the rare class kept in each part.",
    "by time": "By time: train comes before validation, validation before holdout.",
    "by group": "By group: all rows of one group are in one part.",
    "given": "The holdout was brought by the user, nothing was moved.",
}


def data_facts(exp):
    """Rows, classes, columns and source, as plain values."""
    split = exp.split
    parts = [getattr(split, name) for name in _PARTS]
    n_used, n_rare = sum(map(len, parts)), sum(_n_rare(part) for part in parts)
    columns = columns_of(exp)
    return {
        "rows": int(split.n_rows),
        "used": n_used,
        "rare": n_rare,
        "target": name_of(split.target),
        "positive": name_of(split.positive),
        "roles": _roles(split.params),
        "source": [{"name": one.name, "call": one.call, "rows": one.n_rows, "hash": one.hash} for one in split.inputs],
        "simulated": any("load_transactions" in (one.call or "") for one in split.inputs),
        "hash": split.content_hash,
        "columns": [_column(*one) for one in columns[:_MOST_COLUMNS]],
        "n_columns": len(columns),
        "kinds": _kinds([column for column, _ in columns]),
    }


def columns_of(exp):
    """Each column of X and the share of its cells that are missing; an experiment whose rows are elsewhere tells them.

    Parameters
    ----------
    exp : Experiment

    Returns
    -------
    list of (Column, float)
    """
    if hasattr(exp, "columns_"):
        return exp.columns_()
    parts = [getattr(exp.split, name) for name in _PARTS]
    n_rows = max(sum(map(len, parts)), 1)
    columns = Schema.from_frame(exp.split.train.X).columns
    return [(column, sum(int(part.X[column.name].isna().sum()) for part in parts) / n_rows) for column in columns]


def split_facts(split):
    """Parts, how they were cut, fingerprint and warnings, as plain values."""
    copied = int(np.asarray(split.copied).sum())
    return {
        "how": split.how,
        "words": HOW[split.how],
        "fingerprint": split.fingerprint,
        "parts": [_part(name, getattr(split, name)) for name in _PARTS],
        "left_out": [{"why": why, "rows": n} for why, n in split.left_out.items()],
        "warnings": list(split.warnings),
        "copied": copied,
        "seed": split.params.get("random_state"),
        "weighted": split.holdout.weight is not None,
    }


def name_of(value):
    """A column name or class as it is; signs that cannot be seen are spelled out, and a flood is cut."""
    text = visible(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _part(name, part):
    time = part.time
    return {
        "name": name, "rows": len(part), "rare": _n_rare(part),
        "start": None if time is None else _stamp(time.min()), "end": None if time is None else _stamp(time.max()),
    }  # fmt: skip


def _n_rare(part):
    return int((part.y == 1).sum())


def _column(column, missing):
    return {
        "name": name_of(column.name), "kind": column.kind, "dtype": name_of(column.dtype), "missing": float(missing),
    }  # fmt: skip


def _kinds(columns):
    """How many columns of each kind, most first."""
    counts = pd.Series([column.kind for column in columns]).value_counts()
    return [{"kind": kind, "columns": int(n)} for kind, n in counts.items()]


def _roles(params):
    """Columns that are no feature, by what they serve for."""
    roles = [(role, [params[role]]) for role in ("time", "group", "weight") if params.get(role) is not None]
    roles += [("left out", list(params["drop"]))] if params.get("drop") else []
    return [{"role": role, "columns": [name_of(name) for name in names]} for role, names in roles]


def _stamp(value):
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M")
    return name_of(f"{value:g}" if isinstance(value, float | np.floating) else value)
