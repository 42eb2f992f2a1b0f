import pytest

from synthbalance.report import write_card

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["exp", "hostile_exp", "full"])
def card(request, tmp_path_factory):
    given, path = request.getfixturevalue(request.param), tmp_path_factory.mktemp("card") / "card.html"
    if request.param == "full":
        path.write_text(given["html"], encoding="utf-8")
        return path
    return write_card(given, path, run=list(given.runs.values())[-1])


@pytest.mark.parametrize(("width", "media"), [(900, "screen"), (480, "screen"), (420, "screen"), (695, "print")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_fits_its_page_without_a_message_or_a_request(browser, card, width, media, scheme):
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(media=media)
    page.goto(card.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == [] and asked == [card.as_uri()]
    dark = scheme == "dark" and media == "screen"
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(17, 17, 17)" if dark else "rgb(255, 255, 255)")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(browser, card, scheme):
    page = browser.new_page(viewport={"width": 900, "height": 1000}, color_scheme=scheme)
    page.goto(card.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    low = page.evaluate(_LOWEST_CONTRAST)
    assert low["ratio"] >= 4.5, low
    page.close()


def test_on_paper_details_are_open_and_no_table_is_cut(browser, full, tmp_path):
    path = tmp_path / "card.html"
    path.write_text(full["html"], encoding="utf-8")
    page = browser.new_page(viewport={"width": 695, "height": 1000})
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    shown, cut = page.evaluate(_OPEN_DETAILS), page.evaluate(_CUT_TABLES, 695)
    assert len(shown) >= 3 and min(shown) > 30
    assert cut == []
    page.close()


_OPEN_DETAILS = """() => [...document.querySelectorAll('details:not(.twin, .long)')]
  .map(one => one.lastElementChild.checkVisibility({ contentVisibilityAuto: true }) ? one.offsetHeight : 0)"""
_CUT_TABLES = """width => [...document.querySelectorAll('table')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 1).map(one => one.className)"""
_LOWEST_CONTRAST = """() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const linear = c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(c => linear(c / 255))
    .reduce((sum, c, k) => sum + c * [.2126, .7152, .0722][k], 0);
  const ground = el => {
    for (; el; el = el.parentElement) {
      const c = rgb(getComputedStyle(el).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  let lowest = { ratio: 99 };
  for (const el of document.querySelectorAll('main *')) {
    const text = [...el.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join(' ').trim();
    if (!text || el.closest('style')) continue;
    const style = getComputedStyle(el);
    const ink = light(rgb(el.closest('svg') ? style.fill : style.color));
    const paper = light(ground(el));
    const ratio = (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
    if (ratio < lowest.ratio) lowest = { ratio, text };
  }
  return lowest;
}"""
