"""The public door of `Experiment`: every parameter is checked before anything is trained."""

import numpy as np

from synthbalance._errors import DataWarning
from synthbalance._warned import silent
from synthbalance.experiment._capacity import check_capacity
from synthbalance.experiment._measure import CALIBRATIONS, pick_threshold
from synthbalance.metrics import METRICS, Costs, Recalibrator
from synthbalance.split import Split


def check_parameters(split, primary, costs, seeds, random_state, calibration, model):
    """Raise TypeError or ValueError where a parameter is none that `Experiment` can work with."""
    if not isinstance(split, Split):
        raise TypeError(
            f"split needs a Split, got {type(split).__name__}. Make one with sb.split_holdout(data, target=...)."
        )
    if primary not in METRICS:
        raise ValueError(f"primary needs one of {', '.join(METRICS)}, got {primary!r}.")
    if costs is not None and not isinstance(costs, Costs):
        raise TypeError(f"costs needs sb.Costs(missed=..., review=...), got {costs!r}.")
    check_capacity(costs, split)
    if primary == "cost" and costs is None:
        raise ValueError('primary="cost" needs costs. Pass costs=sb.Costs(missed=500, review=10).')
    if not isinstance(seeds, (int, np.integer)) or seeds < 1:
        raise ValueError(f"seeds needs a whole number of at least 1, got {seeds!r}. 3 shows the noise between seeds.")
    if calibration not in CALIBRATIONS:
        raise ValueError(f"calibration needs one of {', '.join(map(repr, CALIBRATIONS))}, got {calibration!r}.")
    if not isinstance(random_state, (int, np.integer)) or random_state < 0:
        raise ValueError(f"random_state needs a whole number of 0 or more, got {random_state!r}. 0 will do.")
    if model is not None:
        _check_model(model)


def check_rules(calibration, threshold, rows):
    """Raise ValueError where the validation rows cannot serve the rule for calibration or threshold."""
    even = np.full(len(rows.y), 0.5)
    if calibration == "isotonic":
        Recalibrator(calibration).fit(rows.y, even, rows.weight)
    with silent(DataWarning):
        pick_threshold(threshold, rows, even)


def _check_model(model):
    scores = hasattr(model, "predict_proba") or hasattr(model, "decision_function")
    if isinstance(model, type) or not hasattr(model, "fit") or not hasattr(model, "get_params") or not scores:
        raise TypeError(
            f"model needs a scikit-learn classifier with predict_proba or decision_function, got {model!r}. "
            f"Pass an instance, such as sb.default_model()."
        )
