"""The same panel in Notebook 7: choose, decide, pick and insert, with no key lost to the notebook."""

import pytest
from playwright.sync_api import expect

from tests.browser.lab import MAKE, SECONDS, Lab
from tests.browser.steps import KERNEL_READY, write_notebook

STEALABLE = ("b", "a", "d", "d", "x", "m", "y", "ArrowDown", "ArrowUp", "j", "k")  # keys of the command mode


@pytest.fixture
def panel(page, notebook_server, offline):
    page.set_default_timeout(60_000)
    seven = Lab(page, notebook_server)
    write_notebook(notebook_server.root / "seven.ipynb", [MAKE])
    page.goto(f"{notebook_server.url}/notebooks/seven.ipynb")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate(KERNEL_READY)
    seven.run_all().looked(1).idle()
    yield seven
    seven.end_kernels()


def test_an_analyst_gets_from_a_strategy_to_a_code_cell_by_keyboard(panel):
    panel.tab("Rebalance")
    none = panel.get("radio", "None")
    none.focus()
    for _ in range(4):
        panel.page.keyboard.press("ArrowRight")
    expect(panel.get("radio", "SMOTE")).to_have_attribute("aria-checked", "true")
    panel.looked(2).idle()
    share = panel.get("slider", "Share of the rare class")
    _no_key_is_lost(panel, share)
    panel.tab("Score")
    threshold = panel.get("slider", "Decision threshold")
    threshold.focus()
    threshold.press("Home")
    _no_key_is_lost(panel, threshold)
    panel.tab("Quality")
    expect(panel.get("region", "Measures")).to_be_visible(timeout=SECONDS)
    panel.idle()
    plot = panel.panel.get_by_role("application").locator("visible=true")
    plot.focus()
    plot.press("Enter")
    expect(panel.get("table", "Provenance")).to_be_visible(timeout=SECONDS)
    _no_key_is_lost(panel, plot)
    panel.tab("Export").get("button", "Insert code cell").click()
    expect(panel.cells).to_have_count(2)
    expect(panel.cells.nth(1)).to_contain_text("SMOTESampler")


def _no_key_is_lost(panel, element):
    """Keys that mean something to a notebook in command mode reach the element alone."""
    element.focus()
    for key in STEALABLE:
        element.press(key)
        expect(element).to_be_focused()
    expect(panel.cells).to_have_count(1)
    expect(panel.page.locator(".jp-Cell")).to_have_count(1)
