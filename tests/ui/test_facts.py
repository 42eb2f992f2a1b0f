"""Facts: plain text and numbers, bounded in size, whatever the data are called."""

import json

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.samplers import Knob
from synthbalance.ui import _choice, _facts
from synthbalance.ui._traits import PROTOCOL

HOSTILE = ["<script>alert(1)</script>", "a\nb", "quote\"'`", "__proto__", "constructor", "\u202ereversed"]


def wide(n_columns, names=None):
    rng = np.random.default_rng(0)
    columns = names or [f"a rather long column name {at}" for at in range(n_columns)]
    frame = pd.DataFrame(rng.normal(size=(300, len(columns))), columns=columns)
    return frame.assign(target=(np.arange(300) % 10 == 0).astype(int))


def facts_of(frame, **options):
    split = sb.split_holdout(frame, target="target", random_state=0, **options)
    return _facts.facts_of(split, frame)


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
class TestFacts:
    def test_facts_have_the_keys_of_the_protocol(self):
        assert set(facts_of(wide(3))) == set(PROTOCOL["traits"]["facts"]["keys"])

    def test_counts_and_shares_are_those_of_the_split(self):
        facts = facts_of(wide(3))
        assert (facts["rows"], facts["rare"], facts["rare_share"]) == (300, 30, 0.1)
        assert [part["share"] for part in facts["parts"]] == [60, 15, 25]
        assert sum(part["rare"] for part in facts["parts"]) == 30

    def test_hostile_names_are_passed_on_as_they_are(self):
        names = [column["name"] for column in facts_of(wide(0, HOSTILE))["columns"]]
        assert names == [*HOSTILE, "target"]

    def test_of_many_columns_some_are_listed_and_a_note_says_so(self):
        facts = facts_of(wide(1000))
        assert len(facts["columns"]) < 1001
        assert "1\u202f001 columns" in facts["warnings"][0]["text"]
        assert len(json.dumps(facts)) < 35_000

    def test_columns_left_out_are_named_and_still_listed(self):
        facts = facts_of(wide(3, ["a", "b", "c"]), drop=["b"])
        assert facts["left_out"] == ["b"]
        assert "b" in [column["name"] for column in facts["columns"]]
        assert facts["numeric_columns"] == ["a", "c"]

    def test_a_warning_knows_the_column_it_speaks_of(self):
        facts = facts_of(wide(2, ["a", "b"]).assign(same=1))
        assert "same" in [warning["column"] for warning in facts["warnings"]]


def test_the_histogram_counts_every_rare_row_of_a_split_by_time(payments):
    split = sb.split_holdout(payments, target="is_fraud", time="paid_at", random_state=0)
    facts = _facts.facts_of(split, payments)
    histogram = facts["histogram"]
    assert histogram["unit"] == "day"
    assert [sum(histogram[name]) for name in _facts.PARTS] == [part["rare"] for part in facts["parts"]]
    assert (histogram["start"], histogram["end"]) == ("2024-01-01", "2024-02-19")
    assert facts["days"] == pytest.approx(12.5, abs=0.1)
    assert (facts["how"], facts["time"]) == ("by time", "paid_at")


def test_years_of_data_are_counted_in_longer_units(payments):
    slow = payments.assign(paid_at=pd.Timestamp("2010-01-01") + pd.to_timedelta(np.arange(1200) * 4, unit="D"))
    split = sb.split_holdout(slow, target="is_fraud", time="paid_at", random_state=0)
    histogram = _facts.rare_by_day(split)
    assert histogram["unit"] != "day"
    assert sum(len(histogram[name]) for name in _facts.PARTS) <= 2 * _facts.MOST_PERIODS


def test_without_time_there_is_no_histogram(split):
    assert _facts.rare_by_day(split) is None


def test_the_title_is_the_file_that_was_read(tmp_path, payments):
    path = tmp_path / "my payments.csv"
    payments.to_csv(path, index=False)
    split = sb.split_holdout(sb.read_table(path), target="is_fraud", random_state=0)
    assert _facts.title_of(split) == "my payments.csv"


def test_data_of_unknown_origin_are_called_data(split):
    assert _facts.title_of(split) == "data"


def test_there_is_a_card_for_every_strategy():
    cards = _facts.strategy_cards({"smote": 7.2})
    assert [card["key"] for card in cards] == list(sb.STRATEGIES)
    assert all(set(card) == set(PROTOCOL["traits"]["strategies"]["keys"]) for card in cards)
    smote = next(card for card in cards if card["key"] == "smote")
    assert (smote["seconds"], smote["makes_rows"]) == (7.2, True)
    k = next(knob for knob in smote["knobs"] if knob["name"] == "k_neighbors")
    assert (k["low"], k["default"], k["integer"]) == (1, 5, True)


def test_a_new_sampler_gets_a_card_without_code_here(monkeypatch):
    class Cloud:
        label, family, sentence, makes_rows = "Cloud", "model", "Clouds, not lines.", True
        knobs = (Knob("width", low=0.0, high=1.0, help="noise width"),)

        def __init__(self, *, width=0.3, sampling_strategy="auto", random_state=None):
            pass

    for module in (_facts, _choice):
        monkeypatch.setattr(module, "STRATEGIES", {"none": None, "cloud": Cloud})
    card = _facts.strategy_cards()[1]
    assert (card["label"], card["family"], card["knobs"][0]["default"]) == ("Cloud", "model", 0.3)
