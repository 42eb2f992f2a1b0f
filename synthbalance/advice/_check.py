"""The public door of AutoBalance: its own parameters, checked before anything is trained."""

import math
import numbers

from synthbalance.experiment._check import check_parameters, check_rules
from synthbalance.experiment._measure import rows_of
from synthbalance.split import Split


def check(auto, split):
    """Raise TypeError or ValueError where a parameter is none that AutoBalance can work with."""
    if isinstance(split, Split) and split.multiclass:
        raise ValueError(
            "AutoBalance needs two classes, the split keeps several. Split again with positive=<the rare class>."
        )
    seed = 0 if auto.random_state is None else auto.random_state
    check_parameters(split, auto.primary, auto.costs, auto.seeds, seed, auto.calibration, auto.model)
    if auto.calibration == "formula" and auto.candidates is None:
        raise ValueError(
            'calibration="formula" is not valid for new rows, which most candidates make. '
            'Use calibration="auto", or name candidates=[...] that only weigh or repeat rows.'
        )
    threshold = auto.threshold_rule
    check_rules(auto.calibration, threshold, rows_of(split.validation, auto.costs))
    _check_seconds(auto.seconds)
    if auto.n_jobs is not None and (not isinstance(auto.n_jobs, numbers.Integral) or auto.n_jobs < 1):
        raise ValueError(f"n_jobs needs a whole number of at least 1, or None for all cores, got {auto.n_jobs!r}.")


def _check_seconds(seconds):
    if seconds is None:
        return
    is_number = isinstance(seconds, numbers.Real) and not isinstance(seconds, bool)
    if not is_number or not math.isfinite(seconds) or seconds <= 0:
        raise ValueError(f"seconds needs a number above 0, or None for no limit, got {seconds!r}. 60 will often do.")
