"""Text columns as numbers and truth values, exact to the last digit, and what marks their digits carry."""

import re

import numpy as np
import pyarrow
from pyarrow import compute

_LIKE_A_NUMBER = re.compile(r"\s*[+\-−]?(?:[.,]?\d[\d.,'’ \u00a0\u202f]*(?:e[+-]?\d+)?|inf(?:inity)?)\s*", re.I)
_SAME = {"\u00a0": " ", "\u202f": " ", "’": "'", "−": "-"}
_DIGITS, _OFTEN = b"0123456789", b".-"
_PEEK = 10_000
_EXACT = 2**53  # whole numbers beyond it lose digits as floats
_TRUE, _FALSE = ("True", "TRUE", "true"), ("False", "FALSE", "false")


def first_value(text):
    """The first value of an Arrow array that is not missing, or None."""
    if text.null_count == 0:
        return text[0].as_py() if len(text) else None
    place = compute.index(compute.is_valid(text), True).as_py()
    return text[place].as_py() if place >= 0 else None


def digits_and_marks(text):
    """A column whose first value looks like a number, tidied, and the characters beside digits in it.

    Parameters
    ----------
    text : pyarrow.LargeStringArray

    Returns
    -------
    (pyarrow.LargeStringArray, frozenset of str) or None
        Without spaces around, one kind of space, apostrophe and minus; None where it is no number column.
    """
    if not _LIKE_A_NUMBER.fullmatch(first_value(text)):
        return None
    marks = _marks(text)
    if not marks.isdisjoint(_SAME):
        for character in marks.intersection(_SAME):
            text = compute.replace_substring(text, character, _SAME[character])
        marks = _marks(text)
    if not marks.isdisjoint(" \t"):
        text = compute.ascii_trim_whitespace(text)
        marks = _marks(text)
    return text, marks


def whole_numbers(text, marks):
    """Integers, floats where some are missing, or None where they would lose digits."""
    for kind in (pyarrow.int64(), pyarrow.uint64()):
        try:
            found = _without_plus(text, marks).cast(kind)
        except pyarrow.ArrowInvalid:
            continue
        bounds = compute.min_max(found).as_py()
        too_long = found.null_count and max(-bounds["min"], bounds["max"]) > _EXACT
        return None if too_long else found.to_pandas()
    return None


def floats(text, marks):
    """Floats, or None where a value is no number."""
    try:
        return _without_plus(text, marks).cast(pyarrow.float64()).to_pandas()
    except pyarrow.ArrowInvalid:
        return None


def truth_values(text):
    """True and False, or None where a value is neither."""
    if first_value(text) not in (*_TRUE, *_FALSE):
        return None
    known = compute.is_in(text, pyarrow.array((*_TRUE, *_FALSE, None), text.type))
    if not compute.all(known).as_py():
        return None
    is_true = compute.is_in(text, pyarrow.array(_TRUE, text.type)).to_pandas()
    return is_true if not text.null_count else is_true.astype(object).where(text.is_valid().to_pandas(), np.nan)


def as_text(text):
    """Text as pandas keeps it, NaN where it is missing."""
    values = text.to_pandas()
    return values.where(values.notna(), np.nan) if values.dtype == object else values


def has_leading_zeros(text):
    """Whether a value of more than one character begins with 0."""
    data, offsets = _buffers(text)
    starts = offsets[:-1][np.diff(offsets) > 1]
    return bool((np.frombuffer(data, np.uint8)[starts] == ord("0")).any()) if len(starts) else False


def all_digits(text):
    """Whether every value is a whole number, whatever its length."""
    return compute.all(compute.match_substring_regex(text, r"^[+-]?\d+$")).as_py()


def _marks(text):
    data, offsets = _buffers(text)
    content = memoryview(data)[offsets[0] : offsets[-1]]
    peek = set(bytes(content[:_PEEK]).translate(None, _DIGITS).decode("utf-8", "ignore"))
    if sum(character.isalpha() for character in peek) > 8:
        return frozenset(peek)  # plain text after a first value such as "7"; its other characters do not matter
    whole = bytes(content)
    rest = whole.translate(None, _DIGITS + _OFTEN)
    often = {chr(mark) for mark in _OFTEN if mark in whole}
    return frozenset(often.union(map(chr, set(rest)) if rest.isascii() else rest.decode()))


def _buffers(text):
    _, offsets, data = text.buffers()
    return data or b"", np.frombuffer(offsets, np.int64)[text.offset : text.offset + len(text) + 1]


def _without_plus(text, marks):
    return compute.replace_substring_regex(text, r"^\+", "") if "+" in marks else text
