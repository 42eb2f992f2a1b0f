"""How one new row came about, in words: which family of sampler, which columns it changed, what to know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.ui._near import RealRows
from synthbalance.ui._values import number_text, row_name, value_text
from synthbalance.ui._words import count, short

ROLES = ("seed", "neighbor", "source", "base", "donor")
MOST_EDITS = 6
FAR = 0.5  # standard deviations from the nearest real row above which a value of a model is marked
_MARKED = {
    "base": "Marked: columns in which it differs from its base.",
    "source": "Marked: columns in which it differs from the row it was copied from.",
    "parents": "Marked: values that neither parent has.",
    "model": f"Marked: columns more than {FAR} standard deviations from the nearest real rare row, or of another "
    "category.",
}


@dataclass(frozen=True, eq=False)
class Origin:
    """One new row and the real rows it is told with.

    Attributes
    ----------
    real : RealRows
    made : Made
    row : int
        Which new row.
    new : DataFrame of 1 row
    parents, related : dict role -> position among the real rows
        The second also has the nearest ones.
    distances : float array
        Of every real row.
    """

    real: RealRows
    made: Any
    row: int
    new: pd.DataFrame
    parents: dict[str, int]
    related: dict[str, int]
    distances: np.ndarray

    @property
    def family(self) -> str:
        """A key of the rules by which columns are marked."""
        if "base" in self.parents and not self.is_filled:
            return "base"
        if "source" in self.parents:
            return "source"
        return "parents" if len(self.parents) > 1 else "model"

    @property
    def is_filled(self) -> bool:
        """Whether a counterfactual was filled up between two rare rows, as too few edited ones passed."""
        return "base" in self.parents and bool(self.real.is_rare[self.parents["base"]])

    @property
    def is_relaxed(self) -> bool:
        """Whether the sampler marked the row as made after a gate was loosened."""
        parents = self.made.parents
        return parents is not None and "relaxed" in parents and bool(parents["relaxed"].iloc[self.row])

    @property
    def is_rare(self) -> bool:
        """Whether the row is of the rare class; of several classes, a sampler may make rows of others too."""
        labels = self.made.labels
        return labels is None or self.row >= len(labels) or int(labels[self.row]) == 1

    @cached_property
    def sizes(self) -> dict[Any, float]:
        """Marked columns, and by how much each was changed in squared standard deviations."""
        roles = list(self.parents) if self.family != "model" else [r for r in self.related if r == "nearest rare"]
        if not roles:
            return {}
        apart = self.real.squares(self.new, [self.related[role] for role in roles])
        least = FAR**2 if self.family == "model" else 0.0
        if self.family == "base":
            apart = {name: squares[[roles.index("base")]] for name, squares in apart.items()}
        return {name: float(squares.min()) for name, squares in apart.items() if squares.min() > least}

    @property
    def edited(self) -> list[Any]:
        """Names of the marked columns, the greatest change first."""
        return sorted(self.sizes, key=self.sizes.get, reverse=True)

    def name(self, role: str) -> str:
        """A related row by its label."""
        return row_name(self.real.X.index, self.related[role])

    def away(self, role: str) -> str:
        """Distance of a related row, as text."""
        return number_text(float(self.distances[self.related[role]]), 2)


def text_of(origin: Origin) -> str:
    """One sentence on where the row comes from."""
    parents = origin.parents
    if "base" in parents:
        return _from_pair(origin)
    if "source" in parents:
        return _from_source(origin)
    if {"seed", "neighbor"} <= set(parents):
        return f"{_between(origin, 'seed', 'neighbor')}."
    if {"seed", "donor"} <= set(parents):
        return f"Drawn from the neighbourhood of {origin.name('seed')}{_special(origin)}."
    if parents:
        return f"Drawn from a model given some values of {origin.name(next(iter(parents)))}; {_nearest(origin)}."
    start = "Made by a rule" if origin.made.strategy == "rules" else "Drawn from a model"
    return f"{start}: no single parents; {_nearest(origin)}."


def notes_of(origin: Origin) -> list[str]:
    """Sentences: inside or outside the class, a copy or not, loosened gates, and what the marks mean."""
    notes = [] if origin.is_rare else ["It was made for another class than the rare one."]
    copies = [role for role in origin.related if _equals(origin, role)]
    if copies:
        notes.append(f"An exact copy of {origin.name(copies[0])}.")
    notes.append(_side(origin))
    if origin.is_relaxed:
        notes.append("Made after a gate was loosened, as too few rows passed: nothing vouches for its class.")
    return [*filter(None, notes), *([_MARKED[origin.family]] if origin.sizes else [])]


def _special(origin: Origin) -> str:
    if origin.parents["seed"] == origin.parents["donor"]:
        return ""
    return f"; missing and special values are those of {origin.name('donor')}"


def _from_pair(origin: Origin) -> str:
    base, donor = origin.parents["base"], origin.parents.get("donor")
    if base == donor:
        return f"A copy of {origin.name('base')}, as too few edited rows passed."
    if origin.is_filled and donor is not None:
        return f"{_between(origin, 'base', 'donor')}, as too few edited rows passed."
    edits = [_edit(origin, name) for name in origin.edited]
    if len(edits) > MOST_EDITS:
        edits = [*edits[:MOST_EDITS], f"and {count(len(edits) - MOST_EDITS)} more columns"]
    if not edits:
        return f"This row equals its base, {origin.name('base')}."
    return f"This row {'became rare' if origin.is_rare else 'was changed'} by {', '.join(edits)}."


def _edit(origin: Origin, name: Any) -> str:
    before = origin.real.X[name].iloc[origin.parents["base"]]
    return f"{short(name, 60)}: {value_text(before)} → {value_text(origin.new[name].iloc[0])}"


def _from_source(origin: Origin) -> str:
    if not origin.sizes:
        return f"A copy of {origin.name('source')}."
    return f"Near {origin.name('source')}, {origin.away('source')} standard deviations away."


def _between(origin: Origin, first: str, second: str) -> str:
    """ "Between row 12 and row 90, 0.37 of the way", the last where numbers tell."""
    if origin.parents[first] == origin.parents[second]:
        return f"At {origin.name(first)}, which had no neighbour"
    gap = _gap(origin, first, second)
    way = "" if gap is None else f", {gap:.2f} of the way"
    return f"Between {origin.name(first)} and {origin.name(second)}{way}"


def _gap(origin: Origin, first: str, second: str) -> float | None:
    """How far along the line between two parents, from the numbers in which the row equals neither."""
    ends = origin.real.numbers([origin.parents[first], origin.parents[second]])
    own = origin.real.numbers_of(origin.new)
    way, gone = ends[1] - ends[0], own - ends[0]
    telling = np.isfinite(way) & np.isfinite(gone) & (way != 0)
    free = telling & (gone != 0) & (gone != way)
    used = free if free.any() else telling
    return float(way[used] @ gone[used] / (way[used] @ way[used])) if used.any() else None


def _nearest(origin: Origin) -> str:
    rare, other = (role in origin.related for role in ("nearest rare", "nearest other"))
    words = [f"nearest real rare row {origin.away('nearest rare')} away"] if rare else []
    return ", ".join([*words, *([f"nearest other {origin.away('nearest other')}"] if other else [])])


def _side(origin: Origin) -> str:
    """Inside or outside the class: which real row is nearer."""
    if not {"nearest rare", "nearest other"} <= set(origin.related):
        return ""
    rare, other = (float(origin.distances[origin.related[role]]) for role in ("nearest rare", "nearest other"))
    between = f"(rare {origin.away('nearest rare')}, other {origin.away('nearest other')})"
    if rare == other:
        return f"On the border of the class: a rare row and another one are equally near {between}."
    if rare < other:
        return f"Inside the class: the nearest real row is rare {between}."
    return f"Outside the class: the nearest real row is not rare {between}."


def _equals(origin: Origin, role: str) -> bool:
    """Whether the row has every value of a real row: those near enough are compared as they are."""
    at = origin.related[role]
    if origin.distances[at] > 1e-5:
        return False
    pairs = ((origin.new[name].iloc[0], origin.real.X[name].iloc[at]) for name in origin.real.names)
    return all((pd.isna(a) and pd.isna(b)) or (not pd.isna(a) and not pd.isna(b) and a == b) for a, b in pairs)
