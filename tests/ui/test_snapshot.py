"""The snapshot: self-contained, escaped, small, and the same in text."""

import html.parser
import re

import pytest

from synthbalance.ui import _state
from synthbalance.ui.snapshot import MOST_ROWS, take_snapshot

EVIL = "<script>alert(1)</script>\x1b[2J\u202e\"'&"


class Reader(html.parser.HTMLParser):
    """Tags, attributes and text of a page; fails on a tag that is not closed."""

    VOID = ("br",)

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.open, self.words = [], [], [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def state(lab):
    lab.strategy = "smote"
    assert lab.wait(60)
    names = ("facts", "sentence", "runs", "curves", "tables", "shown")
    return dict(zip(names, lab.state(*names), strict=True))


def test_it_says_the_sentence_the_split_and_every_run(state):
    snapshot = take_snapshot(**state)
    for words in (" ".join(Reader(snapshot.html).words), snapshot.text):
        assert state["sentence"]["text"] in words
        assert "real rows only, never resampled" in words
        assert all(row["name"] in words for row in state["runs"][1:])
        assert "Holdout looked at 2 times" in words


def test_it_carries_no_script_no_address_and_no_handler(state):
    page = take_snapshot(**state).html
    reader = Reader(page)
    assert not {"script", "link", "img", "iframe", "object", "style", "a"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name in ("src", "href")]
    assert "http" not in page and "url(" not in page


def test_text_from_the_data_is_escaped_and_steers_nothing(state):
    state["facts"] = state["facts"] | {"title": EVIL, "target": EVIL, "how": EVIL}
    state["sentence"] = state["sentence"] | {"text": EVIL, "sub": EVIL, "basis": EVIL}
    state["runs"] = [row | {"name": EVIL} for row in state["runs"]]
    state["curves"] = [curve | {"name": EVIL} for curve in state["curves"]]
    snapshot = take_snapshot(**state)
    assert "script" not in Reader(snapshot.html).tags
    assert "\x1b" not in snapshot.text and "\u202e" not in snapshot.text


def test_a_hundred_runs_and_a_huge_title_stay_small(state):
    state["runs"] = [state["runs"][-1] | {"name": f"run {at} {'x' * 500}"} for at in range(100)]
    state["facts"] = state["facts"] | {"title": "y" * 100_000}
    snapshot = take_snapshot(**state)
    assert len(snapshot.html.encode()) < 100_000
    assert snapshot.html.count("<tr>") == MOST_ROWS
    assert "more runs are in lab.experiment.compare()" in snapshot.text


def test_the_curve_lies_inside_its_frame(state):
    points = re.findall(r'points="([^"]+)"', take_snapshot(**state).html)
    assert len(points) == 2
    for pair in " ".join(points).replace(" ", ",").split(",")[::2]:
        assert 40 <= float(pair) <= 412


def test_an_empty_panel_has_a_snapshot(make_lab):
    snapshot = make_lab().snapshot()
    assert "No data yet" in snapshot.text
    assert Reader(snapshot.html).tags
    assert repr(snapshot) == snapshot.text


def test_colours_follow_the_theme_and_have_a_fallback(state):
    page = take_snapshot(**state).html
    assert re.findall(r"var\(--[\w-]+\)", page) == []
    assert "var(--jp-ui-font-color0," in page


def test_an_error_is_told_in_the_snapshot_too(state):
    said = {"text": "k is too large.", "parameter": "k", "way_out": "Lower k."}
    state["sentence"] = _state.error_sentence(said, "SMOTE did not run.")
    assert "k is too large." in take_snapshot(**state).text
