"""The early stop's eye: rows set aside tell whether drawn rows pass for real, and whether they are copies."""

from dataclasses import dataclass, field

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

from synthbalance.samplers._encoded import MOST_ONE_HOT

ASIDE_SHARE = 0.1
LEAST_ASIDE = 20
MOST_ASIDE = 2_000
MOST_COMPARED = 2_000
LEAST_DISTANCE = 0.9
_PATIENCE = 7
_TREES = 60


def set_aside(classes, rng):
    """A tenth of the rows of each class, or none where that leaves the rarest fewer than 20.

    Parameters
    ----------
    classes : int array of shape (n_rows,)
    rng : numpy.random.Generator

    Returns
    -------
    bool array of shape (n_rows,)
    """
    aside = np.zeros(len(classes), dtype=bool)
    wanted = (np.bincount(classes) * ASIDE_SHARE).astype(int)
    if wanted.min() < LEAST_ASIDE:
        return aside
    for label, n in enumerate(wanted):
        rows = np.flatnonzero(classes == label)
        aside[rng.choice(rows, min(n, MOST_ASIDE), replace=False)] = True
    return aside


@dataclass
class Watch:
    """Compare drawn rows of the rarer classes with real ones, check after check.

    Each check trains trees to tell drawn rows from the rows trained on, and asks them about drawn rows and
    the rows set aside: an AUC of 0.5 means that they cannot. Rows closer to those trained on than the rows
    set aside are (median distance to the closest record below 0.9 of theirs) count as memorised.

    Parameters
    ----------
    train, aside : EncodedRows
    sizes : list of int
        Codes of each block.
    seed : int

    Attributes
    ----------
    checks : list of dict
        step, two_sample_auc, closest_record_ratio.
    """

    train: object
    aside: object
    sizes: list
    seed: int
    checks: list = field(default_factory=list)

    def __post_init__(self):
        counts = np.bincount(self.aside.classes)
        self.classes = [label for label in range(len(counts)) if label != counts.argmax()]
        rng, self._matrix = np.random.default_rng(self.seed), Features(self.sizes, self.seed)
        self._real = {label: self._both(label, rng) for label in self.classes}

    def look(self, step, draw):
        """Score the present weights.

        Parameters
        ----------
        step : int
        draw : callable (class position, n) -> numbers, codes

        Returns
        -------
        is_best, stop : bool
        """
        found = [self._compare(label, *draw(label, 2 * self._drawn(label))) for label in self.classes]
        auc, ratio = (float(np.mean(values)) for values in zip(*found, strict=True))
        before = [check["smoothed"] for check in self._honest()]
        smoothed = np.mean([auc, *[check["two_sample_auc"] for check in self.checks[-1:]]])
        self.checks.append(
            {"step": step, "two_sample_auc": auc, "closest_record_ratio": ratio, "smoothed": float(smoothed)}
        )
        is_best = ratio >= LEAST_DISTANCE and smoothed < min(before, default=np.inf)
        if not before and ratio < LEAST_DISTANCE:
            is_best = True
        return is_best, self._since_best() >= _PATIENCE

    @property
    def best(self):
        """The check that was kept."""
        return min(self._honest() or self.checks, key=lambda check: check["smoothed"])

    def _honest(self):
        return [check for check in self.checks if check["closest_record_ratio"] >= LEAST_DISTANCE]

    def _since_best(self):
        return len(self.checks) - 1 - self.checks.index(self.best)

    def _both(self, label, rng):
        """Rows trained on and rows set aside of one class, as matrices, and the latter's distance to the former."""
        rows = np.flatnonzero(self.train.classes == label)
        rows = rng.permutation(rows)[:MOST_COMPARED]
        train = self._matrix(self.train.numbers[rows], self.train.codes[rows])
        of_class = self.aside.classes == label
        aside = self._matrix(self.aside.numbers[of_class], self.aside.codes[of_class])
        return train, aside, np.median(closest(aside, train))

    def _drawn(self, label):
        return int(np.clip(len(self._real[label][0]), 256, 1024))

    def _compare(self, label, numbers, codes):
        train, aside, own = self._real[label]
        drawn = self._matrix(numbers, codes)
        half = len(drawn) // 2
        return two_sample_auc(train, drawn[:half], aside, drawn[half:], self.seed), _ratio(drawn[half:], train, own)


def two_sample_auc(train, drawn, aside, others, seed):
    """How well trees that learned `train` (real) from `drawn` tell `aside` (real) from `others` (drawn).

    Each is a float array of shape (n_rows, n_features); 0.5 is a coin's score, 1 means told apart always.
    """
    trees = ExtraTreesClassifier(
        _TREES, min_samples_leaf=2, max_features=0.5, class_weight="balanced", random_state=seed, n_jobs=1
    )
    trees.fit(np.vstack([train, drawn]), np.repeat([0, 1], [len(train), len(drawn)]))
    score = trees.predict_proba(np.vstack([aside, others]))[:, 1]
    return max(roc_auc_score(np.repeat([0, 1], [len(aside), len(others)]), score), 0.5)


def closest(rows, real):
    """Euclidean distance (n_rows,) from each of `rows` to the closest of `real`."""
    return NearestNeighbors(n_neighbors=1, algorithm="brute", n_jobs=1).fit(real).kneighbors(rows)[0][:, 0]


def _ratio(drawn, train, own):
    """Median distance to the closest record over the set-aside rows' own; 1 where theirs is 0 and tells nothing."""
    return float(np.median(closest(drawn, train)) / own) if own > 0 else 1.0


class Features:
    """Encoded rows as one matrix for trees and distances: two codes that differ are about one unit apart.

    Parameters
    ----------
    sizes : list of int
        Codes of each block; one-hot up to 32, a random direction a level above.
    seed : int
    """

    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        self._tables = [_level_table(size, rng) for size in sizes]

    def __call__(self, numbers, codes):
        """Matrix, float32 of shape (n_rows, n_features)."""
        parts = [table[codes[:, block]] for block, table in enumerate(self._tables)]
        return np.concatenate([numbers, *parts], axis=1, dtype=np.float32)


def _level_table(size, rng):
    if size <= MOST_ONE_HOT:
        return np.eye(size, dtype=np.float32) * np.float32(0.5**0.5)
    table = rng.standard_normal((size, 8))
    return (table / np.linalg.norm(table, axis=1, keepdims=True) * 0.5**0.5).astype(np.float32)
