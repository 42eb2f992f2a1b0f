"""The model that is retrained: a stabilised LightGBM, or any scikit-learn classifier, on mixed tables."""

import inspect

import numpy as np
from sklearn.base import clone
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from synthbalance._errors import Cancelled
from synthbalance.table import EncodedTable, TableEncoder

N_TREES = 400
_BLOCK_ROWS = 5_000  # rows that a model of so many trees answers for in about a tenth of a second


def default_model(random_state=0, n_jobs=None, **changes):
    """LightGBM with parameters that stay stable when one row in a thousand is rare.

    LightGBM's own defaults break down there: a leaf may close on a hessian of 0.001, which a
    handful of rare rows exceeds, and 100 fast trees then chase them. Here a leaf needs a hessian
    of 1 (`min_child_weight`) and carries a ridge of 1 (`reg_lambda`), trees are small (15 leaves),
    slow (rate 0.02) and many (400), and each sees 80 % of the columns, so that another seed is
    another model and its noise can be measured.

    Parameters
    ----------
    random_state : int, default=0
    n_jobs : int, optional
        Threads; where not given, `Experiment` shares the cores among the seeds.
    **changes
        LightGBM parameters to set otherwise.

    Returns
    -------
    lightgbm.LGBMClassifier
        Not fitted.

    References
    ----------
    Ke et al. (2017), NeurIPS 30: LightGBM.

    Examples
    --------
    >>> from synthbalance import default_model
    >>> default_model().get_params()["min_child_weight"]
    1.0
    """
    from lightgbm import LGBMClassifier

    stable = {
        "n_estimators": N_TREES,
        "learning_rate": 0.02,
        "num_leaves": 15,
        "min_child_weight": 1.0,
        "min_child_samples": 1,
        "reg_lambda": 1.0,
        "colsample_bytree": 0.8,
        "cat_smooth": 20.0,
    }
    fixed = {
        "random_state": random_state,
        "n_jobs": n_jobs,
        "verbosity": -1,
        "deterministic": True,
        "force_row_wise": True,
    }
    return LGBMClassifier(**{**stable, **fixed, **changes})


def is_lightgbm(model):
    """Whether `model` is one of LightGBM's scikit-learn classifiers."""
    return any(cls.__module__.startswith("lightgbm.") for cls in type(model).__mro__)


