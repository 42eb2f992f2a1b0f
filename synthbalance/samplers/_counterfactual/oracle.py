"""The oracle: cross-fitted classifiers that say whether a made row is one of the class."""

from functools import partial

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.impute import SimpleImputer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from synthbalance.samplers._counterfactual.readers import EncodedRows, RawRows
from synthbalance.samplers._counterfactual.transplant import Candidates
from synthbalance.samplers._counterfactual.trees import N_TREES, grow

FEWEST_ROWS = 5
_MOST_ROWS = 20_000
_MANY_ROWS = 10_000  # from here 3 folds do, below 5
_PROBES = 400
_BLOCK_ROWS = 10_000


class Oracle:
    """Average score of several classifiers, and the threshold above which a row counts as one of the class.

    Attributes
    ----------
    threshold : float
        A quantile of the scores of real rows of the class.
    within_reach : float
        The score at half that quantile; below it, no candidate is worth lifting.
    importance : float array of shape (n_columns,)
        How far the mean score of real rows of the class falls when the column comes from other rows.
    """

    def __init__(self, models, reader, column_of_label):
        self._models, self._reader, self._column = models, reader, column_of_label
        self.threshold, self.within_reach, self.importance = 0.0, 0.0, None

    def score(self, candidates):
        """Mean probability of the class: float array of shape (n,)."""
        if not len(candidates):
            return np.zeros(0)
        return self._mean(self._reader.of_candidates(candidates))

    def score_rows(self, rows, tick):
        """The same of real rows, by position: float array of shape (n,)."""
        scores = [np.zeros(0)]
        for start in range(0, len(rows), _BLOCK_ROWS):
            tick("scoring real rows", start, len(rows))
            scores.append(self._mean(self._reader.of_rows(rows[start : start + _BLOCK_ROWS])))
        return np.concatenate(scores)

    def _mean(self, rows):
        return np.mean([_probability(model, rows, self._column) for model in self._models], axis=0)


def train_oracle(given, space, is_label, label, quantile, rng, tick):
    """An oracle for one class against the rest.

    Parameters
    ----------
    given : classifier or None
        None trains LightGBM; an unfitted classifier is cross-fitted likewise; a fitted one is used as it is.
    space : Space
    is_label : bool array of shape (n_rows,)
    label : label of the class
    quantile : float
        Of the real rows' scores; gives the threshold. Where the oracle is trained here they are those out of
        fold, unless these lie above what the models reach together, as they may where a class stands apart.
    rng : numpy.random.Generator
    tick : callable (stage, done, total)

    Raises
    ------
    ValueError
        If `given` is fitted but has no probability for the class.
    """
    rare, others = (_some(np.flatnonzero(side), rng) for side in (is_label, ~is_label))
    if given is not None and _is_fitted(given):
        oracle, scores = Oracle([given], RawRows(space, _wants_names(given)), _column_of(given, label)), None
    else:
        oracle, scores = _cross_fit(given, space, rare, others, rng, tick)
    shares = [quantile / 2, quantile]
    levels = np.quantile(oracle.score_rows(rare, tick), shares)
    if scores is not None:
        levels = np.minimum(levels, np.quantile(scores, shares))
    oracle.within_reach, oracle.threshold = levels.tolist()
    oracle.importance = _importance(oracle, space, is_label, rng, tick)
    return oracle


def _cross_fit(given, space, rare, others, rng, tick):
    """Models that each left a fold out, and the scores of the rare rows by the model that did not see them."""
    rows, y = np.concatenate([rare, others]), np.repeat([1, 0], [len(rare), len(others)]).astype(np.int8)
    n_folds = min(5 if len(rows) <= _MANY_ROWS else 3, len(rare), len(others))
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=int(rng.integers(2**31)))
    reader = RawRows(space, named=True) if isinstance(given, Pipeline) else EncodedRows(space)
    models, scores = [], np.zeros(len(rows))
    for done, (learn, left_out) in enumerate(folds.split(rows, y)):
        seed, grown = int(rng.integers(2**31)), partial(_tell, tick, done, n_folds)
        grown(0)
        model = _fitted(given, space, reader.of_rows(rows[learn]), y[learn], seed, grown)
        scores[left_out] = _probability(model, reader.of_rows(rows[left_out]), 1)
        models.append(model)
    return Oracle(models, reader, 1), scores[y == 1]


def _tell(tick, fold, n_folds, n_trees):
    tick("training the oracle", fold * N_TREES + n_trees, n_folds * N_TREES)


def _fitted(given, space, rows, y, seed, grown):
    """Our trees, or a copy of the user's classifier, which gets a preparation where it brings none."""
    if given is None:
        return grow(rows, y, np.flatnonzero(space.is_category).tolist(), seed, grown)
    model = clone(given)
    states = [name for name in model.get_params() if name.split("__")[-1] == "random_state"]
    model.set_params(**dict.fromkeys(states, seed))
    if not isinstance(given, Pipeline) and not type(given).__module__.startswith("lightgbm"):
        fill = SimpleImputer(strategy="median", keep_empty_features=True)
        model = make_pipeline(fill, StandardScaler(), model)
    return model.fit(rows, y)


def _importance(oracle, space, is_label, rng, tick):
    """Mean fall of the score of real rows of the class, column by column, as another row's value is put in."""
    rows = rng.permutation(np.flatnonzero(is_label))[:_PROBES]
    others = rng.choice(np.flatnonzero(~is_label), len(rows))
    n_columns = space.matrix.shape[1]
    edits = np.zeros((len(rows), n_columns), dtype=bool)
    whole = oracle.score(Candidates(rows, others, edits)).mean()
    falls = np.zeros(n_columns)
    for column in range(n_columns):
        tick("weighing columns", column, n_columns)
        swapped = edits.copy()
        swapped[:, column] = True
        falls[column] = whole - oracle.score(Candidates(rows, others, swapped)).mean()
    return falls


def _probability(model, rows, column):
    return np.asarray(model.predict_proba(rows), dtype=float)[:, column]


def _some(rows, rng):
    """At most `_MOST_ROWS` of them, in table order."""
    return rows if len(rows) <= _MOST_ROWS else np.sort(rng.choice(rows, _MOST_ROWS, replace=False))


def _is_fitted(model):
    try:
        check_is_fitted(model)
    except (NotFittedError, TypeError):
        return False
    return True


def _wants_names(model):
    return isinstance(model, Pipeline) or hasattr(model, "feature_names_in_")


def _column_of(model, label):
    classes = np.asarray(getattr(model, "classes_", [])).tolist()
    if not hasattr(model, "predict_proba") or label not in classes:
        raise ValueError(
            f"oracle={type(model).__name__} needs predict_proba with the class {label!r}, its classes are {classes}. "
            f"Fit it on the same labels, give it unfitted, or leave oracle=None."
        )
    return classes.index(label)
