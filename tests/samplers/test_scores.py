"""Normal scores: a table as ranks within each class and small codes, and back on its own digits and values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from synthbalance.samplers._decimals import digits_of
from synthbalance.samplers._knots import learn_knots, scores_at, standing_out, values_at
from synthbalance.samplers._scores import NormalScores
from synthbalance.table import TableEncoder
from tests.samplers.tables import mixed

FLOATS = arrays(float, st.integers(2, 300), elements=st.floats(-1e6, 1e6))


def normal_scores(X, y):
    return NormalScores(TableEncoder().fit(X, y), X, y)


def drawn(X, y, label=1, n=20_000, seed=0):
    """Values of the class at standard normal scores of nothing but ordinary numbers."""
    scores = normal_scores(X, y)
    numbers = np.random.default_rng(seed).standard_normal((n, len(scores.number_names))).astype(np.float32)
    codes = np.zeros((n, len(scores.blocks)), dtype=np.int64)
    return scores.decode(numbers, codes, np.full(n, label)).to_frame(X.columns)


@settings(max_examples=60, deadline=None)
@given(FLOATS, st.floats(-8, 8))
def test_a_higher_score_never_means_a_lower_value(values, score):
    knots = learn_knots(values)
    low, high = values_at(knots, np.array([score, score + 0.5]))
    assert low <= high + 1e-9 * abs(high)


@settings(max_examples=60, deadline=None)
@given(FLOATS)
def test_the_score_of_a_knot_leads_back_to_it(values):
    knots = learn_knots(values)
    assert np.allclose(values_at(knots, scores_at(knots, knots[0])), knots[0], atol=1e-6)


def test_values_that_repeat_come_back_as_often_as_they_were_and_no_others():
    X = pd.DataFrame({"rate": np.tile([0.1, 0.2, 0.5, 0.5], 100)})
    made = drawn(X, np.repeat([0, 1], 200))["rate"]
    assert set(made) == {0.1, 0.2, 0.5}
    assert (made == 0.5).mean() == pytest.approx(0.5, abs=0.02)


def test_values_that_do_not_repeat_are_not_learned_by_heart():
    points, _, tops = learn_knots(np.random.default_rng(0).normal(size=400))
    assert len(points) <= 21
    assert len(tops) == 0


def test_amounts_that_are_never_negative_stay_so_and_others_have_tails_on_both_sides():
    amounts = np.random.default_rng(0).gamma(1.0, 5.0, 300)
    assert values_at(learn_knots(amounts), np.array([-9.0]))[0] >= 0
    both = learn_knots(amounts - 5)
    assert values_at(both, np.array([-9.0]))[0] < amounts.min() - 5
    assert values_at(both, np.array([9.0]))[0] > amounts.max() - 5


def test_a_column_of_many_rows_has_at_most_a_thousand_knots():
    points, scores, _ = learn_knots(np.arange(2_000_000.0))
    assert len(points) <= 1000
    assert (np.diff(scores) > 0).all()


@pytest.mark.parametrize(("values", "digits"), [([1.0, 5.0], 0), ([0.25, 1.5], 2), ([1 / 3, 0.1], None)])
def test_digits_are_those_of_the_real_values(values, digits):
    frame = pd.DataFrame({"x": np.tile(values, 10)})
    column = TableEncoder().fit(frame).column("x")
    assert digits_of(frame["x"].to_numpy(), column) == digits
    single = TableEncoder().fit(frame.astype("float32")).column("x")
    assert digits_of(frame["x"].astype("float32").to_numpy().astype(float), single) == digits


def test_made_prices_have_no_more_digits_than_real_ones():
    prices = np.random.default_rng(0).gamma(2, 30, 400).round(2)
    made = drawn(pd.DataFrame({"price": prices}), np.repeat([0, 1], 200))["price"]
    assert made.nunique() > 1000
    assert (made == made.round(2)).all()


def test_a_point_of_mass_stands_out_and_a_value_among_others_as_frequent_does_not():
    mass = np.r_[np.zeros(30), np.arange(1.0, 71.0)]
    lattice = np.repeat(np.arange(20.0), 5)
    assert standing_out(np.array([0.0, 7.0]), [mass]).tolist() == [0.0]
    assert standing_out(np.arange(20.0), [lattice]).tolist() == []


def test_a_point_of_mass_in_one_class_alone_stands_out():
    ordinary = np.random.default_rng(0).normal(size=5000)
    rare = np.r_[np.full(20, 99.99), np.random.default_rng(1).normal(size=80)]
    assert standing_out(np.array([99.99]), [np.r_[ordinary, rare], ordinary, rare]).tolist() == [99.99]


def test_real_rows_encoded_and_decoded_keep_categories_atoms_and_missing_values():
    X, y = mixed(600, 200)
    scores = normal_scores(X, y)
    back = scores.decode(*scores.encode(X, y), np.asarray(y)).to_frame(X.columns)
    for name in ("country", "memo", "grade", "flag", "seen"):
        pd.testing.assert_series_equal(back[name], X[name])
    assert (back["amount"].isna() == X["amount"].isna()).all()
    assert ((back["amount"] == 0) == (X["amount"] == 0)).all()
