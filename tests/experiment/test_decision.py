"""What decisions are worth on the holdout: money by row, alerts a day, capacity, decisions on new rows."""

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier

import synthbalance as sb
from synthbalance.metrics import decide_by_amount, expected_cost, savings
from tests.experiment.conftest import make_payments

COSTS = sb.Costs(missed="amount", review=4, admin="fee")


def with_fees(payments):
    return payments.assign(fee=np.arange(len(payments)) % 3)


@pytest.fixture(scope="module")
def fee_split(payments):
    return sb.split_holdout(with_fees(payments), target="kind", random_state=0)


@pytest.fixture(scope="module")
def decided(experiment, fee_split):
    exp = experiment(fee_split, costs=COSTS, seeds=1)
    run = exp.run("class_weight")
    return exp, run, exp.decision(run).set_index("measure")


@pytest.fixture(scope="module")
def daily_split():
    days = pd.date_range("2024-03-01", periods=40, freq="D").repeat(50)
    return sb.split_holdout(make_payments().assign(day=days), target="kind", time="day")


def test_money_goes_by_the_price_of_each_row(decided, fee_split):
    _, run, table = decided
    part = fee_split.holdout
    of = (part.y, run.holdout_probabilities)
    price = 4 + part.X["fee"]
    assert table.value["cost"] == run.scores["cost"].value
    assert table.value["cost"] == pytest.approx(expected_cost(*of, run.threshold, part.X["amount"], price))
    assert table.value["cost_flag_none"] == pytest.approx(part.X["amount"][part.y == 1].sum())
    assert table.value["cost_flag_all"] == pytest.approx(price.sum())
    assert table.value["savings"] == pytest.approx(savings(*of, run.threshold, part.X["amount"], price))


def test_deciding_by_amount_is_scored_row_by_row(decided, fee_split):
    _, run, table = decided
    part, p = fee_split.holdout, run.holdout_probabilities
    price = (4 + part.X["fee"]).to_numpy()
    flagged = decide_by_amount(p, part.X["amount"], price)
    assert table.value["alerts_by_amount"] == flagged.sum() != table.value["alerts"]
    paid = np.where(flagged, price, part.y * part.X["amount"]).sum()
    assert table.value["cost_by_amount"] == pytest.approx(paid)
    base = min(table.value["cost_flag_none"], table.value["cost_flag_all"])
    assert table.value["savings_by_amount"] == pytest.approx(1 - paid / base)


def test_every_figure_has_an_interval_around_it_and_a_sentence(decided):
    exp, run, table = decided
    assert list(exp.decision(run).columns) == ["measure", "value", "low", "high", "better", "sentence"]
    inside = (table["low"] <= table["value"]) & (table["value"] <= table["high"])
    assert inside.all() and (table["high"] > table["low"]).drop("cost_flag_all").all()
    assert table["sentence"].str.endswith(".").all()
    assert table.high["savings"] <= 1


def test_intervals_are_those_of_the_shared_draws(decided):
    exp, run, table = decided
    again = exp.decision(run).set_index("measure")
    pd.testing.assert_frame_equal(table, again)
    assert (table.low["cost"], table.high["cost"]) == (run.scores["cost"].low, run.scores["cost"].high)


def test_new_rows_are_decided_by_amount_where_the_costs_name_a_column(decided, fee_split):
    _, run, _ = decided
    X = fee_split.holdout.X
    flagged = run.decide(X)
    assert flagged.dtype == bool
    np.testing.assert_array_equal(flagged, decide_by_amount(run.predict_proba(X)[:, 1], X["amount"], 4 + X["fee"]))


@pytest.mark.parametrize("costs", [None, sb.Costs(missed=300, review=4)])
def test_new_rows_are_decided_at_the_threshold_otherwise(experiment, split, costs):
    run = experiment(costs=costs, seeds=1).none
    X = split.holdout.X
    np.testing.assert_array_equal(run.decide(X), run.predict_proba(X)[:, 1] >= run.threshold)


def test_an_admin_cost_raises_the_threshold(experiment):
    low, high = (experiment(costs=sb.Costs(300, 5, admin=admin), seeds=1).none for admin in (None, 20))
    assert low.threshold < high.threshold


