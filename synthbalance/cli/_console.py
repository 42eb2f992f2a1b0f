"""The terminal: tables and sentences that read well with and without colour, width and Unicode."""

import io
import os
import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_PLAIN = str.maketrans({"\u202f": " ", "\u2009": " ", "\u2212": "-", "×": "x", "–": "-", "…": "..."})
_CONTROLS = {code: f"\\x{code:02x}" for code in [*range(9), *range(11, 32), 127, *range(128, 160)]}
_LOOK = {"box": SIMPLE_HEAD, "padding": (0, 1, 0, 0), "show_edge": False}
_FILE_WIDTH = 110
_WIDE = 100


class Terminal:
    """Where the command writes: words and tables to stdout, errors and progress to stderr."""

    def __init__(self):
        self.out, self.err = _console(sys.stdout), _console(sys.stderr)
        self.is_live = sys.stderr.isatty() and not os.environ.get("CI")
        self.plain = not _speaks_unicode(sys.stdout)

    @property
    def is_wide(self):
        """Whether an interval fits beside its value."""
        return self.out.width >= _WIDE

    def say(self, text="", style=None):
        """One paragraph, as it is; no word of it is read as markup."""
        self.out.print(Text(self.translated(text), style=style or ""), soft_wrap=False)

    def path(self, text):
        """A line that is never wrapped, so that a path can be copied."""
        self.out.print(Text(self.translated(text.replace("\n", "\\n"))), soft_wrap=True, highlight=False)

    def error(self, text):
        """One line to stderr."""
        plain, text = not _speaks_unicode(sys.stderr), _harmless(text)
        self.err.print(Text(text.translate(_PLAIN) if plain else text), soft_wrap=True)

    def table(self, title, head, rows, left=1):
        """A table; the first `left` columns are words, the others numbers.

        Parameters
        ----------
        title : str
        head : list of str
        rows : list of list of str
        left : int, default=1
        """
        table = Table(title=escape(self.translated(title)), title_justify="left", title_style="bold", **_LOOK)
        for place, name in enumerate(head):
            is_word = place < left
            table.add_column(
                escape(self.translated(name)),
                justify="left" if is_word else "right",
                no_wrap=not is_word,
                vertical="top",
            )
        for row in rows:
            table.add_row(*(Text(self.translated(cell)) for cell in row))
        self.out.print(table)
        self.out.print()

    def progress(self):
        """A progress bar on stderr; silent where that is no terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        return Progress(*columns, console=self.err, transient=True, disable=not self.is_live)

    def translated(self, text):
        """The text in what the terminal's encoding can show; control signs in names from data are spelled out."""
        text = _harmless(text)
        if not self.plain:
            return text
        encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)

    def close(self):
        """The reader has gone (`| head`): say no more, and end well."""
        sys.stdout = io.StringIO()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0


class _Console(Console):
    def on_broken_pipe(self):
        raise BrokenPipeError


def _console(stream):
    width = None if stream.isatty() else _FILE_WIDTH
    return _Console(file=stream, width=width, highlight=False, emoji=False)


def _harmless(text):
    """Without control signs, which could move the cursor, and without halves of characters, which cannot be written."""
    return text.translate(_CONTROLS).encode("utf-8", "backslashreplace").decode("utf-8")


def _speaks_unicode(stream):
    return "utf" in (getattr(stream, "encoding", None) or "ascii").lower()
