"""A run's model as one file: calibrated, with its threshold and the columns it expects."""

from copy import copy
from math import isfinite
from numbers import Real

from synthbalance.experiment import Run
from synthbalance.experiment._bagged import BaggedModel
from synthbalance.metrics import METRICS
from synthbalance.report._files import write_new
from synthbalance.report._model_file import pack, unpack
from synthbalance.report._plain import interval
from synthbalance.report._saved_model import BY_HAND, CHOSEN, SavedModel

_ENDINGS = (".model",)
_ABOVE_ALL = 1 + 1e-6  # a threshold that no probability reaches


def write_model(run, path, threshold=None, overwrite=False):
    """Write the models of a run, with calibration, threshold and column names, to one file.

    Parameters
    ----------
    run : Run
    path : str or pathlib.Path
        Ends in ``.model``; ``~`` is the home folder.
    threshold : float, optional
        Instead of the one that validation rows chose; the file then says "by hand".
    overwrite : bool, default=False
        Whether a file that is there already may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written; `read_model` reads it.

    Raises
    ------
    FileExistsError
        If the file is there already; names a free one.
    FileNotFoundError
        If its folder is not there.
    TypeError
        If `run` is no Run.
    ValueError
        If the ending or the threshold is another one, or the model cannot be pickled (it holds a lambda).

    Notes
    -----
    One joblib file, compressed. Neither rows of the split nor synthetic rows are in it, but what was learned from them:
    values of categories and texts, each column's range, and whatever a model of your own keeps (nearest neighbours
    keep their rows).

    Examples
    --------
    >>> import tempfile, synthbalance as sb
    >>> split = sb.split_holdout(sb.load_transactions(n_rows=1000, fraud_rate=0.1), target="is_fraud", random_state=0)
    >>> exp = sb.Experiment(split, model=sb.default_model(n_estimators=5, n_jobs=1), seeds=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model = read_model(write_model(exp.none, f"{folder}/payments.model"))
    >>> bool((model.predict_proba(split.holdout.X) == exp.none.predict_proba(split.holdout.X)).all())
    True
    """
    if not isinstance(run, Run):
        raise TypeError(f"run needs a Run, got {type(run).__name__}. Pass what exp.run(...) gave.")
    fields = _fields(run, _checked(threshold))
    return write_new(path, _ENDINGS, lambda draft: pack(fields, draft), overwrite)


def read_model(path):
    """Read a model that `write_model` wrote.

    Loading runs code that the file holds, as with every pickle: read only files from people you trust.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    SavedModel
        With `predict_proba(X)`, `predict(X)`, `threshold`, `columns`, `target`, `classes`, `scores`, `versions`.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If there is no such file, or it is a folder.
    ValueError
        If it is not a file of `write_model`, or cannot be loaded with what is installed here.

    Warns
    -----
    DataWarning
        If it was written with other versions of Python or of the libraries.

    Examples
    --------
    >>> model = read_model("payments-smote-5.model")  # doctest: +SKIP
    >>> model.predict(new_payments)  # doctest: +SKIP
    array([False, False,  True])
    """
    return SavedModel(**unpack(path))


def _checked(threshold):
    if threshold is None:
        return None
    is_number = isinstance(threshold, Real) and not isinstance(threshold, bool) and isfinite(threshold)
    if not is_number or not 0 <= threshold <= _ABOVE_ALL:
        raise ValueError(
            f"threshold needs a number from 0 to 1, or None for the one chosen on validation rows, got {threshold!r}. "
            "Leave it out."
        )
    return float(threshold)


def _fields(run, threshold):
    """What is kept of a run: no table, no experiment."""
    several = run._experiment.several_
    return {
        "name": run.name, "strategy": run.strategy, "classes": tuple(run.classes),
        "target": run.split.target, "columns": list(run.split.train.X.columns),
        "threshold": float(run.threshold) if threshold is None else threshold,
        "threshold_source": CHOSEN if threshold is None else BY_HAND,
        "costs": run.costs, "calibration": run.calibration, "scores": _scores(run, threshold),
        "_models": tuple(_slim(model) for model in run._models), "_calibrate": run._calibrate,
        "_codes": None if several is None else several.columns, "_rare": 1 if several is None else several.rare,
    }  # fmt: skip


def _scores(run, threshold):
    kept = [name for name in run.scores if threshold is None or METRICS[name].needs != "decision"]
    return {name: interval(run.scores[name]) for name in kept}


def _slim(model):
    """Bags without the model and the strategy they were made of, which nobody asks for any more."""
    if not isinstance(model, BaggedModel):
        return model
    light = copy(model)
    light.model = light.strategy = None
    return light
