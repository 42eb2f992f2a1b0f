"""Rows, sentences, and what fits on the wire."""

import json

import pytest

from synthbalance.ui import _state
from synthbalance.ui._traits import PROTOCOL
from synthbalance.ui._words import explain, figure, finite, knob_words
from tests.ui.conftest import light_experiment


def keys_of(trait):
    return set(PROTOCOL["traits"][trait]["keys"])


@pytest.fixture(scope="module")
def done(split):
    exp = light_experiment(split)
    exp.run("smote")
    return exp


def test_a_row_has_the_keys_of_the_protocol_and_no_nan(done):
    for run in done.runs.values():
        row = _state.run_row(done, run, 100.0)
        assert set(row) == keys_of("runs")
        json.dumps(row, allow_nan=False)


def test_none_has_no_difference_to_itself(done):
    row = _state.run_row(done, done.none, 100.0)
    assert (row["delta"], row["delta_low"], row["delta_high"]) == (None, None, None)


def test_a_row_carries_the_bounds_that_hold_for_all_looks(done):
    run = list(done.runs.values())[-1]
    row, bounds = _state.run_row(done, run, None), done.bounds(run)
    assert (row["delta"], row["delta_low"], row["delta_high"]) == (bounds.value, bounds.low, bounds.high)


def test_the_sentence_is_the_experiments_own(done):
    run = list(done.runs.values())[-1]
    sentence = _state.run_sentence(done, run, ["A note."])
    assert set(sentence) == keys_of("sentence")
    assert sentence["text"] == done.sentence(run)
    assert sentence["sub"].endswith("A note.")
    assert sentence["chance"] == pytest.approx(done.split.holdout.y.mean())
    assert sentence["basis"] == "300 holdout rows, 24 of them rare, none synthetic"


def test_a_preview_has_the_shape_of_a_row_and_no_interval(done):
    preview = done.preview("smote")
    row = _state.preview_row(done, preview, "SMOTE", 0.1, 0.5)
    assert set(row) == keys_of("runs") | {"none_value"}
    assert row["low"] is None and row["delta"] is None
    assert row["scores"]["average_precision"] == [row["value"], None, None]
    text = _state.preview_sentence(done, preview, 0.5, follows=True)["text"]
    assert text.endswith("None 0.500. The exact run decides.")


def test_few_runs_go_over_the_wire_whole():
    runs = [{"name": str(at), "value": 0.123456789, "scores": {"f1": [1.0]}} for at in range(3)]
    assert [row["value"] for row in _state.fit_runs(runs, set())] == [0.123457] * 3


def test_of_a_hundred_runs_none_the_kept_and_the_newest_come_whole(done):
    row = _state.run_row(done, done.none, 100.0)
    runs = [row | {"name": f"run {at}"} for at in range(100)]
    sent = _state.fit_runs(runs, {"run 7"})
    names = [one["name"] for one in sent]
    assert len(json.dumps(sent)) <= _state.RUN_BYTES
    assert names[0] == "run 0" and "run 7" in names and names[-30:] == [f"run {at}" for at in range(70, 100)]
    assert [bool(one["scores"]) for one in sent if one["name"] in ("run 0", "run 7", "run 99", "run 98")] == [
        True, True, False, True,
    ]  # fmt: skip


def test_a_cancelled_sentence_keeps_the_figures_of_the_last_run():
    before = _state.BLANK | {"kind": "exact", "text": "SMOTE gains 0.", "value": 0.7}
    sentence = _state.cancelled_sentence("GAN 5 %", before)
    assert (sentence["kind"], sentence["value"]) == ("cancelled", 0.7)
    assert sentence["text"].startswith("GAN 5 % stopped")
    assert "SMOTE gains 0." in sentence["sub"]


@pytest.mark.parametrize(
    ("error", "parameter", "way_out"),
    [
        (ValueError("k_neighbors=5 needs 6 rows, found 2. Lower k_neighbors."), "k_neighbors", "Lower k_neighbors."),
        (ValueError("ratio needs a number, got nan. Try 0.05."), "ratio", "Try 0.05."),
        (ValueError("It failed"), "", ""),
        (KeyError("x"), "", ""),
        (RuntimeError(), "", ""),
    ],
)
def test_an_error_is_taken_apart_into_parameter_and_way_out(error, parameter, way_out):
    said = explain(error)
    assert (said["parameter"], said["way_out"]) == (parameter, way_out)
    assert said["text"]


def test_figures_read_as_in_the_sentence():
    assert [figure(x) for x in (0.7149, -0.0123, -0.0001, 12345.6, None, float("nan"))] == [
        "0.715", "−0.012", "0.000", "12\u202f346", "–", "–",
    ]  # fmt: skip


def test_what_json_cannot_carry_becomes_none():
    assert [finite(x) for x in (1, float("nan"), float("inf"), None)] == [1.0, None, None, None]


def test_knob_words_name_what_distinguishes_a_run():
    assert knob_words(0.05, {"k_neighbors": 3}, makes_rows=True) == "5\u202f%, k 3"
    assert knob_words(0.05, {"weight": 2.5}, makes_rows=False) == "×2.5"
    assert knob_words(0.01, {"ratio": 0.2, "n_models": 5}, makes_rows=False) == "20\u202f%, n models 5"
