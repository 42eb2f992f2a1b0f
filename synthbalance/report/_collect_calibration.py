"""What the card says about the probabilities: a curve in bins, and figures beside those of doing nothing."""

from synthbalance.metrics import calibration_report
from synthbalance.report._curves import calibration_bins
from synthbalance.report._plain import interval

# measure: label, which way is better, what it means
_FIGURES = {
    "brier": ("Brier score", "lower", "mean squared distance of the probability from what happened; 0 is best"),
    "brier_skill": (
        "Brier skill",
        "higher",
        "share of the Brier score saved against giving every row the same base rate; 1 is best, below 0 is worse "
        "than that",
    ),
    "log_loss": ("Log loss", "lower", "mean of \u2212log of the probability given to what happened; 0 is best"),
    "calibration_error": (
        "Calibration error",
        "lower",
        "mean gap between predicted and observed share, in bins with the same number of rows; 0 is best",
    ),
    "calibration_intercept": (
        "Intercept",
        "closest to 0",
        "how far all probabilities are too low (above 0) or too high (below 0), in log odds; 0 is best",
    ),
    "calibration_slope": (
        "Slope",
        "closest to 1",
        "below 1 the probabilities are too extreme, above 1 too timid; 1 is best",
    ),
}


def calibration_facts(exp, run, none):
    """The curve of a run and of "none", and every figure of both.

    Parameters
    ----------
    exp : Experiment
    run, none : Runs

    Returns
    -------
    dict
        words: what was done to the probabilities; bins of the run, none: bins of "none"; figures: list of dicts with
        measure, label, words, better, run, none (each value, low, high).
    """
    rows = exp.rows_["holdout"]
    return {
        "words": run.calibration,
        "bins": calibration_bins(rows, run.holdout_probabilities),
        "none": calibration_bins(rows, none.holdout_probabilities),
        "figures": _figures(*(_report(exp, one) for one in (run, none))),
    }


def _report(exp, run):
    """The figures of `Experiment.calibration_table`, by name."""
    rows = exp.rows_["holdout"]
    return calibration_report(rows.y, run.holdout_probabilities, weight=rows.weight, seed=exp.random_state)


def _figures(of_run, of_none):
    return [
        {
            "measure": name, "label": label, "words": words, "better": better, "run": interval(of_run[name]),
            "none": interval(of_none[name]),
        } for name, (label, better, words) in _FIGURES.items()
    ]  # fmt: skip