class TableModel:
    """A classifier together with the encoding of the table it was trained on.

    LightGBM gets categories by code and missing values as they are. A scikit-learn classifier gets
    ordinal codes with medians for missing values, every column in standard deviations from its mean (a
    date counts in millions, and a linear model would see nothing else), unless it is a Pipeline: then it
    gets the DataFrame and brings its own preparation.

    Parameters
    ----------
    model : classifier with predict_proba or decision_function
        Cloned, never changed.
    seed : int, optional
        Sets every `random_state` of the clone, those of a Pipeline's steps as well.
    n_jobs : int, default=1
        Threads of a LightGBM model that does not say itself. More than there are free cores makes
        LightGBM's threads wait for each other, many times slower than one alone.

    Examples
    --------
    >>> import pandas as pd
    >>> from synthbalance.models import TableModel, default_model
    >>> X = pd.DataFrame({"amount": range(100)})
    >>> TableModel(default_model(n_estimators=5)).fit(X, X["amount"] > 90).predict(X).shape
    (100,)
    """

    def __init__(self, model, seed=None, n_jobs=1):
        self.model = clone(model)
        if is_lightgbm(model) and model.n_jobs is None:
            self.model.set_params(n_jobs=n_jobs)
        if seed is not None:
            states = [name for name in self.model.get_params() if name.split("__")[-1] == "random_state"]
            self.model.set_params(**dict.fromkeys(states, seed))
        self.raw = isinstance(model, Pipeline)

    def fit(self, X, y, sample_weight=None, on_progress=None, after_tree=None):
        """Train on a table.

        Parameters
        ----------
        X : pandas.DataFrame of shape (n_rows, n_columns), or EncodedTable
            Only LightGBM takes an encoded table.
        y : array of shape (n_rows,)
            1 = rare; of several classes 0, 2, 3, ... are the others.
        sample_weight : float array of shape (n_rows,), optional
        on_progress : callable (stage, done, total), optional
            Called after each tree of a LightGBM model; False cancels.
        after_tree : callable (booster, done, total), optional
            Called after each tree of a LightGBM model with the `lightgbm.Booster` so far.

        Returns
        -------
        TableModel
            Itself.

        Raises
        ------
        Cancelled
            If `on_progress` answered False.
        ValueError
            If there are weights and the model takes none.
        """
        y = np.asarray(y).astype(np.int8)
        self.labels = np.unique(y)
        if self.raw:
            self.model.fit(X, y, **_weights(self.model, sample_weight))
            return self
        self.encoder = X.encoder if isinstance(X, EncodedTable) else TableEncoder().fit(X)
        if is_lightgbm(self.model):
            return self._fit_lightgbm(self._matrix(X), y, sample_weight, on_progress, after_tree)
        self.prepare = make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler())
        matrix = self.prepare.fit_transform(self.encoder.matrix(X))
        self.model.fit(matrix, y, **_weights(self.model, sample_weight))
        return self

    def predict(self, X, poll=None):
        """Score of each row for being rare: float array of shape (n_rows,), a probability where the model has one.

        `poll` is called between blocks of an `EncodedTable`; what it raises ends the work.
        """
        if self.labels[-1] > 1:
            return self.predict_classes(X, self.labels[-1] + 1)[:, 1]
        if poll is not None and isinstance(X, EncodedTable):
            blocks = range(0, len(X), _BLOCK_ROWS)
            return np.concatenate([self._block(X.matrix[start : start + _BLOCK_ROWS], poll) for start in blocks])
        return _rare_score(self.model, self._prepared(X))

    def _block(self, matrix, poll):
        poll()
        return _rare_score(self.model, matrix)

    def predict_classes(self, X, n_classes):
        """Probability of each class.

        Parameters
        ----------
        X : pandas.DataFrame of shape (n_rows, n_columns), or EncodedTable
        n_classes : int
            Columns wanted: labels 0 to n_classes - 1.

        Returns
        -------
        float array of shape (n_rows, n_classes)
            Each row sums to 1; 0 for classes that were not in y. Without `predict_proba` the softmax of the
            model's margins.

        Raises
        ------
        ValueError
            If the model gives no margin a class.
        """
        out = np.zeros((len(X), n_classes))
        out[:, self.labels] = _class_scores(self.model, self._prepared(X), len(self.labels))
        return out

    def _prepared(self, X):
        """What the model is given for the rows of X."""
        if self.raw:
            return X
        matrix = self._matrix(X)
        return matrix if is_lightgbm(self.model) else self.prepare.transform(matrix)

    def _matrix(self, X):
        return X.matrix if isinstance(X, EncodedTable) else self.encoder.matrix(X)

    def _fit_lightgbm(self, matrix, y, sample_weight, on_progress, after_tree):
        watch = _Watch(on_progress, after_tree, self.model.get_params().get("n_estimators") or 100)
        categories = np.flatnonzero(self.encoder.is_category).tolist()
        self.model.fit(
            matrix,
            y,
            sample_weight=sample_weight,
            categorical_feature=categories or "auto",
            callbacks=None if on_progress is None and after_tree is None else [watch],
        )
        if watch.cancelled:
            raise Cancelled(f"Cancelled while training: {watch.done} of {watch.total} trees done.")
        return self


class _Watch:
    """LightGBM callback that reports each tree and stops the training where the answer is False."""

    def __init__(self, on_progress, after_tree, total):
        self.on_progress, self.after_tree, self.total = on_progress, after_tree, total
        self.done, self.cancelled = 0, False

    def __call__(self, env):
        self.done = env.iteration + 1
        if self.after_tree is not None:
            self.after_tree(env.model, self.done, self.total)
        if self.on_progress is not None and self.on_progress("training", self.done, self.total) is False:
            from lightgbm.callback import EarlyStopException

            self.cancelled = True
            raise EarlyStopException(env.iteration, [])


def _weights(model, sample_weight):
    """Keyword for `fit`; a Pipeline passes the weights to its last step."""
    if sample_weight is None:
        return {}
    last = model.steps[-1][1] if isinstance(model, Pipeline) else model
    accepted = inspect.signature(last.fit).parameters
    if "sample_weight" not in accepted and all(p.kind is not p.VAR_KEYWORD for p in accepted.values()):
        raise ValueError(
            f"model={type(last).__name__} takes no sample_weight, which class weights and sampling weights need. "
            f'Use a sampler such as "random", train_weight=False, or another model.'
        )
    return {f"{model.steps[-1][0]}__sample_weight" if isinstance(model, Pipeline) else "sample_weight": sample_weight}


def _rare_score(model, X):
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(X))[:, 1]
    margin = np.asarray(model.decision_function(X), dtype=float)
    return 1 / (1 + np.exp(-np.clip(margin, -500, 500)))


def _class_scores(model, X, n_labels):
    """Probability of each label seen in training, float array of shape (n_rows, n_labels)."""
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(X), dtype=float)
    margin = np.asarray(model.decision_function(X), dtype=float)
    if margin.ndim == 1:
        margin = np.column_stack([np.zeros(len(margin)), margin])
    if margin.shape[1] != n_labels:
        raise ValueError(
            f"model={type(model).__name__} gives {margin.shape[1]} margins a row for {n_labels} classes. "
            f'Set decision_function_shape="ovr", or use a model with predict_proba.'
        )
    raised = np.exp(margin - margin.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
