"""Figures kept: printed, and written with the machine, the date and the command."""

import datetime
import os
import platform
import shlex
import sys
from pathlib import Path

RESULTS = Path(os.environ.get("SYNTHBALANCE_RESULTS") or Path(__file__).resolve().parent / "results")


def keep(name, command, lines, title=None):
    """Print the lines as they come and keep them in ``<name>.md``, once the last has come.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    command : str
        What makes the file again, from the root of the repository.
    lines : iterable of str
        Markdown; headings from the second level down.
    title : str, optional
        The file's heading; without it the name, `part_of_it` as "Part: of_it".

    The folder is ``benchmarks/results``, or that in the environment variable SYNTHBALANCE_RESULTS, for trials.
    """
    title = title or name.replace("_", ": ", 1).capitalize()
    head = [f"# {title}", "", f"`{command}`", "", f"{machine()}, {datetime.date.today().isoformat()}.", ""]
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = "\n".join([*head, *_printed(lines), ""])
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")


def machine():
    """The machine in words, nothing that names it."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def command_of(script):
    """The command as it was given, with its options, so that a small trial cannot pass for the whole."""
    return shlex.join(["python", f"benchmarks/{Path(script).name}", *sys.argv[1:]])


def _printed(lines):
    for line in lines:
        print(line, flush=True)
        yield line
