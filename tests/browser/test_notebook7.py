"""The same panel in Notebook 7."""

from playwright.sync_api import expect

from tests.browser.steps import KERNEL_READY, RUN_ALL, write_notebook
from tests.browser.test_panel import MAKE, SECONDS


def test_the_panel_shows_and_answers_the_keyboard_in_notebook_7(page, notebook_server, offline):
    write_notebook(notebook_server.root / "seven.ipynb", [MAKE])
    page.goto(f"{notebook_server.url}/notebooks/seven.ipynb")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate(KERNEL_READY)
    page.evaluate(RUN_ALL)
    panel = page.get_by_role("region", name="SynthBalance").first
    expect(panel.get_by_text("Holdout looked at once")).to_be_visible(timeout=SECONDS)
    panel.get_by_role("tab", name="Score", exact=True).click()
    slider = panel.get_by_role("slider", name="Decision threshold")
    slider.focus()
    slider.press("Home")
    slider.press("ArrowRight")
    expect(slider).to_be_focused()
    expect(page.locator(".jp-CodeCell")).to_have_count(1)
