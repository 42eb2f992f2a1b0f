"""The training part as places: how far every real row is from one new row, column by column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synthbalance.table import TableEncoder

UNSEEN = -2  # a category that no real row has
_MISSING = -1


class RealRows:
    """The real rows of a training part, encoded once.

    The squared distance of two rows is the sum, over number and date columns, of the squared difference in standard
    deviations of the real rows, plus 1 for each category that differs and for each column that only one of
    them misses.

    Parameters
    ----------
    train : Part

    Attributes
    ----------
    X : DataFrame
    is_rare : bool array of shape (n_rows,)
    names : list of column names
        In the order of the table.
    """

    def __init__(self, train: Any):
        self.X, self.is_rare = train.X, train.y.to_numpy() == 1
        self.names = list(train.X.columns)
        self._encoder = TableEncoder().fit(train.X)
        self._numbers = set(self._encoder.number_names_)
        self._empty = set(self._encoder.empty_names_)
        self._middle: dict[Any, float] = {}
        self._real = {name: self._placed(name, train.X) for name in self.names if name not in self._empty}

    def __len__(self) -> int:
        return len(self.X)

    def is_number(self, name: Any) -> bool:
        """Whether a column counts in standard deviations."""
        return name in self._numbers

    def squares(self, new: pd.DataFrame, rows: Any = slice(None)) -> dict[Any, np.ndarray]:
        """Squared distance in each column from the only row of `new` to some real rows: float arrays."""
        return {name: self._apart(name, new, real[rows]) for name, real in self._real.items()}

    def distances(self, new: pd.DataFrame) -> np.ndarray:
        """Distance of every real row from the only row of `new`: float array of shape (n_rows,)."""
        total = np.zeros(len(self), dtype=np.float32)
        for name, real in self._real.items():
            total += self._apart(name, new, real)
        return np.sqrt(total)

    def numbers(self, rows: list[int]) -> np.ndarray:
        """Number and date columns of some real rows in standard deviations: float array of shape (n, n_numbers)."""
        columns = [self._real[name][rows] for name in self._encoder.number_names_]
        return np.array(columns, dtype=float).reshape(len(columns), len(rows)).T

    def numbers_of(self, new: pd.DataFrame) -> np.ndarray:
        """The same of the only row of `new`: float array of shape (n_numbers,)."""
        return np.array([self._placed(name, new)[0] for name in self._encoder.number_names_], dtype=float)

    def nearest(self, distances: np.ndarray, rare: bool) -> int | None:
        """Position of the nearest rare (or other) row; None without any."""
        candidates = np.flatnonzero(self.is_rare == rare)
        return int(candidates[distances[candidates].argmin()]) if len(candidates) else None

    def _apart(self, name: Any, new: pd.DataFrame, real: np.ndarray) -> np.ndarray:
        (own,) = self._placed(name, new)
        if name not in self._numbers:
            return (real != own).astype(np.float32)
        if np.isnan(own):
            return (~np.isnan(real)).astype(np.float32)
        squares = np.square(real - own)
        squares[np.isnan(squares)] = 1.0
        return squares

    def _placed(self, name: Any, frame: pd.DataFrame) -> np.ndarray:
        """Standard deviations from the middle as float32, nan = missing; or codes."""
        if name in self._numbers:
            numbers, scale = self._encoder.numbers(name, frame), self._encoder.scale_[name]
            with np.errstate(over="ignore"):
                return ((numbers - self._of_middle(name, numbers)) / scale).astype(np.float32)
        codes = self._encoder.codes(name, frame)
        unseen = (codes == _MISSING) & frame[name].notna().to_numpy()
        return np.where(unseen, UNSEEN, codes).astype(np.int32)

    def _of_middle(self, name: Any, numbers: np.ndarray) -> float:
        """The middle of the real values of a column: what is near it keeps its precision."""
        if name not in self._middle:
            self._middle[name] = float(np.nanmedian(numbers))
        return self._middle[name]
