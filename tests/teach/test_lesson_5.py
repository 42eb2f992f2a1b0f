"""Lesson 5: shapes against kept-out rows, hidden majority, an attack by distance, odds, intervals of groups."""

import numpy as np
import pytest
from scipy.stats import binomtest, ks_2samp
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

import synthbalance as sb
from synthbalance import teach
from synthbalance.teach._questions import questions
from synthbalance.teach._tables import table


@pytest.fixture(scope="module")
def split():
    payments, target = table("5")
    return sb.split_holdout(payments, target=target, random_state=0)


@pytest.fixture(scope="module")
def new(split):
    X, y = split.train.X, split.train.y
    sampler = sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(y), random_state=0)
    rows, _ = sampler.fit_resample(X, y)
    return rows[sampler.synthetic_mask_]


@pytest.fixture(scope="module")
def attack(split, new):
    X = split.train.X
    numbers = X.select_dtypes("number").columns
    center, scale = X[numbers].median(), X[numbers].std()

    def places(rows):
        return ((rows[numbers].fillna(center) - center) / scale).to_numpy()

    nearest = NearestNeighbors(n_neighbors=1).fit(places(new))
    near = [nearest.kneighbors(places(part.X[part.y == 1]))[0][:, 0] for part in (split.train, split.holdout)]
    return roc_auc_score(np.repeat([1, 0], [len(one) for one in near]), -np.concatenate(near))


def test_the_shape_is_a_likeness_to_rows_that_were_kept_out(split, new):
    found = {name: ks_2samp(part.X["amount"][part.y == 1], new["amount"]) for name, part in parts(split).items()}
    assert teach.check("5.1", 1 - found["validation"].statistic)
    assert "That is the distance" in teach.check("5.1", found["validation"].statistic).hint
    assert "p-value" in teach.check("5.1", found["validation"].pvalue).hint
    assert "they were made from" in teach.check("5.1", 1 - found["train"].statistic).hint


def hidden_majority(new, rare, others):
    to_rare, to_others = (np.linalg.norm(new[:, None] - rows[None], axis=2).min(axis=1) for rows in (rare, others))
    return (to_others < to_rare).mean()


def test_the_nearest_row_of_each_class_decides():
    assert teach.check("5.2", hidden_majority)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda new, rare, others: 1 - hidden_majority(new, rare, others), "wrong way round"),
        (lambda new, rare, others: len(new) * hidden_majority(new, rare, others), "how many rows"),
        (lambda new, rare, others: 0.2, "gives another share"),
        (lambda new, rare, others: new, "should return one number"),
        (lambda new: 0.6, "It raised TypeError"),
        (lambda new, rare, others: 0.6, "one new row"),
    ],
)
def test_another_share_is_told_what_it_is(function, words):
    answer = teach.check("5.2", function)
    assert answer.status == "wrong" and words in answer.hint


def test_the_attack_counts_a_small_distance_as_a_high_score(attack):
    assert attack > 0.5 and teach.check("5.3", attack)
    assert "wrong way round" in teach.check("5.3", 1 - attack).hint


@pytest.mark.parametrize("undo", [
    lambda p, times: p / (p + times * (1 - p)),
    lambda p, times: (p / (1 - p) / times) / (1 + p / (1 - p) / times),
    lambda p, times: list(p / (p + times * (1 - p))),
])  # fmt: skip
def test_odds_are_divided(undo):
    assert teach.check("5.4", undo)


@pytest.mark.parametrize(
    ("undo", "words"),
    [
        (lambda p, times: p / times, "divides the probabilities"),
        (lambda p, times: p / (1 - p) / times, "These are odds"),
        (lambda p, times: times * p / (times * p + 1 - p), "raises the odds once more"),
        (lambda p, times: p, "gives others"),
        (lambda p, times: 0.5, "one probability for each"),
        (lambda p: p, "It raised TypeError"),
    ],
)
def test_a_wrong_formula_is_told_what_it_does(undo, words):
    answer = teach.check("5.4", undo)
    assert answer.status == "wrong" and words in answer.hint


def width(n):
    ends = binomtest(4 * n // 5, n).proportion_ci(method="wilson")
    return ends.high - ends.low


def test_the_smallest_number_of_frauds_is_asked_for():
    needed = min(n for n in range(5, 200, 5) if width(n) <= 0.2)
    assert teach.check("5.5", needed)
    assert "still a little wider" in teach.check("5.5", needed - 5).hint
    assert "a smaller one" in teach.check("5.5", needed + 5).hint
    assert "10 points wide" in teach.check("5.5", min(n for n in range(5, 400, 5) if width(n) <= 0.1)).hint


@pytest.mark.parametrize(
    ("name", "value", "needs"),
    [
        ("5.1", 2, "a number between 0 and 1"), ("5.2", 0.6, "a function of new, rare"),
        ("5.3", "high", "a number"), ("5.4", 0.1, "a function of p"), ("5.5", [60], "a number"),
    ],
)  # fmt: skip
def test_a_wrong_kind_of_value_is_told_what_it_takes(name, value, needs):
    assert f"It takes {needs}" in teach.check(name, value).hint


def test_hints_grow_and_hold_no_answer(attack):
    wrong = {"5.1": 0.123, "5.2": lambda *_: 0.9, "5.3": 0.321, "5.4": lambda p, times: p * 0, "5.5": 7}
    for name, value in wrong.items():
        assert len({teach.check(name, value, attempt=k).hint for k in (1, 2)}) == 2
    said = " ".join(hint for name in wrong for hint in questions()[name].hints)
    assert f"{attack:.2f}" not in said and str(min(n for n in range(5, 200, 5) if width(n) <= 0.2)) not in said


def test_a_table_of_ones_own_moves_the_right_answer(attack):
    own, target = table("5")
    teach.table("5", own.iloc[:6_000].reset_index(drop=True), target)
    assert not teach.check("5.3", attack)


def parts(split):
    return {"train": split.train, "validation": split.validation}
