"""How many rows of each scenario a fitted model catches."""

import numbers

import numpy as np
import pandas as pd
from scipy.special import ndtri

_Z = float(ndtri(0.975))


def caught_table(played, real, model, threshold, label, rarest):
    """The rows of each scenario, and the real rows of the class, as far as a model catches them.

    Parameters
    ----------
    played : iterable of (name, NewRows)
        Whose `parents` tell the `position` in the burst.
    real : DataFrame of shape (n_real, n_columns)
        The real rows of the class.
    model : fitted classifier
    threshold : float
    label, rarest : class asked for, and the rarest one

    Returns
    -------
    DataFrame, a row a scenario, and the real rows last
    """
    rows = {}
    for name, made in played:
        scores = scores_of(model, made.to_frame(real.columns), label, rarest)
        rows[name] = caught_row(scores, threshold, made.parents["position"].to_numpy())
    rows[f"real rows of class {label!r} (fitted on)"] = caught_row(scores_of(model, real, label, rarest), threshold)
    return table_of(rows)


def check_asked(model, n):
    """Raise TypeError or ValueError where the model has no probabilities, or `n` is no count."""
    if not hasattr(model, "predict_proba"):
        raise TypeError(
            f"model needs a predict_proba, {type(model).__name__} has none. "
            f"Pass a fitted classifier or a Run, and wrap scores in sklearn.calibration.CalibratedClassifierCV."
        )
    if not isinstance(n, (int, np.integer)) or isinstance(n, bool) or n < 1:
        raise ValueError(f"n needs a whole number of rows, at least 1, got {n!r}. Ask for n=1000, say.")


def scores_of(model, frame, label, rarest):
    """Probability of class `label` that a model gives each row: float array of shape (n_rows,).

    Raises
    ------
    ValueError
        If the model does not know the class, or answers with something else than probabilities.
    """
    found = np.asarray(model.predict_proba(frame))
    if found.ndim == 2:
        found = found[:, _column_of(model, found.shape[1], label, rarest)]
    found = found.astype(float) if found.dtype.kind in "fiub" else np.empty(0)
    if found.shape != (len(frame),) or not ((found >= 0) & (found <= 1)).all():
        raise ValueError(
            f"model needs a predict_proba that gives one probability from 0 to 1 for each of {len(frame)} rows, "
            f"got shape {found.shape}. Wrap a model of scores in sklearn.calibration.CalibratedClassifierCV."
        )
    return found


def checked_threshold(model, threshold):
    """The threshold stated, else the model's own, else 0.5.

    Raises
    ------
    ValueError
        If it is no number from 0 to 1.
    """
    threshold = getattr(model, "threshold", 0.5) if threshold is None else threshold
    if not isinstance(threshold, numbers.Real) or isinstance(threshold, bool) or not 0 <= threshold <= 1:
        raise ValueError(f"threshold needs a number from 0 to 1, got {threshold!r}. Leave it out for the model's own.")
    return float(threshold)


def caught_row(scores, threshold, position=None):
    """One row of the table: rows, share caught with its bounds, median score.

    Parameters
    ----------
    scores : float array of shape (n,)
    threshold : float
    position : int array of shape (n,), optional
        Place in its burst of each row; rows of one burst are alike and count for less.

    Returns
    -------
    dict
    """
    caught = scores >= threshold
    burst = np.arange(len(caught)) if position is None else np.cumsum(np.diff(position, prepend=position[0]) <= 0)
    low, high = wilson(caught.mean(), effective_rows(caught, burst))
    return {"rows": len(caught), "caught": caught.mean(), "low": low, "high": high, "median_score": np.median(scores)}


def effective_rows(caught, burst):
    """How many independent rows the rows of some bursts are worth (a cluster sample's design effect, at least 1)."""
    sizes = np.bincount(burst)
    share, n = caught.mean(), len(caught)
    if share in (0.0, 1.0):
        return float((sizes > 0).sum())
    apart = np.bincount(burst, weights=caught - share)
    return n / max(1.0, (apart**2).sum() / (n * share * (1 - share)))


def wilson(share, n):
    """Wilson's 95 % interval of a share seen in `n` rows (Wilson 1927, JASA 22, 209-212)."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def table_of(rows):
    """DataFrame of dict name -> row, with the names as index."""
    made = pd.DataFrame.from_dict(rows, orient="index", columns=["rows", "caught", "low", "high", "median_score"])
    made["rows"] = made["rows"].astype("int64")
    return made.rename_axis("scenario")


def _column_of(model, n_columns, label, rarest):
    classes = getattr(model, "classes_", None)
    if classes is not None:
        classes = np.asarray(classes).tolist()
        if label not in classes:
            raise ValueError(
                f"model needs to know class {label!r}, it was fitted on {classes}. Fit it on the same labels."
            )
        return classes.index(label)
    if n_columns != 2 or label != rarest:
        raise ValueError(
            f"model has no classes_, so its last of 2 columns is taken for the rarest class {rarest!r}; it gives "
            f"{n_columns} columns and label={label!r} was asked for. Pass a classifier with classes_."
        )
    return 1
