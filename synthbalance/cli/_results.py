"""What `score` and `advise` write with --out: a data card, or the document of --json."""

from pathlib import Path

from synthbalance.cli import _document, _opened, _out
from synthbalance.report import write_new

_ENDINGS = (".html", ".htm", ".json")


def check(arguments):
    """Raise before any work where --out could not be written."""
    _opened.refuse_standard_input(arguments.file, "FILE")
    if arguments.out is None:
        return
    _opened.refuse_standard_input(arguments.out, "--out")
    path = _path(arguments)
    if path.suffix.lower() not in _ENDINGS:
        raise ValueError(f"--out needs a name that ends in {', '.join(_ENDINGS)} here, got {path.name!r}.")
    _out.checked([path], arguments.file, arguments.force)


def write(arguments, document, card):
    """Write the document, or the card by ``card(path)``; the path then stands in the document."""
    if arguments.out is None:
        return
    path = _path(arguments)
    document["files"] = {"out": str(path)}
    _out.checked([path], arguments.file, arguments.force)
    with _out.said_plainly(path):
        if path.suffix.lower() == ".json":
            write_new(path, _ENDINGS, lambda draft: draft.write_text(_document.text(document)), arguments.force)
        else:
            card(path)


def _path(arguments):
    return Path(arguments.out).expanduser()
