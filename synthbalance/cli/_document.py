"""The JSON document of a command: stable keys, plain values, null for what is not known or not finite."""

import datetime
import json
import math
import sys
from numbers import Integral, Real

import synthbalance as sb


def head(command, opened, arguments, notes):
    """The keys that every document begins with."""
    split = opened.split
    parts = {name: getattr(split, name) for name in ("train", "validation", "holdout")}
    rare = split.positive if split.multiclass else 1
    return {
        "command": command, "synthbalance": sb.__version__, "file": opened.file, "target": split.target,
        "positive": split.positive, "seed": arguments.seed, "split": split.how, "fingerprint": split.fingerprint,
        "content_hash": split.content_hash, "rows": {name: len(part) for name, part in parts.items()},
        "rare": {name: int((part.y == rare).sum()) for name, part in parts.items()},
        "left_out": dict(split.left_out), "warnings": notes,
    }  # fmt: skip


def of_runs(exp):
    """One dict a run: the row of `Experiment.compare`, and what else there is to know of it."""
    compared = exp.compare()
    return [{"name": name, **row.to_dict(), **_details(exp, exp.runs[name])} for name, row in compared.iterrows()]


def of_table(table, index):
    """The rows of a DataFrame as dicts, its index under the key `index`."""
    return [{index: name, **row.to_dict()} for name, row in table.iterrows()]


def text(document):
    """The document as text."""
    return json.dumps(plain(document), indent=2, allow_nan=False) + "\n"


def write(document):
    """The document on stdout."""
    sys.stdout.write(text(document))


def plain(value):
    """Only what JSON knows; other objects as their text."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime.date):
        return value.isoformat()
    return bool(value) if type(value).__name__ in ("bool", "bool_") else str(value)


def _details(exp, run):
    return {
        "sentence": exp.sentence(run), "detectable": exp.detectable(run), "params": dict(run.params),
        "ratio": run.ratio, "synthetic": run.n_synthetic, "threshold": run.threshold,
        "threshold_rule": run.threshold_rule, "confusion": dict(run.confusion), "calibration": run.calibration,
        "scores": {name: [score.value, score.low, score.high] for name, score in run.scores.items()},
        "stages": dict(run.seconds),
    }  # fmt: skip
