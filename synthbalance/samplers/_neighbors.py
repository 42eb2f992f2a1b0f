"""Nearest rows of one class in a mixed table, for the rows that are asked for only."""

import numpy as np
from joblib import Parallel, cpu_count, delayed
from sklearn.cluster import MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import ThreadpoolController

CLUSTERED_FROM = 20_000
AIMED_RECALL = 0.97
_PROBES = 512
_ROWS_PER_CLUSTER = 400
_MOST_VISITED = 0.4
_BLOCK_CELLS = 2_000_000
_FARTHEST = 1e15  # standard deviations; its square still is a float32


def nearest_rows(encoder, X, rows, seeds, k, exact=False, tick=None):
    """Nearest neighbours of some rows of a class among all rows of it.

    Parameters
    ----------
    encoder : TableEncoder
    X : pandas.DataFrame of shape (n_rows, n_columns)
    rows : int array of shape (n_class,)
        Positions of the class in X.
    seeds : int array of shape (n_seeds,)
        Positions among `rows` whose neighbours are wanted.
    k : int
        At most ``n_class - 1``.
    exact : bool, default=False
        Never search clusters.
    tick : callable (stage, done, total), optional

    Returns
    -------
    int array of shape (n_seeds, k)
        Positions among `rows`, nearest first, never the seed itself. Distances are Euclidean in
        standard deviations of each number column (a missing number counts as the median), plus 1
        for each category that differs.
    """
    tick = tick or (lambda stage, done, total: None)
    numbers = scaled_numbers(encoder, X, rows)
    codes = _codes(encoder, X, rows)
    if codes is not None:
        found = _search_mixed(numbers, codes, seeds, k, tick)
    elif exact or len(rows) <= CLUSTERED_FROM:
        found = _search_numbers(numbers, seeds, k, tick)
    else:
        found = _search_clusters(numbers, seeds, k, tick)
    return found


class KnownNeighbors:
    """Nearest rows within classes as `nearest_rows` finds them, each seed's once.

    Parameters
    ----------
    encoder, X, exact
        As in `nearest_rows`. Where clusters may be searched nothing is kept: what is found there depends a little on
        which seeds are asked for together, and must not depend on what was asked before.
    """

    def __init__(self, encoder, X, exact=False):
        self._encoder, self._X, self._exact = encoder, X, exact
        self._near = {}

    def of(self, label, rows, seeds, k, tick=None):
        """Neighbours of some seeds of the class `label`, which stands at `rows`: int array of shape (n_seeds, k)."""
        if len(rows) > CLUSTERED_FROM and not self._exact:
            return nearest_rows(self._encoder, self._X, rows, seeds, k, tick=tick)
        if (label, k) not in self._near:
            self._near[label, k] = np.full((len(rows), k), -1, dtype=np.int64)
        near = self._near[label, k]
        new = seeds[near[seeds, 0] < 0]
        if len(new):
            near[new] = nearest_rows(self._encoder, self._X, rows, new, k, self._exact, tick)
        return near[seeds]


def scaled_numbers(encoder, X, rows):
    """Number columns in standard deviations: float32 array of shape (n_class, n_numbers), at least one column."""
    names = encoder.number_names_
    out = np.zeros((len(rows), max(1, len(names))), dtype=np.float32)
    for position, name in enumerate(names):
        numbers = encoder.numbers(name, X[[name]].iloc[rows])
        middle = np.nanmedian(numbers) if not np.isnan(numbers).all() else 0.0
        scaled = np.nan_to_num((numbers - middle) / encoder.scale_[name], nan=0.0)
        out[:, position] = np.clip(scaled, -_FARTHEST, _FARTHEST)
    return out


def _codes(encoder, X, rows):
    """Category codes, smallest dtype: array of shape (n_categories, n_class), or None without any."""
    names = encoder.category_names_
    if not names:
        return None
    widest = max(len(encoder.levels_[name]) for name in names)
    dtype = np.int8 if widest < 127 else np.int16 if widest < 32_767 else np.int32
    return np.stack([encoder.codes(name, X[[name]].iloc[rows]) for name in names]).astype(dtype)


