"""What a file keeps of a trained generator: encodings, weights, margins; of real rows only conditioned columns."""

import numpy as np
import pandas as pd

from synthbalance._warned import warn
from synthbalance.samplers._conditions import Conditions
from synthbalance.samplers._drawer import Drawer
from synthbalance.samplers._gates import Gates
from synthbalance.samplers._margins import Margins
from synthbalance.samplers._mode_scores import ModeBlock, ModeScores
from synthbalance.samplers._scores import Block, NormalScores
from synthbalance.table import Column, Schema, TableEncoder

_SCORES = {cls.__name__: cls for cls in (NormalScores, ModeScores)}
_BLOCKS = {cls.__name__: cls for cls in (Block, ModeBlock)}


def state_of(sampler):
    """Everything `generate` needs, as nested plain values and arrays."""
    drawer, conditions = sampler._drawer, sampler.conditions_
    return {
        "params": _params_of(sampler),
        "learned": {name: getattr(sampler, name) for name in ("classes_", "n_features_in_", "verdict_")},
        "feature_names_in_": getattr(sampler, "feature_names_in_", None),
        "wanted": dict(sampler.sampling_strategy_),
        "losses": _columns(sampler.losses_),
        "checks": _columns(sampler.checks_),
        "columns": [[name, dtype] for name, dtype in sampler._frame.dtypes.items()],
        "encoder": _encoder_state(sampler.encoder_),
        "scores": _scores_state(sampler._scores),
        "conditions": [
            conditions.names,
            _scores_state(conditions.scores),
            dict(conditions.values),
            conditions.labels,
        ],
        "shape": sampler._shape,
        "tables": sampler._tables,
        "weights": sampler._weights,
        "counts": drawer.counts,
        "margins": drawer.margins.arrays(),
    }


def restore(sampler, state):
    """Put a `state_of` into a sampler that was made with its parameters."""
    for name, value in state["learned"].items():
        setattr(sampler, name, value)
    if state["feature_names_in_"] is not None:
        sampler.feature_names_in_ = state["feature_names_in_"]
    sampler.sampling_strategy_, sampler.report_ = state["wanted"], {}
    sampler.losses_, sampler.checks_ = pd.DataFrame(state["losses"]), pd.DataFrame(state["checks"])
    sampler.encoder_, sampler._scores = _encoder_from(state["encoder"]), _scores_from(state["scores"])
    names, scores, values, labels = state["conditions"]
    sampler.conditions_ = Conditions(names, _scores_from(scores), values, labels)
    sampler._frame, sampler._y = _empty_frame(state["columns"]), sampler.classes_
    sampler._gates = Gates(sampler._frame, sampler.permitted_range, None, sampler.constraints)
    sampler._shape, sampler._tables, sampler._weights = state["shape"], state["tables"], state["weights"]
    sampler._judge, sampler._given, sampler._disputes = None, {}, []
    sampler._drawer = Drawer(
        sampler._shape,
        sampler.classes_,
        state["counts"],
        sampler.conditions_,
        sampler._walk_steps(),
        sampler._maps_numbers(),
        Margins(**state["margins"]),
    )
    return sampler


def _params_of(sampler):
    params = sampler.get_params(deep=False)
    if params["constraints"] is not None and len(params["constraints"]):
        warn(
            "constraints are functions, which the file cannot hold: pass them again to load(path, constraints=[...]).",
            stacklevel=4,
        )
    params["constraints"] = None
    if callable(params["sampling_strategy"]):
        params["sampling_strategy"] = "auto"
    if isinstance(params["random_state"], np.random.RandomState):
        params["random_state"] = None
    return params


def _columns(frame):
    return {name: frame[name].to_numpy() for name in frame.columns}


def _encoder_state(encoder):
    return {
        "columns": [[column.name, column.kind, column.dtype] for column in encoder.schema_.columns],
        "levels_": encoder.levels_,
        "scale_": encoder.scale_,
        "atoms_": encoder.atoms_,
        "origin": encoder._origin,
        "step": encoder._step,
    }


def _encoder_from(state):
    encoder = TableEncoder()
    encoder.schema_ = Schema(tuple(Column(*parts) for parts in state["columns"]))
    encoder._column = {column.name: column for column in encoder.schema_.columns}
    encoder.levels_, encoder.scale_, encoder.atoms_ = state["levels_"], state["scale_"], state["atoms_"]
    encoder._origin, encoder._step = state["origin"], state.get("step", {})  # files of older versions have no steps
    encoder.number_names_ = list(encoder.scale_)
    encoder.category_names_ = list(encoder.levels_)
    encoder.empty_names_ = [column.name for column in encoder.schema_.columns if column.kind == "empty"]
    return encoder


def _scores_state(scores):
    fields = {name: value for name, value in vars(scores).items() if name not in ("encoder", "blocks")}
    blocks = [[type(block).__name__, list(vars(block).values())] for block in scores.blocks]
    return {
        "kind": type(scores).__name__,
        "encoder": _encoder_state(scores.encoder),
        "blocks": blocks,
        "fields": fields,
    }


def _scores_from(state):
    cls = _SCORES[state["kind"]]
    scores = cls.__new__(cls)
    vars(scores).update(state["fields"])
    scores.encoder = _encoder_from(state["encoder"])
    scores.blocks = [_BLOCKS[kind](*values) for kind, values in state["blocks"]]
    return scores


def _empty_frame(columns):
    made = {place: pd.Series([], dtype=dtype) for place, (_, dtype) in enumerate(columns)}
    frame = pd.DataFrame(made)
    frame.columns = pd.Index([name for name, _ in columns], dtype=None if columns else object)
    return frame
