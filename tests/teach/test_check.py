"""Checks answer in words, whatever they are given, and never say the answer."""

import html
import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthbalance import teach
from synthbalance.teach import _question
from synthbalance.teach._questions import questions

QUESTIONS = sorted(questions())


class Hostile:
    """An object that cannot even be shown."""

    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __float__ = __eq__ = __len__ = __repr__
    __hash__ = None


ODD = [
    *("", "x", "<script>alert(1)</script>", b"x", float("nan"), float("inf"), -1, 10**400, True, 1j),
    *([], [1, 2], {}, {"a": 1}, {1, 2}, np.zeros((2, 2)), pd.DataFrame({"a": [1]}), pd.Series(["a"]), object()),
    *(Hostile(), lambda: 1, lambda *_: 1 / 0, int, range(3)),
]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_no_answer_raises(name, value):
    assert teach.check(name, value).status in ("right", "wrong")


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("value", [..., None])
def test_no_attempt_says_what_is_needed(name, value):
    answer = teach.check(name, value)
    assert (answer.status, bool(answer)) == ("not attempted", False)
    assert answer.hint.startswith("It takes ")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_hints_and_a_reason(name):
    asked = questions()[name]
    assert len(asked.hints) >= 2 and len(set(asked.hints)) == len(asked.hints)
    assert all(len(hint) > 20 for hint in asked.hints) and len(asked.praise) > 20


def test_hints_grow_with_each_wrong_answer_and_stay_at_the_last():
    hints = [teach.check("0.1", 0.5).hint for _ in range(4)]
    assert hints[0] != hints[1] and hints[1] == hints[2] == hints[3]


def test_the_attempt_can_be_named_where_no_notebook_counts():
    assert teach.check("0.1", 0.5, attempt=2).hint == teach.check("0.1", 0.5, attempt=9).hint
    assert teach.check("0.1", 0.5, attempt=1).hint != teach.check("0.1", 0.5, attempt=2).hint


def test_a_right_answer_is_true_and_says_why_it_matters():
    answer = teach.check("0.1", 0.998)
    assert answer and "accuracy cannot tell" in answer.hint


def test_it_reads_as_text_and_as_html_without_markup_from_the_answer():
    answer = teach.check("0.1", "<img src=x onerror=alert(1)>")
    assert "<img" not in answer._repr_html_() and html.escape("<img") in answer._repr_html_()
    assert repr(answer).startswith("✗ 0.1 wrong: It takes a number between 0 and 1, got str")


def test_an_unknown_question_names_those_of_the_lesson():
    with pytest.raises(ValueError, match=r"question needs one of 0\.1, 0\.2, .*, got '0\.99'"):
        teach.check("0.99", 1)


def test_a_table_of_ones_own_moves_the_right_answer():
    own = pd.DataFrame({"amount": range(100), "fraud": [0] * 90 + [1] * 10})
    teach.table("0", own, "fraud")
    assert teach.check("0.1", 0.9)
    teach.table("0")
    assert not teach.check("0.1", 0.9)


@pytest.mark.parametrize(
    ("lesson", "data", "target", "words"),
    [
        ("99", None, None, "lesson needs one of 0, 1"),
        ("0", pd.DataFrame({"a": [1, 2]}), "b", "target needs a column of the table, got 'b'"),
        ("0", pd.DataFrame({"a": [1, 2, 3]}), "a", "'a' has 3"),
    ],
)
def test_a_table_that_does_not_do_is_refused_and_changes_nothing(lesson, data, target, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        teach.table(lesson, data, target)
    assert teach.check("0.1", 0.998)


@given(st.floats(0, 1))
def test_a_number_is_right_within_its_tolerance_and_nowhere_else(value):
    asked = _question.number(lambda: 0.25, ("think of it", "nearly"), within=0.01, low=0, high=1)
    assert asked.fits(value)
    assert asked.is_right(value) == (abs(value - 0.25) <= 0.01)


@pytest.mark.parametrize("given", [["b", "a"], ("a", "b"), {"a", "b"}])
def test_names_count_in_any_order(given):
    asked = _question.names(lambda: {"a", "b"}, ("one", "two"))
    assert asked.fits(given) and asked.is_right(given) and not asked.is_right([*given, "c"])


@pytest.mark.parametrize("given", [[1, 2], np.array([1.0, 2.0]), pd.Series([1, 2], index=[7, 8])])
def test_values_count_whatever_holds_them(given):
    asked = _question.values(lambda: [1.0, 2.0], ("one", "two"))
    assert asked.fits(given) and asked.is_right(given) and not asked.is_right([2, 1])


def test_a_function_is_told_what_it_gets_wrong():
    asked = _question.function(lambda f: None if f(2) == 4 else "It should square.", "one number", ("one", "two"))
    assert asked.is_right(lambda x: x * x)
    assert asked.say(lambda x: x) == "It should square."
    assert asked.say(lambda x: x / 0) == "It raised ZeroDivisionError on a small case: division by zero."


def test_checks_need_neither_a_notebook_nor_a_panel():
    code = (
        "import sys, json; from synthbalance import teach; teach.check('0.3', 'ROC'); "
        "print(json.dumps(sorted({'torch', 'ipywidgets', 'anywidget', 'IPython'} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
