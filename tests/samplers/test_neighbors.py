"""The neighbour search: exact equals brute force, clusters find nearly all of the true neighbours."""

import numpy as np
import pandas as pd
import pytest
from sklearn.neighbors import NearestNeighbors

import synthbalance as sb
from synthbalance.samplers._near_exact import ComparedRows
from synthbalance.samplers._neighbors import CLUSTERED_FROM, nearest_rows
from synthbalance.samplers._smallest import smallest
from synthbalance.table import TableEncoder
from tests.samplers.tables import mixed, numbers


def search(X, y, k=5, seeds=None, **options):
    encoder, rows = TableEncoder().fit(X, y), np.flatnonzero(y)
    seeds = np.arange(len(rows)) if seeds is None else seeds
    return encoder, rows, nearest_rows(encoder, X, rows, seeds, k, **options)


def distances(encoder, X, rows):
    """All distances within the class by the rule of the docstring, squared: array of shape (n_class, n_class)."""
    total = np.zeros((len(rows), len(rows)))
    for name in encoder.number_names_:
        numbers = encoder.numbers(name, X)[rows]
        scaled = np.nan_to_num((numbers - np.nanmedian(numbers)) / encoder.scale_[name])
        total += (scaled[:, None] - scaled[None]) ** 2
    for name in encoder.category_names_:
        codes = encoder.codes(name, X)[rows]
        total += codes[:, None] != codes[None]
    np.fill_diagonal(total, np.inf)
    return total


