"""What a question accepts: a number, a choice, names, a row of numbers or a function; what is said to what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Question:
    """One question of a lesson.

    Attributes
    ----------
    needs : str
        What kind of value it takes, as a noun phrase: "a number between 0 and 1".
    fits : callable (value) -> bool
        Whether a value is of that kind.
    is_right : callable (value) -> bool
        Called only with values that fit.
    hints : tuple of str
        From a nudge to nearly all of the way; never the answer.
    say : callable (value) -> str or None
        A sentence of its own for a well-known wrong answer.
    praise : str
        Why the right answer matters, in one sentence.
    """

    needs: str
    fits: Callable[[Any], bool]
    is_right: Callable[[Any], bool]
    hints: tuple[str, ...]
    say: Callable[[Any], str | None] = lambda value: None
    praise: str = ""


def number(
    answer: Callable[[], float], hints: tuple[str, ...], *, within: float = 0.005, low: float = -math.inf,
    high: float = math.inf, traps: tuple[tuple[Callable[[], float], str], ...] = (), praise: str = "",
) -> Question:  # fmt: skip
    """A question whose answer is a number.

    Parameters
    ----------
    answer : callable () -> float
        Worked out from the lesson's data when it is asked for.
    hints : tuple of str
    within : float, default=0.005
        How far off a right answer may be, in its own unit.
    low, high : float
        Bounds that any sensible value keeps.
    traps : tuple of (callable () -> float, str)
        Well-known wrong numbers, each with a sentence.
    praise : str
    """

    def near(value: Any, wanted: Callable[[], float], within: float = within) -> bool:
        return abs(float(value) - float(wanted())) <= within

    return Question(
        needs="a number" + (f" between {low:g} and {high:g}" if math.isfinite(low) and math.isfinite(high) else ""),
        fits=lambda value: _is_number(value) and low <= float(value) <= high,
        is_right=lambda value: near(value, answer), hints=hints, praise=praise,
        say=lambda value: _first(text for wrong, text in traps if near(value, wrong, within / 5)),
    )  # fmt: skip


def choice(
    answer: Callable[[], str], options: tuple[str, ...], hints: tuple[str, ...], *,
    traps: tuple[tuple[str, str], ...] = (), praise: str = "",
) -> Question:  # fmt: skip
    """A question whose answer is one of a few words.

    Parameters
    ----------
    answer : callable () -> str
    options : tuple of str
    hints : tuple of str
    traps : tuple of (option, str)
    praise : str
    """

    def plain(value: Any) -> str:
        return str(value).strip().casefold()

    return Question(
        needs="one of " + ", ".join(map(repr, options)),
        fits=lambda value: isinstance(value, str) and plain(value) in map(plain, options),
        is_right=lambda value: plain(value) == plain(answer()), hints=hints, praise=praise,
        say=lambda value: _first(text for wrong, text in traps if plain(value) == plain(wrong)),
    )  # fmt: skip


def names(
    answer: Callable[[], set[str]], hints: tuple[str, ...], *, praise: str = "",
    traps: tuple[tuple[Callable[[set[str]], bool], str], ...] = (),
) -> Question:  # fmt: skip
    """A question whose answer is a set of names, in any order.

    Parameters
    ----------
    answer : callable () -> set of str
    hints : tuple of str
    praise : str
    traps : tuple of (callable (set) -> bool, str)
    """
    kinds = (list, tuple, set, frozenset)
    return Question(
        needs="a list or set of names",
        fits=lambda value: isinstance(value, kinds) and all(isinstance(one, str) for one in value),
        is_right=lambda value: set(value) == set(answer()), hints=hints, praise=praise,
        say=lambda value: _first(text for wrong, text in traps if wrong(set(value))),
    )  # fmt: skip


def values(
    answer: Callable[[], Any], hints: tuple[str, ...], *, within: float = 1e-6, praise: str = "",
    traps: tuple[tuple[Callable[[], Any], str], ...] = (),
) -> Question:  # fmt: skip
    """A question whose answer is a row of numbers: an array, a Series or a list.

    Parameters
    ----------
    answer : callable () -> array-like
    hints : tuple of str
    within : float, default=1e-6
        How far off each number may be.
    praise : str
    traps : tuple of (callable () -> array-like, str)
    """

    def near(value: Any, wanted: Callable[[], Any]) -> bool:
        given, right = _as_array(value), _as_array(wanted())
        return given.shape == right.shape and bool(np.allclose(given, right, rtol=0, atol=within, equal_nan=True))

    return Question(
        needs="an array, a Series or a list of numbers", fits=lambda value: _as_array(value) is not None,
        is_right=lambda value: near(value, answer), hints=hints, praise=praise,
        say=lambda value: _length(value, answer) or _first(text for wrong, text in traps if near(value, wrong)),
    )  # fmt: skip


def function(
    examine: Callable[[Callable], str | None], takes: str, hints: tuple[str, ...], *, praise: str = ""
) -> Question:
    """A question whose answer is a function that the learner wrote.

    Parameters
    ----------
    examine : callable (function) -> str or None
        Calls it on cases of its own; says what is wrong, or None.
    takes : str
        Its arguments, for the sentence about what is needed.
    hints : tuple of str
    praise : str
    """

    def examined(value: Callable) -> str | None:
        try:
            return examine(value)
        except Exception as error:  # of the learner's own code
            return f"It raised {type(error).__name__} on a small case: {str(error)[:120].rstrip('. ')}."

    return Question(
        needs=f"a function of {takes}", fits=callable, is_right=lambda value: examined(value) is None,
        hints=hints, praise=praise, say=examined,
    )  # fmt: skip


def _first(sentences: Iterable[str]) -> str | None:
    return next(iter(sentences), None)


def _length(value: Any, answer: Callable[[], Any]) -> str | None:
    given, wanted = len(_as_array(value)), len(_as_array(answer()))
    return None if given == wanted else f"It has {given} numbers, and {wanted} are asked for."


def _is_number(value: Any) -> bool:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return False
    return math.isfinite(float(value))


def _as_array(value: Any) -> Any:
    try:
        found = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return found if found.ndim == 1 else None
