"""For everyone: axe finds nothing serious in any step, text is readable in both themes, nothing overlaps."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.lab import SECONDS

STEPS = ("Data", "Rebalance", "Score", "Compare", "Quality", "Export")
THEMES = ("JupyterLab Light", "JupyterLab Dark")


@pytest.fixture(scope="module")
def panel(shared):
    """All six steps have something to show: a run, an audit, groups, a picked row, a code."""
    shared.start("access.ipynb").choose("SMOTE").looked(2).idle()
    shared.tab("Quality").get("combobox", "Fairness by").select_option(index=1)
    expect(shared.get("region", "Measures")).to_be_visible(timeout=SECONDS)
    plot = shared.panel.get_by_role("application").locator("visible=true")
    plot.focus()
    plot.press("Enter")
    expect(shared.get("table", "Provenance")).to_be_visible(timeout=SECONDS)
    return shared.idle()


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable(panel, theme):
    panel.theme(theme)
    lowest = {step: panel.tab(step).panel.evaluate(_LOWEST_CONTRAST) for step in STEPS}
    assert {step: value for step, value in lowest.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_serious(panel, theme, axe):
    panel.theme(theme)
    found = {step: _violations(panel.tab(step), axe) for step in STEPS}
    assert {step: some for step, some in found.items() if some} == {}


def test_axe_finds_nothing_serious_in_tables(panel, axe):
    panel.tab("Score").get("radio", "Table").click()
    assert _violations(panel, axe) == []
    panel.get("radio", "Curve").click()
    panel.tab("Quality").get("region", "Fairness").get_by_role("radio", name="Table").click()
    panel.panel.get_by_role("radiogroup", name="Rows as").locator("visible=true").get_by_text("Table").click()
    assert _violations(panel, axe) == []


def test_no_text_overlaps_in_the_header(panel):
    boxes = panel.panel.evaluate(_FACT_BOXES)
    assert len(boxes) >= 4
    assert [pair for pair in boxes if pair["overlap"]] == []


def _violations(panel, axe):
    return violations(panel.panel, axe)


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
