"""Names from data as they may go over the wire and into generated code."""

from __future__ import annotations

from keyword import iskeyword
from typing import Any
from unicodedata import normalize

_LONGEST = 200


def literal(value: Any) -> str | None:
    """`value` as Python code on one line of printable characters; None for what has no such form.

    Examples
    --------
    >>> literal('it\\'s "x"'), literal(7), literal(object())
    ('\\'it\\\\\\'s "x"\\'', '7', None)
    """
    if type(value) in (bool, int, str) or value is None:
        return repr(value)  # escapes whatever cannot be printed, line ends and marks of direction among it
    plain = getattr(value, "item", None)  # numpy's scalars
    if callable(plain) and type(value).__module__ == "numpy":
        return literal(plain()) if type(plain()) is not type(value) else None
    return None


def variable(name: str) -> str:
    """Code that names a variable of the user's: one made as `globals()["Sheet 1"] = ...` is no identifier.

    Examples
    --------
    >>> variable("payments"), variable("Sheet 1")
    ('payments', "globals()['Sheet 1']")
    """
    plain = name.isidentifier() and not iskeyword(name) and normalize("NFKC", name) == name  # as Python reads it
    return name if plain else f"globals()[{name!r}]"


def sendable(text: Any) -> str:
    """`text` cut to 200 characters, with halves of characters (from file names in another encoding) written out."""
    return str(text)[:_LONGEST].encode("utf-8", "backslashreplace").decode()


def is_sendable(name: str) -> bool:
    """Whether a name can go over the wire whole."""
    return sendable(name) == name
