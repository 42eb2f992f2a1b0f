"""The last two steps on one panel: the audit, where a row comes from, groups, and what is written where."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.lab import SECONDS


@pytest.fixture(scope="module")
def panel(shared):
    """SMOTE is scored and shown, in a folder of its own."""
    return shared.start("quality/quality.ipynb").choose("SMOTE").looked(2).idle()


def test_the_audit_of_the_shown_run_begins_with_the_step(panel):
    panel.tab("Quality")
    measures = panel.get("region", "Measures")
    expect(measures).to_be_visible(timeout=SECONDS)
    panel.idle()
    expect(measures.get_by_role("table").first).to_be_visible()
    expect(panel.get("combobox", "Run with new rows")).to_have_value(re.compile("^SMOTE"))
    expect(panel.get("button", "Audit this run")).to_be_hidden()
    assert panel.looks == 2


def test_a_row_is_picked_from_the_keyboard_and_its_parents_are_named(panel):
    panel.tab("Quality")
    plot, provenance = _plot(panel), panel.get("table", "Provenance")
    plot.focus()
    plot.press("Enter")
    expect(provenance.locator("thead")).to_contain_text("Seed", timeout=SECONDS)
    expect(provenance.locator("thead")).to_contain_text("New row")
    expect(provenance.locator("tbody tr")).to_have_count(len(panel.execute("print(*payments)").split()) - 1)
    first = _picked(panel)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        plot.press(key)
    expect(_title(panel)).to_contain_text(", 2 of ", timeout=SECONDS)
    assert int(_picked(panel)) > int(first)
    expect(plot).to_be_focused()
    expect(panel.cells).to_have_count(1)
    panel.get("button", "Next new row").click()
    expect(_title(panel)).to_contain_text(", 3 of ", timeout=SECONDS)
    plot.press("Escape")
    expect(provenance).to_be_hidden()


def test_a_click_on_a_triangle_picks_it(panel):
    panel.tab("Quality")
    plot = _plot(panel)
    plot.focus()
    plot.press("Enter")
    ring = plot.locator(".sb-pickring")
    expect(panel.get("table", "Provenance")).to_be_visible(timeout=SECONDS)
    at = ring.bounding_box()
    plot.press("Escape")
    expect(ring).to_have_count(0)
    panel.until("lab.picked is None and not lab.details")
    panel.page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    expect(panel.get("table", "Provenance")).to_be_visible(timeout=SECONDS)
    now = ring.bounding_box()
    assert abs(now["x"] - at["x"]) + abs(now["y"] - at["y"]) < 3  # the same triangle, or one at its place
    panel.until("lab.details['row'] == lab.picked")
    plot.press("Escape")


def test_recall_by_group_is_drawn_and_has_a_table(panel):
    panel.tab("Quality")
    menu, fairness = panel.get("combobox", "Fairness by"), panel.get("region", "Fairness")
    column = menu.locator("option").nth(1).inner_text()
    menu.select_option(column)
    expect(fairness.get_by_role("img").first).to_have_accessible_name(
        re.compile(f"^Recall by {column}, None and SMOTE"), timeout=SECONDS
    )
    fairness.get_by_role("radio", name="Table").click()
    groups = panel.get("table", "Recall by group")
    expect(groups.locator("thead")).to_contain_text("SMOTE")
    assert groups.locator("tbody tr").count() >= 2
    panel.idle()
    menu.select_option("no column")
    expect(groups).to_be_hidden()


def test_files_are_written_beside_the_notebook_and_never_over_another(panel):
    panel.tab("Export")
    for button, file in (("Save dataset", ".csv"), ("Save data card", ".html"), ("Save model", ".model")):
        if file == ".csv":
            panel.get("combobox", "Format of dataset").select_option("csv")
        first = _save(panel, button, file)
        before = (_folder(panel) / first).read_bytes()
        second = _save(panel, button, file, than=first)
        assert second == first.replace(file, f"-1{file}")
        assert (_folder(panel) / first).read_bytes() == before
        assert (_folder(panel) / second).is_file()
    header = (_folder(panel) / first.replace(".model", ".csv")).read_text().splitlines()[0]
    assert header.split(",")[-1] == "is_synthetic"
    assert panel.looks == 2


def test_a_threshold_set_by_hand_is_exported_only_when_ticked(panel):
    panel.tab("Export")
    tick = panel.get("checkbox", "export my threshold")
    expect(tick).to_be_disabled()
    slider = panel.tab("Score").get("slider", "Decision threshold")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    panel.tab("Export")
    expect(tick).to_be_enabled()
    read = "from synthbalance.report import read_model; print(read_model({!r}).threshold, lab.threshold)"
    plain = _save(panel, "Save model", ".model", than=_last(panel, ".model"))
    saved, own = panel.execute(read.format(plain)).split()
    assert saved != own
    tick.check()
    ticked = _save(panel, "Save model", ".model", than=plain)
    saved, own = panel.execute(read.format(ticked)).split()
    assert float(saved) == float(own)
    tick.uncheck()
    panel.tab("Score").get("button", "Back to the chosen one").click()


def test_the_code_cell_below_the_panel_gives_the_score_again(panel):
    panel.tab("Export")
    expect(panel.get("group", "Code")).to_contain_text("SMOTESampler")
    panel.get("button", "Insert code cell").click()
    expect(panel.panel.get_by_text("Code cell inserted below this one.")).to_be_visible()
    expect(panel.cells).to_have_count(2)
    source = panel.page.evaluate(_SOURCE_OF_CELL, 1)
    assert source == panel.execute("print(lab.export['code'], end='')")
    panel.execute(source)
    both = "print(*[one.scores['average_precision'].value for one in (run, lab.experiment.runs[lab.shown])])"
    again, shown = panel.execute(both).split()
    assert again == shown


def _folder(panel):
    return panel.server.root / "quality"


def _plot(panel):
    return panel.panel.get_by_role("application").locator("visible=true")


def _picked(panel):
    """The picked row as the kernel has it."""
    return panel.execute("print(lab.picked)").strip()


def _title(panel):
    return panel.get("region", "Provenance of a new row").get_by_role("heading")


def _last(panel, ending):
    said = panel.panel.get_by_role("tabpanel").get_by_role("status").get_by_text(re.compile(re.escape(ending)))
    return said.locator("visible=true").inner_text()


def _save(panel, button, ending, than=None):
    """Press a button of Export; returns the name that the panel says it has written, another one `than`."""
    panel.get("button", button).click()
    said = panel.panel.get_by_role("tabpanel").get_by_role("status").locator("code")
    names = said.filter(has_text=re.compile(re.escape(ending) + "$"))
    expect(names).to_be_visible(timeout=SECONDS)
    if than is not None:
        expect(names).not_to_have_text(than, timeout=SECONDS)
    panel.idle()
    return names.inner_text()


_SOURCE_OF_CELL = "index => window.jupyterapp.shell.currentWidget.content.model.cells.get(index).sharedModel.source"
