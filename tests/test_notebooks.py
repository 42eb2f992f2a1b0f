"""The notebooks are what their scripts say, and run from top to bottom without a front end, on both kernels alike."""

import re
import runpy
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.kernels import BOTH, add_kernel6, add_torchless_kernel, need_kernel6

ROOT = Path(__file__).resolve().parents[1]
SOLVED = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_FIRST = sorted(SOLVED, key=lambda path: -path.read_text(encoding="utf-8").count('"slow"'))
EXERCISES = sorted((ROOT / "notebooks/exercises").glob("*.ipynb"))
CLEAN = sorted((ROOT / "notebooks/clean").glob("*.ipynb"))
PANEL = re.compile(r"BalanceLab|\blab\.|SmotePlayground")
SECONDS_A_CELL = 60  # benchmarks/lessons.py measures them; here a cell may only not hang


def stem(path):
    return f"{path.parent.name}-{path.stem}"


def test_every_notebook_is_what_its_script_says():
    build = runpy.run_path(str(ROOT / "notebooks/build.py"))
    assert build["main"](check=True) == []


def test_a_lesson_has_a_version_with_exercises_and_one_without():
    lessons = [path.name for path in SOLVED if _tagged(nbformat.read(path, 4), "exercise")]
    assert [path.name for path in EXERCISES] == [path.name for path in CLEAN] == lessons


@pytest.mark.parametrize("path", SOLVED, ids=stem)
def test_code_cells_are_short(path):
    long = [cell.source for cell in _code_cells(nbformat.read(path, 4)) if cell.source.count("\n") >= 12]
    assert long == []


@pytest.mark.parametrize("path", EXERCISES, ids=stem)
def test_an_exercise_holds_no_solution(path):
    learner, solved = nbformat.read(path, 4), nbformat.read(ROOT / "notebooks" / path.name, 4)
    for asked, answered in zip(_tagged(learner, "exercise"), _tagged(solved, "exercise"), strict=True):
        if asked.cell_type == "code" and "teach.check(" in asked.source:
            assert "..." in asked.source and asked.source != answered.source
            assert "#: " not in asked.source + answered.source


_SOURCE = """#: rows = ...  # a table
rows = first

rows = second(rows)

teach.check("9.1", rows)"""


@pytest.mark.parametrize(
    ("source", "exercise", "solution"),
    [
        (_SOURCE, 'rows = ...  # a table\n\nteach.check("9.1", rows)', _SOURCE.split("\n", 1)[1]),
        ("#: a = ...\na = 1\n\nb = 2", "a = ...", "a = 1\n\nb = 2"),
        ("#: a = ...\na = 1\n\nb = 2\n#:\na + 1", "a = ...\na + 1", "a = 1\n\nb = 2\na + 1"),
        ("#: a = ...\na = 1\n\n#: b = ...\nb = 2\n\nteach.check(\"9.1\", b)",
         'a = ...\nb = ...\n\nteach.check("9.1", b)', 'a = 1\n\nb = 2\n\nteach.check("9.1", b)'),
        ("n = 3\n\n#: a = ...\na = 1", "n = 3\n\na = ...", "n = 3\n\na = 1"),
    ],
)  # fmt: skip
def test_a_solution_is_hidden_to_its_end_whatever_empty_lines_it_has(source, exercise, solution):
    cell = nbformat.v4.new_code_cell(source)
    made = runpy.run_path(str(ROOT / "notebooks/build.py"))["source_of"]
    assert (made(cell, "exercise"), made(cell, "solution")) == (exercise, solution)


@pytest.mark.parametrize("path", CLEAN, ids=stem)
def test_the_version_to_teach_from_has_no_exercise(path):
    notebook = nbformat.read(path, 4)
    assert not _tagged(notebook, "exercise")
    assert not [cell for cell in _code_cells(notebook) if "teach.check(" in cell.source]


@pytest.mark.notebook
@pytest.mark.parametrize("path", LONGEST_FIRST, ids=stem)
def test_runs_without_warnings_with_every_answer_right_and_says_the_same_unsolved_on_another_kernel(
    path, kernels, tmp_path
):
    solved = _run(path, tmp_path, kernels[0])
    noise = [one.text for one in _outputs(solved) if one.output_type == "stream" and one.name == "stderr"]
    assert noise == []
    assert any("text/html" in one.get("data", {}) for one in _outputs(solved))
    answers = [text for text in _texts(solved) if text[:2] in ("✓ ", "✗ ", "– ")]
    assert [text for text in answers if not text.startswith("✓")] == []
    assert len(answers) == sum("teach.check(" in cell.source for cell in _code_cells(solved))
    learner = ROOT / "notebooks/exercises" / path.name
    other = _run(learner if learner.exists() else path, tmp_path, kernels[1], allow_errors=True)
    _check_unsolved(other)
    assert _figures(other) == _figures(solved)


@pytest.mark.notebook
@pytest.mark.parametrize("path", [path for path in SOLVED if "torch" in path.read_text(encoding="utf-8")], ids=stem)
def test_without_torch_a_lesson_says_what_is_left_out_and_goes_on(path, kernels, tmp_path):
    add_torchless_kernel(tmp_path / "data")
    notebook = _run(path, tmp_path, "torchless")
    said = "".join(one.text for one in _outputs(notebook) if one.output_type == "stream" and one.name == "stdout")
    assert "pip install 'synthbalance[torch]', then restart the kernel." in said
    assert [one.text for one in _outputs(notebook) if one.output_type == "stream" and one.name == "stderr"] == []
    answers = [text for text in _texts(notebook) if text[:2] in ("✓ ", "✗ ", "– ")]
    assert len(answers) == sum("teach.check(" in cell.source for cell in _code_cells(notebook))
    assert [text for text in answers if not text.startswith("✓")] == []


def _check_unsolved(notebook):
    """It fails at unsolved cells only, and each of its questions is not attempted or has failed."""
    failed = [cell for cell in _code_cells(notebook) if any(one.output_type == "error" for one in cell.outputs)]
    assert [cell.source for cell in failed if "exercise" not in cell.metadata.get("tags", [])] == []
    unsolved = [text for text in _texts(notebook) if "not attempted" in text]
    assert len(unsolved) + len(failed) >= sum("teach.check(" in cell.source for cell in _code_cells(notebook))


@pytest.fixture
def kernels(tmp_path, monkeypatch):
    """Names of kernels, each found in a folder of this test."""
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    add_kernel6(tmp_path / "data")
    for kernel in BOTH:
        need_kernel6(kernel)
    return BOTH


def _run(path, folder, kernel, allow_errors=False):
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    options = {"timeout": SECONDS_A_CELL, "resources": resources, "kernel_name": kernel, "allow_errors": allow_errors}
    return NotebookClient(notebook, **options).execute()


def _code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _tagged(notebook, tag):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def _outputs(notebook):
    return [one for cell in _code_cells(notebook) for one in cell.outputs]


def _texts(notebook):
    return [one.data.get("text/plain", "") for one in _outputs(notebook) if "data" in one]


def _figures(notebook):
    """What each cell says, without exercises, panels (they tell seconds and ids), addresses, cells tagged "timed"."""
    cells = [cell for cell in _code_cells(notebook) if not {"timed", "exercise"} & set(cell.metadata.get("tags", []))]
    shown = [(cell.source, one) for cell in cells for one in cell.outputs if not PANEL.search(cell.source)]
    said = [(source, one.get("text") or one.get("data", {}).get("text/plain")) for source, one in shown]
    return [(source, text) for source, text in said if " at 0x" not in str(text)]
