"""Modes: a number as the component of a small Gaussian mixture, and its place within it (CTGAN's encoding)."""

from dataclasses import dataclass

import numpy as np

from synthbalance.samplers._decimals import digits_of, rounded
from synthbalance.samplers._rows import NewRows
from synthbalance.samplers._scores import Block

MOST_MODES = 8
_ROWS_A_CLASS = 2_000
_ROUNDS = 40
_FURTHEST = 4.0


@dataclass(frozen=True)
class ModeBlock(Block):
    """A number's codes: first its `ordinary` modes, then its atoms, then missing."""

    ordinary: int = 1


class ModeScores:
    """Learn the mixtures of all number columns at once; same use as `NormalScores`.

    Parameters
    ----------
    encoder : TableEncoder
        Fitted on the same table.
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
        Labels; the mixtures are fitted on at most 2,000 rows of each class.
    rng : numpy.random.Generator
        Chooses these rows, and each number's mode among the likely ones.

    Attributes
    ----------
    number_names : list
    blocks : list of Block

    References
    ----------
    Xu, Skoularidou, Cuesta-Infante and Veeramachaneni (2019), arXiv:1907.00503, section 4.2.
    """

    def __init__(self, encoder, frame, y, rng):
        self.encoder, self._seed = encoder, int(rng.integers(2**31))
        y = np.asarray(y)
        rows = [rng.permutation(np.flatnonzero(y == label))[:_ROWS_A_CLASS] for label in np.unique(y)]
        part = frame.iloc[np.sort(np.concatenate(rows))]
        values = {name: encoder.numbers(name, frame) for name in encoder.number_names_}
        ordinary = {name: ~encoder.atom_mask(name, numbers) for name, numbers in values.items()}
        self.number_names = [name for name, mask in ordinary.items() if mask.any()]
        self._ends = {n: (values[n][ordinary[n]].min(), values[n][ordinary[n]].max()) for n in self.number_names}
        self._digits = {n: digits_of(values[n][ordinary[n]], encoder.column(n)) for n in self.number_names}
        self._modes = dict(zip(self.number_names, self._fit(part), strict=True))
        self.blocks = [self._number_block(name, values[name]) for name in encoder.number_names_]
        for name in encoder.category_names_:
            has_missing = bool((encoder.codes(name, frame) < 0).any())
            self.blocks.append(Block(name, "category", len(encoder.levels_[name]) + has_missing))

    def encode(self, frame, y):
        """Places within the mode, float32 (n_rows, n_numbers), and codes, int64 (n_rows, n_blocks)."""
        rng = np.random.default_rng(self._seed)
        numbers = np.zeros((len(frame), len(self.number_names)), dtype=np.float32)
        codes = np.zeros((len(frame), len(self.blocks)), dtype=np.int64)
        for position, block in enumerate(self.blocks):
            if block.kind == "category":
                found = self.encoder.codes(block.name, frame)
                codes[:, position] = np.where(found < 0, block.size - 1, found)
                continue
            values = self.encoder.numbers(block.name, frame)
            codes[:, position], place = self._place(block, values, rng)
            if block.name in self._modes:
                numbers[:, self.number_names.index(block.name)] = place
        return numbers, codes

    def decode(self, numbers, codes, labels):
        """`NewRows` for encoded rows."""
        return NewRows(len(labels), lambda name: self._column(name, numbers, codes))

    def _fit(self, frame):
        """Weight, mean and deviation (n_modes, 3) of each number column's modes, by one EM for all columns."""
        if not self.number_names:
            return []
        values = np.column_stack([self.encoder.numbers(name, frame) for name in self.number_names])
        known = [~self.encoder.atom_mask(n, values[:, i]) for i, n in enumerate(self.number_names)]
        known = np.column_stack(known)
        for i, name in enumerate(self.number_names):
            if not known[:, i].any():
                values[0, i], known[0, i] = self._ends[name][0], True
        values[~known] = np.nan
        middle, spread = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
        spread = np.where(spread > 0, spread, 1.0)
        modes = _mixtures((values - middle) / spread, known)
        return [_rescaled(kept[kept[:, 0] > 0], middle[i], spread[i]) for i, kept in enumerate(modes)]

    def _number_block(self, name, values):
        ordinary = len(self._modes.get(name, [0]))
        return ModeBlock(
            name, "mode", ordinary + len(self.encoder.atoms_[name]) + int(np.isnan(values).any()), ordinary
        )

    def _place(self, block, values, rng):
        """Code of each value, and its place within its mode in the mode's deviations."""
        atoms, place = self.encoder.atoms_[block.name], np.zeros(len(values))
        code = np.zeros(len(values), dtype=np.int64)
        chance = rng.random(len(values))
        if block.name in self._modes:
            weight, mean, spread = self._modes[block.name].T
            apart = (np.nan_to_num(values)[:, None] - mean) / spread
            likely = _responsible(np.log(weight) - np.log(spread) - 0.5 * apart**2)
            code = np.minimum((likely.cumsum(axis=1) < chance[:, None]).sum(axis=1), len(mean) - 1)
            place = np.clip(np.take_along_axis(apart, code[:, None], axis=1)[:, 0], -_FURTHEST, _FURTHEST)
        if len(atoms):
            nearest = np.minimum(np.searchsorted(atoms, values), len(atoms) - 1)
            code = np.where(atoms[nearest] == values, block.ordinary + nearest, code)
        code[np.isnan(values)] = block.size - 1
        return code, np.where(code < block.ordinary, place, 0.0)

    def _column(self, name, numbers, codes):
        encoder = self.encoder
        if name in encoder.empty_names_:
            return encoder.decode(name, np.zeros(len(codes)))
        position, block = next((p, b) for p, b in enumerate(self.blocks) if b.name == name)
        code = codes[:, position]
        if block.kind == "category":
            return encoder.decode(name, np.where(code < len(encoder.levels_[name]), code, -1))
        table = np.concatenate([np.full(block.ordinary, np.nan), encoder.atoms_[name], [np.nan]])
        values = table[np.minimum(code, len(table) - 1)]
        if name in self._modes:
            _, mean, spread = self._modes[name].T
            mode = np.minimum(code, block.ordinary - 1)
            made = mean[mode] + spread[mode] * numbers[:, self.number_names.index(name)].astype(np.float64)
            made = rounded(np.clip(made, *self._ends[name]), self._digits[name])
            values = np.where(code < block.ordinary, made, values)
        return encoder.decode(name, values)


