import signal
import subprocess
import sys
from pathlib import Path

import pytest

import synthbalance
from synthbalance.cli import _lab, main


@pytest.fixture
def installed(tmp_path):
    """A package folder as a wheel leaves it: notebooks inside, no checkout around."""
    package = tmp_path / "site-packages" / "synthbalance"
    (package / "_notebooks").mkdir(parents=True)
    (package / "_notebooks" / "00_quickstart.ipynb").write_text("packaged")
    return package


def test_a_checkout_opens_its_own_notebook(tmp_path):
    root = Path(synthbalance.__file__).parents[1]
    if not (root / "pyproject.toml").is_file():
        pytest.skip("not a checkout")
    assert _lab.quickstart(tmp_path) == root / "notebooks" / "00_quickstart.ipynb"
    assert list(tmp_path.iterdir()) == []


def test_an_installation_copies_the_notebook_once(installed, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    copy = _lab.quickstart(folder, installed)
    assert copy == folder / "00_quickstart.ipynb" and copy.read_text() == "packaged"
    copy.write_text("my own work")
    assert _lab.quickstart(folder, installed).read_text() == "my own work"


def test_an_installation_without_notebooks_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="Name a notebook of yours"):
        _lab.quickstart(tmp_path, tmp_path / "synthbalance")


def test_the_command_roots_jupyter_where_all_files_are(tmp_path):
    files = [tmp_path / "a" / "one.ipynb", tmp_path / "b" / "two.csv"]
    command = _lab.lab_command(files, no_browser=True, is_root=False)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path}" in command and command[-1] == str(files[0])
    assert "--no-browser" in command and "--allow-root" not in command
    assert "--allow-root" in _lab.lab_command(files, no_browser=False, is_root=True)


def test_a_file_that_is_not_there_ends_with_2(capsys, tmp_path):
    assert main(["lab", str(tmp_path / "gone.ipynb")]) == 2
    assert main(["lab", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "is not there" in said and "is a folder" in said and said.count("\n") == 2


def test_the_exit_code_of_jupyter_is_ours(monkeypatch, tmp_path):
    notebook = tmp_path / "mine.ipynb"
    notebook.write_text("{}")
    monkeypatch.setattr(_lab, "lab_command", lambda *_, **__: [sys.executable, "-c", "raise SystemExit(7)"])
    assert main(["lab", str(notebook)]) == 7


def test_jupyter_does_not_stay_behind_after_an_interrupt(monkeypatch):
    process = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], start_new_session=True)
    wait, calls = process.wait, []

    def interrupted(timeout=None):
        calls.append(timeout)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return wait(timeout)

    monkeypatch.setattr(process, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _lab._stay_with(process)
    assert process.returncode == -signal.SIGTERM


def test_ctrl_c_ends_jupyterlab_with_130(tmp_path):
    notebook = tmp_path / "mine.ipynb"
    notebook.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    command = [sys.executable, "-m", "synthbalance.cli", "lab", "--no-browser", str(notebook)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = []
    for line in process.stderr:
        said.append(line)
        if "is running at" in line:
            process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130, "".join(said)
    assert said[-1] == "Stopped.\n" and "received signal 15" in "".join(said)
