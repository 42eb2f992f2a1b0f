"""Where the variants of SMOTE put new rows: which seeds, how often, and towards which neighbours.

imbalanced-learn finds the points in danger, the support vectors and the clusters. Its samplers hand
them to one hook, which here writes them down and makes nothing: the rows themselves are drawn by us,
in the table's own column kinds and with their parents.
"""

import math
from dataclasses import dataclass

import numpy as np
from imblearn.over_sampling import SVMSMOTE, BorderlineSMOTE, KMeansSMOTE
from scipy.spatial.distance import pdist
from sklearn.cluster import MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import SVC

from synthbalance.samplers._neighbors import scaled_numbers

DANGER_NEIGHBORS = 10
_LEVELS = 30
_ROW = 1e-9  # a row's position is carried along in a column that is far too small to count in a distance
_MANY = 1_000_000
_MOST_FOR_SVM = 10_000
_MOST_IN_PAIRS = 2_000
_ROWS_PER_CLUSTER = 10
_MOST_CLUSTERS = 50


class NoPool(Exception):
    """A variant that finds no row to start from; the text says why, as the end of a sentence."""


@dataclass(frozen=True)
class Pool:
    """Rows to start from.

    Attributes
    ----------
    seed : int array of shape (n_seeds,)
        Positions among the rows of the class; a row may be there more than once.
    near : int array of shape (n_seeds, k)
        Its neighbours, positions among the rows of the class.
    share : float array of shape (n_seeds,)
        How often each is drawn; they add up to 1.
    step : float array of shape (n_seeds,)
        The farthest share of the way to the neighbour; below 0 = away from it.
    """

    seed: np.ndarray
    near: np.ndarray
    share: np.ndarray
    step: np.ndarray


def find_pool(variant, encoder, X, is_label, k, seed):
    """The rows of one class that a variant starts from.

    Parameters
    ----------
    variant : {"borderline", "svm", "kmeans", "adasyn"}
    encoder : TableEncoder
    X : pandas.DataFrame of shape (n_rows, n_columns)
    is_label : bool array of shape (n_rows,)
    k : int
        Neighbours of each seed, at most one less than the rows of the class.
    seed : int

    Returns
    -------
    Pool

    Raises
    ------
    NoPool
        If there is no such row.
    """
    matrix, y = _matrix(encoder, X), is_label.astype(np.int8)
    if variant == "adasyn":
        return _adasyn(matrix, is_label, k)
    sampler = _PEERS[variant](k, y, seed)
    sampler.pools_ = []
    try:
        sampler.fit_resample(matrix, y)
    except (RuntimeError, ValueError) as error:
        raise NoPool(_REASONS[variant]) from error
    if not sampler.pools_:
        raise NoPool(_REASONS[variant])
    return _joined(sampler.pools_, np.flatnonzero(is_label))


class _Writes:
    """imbalanced-learn's hook for new rows, which only writes down what it is asked to join."""

    def _make_samples(self, X, y_dtype, y_type, nn_data, nn_num, n_samples, step_size=1.0, y=None):
        position = np.rint(nn_data[:, -1] / _ROW).astype(np.int64)
        seed = np.rint(X[:, -1] / _ROW).astype(np.int64)
        self.pools_.append((seed, position[nn_num], n_samples, step_size))
        return X[:0], np.empty(0, dtype=y_dtype)


class _Borderline(_Writes, BorderlineSMOTE):
    pass


class _Svm(_Writes, SVMSMOTE):
    pass


