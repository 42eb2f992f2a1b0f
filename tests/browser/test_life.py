"""What outlives what: the panel a reload of the page, the notebook its kernel, the saved file both."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.lab import SECONDS

STATE = "application/vnd.jupyter.widget-state+json"


@pytest.fixture(scope="module")
def panel(shared):
    """SMOTE is scored and shown, and a second look was taken."""
    return shared.start("life.ipynb").choose("SMOTE").looked(2).idle()


def test_a_saved_notebook_keeps_the_snapshot_and_no_widget_state(panel):
    saved = panel.save("life.ipynb")
    assert "on this holdout, which can detect" in saved
    assert "needs a running kernel" in saved
    assert STATE not in json.loads(saved)["metadata"].get("widgets", {})
    assert len(saved) < 100_000


def test_after_a_reload_of_the_page_the_panel_is_back_from_its_kernel(panel):
    """ipywidgets asks the kernel for its widgets again and needs no saved widget state. What has to be saved is the
    notebook: its output names the widget. A page that is reloaded before the first save shows an empty cell.

    JupyterLab then no longer knows which output the snapshot is: it stays as it was saved until the cell is run again.
    """
    panel.tab("Compare")
    expect(panel.get("tab", "Compare")).to_have_attribute("aria-selected", "true")
    panel.reopen("life.ipynb")
    panel.looked(2)
    expect(panel.status).to_contain_text("Idle")
    expect(panel.get("tab", "Compare")).to_have_attribute("aria-selected", "true")
    expect(panel.get("table", "Runs").locator("tbody tr")).to_have_count(2)
    expect(panel.page.get_by_role("region", name="SynthBalance")).to_have_count(1)
    panel.choose("Random").looked(3).idle()
    assert panel.execute("print(len(lab.experiment.runs))").strip() == "3"


def test_with_widget_state_the_notebook_stays_below_300_kilobytes(panel):
    panel.page.evaluate(_KEEP_STATE)
    saved = panel.save("life.ipynb")
    states = json.loads(saved)["metadata"]["widgets"][STATE]["state"].values()
    mine = next(one for one in states if one["model_name"] == "AnyModel")
    assert [row["strategy"] for row in mine["state"]["runs"]] == ["none", "smote", "random"]
    assert len(saved) < 300_000
    panel.page.evaluate(_KEEP_STATE)


def test_without_its_kernel_the_panel_reads_on_and_asks_for_nothing(panel):
    """Last of this panel: its kernel does not come back."""
    panel.tab("Export")
    expect(panel.get("button", "Save model")).to_be_enabled(timeout=SECONDS)
    panel.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    expect(panel.status).to_have_text("Idle, no kernel", timeout=SECONDS)
    slider, matrix = panel.tab("Score").get("slider", "Decision threshold"), panel.get("table", "Confusion matrix")
    slider.focus()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("recall 0"))
    before = matrix.inner_text()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("recall 1"))
    assert matrix.inner_text() != before
    panel.tab("Rebalance")
    expect(panel.get("radio", "SMOTE")).to_have_attribute("aria-disabled", "true")
    expect(panel.get("slider", "Share of the rare class")).to_have_attribute("aria-disabled", "true")
    expect(panel.get("button", "Cancel")).to_be_disabled()
    panel.tab("Data")
    expect(panel.get("spinbutton", "Seed")).to_be_disabled()
    panel.tab("Export")
    expect(panel.get("button", "Save model")).to_be_disabled()
    assert "on this holdout, which can detect" in panel.save("life.ipynb")


def test_after_a_restart_the_old_panel_says_so_and_the_cell_makes_a_new_one(lab):
    lab.start("restart.ipynb")
    lab.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    expect(lab.status).to_have_text("Idle, no kernel", timeout=SECONDS)
    lab.run_all()
    lab.looked(1).idle()
    lab.choose("Random").looked(2)


_KEEP_STATE = "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
