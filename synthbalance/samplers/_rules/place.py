"""Where in the rules something stands, so that an error can say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_MOST_SHOWN = 80


class RuleError(ValueError):
    """A rule that cannot be used: where it stands, what it needs, what came, and the way out."""


@dataclass(frozen=True)
class Place:
    """A spot in the rules.

    Attributes
    ----------
    file : str or None
        The file's name; None where the rules came from code.
    lines : dict path -> int
        Line, from 1, of every spot in a file.
    path : tuple of str and int
        Keys and positions from the top.
    scenario : str or None
        Name of the scenario that it belongs to.

    Examples
    --------
    >>> str(Place().at(0, "set", "amount").of("card testing"))
    "rules[0].set['amount'] of scenario 'card testing'"
    """

    file: str | None = None
    lines: Mapping = field(default_factory=dict)
    path: tuple = ()
    scenario: str | None = None

    def at(self, *keys):
        """The spot further in."""
        return replace(self, path=self.path + keys)

    def of(self, scenario):
        """The same spot, once its scenario's name is known."""
        return replace(self, scenario=scenario)

    def error(self, needs, came=..., way_out=""):
        """The `RuleError` that says: here `needs` is needed, `came` came, `way_out`."""
        got = "" if came is ... else f", got {shown(came)}"
        return RuleError(f"{self} needs {needs}{got}. {way_out}".rstrip())

    def __str__(self):
        spot = "".join(_steps(self.path))
        start = f"{self.file}, line {self._line()}: rules" if self.file else "rules"
        return f"{start}{spot}" + (f" of scenario {self.scenario!r}" if self.scenario else "")

    def _line(self):
        """The line of the nearest spot around this one that has a line."""
        known = (self.lines[self.path[:end]] for end in range(len(self.path), -1, -1) if self.path[:end] in self.lines)
        return next(known, 1)


def shown(value):
    """`value` as it is written in Python, cut short where it is long."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}..."


def _steps(path):
    """`.key` for words of the language, `['name']` for names of the user's own."""
    own_name_next = False
    for key in path:
        yield f".{key}" if isinstance(key, str) and key.isidentifier() and not own_name_next else f"[{key!r}]"
        own_name_next = key in ("set", "if", "where", "donors", "columns") and not own_name_next
