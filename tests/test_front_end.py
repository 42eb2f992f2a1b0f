"""The committed bundle is what its sources build to; the workspace's own checks pass."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_path

ROOT = Path(__file__).resolve().parents[1]
WIDGETS, STATIC = ROOT / "widgets", ROOT / "synthbalance/ui/static"
REQUIRED = os.environ.get("SYNTHBALANCE_REQUIRE_BROWSER") == "1"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A copy of the workspace with its packages installed, beside a copy of what it reads and writes."""
    if shutil.which("npm") is None:
        assert not REQUIRED, "SYNTHBALANCE_REQUIRE_BROWSER=1, but there is no npm: apt-get install nodejs npm"
        pytest.skip("needs node 20 and npm")
    copy = tmp_path_factory.mktemp("front") / "repo"
    ignored = shutil.ignore_patterns("node_modules", "lib")
    shutil.copytree(WIDGETS, copy / "widgets", ignore=ignored)
    (copy / "synthbalance/ui/static").mkdir(parents=True)
    shutil.copy(ROOT / "synthbalance/ui/protocol.json", copy / "synthbalance/ui/protocol.json")
    shutil.copytree(ROOT / "synthbalance/locale", copy / "synthbalance/locale")
    _npm(copy / "widgets", "ci", "--no-audit", "--no-fund")
    return copy


def test_a_fresh_build_equals_the_committed_bundle(workspace):
    _npm(workspace / "widgets", "run", "build")
    for name in ("lab.js", "lab.css", "playground.js", "playground.css"):
        assert (workspace / "synthbalance/ui/static" / name).read_bytes() == (STATIC / name).read_bytes(), name


def test_a_fresh_build_equals_the_committed_extension(workspace):
    built, committed = workspace / "widgets/labextension", WIDGETS / "labextension"
    assert _contents(built) == _contents(committed)


def test_the_extension_is_small_and_asks_nobody():
    scripts = [text for name, text in _contents(WIDGETS / "labextension").items() if name.endswith(".js")]
    assert sum(map(len, scripts)) <= 60_000
    code = b"".join(scripts).decode().replace("http://www.w3.org/2000/svg", "")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "console.log", "https://", "http://"):
        assert forbidden not in code


def test_the_installed_extension_is_the_committed_one():
    places = [Path(one) / "labextensions/synthbalance-lab" for one in jupyter_path()]
    installed = _contents(next(place for place in places if place.is_dir()))
    committed = _contents(WIDGETS / "labextension")
    assert {name: installed.get(name) for name in committed} == committed, "run: make extension"


def _contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "limit"), [("lab.js", 96_000), ("playground.js", 32_000)])
def test_a_bundle_is_one_small_module_that_asks_for_nothing(name, limit):
    code = (STATIC / name).read_text(encoding="utf-8")
    assert len(code.encode()) <= limit
    for forbidden in ("innerHTML", "console.log", "https://", '}from"'):
        assert forbidden not in code.replace("http://www.w3.org", "")
    assert not re.search(r'\bimport(\s+\w|\s*["{*(])', code)


@pytest.mark.parametrize("script", ["lint", "test"])
def test_the_workspace_passes_its_own(workspace, script):
    _npm(workspace / "widgets", "run", script)


def _npm(folder, *words):
    done = subprocess.run(["npm", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