class _KMeans(_Writes, KMeansSMOTE):
    def _find_cluster_sparsity(self, X):
        """imbalanced-learn's formula; the mean distance is that of an even sample in a large cluster."""
        distance = pdist(X[:: -(-len(X) // _MOST_IN_PAIRS)]).mean()
        return distance ** (math.log(len(X), 1.6) ** 1.8 * 0.16) / len(X)


class _ThinnedSVC(SVC):
    """A support vector classifier on an even sample of each class; `support_` are positions in all rows."""

    def fit(self, X, y):
        of_class = [np.flatnonzero(y == label) for label in np.unique(y)]
        rows = np.concatenate([part[:: max(1, -(-len(part) // _MOST_FOR_SVM))] for part in of_class])
        super().fit(X[rows], y[rows])
        self.support_ = rows[self.support_]
        return self


def _borderline(k, y, seed):
    return _Borderline(**_common(k, y, seed), m_neighbors=min(DANGER_NEIGHBORS, len(y) - 1))


def _svm(k, y, seed):
    machine = _ThinnedSVC(gamma="scale", random_state=seed)
    return _Svm(**_common(k, y, seed), m_neighbors=min(DANGER_NEIGHBORS, len(y) - 1), svm_estimator=machine)


def _kmeans(k, y, seed):
    """Clusters count where the class is no rarer than in the whole table; more than half, the peer's rule, are none."""
    n_clusters = int(np.clip(y.sum() // _ROWS_PER_CLUSTER, 1, _MOST_CLUSTERS))
    means = MiniBatchKMeans(n_clusters, n_init=3, random_state=seed)
    return _KMeans(**_common(k, y, seed), kmeans_estimator=means, cluster_balance_threshold=float(y.mean()))


_PEERS = {"borderline": _borderline, "svm": _svm, "kmeans": _kmeans}
_REASONS = {
    "borderline": "no row of the class is in danger (half or more, but not all, of its neighbours of another class)",
    "svm": "every support vector of the class lies among rows of another class",
    "kmeans": "no cluster holds enough rows of the class",
    "adasyn": "no row of the class has a neighbour of another class",
}


def _common(k, y, seed):
    return {"sampling_strategy": {1: int(y.sum()) + _MANY}, "k_neighbors": k, "random_state": seed}


def _adasyn(matrix, is_label, k):
    """Seeds in proportion to the share of other rows among their neighbours (the peer's class has no hook)."""
    rows = np.flatnonzero(is_label)
    around = NearestNeighbors(n_neighbors=k + 1).fit(matrix).kneighbors(matrix[rows], return_distance=False)[:, 1:]
    harder = (~is_label[around]).mean(axis=1)
    if not harder.any():
        raise NoPool(_REASONS["adasyn"])
    near = NearestNeighbors(n_neighbors=k + 1).fit(matrix[rows]).kneighbors(matrix[rows], return_distance=False)[:, 1:]
    kept = np.flatnonzero(harder)
    return Pool(kept, near[kept], harder[kept] / harder.sum(), np.ones(len(kept)))


def _joined(pools, rows):
    """One `Pool` from what the hook wrote down, positions in X turned into positions among the class's `rows`."""
    seed, near, share, step = zip(*pools, strict=True)
    sizes = [len(part) for part in seed]
    share = np.repeat(np.array(share) / np.array(sizes), sizes)
    return Pool(
        np.searchsorted(rows, np.concatenate(seed)), np.searchsorted(rows, np.concatenate(near)),
        share / share.sum(), np.repeat(np.array(step, dtype=float), sizes),
    )  # fmt: skip


def _matrix(encoder, X):
    """Numbers in standard deviations, the commonest levels as columns, the row's position: float64, one row a row."""
    everywhere = np.arange(len(X))
    parts = [scaled_numbers(encoder, X, everywhere)]
    parts += [_indicators(encoder.codes(name, X)) for name in encoder.category_names_]
    return np.column_stack([*parts, everywhere * _ROW])


def _indicators(codes):
    """Columns in which two different codes are one apart; codes beyond the commonest count as one."""
    counts = np.bincount(codes + 1)
    common = np.argsort(-counts, kind="stable")[:_LEVELS]
    return (codes[:, None] + 1 == common[counts[common] > 0]) * np.float32(0.5**0.5)
