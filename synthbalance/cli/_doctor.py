"""`synthbalance doctor`: what is installed, what is missing, and the way out."""

import importlib
import json
import os
import platform
import shutil
import sys
from importlib import metadata
from pathlib import Path

import joblib
import psutil
from packaging.requirements import Requirement

import synthbalance

_LEAST_MEMORY = 2.0
_OK, _OPTIONAL, _NEEDED = "ok", "note", "missing"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_EXTENSION = Path("labextensions") / "synthbalance-lab"


def run(arguments, terminal):
    """Print the findings; returns 1 if something needed is missing, else 0."""
    findings = examine()
    if arguments.json:
        sys.stdout.write(json.dumps(_as_json(findings), indent=2) + "\n")
    else:
        rows = [[_mark(one["status"]), one["what"], one["found"]] for one in findings]
        terminal.table("SynthBalance doctor", ["", "What", "Found"], rows, left=3)
        _print_ways_out(terminal, findings)
    return 1 if any(one["status"] == _NEEDED for one in findings) else 0


def examine():
    """Everything looked at.

    Returns
    -------
    list of dict
        key, what, found (for people), value (for machines), status ("ok", "note", "missing") and way_out.
    """
    return [
        _python(),
        *_packages(),
        _lightgbm(),
        _machine(),
        _memory(),
        _panel(),
        _extension(),
        _chromium(),
        _cache(),
    ]


def _finding(key, what, found, value, status=_OK, way_out=""):
    return {"key": key, "what": what, "found": found, "value": value, "status": status, "way_out": way_out}


def _python():
    version, enough = platform.python_version(), sys.version_info >= (3, 11)
    way_out = "" if enough else "Install Python 3.11 or newer and make a new environment with it."
    return _finding("python", "Python", version, version, _OK if enough else _NEEDED, way_out)


def _packages():
    """The package itself and each of its requirements, with the version that is installed."""
    own = metadata.version("synthbalance")
    wanted = [Requirement(line) for line in metadata.requires("synthbalance") or []]
    needed = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return [_finding("synthbalance", "synthbalance", own, own), *map(_package, needed)]


def _package(requirement):
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        version = None
    fits = version is not None and requirement.specifier.contains(version, prereleases=True)
    found = version or "not installed"
    way_out = "" if fits else f'{found} does not do; run: python -m pip install "{requirement}"'
    found = found if fits or version is None else f"{version}, needs {requirement.specifier}"
    return _finding(requirement.name, requirement.name, found, version, _OK if fits else _NEEDED, way_out)


def _lightgbm():
    """Installed is not enough: without the system's OpenMP library it cannot be loaded."""
    try:
        importlib.import_module("lightgbm")
    except (ImportError, OSError) as error:
        way_out = (
            "LightGBM cannot be loaded; it needs OpenMP: apt-get install libgomp1 (Linux), brew install libomp (macOS)."
        )
        return _finding("lightgbm_loads", "LightGBM loads", str(error).splitlines()[0], False, _NEEDED, way_out)
    return _finding("lightgbm_loads", "LightGBM loads", "yes", True)


def _machine():
    cores = joblib.cpu_count()
    found = f"{cores} usable, {platform.system()} {platform.machine()}"
    return _finding("cores", "Cores", found, cores)


def _memory():
    free = psutil.virtual_memory().available / 2**30
    enough = free >= _LEAST_MEMORY
    way_out = "" if enough else f"The demo wants {_LEAST_MEMORY:.0f} GiB: close other programs, or use demo --quick."
    return _finding(
        "memory_free_gib", "Free memory", f"{free:.1f} GiB", round(free, 2), _OK if enough else _OPTIONAL, way_out
    )


def _panel():
    bundle = Path(synthbalance.__file__).parent / "ui" / "static" / "lab.js"
    there = bundle.is_file()
    way_out = "" if there else "The panel's bundle is missing; install again: python -m pip install --force-reinstall ."
    found = "its bundle is there" if there else "its bundle (ui/static/lab.js) is missing"
    return _finding("panel", "Panel", found, there, _OK if there else _NEEDED, way_out)


def _extension():
    """Built for the version that is installed; the panel works without it."""
    from jupyter_core.paths import jupyter_path

    seen = next((place for folder in jupyter_path() if (place := Path(folder) / _EXTENSION).is_dir()), None)
    version, own = _version_in(seen), metadata.version("synthbalance")
    fits = version == own
    found = "not installed (the panel works without it)" if seen is None else f"{seen}, {version or 'damaged'}"
    way_out = "" if fits else f"Install again: python -m pip install --force-reinstall synthbalance=={own}"
    return _finding("extension", "JupyterLab extension", found, fits, _OK if fits else _OPTIONAL, way_out)


def _version_in(extension):
    try:
        return json.loads((extension / "package.json").read_text(encoding="utf-8"))["version"]
    except (AttributeError, OSError, ValueError, KeyError, TypeError):
        return None  # none there, or not readable


def _chromium():
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    found = path or "not found (only the browser tests need it)"
    return _finding("chromium", "Chromium", found, path, _OPTIONAL if path is None else _OK)


def _cache():
    """Where fetch_creditcard keeps its table; looked at, never made."""
    home = Path(os.environ.get("SCIKIT_LEARN_DATA") or Path("~") / "scikit_learn_data").expanduser()
    folder = home / "synthbalance"
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    way_out = "" if writable else f"Set SCIKIT_LEARN_DATA to a folder that can be written; {str(nearest)!r} cannot."
    found = f"{folder}{'' if writable else ', cannot be written (only fetch_creditcard needs it)'}"
    return _finding(
        "cache", "Cache folder", found, {"path": str(folder), "writable": writable},
        _OK if writable else _OPTIONAL, way_out,
    )  # fmt: skip


def _mark(status):
    return {_OK: "ok", _OPTIONAL: "-", _NEEDED: "MISSING"}[status]


def _print_ways_out(terminal, findings):
    ways = [one for one in findings if one["way_out"]]
    for one in ways:
        terminal.path(f"{one['what']}: {one['way_out']}")
    if not any(one["status"] == _NEEDED for one in findings):
        terminal.say("Everything needed is there.")


def _as_json(findings):
    missing = [one["way_out"] for one in findings if one["status"] == _NEEDED]
    return {"ok": not missing, "missing": missing} | {one["key"]: one["value"] for one in findings}
