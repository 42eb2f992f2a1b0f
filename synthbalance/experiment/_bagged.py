"""Bags: one model on each, their probabilities put right and averaged."""

import numpy as np

from synthbalance._errors import Cancelled
from synthbalance.metrics import replace_class, undo_weight
from synthbalance.models import TableModel, is_lightgbm


class BaggedModel:
    """A `TableModel` on each bag of a strategy such as `UnderBagging`.

    Parameters
    ----------
    model : classifier
        Cloned for each bag.
    strategy : object with ``bags(y, seed)``
        Row positions of each bag; every bag holds all rare rows.
    seed : int
        Of the bags and of the models.

    Notes
    -----
    Bags are small: each model trains in one thread, since threads that wait for each other cost more.
    """

    def __init__(self, model, strategy, seed):
        self.model, self.strategy, self.seed = model, strategy, seed

    def fit(self, X, y, sample_weight=None, on_progress=None):
        """Train on each bag in turn; arguments as in `TableModel.fit`, but any model reports and can be cancelled."""
        y = np.asarray(y)
        bags = self.strategy.bags(y, self.seed)
        seeds = np.random.SeedSequence(self.seed).generate_state(len(bags)) >> 1
        weight = np.ones(len(y)) if sample_weight is None else sample_weight
        self._parts = []
        for i, rows in enumerate(bags):
            model = TableModel(self.model, int(seeds[i]), n_jobs=1)
            own = None if sample_weight is None else sample_weight[rows]
            model.fit(X.take(rows), y[rows], own, _share_of(on_progress, i, len(bags)))
            kept = weight[rows][y[rows] != 1].sum() / weight[y != 1].sum()
            self._parts.append((model, kept))
            if not is_lightgbm(self.model):
                _tell(on_progress, i + 1, len(bags))
        return self

    def predict(self, X, poll=None):
        """Mean over the bags of the probability of being rare, (n_rows,); `poll` as in `TableModel.predict`."""
        return np.mean([undo_weight(model.predict(X, poll), kept) for model, kept in self._parts], axis=0)

    def predict_classes(self, X, n_classes):
        """Mean over the bags of each class's probability, as `TableModel.predict_classes`; 1 is the rare class."""
        total = np.zeros((len(X), n_classes))
        for model, kept in self._parts:
            p = model.predict_classes(X, n_classes)
            total += replace_class(p, 1, undo_weight(p[:, 1], kept))
        return total / len(self._parts)


def _share_of(on_progress, i, n):
    """The listener as the i-th of n models tells it."""
    if on_progress is None:
        return None
    return lambda stage, done, total: on_progress(stage, i * total + done, n * total)


def _tell(on_progress, done, total):
    """Report a model that tells nothing while it trains."""
    if on_progress is not None and on_progress("training", done, total) is False:
        raise Cancelled(f"Cancelled while training: {done} of {total} models done.")
