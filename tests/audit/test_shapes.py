"""Likeness of columns and pairs: what holds for every table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.audit._pairs import pair_trends, pairs_of
from synthbalance.audit._shapes import column_shapes, mean_likeness, variation
from synthbalance.audit._tables import Rows

FEW = settings(max_examples=40, deadline=None, derandomize=True)


@st.composite
def tables(draw, n_columns=3):
    """2 to 60 rows of numbers with gaps and ties, and of codes."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, step = draw(st.integers(2, 60)), draw(st.sampled_from([1e-9, 0.5, 1e6]))
    numbers = np.round(rng.normal(size=(n, n_columns)) * draw(st.sampled_from([1, 100]))) * step
    numbers[rng.random(numbers.shape) < draw(st.sampled_from([0, 0.3]))] = np.nan
    return Rows(numbers, rng.integers(0, draw(st.integers(1, 9)), (n, n_columns)).astype(np.uint8))


def groups_of(*tables):
    return tuple(np.arange(len(table)) % 5 for table in tables)


def values(real, new):
    pairs, _ = pairs_of(real, 100, np.random.default_rng(0))
    groups = groups_of(real, new)
    return np.array(
        [part.value for part in [*column_shapes(real, new, groups), *pair_trends(real, new, groups, pairs)]]
    )


@FEW
@given(tables())
def test_a_table_is_wholly_like_itself(table):
    found = values(table, table)
    assert found[~np.isnan(found)] == pytest.approx(1)
    assert mean_likeness(column_shapes(table, table, groups_of(table, table))).value == pytest.approx(1)


@FEW
@given(tables(), tables())
def test_likeness_lies_between_0_and_1(real, new):
    found = values(real, new)
    known = found[~np.isnan(found)]
    assert ((known >= -1e-12) & (known <= 1 + 1e-12)).all()


@FEW
@given(tables(), tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(real, new, random):
    order = list(range(len(new)))
    random.shuffle(order)
    np.testing.assert_allclose(values(real, new[np.array(order)]), values(real, new), atol=1e-9)


@FEW
@given(tables(), tables())
def test_shapes_are_the_same_seen_from_either_table(real, new):
    groups = groups_of(real, new)
    there = [part.value for part in column_shapes(real, new, groups)]
    back = [part.value for part in column_shapes(new, real, groups[::-1])]
    assert there == pytest.approx(back, nan_ok=True)


def test_leaving_a_group_out_is_what_is_left_measured_anew():
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 4, 50), rng.integers(0, 5, 40)
    groups = (np.arange(50) % 7, np.arange(40) % 3)
    found = variation(a, b, groups)
    again = variation(a[groups[0] != 2], b, (np.zeros((groups[0] != 2).sum(), dtype=int), groups[1]))
    assert found.without[0][2] == pytest.approx(again.value)
    assert [len(part) for part in found.without] == [7, 3]


def test_correlations_without_a_group_are_those_of_the_rows_left():
    rng = np.random.default_rng(1)
    real, new = (Rows(rng.normal(size=(n, 2)), np.empty((n, 0), dtype=np.uint8)) for n in (30, 40))
    groups = (np.arange(30) % 5, np.arange(40) % 5)
    (found,) = pair_trends(real, new, groups, [(0, 1)])
    left = new[groups[1] != 3]
    expected = 1 - abs(np.corrcoef(real.numbers.T)[0, 1] - np.corrcoef(left.numbers.T)[0, 1]) / 2
    assert found.without[1][3] == pytest.approx(expected)


def test_a_constant_number_has_no_trend_and_is_left_out_of_the_mean():
    numbers = np.column_stack([np.full(20, 3.0), np.arange(20.0), np.arange(20.0) ** 2])
    table = Rows(numbers, np.empty((20, 0), dtype=np.uint8))
    pairs, _ = pairs_of(table, 100, np.random.default_rng(0))
    found = pair_trends(table, table, groups_of(table, table), pairs)
    assert [np.isnan(part.value) for part in found] == [True, True, False]
    assert mean_likeness(found).value == pytest.approx(1)


def test_pairs_of_very_many_columns_are_those_of_some():
    wide = Rows(np.zeros((2, 30)), np.zeros((2, 10), dtype=np.uint8))
    pairs, used = pairs_of(wide, 6, np.random.default_rng(0))
    assert (len(pairs), used) == (15, 6)
