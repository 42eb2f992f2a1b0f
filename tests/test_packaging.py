"""What is built and shipped: one version, the right files, nothing that names a registry or a machine."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import synthbalance as sb

ROOT = Path(__file__).resolve().parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the sdist, built without a network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


def test_the_version_is_the_same_everywhere():
    packages = [json.loads((ROOT / "widgets" / name / "package.json").read_text()) for name in (".", "labextension")]
    assert [sb.__version__, *(package["version"] for package in packages)] == 3 * [VERSION]
    assert f"VERSION = '{VERSION}'" in (ROOT / "widgets/src/words.ts").read_text()


def test_the_wheel_holds_the_package_the_panel_and_no_more(built):
    names = zipfile.ZipFile(built[0]).namelist()
    for needed in (
        "ui/static/lab.js",
        "ui/static/lab.css",
        "ui/static/playground.js",
        "ui/static/playground.css",
        "ui/protocol.json",
        "_notebooks/00_quickstart.ipynb",
        "report/card.schema.json",
    ):
        assert f"synthbalance/{needed}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert tops == {"synthbalance", f"synthbalance-{VERSION}.dist-info", f"synthbalance-{VERSION}.data"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_wheel_holds_the_extension_and_its_lessons(built):
    names = set(zipfile.ZipFile(built[0]).namelist())
    place = f"synthbalance-{VERSION}.data/data/share/jupyter/labextensions/synthbalance-lab"
    committed = {path.relative_to(ROOT / "widgets/labextension") for path in _files(ROOT / "widgets/labextension")}
    lessons = [one["lesson"] for one in json.loads((ROOT / "notebooks/lessons.json").read_text())]
    assert lessons == sorted(path.stem for path in (ROOT / "notebooks/scripts").glob("*.py"))
    wanted = {f"{place}/{path.as_posix()}" for path in committed} | {f"{place}/install.json"}
    wanted |= {f"{place}/lessons/{name}" for name in ("index.json", *(f"{lesson}.ipynb" for lesson in lessons))}
    assert wanted == {name for name in names if name.startswith(place)}


def _files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_sdist_holds_sources_and_tests_and_nothing_built_elsewhere(built):
    with tarfile.open(built[1]) as archive:
        names = ["/".join(name.split("/")[1:]) for name in archive.getnames()]
    for needed in ("pyproject.toml", "constraints.txt", "Makefile", "tests/test_packaging.py", "widgets/package.json"):
        assert needed in names
    assert not [name for name in names if "node_modules" in name or name.startswith(".venv")]


def test_no_tracked_file_names_a_registry_or_this_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("needs a git checkout")
    telling = re.compile("|".join(["resolved" + '": "http', "index" + "-url", re.escape(f"{ROOT}/"), "/ro" + "ot/"]))
    found = []
    for name in listed.stdout.split("\n"):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".parquet"):
            found += [f"{name}: {hit.group()}" for hit in telling.finditer(path.read_text("utf-8", errors="replace"))]
    assert found == []


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """An environment that borrows this one's packages, with a prefix of its own and no node on its path."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    (site,) = place.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


def test_the_wheel_brings_the_extension_without_node_and_leaves_nothing_behind(built, elsewhere):
    before = _names(elsewhere)
    _pip(elsewhere, "install", "--no-deps", "--no-index", "--no-compile", str(built[0]))
    listed = _python(elsewhere, "-m", "jupyterlab.labextensions", "list")
    assert re.search(rf"synthbalance-lab v{re.escape(VERSION)} .*enabled.* .*OK", listed), listed
    assert str(elsewhere) in listed
    _pip(elsewhere, "uninstall", "--yes", "synthbalance")
    assert _names(elsewhere) == before


def _names(folder):
    return {path.relative_to(folder).as_posix() for path in _files(folder) if "__pycache__" not in path.parts}


def _pip(place, *words):
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(place / "bin/python"),
        "--disable-pip-version-check",
        *words,
    ]
    subprocess.run(command, check=True, capture_output=True)


def _python(place, *words):
    variables = {"PATH": str(place / "bin"), "HOME": str(place), "JUPYTER_NO_CONFIG": "1"}
    command = [str(place / "bin/python"), *words]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert shutil.which("node", path=variables["PATH"]) is None
    return done.stdout + done.stderr
