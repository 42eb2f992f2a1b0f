"""Folds of the training part: by time in expanding windows, by whole groups, or stratified; copies stay together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from synthbalance.split._copies import copy_groups, hash_rows
from synthbalance.split._part import Part

N_FOLDS = 5
_FEWEST_RARE = 4
_SHIFT = 0.4  # of a window: how far the cuts of another repeat may lie


@dataclass(frozen=True, eq=False)
class Fold:
    """Positions in the training part of the rows to train on and to score on."""

    train: np.ndarray
    test: np.ndarray


class Folds:
    """Repeated folds of the real rows of a training part, the same for all candidates.

    Parameters
    ----------
    part : Part
        Real rows only.
    how : {"time", "group", "stratified"}
    gap : length of time or None
        By time: rows less than this long before a window are not trained on for it.
    seed : int

    Raises
    ------
    ValueError
        If there are too few rare rows to cross-validate.
    """

    def __init__(self, part, how, gap, seed):
        self.part, self.how, self.gap, self.seed = part, how, gap, seed
        self.y = part.y.to_numpy()
        n_rare = int((self.y == 1).sum())
        if n_rare < _FEWEST_RARE:
            raise ValueError(
                f"split.train needs at least {_FEWEST_RARE} rare rows to compare strategies on, found {n_rare}. "
                f'Collect more of them; until then keep "none".'
            )
        self.n_folds = min(N_FOLDS, n_rare // 2)
        self._copies = None

    def repeat(self, number):
        """The folds of one repeat: list of `Fold`, each with both classes on both sides."""
        cut = {"time": self._by_time, "group": self._by_group, "stratified": self._stratified}[self.how]
        folds = [fold for fold in cut(number) if self._serves(fold)]
        if len(folds) < 2:
            raise ValueError(
                f"split.train needs rare rows in at least 2 {_WINDOWS[self.how]}, found them in {len(folds)}. "
                f'Collect more of them, or split at random; until then keep "none".'
            )
        return folds

    def _serves(self, fold):
        return all(0 < (self.y[rows] == 1).sum() < len(rows) for rows in (fold.train, fold.test))

    def _stratified(self, number):
        """Copies of one row are dealt as one, so that no fold is scored on what it was trained on."""
        if self._copies is None:
            hashes = hash_rows(self.part.X, (self.y == 1).astype("int64"))
            self._copies = np.unique(copy_groups(hashes)[0], return_inverse=True)[1]
        first = np.unique(self._copies, return_index=True)[1]
        cut = StratifiedKFold(self.n_folds, shuffle=True, random_state=_seed(self.seed, number))
        code = np.empty(len(first), dtype=int)
        for i, (_, test) in enumerate(cut.split(first, self.y[first])):
            code[test] = i
        return _by_code(code[self._copies], self.n_folds)

    def _by_group(self, number):
        groups = pd.factorize(self.part.group)[0]
        n_folds = min(self.n_folds, len(np.unique(groups[self.y == 1])))
        if n_folds < 2:
            return []
        cut = StratifiedGroupKFold(n_folds, shuffle=True, random_state=_seed(self.seed, number))
        return [Fold(train, test) for train, test in cut.split(groups, self.y, groups)]

    def _by_time(self, number):
        """Windows that follow each other, each scored by what lies before it; other repeats shift the cuts."""
        codes, stamps = pd.factorize(self.part.time, sort=True)
        order = np.sort(codes)
        shift = 0.0 if number == 0 else np.random.default_rng([self.seed, number]).uniform(-_SHIFT, _SHIFT)
        at = (np.arange(1, self.n_folds + 1) + shift) * len(codes) / (self.n_folds + 1)
        starts = np.unique([*order[np.clip(at.astype(int), 0, len(codes) - 1)], len(stamps)])
        ends = [self._known_until(stamps, start) for start in starts[:-1]]
        return [
            Fold(np.flatnonzero(codes < known), np.flatnonzero((codes >= start) & (codes < stop)))
            for known, start, stop in zip(ends, starts[:-1], starts[1:], strict=True)
        ]

    def _known_until(self, stamps, start):
        """Code of the first stamp whose labels are not known yet when the window starts."""
        if self.gap is None:
            return start
        return int(stamps.searchsorted(stamps[start] - self.gap, side="left"))


_WINDOWS = {"time": "windows of time", "group": "groups of rows", "stratified": "folds"}


def rows_of_part(part, rows):
    """Some rows of a part, as a part."""
    members = {name: getattr(part, name) for name in ("X", "y", "weight", "time", "group")}
    return Part(**{name: None if member is None else member.iloc[rows] for name, member in members.items()})


def _by_code(code, n_folds):
    return [Fold(np.flatnonzero(code != i), np.flatnonzero(code == i)) for i in range(n_folds)]


def _seed(seed, number):
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0] >> 1)