def _mixtures(values, known):
    """EM for all columns at once: weights, means and deviations (n_columns, n_modes, 3); a weight of 0 = no mode.

    Modes that explain less than two rows' worth vanish (Figueiredo and Jain 2002), so that few are left.
    `values` is of shape (n_rows, n_columns), NaN where not `known`.
    """
    shares = (np.arange(MOST_MODES) + 0.5) / MOST_MODES
    mean = np.nanquantile(values, shares, axis=0).T
    spread = np.full(mean.shape, 0.5)
    weight = np.full(mean.shape, 1.0 / MOST_MODES)
    filled = np.where(known, values, 0.0)[:, :, None]
    for _ in range(_ROUNDS):
        apart = (filled - mean) / spread
        with np.errstate(divide="ignore"):
            likely = _responsible(np.log(weight) - np.log(spread) - 0.5 * apart**2) * known[:, :, None]
        count = likely.sum(axis=0)
        least = np.minimum(2.0, count.max(axis=1, keepdims=True) / 2)
        weight = np.maximum(count - least, 0.0)
        weight /= weight.sum(axis=1, keepdims=True)
        count = np.maximum(count, 1e-9)
        mean = (likely * filled).sum(axis=0) / count
        spread = np.sqrt((likely * (filled - mean) ** 2).sum(axis=0) / count) + 1e-3
    return np.stack([weight, mean, spread], axis=2)


def _responsible(score):
    """Softmax over the last axis."""
    likely = np.exp(score - score.max(axis=-1, keepdims=True))
    return likely / likely.sum(axis=-1, keepdims=True)


def _rescaled(modes, middle, spread):
    return np.column_stack([modes[:, 0], modes[:, 1] * spread + middle, modes[:, 2] * spread])
