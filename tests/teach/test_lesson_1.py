"""Lesson 1: its solutions are right, each well-known mistake gets its own sentence, hints never tell."""

import math

import numpy as np
import pytest

from synthbalance import teach
from synthbalance.teach._questions.lesson_1 import QUESTIONS


@pytest.fixture(scope="module")
def sums():
    payments, target = teach.table("1")
    return {
        "none": (payments[target] * payments["amount"]).sum(),
        "all": 5 * len(payments),
        "honest": 5 * (payments[target] == 0).sum(),
        "amounts": payments["amount"].sum(),
    }


def cut(p, n):
    candidates = np.append(np.unique(p), np.inf)
    return next(candidate for candidate in candidates if np.sum(p >= candidate) <= n)


def test_the_line_to_beat_is_the_cheaper_of_both(sums):
    assert teach.check("1.1", min(sums["none"], sums["all"]))
    assert teach.check("1.1", round(float(min(sums["none"], sums["all"])), 2))


@pytest.mark.parametrize(
    ("mistake", "said"),
    [("all", "dearer"), ("honest", "review of a fraud costs"), ("amounts", "amounts of honest payments")],
)
def test_other_sums_are_named(sums, mistake, said):
    assert said in teach.check("1.1", sums[mistake]).hint


def test_the_threshold_is_the_ratio_of_the_costs():
    assert teach.check("1.2", 20 / 100) and teach.check("1.2", 0.1 + 0.1)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [(20 / 120, "review of a real fraud is free"), (0.5, "half of what is lost"), (0.8, "other side")],
)
def test_other_thresholds_are_named(mistake, said):
    assert said in teach.check("1.2", mistake).hint


def test_deciding_row_by_row_is_right_however_it_is_written():
    assert teach.check("1.3", lambda p, amount, review: p * amount >= review)
    assert teach.check("1.3", lambda p, a, r: p >= np.divide(r, a, out=np.full(len(a), np.inf), where=a > 0))


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (lambda p, amount, review: p >= 0.5, "2 euro was flagged"),
        (lambda p, amount, review: p >= review / (review + amount), "not flagged|of a half with 8 euro"),
        (lambda p, amount, review: p * amount > review, "equals the review"),
        (lambda p, amount, review: p * amount, "true and false"),
        (lambda p, amount, review: ..., "true and false"),
        (lambda p, amount, review: p >= review / amount, "FloatingPointError"),
        (lambda p, amount, review: amount >= review, "a half with 8 euro"),
        (lambda p: p, "raised TypeError"),
    ],
)
def test_other_decisions_are_told_a_payment_that_they_get_wrong(decide, said):
    hint = teach.check("1.3", decide).hint
    assert any(one in hint for one in said.split("|"))


def test_a_cut_that_counts_ties_is_right_anywhere_between_two_probabilities():
    assert teach.check("1.4", cut)
    assert teach.check("1.4", lambda p, n: np.nextafter(cut(p, n), 0) if math.isfinite(cut(p, n)) else 2.0)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda p, n: np.sort(p)[-n], "share the second place, and room for 2, it flags 3: too many"),
        (lambda p, n: p[n - 1], "too many"),
        (lambda p, n: np.inf, "it flags 0: more would have been possible"),
        (lambda p, n: 0.5, "With"),
        (lambda p, n: ..., "raised TypeError"),
    ],
)
def test_other_cuts_are_told_a_case_that_they_get_wrong(mistake, said):
    hint = teach.check("1.4", mistake).hint
    assert said.split(", and")[0] in hint and said.split(": ")[-1] in hint


def test_what_the_best_of_many_promises_is_right_and_each_other_gets_a_sentence():
    assert teach.check("1.5", "Too low")
    assert "fixed before" in teach.check("1.5", "right").hint
    assert "smallest of many" in teach.check("1.5", "too high").hint


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_hints_grow_and_never_hold_the_answer(name, sums):
    asked = QUESTIONS[name]
    told = {"1.1": f"{min(sums['none'], sums['all']):.0f}", "1.2": "0.2", "1.5": "too low"}.get(name, ">= review")
    assert len(set(asked.hints)) == len(asked.hints) >= 2
    assert not any(told in text for text in [*asked.hints, asked.praise])


@pytest.mark.parametrize(
    ("name", "odd", "said"),
    [
        ("1.1", "x", "a number"), ("1.2", 20, "between 0 and 1"), ("1.3", 0.5, "a function of p, amount and review"),
        ("1.4", [1], "a function of p and n"), ("1.5", "low", "one of"),
    ],
)  # fmt: skip
def test_another_kind_of_value_is_told_what_it_takes(name, odd, said):
    assert said in teach.check(name, odd).hint
