"""Normal scores: a mixed table as standard normal numbers and small codes, class by class, and back.

What the statistical and the trained generators learn on. A number becomes its rank among the rows of
its own class, pushed through the normal quantile function; atoms that stand out (points of mass such
as 0) and missing values become categories beside it, so that no generator has to make them by luck.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.samplers._decimals import digits_of, rounded
from synthbalance.samplers._knots import learn_knots, scores_at, standing_out, values_at
from synthbalance.samplers._rows import NewRows

_LEAST_CLASS = 20
_MOST_FOR_KNOTS = 50_000  # rows of a class that its margins are learned from, evenly spread


@dataclass(frozen=True)
class Block:
    """One categorical block of the encoded table.

    Attributes
    ----------
    name : column name
    kind : {"category", "mode"}
        The values of a category column, or for a number column: 0 = an ordinary number, then its atoms, then missing.
    size : int
        Number of codes.
    """

    name: object
    kind: str
    size: int


class NormalScores:
    """Learn the encoding from real rows.

    Parameters
    ----------
    encoder : TableEncoder
        Fitted on the same table.
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
        Labels; classes with fewer than 20 rows use the ranks of the whole table.

    Attributes
    ----------
    number_names : list
        Columns of the number part.
    blocks : list of Block
        Columns of the code part.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from synthbalance.table import TableEncoder
    >>> X, y = pd.DataFrame({"amount": np.arange(100.0)}), np.repeat([0, 1], 50)
    >>> scores = NormalScores(TableEncoder().fit(X, y), X, y)
    >>> numbers, codes = scores.encode(X, y)
    >>> bool(abs(numbers[y == 1].mean()) < 0.01)
    True
    """

    def __init__(self, encoder, frame, y):
        self.encoder, y = encoder, np.asarray(y)
        self.labels, self._digits = pd.unique(y), {}
        self._atoms, self._knots = {}, {}
        self.number_names, self.blocks = [], []
        for name in encoder.number_names_:
            self._learn_number(name, encoder.numbers(name, frame), y)
        for name in encoder.category_names_:
            has_missing = bool((encoder.codes(name, frame) < 0).any())
            self.blocks.append(Block(name, "category", len(encoder.levels_[name]) + has_missing))

    def encode(self, frame, y):
        """Numbers, float32 of shape (n_rows, n_numbers), and codes, int64 of shape (n_rows, n_blocks)."""
        y = np.asarray(y)
        numbers = np.zeros((len(frame), len(self.number_names)), dtype=np.float32)
        codes = np.zeros((len(frame), len(self.blocks)), dtype=np.int64)
        number = {name: position for position, name in enumerate(self.number_names)}
        mode = {block.name: position for position, block in enumerate(self.blocks) if block.kind == "mode"}
        for name in self.encoder.number_names_:
            values = self.encoder.numbers(name, frame)
            modes = self._modes(name, values)
            if name in number:
                numbers[:, number[name]] = self._to_scores(name, values, modes == 0, y)
            if name in mode:
                codes[:, mode[name]] = modes
        for position, block in enumerate(self.blocks):
            if block.kind == "category":
                found = self.encoder.codes(block.name, frame)
                codes[:, position] = np.where(found < 0, block.size - 1, found)
        return numbers, codes

    def decode(self, numbers, codes, labels):
        """`NewRows` for encoded rows of classes `labels` (array of shape (n_rows,))."""
        numbers, codes, labels = np.asarray(numbers), np.asarray(codes), np.asarray(labels)
        return NewRows(len(labels), lambda name: self._column(name, numbers, codes, labels))

    def _learn_number(self, name, values, y):
        missing = np.isnan(values)
        known = values[~missing]
        atoms = self.encoder.atoms_[name]
        if len(atoms):
            atoms = standing_out(atoms, [known, *[known[y[~missing] == k] for k in self.labels]])
        ordinary = ~missing & ~np.isin(values, atoms)
        self._atoms[name] = atoms
        if len(atoms) or missing.any():
            self.blocks.append(Block(name, "mode", 1 + len(atoms) + int(missing.any())))
        if ordinary.any():
            self.number_names.append(name)
            self._digits[name] = digits_of(values[ordinary], self.encoder.column(name))
            own = {label: values[ordinary & (y == label)] for label in self.labels}
            few = [label for label, its in own.items() if len(its) < _LEAST_CLASS]
            own |= dict.fromkeys(few, values[ordinary]) if few else {}
            self._knots[name] = {label: learn_knots(_some(its)) for label, its in own.items()}

    def _modes(self, name, values):
        """0 for an ordinary number, 1.. for its atoms, the last for missing."""
        atoms = self._atoms[name]
        modes = np.zeros(len(values), dtype=np.int64)
        if len(atoms):
            place = np.minimum(np.searchsorted(atoms, values), len(atoms) - 1)
            modes = np.where(atoms[place] == values, place + 1, 0)
        modes[np.isnan(values)] = len(atoms) + 1
        return modes

    def _to_scores(self, name, values, ordinary, y):
        out = np.zeros(len(values))
        for label, knots in self._knots[name].items():
            rows = ordinary & (y == label)
            out[rows] = scores_at(knots, values[rows])
        return out

    def _column(self, name, numbers, codes, labels):
        block = next((b for b in self.blocks if b.name == name), None)
        code = codes[:, self.blocks.index(block)] if block is not None else None
        if block is not None and block.kind == "category":
            n_levels = len(self.encoder.levels_[name])
            return self.encoder.decode(name, np.where(code < n_levels, code, -1))
        if name in self.encoder.empty_names_:
            return self.encoder.decode(name, np.zeros(len(labels)))
        values = rounded(self._from_scores(name, numbers, labels), self._digits.get(name))
        if code is not None:
            table = np.concatenate([[np.nan], self._atoms[name], [np.nan]])
            values = np.where(code == 0, values, table[code])
        return self.encoder.decode(name, values)

    def _from_scores(self, name, numbers, labels):
        out = np.full(len(labels), np.nan)
        if name not in self._knots:
            return out
        score = numbers[:, self.number_names.index(name)].astype(np.float64)
        for label, knots in self._knots[name].items():
            rows = labels == label
            out[rows] = values_at(knots, score[rows])
        return out


def _some(values):
    return values[:: -(-len(values) // _MOST_FOR_KNOTS)] if len(values) else values