def test_a_row_that_is_dear_to_review_costs_more(experiment, fee_split):
    cheap, dear = (experiment(fee_split, costs=sb.Costs(300, review), seeds=1).none for review in (0, "fee"))
    alerts = dear.holdout_probabilities >= dear.threshold
    y, fee = fee_split.holdout.y.to_numpy(), fee_split.holdout.X["fee"].to_numpy()
    assert dear.scores["cost"].value == pytest.approx(fee[alerts].sum() + 300 * y[~alerts].sum())
    assert cheap.threshold <= dear.threshold


def test_reviews_a_day_limit_the_alerts_of_the_validation_days(experiment, daily_split):
    costs = sb.Costs(missed=1000, review=1, capacity_per_day=3)
    exp = experiment(daily_split, costs=costs, seeds=1)
    run = exp.none
    free = experiment(daily_split, costs=sb.Costs(missed=1000, review=1), seeds=1).none
    n_days = daily_split.validation.time.nunique()
    alerts, unlimited = ((one.validation_probabilities >= one.threshold).sum() for one in (run, free))
    assert 0 < alerts / n_days <= 3 < unlimited / n_days
    table = exp.decision(run).set_index("measure")
    by_day = pd.Series(run.holdout_probabilities >= run.threshold).groupby(daily_split.holdout.time.to_numpy()).sum()
    assert table.value["alerts_per_day"] == pytest.approx(by_day.mean())
    assert table.value["busiest_day"] == by_day.max()
    assert table.value["capacity_per_day"] == 3
    assert "3 alerts can be reviewed a day" in table.sentence["capacity_per_day"]


def test_the_tighter_of_two_capacities_holds(experiment, daily_split):
    runs = [
        experiment(daily_split, costs=sb.Costs(1000, 1, capacity, capacity_per_day=3), seeds=1).none
        for capacity in (None, 4, 100_000)
    ]
    assert runs[1].threshold > runs[0].threshold == runs[2].threshold


def test_reviews_a_day_need_dates(split):
    with pytest.raises(ValueError, match=r"capacity_per_day=3 needs a split by time .*found none .*capacity="):
        sb.Experiment(split, costs=sb.Costs(capacity_per_day=3))
    numbered = sb.split_holdout(make_payments().assign(t=range(2000)), target="kind", time="t")
    with pytest.raises(ValueError, match="found stamps that are no dates"):
        sb.Experiment(numbered, costs=sb.Costs(capacity_per_day=3))


def test_a_capacity_is_compared_with_the_alerts_of_the_holdout(experiment):
    exp = experiment(costs=sb.Costs(1000, 1, 50), seeds=1)
    table = exp.decision(exp.none).set_index("measure")
    assert table.value["capacity"] == 50
    assert ("keeps to it" in table.sentence["capacity"]) == (table.value["alerts"] <= 50)
    assert "alerts_per_day" not in table.index


def test_without_costs_or_for_a_run_of_another_experiment_there_is_no_decision(experiment, decided):
    run = decided[1]
    with pytest.raises(ValueError, match="decision needs costs, found None"):
        experiment(seeds=1).decision(run)
    with pytest.raises(ValueError, match="needs to be one of this experiment's runs"):
        experiment(costs=sb.Costs(), seeds=1).decision(run)


def test_calibration_stands_beside_that_of_none(board, smote_run):
    table = board.calibration_table(smote_run)
    assert list(table.columns) == ["run", "measure", "value", "low", "high", "better", "sentence"]
    assert list(table["run"].unique()) == [smote_run.name, "none"] and len(table) == 12
    own = table[table["run"] == smote_run.name].set_index("measure")
    assert own.value["brier"] == pytest.approx(smote_run.scores["brier"].value)
    assert own.value["calibration_error"] == pytest.approx(smote_run.scores["calibration_error"].value)
    assert own.better["calibration_slope"] == "closest to 1"
    assert len(board.calibration_table(board.none)) == 6


def test_a_model_without_an_opinion_has_no_slope_and_says_so(experiment):
    exp = experiment(model=DummyClassifier(), seeds=1, costs=sb.Costs(300, 5))
    table = exp.calibration_table(exp.none).set_index("measure")
    assert np.isnan(table.value["calibration_slope"])
    assert table.sentence["calibration_slope"] == "none: no slope, as all probabilities are equal."
    assert len(exp.decision(exp.none)) == 8
