"""The page of figures says what the result files say, all of it, and `make benchmarks` makes them all."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
RESULTS = sorted((BENCHMARKS / "results").glob("*.md"))
PAGE = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
HEAD = "# Some figures\n\n`python benchmarks/some.py`\n\nLinux x86_64, 2 cores, Python 3.11.7, 2026-11-26.\n\n"
MACHINE_PATH = re.compile(r"(?<![\w.])(?:/(?:home|root|tmp|work|Users|mnt|var)/|[A-Z]:\\)|\.cache/")


@pytest.fixture(scope="module")
def modules():
    """`page` and `_glance` of the folder of scripts, which is no package."""
    before, names = list(sys.path), set(sys.modules)
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield _module("page"), _module("_glance")
    finally:
        sys.path[:] = before
        for name in set(sys.modules) - names:
            if Path(getattr(sys.modules[name], "__file__", None) or "").parent == BENCHMARKS:
                del sys.modules[name]


def test_the_committed_page_is_what_the_result_files_say(modules):
    page, _ = modules
    assert page.build(BENCHMARKS / "results") == PAGE, "make figures, and commit docs/benchmarks.md with the figures"


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_every_line_of_a_result_file_is_on_the_page(path):
    words = {re.sub(r"^#+ |\]\([^)]*\)", "", line) for line in PAGE.splitlines()}
    lines = [re.sub(r"^#+ |\]\([^)]*\)", "", line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line not in words] == []


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_a_result_file_names_machine_date_and_command_and_no_path_of_a_machine(path, modules):
    _, glance = modules
    machine, date, command = glance.head(path)
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\w+ \w+, \d+ cores?", machine)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", date)
    assert command == "make demo" or (ROOT / command.split()[1]).exists()
    assert MACHINE_PATH.search(text) is None
    assert MACHINE_PATH.search("in /home/somebody/x") and MACHINE_PATH.search("~/.cache/x")


def test_make_benchmarks_runs_every_script_that_is_not_private_and_the_page_last():
    recipe = re.search(r"^benchmarks:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), flags=re.M).group(1)
    run = re.findall(r"benchmarks/(\w+)\.py", recipe)
    assert sorted(run) == sorted(path.stem for path in BENCHMARKS.glob("[!_]*.py"))
    assert run[-1] == "page"


def test_links_of_the_page_lead_somewhere(modules):
    page, _ = modules
    anchors = [page.slug(heading) for heading in re.findall(r"^#+ (.+)$", PAGE, flags=re.M)]
    asked = re.findall(r"\]\(#([^)]+)\)", PAGE)
    assert [one for one in asked if anchors.count(one) != 1] == []
    files = [link for link in re.findall(r"\]\(([^)#]+)\)", PAGE) if "://" not in link]
    assert [link for link in files if not (ROOT / "docs" / link).exists()] == []


def test_the_readme_links_to_headings_of_the_page(modules):
    page, _ = modules
    anchors = {page.slug(heading) for heading in re.findall(r"^#+ (.+)$", PAGE, flags=re.M)}
    asked = re.findall(r"docs/benchmarks\.md#([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert asked and set(asked) <= anchors
    assert page.MISSED in page.build(ROOT / "tests")  # no result file, no goal: the heading stays


def test_a_row_that_no_longer_matches_is_told_with_its_file(modules, tmp_path):
    _, glance = modules
    (tmp_path / "some.md").write_text(HEAD + "It took 3 s.\n")
    with pytest.raises(ValueError, match=r"some\.md needs the row 'Waiting'.*lasted"):
        glance.filled([glance.Row("Waiting", "some", r"It lasted (?P<value>\d+) s")], tmp_path)


def test_a_row_without_its_file_is_left_out(modules, tmp_path):
    _, glance = modules
    assert glance.filled([glance.Row("Waiting", "some", r"(?P<value>\d+) s")], tmp_path) == []


def test_one_figure_beyond_the_goal_makes_the_row_missed(modules, tmp_path):
    _, glance = modules
    row = glance.Row(
        "Waiting", "some", r"^\| \w+ \| (?P<value>[^|]+) \|", (r"Goal: (?P<goal>\d+) s",), several=True,
        ours="{value} s", goal="at most {goal} s", holds=glance.at_most,
    )  # fmt: skip
    for figures, verdict in (("3 5", "met"), ("3 5.1", "missed"), ("3 failed", "missed")):
        first, second = figures.split()
        (tmp_path / "some.md").write_text(f"{HEAD}Goal: 5 s\n\n| a | {first} |\n| b | {second} |\n")
        line = glance.filled([row], tmp_path)[0]
        assert line.verdict == verdict
        assert ("**missed**" in line.markdown()) == (verdict == "missed")
        assert first in line.ours and second in line.ours


def test_a_goal_that_is_missed_is_named_above_the_table():
    told = PAGE.split("## Goals that are missed at present")[1].split("\n## ")[0]
    missed = [row for row in PAGE.splitlines() if "| **missed** |" in row]
    assert missed and all(f"- {row.split(' | ')[0].removeprefix('| ')}: " in told for row in missed)
    assert told.count("\n- ") == len(missed)


def test_a_new_result_file_gets_a_section_of_its_own(modules, tmp_path):
    page, _ = modules
    (tmp_path / "some.md").write_text(HEAD + "![slope](some.png) [home](../../README.md)\n\n## Part\n")
    text = page.build(tmp_path)
    assert "- [Some figures](#some-figures)" in text
    assert text.endswith(
        "## Some figures\n\n`python benchmarks/some.py`\n\nLinux x86_64, 2 cores, Python 3.11.7, 2026-11-26.\n\n"
        "![slope](../benchmarks/results/some.png) [home](../README.md)\n\n### Part\n"
    )


def test_a_reading_is_left_out_when_its_figures_were_taken_again(modules, tmp_path):
    page, _ = modules
    old = (BENCHMARKS / "results/looks.md").read_text(encoding="utf-8")
    (tmp_path / "looks.md").write_text(old.replace(page.READINGS["looks"][0], "2031-01-01"), encoding="utf-8")
    assert page.stale(tmp_path) == ["looks"]
    assert "What they say." not in page.section(tmp_path, "looks", 3)
    assert "What they say." in page.section(BENCHMARKS / "results", "looks", 3)


def test_figures_are_kept_in_another_folder_where_that_is_asked_for(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("SYNTHBALANCE_RESULTS", str(tmp_path))
    _module("_keep").keep("some_part", "python benchmarks/some.py part", iter(["- 3 s"]))
    text = (tmp_path / "some_part.md").read_text(encoding="utf-8")
    assert text.startswith("# Some: part\n\n`python benchmarks/some.py part`\n\n") and text.endswith(".\n\n- 3 s\n")
    assert capsys.readouterr().out == "- 3 s\n"


def _module(name):
    place = importlib.util.spec_from_file_location(f"benchmarks_{name}", BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module
