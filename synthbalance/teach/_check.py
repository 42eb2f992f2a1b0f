"""Checks that answer in words: right, wrong with a hint that grows, not attempted."""

from __future__ import annotations

import html
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from synthbalance.teach._question import Question
from synthbalance.teach._questions import questions

RIGHT, WRONG, NOT_ATTEMPTED = "right", "wrong", "not attempted"
_TRIES = "_synthbalance_tries"
_MARKS = {RIGHT: "\u2713", WRONG: "\u2717", NOT_ATTEMPTED: "\u2013"}


@dataclass(frozen=True)
class Check:
    """What came of an answer; shown as text and as HTML, and true only when it is right.

    Attributes
    ----------
    question : str
    status : {"right", "wrong", "not attempted"}
    hint : str
        What to look at next; after a right answer, why it matters.
    """

    question: str
    status: str
    hint: str

    def __bool__(self) -> bool:
        return self.status == RIGHT

    def __repr__(self) -> str:
        return f"{_MARKS[self.status]} {self.question} {self.status}{': ' if self.hint else '.'}{self.hint}"

    def _repr_html_(self) -> str:
        """Readable in both themes; mark and word say the same, so that nothing rests on colour."""
        edge = {RIGHT: "#009e73", WRONG: "#d55e00", NOT_ATTEMPTED: "#888888"}[self.status]
        head = f"<strong>{_MARKS[self.status]} {html.escape(self.question)} {self.status}.</strong>"
        return (
            f'<div role="status" style="border-left:4px solid {edge};padding:4px 12px;max-width:72ch">'
            f"{head} {html.escape(self.hint)}</div>"
        )


def check(question: str, value: Any = ..., *, attempt: int | None = None) -> Check:
    """Say whether an answer is right; never what the answer is.

    Parameters
    ----------
    question : str
        Such as "2.1": the first of lesson 2.
    value : object, default=...
        The answer; ``...`` and None are no attempt. Whatever it is, nothing is raised.
    attempt : int, optional
        Which try this is; counted by itself in a notebook, where another wrong answer gets the next hint.

    Returns
    -------
    Check

    Raises
    ------
    ValueError
        If there is no such question.

    Examples
    --------
    >>> from synthbalance import teach
    >>> teach.check("0.1").status
    'not attempted'
    """
    asked = _question(question)
    if value is ... or value is None:
        return Check(question, NOT_ATTEMPTED, f"It takes {asked.needs}.")
    try:
        return _judge(question, asked, value, attempt)
    except Exception as error:  # an object that cannot be compared is a wrong answer, not a broken notebook
        return Check(question, WRONG, f"It takes {asked.needs}; this could not be read ({type(error).__name__}).")


def _judge(name: str, asked: Question, value: Any, attempt: int | None) -> Check:
    if not asked.fits(value):
        return Check(name, WRONG, f"It takes {asked.needs}, got {_kind(value)}.")
    if asked.is_right(value):
        return Check(name, RIGHT, asked.praise)
    said = asked.say(value)
    hint = asked.hints[min(attempt or _next_try(name), len(asked.hints)) - 1] if asked.hints else ""
    return Check(name, WRONG, " ".join(filter(None, [said, hint])))


def _question(name: str) -> Question:
    known: Mapping[str, Question] = questions()
    if name not in known:
        close = [one for one in known if str(name).split(".")[0] == one.split(".")[0]]
        raise ValueError(f"question needs one of {', '.join(close or known)}, got {name!r}. Look above the cell.")
    return known[name]


def _next_try(name: str) -> int:
    """How often this question was answered wrong in this notebook, kept among its own variables; 1 elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return 1
    tries = shell.user_ns.setdefault(_TRIES, {})
    tries[name] = tries.get(name, 0) + 1
    return tries[name]


def _kind(value: Any) -> str:
    """What came, without showing so much of it that a page is filled."""
    kind = type(value).__name__
    if isinstance(value, str | int | float):
        return f"{kind} {repr(value)[:40]}"
    length = getattr(value, "shape", None)
    return f"a {kind}" + (f" of shape {length}" if isinstance(length, tuple) else "")
