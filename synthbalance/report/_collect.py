"""Everything a data card says, as one plain dict of numbers and words; the drawing is done elsewhere."""

import datetime
import os
import platform
from importlib import metadata

from synthbalance.metrics import METRICS
from synthbalance.report._collect_classes import class_facts
from synthbalance.report._collect_data import data_facts, split_facts
from synthbalance.report._collect_decision import cost_facts, decision_facts
from synthbalance.report._curves import calibration_bins, precision_band, precision_recall
from synthbalance.report._limits import limits, method

_DRAWN = 8
_VERSIONS = ("synthbalance", "numpy", "pandas", "scipy", "scikit-learn", "imbalanced-learn", "lightgbm")


def collect(exp, run=None):
    """What the card of an experiment says.

    Parameters
    ----------
    exp : Experiment
    run : Run, optional
        The one the card is about. Without it: the run whose lower bound over doing nothing is highest, if
        that is above 0; else "none".

    Returns
    -------
    dict
        Of str, float, int, bool, None, lists and dicts; missing numbers are None.

    Raises
    ------
    ValueError
        If `run` belongs to another experiment.
    """
    none = exp.none
    run = _best(exp) if run is None else run
    if exp.runs.get(run.name) is not run:
        raise ValueError(f"run={run.name!r} needs to be one of this experiment's: {', '.join(map(repr, exp.runs))}.")
    runs = [none, *(one for one in exp.runs.values() if one is not none)]
    facts = {
        "made": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "chosen": run.name,
        "sentence": exp.sentence(run),
        "primary": _metric(exp.primary),
        "looks": exp.looks,
        "data": data_facts(exp.split),
        "split": split_facts(exp.split),
        "runs": [_run_facts(exp, one, one is run) for one in runs],
        "scores": _score_rows(run, none),
        "classes": class_facts(exp, run),
        "curves": _curves(exp, run, runs),
        "calibration": _calibration(exp, run, none),
        "decision": decision_facts(exp, run, none),
        "cost": cost_facts(exp, run, none),
        "model": _model_facts(exp),
        "warnings": _warnings(runs),
        "versions": _versions(),
        "code": run.to_code(),
    }
    return facts | {"method": method(exp, run), "limits": limits(exp, run, facts)}


def number(x):
    """A float, or None for what is not finite."""
    x = float(x)
    return x if x - x == 0 else None


def interval(score):
    """A Score as [value, low, high]."""
    return [number(score.value), number(score.low), number(score.high)]


def _best(exp):
    others = [run for run in exp.runs.values() if run.strategy != "none"]
    best = max(others, key=lambda run: exp.bounds(run).low, default=exp.none)
    return best if exp.bounds(best).low > 0 else exp.none


def _metric(name):
    metric = METRICS[name]
    return {"name": name, "label": metric.label, "unit": metric.unit, "better": metric.better, "words": metric.words}


def _run_facts(exp, run, is_chosen):
    is_none = run.strategy == "none"
    scores = {name: interval(score) for name, score in run.scores.items()}
    return {
        "name": run.name, "is_none": is_none, "is_chosen": is_chosen, "knobs": _knobs(run), "scores": scores,
        "score": scores[exp.primary], "delta": interval(exp.bounds(run)), "detectable": number(exp.detectable(run)),
        "seconds": number(run.seconds["total"]), "n_synthetic": int(run.n_synthetic), "n_train": int(run.n_train),
        "sentence": exp.sentence(run), "threshold": number(run.threshold),
    }  # fmt: skip


def _knobs(run):
    """What was done to the training part, in a few words."""
    if run.strategy == "none":
        return "rows as they are"
    shown = [f"{name} {value!r}" for name, value in run.params.items() if name != "weight"]
    shown = [text for text in shown if text not in run.name]
    made = f"{run.n_synthetic:,} new rows".replace(",", "\u202f") if run.n_synthetic else "no row made"
    return ", ".join([made, *(text if len(text) <= 60 else text[:59] + "…" for text in shown)])


def _score_rows(run, none):
    """One row a metric: the run's figure and that of "none", with what the figure means."""
    return [
        {**_metric(name), "run": interval(run.scores[name]), "none": interval(none.scores[name])}
        for name in METRICS
        if number(run.scores[name].value) is not None
    ]


def _curves(exp, run, runs):
    rows = exp.rows_["holdout"]
    drawn = [one for one in runs if one is run or one.strategy == "none"]
    drawn += [one for one in runs if one not in drawn][: _DRAWN - len(drawn)]
    base = float(rows.y.mean()) if rows.weight is None else float(rows.weight @ rows.y / rows.weight.sum())
    return {
        "base": base,
        "left_out": len(runs) - len(drawn),
        "lines": [
            {"name": one.name, "is_none": one.strategy == "none", "is_chosen": one is run,
             "score": number(one.scores["average_precision"].value),
             **precision_recall(rows, one.holdout_probabilities)}
            for one in drawn
        ],
        "band": precision_band(rows, run.holdout_probabilities, exp.random_state),
        "point": [number(run.scores["recall"].value), number(run.scores["precision"].value)],
    }  # fmt: skip


def _calibration(exp, run, none):
    rows = exp.rows_["holdout"]
    return {
        "words": run.calibration,
        "error": interval(run.scores["calibration_error"]),
        "brier": interval(run.scores["brier"]),
        "bins": calibration_bins(rows, run.holdout_probabilities),
        "none": None if run is none else calibration_bins(rows, none.holdout_probabilities),
    }


def _model_facts(exp):
    words = " ".join(repr(exp.model).split())
    return {
        "given": bool(exp.model_given), "name": type(exp.model).__name__,
        "words": words if len(words) <= 1200 else words[:1199] + "…", "seeds": exp.seeds,
        "random_state": exp.random_state,
    }  # fmt: skip


def _warnings(runs):
    """Sentences noted by the runs, each with the runs it was noted by."""
    noted = {}
    for run in runs:
        for sentence in run.warnings:
            noted.setdefault(sentence, []).append(run.name)
    return [{"text": sentence, "runs": names} for sentence, names in noted.items()]


def _versions():
    known = [("python", platform.python_version())] + [(name, metadata.version(name)) for name in _VERSIONS]
    return [*known, ("system", f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")]
