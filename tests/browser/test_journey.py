"""One panel, used as an analyst would: drag, knobs, costs, overlays, tables, another split."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.lab import SECONDS

DELAY_MS = 1000  # without a change, before the holdout is looked at


@pytest.fixture(scope="module")
def panel(shared):
    return shared.start("journey.ipynb")


def test_a_drag_of_the_share_previews_and_the_holdout_waits_for_the_release(panel):
    panel.choose("SMOTE").looked(2).idle()
    panel.panel.evaluate(_RECORD)
    slider = panel.get("slider", "Share of the rare class")
    _press(panel, slider, by=60)
    expect(panel.scores_caption).to_contain_text("preview", timeout=SECONDS)
    expect(panel.status).to_contain_text("exact run follows", timeout=SECONDS)
    # that no run starts can only be seen by looking on for longer than its delay
    panel.page.wait_for_function("since => performance.now() - since > 1500", arg=_now(panel))
    expect(panel.status).to_contain_text("exact run follows")
    assert panel.looks == 2
    panel.page.mouse.up()
    panel.looked(3).idle()
    ratio = float(slider.get_attribute("aria-valuenow"))
    assert float(panel.execute("print(lab.ratio)")) == pytest.approx(ratio, abs=1e-6)
    _press(panel, slider, by=30)
    panel.page.mouse.up()
    panel.looked(4).idle()
    said = panel.page.evaluate("() => window.said")
    started, released = _times(said, "Running exact"), _times(said, "released")
    assert not [time for time in started if time < released[0]]
    assert min(time for time in started if time > released[1]) - released[1] > 0.8 * DELAY_MS
    expect(panel.cells).to_have_count(1)


def test_a_knob_is_stepped_by_its_button_and_refused_beyond_its_bounds(panel):
    before = panel.choose("SMOTE").idle().looks
    knob = panel.get("spinbutton", "Neighbours")
    value = int(knob.input_value())
    panel.get("button", "More: Neighbours").click()
    panel.looked(before + 1).idle()
    assert panel.execute("print(lab.knobs['k_neighbors'])").strip() == str(value + 1)
    knob.fill("-3")
    knob.press("Enter")
    expect(panel.status).to_contain_text("Error", timeout=SECONDS)
    expect(knob).to_have_value(str(value + 1))
    assert panel.looks == before + 1


def test_with_auto_exact_off_a_button_looks_at_the_holdout(panel):
    before = panel.looks
    panel.execute("lab.auto_exact = False")
    panel.choose("Random")
    button = panel.get("button", "Score on holdout")
    expect(button).to_be_visible(timeout=SECONDS)
    expect(panel.scores_caption).to_contain_text("preview")
    panel.idle()
    assert panel.looks == before
    button.click()
    panel.looked(before + 1).idle()
    expect(panel.scores_caption).to_contain_text("exact")
    expect(button).to_be_hidden()
    panel.execute("lab.auto_exact = True")


def test_cancel_leaves_the_ledger_and_the_looks_as_they_were(panel):
    before, runs = panel.looks, panel.execute("print(list(lab.experiment.runs))")
    panel.execute("trees = lab.experiment.model.n_estimators; lab.experiment.model.set_params(n_estimators=60000)")
    panel.choose("Class weight")
    cancel = panel.get("button", "Cancel")
    expect(cancel).to_be_enabled(timeout=SECONDS)
    cancel.click()
    expect(panel.status).to_contain_text("Cancelled", timeout=SECONDS)
    panel.idle()
    expect(cancel).to_be_disabled()
    assert panel.looks == before
    assert panel.execute("print(list(lab.experiment.runs))") == runs
    panel.execute("lab.experiment.model.set_params(n_estimators=trees); lab.strategy = 'random'; lab.wait(80)")
    panel.idle()


def test_the_threshold_is_dragged_on_validation_rows_and_is_then_called_optimistic(panel):
    panel.tab("Score")
    slider, chosen = panel.get("slider", "Decision threshold"), panel.panel.get_by_text("chosen on validation rows, ")
    expect(chosen).to_be_visible()
    _press(panel, slider, by=-40)
    expect(panel.panel.get_by_text("Validation rows while the slider is held; holdout in grey")).to_be_visible()
    expect(panel.get("table", "Confusion matrix").locator("caption")).to_contain_text("validation")
    panel.page.mouse.up()
    expect(panel.panel.get_by_text("Holdout rows", exact=True)).to_be_visible()
    expect(panel.panel.get_by_text(re.compile("chosen by hand with the holdout in view: optimistic"))).to_be_visible()
    expect(slider).to_be_focused()
    text = slider.get_attribute("aria-valuetext")
    for key in ("b", "d", "d", "a", "x"):
        slider.press(key)
    expect(panel.cells).to_have_count(1)
    assert slider.get_attribute("aria-valuetext") == text
    panel.get("button", "Back to the chosen one").click()
    expect(chosen).to_be_visible()
    assert panel.execute("print(lab.threshold)").strip() == "None"


def test_costs_typed_in_score_change_the_money_at_once(panel):
    panel.tab("Score")
    matrix = panel.get("table", "Confusion matrix")
    before = matrix.inner_text()
    panel.get("combobox", "A missed rare row costs").select_option("a fixed sum")
    missed = panel.get("spinbutton", "Cost of a missed rare row")
    missed.fill("900")
    missed.press("Enter")
    review = panel.get("spinbutton", "Cost of a review")
    review.fill("7")
    review.press("Enter")
    expect(matrix).not_to_have_text(before)
    assert panel.execute("print(lab.costs['missed'], lab.costs['review'])").split() == ["900", "7"]
    panel.get("combobox", "A missed rare row costs").select_option("its amount")
    expect(missed).to_be_hidden()
    assert panel.execute("print(lab.costs['missed'])").strip() == "amount"


def test_ticks_in_compare_overlay_runs_in_score(panel):
    panel.tab("Compare")
    rows = panel.get("table", "Runs").locator("tbody tr")
    expect(rows.first).to_contain_text("None")
    name = panel.execute("print(next(one for one in lab.experiment.runs if one.startswith('SMOTE')))").strip()
    panel.get("checkbox", f"overlay {name}").check()
    panel.get("checkbox", "overlay None").check()
    panel.get("button", name).click()
    expect(rows.filter(has=panel.page.get_by_role("button", name=name, exact=True))).to_have_attribute(
        "aria-current", "true"
    )
    panel.tab("Score")
    expect(panel.get("table", "Scores")).to_contain_text(name)
    expect(panel.get("table", "Scores").locator("tbody tr").first).to_contain_text("None")


def test_each_figure_has_a_table_twin(panel):
    panel.tab("Score").get("radio", "Table").click()
    for twin in ("Precision and recall by threshold", "Predicted, %, Observed, %, Rows", "Score, %, Rare, Other"):
        expect(panel.get("table", twin)).to_be_visible()
    expect(panel.panel.get_by_role("tabpanel").locator("svg[role=img]:visible")).to_have_count(
        1
    )  # the cost curve: its axis is the slider's
    panel.get("radio", "Curve").click()
    panel.get("radio", "ROC").click()
    expect(panel.panel.get_by_role("heading", name="Recall and false alarms")).to_be_visible()
    panel.tab("Rebalance").get("radio", "Table").click()
    expect(panel.get("table", "Rows in numbers")).to_contain_text("Synthetic rare")
    panel.get("radio", "Plot").click()
    expect(panel.get("table", "Rows in numbers")).to_be_hidden()


def test_another_seed_splits_again_and_the_ledger_starts_anew(panel):
    old = panel.execute("print(lab.facts['fingerprint'])")
    panel.tab("Data").get("button", "More: Seed").click()
    expect(panel.get("spinbutton", "Seed")).to_have_value("1")
    panel.get("button", "Undo").click()
    expect(panel.get("spinbutton", "Seed")).to_have_value("0")
    panel.get("button", "More: Seed").click()
    panel.get("button", "Split again").click()
    panel.looked(1).idle()
    assert panel.execute("print(lab.facts['fingerprint'])") != old
    panel.tab("Compare")
    expect(panel.get("table", "Runs").locator("tbody tr")).to_have_count(1)
    expect(panel.get("table", "Runs").locator("caption")).to_contain_text("seed 1")


def _press(panel, slider, by):
    """Press the pointer on a slider's thumb and move it by some pixels."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    panel.page.mouse.move(x, y)
    panel.page.mouse.down()
    panel.page.mouse.move(x + by, y, steps=6)


def _now(panel):
    return panel.page.evaluate("() => performance.now()")


def _times(said, start):
    return [time for time, text in said if text.startswith(start)]


_RECORD = """panel => {
  const said = window.said = [];
  const status = panel.querySelector('[role=status]');
  const note = () => said.push([performance.now(), status.textContent]);
  new MutationObserver(note).observe(status, {subtree: true, childList: true, characterData: true});
  document.addEventListener('pointerup', () => said.push([performance.now(), 'released']), true);
}"""
