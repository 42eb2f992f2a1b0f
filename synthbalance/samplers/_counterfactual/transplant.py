"""Transplant: another row takes the rare row's observed values; and what it may not take."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass
class Candidates:
    """Rows made of two real ones: the base's values, and the donor's where `edits` says so.

    Attributes
    ----------
    base, donor : int arrays of shape (n,)
        Positions in the table.
    edits : bool array of shape (n, n_columns)
    score : float array of shape (n,), or None
        The oracle's.
    level : int array of shape (n,), or None
        0 = passes every gate; else the first level of relaxing that lets it pass.
    """

    base: np.ndarray
    donor: np.ndarray
    edits: np.ndarray
    score: np.ndarray | None = None
    level: np.ndarray | None = None

    def __len__(self):
        return len(self.base)

    def take(self, rows):
        """Some of them, by position or mask."""
        optional = [None if part is None else part[rows] for part in (self.score, self.level)]
        return Candidates(self.base[rows], self.donor[rows], self.edits[rows], *optional)

    def matrix(self, space):
        """Their encoded values: float array of shape (n, n_columns)."""
        return np.where(self.edits, space.matrix[self.donor], space.matrix[self.base])

    def column(self, frame, position):
        """Values of one column, taken from the two rows as they are: Series with a plain index."""
        source = np.where(self.edits[:, position], self.donor, self.base)
        return frame.iloc[:, position].take(source).reset_index(drop=True)

    def frame(self, frame):
        """All columns as a DataFrame with a plain index."""
        columns = {name: self.column(frame, position) for position, name in enumerate(frame.columns)}
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self)), columns=frame.columns)


def join(parts):
    """Several lists of candidates, scored and levelled, as one."""
    names = ("base", "donor", "edits", "score", "level")
    return Candidates(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


class Permission:
    """Which edits the user's ranges, immutable columns and directions allow.

    Parameters
    ----------
    space : Space
    ranges : dict column -> (low, high)
    immutable : list of column names
    monotone : dict column -> +1 or -1
        Edits of the column may only raise (+1) or lower (-1) it.

    Attributes
    ----------
    in_range : bool array of shape (n_rows,)
        Rows of the table whose own values lie within all ranges.
    """

    def __init__(self, space, ranges, immutable, monotone):
        frame, self.space = space.frame, space
        position = {name: place for place, name in enumerate(frame.columns)}
        self.inside = {position[name]: within(frame[name], bounds) for name, bounds in ranges.items()}
        self.in_range = np.logical_and.reduce([np.ones(len(frame), dtype=bool), *self.inside.values()])
        self.immutable = [position[name] for name in immutable]
        self.sign = {position[name]: sign for name, sign in monotone.items()}

    def forbidden(self, base, donor, differing):
        """Edits among `differing` that may not be made, by gate: dict gate -> bool array of shape (n, n_columns)."""
        masks = {gate: np.zeros_like(differing) for gate in ("range", "monotone")}
        for column, inside in self.inside.items():
            masks["range"][:, column] = differing[:, column] & ~inside[donor]
        for column, sign in self.sign.items():
            step = sign * (self.space.matrix[donor, column] - self.space.matrix[base, column])
            masks["monotone"][:, column] = differing[:, column] & ~(step > 0)
        return masks


def transplant(space, permission, base, donor, tolerance):
    """Every allowed edit from donor to base where they differ by more than the tolerance.

    Returns
    -------
    candidates : Candidates
    forbidden : dict gate -> bool array of shape (n,)
        Where a range or a direction kept an edit from being made.
    """
    differing = space.differs(base, donor, tolerance)
    differing[:, permission.immutable] = False
    masks = permission.forbidden(base, donor, differing)
    edits = differing & ~masks["range"] & ~masks["monotone"]
    return Candidates(base, donor, edits), {gate: mask.any(axis=1) for gate, mask in masks.items()}


def within(values, bounds):
    """Where a column lies within (low, high) or is missing: bool array of shape (n_rows,)."""
    low, high = bounds
    inside = values.isna()
    inside |= (values >= low if low is not None else True) & (values <= high if high is not None else True)
    return inside.to_numpy(dtype=bool)


def check_monotone(monotone, X):
    """Refuse directions of columns that are not there or have no order, with the way out."""
    for name, sign in (monotone or {}).items():
        if name not in X.columns:
            raise ValueError(f"monotone needs columns of X, {name!r} is not there.")
        if sign not in (1, -1):
            raise ValueError(f"monotone[{name!r}] needs +1 (only up) or -1 (only down), got {sign!r}.")
        dtype = X[name].dtype
        ordered = isinstance(dtype, pd.CategoricalDtype) and dtype.ordered
        number = pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
        if not (ordered or number or pd.api.types.is_datetime64_any_dtype(dtype) or dtype.kind == "m"):
            raise ValueError(
                f"monotone[{name!r}] needs a column with an order, {name!r} holds {dtype}. "
                f"Use immutable=[{name!r}] to keep it as it is, or an ordered category."
            )
