"""How long each notebook and its slowest cell take, on both kernels, and whether they say the same twice.

Run: python benchmarks/lessons.py. Writes results/lessons.md. Needs ipykernel 6 beside the environment's (make test).
"""

import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from _keep import keep

from tests.kernels import BOTH, add_kernel6
from tests.test_notebooks import EXERCISES, SOLVED, _code_cells, _figures, _run

GOAL, GOAL_CELL = 120, 10


def main():
    """Measure and keep."""
    lines = ["| notebook | seconds, kernel 7 / 6 | slowest cell, not tagged slow | same figures |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as home:
        os.environ["JUPYTER_DATA_DIR"] = home
        add_kernel6(home)
        lines += [_row(path, Path(home)) for path in SOLVED]
        for path in EXERCISES:
            seconds, _ = _timed(path, Path(home), BOTH[0])
            lines.append(f"| {path.parent.name}/{path.stem} | {seconds:.1f} | | |")
    keep("lessons", "python benchmarks/lessons.py", [*lines, "", f"Goals: {GOAL} s a notebook, {GOAL_CELL} s a cell."])


def _row(path, home):
    done = [_timed(path, home, kernel) for kernel in BOTH]
    first, other = (_figures(notebook) for _, notebook in done)
    slowest = max(_cell_seconds(cell) for _, notebook in done for cell in _code_cells(notebook) if not _is_slow(cell))
    times = " / ".join(f"{seconds:.1f}" for seconds, _ in done)
    return f"| {path.stem} | {times} | {slowest:.1f} s | {'yes' if first == other else 'NO'} |"


def _timed(path, home, kernel):
    start = time.perf_counter()
    notebook = _run(path, home, kernel, allow_errors=True)
    return time.perf_counter() - start, notebook


def _is_slow(cell):
    return "slow" in cell.metadata.get("tags", [])


def _cell_seconds(cell):
    times = cell.metadata.get("execution", {})
    if "iopub.status.idle" not in times:
        return 0.0
    start, end = (
        datetime.fromisoformat(times[f"iopub.status.{name}"].replace("Z", "+00:00")) for name in ("busy", "idle")
    )
    return (end - start).total_seconds()


if __name__ == "__main__":
    main()
