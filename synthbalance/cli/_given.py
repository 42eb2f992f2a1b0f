"""Text from the command line as what the package takes: lists, numbers, knobs, costs, values of the data."""

import ast
import csv
import re
from difflib import get_close_matches

_COSTS = ("missed", "review", "capacity", "admin", "capacity_per_day")
_NEXT_COST = re.compile(rf",(?=(?:{'|'.join(_COSTS)})=)")


def names(texts):
    """Column names out of "a,b" and "c": a list, or None where nothing was given; '"a,b"' is one name."""
    if not texts:
        return None
    return [name for text in texts for name in next(csv.reader([text], skipinitialspace=True), [])]


def mark(text):
    """One mark between values; "tab" and backslash-t stand for the tab."""
    return "\t" if text in ("tab", "\\t") else text


def pairs(texts, option):
    """NAME=VALUE as a dict of plain Python values; what is no literal stays text.

    Raises
    ------
    ValueError
        If there is no "=", or a name comes twice.
    """
    found = {}
    for text in texts or []:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise ValueError(f"{option} needs NAME=VALUE, got {text!r}. Write it like {option} k_neighbors=3.")
        if name.strip() in found:
            raise ValueError(f"{option} names {name.strip()!r} twice. Leave one of them out.")
        found[name.strip()] = literal(value.strip())
    return found


def literal(text):
    """The Python value that the text is, or the text."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def costs(texts):
    """The arguments of `Costs`, or None: "missed=amount,review=10" or one at a time.

    Raises
    ------
    ValueError
        If a name is none of Costs'.
    """
    if not texts:
        return None
    given = pairs([part for text in texts for part in _NEXT_COST.split(text)], "--costs")
    for name in given:
        if name not in _COSTS:
            raise ValueError(f"--costs has no {name!r}, it takes {', '.join(_COSTS)}. {did_you_mean(name, _COSTS)}")
    return given


def number_or_text(text):
    """A number where the text is one."""
    value = literal(text)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else text


def did_you_mean(name, known, else_say="Take one of these."):
    """A hint with the closest of the known names."""
    near = get_close_matches(str(name), [str(one) for one in known], n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(map(repr, near))}?" if near else else_say


def column(text, columns):
    """The column that the text names: itself, or the one that reads so (a number); the text where there is none."""
    if text is None or text in list(columns):
        return text
    return next((one for one in columns if str(one) == text), text)


def value_of(text, values):
    """The value among a column's that the text stands for; the text where none does, for the split to refuse.

    Parameters
    ----------
    text : str or None
    values : list
        The distinct values that are not missing, as plain Python objects.
    """
    if text is None or text in values:
        return text
    wanted = text.strip().lower()
    exact = [one for one in values if not isinstance(one, str) and str(one).strip().lower() == wanted]
    if exact:
        return exact[0]
    number = literal(text)
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
    alike = [one for one in values if is_number and not isinstance(one, (str, bool)) and one == number]
    return alike[0] if alike else text
