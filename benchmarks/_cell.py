"""One thing measured in a process of its own: seconds, processor seconds, and peak memory beyond what was there before.

Run by `fresh` of this file: python _cell.py '{"what": "smote", "n_rows": 100000}'. Prints JSON as its last line.

Before the clock runs the table is there, and the same thing was done once on 2,000 rows, so that every import and
every buffer of a library is there too. Then freed memory goes back to the system, and the process's high-water mark is
set to what it holds (Linux). The peak is the high-water mark afterwards less what was held before.
"""

import ctypes
import gc
import json
import os
import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1")
_CLEAR, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")
_ROOT = str(Path(__file__).resolve().parents[1])
_WARM_ROWS = 2_000


def fresh(timeout=None, **cell):
    """Measure a cell in a new process, on one thread.

    Parameters
    ----------
    timeout : float, optional
        Seconds, the making of the table included.
    **cell
        `what`, `n_rows` and what `_cells.prepared` takes.

    Returns
    -------
    dict
        seconds, cpu (seconds of the processor: on one thread what the work took, whoever else was busy), peak and
        held (bytes, see above), table (bytes); or `failed`: why there are no figures.
    """
    path = os.pathsep.join(filter(None, [_ROOT, os.environ.get("PYTHONPATH")]))
    env = {**os.environ, **ONE_THREAD, "PYTHONPATH": path}
    command = [sys.executable, __file__, json.dumps(cell)]
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return {"failed": f"over {timeout:.0f} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"failed": "killed for memory" if done.returncode == -9 else (lines or ["failed"])[-1][:200]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def measured(run):
    """Seconds of `run()`, and its peak and the held memory before it, in bytes; what it answers, if that is a dict."""
    before = _reset()
    start, worked = time.perf_counter(), time.process_time()
    kept = run()
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    peak = _status("VmHWM") if _STATUS.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    figures = {"seconds": seconds, "cpu": cpu, "peak": max(0, peak - before), "held": before}
    return figures | kept if isinstance(kept, dict) else figures


def _reset():
    """Give freed memory back, set the high-water mark anew, and say what is held now, in bytes."""
    gc.collect()
    if not _CLEAR.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    ctypes.CDLL(None).malloc_trim(0)
    _release_arrow()
    _CLEAR.write_text("5")
    return _status("VmRSS")


def _release_arrow():
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _status(name):
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024


def _main():
    from _cells import prepared

    warnings.simplefilter("ignore")
    cell = json.loads(sys.argv[1])
    n_rows = cell.pop("n_rows")
    prepared(n_rows=_WARM_ROWS, share=0.05, **{k: v for k, v in cell.items() if k != "share"})[0]()
    run, size = prepared(n_rows=n_rows, **cell)
    print(json.dumps(measured(run) | {"table": size}))


if __name__ == "__main__":
    _main()
