"""Rows made from the points by the kit's own samplers, with their parents."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance.teach._play.points import counts_of, table_of
from synthbalance.ui.parts import heard

METHODS = {"smote": "SMOTE", "borderline": "Borderline SMOTE", "counterfactual": "Counterfactual", "gan": "GAN"}
PRESS = "Press Play: the GAN trains, with new rows every few steps."
_NO_TORCH = "GAN needs torch: pip install 'synthbalance[torch]', then restart the kernel."
_TWO = "Two rare points are needed, and one other: add them."
_ENOUGH = "The rare class has this share already: no rows are made."


@dataclass(frozen=True)
class Recipe:
    """What rows are made by.

    Attributes
    ----------
    method : {"smote", "borderline", "counterfactual", "gan"}
    k_neighbors : int
    share : float
        Of the rare class among all rows afterwards.
    random_state : int
    """

    method: str
    k_neighbors: int
    share: float
    random_state: int

    def n_new(self, n_rare: int, n_other: int) -> int:
        """How many rows the share asks for; none where there are too few points to learn from."""
        wanted = round(self.share / (1 - self.share) * n_other) - n_rare
        return max(0, wanted) if n_rare >= 2 and n_other >= 1 else 0

    def sampler(self, n_rare: int, n_other: int) -> Any:
        """The sampler that makes these rows."""
        wanted = n_rare + self.n_new(n_rare, n_other)
        common = {"sampling_strategy": {1: wanted}, "random_state": self.random_state}
        if self.method == "counterfactual":
            return sb.CounterfactualSampler(**common)
        variant = "borderline" if self.method == "borderline" else "regular"
        return sb.SMOTESampler(k_neighbors=self.k_neighbors, variant=variant, **common)


@dataclass(frozen=True)
class Made:
    """Rows and what is known of them.

    Attributes
    ----------
    rows : list of dict
        x, y, label (1).
    parents : list of dict
        Positions among the points: seed, neighbor and gap, or base and donor; empty where rows come from a model.
    notes : list of str
        Warnings, or why there are none.
    """

    rows: list = field(default_factory=list)
    parents: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def make(points: list[dict], recipe: Recipe) -> Made:
    """Rows for these points; without an exception where there are too few points.

    Parameters
    ----------
    points : list of dict
    recipe : Recipe

    Returns
    -------
    Made
    """
    X, y = table_of(points)
    n_rare, n_other = counts_of(points)
    if n_rare < 2 or n_other < 1:
        return Made(notes=[_TWO])
    if recipe.n_new(n_rare, n_other) == 0 or recipe.method == "gan":
        return Made()
    sampler = recipe.sampler(n_rare, n_other)
    with heard() as told:
        try:
            X_all, _ = sampler.fit_resample(X, y)
        except ValueError as error:
            return Made(notes=[str(error)])
    rows = X_all.iloc[len(X) :]
    return Made(rows_of(rows), _parents(sampler.parents_, X, rows), [one.sentence for one in told])


def why_none(recipe: Recipe, n_new: int, trains: bool) -> str:
    """Why there are no rows yet of the `n_new` that the recipe makes; empty where there are.

    Parameters
    ----------
    recipe : Recipe
    n_new : int
    trains : bool
        Whether a GAN can be trained here.
    """
    if not n_new:
        return _ENOUGH
    if recipe.method != "gan":
        return ""
    return PRESS if trains else _NO_TORCH


def rows_of(frame: pd.DataFrame) -> list[dict]:
    """Rows of a table of x and y as the playground shows them."""
    return [{"x": float(x), "y": float(y), "label": 1} for x, y in frame[["x", "y"]].to_numpy(float)]


def has_torch() -> bool:
    """Whether a GAN can be trained here."""
    return find_spec("torch") is not None


def _parents(parents: pd.DataFrame, X: pd.DataFrame, rows: pd.DataFrame) -> list[dict]:
    if "seed" not in parents:
        return [{"base": int(one.base), "donor": int(one.donor)} for one in parents.itertuples()]
    start, end = X.to_numpy()[parents["seed"]], X.to_numpy()[parents["neighbor"]]
    span, way = end - start, rows.to_numpy() - start
    wide = np.abs(span).argmax(axis=1)[:, None]
    longest = np.take_along_axis(span, wide, 1)[:, 0]
    gap = np.divide(np.take_along_axis(way, wide, 1)[:, 0], longest, out=np.zeros(len(span)), where=longest != 0)
    pairs = zip(parents["seed"], parents["neighbor"], gap, strict=True)
    return [{"seed": int(seed), "neighbor": int(neighbor), "gap": float(part)} for seed, neighbor, part in pairs]
