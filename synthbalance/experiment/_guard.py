"""The guard: a model that is broken without rebalancing makes any rebalancing look like a triumph."""

import numpy as np

from synthbalance.experiment._train import model_seed
from synthbalance.metrics import HoldoutDraws, average_precision, paired_difference
from synthbalance.models import TableModel, default_model, is_lightgbm

_LEAST_SHARE = 0.8
_LEAST_GAP = 0.05
_DRAWS = 400


def broken_model_warning(split, model, raw, random_state, weight, on_progress=None):
    """A sentence if the user's model, not rebalanced, ranks validation rows far worse than the default model.

    Parameters
    ----------
    split : Split
    model : classifier
        The user's.
    raw : float array of shape (n_validation,)
        Its scores, trained on the training part as it is.
    random_state : int
    weight : float array of shape (n_train,) or None
    on_progress : callable, optional

    Returns
    -------
    str or None
    """
    train, validation = split.train, split.validation
    stable = TableModel(default_model(), model_seed(random_state, 0)).fit(train.X, train.y, weight, _named(on_progress))
    gap, ours, theirs = _gap(validation, stable.predict(validation.X), np.asarray(raw))
    if gap.low <= 0 or theirs >= _LEAST_SHARE * ours or gap.value < _LEAST_GAP:
        return None
    repair = ", or give it min_child_weight=1 and more regularisation" if is_lightgbm(model) else ""
    return (
        f"Without rebalancing, {type(model).__name__} reaches an average precision of {theirs:.3f} on the validation "
        f"rows, the stabilised default model {ours:.3f}: gains of rebalancing would only repair this model. "
        f"Use model=None{repair}."
    )


def _gap(validation, ours, theirs):
    """Paired difference in average precision on the validation rows with its interval, and both values."""
    y = validation.y.to_numpy()
    weight = None if validation.weight is None else validation.weight.to_numpy()
    resampled = HoldoutDraws(y, weight, n_draws=_DRAWS)
    values = [average_precision(y, score, weight=weight) for score in (ours, theirs)]
    draws = [resampled.scores(score, np.clip(score, 0, 1), 0.5)["average_precision"] for score in (ours, theirs)]
    return paired_difference(values[0], draws[0], values[1], draws[1], int(y.sum())), *values


def _named(on_progress):
    """The same listener, told that this is a stage of its own."""
    if on_progress is None:
        return None
    return lambda stage, done, total: on_progress("checking the model", done, total)
