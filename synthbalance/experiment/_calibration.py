"""Whether the probabilities of a run can be trusted, beside those of "none"."""

from math import isnan

import numpy as np
import pandas as pd

from synthbalance.metrics import calibration_report

_MEASURES = {
    "brier": ("lower", "Brier score, the mean squared difference between probability and outcome"),
    "brier_skill": ("higher", "share of the Brier score of the base rate that is saved"),
    "log_loss": ("lower", "log loss, in nats a row"),
    "calibration_error": ("lower", "mean gap between predicted and observed share, in bins"),
    "calibration_intercept": ("closest to 0", "logits by which the probabilities are too low on the whole"),
    "calibration_slope": ("closest to 1", "slope of the outcomes on logit p; below 1 they are too extreme"),
}


def calibration_table(exp, run):
    """Figures of calibration on the holdout for a run and for "none".

    Parameters
    ----------
    exp : Experiment
    run : Run

    Returns
    -------
    DataFrame
        Columns run, measure, value, low, high (95 % interval), better ("lower", "higher", "closest to 0", "closest to
        1"), sentence; measures as `calibration_report`. The rows of "none" stand last, once.
    """
    rows = exp.rows_["holdout"]
    table = []
    for one in dict.fromkeys((run, exp.none)):
        p = one.holdout_probabilities
        scores = calibration_report(rows.y, p, weight=rows.weight, seed=exp.random_state)
        for name, (better, words) in _MEASURES.items():
            score = scores[name]
            sentence = _sentence(one.name, score, words, p)
            table.append((one.name, name, score.value, score.low, score.high, better, sentence))
    return pd.DataFrame(table, columns=["run", "measure", "value", "low", "high", "better", "sentence"])


def _sentence(name, score, words, p):
    if isnan(score.value):
        why = "all probabilities are equal" if np.ptp(p) == 0 else "the probabilities tell the classes fully apart"
        return f"{name}: no slope, as {why}."
    return f"{name}: {score!r} {words}."
