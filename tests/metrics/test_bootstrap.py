"""The vectorised bootstrap: against counting by hand, against brute force, and always the same rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import expit

from synthbalance.metrics import METRICS, HoldoutDraws, point_scores
from synthbalance.metrics.bootstrap import _Decision, _Ranking
from tests.metrics.tables import binormal, tied_tables


def scores_under(counts, y, score, p, weight, missed, k):
    """Every metric with the rows repeated `counts` times, by the functions of the package."""
    found = point_scores(y, score, p, 0.5, missed, 2.0, k, weight * counts)
    return {
        name: value for name, value in found.items() if name != "calibration_error"
    }  # bins are those of the holdout


@settings(deadline=None)
@given(tied_tables())
def test_a_draw_is_the_metric_of_the_rows_it_drew(table):
    y, p, weight = table
    draws, missed = HoldoutDraws(y, weight, n_draws=6), 3 * p + 1
    found = draws.scores(10 * p, p, 0.5, missed, 2.0)
    (rare, _), (other, _) = next(draws.chunks())
    for i in range(6):
        counts = np.zeros(len(y))
        counts[draws.rare], counts[draws.other] = rare[:, i], other[:, i]
        for name, value in scores_under(counts, y, 10 * p, p, weight, missed, weight @ y).items():
            assert found[name][i] == pytest.approx(value, rel=1e-5, abs=1e-7), name


@settings(deadline=None)
@given(tied_tables())
def test_every_row_once_gives_the_point_scores(table):
    y, p, weight = table
    draws = HoldoutDraws(y, weight, n_draws=2)
    once = [(np.ones((len(rows), 1), dtype=np.float32), 1.0) for rows in (draws.rare, draws.other)]
    found = _Ranking(draws, p, None)(*once) | _Decision(draws, p, 0.5, 3.0, 2.0)(*once)
    for name, value in point_scores(y, p, p, 0.5, 3.0, 2.0, weight=weight).items():
        assert found[name][0] == pytest.approx(value, rel=1e-5, abs=1e-7), name


def test_all_metrics_have_draws():
    y, score = binormal(20, 100)
    found = HoldoutDraws(y, n_draws=10).scores(score, expit(score), 0.5, 100.0, 1.0)
    assert set(found) == set(METRICS)
    assert all(draws.shape == (10,) and np.isfinite(draws).all() for draws in found.values())


def test_without_costs_the_cost_is_unknown():
    y, score = binormal(20, 100)
    assert np.isnan(HoldoutDraws(y, n_draws=3).scores(score, expit(score), 0.5)["cost"]).all()


@pytest.mark.parametrize("n_other", [300, 5000])
def test_the_same_run_twice_gives_the_same_draws(n_other):
    y, score = binormal(40, n_other)
    draws = HoldoutDraws(y, n_draws=300, seed=5)
    first, again = (draws.scores(score, expit(score), 0.5, 9.0, 1.0) for _ in range(2))
    other = HoldoutDraws(y, n_draws=300, seed=5).scores(score, expit(score), 0.5, 9.0, 1.0)
    for name in METRICS:
        np.testing.assert_array_equal(first[name], again[name])
        np.testing.assert_array_equal(first[name], other[name])


def test_a_rising_transform_of_the_score_gives_the_same_draws():
    y, score = binormal(40, 3000, decimals=1)
    draws = HoldoutDraws(y, n_draws=100)
    first, again = (draws.scores(s, expit(score), 0.5) for s in (score, np.exp(score)))
    np.testing.assert_array_equal(first["average_precision"], again["average_precision"])


def test_another_seed_draws_other_rows():
    y, score = binormal(40, 300)
    first, other = (HoldoutDraws(y, n_draws=50, seed=s).scores(score, expit(score), 0.5) for s in (0, 1))
    assert (first["average_precision"] != other["average_precision"]).any()


def brute_force(y, score, n_draws, rng):
    """Every metric on rows resampled one by one within each class, {name: (n_draws,)}."""
    parts = [np.flatnonzero(y == label) for label in (1, 0)]
    found = []
    for _ in range(n_draws):
        rows = np.concatenate([rng.choice(part, len(part)) for part in parts])
        found.append(point_scores(y[rows], score[rows], expit(score[rows]), 0.5, 100.0, 5.0))
    return {name: np.array([row[name] for row in found]) for name in found[0]}


@pytest.mark.parametrize("n_other", [400, 2500])
def test_the_spread_is_that_of_a_bootstrap_row_by_row(n_other):
    y, score = binormal(60, n_other, decimals=2)
    ours = HoldoutDraws(y, n_draws=4000).scores(score, expit(score), 0.5, 100.0, 5.0)
    theirs = brute_force(y, score, 1500, np.random.default_rng(1))
    for name in set(METRICS) - {"calibration_error"}:
        assert ours[name].std() == pytest.approx(theirs[name].std(), rel=0.08), name
        assert ours[name].mean() == pytest.approx(theirs[name].mean(), abs=0.1 * ours[name].std()), name


def test_drawn_counts_have_the_mean_and_variance_of_a_bootstrap():
    y = np.repeat([0, 1], [3000, 50])
    chunks = HoldoutDraws(y, n_draws=400).chunks()
    other = np.concatenate([counts * scale.astype(float) for _, (counts, scale) in chunks], axis=1)
    assert other.sum(axis=0) == pytest.approx(np.full(400, 3000))
    assert other.var() == pytest.approx(1.008, abs=0.02)


def test_rare_rows_are_drawn_exactly_as_many_as_there_are():
    y = np.repeat([0, 1], [3000, 50])
    (rare, scale), _ = next(HoldoutDraws(y, n_draws=40).chunks())
    assert scale == 1
    np.testing.assert_array_equal(rare.sum(axis=0), np.full(40, 50))


def test_a_long_rare_class_works_too():
    y, score = binormal(2500, 2500)
    found = HoldoutDraws(y, n_draws=50).scores(score, expit(score), 0.5, 1.0, 0.1)
    point = point_scores(y, score, expit(score), 0.5, 1.0, 0.1)
    for name in ("average_precision", "roc_auc", "brier", "cost"):
        assert found[name].mean() == pytest.approx(point[name], rel=0.02)


def test_weights_of_the_other_rows_move_the_draws_as_they_move_the_score():
    y, score = binormal(60, 3000)
    weight = np.where(y == 1, 1.0, 10.0)
    found = HoldoutDraws(y, weight, n_draws=500).scores(score, expit(score), 0.5)
    point = point_scores(y, score, expit(score), 0.5, weight=weight)
    assert found["average_precision"].mean() == pytest.approx(point["average_precision"], abs=0.03)
    assert found["precision"].mean() == pytest.approx(point["precision"], abs=0.01)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: HoldoutDraws([0, 0]), "both classes"),
        (lambda: HoldoutDraws([0, 1], n_draws=1), "n_draws=1 needs to be 2 or more"),
        (lambda: HoldoutDraws([0, 1], n_draws=9).scores([1, 2, 3], [0.1, 0.2], 0.5), "score needs one value a row"),
        (lambda: HoldoutDraws([0, 1], n_draws=9).scores([1, 2], [0.1, 1.2], 0.5), "p needs probabilities"),
        (lambda: HoldoutDraws([0, 1], n_draws=9).scores([1, 2], [0.1, 0.2], 0.5, missed=-1), "missed needs an amount"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
