"""The guard: a model that is broken without rebalancing makes any rebalancing look like a triumph."""

import numpy as np

from synthbalance.experiment._resample import model_seed
from synthbalance.metrics import HoldoutDraws, average_precision, paired_difference
from synthbalance.models import TableModel, default_model, is_lightgbm

_LEAST_SHARE = 0.8
_LEAST_GAP = 0.05
_DRAWS = 400


def broken_model_warning(experiment, raw, stable):
    """A sentence if the user's model, not rebalanced, ranks validation rows far worse than the default model.

    Parameters
    ----------
    experiment : Experiment
        With the user's model.
    raw, stable : float arrays of shape (n_validation,)
        Scores of the user's and of the default model, each trained on the training part as it is.

    Returns
    -------
    str or None
    """
    model = experiment.model
    gap, ours, theirs = _gap(experiment.split.validation, stable, np.asarray(raw))
    if gap.low <= 0 or theirs >= _LEAST_SHARE * ours or gap.value < _LEAST_GAP:
        return None
    repair = ", or give it min_child_weight=1 and more regularisation" if is_lightgbm(model) else ""
    return (
        f"Without rebalancing, {type(model).__name__} reaches an average precision of {theirs:.3f} on the validation "
        f"rows, the stabilised default model {ours:.3f}: gains of rebalancing would only repair this model. "
        f"Use model=None{repair}."
    )


def stable_scores(split, random_state, weight, on_progress=None):
    """What the default model, trained on the training part as it is, gives for the validation rows."""
    train = split.train
    stable = TableModel(default_model(), model_seed(random_state, 0)).fit(train.X, train.y, weight, named(on_progress))
    return stable.predict(split.validation.X)


def named(on_progress):
    """The same listener, told that this is a stage of its own."""
    if on_progress is None:
        return None
    return lambda stage, done, total: on_progress("checking the model", done, total)


def _gap(validation, ours, theirs):
    """Paired difference in average precision on the validation rows with its interval, and both values."""
    y = validation.y.to_numpy()
    weight = None if validation.weight is None else validation.weight.to_numpy()
    resampled = HoldoutDraws(y, weight, n_draws=_DRAWS)
    values = [average_precision(y, score, weight=weight) for score in (ours, theirs)]
    draws = [resampled.scores(score, np.clip(score, 0, 1), 0.5)["average_precision"] for score in (ours, theirs)]
    return paired_difference(values[0], draws[0], values[1], draws[1], int(y.sum())), *values
