"""The questions of lesson 3: right, the well-known ways to be wrong, and what is no answer."""

import numpy as np
import pytest

from synthbalance import teach
from synthbalance.teach._questions.lesson_3 import QUESTIONS


def effective(shares):
    positive = np.asarray(shares, dtype=float)
    positive = positive[positive > 0] / positive.sum()
    return float(np.exp(-(positive * np.log(positive)).sum()))


def wrong_distance(rows):
    return float(((rows["channel"] == "online") != rows["distance_km"].isna()).mean())


def verdict(low, high):
    return "better" if low > 0 else "worse" if high < 0 else "cannot tell"


RIGHT = {"3.1": effective, "3.2": "two-sample AUC", "3.3": wrong_distance, "3.4": verdict}


@pytest.mark.parametrize("name", RIGHT)
def test_the_solution_is_right_and_says_why_it_matters(name):
    answer = teach.check(name, RIGHT[name])
    assert answer.status == "right" and answer.hint == QUESTIONS[name].praise != ""


@pytest.mark.parametrize("name", RIGHT)
def test_hints_grow_and_none_holds_the_answer(name):
    hints = QUESTIONS[name].hints
    assert len(hints) >= 2 and len(set(hints)) == len(hints)
    assert not any("two-sample AUC" in hint or "lambda" in hint or "return" in hint for hint in hints)


@pytest.mark.parametrize(
    "name, wrong, said",
    [
        ("3.1", lambda p: np.log(effective(p)), "That is the entropy"),
        ("3.1", lambda p: 1 / effective(p), "sign is turned"),
        ("3.1", lambda p: np.exp(np.log(effective(p)) / np.log(2)), "same base"),
        ("3.1", lambda p: np.exp(-sum(x * np.log(x) for x in p if x > 0)), "sum to less than one"),
        ("3.1", lambda p: float("nan"), "leave those out"),
        ("3.1", len, "another number"),
        ("3.2", "generator loss", "critic gets better"),
        ("3.2", "critic loss", "near zero"),
        ("3.3", lambda rows: 1 - wrong_distance(rows), "keep to the rule"),
        ("3.3", lambda rows: wrong_distance(rows) * len(rows), "That is a count"),
        (
            "3.3",
            lambda rows: ((rows.channel == "online") & rows.distance_km.notna()).mean(),
            "is not online and has no",
        ),
        ("3.3", lambda rows: ((rows.channel != "online") & rows.distance_km.isna()).mean(), "online payment with a"),
        ("3.3", lambda rows: ((rows.channel == "online") != ~(rows.distance_km > 0)).mean(), "0 is a distance"),
        ("3.3", lambda rows: 7.0, "it is off"),
        ("3.4", lambda low, high: "better" if low + high > 0 else "worse", "holds 0"),
        ("3.4", lambda low, high: "cannot tell", "leaves 0 out"),
        ("3.4", lambda low, high: low > 0, "'cannot tell'"),
    ],
)
def test_a_known_mistake_gets_its_own_sentence(name, wrong, said):
    answer = teach.check(name, wrong, attempt=1)
    assert answer.status == "wrong" and said in answer.hint


@pytest.mark.parametrize("name", ["3.1", "3.3", "3.4"])
def test_an_unfinished_function_is_wrong_and_an_error_is_told(name):
    assert teach.check(name, lambda *_: ..., attempt=1).status == "wrong"
    assert "ZeroDivisionError" in teach.check(name, lambda *_: 1 / 0, attempt=1).hint


@pytest.mark.parametrize("name, needs", [("3.1", "a function of shares"), ("3.2", "one of"), ("3.4", "low and high")])
def test_another_kind_of_value_is_told_what_it_takes(name, needs):
    answer = teach.check(name, 3.5)
    assert answer.status == "wrong" and needs in answer.hint
