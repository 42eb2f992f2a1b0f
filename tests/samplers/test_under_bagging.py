"""Under-bagging: every bag holds all rare rows and as many others as the ratio says, drawn anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

import synthbalance as sb


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 1), min_size=1, max_size=60), st.floats(0.01, 1), st.integers(1, 6), st.integers(0, 10**9)
)
def test_a_bag_holds_all_rare_rows_and_no_row_twice(y, ratio, n_models, seed):
    y = np.array(y)
    bags = sb.UnderBagging(n_models=n_models, ratio=ratio).bags(y, seed)
    assert len(bags) == n_models
    for rows in bags:
        assert (np.diff(rows) > 0).all()
        assert set(np.flatnonzero(y)) <= set(rows)
        n_others = (y[rows] == 0).sum()
        assert n_others == min((y == 0).sum(), max(1, round(y.sum() / ratio)))


@pytest.mark.parametrize(("ratio", "n_others"), [(1, 10), (0.5, 20), (0.1, 100), (0.01, 990)])
def test_the_ratio_is_rare_rows_per_other_row_and_all_others_where_there_are_no_more(ratio, n_others):
    y = np.r_[np.ones(10, int), np.zeros(990, int)]
    assert {len(rows) for rows in sb.UnderBagging(ratio=ratio).bags(y)} == {10 + n_others}


def test_bags_differ_and_together_reach_most_of_the_others():
    y = np.r_[np.ones(10, int), np.zeros(500, int)]
    bags = sb.UnderBagging(n_models=20).bags(y)
    assert len({tuple(rows) for rows in bags}) == 20
    assert len(np.unique(np.concatenate(bags))) > 450


def test_the_same_seeds_give_the_same_bags_and_either_seed_others():
    y = np.r_[np.ones(10, int), np.zeros(500, int)]
    bags = [
        np.concatenate(sb.UnderBagging(n_models=2, random_state=own).bags(y, seed)).tolist()
        for own, seed in ((None, 0), (None, 0), (None, 1), (0, 0), (1, 0))
    ]
    assert bags[0] == bags[1]
    assert len({tuple(one) for one in bags}) == 4


def test_more_bags_begin_with_the_same_ones():
    y = np.r_[np.ones(10, int), np.zeros(500, int)]
    few, many = (sb.UnderBagging(n_models=n).bags(y, 3) for n in (2, 5))
    assert all(np.array_equal(a, b) for a, b in zip(few, many, strict=False))


def test_labels_in_a_list_or_a_series_do_as_well(payments_y=(0, 1, 0, 0, 1)):
    assert [rows.tolist() for rows in sb.UnderBagging(n_models=1, ratio=0.1).bags(list(payments_y))] == [
        [0, 1, 2, 3, 4]
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"n_models": 0}, r"n_models needs a whole number of at least 1, got 0\. 20 will do"),
        ({"n_models": 2.5}, r"n_models needs a whole number .* got 2\.5"),
        ({"n_models": True}, "n_models needs a whole number .* got True"),
        ({"ratio": 0}, r"ratio needs a number above 0, at most 1 .* got 0\. Try 0\.1"),
        ({"ratio": 1.5}, r"ratio needs a number above 0, at most 1 .* got 1\.5"),
        ({"ratio": float("nan")}, "ratio needs a number .* got nan"),
        ({"ratio": "auto"}, "ratio needs a number .* got 'auto'"),
        ({"random_state": -1}, "random_state needs a whole number of 0 or more, or None, got -1"),
        ({"random_state": "x"}, "random_state needs a whole number .* got 'x'"),
    ],
)
def test_a_parameter_out_of_its_bounds_is_refused_with_the_way_out(change, words):
    with pytest.raises(ValueError, match=words):
        sb.UnderBagging(**change).bags([0, 1])


def test_it_is_made_for_a_ratio_with_its_knobs():
    made = sb.UnderBagging.for_ratio(0.05, 0.01, n_models=7)
    assert (made.ratio, made.n_models) == (0.05, 7)
    assert not made.makes_rows


def test_a_clone_has_the_same_parameters():
    strategy = sb.UnderBagging(n_models=3, ratio=0.3, random_state=5)
    assert clone(strategy).get_params() == {"n_models": 3, "ratio": 0.3, "random_state": 5}
