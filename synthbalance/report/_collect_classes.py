"""What the card says about each class where a split keeps several."""

import numpy as np

from synthbalance.report._collect_data import name_of

_MOST = 60


def class_facts(exp, run):
    """A row a class and one for their mean, as plain values; None for two classes.

    Parameters
    ----------
    exp : Experiment
    run : Run

    Returns
    -------
    dict or None
        words: which class is the rare one; rows: list of dicts with name, is_rare, rows, score, delta (value, low,
        high), recall, precision, brier; left_out: classes not shown.
    """
    if exp.several_ is None:
        return None
    scores, differences = run.per_class, exp.compare_classes(run)
    rows = [_row(scores.iloc[i], differences.iloc[i], scores.index[i]) for i in range(len(scores))]
    rows[exp.several_.rare]["is_rare"] = True
    shown = rows if len(rows) <= _MOST else [*rows[: _MOST - 1], rows[-1]]
    return {"words": exp.several_.words, "rows": shown, "left_out": len(rows) - len(shown)}


def _row(scores, difference, name):
    return {
        "name": name_of(name), "is_rare": False, "rows": int(scores["rows"]),
        "score": _finite(scores, "average_precision", "low", "high"),
        "delta": _finite(difference, "delta", "delta_low", "delta_high"),
        **{column: _finite(scores, column)[0] for column in ("recall", "precision", "brier")},
    }  # fmt: skip


def _finite(row, *columns):
    return [float(row[column]) if np.isfinite(row[column]) else None for column in columns]
