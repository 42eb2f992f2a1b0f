"""The guard: a model that is broken without rebalancing makes any rebalancing look like a triumph."""

import numpy as np

from synthbalance.experiment._train import model_seed
from synthbalance.metrics import average_precision
from synthbalance.models import TableModel, default_model

_LEAST_SHARE = 0.8
_LEAST_GAP = 0.05


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
    weights = None if validation.weight is None else validation.weight.to_numpy()
    y = validation.y.to_numpy()
    ours = average_precision(y, stable.predict(validation.X), weight=weights)
    theirs = average_precision(y, np.asarray(raw), weight=weights)
    if theirs >= _LEAST_SHARE * ours or ours - theirs < _LEAST_GAP:
        return None
    return (
        f"Without rebalancing, {type(model).__name__} reaches an average precision of {theirs:.3f} on the validation "
        f"rows, the stabilised default model {ours:.3f}: gains of rebalancing would only repair this model. "
        f"Use model=None, or give LightGBM min_child_weight=1 and more regularisation."
    )


def _named(on_progress):
    """The same listener, told that this is a stage of its own."""
    if on_progress is None:
        return None
    return lambda stage, done, total: on_progress("checking the model", done, total)
