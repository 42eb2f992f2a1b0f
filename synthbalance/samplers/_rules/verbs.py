"""What each verb makes: encoded values of one column, all rows of a scene at once.

``make(so_far, uniform, scene)`` gets the column's encoded values so far, one number in [0, 1) a row, and
the `Scene` for what the rule reads elsewhere.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.samplers._rules.column import Column

_PARTS = {"weekday": "day_of_week"}


@dataclass(frozen=True)
class Constant:
    value: Any

    def make(self, so_far, uniform, scene):
        return np.full(len(so_far), self.value)


@dataclass(frozen=True)
class Choice:
    """One of `values`, the i-th where a uniform number falls below ``running[i]``."""

    values: np.ndarray
    running: np.ndarray

    def make(self, so_far, uniform, scene):
        return self.values[np.searchsorted(self.running[:-1], uniform, side="right")]


@dataclass(frozen=True)
class Range:
    """Evenly between two encoded values, both included; or evenly in the logarithm of natural ones."""

    column: Column
    low: float
    high: float
    log: bool

    def make(self, so_far, uniform, scene):
        if not self.log and self.column.kind == "int":
            return self.low + np.floor(uniform * (self.high - self.low + 1))
        if not self.log:
            return self.low * (1 - uniform) + self.high * uniform
        low, high = np.log(self.column.natural(np.array([self.low, self.high])))
        return self.column.from_natural(np.exp(low + uniform * (high - low)))


@dataclass(frozen=True)
class Quantile:
    """Between two quantiles of the real values, as densely as these lie; with `observed`, real values only.

    `knots` are sorted. A whole number is often a code or an identity, so that only real ones make sense.
    """

    knots: np.ndarray
    low: float
    high: float
    observed: bool

    def make(self, so_far, uniform, scene):
        at = (self.low + uniform * (self.high - self.low)) * (len(self.knots) - 1)
        if self.observed:
            return self.knots[np.rint(at).astype(np.int64)]
        return np.interp(at, np.arange(len(self.knots)), self.knots)


@dataclass(frozen=True)
class Seen:
    """Real values by how often they occur, sorted; `different` leaves out the value so far."""

    values: np.ndarray
    running: np.ndarray
    different: bool

    def make(self, so_far, uniform, scene):
        if self.different:
            uniform = self._beside(so_far, uniform)
        return self.values[np.searchsorted(self.running[:-1], uniform, side="right")]

    def _beside(self, so_far, uniform):
        """Uniform numbers that step over the stretch of the value so far."""
        at = np.clip(np.searchsorted(self.values, so_far), 0, len(self.values) - 1)
        start = np.append(0.0, self.running[:-1])[at]
        width = np.where(self.values[at] == so_far, self.running[at] - start, 0.0)
        left = uniform * (1 - width)
        return np.where(left >= start, left + width, left)


@dataclass(frozen=True)
class Donor:
    """The column's value in the donor row of that name."""

    column: Column
    name: str
    once: bool

    def make(self, so_far, uniform, scene):
        return scene.donated(self.column, self.name, self.once)


@dataclass(frozen=True)
class Copy:
    """A category of another column; `codes` translates its codes, the last one for missing."""

    other: Any
    codes: np.ndarray

    def make(self, so_far, uniform, scene):
        return self.codes[scene.values(self.other)]


@dataclass(frozen=True)
class Times:
    """Natural value of a number column times a factor."""

    column: Column
    other: Column
    low: float
    high: float

    def make(self, so_far, uniform, scene):
        values = so_far if self.other.name == self.column.name else scene.values(self.other.name)
        factor = self.low + uniform * (self.high - self.low)
        return self.column.from_natural(self.other.natural(values) * factor)


@dataclass(frozen=True)
class Plus:
    """Natural value of a number column plus a natural number (seconds, for dates and durations)."""

    column: Column
    other: Column
    low: float
    high: float

    def make(self, so_far, uniform, scene):
        more = self.low + uniform * (self.high - self.low)
        if self.other.name == self.column.name:
            return so_far + more * self.column.per_unit
        return self.column.from_natural(self.other.natural(scene.values(self.other.name)) + more)


@dataclass(frozen=True)
class Follow:
    """The value so far, changed by the factor by which another column differs from its start; as is where that is 0."""

    column: Column
    other: Column

    def make(self, so_far, uniform, scene):
        before, after = (
            self.other.natural(values) for values in (scene.start(self.other), scene.values(self.other.name))
        )
        known = np.isfinite(before) & np.isfinite(after) & (before != 0)
        factor = np.divide(after, before, out=np.ones(len(after)), where=known)
        return self.column.from_natural(self.column.natural(so_far) * factor)


@dataclass(frozen=True)
class Part:
    """Hour, weekday (Monday = 0), ... of a date column."""

    column: Column
    other: Column
    part: str

    def make(self, so_far, uniform, scene):
        moments = self.other.decode(scene.values(self.other.name)).dt
        found = pd.Series(getattr(moments, _PARTS.get(self.part, self.part))).to_numpy(
            dtype=np.float64, na_value=np.nan
        )
        return self.column.from_natural(found)


@dataclass(frozen=True)
class Earlier:
    """The value so far, plus the earlier rows of the burst within some seconds, or the sum of a column in them."""

    column: Column
    other: Column | None
    within: float

    def make(self, so_far, uniform, scene):
        amount = None if self.other is None else np.nan_to_num(self.other.natural(scene.values(self.other.name)))
        more = np.zeros(len(so_far))
        for lag in range(1, 1 + scene.rows.position.max(initial=0)):
            row = np.flatnonzero(scene.rows.position >= lag)
            row = row[scene.rows.clock[row] - scene.rows.clock[row - lag] < self.within]
            more[row] += 1 if amount is None else amount[row - lag]
        return self.column.from_natural(self.column.natural(so_far) + more)


@dataclass(frozen=True)
class Elapsed:
    """Time since the row before it in the burst, in `unit` seconds; the first row keeps its value."""

    column: Column
    unit: float

    def make(self, so_far, uniform, scene):
        gone = np.diff(scene.rows.clock, prepend=0.0)
        unit = 1.0 if self.column.kind == "timedelta" else self.unit
        return np.where(scene.rows.position == 0, so_far, self.column.from_natural(gone / unit))
