"""What samplers and encodings are learned from: the rare rows, a sample of the others, and every level of a text."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api import types

from synthbalance.scale._cluster import tasks
from synthbalance.scale._source import features, labels
from synthbalance.split import column_warnings
from synthbalance.table import Schema, TableEncoder

MOST_LEVELS = 10_000  # levels of a text column that a partition tells; others count as missing
_SALT = 20_251  # keeps this draw apart from others of the same seed


@dataclass(frozen=True)
class Gathered:
    """Training rows on one worker.

    Attributes
    ----------
    X : DataFrame
        The rows to learn from and, of the others, the first with each level of a text column.
    y : Series
    is_sample : bool array of shape (n_rows,)
        Which are rows to learn from.
    """

    X: pd.DataFrame
    y: pd.Series
    is_sample: np.ndarray

    def sample(self):
        """X and y of the rows to learn from."""
        return self.X[self.is_sample], self.y[self.is_sample]


def sampled_rows(y, n_others, seed):
    """Which rows to learn from: all but those of the largest class, and `n_others` of these.

    Parameters
    ----------
    y : array of shape (n_train,)
    n_others : int
    seed : int

    Returns
    -------
    bool array of shape (n_train,)
    """
    codes, _ = pd.factorize(np.asarray(y))
    others = np.flatnonzero(codes == np.bincount(codes).argmax())
    chosen = np.ones(len(codes), dtype=bool)
    if len(others) > n_others:
        chosen[others] = False
        chosen[np.random.default_rng([seed, _SALT]).choice(others, n_others, replace=False)] = True
    return chosen


def gathered(source, train, sample):
    """A Delayed `Gathered`, from masks over all rows of the training rows and of those to learn from."""
    pieces = source.each("gathering", _piece, [train, sample])
    return tasks("gathering", _joined, [(pieces,)])[0]


def encoder(found):
    """The `TableEncoder` of the training part: every level, the scales of the sample."""
    return TableEncoder().fit(found.X, found.y.to_numpy())


def about_columns(found, classes, multiclass, seed):
    """Sentences about the columns, an empty X, and the `Column` of each.

    Parameters
    ----------
    found : Gathered
    classes : tuple
    multiclass : bool
    seed : int
        The split's.
    """
    X, y = found.sample()
    codes = pd.Categorical(y, categories=list(classes)).codes if multiclass else y.to_numpy()
    for_checks = np.random.default_rng(seed).spawn(2)[1]
    sentences = column_warnings(X, codes, classes, multiclass, for_checks)
    return sentences, found.X.iloc[:0], Schema.from_frame(found.X).columns


def _piece(frame, layout, picks):
    train, sample = picks
    X, y = features(frame, layout, [train]), labels(frame, layout, [train])
    is_sample = np.isin(train.rows(frame), sample.rows(frame))
    kept = is_sample | _new_levels(X)
    return X[kept], y[kept], is_sample[kept]


def _joined(pieces):
    X, y, is_sample = (list(parts) for parts in zip(*pieces, strict=True))
    X, y, is_sample = pd.concat(X), pd.concat(y), np.concatenate(is_sample)
    kept = is_sample | _new_levels(X)
    return Gathered(X[kept], y[kept], is_sample[kept])


def _new_levels(X):
    """Which rows are the first with some level of a column that is neither number, date nor category."""
    new = np.zeros(len(X), dtype=bool)
    for position, dtype in enumerate(X.dtypes):
        if not _has_levels(dtype):
            continue
        first = np.flatnonzero(~X.iloc[:, position].duplicated().to_numpy())
        new[first[:MOST_LEVELS]] = True
    return new


def _has_levels(dtype):
    if isinstance(dtype, pd.CategoricalDtype):
        return False
    return types.is_bool_dtype(dtype) or not (
        types.is_numeric_dtype(dtype) or types.is_datetime64_any_dtype(dtype) or types.is_timedelta64_dtype(dtype)
    )