def _search_numbers(numbers, seeds, k, tick):
    search = NearestNeighbors(n_neighbors=k + 1).fit(numbers)
    block = max(256, _BLOCK_CELLS * 100 // len(numbers))
    found = []
    for start in range(0, len(seeds), block):
        tick("finding neighbours", start, len(seeds))
        part = seeds[start : start + block]
        found.append(_without_self(search.kneighbors(numbers[part], return_distance=False), part))
    tick("finding neighbours", len(seeds), len(seeds))
    return np.concatenate(found)


def _search_clusters(numbers, seeds, k, tick):
    """Search only as many rows around each seed's own cluster as the true neighbours of a few seeds need."""
    probes = seeds[:: max(1, len(seeds) // _PROBES)][:_PROBES]
    truth = _search_numbers(numbers, probes, k, lambda *progress: None)
    clusters = _clusters(numbers)
    wanted = _pool_size(clusters, probes, truth)
    if wanted > _MOST_VISITED * len(numbers):
        return _search_numbers(numbers, seeds, k, tick)
    return _visit(clusters, numbers, seeds, k, max(wanted, k + 1), tick)


def _pool_size(clusters, probes, truth):
    """Rows to visit so that `AIMED_RECALL` of the true neighbours of the probes are among them."""
    member, order = clusters
    rank = np.argsort(order, axis=1)
    up_to = np.cumsum(np.bincount(member, minlength=len(order))[order], axis=1)
    home = member[probes][:, None]
    needed = up_to[home, rank[home, member[truth]]]
    return int(np.quantile(needed, AIMED_RECALL, method="higher"))


def _clusters(numbers):
    """Cluster of each row, and the clusters ordered by distance from each cluster."""
    n_clusters = len(numbers) // _ROWS_PER_CLUSTER
    sample = numbers[:: max(1, len(numbers) // (n_clusters * 40))]
    means = MiniBatchKMeans(n_clusters, n_init=1, max_iter=5, batch_size=4096, random_state=0).fit(sample)
    order = NearestNeighbors(n_neighbors=n_clusters).fit(means.cluster_centers_)
    return means.predict(numbers), order.kneighbors(means.cluster_centers_, return_distance=False)


def _visit(clusters, numbers, seeds, k, wanted, tick):
    member, order = clusters
    by_cluster = np.argsort(member, kind="stable")
    edges = np.searchsorted(member[by_cluster], np.arange(len(order) + 1))
    threads = ThreadpoolController()

    def one(cluster):
        asking = np.flatnonzero(member[seeds] == cluster)
        if len(asking) == 0:
            return asking, np.empty((0, k), dtype=np.int64)
        pool = _pool(order[cluster], edges, by_cluster, wanted)
        with threads.limit(limits=1, user_api="openmp"):
            search = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(numbers[pool])
            near = pool[search.kneighbors(numbers[seeds[asking]], return_distance=False)]
        return asking, _without_self(near, seeds[asking])

    found = np.empty((len(seeds), k), dtype=np.int64)
    workers = Parallel(cpu_count(), prefer="threads", return_as="generator")
    for done, (asking, near) in enumerate(workers(map(delayed(one), range(len(order))))):
        tick("finding neighbours", done, len(order))
        found[asking] = near
    tick("finding neighbours", len(order), len(order))
    return found


def _pool(order, edges, by_cluster, wanted):
    """Rows of the nearest clusters, enough for `wanted` of them."""
    sizes = np.cumsum(edges[order + 1] - edges[order])
    chosen = order[: int(np.searchsorted(sizes, wanted)) + 1]
    return np.concatenate([by_cluster[edges[cluster] : edges[cluster + 1]] for cluster in chosen])


def _search_mixed(numbers, codes, seeds, k, tick):
    """All rows compared block by block; categories by code, so that many levels cost nothing."""
    squares = (numbers**2).sum(axis=1)
    block = max(16, _BLOCK_CELLS // len(numbers))
    found = np.empty((len(seeds), k), dtype=np.int64)
    for start in range(0, len(seeds), block):
        tick("finding neighbours", start, len(seeds))
        part = seeds[start : start + block]
        distance = squares[None, :] - 2 * (numbers[part] @ numbers.T) + squares[part][:, None]
        distance += _differing(codes, part)
        distance[np.arange(len(part)), part] = np.inf
        found[start : start + block] = _smallest(distance, k)
    tick("finding neighbours", len(seeds), len(seeds))
    return found


def _differing(codes, part):
    """How many categories differ: array of shape (n_part, n_class)."""
    counts = np.zeros((len(part), codes.shape[1]), dtype=np.uint8 if len(codes) < 256 else np.uint16)
    for column in codes:
        counts += column[part][:, None] != column[None, :]
    return counts


def _smallest(distance, k):
    near = np.argpartition(distance, k - 1, axis=1)[:, :k] if k < distance.shape[1] else np.argsort(distance, axis=1)
    order = np.take_along_axis(distance, near, axis=1).argsort(axis=1, kind="stable")
    return np.take_along_axis(near, order, axis=1)[:, :k]


def _without_self(near, seeds):
    """Drop each seed from its own list (with copies about, it need not come first)."""
    is_self = near == seeds[:, None]
    is_self[~is_self.any(axis=1), -1] = True
    return near[~is_self].reshape(len(near), near.shape[1] - 1)
