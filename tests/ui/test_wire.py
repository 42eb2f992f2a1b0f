"""Threshold tables on the wire say the same as the metrics."""

import numpy as np
import pytest

import synthbalance as sb
from synthbalance.metrics import confusion
from synthbalance.ui._wire import MOST_ROWS, Tables, pack_table, read_table


@pytest.fixture(scope="module")
def run(split):
    return sb.Experiment(split, model=sb.default_model(n_estimators=15, n_jobs=1), seeds=1).run("none")


@pytest.fixture(scope="module")
def packed(run, split):
    return Tables(split).pack([(run, "holdout"), (run, "validation")], sb.Costs(missed="amount"))


def test_every_row_of_a_table_is_the_confusion_at_its_threshold(packed, run, split):
    curves, tables = packed
    table = read_table(curves[0], tables)
    for at in range(0, curves[0]["rows"], 7):
        counts = confusion(split.holdout.y, run.holdout_probabilities, table["threshold"][at])
        assert (table["tp"][at], table["fp"][at]) == (counts["tp"], counts["fp"])


def test_the_first_row_alerts_on_everything_and_the_last_on_nothing(packed):
    curves, tables = packed
    for curve in curves:
        table = read_table(curve, tables)
        assert (table["tp"][0], table["fp"][0]) == (curve["rare"], curve["others"])
        assert (table["tp"][-1], table["fp"][-1]) == (0, 0)


def test_the_chosen_row_gives_the_confusion_of_the_run(packed, run):
    curves, tables = packed
    table, at = read_table(curves[0], tables), curves[0]["chosen"]
    assert (table["tp"][at], table["fp"][at]) == (run.confusion["tp"], run.confusion["fp"])


def test_money_of_caught_and_missed_rows_adds_up_to_that_of_the_rare_class(packed, split):
    curves, tables = packed
    table = read_table(curves[0], tables)
    money = float(split.holdout.X["amount"][split.holdout.y == 1].sum())
    assert table["missed"] + table["caught"] == pytest.approx(money, rel=1e-4)
    assert curves[0]["money_unit"] == 0.01


def test_without_a_money_column_missed_counts_rows(run, split):
    curves, tables = Tables(split).pack([(run, "holdout")], sb.Costs(missed=500))
    table = read_table(curves[0], tables)
    assert curves[0]["money_unit"] == 1
    assert (table["missed"] == curves[0]["rare"] - table["tp"]).all()


def test_sums_beyond_an_int32_get_a_coarser_unit(run, split):
    missed = np.full(len(split.holdout), 3e9)
    entry, numbers = pack_table(run, "holdout", split.holdout, missed)
    table = read_table(entry, numbers.tobytes())
    assert table["missed"][-1] == pytest.approx(3e9 * entry["rare"], rel=1e-6)


def test_a_table_has_at_most_512_rows_and_four_bytes_a_number(packed):
    curves, tables = packed
    assert all(curve["rows"] <= MOST_ROWS for curve in curves)
    assert len(tables) == 4 * 4 * sum(curve["rows"] for curve in curves)
    assert curves[1]["offset"] == 4 * curves[0]["rows"]


def test_only_the_holdout_carries_calibration_and_histogram(packed, split):
    holdout, validation = packed[0]
    assert validation["calibration"] == [] and validation["histogram"] is None
    assert sum(rows for _, _, rows in holdout["calibration"]) == pytest.approx(len(split.holdout))
    assert sum(holdout["histogram"]["rare"]) == holdout["rare"]
    assert sum(holdout["histogram"]["others"]) == holdout["others"]
    assert len(holdout["histogram"]["edges_log10"]) == len(holdout["histogram"]["rare"]) + 1


def test_a_table_is_made_once(run, split, monkeypatch):
    tables = Tables(split)
    first = tables.pack([(run, "holdout")], sb.Costs())
    monkeypatch.setattr("synthbalance.ui._wire.pack_table", None)
    assert tables.pack([(run, "holdout")], sb.Costs(missed=7)) == first
