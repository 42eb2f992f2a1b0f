"""A lesson as a learner works it: an answer is typed into the cell, wrong, wrong again, then right."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.lab import SECONDS

LESSON = Path(__file__).resolve().parents[2] / "notebooks/exercises/lesson_0_accuracy_lies.ipynb"
NUDGE, NEARLY = "Count how often the answer", "one minus the mean of the target"


@pytest.fixture
def lesson(lab):
    """The shipped exercises of lesson 0, open, its table read."""
    shutil.copy(LESSON, lab.server.root / LESSON.name)
    lab.reopen(LESSON.name, "?reset")
    run(lab, cell_with(lab, "teach.table("))
    return lab


def test_an_answer_is_wrong_with_a_hint_that_grows_and_then_right(lesson):
    cell = cell_with(lesson, 'teach.check("0.1"')
    run(lesson, cell)
    said = cell.get_by_role("status")
    expect(said).to_have_text("– 0.1 not attempted. It takes a number between 0 and 1.", timeout=SECONDS)
    answer(lesson, cell, "accuracy = 0.5")
    expect(said).to_contain_text("✗ 0.1 wrong.")
    expect(said).to_contain_text(NUDGE)
    answer(lesson, cell, "accuracy = 0.7")
    expect(said).to_contain_text(NEARLY)
    expect(said).to_contain_text("✗ 0.1 wrong.")
    answer(lesson, cell, "accuracy = (payments[target] == 0).mean()")
    expect(said).to_contain_text("✓ 0.1 right.")
    expect(said).not_to_contain_text("0.998")


def test_a_slip_of_the_pen_breaks_the_cell_and_not_the_lesson(lesson):
    cell = cell_with(lesson, 'teach.check("0.1"')
    answer(lesson, cell, "accuracy = payments[targt].mean()")
    expect(cell.locator(".jp-OutputArea-output")).to_contain_text("NameError", timeout=SECONDS)
    answer(lesson, cell, "accuracy = payments[target].mean()")
    expect(cell.get_by_role("status")).to_contain_text("That is the share of frauds")


def cell_with(lab, text):
    """The code cell whose source holds the text, scrolled to: JupyterLab draws only the cells in sight."""
    index = lab.page.evaluate(_SCROLL_TO, text)
    return lab.page.locator(f'.jp-CodeCell[data-windowed-list-index="{index}"]')


def run(lab, cell):
    """Run a cell with the keyboard and stay on it."""
    cell.locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")


def answer(lab, cell, line):
    """Write a line over the first one of the cell, then run it."""
    cell.locator(".cm-content").click()
    lab.page.keyboard.press("Control+Home")
    lab.page.keyboard.press("Shift+End")
    lab.page.keyboard.insert_text(line)
    lab.page.keyboard.press("Control+Enter")


_SCROLL_TO = """async text => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex(
    one => one.model.type === 'code' && one.model.sharedModel.getSource().includes(text));
  await notebook.scrollToItem(index, 'center');
  return index;
}"""
