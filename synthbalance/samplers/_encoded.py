"""Rows as the nets see them: numbers and codes, their class, and the columns they are conditioned on."""

from dataclasses import dataclass, fields

import numpy as np

MOST_ONE_HOT = 32  # levels of a category; above, each is a point among fixed vectors
LEVEL_WIDTH = 8
_SHRINK = 10.0


@dataclass(frozen=True)
class EncodedRows:
    """Encoded rows.

    Attributes
    ----------
    numbers : float32 array of shape (n_rows, n_numbers)
    codes : int64 array of shape (n_rows, n_blocks)
    classes : int64 array of shape (n_rows,)
        Position of each row's label in `classes_`.
    given_numbers, given_codes : arrays of shape (n_rows, n_given_numbers), (n_rows, n_given_blocks)
    """

    numbers: np.ndarray
    codes: np.ndarray
    classes: np.ndarray
    given_numbers: np.ndarray
    given_codes: np.ndarray

    def parts(self):
        """All arrays, in the order of the attributes."""
        return [getattr(self, field.name) for field in fields(self)]

    def take(self, rows):
        """The rows at these positions."""
        return EncodedRows(*[part[rows] for part in self.parts()])

    def by_class(self, mask):
        """The rows of a mask, those of one class after those of another, as nets are trained on them."""
        rows = np.flatnonzero(mask)
        return self.take(rows[np.argsort(self.classes[rows], kind="stable")])

    def __len__(self):
        return len(self.classes)


def shape_of(scores, conditions, rows, n_classes):
    """Sizes that a net is built from, as `_nets.layout.Shape` names them: dict of plain values."""
    place = {name: position for position, name in enumerate(scores.number_names)}
    gates = [
        [place.get(block.name, -1), getattr(block, "ordinary", 1)] if block.kind == "mode" else [-1, 0]
        for block in scores.blocks
    ]
    return {
        "numbers": rows.numbers.shape[1],
        "sizes": [block.size for block in scores.blocks],
        "gates": gates,
        "classes": n_classes,
        "given_numbers": rows.given_numbers.shape[1],
        "given_sizes": [block.size for block in conditions.scores.blocks],
    }


def level_vectors(rows, block, size, rng):
    """Fixed vectors for the levels of a block too large for one-hot: alike where their rows are alike.

    Half of the dimensions are the leading directions of each level's mean row (shrunk towards the mean of
    all, as rare levels say little), the other half random, so that no two levels coincide.

    Parameters
    ----------
    rows : EncodedRows
    block : int
    size : int
        Number of levels.
    rng : numpy.random.Generator

    Returns
    -------
    float32 array of shape (size, 16), each row of length 4
    """
    code = rows.codes[:, block]
    is_class = (rows.classes[:, None] == np.arange(rows.classes.max() + 1)).astype(np.float32)
    parts = [rows.numbers, is_class] if rows.numbers.shape[1] > 1 else [np.column_stack([rows.numbers, is_class])]
    centred = (column - mean for part in parts for column, mean in zip(part.T, part.mean(axis=0), strict=True))
    count = np.bincount(code, minlength=size)
    means = np.stack([np.bincount(code, column, minlength=size) for column in centred], axis=1)
    means /= (count + _SHRINK)[:, None]
    left, strength, _ = np.linalg.svd(means, full_matrices=False)
    leading = (left * strength)[:, :LEVEL_WIDTH]
    random = rng.standard_normal((size, 2 * LEVEL_WIDTH - leading.shape[1]))
    return np.concatenate([_unit_rows(leading), _unit_rows(random)], axis=1).astype(np.float32) * np.float32(8**0.5)


def _unit_rows(values):
    length = np.linalg.norm(values, axis=1, keepdims=True)
    return values / np.where(length > 0, length, 1.0)
