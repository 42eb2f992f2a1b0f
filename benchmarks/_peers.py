"""Other people's packages, each in a virtual environment of its own, so that none of them enters ours."""

import subprocess
import sys
from pathlib import Path

CACHE = Path.home() / ".cache/synthbalance-benchmarks"
_SECONDS = 1_800
_DONE = "requirements.txt"


def peer_python(name, requirements):
    """The interpreter of a virtual environment in which `requirements` are installed; made on the first call.

    Parameters
    ----------
    name : str
        Of the environment's folder, in the user's cache.
    requirements : list of str
        What pip installs there, as on its command line.

    Returns
    -------
    Path or None
        None, and a printed sentence with the reason, where it cannot be installed.
    """
    folder = CACHE / name
    python, done = folder / "bin/python", folder / _DONE
    wanted = "\n".join(requirements)
    if done.exists() and done.read_text() == wanted:
        return python
    try:
        _run([sys.executable, "-m", "venv", "--clear", folder])
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
    except (OSError, subprocess.SubprocessError) as error:
        print(f"Skipped {name}: {', '.join(requirements)} cannot be installed here ({_reason(error)}).")
        return None
    done.write_text(wanted)
    return python


def _run(command):
    subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, timeout=_SECONDS)


def _reason(error):
    """The last line of what pip said, else the kind of error."""
    lines = (getattr(error, "stderr", None) or "").strip().splitlines()
    return lines[-1] if lines else type(error).__name__
