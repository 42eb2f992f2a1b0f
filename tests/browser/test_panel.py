"""The panel in JupyterLab, as an analyst meets it: read, choose, drag, cancel, in both themes, from the keyboard."""

import re

import pytest
from playwright.sync_api import expect

MAKE = """import synthbalance as sb
from synthbalance.ui import BalanceLab
payments = sb.load_transactions(n_rows=8_000, fraud_rate=0.03, random_state=0)
lab = BalanceLab(payments, target="is_fraud", costs=sb.Costs(missed="amount", review=5))
lab"""
SECONDS = 90_000


@pytest.fixture
def panel(lab):
    """The panel after None has run by itself."""
    lab.open("panel.ipynb", [MAKE]).run_all()
    expect(lab.panel).to_be_visible(timeout=SECONDS)
    expect(_status(lab)).to_contain_text("Idle", timeout=SECONDS)
    expect(lab.panel.get_by_text("Holdout looked at once")).to_be_visible(timeout=SECONDS)
    return lab


def test_none_runs_by_itself_and_is_said_first(panel):
    expect(panel.panel.get_by_text(re.compile("Doing nothing scores"))).to_be_visible()
    expect(panel.panel).to_have_attribute("aria-busy", "false")
    expect(panel.panel.get_by_role("button", name="Cancel")).to_be_disabled()


def test_a_strategy_chosen_by_hand_is_previewed_and_then_scored_as_a_look(panel):
    _tab(panel, "Rebalance")
    panel.panel.get_by_role("radio", name="SMOTE", exact=True).click()
    expect(panel.panel.get_by_role("table", name="Scores").locator("caption")).to_contain_text(
        "preview", timeout=SECONDS
    )
    expect(panel.panel.get_by_text("Holdout looked at 2 times")).to_be_visible(timeout=SECONDS)
    expect(panel.panel.get_by_role("table", name="Scores").locator("caption")).to_contain_text("exact")
    assert panel.execute("print(*lab.experiment.runs, sep='|')").strip() == "none|SMOTE 6.19 %"


def test_the_share_slider_moves_by_a_hundredth_from_the_keyboard(panel):
    _tab(panel, "Rebalance")
    panel.panel.get_by_role("radio", name="SMOTE", exact=True).click()
    slider = panel.panel.get_by_role("slider", name="Share of the rare class")
    before = float(slider.get_attribute("aria-valuenow"))
    slider.focus()
    slider.press("ArrowRight")
    expect(slider).to_have_attribute(
        "aria-valuetext", re.compile(r"^ratio 0\.\d+: .* rare rows per 100 others, .* % of all$")
    )
    assert float(slider.get_attribute("aria-valuenow")) == pytest.approx(before + 0.01, abs=1e-6)
    assert float(panel.execute("print(lab.ratio)")) == pytest.approx(before + 0.01, abs=1e-6)
    expect(_cells(panel)).to_have_count(1)


def test_the_threshold_slider_answers_without_the_kernel(panel):
    _tab(panel, "Score")
    panel.page.evaluate(_BUSY)
    slider = panel.panel.get_by_role("slider", name="Decision threshold")
    matrix = panel.panel.get_by_role("table", name="Confusion matrix")
    slider.focus()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("recall 0"))
    before = matrix.inner_text()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("recall 1"))
    assert matrix.inner_text() != before
    expect(panel.panel.get_by_text(re.compile("chosen by hand with the holdout in view: optimistic"))).to_be_visible()


def test_cancel_leaves_the_ledger_and_the_looks_as_they_were(panel):
    panel.execute("lab.experiment.model.set_params(n_estimators=60000); lab.strategy = 'smote'")
    cancel = panel.panel.get_by_role("button", name="Cancel")
    expect(cancel).to_be_enabled(timeout=SECONDS)
    cancel.click()
    expect(_status(panel)).to_contain_text("Cancelled", timeout=SECONDS)
    expect(panel.panel.get_by_text("Holdout looked at once")).to_be_visible()
    assert panel.execute("print(list(lab.experiment.runs), lab.busy)").strip() == "['none'] False"


