"""Where the variants of SMOTE start from: imbalanced-learn would have chosen the same rows and neighbours."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import ADASYN, SVMSMOTE, BorderlineSMOTE, KMeansSMOTE
from sklearn.cluster import MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors

from synthbalance.samplers import _pools
from synthbalance.samplers._pools import NoPool, find_pool
from synthbalance.table import TableEncoder
from tests.samplers.drawn import moons
from tests.samplers.tables import mixed, numbers

VARIANTS = ["borderline", "svm", "kmeans", "adasyn"]


def pool_of(variant, X, y, k=5, seed=0):
    """The pool, with its seeds and neighbours as positions in X."""
    is_rare = np.asarray(y) == 1
    pool = find_pool(variant, TableEncoder().fit(X, y), X, is_rare, k, seed)
    rows = np.flatnonzero(is_rare)
    return pool, rows[pool.seed], rows[pool.near]


def scaled(X):
    """Columns in standard deviations from their medians, as the pools see them."""
    return ((X - X.median()) / X.std(ddof=0)).to_numpy(dtype=np.float32).astype(np.float64)


def lines_reach(made, starts, ends, steps):
    """Whether each made row lies on a line from one of `starts` towards its `ends`, at most `steps` of the way."""
    way = ends - starts
    gap = ((made[:, None] - starts) * way).sum(axis=2) / (way**2).sum(axis=1)
    off = np.abs(made[:, None] - starts - gap[:, :, None] * way).max(axis=2)
    inside = (gap * np.sign(steps) >= -1e-6) & (gap * np.sign(steps) <= np.abs(steps) + 1e-6)
    return ((off < 1e-5) & inside).any(axis=1)


@pytest.mark.parametrize("variant", ["svm", "kmeans"])
def test_the_rows_of_imbalanced_learn_lie_on_our_lines(variant):
    X, y = moons()
    pool, seeds, near = pool_of(variant, X, y)
    matrix = scaled(X)
    peer = {
        "svm": SVMSMOTE(sampling_strategy=0.9, random_state=0),
        "kmeans": KMeansSMOTE(
            sampling_strategy=0.9, k_neighbors=5, random_state=0, cluster_balance_threshold=y.mean(),
            kmeans_estimator=MiniBatchKMeans(6, n_init=3, random_state=0),
        ),
    }[variant]  # fmt: skip
    made = peer.fit_resample(matrix, y)[0][len(y) :]
    starts, steps = (np.repeat(part, near.shape[1], axis=0) for part in (matrix[seeds], pool.step))
    assert len(made) > 200
    assert lines_reach(made, starts, matrix[near.ravel()], steps).all()


def test_borderline_starts_from_the_points_that_imbalanced_learn_finds_in_danger():
    X, y = moons()
    _, seeds, near = pool_of("borderline", X, y)
    peer = BorderlineSMOTE(k_neighbors=5, m_neighbors=10, random_state=0)
    peer.fit_resample(scaled(X), y)
    assert set(seeds) == set(peer.in_danger_indices[1])
    rare = np.flatnonzero(y)
    search = NearestNeighbors(n_neighbors=6).fit(scaled(X)[rare])
    assert np.array_equal(near, rare[search.kneighbors(scaled(X)[seeds], return_distance=False)[:, 1:]])


class _AtTheSeed(np.random.RandomState):
    """Steps of nothing: each row that ADASYN makes is its seed."""

    def uniform(self, *args, size=None, **kwargs):
        return np.zeros(size)


def test_adasyn_starts_from_each_row_as_often_as_imbalanced_learn_does():
    X, y = moons()
    pool, seeds, _ = pool_of("adasyn", X, y)
    made = ADASYN(sampling_strategy={1: 100_060}, random_state=_AtTheSeed(0)).fit_resample(scaled(X), y)[0][len(y) :]
    counts = (made[:, None] == scaled(X)[seeds]).all(axis=2).sum(axis=0)
    assert counts.sum() == len(made)
    assert np.allclose(counts / len(made), pool.share, atol=1e-4)


def test_svm_steps_away_from_others_where_it_is_safe_and_never_starts_among_them_alone():
    X, y = moons()
    pool, seeds, _ = pool_of("svm", X, y)
    around = NearestNeighbors(n_neighbors=11).fit(scaled(X)).kneighbors(scaled(X)[seeds], return_distance=False)[:, 1:]
    others = (y[around] == 0).sum(axis=1)
    assert others.max() < 10
    assert np.array_equal(pool.step > 0, others >= 5)
    assert set(pool.step) == {1.0, -0.5}


def test_kmeans_leaves_out_clusters_where_the_class_is_rarer_than_on_the_whole():
    X, y = moons()
    _, seeds, near = pool_of("kmeans", X, y)
    member = MiniBatchKMeans(6, n_init=3, random_state=0).fit_predict(
        np.column_stack([scaled(X), np.arange(400) * 1e-9])
    )
    share = pd.Series(y).groupby(member).mean()
    assert (share[member[seeds]] >= y.mean()).all()
    assert (member[near] == member[seeds][:, None]).all()
    assert len(seeds) < y.sum()


def test_a_thin_cluster_gets_more_rows_than_a_dense_one():
    rng = np.random.default_rng(0)
    rare = np.r_[rng.normal(size=(60, 2)) * 0.1, rng.normal(size=(60, 2)) * 3 + 60]
    X = pd.DataFrame(np.r_[rare, rng.normal(size=(300, 2)) + [60, -60]])
    pool, seeds, _ = pool_of("kmeans", X, np.arange(420) < 120)
    assert pool.share[seeds >= 60].sum() > 5 * pool.share[seeds < 60].sum()


def test_how_thinly_a_large_cluster_lies_is_judged_by_a_sample_of_it_as_by_all(monkeypatch):
    values = np.random.default_rng(0).normal(size=(3000, 2))
    peer = KMeansSMOTE()._find_cluster_sparsity
    assert _pools._KMeans()._find_cluster_sparsity(values) == pytest.approx(peer(values), rel=0.4)
    monkeypatch.setattr(_pools, "_MOST_IN_PAIRS", 5000)
    assert _pools._KMeans()._find_cluster_sparsity(values) == pytest.approx(peer(values))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_pool_is_a_share_for_each_seed_and_neighbours_that_are_others(variant):
    X, y = mixed(600, 120)
    pool, seeds, near = pool_of(variant, X, y, k=4)
    assert pool.share.sum() == pytest.approx(1)
    assert (pool.share >= 0).all()
    assert near.shape == (len(seeds), 4)
    assert (near != seeds[:, None]).all()
    assert (y.to_numpy()[near] == 1).all()


def test_a_class_without_a_pool_raises_the_reason():
    X, y = numbers()
    with pytest.raises(NoPool, match="no row of the class has a neighbour"):
        pool_of("adasyn", X + 100.0 * y.to_numpy()[:, None], y)


def test_positions_survive_where_rows_repeat_and_are_many():
    n = 30_000
    X = pd.DataFrame({"x": np.arange(n) % 7 * 1.0, "k": np.arange(n) % 3})
    y = (np.arange(n) % 10 == 0).astype(int)
    pool, seeds, near = pool_of("borderline", X, y)
    assert (y[seeds] == 1).all()
    assert (y[near] == 1).all()
    assert len(np.unique(seeds)) == len(seeds) == len(pool.share)


def test_a_thinned_support_vector_machine_gives_positions_among_all_rows(monkeypatch):
    monkeypatch.setattr(_pools, "_MOST_FOR_SVM", 100)
    X, y = moons(2000, 400)
    machine = _pools._ThinnedSVC().fit(X.to_numpy(), y)
    assert machine.n_support_.sum() == len(machine.support_) <= 200
    assert np.allclose(X.to_numpy()[machine.support_], machine.support_vectors_)
    assert len(pool_of("svm", X, y)[1]) > 0
