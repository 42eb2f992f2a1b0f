"""What the card says about advice: the reason, every candidate, and what choosing itself is worth."""

from synthbalance.advice import Advice
from synthbalance.metrics import METRICS
from synthbalance.report._plain import interval, number, visible

_MOST = 60


def check_advice(exp, advice):
    """Raise where `advice` is none, or was given on another holdout than the experiment's."""
    if advice is None:
        return
    if not isinstance(advice, Advice):
        raise TypeError(f"advice needs an Advice, got {type(advice).__name__}. Pass what AutoBalance(...).fit gave.")
    other = advice.experiment
    if other is not None and other.split.fingerprint != exp.split.fingerprint:
        raise ValueError(
            f"advice was given on the holdout {other.split.fingerprint}, this experiment has {exp.split.fingerprint}. "
            "Fit AutoBalance on the same split."
        )


def advice_facts(exp, advice):
    """The advice as plain values; None without one.

    Returns
    -------
    dict or None
        choice, reason, primary (name, label, unit, better), candidates (list), left_out, nested (gain, folds) or
        None, looks, seconds, complete, seed, same_experiment, warnings.
    """
    if advice is None:
        return None
    table = advice.table
    chosen = [str(name) for name, row in zip(table.index, table.to_dict("records"), strict=True) if _is_chosen(row)]
    return {
        "choice": visible(chosen[0] if chosen else "none"),
        "reason": visible(advice.reason),
        "primary": _primary(exp, advice),
        "candidates": [_candidate(name, row) for name, row in zip(table.index, table.to_dict("records"), strict=True)][
            :_MOST
        ],
        "left_out": max(len(table) - _MOST, 0),
        "nested": _nested(advice.nested),
        "looks": int(advice.looks),
        "seconds": number(advice.seconds),
        "complete": bool(advice.complete),
        "seed": int(advice.random_state),
        "same_experiment": advice.experiment is exp,
        "warnings": [visible(sentence) for sentence in advice.warnings],
    }


def _primary(exp, advice):
    name = exp.primary if advice.experiment is None else advice.experiment.primary
    metric = METRICS[name]
    return {"name": name, "label": metric.label, "unit": metric.unit, "better": metric.better}


def _is_chosen(row):
    return row["outcome"] == "chosen"


def _candidate(name, row):
    return {
        "name": visible(name), "is_none": row["strategy"] == "none", "is_chosen": _is_chosen(row),
        **{key: number(row[key]) for key in ("value", "gain", "gain_low", "seconds")},
        "folds": int(row["folds"]), "tested": int(row["tested"]), "outcome": visible(row["outcome"]),
    }  # fmt: skip


def _nested(nested):
    if nested is None:
        return None
    folds = [
        {"choice": visible(row["choice"]), **{key: number(row[key]) for key in ("value", "none", "gain")}}
        for row in nested.table.to_dict("records")
    ]
    return {"gain": interval(nested.gain), "folds": folds}
