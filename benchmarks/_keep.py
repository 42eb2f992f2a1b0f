"""Figures kept: printed, and written with the machine, the date and the command."""

import datetime
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def keep(name, command, lines):
    """Print the lines and keep them in ``results/<name>.md``."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    title = name.replace("_", ": ", 1).capitalize()
    head = [f"# {title}", "", f"`{command}`", "", f"{machine}, {datetime.date.today().isoformat()}.", ""]
    print("\n".join(lines), flush=True)
    (RESULTS / f"{name}.md").write_text("\n".join([*head, *lines, ""]))
