"""`make demo` from a fresh clone: minutes until an analyst who has nothing yet sees the first comparison.

Run: python benchmarks/demo.py. Writes results/demo.md. Clones this repository's last commit into a temporary
folder, where pip installs from its usual place, its cache included, then times the demo alone in that environment.
"""

import subprocess
import tempfile
import time
from pathlib import Path

from _keep import command_of, keep

ROOT = Path(__file__).resolve().parents[1]
TITLE = "The demo, from a fresh clone"
GOAL, GOAL_ITSELF = 240, 60  # seconds


def main():
    """Print and keep both times."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        _run(folder, "git", "clone", "--quiet", ROOT, clone)
        whole = _run(clone, "make", "demo")
        itself = _run(clone, clone / ".venv/bin/synthbalance", "demo")
    keep("demo", command_of(__file__), lines(whole, itself), TITLE)


def lines(whole, itself):
    """Both times in one sentence."""
    yield f"`make demo`: {whole:.0f} s (goal {GOAL}), {itself:.0f} s of it the work itself (goal {GOAL_ITSELF})."


def _run(folder, *command):
    start = time.perf_counter()
    subprocess.run(list(map(str, command)), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
