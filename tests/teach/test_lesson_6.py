"""Lesson 6: what a holdout can tell, and a rule said before the look."""

import pytest

from synthbalance import teach


def verdict(low, high):
    """The solution of the notebook."""
    if low > 0:
        return "better"
    return "worse" if high < 0 else "not distinguishable"


RIGHT = {"6.1": 50, "6.2": "random", "6.3": verdict, "6.4": "not distinguishable"}


@pytest.mark.parametrize("name", RIGHT)
def test_the_solution_is_right(name):
    assert teach.check(name, RIGHT[name])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("6.1", 10_000, "common ones hardly matter"),
        ("6.1", 120, "training part"),
        ("6.2", "none", "line to beat"),
        ("6.3", lambda low, high: "better", "it said 'better'"),
        (
            "6.3",
            lambda low, high: "better" if low >= 0 else "worse" if high <= 0 else "not distinguishable",
            "touches 0",
        ),
        ("6.3", lambda low, high: "good", "it takes one of better, worse, not distinguishable"),
        ("6.3", lambda low: low, "It raised TypeError"),
    ],
)
def test_a_well_known_mistake_gets_its_own_sentence(name, value, words):
    answer = teach.check(name, value)
    assert answer.status == "wrong" and words in answer.hint


def test_a_count_is_asked_for_as_a_number():
    assert teach.check("6.1").hint == "It takes a number."


@pytest.mark.parametrize(("name", "wrong"), [("6.1", 7), ("6.2", "smote"), ("6.4", "better")])
def test_hints_grow(name, wrong):
    first, second = (teach.check(name, wrong, attempt=attempt).hint for attempt in (1, 2))
    assert first != second
