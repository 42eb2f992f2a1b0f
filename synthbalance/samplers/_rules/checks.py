"""Checks of single values in the rules; each answers with the value, or says in one sentence what is wrong."""

import datetime
import difflib
import math
import numbers

import pandas as pd


def mapping(value, place, needs):
    """A dict."""
    if not isinstance(value, dict):
        raise place.error(needs, value)
    return value


def known_keys(value, allowed, place):
    """Keys that the language knows."""
    for key in value:
        if key not in allowed:
            raise place.error(f"keys among {', '.join(allowed)}", key, nearest(key, allowed))
    return value


def text(value, place, needs):
    """Text that is not empty."""
    if not isinstance(value, str) or not value:
        raise place.error(needs, value, "Give it as text.")
    return value


def items(value, place):
    """A list with something in it, as a tuple."""
    if not isinstance(value, (list, tuple)) or not value:
        raise place.error("a list with at least one value", value, "Put the values in brackets.")
    return tuple(value)


def boolean(value, place):
    """True or False."""
    if not isinstance(value, bool):
        raise place.error("true or false", value)
    return value


def one_of(value, allowed, place):
    """A word of a list."""
    if not isinstance(value, str) or value not in allowed:
        raise place.error(f"one of {', '.join(map(repr, allowed))}", value, nearest(value, allowed))
    return value


def number(value, place):
    """A finite number, as a float."""
    if not is_number(value):
        raise place.error("a number", value, hint_for(value))
    return float(value)


def positive(value, place):
    """A finite number above 0."""
    if not is_number(value) or value <= 0:
        raise place.error("a number above 0", value, hint_for(value) or "Leave it out for 1.")
    return float(value)


def share(value, place):
    """A number from 0 to 1."""
    if not is_number(value) or not 0 <= value <= 1:
        raise place.error("a share from 0 to 1", value, "0.25 is a quarter.")
    return float(value)


def pair(value, place, one=number):
    """Two values, each checked by `one`, the first no larger; a single value counts as both."""
    both = value if isinstance(value, (list, tuple)) else (value, value)
    if len(both) != 2:
        raise place.error("a pair [low, high]", value, "Give two values, or one for no spread.")
    low, high = (one(part, place) for part in both)
    if low > high:
        raise place.error("low <= high", value, "Swap the two.")
    return low, high


def whole_pair(value, low, high, place):
    """Two whole numbers within bounds."""
    found = pair(value, place)
    if found[0] < low or found[1] > high or any(part != int(part) for part in found):
        raise place.error(f"whole numbers from {low} to {high}", value, "Write [3, 8], say.")
    return int(found[0]), int(found[1])


def duration_pair(value, place):
    """Two durations in seconds, none below 0."""
    found = pair(value, place, seconds)
    if found[0] < 0:
        raise place.error("durations of at least 0", value, "Rows of a burst follow each other.")
    return found


def seconds(value, place):
    """A duration as seconds: a number of them, or text such as "90 s" or "2h"."""
    if is_number(value):
        return float(value)
    if isinstance(value, (str, datetime.timedelta)):
        try:
            found = pd.Timedelta(value)
        except (ValueError, OverflowError):
            found = pd.NaT
        if found is not pd.NaT:
            return found.total_seconds()
    raise place.error("a duration", value, 'Write seconds as a number, or text such as "2h".')


def is_number(value):
    """Whether `value` is a finite real number and no bool."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def hint_for(value):
    """The way out where YAML reads a word otherwise than its author meant."""
    if isinstance(value, bool):
        return "YAML reads yes, no, on and off as true and false: write the number."
    return "Take the quotes away." if isinstance(value, str) and _reads_as_number(value) else ""


def nearest(word, allowed):
    """ "Did you mean ...?", or nothing."""
    close = difflib.get_close_matches(str(word), [str(one) for one in allowed], n=1)
    return f"Did you mean {close[0]!r}?" if close else ""


def _reads_as_number(word):
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False
