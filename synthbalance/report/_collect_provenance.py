"""What the card says about where figures come from: model, seeds, versions; and names that look like identifiers."""

import os
import platform
from importlib import metadata, util

from synthbalance.report._collect_data import columns_of, name_of
from synthbalance.report._identifiers import identifier_columns

_PACKAGES = ("synthbalance", "numpy", "pandas", "scipy", "scikit-learn", "imbalanced-learn", "lightgbm", "fairlearn")
_LONGEST, _MOST = 1200, 200
HINT = (
    "A hint from the names alone, read against the 18 kinds of identifiers of the HIPAA Safe Harbor list (45 CFR "
    "164.514(b)(2)); no value was looked at."
)


def model_facts(exp):
    """The model and its seeds."""
    words = " ".join(repr(exp.model).split())
    return {
        "given": bool(exp.model_given), "name": type(exp.model).__name__,
        "words": words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…", "seeds": exp.seeds,
        "random_state": exp.random_state,
    }  # fmt: skip


def versions():
    """Pairs of a name and its version: Python, the packages that made the figures, the machine."""
    packages = [*_PACKAGES, *(["torch"] if util.find_spec("torch") else [])]
    known = [("python", platform.python_version())] + [(name, metadata.version(name)) for name in packages]
    return [*known, ("system", f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")]


def identifier_facts(exp):
    """Columns whose names look like identifiers, features and those with a role alike.

    Returns
    -------
    dict
        words, columns: list of dicts with column, kind, use ("feature", "target", "time", "group", "weight", "left
        out"); left_out: how many more there are.
    """
    split = exp.split
    uses = dict.fromkeys((column.name for column, _ in columns_of(exp)), "feature") | {split.target: "target"}
    params = split.params
    uses |= {params[role]: role for role in ("time", "group", "weight") if params.get(role) is not None}
    uses |= dict.fromkeys(params.get("drop") or [], "left out")
    found = [{"column": name_of(name), "kind": kind, "use": uses[name]} for name, kind in identifier_columns(uses)]
    return {"words": HINT, "columns": found[:_MOST], "left_out": max(len(found) - _MOST, 0)}
