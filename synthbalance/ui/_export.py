"""What the step Export says of a run: the verdict before saving, the script, names of files."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from synthbalance.metrics import METRICS
from synthbalance.report import free_name
from synthbalance.ui._state import looked_at
from synthbalance.ui._words import count, explain, figure, short

FORMATS = {"dataset": ("parquet", "csv"), "card": ("html", "json"), "model": ("model",)}
CODE_BYTES = 20_000
_TITLES = {"dataset": "Dataset", "card": "Data card", "model": "Model"}
_TABLE_ENDING = re.compile(r"\.(csv|tsv|parquet|feather)$", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_RUN = 28, 36  # with a hyphen, a number and an ending at most 80 characters
_BEFORE = "Before you save it:"


def verdict(exp: Any, run: Any) -> str:
    """What to know before a run is saved, by the bounds that hold for all the looks."""
    looks = looked_at(exp.looks)
    if run.strategy == "none":
        return f"{_of_none(exp)} {looks}."
    bounds, simpler = exp.bounds(run), "needs no synthetic rows" if run.n_synthetic else "is simpler"
    ends = f"({figure(bounds.low)} to {figure(bounds.high)}) in {_metric(exp)}"
    if bounds.low > 0:
        words = f"better than None, by {figure(bounds.value)} {ends}."
    elif bounds.high < 0:
        words = f"worse than None, which {simpler}, by {figure(abs(bounds.value))} {ends}."
    else:
        words = f"not distinguishable from None, which {simpler}. Difference {figure(bounds.value)} {ends}."
    return f"{_BEFORE} {words} {looks}; the interval counts every look."


def code(run: Any, longest: int = CODE_BYTES) -> str:
    """The script of a run, as much of it as the wire takes; a comment where there is none."""
    try:
        text = run.to_code()
    except Exception as error:  # whatever it is, the step has to go on without a script
        return f"# No script could be written: {explain(error)['text']}\n"
    if _size(text) <= longest:
        return text
    note = f"# Too long to be shown in full. All of it: print(lab.experiment.runs[{run.name!r}].to_code())\n"
    lines, left = [note], longest - 2 * _size(note)
    for line in text.splitlines(keepends=True):
        left -= _size(line)
        if left < 0:
            break
        lines.append(line)
    return "".join([*lines, note])


def stem(title: str, run_name: str) -> str:
    """What files of a run are called, without ending: ascii letters, digits and hyphens.

    It always holds a hyphen, so that it is no name of a device either.

    Examples
    --------
    >>> stem("payments.parquet", "SMOTE 5 %")
    'payments-smote-5'
    """
    data = _slug(_TABLE_ENDING.sub("", title), _LONGEST_TITLE) or "data"
    return f"{data}-{_slug(run_name, _LONGEST_RUN) or 'run'}"


def items(run: Any, title: str, threshold: float | None, audited: bool, waits: bool) -> list[dict[str, Any]]:
    """The entries of `export["items"]`.

    Parameters
    ----------
    run : Run
    title : str
        Of the data.
    threshold : float or None
        Set by hand, to be exported.
    audited : bool
        Whether the card needs no audit any more.
    waits : bool
        Whether a card was asked for and has to wait.
    """
    texts = {"dataset": of_dataset(run), "card": _of_card(audited, waits), "model": of_model(run, threshold)}
    return [_item(what, stem(title, run.name), text) for what, text in texts.items()]


def of_dataset(run: Any) -> str:
    """How many rows there are, and how many of them are new."""
    new = f"{count(run.n_synthetic)} marked is_synthetic" if run.n_synthetic else "none of them synthetic"
    return f"{count(run.n_train)} train rows, {new}."


def of_model(run: Any, threshold: float | None) -> str:
    """What the model's file holds, and where its threshold is from."""
    kind = "not calibrated" if run._experiment.calibration == "none" else "calibrated"
    if threshold is not None:
        chosen = "chosen by hand with the holdout in view: optimistic"
        return f"{kind}, with the columns it expects; threshold {threshold:.3g} {chosen}."
    by_amount = run.costs is not None and isinstance(run.costs.missed, str)
    decides = f" It decides row by row with {short(run.costs.missed, 60)}." if by_amount else ""
    return f"{kind}, with its threshold {run.threshold:.3g} and the columns it expects.{decides}"


def _of_none(exp: Any) -> str:
    others = [run for run in exp.runs.values() if run.strategy != "none"]
    best = max(others, key=lambda run: exp.bounds(run).low, default=None)
    if best is None or not exp.bounds(best).low > 0:
        return "None: nothing beats it so far."
    return f"{_BEFORE} {best.name} is better than None on this holdout."


def _of_card(audited: bool, waits: bool) -> str:
    text = "one file: split, runs, intervals, quality, limits. Opens without a network."
    if waits:
        return f"{text} It is written when the run under way has ended."
    return text if audited else f"{text} The new rows are audited first, which takes seconds."


def _item(what: str, name: str, text: str) -> dict[str, Any]:
    formats = list(FORMATS[what])
    wanted = f"{name}.{formats[0]}"
    path = free_name(Path(wanted)).name
    there = "" if path == wanted else f" Never overwrites: {wanted} is there already."
    return {"what": what, "title": _TITLES[what], "path": path, "text": text + there, "formats": formats}


def _metric(exp: Any) -> str:
    label = METRICS[exp.primary].label
    return label if label[1:2].isupper() or label[1:2].isdigit() else label[0].lower() + label[1:]


def _slug(text: str, longest: int) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def _size(text: str) -> int:
    return len(json.dumps(text))
