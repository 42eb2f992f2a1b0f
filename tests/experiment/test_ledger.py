"""The ledger: which looks there were, in which order, and bounds that hold for all of them together."""

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import synthbalance as sb
from synthbalance.experiment._ledger import Ledger
from synthbalance.experiment._measure import Rows, measure

COLUMNS = (
    "strategy primary value low high better delta delta_low delta_high average_precision recall precision cost "
    "seconds looks"
)


def test_none_runs_by_itself_and_comes_first(experiment):
    exp = experiment()
    assert exp.looks == 0
    exp.run("smote")
    assert [run.strategy for run in exp.runs.values()] == ["none", "smote"]
    assert exp.none is exp.runs["none"]


def test_compare_alone_runs_none(experiment):
    exp = experiment()
    assert exp.compare().index.tolist() == ["none"]
    assert exp.looks == 1


def test_the_columns_of_compare_are_those_promised(board):
    table = board.compare()
    assert " ".join(table.columns) == COLUMNS
    assert table.index.name == "run"
    assert table.index.tolist() == list(board.runs)
    assert table["looks"].tolist() == [3, 3, 3]
    assert table["strategy"].tolist() == ["none", "smote", "class_weight"]


def test_compare_says_what_the_runs_say(board):
    table = board.compare()
    for name, run in board.runs.items():
        row, score = table.loc[name], run.scores["average_precision"]
        assert (row["value"], row["low"], row["high"]) == (score.value, score.low, score.high)
        assert row["delta"] == pytest.approx(run.delta.value)
        assert (row["delta_low"], row["delta_high"]) == (board.bounds(run).low, board.bounds(run).high)
        assert row["seconds"] == run.seconds["total"]
        assert np.isnan(row["cost"])


def test_the_difference_of_none_to_itself_is_nothing(board):
    delta = board.none.delta
    assert (delta.value, delta.low, delta.high) == (0.0, 0.0, 0.0)
    assert np.isnan(board.detectable(board.none))


def test_a_difference_is_that_of_the_scores_and_lies_in_its_bounds(board, smote_run):
    primary = "average_precision"
    assert smote_run.delta.value == pytest.approx(smote_run.scores[primary].value - board.none.scores[primary].value)
    assert smote_run.delta.low < smote_run.delta.value < smote_run.delta.high
    assert board.detectable(smote_run) > 0


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("none", None),
        ("smote", "smote"),
        (sb.ClassWeight(5), sb.ClassWeight(5.0)),
        (
            sb.SMOTESampler(sampling_strategy=0.5, random_state=0),
            sb.SMOTESampler(sampling_strategy=np.float64(0.5), k_neighbors=np.int64(5), random_state=np.int64(0)),
        ),
        (
            sb.RandomSampler(sampling_strategy=1, random_state=0),
            sb.RandomSampler(sampling_strategy=1.0, random_state=0),
        ),
    ],
    ids=["none", "key", "weight", "sampler", "ratio"],
)
def test_the_same_strategy_again_is_the_same_run_and_no_look(experiment, first, again):
    exp = experiment(seeds=1)
    run, looks = exp.run(first), exp.looks
    assert exp.run(again) is run
    assert exp.looks == looks


def test_a_key_is_the_sampler_it_stands_for(experiment):
    exp = experiment(seeds=1)
    ratio = sb.suggested_ratio(exp.split.train.y)
    assert exp.run("smote") is exp.run(sb.SMOTESampler(sampling_strategy=ratio, random_state=0))


@pytest.mark.parametrize(
    "other",
    [
        sb.SMOTESampler(sampling_strategy=0.25, random_state=1),
        sb.SMOTESampler(sampling_strategy=0.26, random_state=0),
        sb.SMOTESampler(sampling_strategy=0.25, random_state=0, k_neighbors=3),
        sb.RandomSampler(sampling_strategy=0.25, random_state=0),
    ],
)
def test_another_seed_ratio_knob_or_strategy_is_a_look(experiment, other):
    exp = experiment(seeds=1)
    run = exp.run(sb.SMOTESampler(sampling_strategy=0.25, random_state=0))
    assert exp.run(other) is not run
    assert exp.looks == 3
    assert len(set(exp.runs)) == 3


