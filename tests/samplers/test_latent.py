"""A category as a cut normal: what is cut comes back, and correlations are recovered through the cuts."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from synthbalance.samplers._latent import Cut, draw_normals, learn_correlation

CODES = st.lists(st.integers(0, 30), min_size=1, max_size=80).map(np.array)
BLOCK = 4096


@settings(max_examples=200, deadline=None)
@given(CODES, st.floats(0, 1))
@example(np.repeat([0, 1, 2], [1, 1, 5]), 0.0)
@example(np.repeat([0, 1, 2], [1, 1, 5]), 1.0)
def test_normals_within_a_level_fall_on_that_level(codes, uniform):
    cut = Cut.of(codes)
    assert np.array_equal(cut.codes(cut.within(codes, np.full(len(codes), uniform))), codes)


@settings(max_examples=50, deadline=None)
@given(CODES, st.integers(0, 10**6))
def test_levels_are_as_wide_as_they_are_frequent_in_any_order(codes, seed):
    cut = Cut.of(codes, np.random.default_rng(seed).normal(size=len(codes)))
    drawn = cut.codes(np.random.default_rng(0).standard_normal(20_000))
    shares = [np.bincount(which, minlength=31) / len(which) for which in (codes, drawn)]
    assert np.abs(shares[0] - shares[1]).max() < 0.02


@settings(max_examples=50, deadline=None)
@given(CODES)
def test_the_means_within_the_intervals_rise_and_average_to_zero(codes):
    cut = Cut.of(codes)
    shares = np.array([(codes == level).mean() for level in cut.order])
    assert (np.diff(cut.means()) > 0).all()
    assert shares @ cut.means() == pytest.approx(0, abs=1e-9)


def test_the_most_frequent_level_comes_first_and_a_rank_orders_otherwise():
    codes = np.repeat([4, 7, 9], [10, 30, 20])
    assert Cut.of(codes).order.tolist() == [7, 9, 4]
    assert Cut.of(codes, codes).order.tolist() == [4, 7, 9]
    assert Cut.of(codes, -codes).order.tolist() == [9, 7, 4]


def test_a_level_of_few_rows_stands_in_the_middle():
    codes = np.repeat([0, 1, 2], [20, 3, 20])
    assert Cut.of(codes, np.repeat([-1.0, 50.0, 1.0], [20, 3, 20]), least=5).order.tolist() == [0, 1, 2]


def test_one_level_takes_the_whole_line():
    cut = Cut.of(np.full(9, 3))
    assert cut.codes(np.array([-9.0, 0.0, 9.0])).tolist() == [3, 3, 3]
    assert np.allclose(cut.moments(), 0)


def test_a_code_that_was_not_learned_goes_to_one_that_was():
    cut = Cut.of(np.array([2, 2, 5]))
    assert set(cut.codes(cut.within(np.array([0, 3, 9]), np.full(3, 0.5)))) <= {2, 5}


def bound(strength, n_rows=20_000, seed=0):
    """Four standard normals with correlations of `strength`, every other one turned around: (n_rows, 4)."""
    rng = np.random.default_rng(seed)
    common, own = rng.standard_normal((n_rows, 1)), rng.standard_normal((n_rows, 4))
    return (np.sqrt(strength) * common + np.sqrt(1 - strength) * own) * [1, -1, 1, -1]


def learned(numbers, codes, known=None, shrinkage=0.0):
    known = np.ones(numbers.shape, dtype=bool) if known is None else known
    return learn_correlation(numbers, known, [Cut.of(column, column) for column in codes.T], codes, shrinkage)


@pytest.mark.parametrize("strength", [0.0, 0.3, 0.6, 0.95])
def test_the_correlation_is_recovered_between_numbers_and_through_cuts(strength):
    normals = bound(strength)
    codes = np.column_stack([np.digitize(normals[:, 2], [-1.0, 0.2, 1.5]), np.digitize(normals[:, 3], [1.3])])
    assert np.abs(learned(normals[:, :2], codes) - np.corrcoef(normals.T)).max() < 0.04


@pytest.mark.parametrize("agreeing", [0.05, 0.6, 0.9, 0.95])
def test_two_halves_that_agree_are_bound_as_tightly_as_that_takes(agreeing):
    first = np.arange(10_000) % 2
    second = np.where(np.arange(10_000) < 10_000 * agreeing, first, 1 - first)
    found = learned(np.empty((10_000, 0)), np.column_stack([first, second]))[0, 1]
    assert 1 - np.arccos(found) / np.pi == pytest.approx(agreeing, abs=0.005)  # Sheppard's formula


def test_numbers_that_are_not_known_do_not_count():
    normals = bound(0.6)
    known = np.ones((len(normals), 2), dtype=bool)
    known[::3, 0] = known[::4, 1] = False
    found = learned(np.where(known, normals[:, :2], 0.0), np.empty((len(normals), 0), dtype=int), known)
    assert found[0, 1] == pytest.approx(-0.6, abs=0.03)


def test_shrinkage_pulls_towards_independence():
    normals = bound(0.6)
    codes = np.digitize(normals[:, [3]], [0.5])
    assert np.allclose(learned(normals[:, :3], codes, shrinkage=1.0), np.eye(4))
    half = learned(normals[:, :3], codes[:, :0], shrinkage=0.5)
    assert half[0, 1] == pytest.approx(-0.3, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 12), st.integers(0, 4), st.integers(0, 4), st.integers(0, 10**6))
def test_a_correlation_can_always_be_drawn_from(n_rows, n_numbers, n_blocks, seed):
    rng = np.random.default_rng(seed)
    known = rng.random((n_rows, n_numbers)) < 0.7
    numbers = np.where(known, rng.standard_normal((n_rows, n_numbers)) * 3, 0.0)
    found = learned(numbers, rng.integers(0, 3, (n_rows, n_blocks)), known)
    assert np.allclose(np.diag(found), 1)
    assert np.isfinite(np.linalg.cholesky(found)).all()


def test_drawn_rows_do_not_depend_on_how_many_are_drawn():
    few, many = (_drawn(n) for n in (10, BLOCK + 10))
    assert np.array_equal(few, many[:10])
    assert len(np.unique(many[:, 0])) == BLOCK + 10


def test_drawn_rows_have_the_covariance_of_the_factor():
    factor = np.array([[2.0, 0.0], [1.0, 1.0]])
    assert np.abs(np.cov(_drawn(20_000, factor).T) - factor @ factor.T).max() < 0.15


def _drawn(n, factor=np.eye(2)):  # noqa: B008
    return np.concatenate([rows for _, rows in draw_normals(n, factor, np.random.default_rng(0))])
