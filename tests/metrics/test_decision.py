"""Decisions at a threshold and their cost."""

import numpy as np
import pytest
from hypothesis import given
from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score

from synthbalance.metrics import confusion, decide_by_amount, expected_cost, f1, precision, recall, savings
from tests.metrics.tables import tied_tables

Y, P, AMOUNT = [1, 1, 0, 0], [0.9, 0.2, 0.6, 0.1], [100.0, 40.0, 7.0, 3.0]


@given(tied_tables())
def test_decisions_agree_with_scikit_learn(table):
    y, p, weight = table
    flagged = p >= 0.5
    tn, fp, fn, tp = confusion_matrix(y, flagged, sample_weight=weight, labels=[0, 1]).ravel()
    assert confusion(y, p, 0.5, weight) == {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    for ours, theirs in ((recall, recall_score), (precision, precision_score), (f1, f1_score)):
        assert ours(y, p, 0.5, weight) == pytest.approx(theirs(y, flagged, sample_weight=weight, zero_division=0))


def test_without_an_alert_precision_is_zero_not_perfect():
    assert precision(Y, P, 2.0) == 0
    assert f1(Y, P, 2.0) == 0


def test_cost_adds_missed_amounts_and_reviews():
    assert expected_cost(Y, P, 0.5, AMOUNT, review=10) == 40 + 2 * 10
    assert expected_cost(Y, P, 0.5, 500, review=10) == 500 + 2 * 10
    assert expected_cost(Y, P, 0.5, AMOUNT, review=10, weight=[1, 3, 2, 1]) == 3 * 40 + 3 * 10


def test_savings_are_against_the_better_of_flag_none_and_flag_all():
    flag_all = 4 * 10
    assert savings(Y, P, 0.5, AMOUNT, review=10) == pytest.approx(1 - 60 / flag_all)
    assert savings(Y, P, 0.0, AMOUNT, review=10) == 0
    assert savings(Y, P, 0.5, AMOUNT, review=0) == -np.inf


def test_deciding_by_amount_weighs_the_expected_loss_against_the_review():
    np.testing.assert_array_equal(decide_by_amount([0.1, 0.1, 0.1], [50, 100, 0], review=10), [False, True, False])
    assert decide_by_amount([0.0], [0], review=0).all()


def test_cost_refuses_amounts_of_other_rows():
    with pytest.raises(ValueError, match=r"missed needs one amount a row \(4\), found 2"):
        expected_cost(Y, P, 0.5, [1, 2], review=1)


def test_a_review_may_cost_something_else_in_each_row():
    assert expected_cost(Y, P, 0.5, AMOUNT, review=[1, 2, 3, 4]) == 40 + 1 + 3
    assert savings(Y, P, 0.5, AMOUNT, review=[1, 2, 3, 4]) == pytest.approx(1 - 44 / 10)
    np.testing.assert_array_equal(decide_by_amount([0.1, 0.1], [50, 50], review=[4, 6]), [True, False])


@given(tied_tables())
def test_one_price_is_the_same_price_in_every_row(table):
    y, p, weight = table
    for function in (expected_cost, savings):
        by_row = function(y, p, 0.5, 5 * p, np.full(len(y), 2.0), weight)
        assert by_row == pytest.approx(function(y, p, 0.5, 5 * p, 2.0, weight))


def test_cost_refuses_reviews_that_are_negative_or_missing():
    for bad in (-1, [1, 2, np.nan, 4]):
        with pytest.raises(ValueError, match=r"review needs an amount of 0 or more in every row"):
            expected_cost(Y, P, 0.5, 500, review=bad)