@pytest.mark.parametrize("make", [mixed, numbers])
@pytest.mark.parametrize("k", [1, 5, 23])
def test_exact_neighbours_are_those_of_brute_force(make, k):
    X, y = make(n_rows=600, n_rare=120)
    encoder, rows, found = search(X, y, k)
    true = distances(encoder, X, rows)
    nearest = np.sort(true, axis=1)[:, :k]
    assert np.allclose(np.take_along_axis(true, found, axis=1), nearest, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("make", [mixed, numbers])
def test_no_row_is_its_own_neighbour_nor_named_twice(make):
    X, y = make()
    X = pd.concat([X] * 3, ignore_index=True)
    _, rows, found = search(X, np.tile(y, 3), 8)
    assert (found != np.arange(len(rows))[:, None]).all()
    assert all(len(set(row)) == 8 for row in found)


def test_only_the_seeds_asked_for_are_searched():
    X, y = numbers()
    _, _, every = search(X, y)
    _, _, some = search(X, y, seeds=np.array([3, 7]))
    assert np.array_equal(some, every[[3, 7]])


def test_progress_can_cancel_the_search():
    def cancel(stage, done, total):
        raise sb.Cancelled(stage)

    with pytest.raises(sb.Cancelled, match="finding neighbours"):
        search(*numbers(), tick=cancel)


@pytest.fixture(scope="module")
def large():
    """25,000 rows of one class in 8 correlated columns."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(25_000, 3)) @ rng.normal(size=(3, 8)) + 0.2 * rng.normal(size=(25_000, 8))
    return pd.DataFrame(values.astype("float32"), columns=list("abcdefgh")), np.ones(25_000, dtype=int)


def test_clusters_find_95_per_cent_of_the_true_neighbours(large):
    X, y = large
    assert len(X) > CLUSTERED_FROM
    encoder, _, found = search(X, y)
    scaled = X.to_numpy() / np.array([encoder.scale_[name] for name in X])
    probes = np.arange(0, len(X), 50)
    true = NearestNeighbors(n_neighbors=6).fit(scaled).kneighbors(scaled[probes], return_distance=False)[:, 1:]
    recall = np.mean([len(set(a) & set(b)) / 5 for a, b in zip(true, found[probes], strict=True)])
    assert recall >= 0.95


def test_exact_switches_the_clusters_off(large, monkeypatch):
    monkeypatch.setattr("synthbalance.samplers._neighbors.search_clusters", None)
    X, y = large
    _, _, found = search(X, y, seeds=np.arange(5), exact=True)
    assert found.shape == (5, 5)


def test_the_option_of_smote_reaches_the_search(monkeypatch):
    asked, real = [], nearest_rows

    def listening(encoder, X, rows, seeds, k, exact=False, **others):
        asked.append(exact)
        return real(encoder, X, rows, seeds, k, exact, **others)

    monkeypatch.setattr("synthbalance.samplers._neighbors.nearest_rows", listening)
    for choice in ("auto", "exact"):
        sb.SMOTESampler(neighbors=choice, random_state=0).fit(*numbers()).generate(3)
    assert asked == [False, True]


def test_huge_values_and_empty_columns_do_not_break_the_search():
    X, y = numbers()
    X.loc[3, "x0"] = 1e300
    assert search(X.assign(gone=np.nan), y)[2].shape == (20, 5)
    assert search(X[[]].assign(gone=np.nan), y)[2].shape == (20, 5)


@pytest.fixture(scope="module")
def large_mixed(large):
    """The same 25,000 rows with a category of 5 and a text column of 60 levels that go with the numbers."""
    X, y = large
    level = np.floor(X["a"] * 2).clip(-2, 2).astype(int)
    shop = (X["b"] * 10).round().astype(int).clip(-30, 29)
    return X.assign(level=level.astype("str").astype("category"), shop="shop " + shop.astype("str")), y


def test_clusters_find_95_per_cent_of_the_true_neighbours_of_mixed_rows_and_say_so(large_mixed):
    X, y = large_mixed
    report, seeds = {}, np.arange(0, len(X), 5)
    _, _, found = search(X, y, seeds=seeds, report=report)
    _, _, true = search(X, y, seeds=seeds[::20], exact=True)
    recall = np.mean([len(set(a) & set(b)) / 5 for a, b in zip(true, found[::20], strict=True)])
    assert recall >= 0.95
    assert report["neighbor_recall"] == pytest.approx(recall, abs=0.03)
    assert (found != seeds[:, None]).all()


def test_a_class_that_is_searched_as_a_whole_has_no_recall_to_report():
    X, y = numbers()
    sampler = sb.SMOTESampler(random_state=0)
    sampler.fit_resample(X, y)
    assert "neighbor_recall" not in sampler.report_


@pytest.mark.parametrize("kind", [sb.SMOTESampler, sb.MGSSampler])
def test_the_recall_of_a_large_class_is_in_the_report(large_mixed, kind):
    X, _ = large_mixed
    y = (np.arange(len(X)) < 21_000).astype(int)
    sampler = kind(sampling_strategy={0: 4_000, 1: 21_100}, random_state=0)
    sampler.fit_resample(X, y)
    assert 0.95 < sampler.report_["neighbor_recall"] <= 1


def test_however_large_a_class_rows_are_compared_with_a_bounded_number(large, monkeypatch):
    """Where the true neighbours are spread over more rows than that, the report says how many were found."""
    monkeypatch.setattr("synthbalance.samplers._near_clusters.MOST_COMPARED", 900)
    compared, real = [], ComparedRows.nearest_in

    def listening(self, pool, seeds, k):
        compared.append(len(pool))
        return real(self, pool, seeds, k)

    monkeypatch.setattr(ComparedRows, "nearest_in", listening)
    X, y = large
    report = {}
    search(X, y, report=report)
    assert np.median(compared) < 1_800
    assert 0.3 < report["neighbor_recall"] < 0.97


@pytest.mark.parametrize(("n_columns", "has_category"), [(3, False), (12, False), (3, True)])
def test_a_tight_group_far_from_the_middle_has_its_true_neighbours(n_columns, has_category):
    """Where sums of squares leave no digits for the differences: one standard deviation is 10,000 of theirs."""
    rng = np.random.default_rng(0)
    tight = 1 + 1e-4 * rng.normal(size=(300, n_columns))
    values = np.vstack([tight, -tight])
    X = pd.DataFrame(values, columns=[f"x{i}" for i in range(n_columns)])
    if has_category:
        X["shop"] = np.where(np.arange(len(X)) % 2, "a", "b")
    encoder, rows, found = search(X, np.ones(len(X), dtype=int))
    true = distances(encoder, X, rows)
    nearest = np.sort(true, axis=1)[:, :5]
    assert np.allclose(np.take_along_axis(true, found, axis=1), nearest, rtol=1e-2)


@pytest.mark.parametrize("n", [5, 4_095, 4_096, 9_001])
@pytest.mark.parametrize("ties", [False, True])
def test_the_smallest_are_the_smallest_in_rows_of_every_length(n, ties):
    values = np.random.default_rng(0).integers(0, 50 if ties else 10**9, (7, n)).astype(float)
    at = smallest(values, 5)
    assert np.array_equal(np.take_along_axis(values, at, axis=1), np.sort(values, axis=1)[:, :5])
    assert all(len(set(row)) == 5 for row in at)
