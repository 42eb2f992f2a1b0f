"""For lessons: their tables, checks that answer in words, and a playground."""

from synthbalance.teach._check import Check, check
from synthbalance.teach._tables import table

__all__ = ["Check", "SmotePlayground", "check", "table"]


def __getattr__(name):
    """The playground is a widget, and is loaded when it is asked for."""
    if name == "SmotePlayground":
        from synthbalance.teach._play.widget import SmotePlayground

        return SmotePlayground
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
