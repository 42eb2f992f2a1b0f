"""Ranking metrics: by hand, against scikit-learn, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

from synthbalance.metrics import (
    average_precision,
    card_precision,
    pr_curve,
    precision_at_k,
    recall_at_fpr,
    recall_at_precision,
    roc_auc,
)
from tests.metrics.tables import binormal, tied_tables

METRICS = [
    average_precision,
    roc_auc,
    precision_at_k,
    lambda y, s, weight=None: recall_at_fpr(y, s, 0.2, weight),
    lambda y, s, weight=None: recall_at_precision(y, s, 0.5, weight),
]


def test_average_precision_by_hand():
    assert average_precision([1, 0, 1, 0], [4, 3, 2, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([1, 0, 0, 0], [1, 1, 1, 1]) == pytest.approx(0.25)


def test_roc_auc_by_hand():
    assert roc_auc([1, 0, 1, 0], [4, 3, 2, 1]) == pytest.approx(3 / 4)
    assert roc_auc([1, 0], [1, 1]) == 0.5


def test_recall_at_fpr_is_what_a_real_threshold_reaches():
    y, score = [1, 0, 1, 0, 1, 0], [6, 5, 4, 3, 2, 1]
    assert recall_at_fpr(y, score, 0) == pytest.approx(1 / 3)
    assert recall_at_fpr(y, score, 0.5) == pytest.approx(2 / 3)
    assert recall_at_fpr(y, score, 1) == 1
    assert recall_at_fpr([1, 0], [1, 1], 0.9) == 0


def test_recall_at_precision_by_hand():
    y, score = [1, 0, 1, 0, 1, 0], [6, 5, 4, 3, 2, 1]
    assert recall_at_precision(y, score, 0.65) == pytest.approx(2 / 3)
    assert recall_at_precision([0, 1], [2, 1], 0.9) == 0


def test_precision_at_k_takes_a_tie_at_the_border_at_its_mean():
    assert precision_at_k([1, 0, 1, 0], [4, 3, 3, 1], k=1) == 1
    assert precision_at_k([1, 0, 1, 0], [4, 3, 3, 1], k=2) == pytest.approx(0.75)
    assert precision_at_k([1, 0, 1, 0], [4, 3, 3, 1], k=99) == pytest.approx(0.5)


def test_k_is_the_number_of_rare_rows_unless_set():
    y, score = binormal(20, 200)
    assert precision_at_k(y, score) == precision_at_k(y, score, k=20)
    assert precision_at_k(y, score) == y[np.argsort(-score)[:20]].mean()


@given(tied_tables())
def test_ranking_agrees_with_scikit_learn_under_ties_and_weights(table):
    y, score, weight = table
    for w in (None, weight):
        assert average_precision(y, score, w) == pytest.approx(average_precision_score(y, score, sample_weight=w))
        assert roc_auc(y, score, w) == pytest.approx(roc_auc_score(y, score, sample_weight=w))
        fpr, tpr, _ = roc_curve(y, score, sample_weight=w, drop_intermediate=False)
        assert recall_at_fpr(y, score, 0.3, w) == pytest.approx(tpr[fpr <= 0.3 + 1e-12].max())


@given(tied_tables())
def test_pr_curve_agrees_with_scikit_learn(table):
    y, score, weight = table
    precision, recall, threshold = precision_recall_curve(y, score, sample_weight=weight)
    curve = pr_curve(y, score, weight)[::-1]
    np.testing.assert_allclose(curve["threshold"], threshold)
    np.testing.assert_allclose(curve["precision"], precision[:-1])
    np.testing.assert_allclose(curve["recall"], recall[:-1])


@given(tied_tables())
def test_a_rising_transform_of_the_score_changes_nothing(table):
    y, score, weight = table
    for metric in METRICS:
        assert metric(y, np.exp(3 * score) - 7, weight=weight) == metric(y, score, weight=weight)


@given(tied_tables())
def test_a_weight_of_two_is_a_row_twice(table):
    y, score, weight = table
    for metric in METRICS:
        repeated = metric(np.repeat(y, weight), np.repeat(score, weight))
        assert metric(y, score, weight=weight) == pytest.approx(repeated)


@given(tied_tables())
def test_the_order_of_the_rows_changes_nothing(table):
    y, score, weight = table
    for metric in METRICS:
        assert metric(y[::-1], score[::-1], weight=weight[::-1]) == pytest.approx(metric(y, score, weight=weight))


def test_card_precision_counts_a_card_once_a_day_and_blocks_found_cards():
    y = [1, 0, 1, 0, 0, 1]
    score = [9, 8, 7, 5, 6, 4]
    day = [1, 1, 1, 2, 2, 2]
    card = ["a", "b", "a", "a", "b", "c"]
    assert card_precision(y, score, day, card, k=1) == pytest.approx((1 + 0) / 2)
    assert card_precision(y, score, day, card, k=2) == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert card_precision(y, score, day, card, k=2, remove_detected=False) == pytest.approx((1 / 2 + 0) / 2)


def test_card_precision_looks_at_clean_cards_first_among_equals():
    assert card_precision([1, 0], [5, 5], [1, 1], ["a", "b"], k=1) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: average_precision([0, 0], [1, 2]), "both classes"),
        (lambda: recall_at_fpr([0, 1], [1, 2], 1.5), "fpr=1.5 needs to lie in 0 to 1"),
        (lambda: recall_at_precision([0, 1], [1, 2], -1), "precision=-1 needs"),
        (lambda: precision_at_k([0, 1], [1, 2], k=0), "k=0 needs to be above 0"),
        (lambda: card_precision([0, 1], [1, 2], [1, 1], ["a"], k=1), "customer needs one value a row"),
        (lambda: card_precision([0, 1], [1, 2], [1, None], ["a", "b"], k=1), "day needs one value a row"),
        (lambda: card_precision([0, 1], [1, 2], [1, 1], ["a", "b"], k=0), "k=0 needs to be 1 or more"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