def test_names_are_unique_and_none_stays_none(experiment):
    exp = experiment(seeds=1)
    names = [exp.run(sb.ClassWeight(weight), name="none").name for weight in (2, 3)]
    assert names == ["none (2)", "none (3)"]
    assert exp.runs["none"].strategy == "none"


def test_bounds_grow_with_looks_while_the_delta_of_a_run_stays(experiment):
    exp = experiment()
    run = exp.run("smote")
    delta, at_first = run.delta, exp.bounds(run)
    for weight in (2, 4, 8, 16, 32):
        exp.run(sb.ClassWeight(weight))
    assert run.delta is delta
    assert exp.bounds(run).value == at_first.value
    assert exp._ledger.critical() > 1.1 * single(exp)


def single(exp):
    """Critical value of one comparison."""
    ledger = Ledger(exp.rows_["holdout"], "average_precision", 0, n_draws=50)
    ledger.draws["none"] = np.zeros(50)
    return ledger.critical()


@given(st.integers(1, 8), st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_the_joint_critical_value_never_falls_as_runs_are_added(n_runs, seed):
    rng = np.random.default_rng(seed)
    rows = Rows(np.r_[np.ones(20), np.zeros(80)], None, None, None)
    ledger, before = Ledger(rows, "average_precision", 0, n_draws=200), 0.0
    for i in range(n_runs):
        p = np.clip(0.5 * rows.y + rng.random(100), 0, 1.5) / 1.5
        values = measure(rows, p, p, 0.5)
        ledger.add("none" if i == 0 else f"run {i}", values, p, p, 0.5, [values["average_precision"]])
        assert ledger.critical() >= before
        before = ledger.critical()


def test_runs_that_predict_the_same_differ_by_exactly_nothing(experiment):
    exp = experiment()
    run = exp.run(sb.ClassWeight(1))
    for score in (run.delta, exp.bounds(run)):
        assert (score.value, score.low, score.high) == (0.0, 0.0, 0.0)
    assert np.isnan(exp.detectable(run))
    assert "nan" not in exp.sentence(run)


@pytest.mark.parametrize("primary", ["brier", "calibration_error"])
def test_a_difference_is_positive_where_lower_is_better_and_the_run_is_lower(experiment, primary):
    exp = experiment(primary=primary, calibration="none")
    run = exp.run(sb.SMOTESampler(sampling_strategy=1.0, random_state=0))
    assert run.delta.value == pytest.approx(exp.none.scores[primary].value - run.scores[primary].value)
    assert run.delta.value < 0
    assert exp.compare().loc[run.name, "better"] == "lower"


def test_more_seeds_widen_the_interval_by_their_noise(board, smote_run):
    per_seed = board._ledger.per_seed[smote_run.name]
    assert len(per_seed) == board.seeds == 2
    assert per_seed[0] != per_seed[1]
    assert board._ledger._seed_variance(smote_run.name, "none") > 0


def test_two_experiments_alike_agree_to_the_bit(experiment, smote_run):
    again = experiment().run(sb.SMOTESampler(sampling_strategy=0.25, random_state=0))
    assert np.array_equal(again.holdout_probabilities, smote_run.holdout_probabilities)
    assert astuple(again.scores["roc_auc"]) == astuple(smote_run.scores["roc_auc"])
    assert repr(again.scores) == repr(smote_run.scores)
    assert again.threshold == smote_run.threshold
    pd.testing.assert_frame_equal(again.synthetic, smote_run.synthetic)


def test_another_random_state_is_another_result(experiment, smote_run):
    other = experiment(random_state=7).run(sb.SMOTESampler(sampling_strategy=0.25, random_state=0))
    assert not np.array_equal(other.holdout_probabilities, smote_run.holdout_probabilities)
