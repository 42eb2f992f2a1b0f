"""Nearest rows of a large class: each row is compared with those of the nearest clusters only."""

from functools import partial

import numpy as np
from sklearn.cluster import MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors

from synthbalance.samplers._cores import on_cores

AIMED_RECALL = 0.97
MOST_COMPARED = 40_000  # rows that each seed is compared with at most, so that time grows as the class does
_PROBES = 512
_ROWS_PER_CLUSTER = 400
_MOST_CLUSTERS = 1_000
_MOST_VISITED = 0.4


def search_clusters(rows, seeds, k, tick, report):
    """Compare each seed with as many rows around its own cluster as the true neighbours of a few seeds need.

    At most 40,000 rows: where that is not enough, the share of true neighbours that was found is lower.

    Parameters
    ----------
    rows : FewNumbers or ComparedRows
    seeds : int array of shape (n_seeds,)
    k : int
    tick : callable (stage, done, total)
    report : dict
        "neighbor_recall" is put into it: the share of the true neighbours of 512 of the seeds that was found.

    Returns
    -------
    int array of shape (n_seeds, k)
    """
    step = max(1, len(seeds) // _PROBES)
    probes = seeds[::step][:_PROBES]
    truth = rows.nearest(probes, k, lambda *progress: None)
    clusters = _clusters(rows.points)
    wanted = _pool_size(clusters, probes, truth)
    most = max(_MOST_VISITED * len(rows), k + 1)
    if wanted > most and most <= MOST_COMPARED:
        return rows.nearest(seeds, k, tick)
    found = _visit(clusters, rows, seeds, k, max(min(wanted, MOST_COMPARED), k + 1), tick)
    recall = (found[::step][:_PROBES, :, None] == truth[:, None, :]).any(axis=1).mean()
    report["neighbor_recall"] = min(float(recall), report.get("neighbor_recall", 1.0))
    return found


def _pool_size(clusters, probes, truth):
    """Rows to visit so that `AIMED_RECALL` of the true neighbours of the probes are among them."""
    member, order = clusters
    rank = np.argsort(order, axis=1)
    up_to = np.cumsum(np.bincount(member, minlength=len(order))[order], axis=1)
    home = member[probes][:, None]
    needed = up_to[home, rank[home, member[truth]]]
    return int(np.quantile(needed, AIMED_RECALL, method="higher"))


def _clusters(points):
    """Cluster of each row, and the clusters ordered by distance from each cluster."""
    n_clusters = min(len(points) // _ROWS_PER_CLUSTER, _MOST_CLUSTERS)
    sample = points[:: max(1, len(points) // (n_clusters * 40))]
    means = MiniBatchKMeans(n_clusters, n_init=1, max_iter=5, batch_size=4096, random_state=0).fit(sample)
    order = NearestNeighbors(n_neighbors=n_clusters).fit(means.cluster_centers_)
    return means.predict(points), order.kneighbors(means.cluster_centers_, return_distance=False)


def _visit(clusters, rows, seeds, k, wanted, tick):
    member, order = clusters
    by_cluster, edges = _grouped(member, len(order))
    asking, borders = _grouped(member[seeds], len(order))

    def one(cluster):
        mine = asking[borders[cluster] : borders[cluster + 1]]
        if len(mine) == 0:
            return mine, np.empty((0, k), dtype=np.int64)
        pool = _pool(order[cluster], edges, by_cluster, wanted)
        return mine, rows.nearest_in(pool, seeds[mine], k)

    found = np.empty((len(seeds), k), dtype=np.int64)
    for mine, near in on_cores(one, range(len(order)), partial(tick, "finding neighbours")):
        found[mine] = near
    return found


def _grouped(member, n_clusters):
    """Positions ordered by cluster, and where each cluster begins."""
    order = np.argsort(member, kind="stable")
    return order, np.searchsorted(member[order], np.arange(n_clusters + 1))


def _pool(order, edges, by_cluster, wanted):
    """Rows of the nearest clusters, enough for `wanted` of them."""
    sizes = np.cumsum(edges[order + 1] - edges[order])
    chosen = order[: int(np.searchsorted(sizes, wanted)) + 1]
    return np.concatenate([by_cluster[edges[cluster] : edges[cluster + 1]] for cluster in chosen])
