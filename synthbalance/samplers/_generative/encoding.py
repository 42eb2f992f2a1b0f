"""Encoding: which columns a net makes and which it is asked for, and the rows of both as numbers and codes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.samplers._conditions import Conditions
from synthbalance.samplers._encoded import MOST_ONE_HOT, EncodedRows, level_vectors, shape_of


@dataclass(frozen=True)
class Encoding:
    """How a table was encoded.

    Attributes
    ----------
    conditions : Conditions
    scores : NormalScores or ModeScores
        Of the columns that are made.
    shape : dict
        As `_nets.layout.Shape`.
    tables : dict block -> float32 array of shape (n_levels, 16)
        Vectors for the levels of blocks too large for one-hot.
    """

    conditions: Conditions
    scores: object
    shape: dict
    tables: dict


def encode(X, y, classes, asked, scores_of, rng):
    """Learn how to encode a table, and do it.

    Parameters
    ----------
    X : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
    classes : array of shape (n_classes,)
        Sorted labels.
    asked : list of column names
        Those conditioned on.
    scores_of : callable DataFrame -> NormalScores or ModeScores
        Fitted on the columns that are made.
    rng : numpy.random.Generator

    Returns
    -------
    Encoding, EncodedRows
    """
    conditions = Conditions.learn(asked, X, y, rng)
    made = made_columns(X.columns, asked)
    scores = scores_of(X[made])
    positions = np.searchsorted(classes, y).astype(np.int64)
    rows = EncodedRows(*scores.encode(X[made], y), positions, *conditions.encode(X, y))
    shape = shape_of(scores, conditions, rows, len(classes))
    large = [block for block, size in enumerate(shape["sizes"]) if size > MOST_ONE_HOT]
    tables = {block: level_vectors(rows, block, shape["sizes"][block], rng) for block in large}
    return Encoding(conditions, scores, shape, tables), rows


def asked_columns(X, condition_columns, immutable):
    """Names of the columns conditioned on, in the order of X.

    Raises
    ------
    ValueError
        If X has not all of them, or no other.
    """
    asked = [*_listed(condition_columns), *_listed(immutable)]
    absent = [name for name in asked if name not in X.columns]
    if absent:
        raise ValueError(f"condition_columns needs columns of X, {absent!r} are not there.")
    if len(set(asked)) == X.shape[1]:
        raise ValueError("condition_columns and immutable need to leave a column to make, they name all. Take one out.")
    return [name for name in X.columns if name in asked]


def made_columns(columns, asked):
    """The others: an Index."""
    return pd.Index([name for name in columns if name not in asked], dtype=columns.dtype)


def _listed(names):
    return [] if names is None else list(names)
