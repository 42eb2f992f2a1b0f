"""In one glance: a row a goal, every figure of which is read out of a result file by a regular expression."""

import re
from pathlib import Path
from typing import NamedTuple

HEAD = (
    "| what | ours | peer | ratio or difference | goal | met or missed | machine and date | command |",
    "|---|---|---|---|---|---|---|---|",
)
_MACHINE = re.compile(r"^(\S+ \S+, \d+ cores?),.*?(\d{4}-\d\d-\d\d)", flags=re.M)
_COMMAND = re.compile(r"^`([^`]+)`$", flags=re.M)
NUMBER = r"[+-]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
_NUMBER = re.compile(NUMBER)


class Row(NamedTuple):
    """One line of the table.

    Cells are templates that are filled with the named groups of the expressions. Of a group that was found
    several times the smallest and the largest are shown, and the goal has to hold for each.
    """

    what: str
    file: str  # under benchmarks/results, without its ending
    each: str  # expression that finds the figures: `value` is held against the goal
    once: tuple = ()  # expressions whose first match adds to them: the goal itself, a peer's version
    several: bool = False  # whether every match of `each` counts, or the first
    ours: str = "{value}"
    peer: str = ""
    ratio: str = ""
    goal: str = ""
    holds: object = None  # called with the groups of one match: whether the goal is met
    counted: tuple = ()  # (name, function of the groups of one match): how many there are, as further cells


class Line(NamedTuple):
    """A row filled in; `verdict` is "met", "missed" or "no goal"."""

    what: str
    ours: str
    peer: str
    ratio: str
    goal: str
    verdict: str
    taken: str
    command: str

    def markdown(self):
        """As a row of the table, a missed goal in bold."""
        cells = [*self[:5], f"**{self.verdict}**" if self.verdict == "missed" else self.verdict, self.taken]
        return "| " + " | ".join([*cells, f"`{self.command}`"]) + " |"


def filled(rows, folder):
    """The lines of all rows whose file is in the folder.

    Parameters
    ----------
    rows : iterable of Row
    folder : Path
        With the result files.

    Returns
    -------
    list of Line

    Raises
    ------
    ValueError
        If an expression does not match its file any more; both are named.
    """
    return [_line(row, path) for row in rows if (path := Path(folder) / f"{row.file}.md").exists()]


def head(path):
    """`(machine, date, command)` as a result file tells them.

    Raises
    ------
    ValueError
        If it does not.
    """
    text = path.read_text(encoding="utf-8")
    command = _found(_COMMAND, text, "the line with the command", path).group(1)
    return *_found(_MACHINE, text, "the line of machine and date", path).groups(), command


def _line(row, path):
    text, added = path.read_text(encoding="utf-8"), {}
    for expression in row.once:
        added |= _search(expression, text, row, path).groupdict()
    first = _search(row.each, text, row, path)
    matches = list(re.finditer(row.each, text, flags=re.M | re.S)) if row.several else [first]
    found = [added | match.groupdict() for match in matches]
    cells = {name: _range([one[name] for one in found]) for name in found[0]}
    cells |= {name: sum(map(counts, found)) for name, counts in (*row.counted, ("all", bool))}
    verdict = "no goal" if row.holds is None else "met" if all(map(row.holds, found)) else "missed"
    told = [template.format(**cells) for template in (row.what, row.ours, row.peer, row.ratio, row.goal)]
    machine, date, command = head(path)
    return Line(*told, verdict, f"{machine}, {date}", command)


def _search(expression, text, row, path):
    return _found(re.compile(expression, flags=re.M | re.S), text, f"the row {row.what!r}, {expression!r},", path)


def _found(expression, text, what, path):
    match = expression.search(text)
    if match is None:
        raise ValueError(f"{path.name} needs {what} and has nothing that matches. Change the one or the other.")
    return match


def _range(values):
    values = [value.strip() or "not one" for value in values]
    if len(set(values)) == 1:
        return values[0]
    if not all(_NUMBER.fullmatch(value) for value in values):
        return ", ".join(dict.fromkeys(values))
    low, high = min(values, key=number), max(values, key=number)
    return low if low == high else f"{low} to {high}"


def number(text):
    """A float of "4,448" or "+0.01"; NaN, which meets no goal, of what is no number."""
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text.strip()) else float("nan")


def at_most(found):
    """Whether the value is no larger than the goal."""
    return number(found["value"]) <= number(found["goal"])


def at_least(found):
    """Whether the value is no smaller than the goal."""
    return number(found["value"]) >= number(found["goal"])


def between(found):
    """Whether the value lies from `goal` to `upper`."""
    return number(found["goal"]) <= number(found["value"]) <= number(found["upper"])


def in_budget(found):
    """Whether the seconds taken are no more than `over` % above those asked for."""
    return number(found["value"]) <= number(found["asked"]) * (1 + number(found["over"]) / 100)


def same(found):
    """Whether value and goal are the same text."""
    return found["value"] == found["goal"]


def said(found):
    """Whether the file itself says that the goal is met."""
    return found["verdict"] == "met"


def by_all(found):
    """Whether the file says that nobody misses the goal."""
    return found["missed"] in ("nobody", "not one")


def nothing(found):
    """Whether the value is 0."""
    return number(found["value"]) == 0