def test_runs_pins_none_first_and_overlays_on_request(panel):
    panel.execute("lab.strategy = 'random'; lab.wait(80)")
    _tab(panel, "Compare")
    rows = panel.panel.get_by_role("table", name="Runs").locator("tbody tr")
    expect(rows).to_have_count(2, timeout=SECONDS)
    expect(rows.first).to_contain_text("None")
    panel.panel.get_by_role("checkbox", name="overlay None").check()
    _tab(panel, "Score")
    expect(panel.panel.get_by_role("table", name="Scores")).to_contain_text("None")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_text_is_readable_in_both_themes(panel, theme):
    panel.theme(theme)
    for step in ("Data", "Rebalance", "Score", "Compare"):
        _tab(panel, step)
        assert panel.panel.evaluate(_LOWEST_CONTRAST) >= 4.5, step


def test_no_text_overlaps_in_the_header(panel):
    boxes = panel.panel.evaluate(_FACT_BOXES)
    assert len(boxes) >= 4
    assert [pair for pair in boxes if pair["overlap"]] == []


def test_hostile_names_are_shown_as_they_are(lab):
    renamed = f"lab = BalanceLab(payments.rename(columns={_HOSTILE}), target='is_fraud')"
    cells = [re.sub("lab = .*", lambda found: renamed, MAKE)]
    lab.open("hostile.ipynb", cells).run_all()
    expect(lab.panel.get_by_text("Holdout looked at once")).to_be_visible(timeout=SECONDS)
    _tab(lab, "Rebalance")
    assert lab.page.evaluate("() => window.pwned === undefined")
    shown = lab.panel.locator("option").all_inner_texts()
    assert any("<script>window.pwned=1</script>" in text for text in shown)


def test_a_saved_notebook_keeps_the_snapshot_and_stays_small(panel):
    panel.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    path = panel.server.root / "panel.ipynb"
    expect(panel.page.locator(".jp-NotebookPanel .jp-Notebook")).to_be_visible()
    saved = path.read_text(encoding="utf-8")
    assert "Doing nothing scores" in saved
    assert len(saved) < 300_000


def _status(lab):
    return lab.panel.get_by_role("status").first


def _tab(lab, name):
    lab.panel.get_by_role("tab", name=name, exact=True).click()


def _cells(lab):
    return lab.page.locator(".jp-NotebookPanel .jp-CodeCell")


_HOSTILE = {"amount": "<script>window.pwned=1</script>", "distance_km": "__proto__", "hour": "a\"b'c\n<b>d</b>"}
_BUSY = """() => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.requestExecute({code: 'import time; time.sleep(20)', store_history: false});
}"""
_FACT_BOXES = """panel => {
  const facts = [...panel.querySelectorAll('dl')][0];
  const boxes = [...facts.querySelectorAll('dt, dd')].map(e => ({e, r: e.getBoundingClientRect()}));
  return boxes.map((a, i) => ({
    text: a.e.textContent,
    overlap: boxes.some((b, j) => j > i && !a.e.contains(b.e) && !b.e.contains(a.e) &&
      Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left) > 1 &&
      Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top) > 1)
  }));
}"""
_LOWEST_CONTRAST = """panel => {
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const over = (css, below) => {
    pen.globalCompositeOperation = 'copy';
    pen.fillStyle = `rgb(${below.join(',')})`; pen.fillRect(0, 0, 1, 1);
    pen.globalCompositeOperation = 'source-over';
    pen.fillStyle = css; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const light = c => { const l = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  const behind = element => {
    const chain = []; for (let e = element; e; e = e.parentElement) chain.unshift(getComputedStyle(e).backgroundColor);
    return chain.reduce((below, css) => over(css, below), [255, 255, 255]);
  };
  let lowest = 21;
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.textContent.trim() || e.closest('svg, [disabled], option') || !e.getClientRects().length) continue;
    const ground = behind(e), ink = over(getComputedStyle(e).color, ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    lowest = Math.min(lowest, (a + 0.05) / (b + 0.05));
  }
  return lowest;
}"""
