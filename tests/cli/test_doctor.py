import json
from importlib import metadata

import pytest

import synthbalance as sb
from synthbalance.cli import _doctor, main


def test_a_sound_installation_ends_with_0_and_says_so(capsys):
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "Everything needed is there." in out
    assert all(
        word in out for word in ("Python", "lightgbm", "Cores", "Free memory", "Panel", "Chromium", "Cache folder")
    )


def test_json_is_for_machines(capsys):
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True and found["missing"] == []
    assert found["synthbalance"] == sb.__version__ and found["lightgbm"] == metadata.version("lightgbm")
    assert found["cores"] >= 1 and found["memory_free_gib"] > 0
    assert {"path", "writable"} == set(found["cache"])


def test_a_missing_package_ends_with_1_and_the_way_out(monkeypatch, capsys):
    known = metadata.version

    def version(name):
        if name == "imbalanced-learn":
            raise metadata.PackageNotFoundError(name)
        return "1.0" if name == "pandas" else known(name)

    monkeypatch.setattr(_doctor.metadata, "version", version)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "MISSING" in out and "Everything needed" not in out
    assert 'python -m pip install "imbalanced-learn' in out and "1.0, needs >=2.2" in out


def test_a_lightgbm_that_cannot_be_loaded_names_openmp(monkeypatch, capsys):
    def broken(name):
        raise OSError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setattr(_doctor.importlib, "import_module", broken)
    found = _doctor._lightgbm()
    assert found["status"] == "missing" and "libgomp1" in found["way_out"]


@pytest.mark.parametrize(
    ("package", "fits", "says"),
    [
        (json.dumps({"version": sb.__version__}), True, f", {sb.__version__}"),
        (json.dumps({"version": "0.0.1"}), False, ", 0.0.1"),
        ("{", False, ", damaged"),
        (None, False, ", damaged"),
    ],
)
def test_the_extension_is_seen_where_jupyter_looks_and_has_to_be_of_this_version(
    monkeypatch, tmp_path, package, fits, says
):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    folder = tmp_path / "labextensions" / "synthbalance-lab"
    assert str(tmp_path) not in _doctor._extension()["found"]
    folder.mkdir(parents=True)
    if package is not None:
        (folder / "package.json").write_text(package)
    seen = _doctor._extension()
    assert (seen["value"], seen["found"]) == (fits, f"{folder}{says}")
    assert bool(seen["way_out"]) is not fits


def test_no_extension_and_no_browser_are_no_fault(monkeypatch):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", list)
    monkeypatch.setattr(_doctor.shutil, "which", lambda name: None)
    assert _doctor._extension()["found"] == "not installed (the panel works without it)"
    assert {_doctor._extension()["status"], _doctor._chromium()["status"]} == {"note"}


def test_a_missing_bundle_is_a_fault(monkeypatch, tmp_path):
    monkeypatch.setattr(_doctor.synthbalance, "__file__", str(tmp_path / "__init__.py"))
    assert _doctor._panel()["status"] == "missing"


@pytest.mark.parametrize("there", [True, False])
def test_the_cache_folder_is_looked_at_and_not_made(monkeypatch, tmp_path, there):
    home = tmp_path / "home"
    if there:
        home.mkdir()
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(home))
    found = _doctor._cache()
    assert found["value"] == {"path": str(home / "synthbalance"), "writable": True}
    assert home.exists() is there


def test_a_cache_that_is_a_file_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "file"))
    found = _doctor._cache()
    assert found["value"]["writable"] is False and "SCIKIT_LEARN_DATA" in found["way_out"]
