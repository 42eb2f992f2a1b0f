"""Scores of real rows, made where the rows are; only the scores come home."""

import numpy as np
import pandas as pd

from synthbalance.scale._cluster import computed
from synthbalance.scale._source import columns, features
from synthbalance.scale._tables import read

_PARTS = ("validation", "holdout")


def scores(client, split, models, encoder, on_progress=None):
    """What each model gives for the rows of validation and holdout, in one pass over the partitions.

    Returns
    -------
    dict part -> float array of shape (n_models, n_rows)
    """
    masks = [split.mask_(name) for name in _PARTS]
    made = split.source_.each("predicting", _scores, masks, models, encoder)
    found = computed(client, made, "predicting", on_progress)
    return {name: np.concatenate([one[i] for one in found], axis=1) for i, name in enumerate(_PARTS)}


def columns_at_home(client, split, part, names, on_progress=None):
    """Some columns of a part: DataFrame with the part's positions as index."""
    made = split.source_.each("reading", columns, [split.mask_(part)], list(names))
    return pd.concat(computed(client, made, "reading", on_progress))


def _scores(frame, layout, picks, models, encoder):
    out = []
    for pick in picks:
        if not pick.bits.any():
            out.append(np.empty((len(models), 0)))
            continue
        rows = read(features(frame, layout, [pick]), encoder)
        out.append(np.array([model.predict(rows) for model in models]))
    return out
