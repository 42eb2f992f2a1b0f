"""What the extension's commands do to the panels of a kernel: stop, the script, the data card."""

import sys

import numpy as np
import pandas as pd
import pytest

from synthbalance import kernel
from synthbalance.ui import BalanceLab

ROWS = np.arange(400)


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A panel in a folder of its own, "none" scored, the only one."""
    monkeypatch.chdir(tmp_path)
    made = BalanceLab(pd.DataFrame({"x": ROWS % 7 / 7, "target": (ROWS % 10 == 0).astype(int)}), target="target")
    assert made.wait(60)
    yield made
    made.close()


def test_the_script_is_that_of_the_shown_run(lab):
    assert kernel.code().data["code"] == lab.experiment.runs["none"].to_code()


def test_a_card_is_written_where_asked_and_never_over_a_file(lab, tmp_path):
    (tmp_path / "mine.html").write_text("mine")
    began = kernel.card("mine.html").data
    lab.wait(60)
    answer = kernel.card(after=began["saved"]).data
    assert (answer["done"], answer["path"]) == (True, "mine-1.html")
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_a_card_without_a_path_gets_the_panels_own_name(lab, tmp_path):
    began = kernel.card().data
    lab.wait(60)
    assert (tmp_path / kernel.card(after=began["saved"]).data["path"]).is_file()


@pytest.mark.parametrize("path", ["card.txt", "card"])
def test_a_card_of_another_kind_is_refused_in_a_sentence(lab, tmp_path, path):
    answer = kernel.card(path).data
    assert answer["done"] and answer["text"].startswith("path needs a name that ends in .html or .json, got")
    assert list(tmp_path.iterdir()) == []


def test_stop_cancels_what_is_under_way(lab):
    assert kernel.stop().data["stopped"] == 0
    lab.experiment.model.set_params(n_estimators=60_000)
    lab.strategy = "class_weight"
    assert kernel.stop().data["stopped"] == 1
    assert lab.wait(60)
    assert [row["strategy"] for row in lab.runs] == ["none"]


def test_without_a_panel_there_is_nothing_to_stop_or_save(monkeypatch):
    monkeypatch.delitem(sys.modules, "synthbalance.ui._commands", raising=False)
    assert kernel.stop().data["stopped"] == 0
    assert kernel.code().data["code"] == ""
    assert kernel.card().data["done"] and not kernel.card().data["path"]
