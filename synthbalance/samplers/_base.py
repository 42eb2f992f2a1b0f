"""The base of every sampler that makes rows: checking, counting, drawing, provenance."""

import inspect
from typing import ClassVar

import numpy as np
import pandas as pd
from imblearn.over_sampling.base import BaseOverSampler
from imblearn.utils import check_target_type
from sklearn.preprocessing import label_binarize
from sklearn.utils._param_validation import InvalidParameterError
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_feature_names, check_is_fitted, column_or_1d, validate_data

from synthbalance._errors import Cancelled
from synthbalance.samplers._gates import Gates
from synthbalance.samplers._given import Given
from synthbalance.samplers._ratio import new_row_counts
from synthbalance.samplers._rows import NewRows, concat_rows
from synthbalance.table import TableEncoder, check_table, given_back, is_table, kind_of, labels_like, plain_labels


class TableOverSampler(BaseOverSampler):
    """Add rows to the rare classes of a mixed table; a subclass says how one class's rows are drawn.

    A subclass stores its arguments untouched, lists its `knobs`, and implements
    ``_draw(X, is_label, n_new, rng)``: X is the real table, `is_label` a bool array of shape
    (n_rows,) that marks the class, and the answer a DataFrame or `NewRows` of `n_new` rows.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        As in imbalanced-learn; a float is the number of rare rows per other row afterwards.
    permitted_range : dict column -> (low, high), default=None
        Bounds that each new row obeys; None on a side leaves it open.
    immutable : list of column names, default=None
        The combination of their values in a new row is that of a real row of the same class.
    constraints : list of callables DataFrame -> bool mask, default=None
        Conditions that each new row obeys.
    random_state : int, RandomState or None, default=None

    Attributes
    ----------
    synthetic_mask_ : bool array of shape (n_resampled,)
        Which rows of the last result are synthetic.
    parents_ : DataFrame of n_new rows, or None
        Positions in X of the real rows that each new row came from.
    report_ : dict
        Rejected rows by gate, and what was noted about the index.
    sampling_strategy_ : dict label -> int
        Rows asked for.
    """

    label = ""
    family = "neighbours"
    sentence = ""
    makes_rows = True
    knobs = ()
    on_progress = None
    encoder_known = None  # a TableEncoder that was fitted on the same rows: it is not fitted again
    learns_again = True  # False: fit and fit_resample on the very same X and y go on from what was learned from them
    stream = 0  # which of the independent streams of its seed `generate` draws from

    _parameter_constraints: ClassVar[dict] = {
        **BaseOverSampler._parameter_constraints,
        "permitted_range": [dict, None],
        "immutable": ["array-like", None],
        "constraints": ["array-like", None],
    }

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        defaults = inspect.signature(cls.__init__).parameters
        bounds = {
            knob.name: knob.constraint(defaults[knob.name].default) for knob in cls.knobs if knob.name in defaults
        }
        cls._parameter_constraints = {**cls._parameter_constraints, **bounds}

    def __init__(
        self, *, sampling_strategy="auto", permitted_range=None, immutable=None, constraints=None, random_state=None
    ):
        super().__init__(sampling_strategy=sampling_strategy)
        self.permitted_range = permitted_range
        self.immutable = immutable
        self.constraints = constraints
        self.random_state = random_state

    def fit(self, X, y):
        """Learn from the rows of X, so that `generate` can make new ones.

        Parameters
        ----------
        X : table or array of shape (n_rows, n_columns)
        y : array of shape (n_rows,)
            Labels.

        Returns
        -------
        TableOverSampler
            Itself.
        """
        self._learn(X, y)
        return self

    def fit_resample(self, X, y):
        """Return the rows of X, unchanged and first, and after them the new ones.

        Parameters
        ----------
        X : table or array of shape (n_rows, n_columns)
        y : array of shape (n_rows,)
            Labels.

        Returns
        -------
        X_resampled : same kind as X, of shape (n_resampled, n_columns)
        y_resampled : same kind as y, of shape (n_resampled,)

        Raises
        ------
        ValueError
            If a parameter is out of its bounds, the table cannot be used, or there is one class only.
        """
        given, one_vs_all = self._learn(X, y)
        parts, labels = self._draw_classes(given)
        new = concat_rows(parts) if parts else None
        self.parents_ = self._as_given(None if new is None else new.parents)
        X_new, y_new = given.join(new, labels)
        self.synthetic_mask_ = np.arange(len(given.y) + len(labels)) >= len(given.y)
        if given.index_note is not None:
            self.report_["index"] = given.index_note
        return X_new, label_binarize(y_new, classes=np.unique(given.y)) if one_vs_all else y_new

    def generate(self, n, label=None, given=None, return_y=False):
        """Only new rows, after `fit` or `fit_resample`.

        Parameters
        ----------
        n : int
            Rows wanted.
        label : optional
            Their class; the rarest one where not given.
        given : dict column -> value, optional
            Only for samplers that were told to condition on these columns.
        return_y : bool, default=False
            Whether the labels come too.

        Returns
        -------
        Table of the kind of X, of shape (n, n_columns), in pandas with a plain index; and labels of shape (n,) if
        asked for, of the kind of y where that was a polars or pyarrow column

        Raises
        ------
        ValueError
            If `n` is below 1, `label` was not seen, or `given` names columns it cannot condition on.
        """
        check_is_fitted(self, "encoder_")
        if not isinstance(n, (int, np.integer)) or n < 1:
            raise ValueError(f"n needs a whole number of rows, at least 1, got {n!r}. Ask for n=100, say.")
        if given:
            raise ValueError(
                f"given={given!r} needs a sampler that can condition on columns; {type(self).__name__} cannot. "
                f"Generate more rows and filter them."
            )
        label = self._rarest() if label is None else self._known_label(label)
        rng = self._rng().spawn(self.stream + 1)[-1]
        self.report_ = {}
        rows = self._draw_obeying(label, int(n), rng)
        self._parents_of_generated = rows.parents
        frame, labels = rows.to_frame(self._frame.columns), np.full(rows.n, label)
        like, like_y = getattr(self, "_likes", (None, None))
        table = given_back(frame, like)
        return (table, labels if like_y is None else labels_like(labels, like_y)) if return_y else table

    def _draw(self, X, is_label, n_new, rng):
        raise NotImplementedError(f"{type(self).__name__} needs a _draw method.")

    def _fit_resample(self, X, y):
        return self.fit_resample(X, y)

    def _prepare(self, X, y, rng):
        """Learn what `_draw` needs, once a table; the neighbours need nothing."""

    def _tick(self, stage, done, total):
        """Report progress; `on_progress` that answers False cancels."""
        if self.on_progress is not None and self.on_progress(stage, done, total) is False:
            raise Cancelled(f"Cancelled while {stage}: {done} of {total} done.")

    def _learn(self, X, y):
        self._validate_with_way_out()
        plain = plain_labels(y)
        check_classification_targets(plain)
        labels, one_vs_all = check_target_type(plain, indicate_one_vs_all=True)
        if self._has_learned(X, y):
            given = self._learned_from[2]
            self.sampling_strategy_, self.report_ = new_row_counts(self.sampling_strategy, given.y), {}
            return given, one_vs_all
        self._learned_from = None
        given = Given(X, y, *self._validated(X, labels))
        self.sampling_strategy_ = new_row_counts(self.sampling_strategy, given.y)
        self.encoder_ = TableEncoder().fit(given.frame, given.y) if self.encoder_known is None else self.encoder_known
        self.classes_ = np.unique(given.y)
        self.report_ = {}
        self._frame, self._y, self._likes = given.frame, given.y, (given.like, given.like_y)
        self._gates = Gates(given.frame, self.permitted_range, self.immutable, self.constraints)
        self._prepare(given.frame, given.y, self._rng())
        self._learned_from = None if self.learns_again else (X, y, given)
        return given, one_vs_all

    def _has_learned(self, X, y):
        """Whether all that is learned from these very X and y is there already, and may be used again."""
        kept = None if self.learns_again else getattr(self, "_learned_from", None)
        return kept is not None and kept[0] is X and kept[1] is y

    def _validated(self, X, labels):
        if not is_table(X) and not hasattr(X, "collect"):
            X, labels = validate_data(
                self, X=X, y=labels, reset=True, accept_sparse=["csr", "csc"], ensure_all_finite="allow-nan"
            )
            return X, labels
        frame = check_table(X, "X")
        _check_feature_names(self, frame, reset=True)
        self.n_features_in_ = frame.shape[1]
        labels = column_or_1d(labels)
        if len(labels) != len(frame):
            raise ValueError(f"y needs one label for each of the {len(frame)} rows of X, got {len(labels)}.")
        if pd.isna(labels).any():
            raise ValueError(
                f"y needs a label for every row, {int(pd.isna(labels).sum())} are missing. Drop those rows."
            )
        return frame, labels

    def _validate_with_way_out(self):
        try:
            self._validate_params()
        except InvalidParameterError as error:
            hints = [knob.way_out() for knob in self.knobs if f"'{knob.name}'" in str(error)]
            raise InvalidParameterError(" ".join([str(error), *hints])) from None

    def _draw_classes(self, given):
        streams = self._rng().spawn(len(self.sampling_strategy_) or 1)
        parts, labels = [], []
        for (label, n_new), rng in zip(self.sampling_strategy_.items(), streams, strict=False):
            if n_new > 0:
                parts.append(self._draw_obeying(label, n_new, rng))
                labels.append(np.full(parts[-1].n, label, dtype=given.y.dtype))
        return parts, np.concatenate(labels) if labels else np.empty(0, dtype=given.y.dtype)

    def _draw_obeying(self, label, n_new, rng):
        is_label = self._y == label
        if not self._gates:
            return _as_rows(self._draw(self._frame, is_label, n_new, rng))
        return self._gates.fill(
            lambda n, stream: _as_rows(self._draw(self._frame, is_label, n, stream)), is_label, n_new, rng, self.report_
        )

    def _as_given(self, frame):
        """A table of columns of our own as the kind of table that X was."""
        return None if frame is None else given_back(frame, as_=kind_of(self._likes[0]))

    def _rng(self):
        state = self.random_state
        if isinstance(state, np.random.RandomState):
            return np.random.default_rng(state.randint(2**31, size=4))
        return np.random.default_rng(state)

    def _rarest(self):
        values, counts = np.unique(self._y, return_counts=True)
        return values[counts.argmin()]

    def _known_label(self, label):
        if label not in self.classes_.tolist():
            raise ValueError(f"label needs one of {self.classes_.tolist()}, got {label!r}.")
        return label

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _as_rows(drawn):
    return drawn if isinstance(drawn, NewRows) else NewRows.from_frame(drawn.reset_index(drop=True))
