"""Training tables on the workers: partitions encoded where they are read, put together into one or several shards."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.scale._cluster import tasks
from synthbalance.scale._source import features, labels, weights
from synthbalance.table import EncodedTable


@dataclass(frozen=True)
class Rows:
    """Rows as a model trains on them: an `EncodedTable` (or DataFrame), y, and weights or None."""

    X: object
    y: np.ndarray
    weight: np.ndarray | None

    @property
    def counts(self):
        """Rare rows and other rows."""
        rare = int((self.y == 1).sum())
        return rare, len(self.y) - rare


def real_tables(split, encoder, weighted):
    """A Delayed `Rows` for each partition with training rows."""
    source = split.source_ if weighted else split.source_.with_(weight=None)
    return source.each("encoding", _real, [split.mask_("train")], encoder)


def new_tables(drawn, blocks, encoder, weight_of):
    """A Delayed `Rows` for each block of new rows; `weight_of` is a dict label -> weight, or None."""
    weight_of = weight_of or {}
    calls = [(rows, one.label, weight_of.get(one.label)) for rows, one in zip(drawn, blocks, strict=True)]
    return tasks("encoding", _new, calls, encoder)


def shards(pieces, n_shards, training):
    """A Delayed `Rows` for each shard; partitions are dealt out in turn, so that all shards are alike.

    Parameters
    ----------
    pieces : list of Delayed Rows
    n_shards : int
    training : ClassWeight or None
    """
    return tasks("putting together", _stack, [(pieces[k::n_shards],) for k in range(n_shards)], training)


def read(frame, encoder):
    """Rows as the model reads them."""
    return frame if encoder is None else EncodedTable.of(encoder, frame)


def _real(frame, layout, picks, encoder):
    X, y = features(frame, layout, picks), labels(frame, layout, picks).to_numpy()
    return Rows(read(X, encoder), y, weights(frame, layout, picks))


def _new(rows, label, weight, encoder):
    y = np.full(len(rows), label, dtype="int8")
    return Rows(read(rows, encoder), y, None if weight is None else np.full(len(rows), weight))


def _stack(pieces, training):
    y = np.concatenate([piece.y for piece in pieces])
    weight = None if pieces[0].weight is None else np.concatenate([piece.weight for piece in pieces])
    if training is not None:
        weight = training.of(y) if weight is None else weight * training.of(y)
    if not isinstance(pieces[0].X, EncodedTable):
        return Rows(pd.concat([piece.X for piece in pieces]), y, weight)
    matrix = np.empty((len(y), pieces[0].X.matrix.shape[1]), order="F")
    start = 0
    for piece in pieces:
        matrix[start : start + len(piece.X)] = piece.X.matrix
        start += len(piece.X)
    return Rows(EncodedTable(pieces[0].X.encoder, matrix), y, weight)
