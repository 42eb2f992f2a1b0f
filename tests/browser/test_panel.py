"""The panel in JupyterLab at first sight: read, choose, move a slider by key, with hostile names and a busy kernel."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.lab import MAKE, SECONDS


@pytest.fixture(scope="module")
def panel(shared):
    """The panel after None has run by itself."""
    return shared.start("panel.ipynb")


def test_none_runs_by_itself_and_is_said_first(panel):
    expect(panel.panel.get_by_text(re.compile("Doing nothing scores"))).to_be_visible()
    expect(panel.panel).to_have_attribute("aria-busy", "false")
    expect(panel.get("button", "Cancel")).to_be_disabled()
    expect(panel.status).to_contain_text("Idle")


def test_a_strategy_chosen_by_hand_is_previewed_and_then_scored_as_a_look(panel):
    panel.choose("SMOTE")
    expect(panel.scores_caption).to_contain_text("preview", timeout=SECONDS)
    panel.looked(2).idle()
    expect(panel.scores_caption).to_contain_text("exact")
    assert panel.execute("print(*lab.experiment.runs, sep='|')").strip() == "none|SMOTE 6.19 %"


def test_the_share_slider_moves_by_a_hundredth_from_the_keyboard(panel):
    slider = panel.tab("Rebalance").get("slider", "Share of the rare class")
    before = float(slider.get_attribute("aria-valuenow"))
    slider.focus()
    slider.press("ArrowRight")
    expect(slider).to_have_attribute(
        "aria-valuetext", re.compile(r"^ratio 0\.\d+: .* rare rows per 100 others, .* % of all$")
    )
    assert float(slider.get_attribute("aria-valuenow")) == pytest.approx(before + 0.01, abs=1e-6)
    panel.until(f"abs(lab.ratio - {before + 0.01}) < 1e-6")
    expect(panel.cells).to_have_count(1)
    panel.looked(3).idle()


def test_the_threshold_slider_answers_while_the_kernel_is_busy(panel):
    slider = panel.tab("Score").get("slider", "Decision threshold")
    matrix = panel.get("table", "Confusion matrix")
    panel.page.evaluate(_BUSY)
    slider.focus()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("recall 0"))
    before = matrix.inner_text()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("recall 1"))
    assert matrix.inner_text() != before
    expect(panel.panel.get_by_text(re.compile("chosen by hand with the holdout in view: optimistic"))).to_be_visible()
    panel.interrupt()


def test_hostile_names_are_shown_as_they_are(lab):
    renamed = f"lab = BalanceLab(payments.rename(columns={_HOSTILE}), target='is_fraud')"
    cells = [re.sub("lab = .*", lambda found: renamed, MAKE)]
    lab.start("hostile.ipynb", cells).tab("Rebalance")
    assert lab.page.evaluate("() => window.pwned === undefined")
    shown = lab.panel.locator("option").all_inner_texts()
    assert any("<script>window.pwned=1</script>" in text for text in shown)


_HOSTILE = {"amount": "<script>window.pwned=1</script>", "distance_km": "__proto__", "hour": "a\"b'c\n<b>d</b>"}
_BUSY = """() => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.requestExecute({code: 'import time; time.sleep(20)', store_history: false});
}"""
