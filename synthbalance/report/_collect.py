"""Everything a data card says, as one plain dict of numbers and words; the drawing is done elsewhere."""

import datetime

from synthbalance.metrics import METRICS
from synthbalance.report._collect_advice import advice_facts, check_advice
from synthbalance.report._collect_audit import audit_facts
from synthbalance.report._collect_calibration import calibration_facts
from synthbalance.report._collect_classes import class_facts
from synthbalance.report._collect_cost import cost_facts
from synthbalance.report._collect_data import data_facts, split_facts
from synthbalance.report._collect_decision import decision_facts
from synthbalance.report._collect_fairness import fairness_facts
from synthbalance.report._collect_provenance import identifier_facts, model_facts, versions
from synthbalance.report._curves import precision_band, precision_recall
from synthbalance.report._examined import examine
from synthbalance.report._limits import limits, looks_words, method
from synthbalance.report._plain import interval, number

SCHEMA_VERSION = 1
_DRAWN = 8


def collect(exp, run=None, *, audit=None, advice=None, protected=None):
    """What the card of an experiment says.

    Parameters
    ----------
    exp : Experiment
    run : Run, optional
        The one the card is about. Without it: what `advice` chose, where it did so in this experiment; else the run
        whose lower bound over doing nothing is highest, if that is above 0; else "none".
    audit : Audit or False, optional
        Of the synthetic rows of `run`; made here where not given, False leaves it out.
    advice : Advice, optional
    protected : column name, list of column names, Series, DataFrame or dict, optional
        Columns whose groups are told apart, as in `audit_synthetic`.

    Returns
    -------
    dict
        Of str, float, int, bool, None, lists and dicts; missing numbers are None. Its keys are those of
        ``card.schema.json``.

    Raises
    ------
    ValueError, TypeError
        If `run`, `audit` or `advice` belongs to another experiment, or `protected` cannot be grouped.

    Examples
    --------
    >>> collect(exp)["schema_version"]  # doctest: +SKIP
    1
    """
    check_advice(exp, advice)
    none = exp.none
    run = _chosen(exp, advice) if run is None else run
    if exp.runs.get(run.name) is not run:
        raise ValueError(f"run={run.name!r} needs to be one of this experiment's: {', '.join(map(repr, exp.runs))}.")
    examined = examine(run, audit, protected)
    facts = _about_runs(exp, run, none) | {
        "advice": advice_facts(exp, advice),
        "audit": audit_facts(examined),
        "fairness": fairness_facts(examined),
        "identifiers": identifier_facts(exp),
        "model": model_facts(exp),
        "versions": versions(),
        "code": run.to_code(),
    }
    return facts | {"method": method(exp, run, facts), "limits": limits(exp, run, facts)}


def _about_runs(exp, run, none):
    """What scoring showed: every run, and the chosen one beside doing nothing."""
    runs = [none, *(one for one in exp.runs.values() if one is not none)]
    return {
        "schema_version": SCHEMA_VERSION,
        "made": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "chosen": run.name,
        "sentence": exp.sentence(run),
        "primary": _metric(exp.primary),
        "looks": exp.looks,
        "looks_words": looks_words(exp),
        "data": data_facts(exp),
        "split": split_facts(exp.split),
        "runs": [_run_facts(exp, one, one is run) for one in runs],
        "scores": _score_rows(run, none),
        "classes": class_facts(exp, run),
        "curves": _curves(exp, run, runs),
        "calibration": calibration_facts(exp, run, none),
        "decision": decision_facts(exp, run, none),
        "cost": cost_facts(exp, run, none),
        "warnings": _warnings(runs),
    }


def _chosen(exp, advice):
    if advice is not None and advice.experiment is exp and advice.run is not None:
        return advice.run
    return _best(exp)


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


def _warnings(runs):
    """Sentences noted by the runs, each with the runs it was noted by."""
    noted = {}
    for run in runs:
        for sentence in run.warnings:
            noted.setdefault(sentence, []).append(run.name)
    return [{"text": sentence, "runs": names} for sentence, names in noted.items()]
