"""Lesson 0: base rates and alerts."""

import pytest

from synthbalance import teach

RATE = 0.002
RIGHT = {"0.1": 1 - RATE, "0.2": 0.8 * RATE / (0.8 * RATE + 0.01 * (1 - RATE)), "0.3": "precision-recall"}


@pytest.mark.parametrize("name", RIGHT)
def test_the_solution_is_right(name):
    assert teach.check(name, RIGHT[name])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("0.1", RATE, "share of frauds"),
        ("0.2", 0.8, "recall"),
        ("0.2", 0.99, "specificity"),
        ("0.2", 0.8 / 0.81, "as many frauds as honest payments"),
        ("0.3", "accuracy", "catches nothing"),
        ("0.3", "roc", "all honest payments"),
    ],
)
def test_a_well_known_mistake_gets_its_own_sentence(name, value, words):
    answer = teach.check(name, value)
    assert answer.status == "wrong" and words in answer.hint


@pytest.mark.parametrize("name", RIGHT)
def test_no_hint_tells_the_answer(name):
    wrong = {"0.1": 0.5, "0.2": 0.5, "0.3": "ROC"}[name]
    said = " ".join(teach.check(name, wrong, attempt=attempt).hint for attempt in (1, 2, 3))
    assert str(RIGHT[name]) not in said and f"{RIGHT[name]:.3}"[:5] not in said.replace("precision is", "")
