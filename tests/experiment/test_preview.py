"""Previews look at validation rows only; progress is told; a cancelled run leaves the ledger as it was."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.experiment import _known, _preview, _train
from synthbalance.metrics import METRICS


class Poison:
    """Stands for the holdout's table: anything done with it fails."""

    def __getattr__(self, name):
        raise AssertionError(f"the holdout was touched: {name}")

    __len__ = __iter__ = __getitem__ = lambda *args: pytest.fail("the holdout was touched")


@pytest.fixture
def poisoned(split):
    """The split with a holdout whose features cannot be read and whose outcome is turned around."""
    part = split.holdout
    return dataclasses.replace(split, holdout=dataclasses.replace(part, X=Poison(), y=1 - part.y))


@pytest.mark.parametrize("strategy", ["none", "class_weight", "smote"])
def test_a_preview_never_touches_the_holdout(experiment, split, poisoned, strategy):
    with_poison, honest = experiment(poisoned).preview(strategy), experiment(split).preview(strategy)
    assert repr(with_poison.scores) == repr(honest.scores)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        experiment(poisoned).run(strategy)


def test_a_preview_is_no_look(experiment):
    exp = experiment()
    exp.preview("smote")
    assert exp.looks == 0
    assert exp.runs == {}
    assert exp._ledger.draws == {}


def test_a_preview_has_every_score_and_the_new_rows(experiment, split):
    seen = experiment().preview(sb.SMOTESampler(sampling_strategy=0.25, random_state=0))
    assert list(seen.scores) == list(METRICS)
    assert 0 < seen.scores["average_precision"] < 1
    assert seen.name == "SMOTE 25 %"
    assert seen.n_synthetic == len(seen.synthetic) > 0
    assert seen.seconds > 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        seen.scores = {}


def test_a_preview_repeats(experiment):
    first, again = (experiment().preview("smote").scores for _ in range(2))
    assert repr(first) == repr(again)


@pytest.fixture
def too_much_work(monkeypatch):
    """No table is small enough for the exact run's own models."""
    monkeypatch.setattr(_preview, "_WORK_SECONDS", 0.0)


def test_a_preview_of_few_rows_is_the_exact_run_on_validation_rows(experiment, split):
    exp = experiment(seeds=2)
    seen = exp.preview("smote")
    run = exp.run("smote")
    y = split.validation.y.to_numpy()
    assert seen.scores["average_precision"] == METRICS["average_precision"].function(y, run.validation_probabilities)
    assert seen.n_synthetic == run.n_synthetic


def test_the_exact_run_takes_over_models_that_a_preview_has_trained(experiment, monkeypatch):
    exp, alone = experiment(seeds=2), experiment(seeds=2)
    assert exp.none
    exp.preview("smote")
    monkeypatch.setattr(_train, "fit_model", lambda *given: pytest.fail("trained again"))
    run = exp.run("smote")
    monkeypatch.undo()
    fresh = alone.run("smote")
    assert np.array_equal(run.holdout_probabilities, fresh.holdout_probabilities)
    pd.testing.assert_frame_equal(run.synthetic, fresh.synthetic)
    assert run.seconds["total"] >= run.seconds["fit"] > 0


def test_a_run_that_takes_models_over_can_be_cancelled(experiment):
    exp = experiment()
    assert exp.none
    exp.preview("smote")
    with pytest.raises(sb.Cancelled):
        exp.run("smote", on_progress=lambda *progress: False)
    assert list(exp.runs) == ["none"]


def test_a_preview_of_many_rows_trains_on_a_weighted_sample(experiment, split, monkeypatch, too_much_work):
    monkeypatch.setattr(_preview, "SAMPLE_ROWS", 400)
    trained, real = [], _preview.fit_table
    monkeypatch.setattr(_preview, "fit_table", lambda model, *table: (trained.append(table), real(model, *table))[1])
    seen = experiment().preview("smote")
    X, y, weight = trained[0][:3]
    others = y == 0
    assert others.sum() < (split.train.y == 0).sum()
    assert (y == 1).sum() == (split.train.y == 1).sum() + seen.n_synthetic
    assert weight[others].sum() == pytest.approx((split.train.y == 0).sum())
    assert (weight[~others] == 1).all()
    assert len(X) == len(y) == len(weight)


def test_many_new_rows_are_stood_for_by_the_first_ones(experiment, split, monkeypatch, too_much_work):
    monkeypatch.setattr(_preview, "MOST_NEW", 500)
    monkeypatch.setattr(_known, "MOST_NEW", 500)
    trained, real = [], _preview.fit_table
    monkeypatch.setattr(_preview, "fit_table", lambda model, *table: (trained.append(table), real(model, *table))[1])
    n_rare = int(split.train.y.sum())
    seen = experiment().preview(sb.SMOTESampler(sampling_strategy=0.9, random_state=0))
    _, y, weight = trained[0][:3]
    assert len(seen.synthetic) == 500 < seen.n_synthetic
    assert weight[y == 1].sum() == pytest.approx(n_rare + seen.n_synthetic)
    assert seen.name == "SMOTE 90 %"


@pytest.mark.parametrize("work", [0.0, 9.0])
def test_a_larger_ratio_keeps_the_new_rows_of_a_smaller_one(experiment, monkeypatch, work):
    monkeypatch.setattr(_preview, "_WORK_SECONDS", work)
    exp = experiment()
    small, large = (
        exp.preview(sb.SMOTESampler(sampling_strategy=ratio, random_state=0)).synthetic for ratio in (0.2, 0.4)
    )
    assert len(small) < len(large)
    pd.testing.assert_frame_equal(large.iloc[: len(small)], small)


def told_by(ask):
    told = []
    ask(lambda *progress: told.append(progress))
    return told


def test_progress_never_falls_within_a_stage(experiment):
    exp = experiment(seeds=3)
    assert exp.none
    told = told_by(lambda listen: exp.run("smote", on_progress=listen))
    stages = {stage for stage, *_ in told}
    assert stages == {"finding neighbours", "training", "scoring"}
    for stage in stages:
        done = [done for name, done, _ in told if name == stage]
        assert done == sorted(done)
    assert all(0 <= done <= total for _, done, total in told)
    assert told[-1] == ("scoring", 2000, 2000)
    assert ("training", 45, 45) in told


def test_the_guard_is_a_stage_of_its_own(split):
    exp = sb.Experiment(split, model=sb.default_model(n_estimators=5), seeds=1)
    told = told_by(lambda listen: exp.run("none", on_progress=listen))
    assert list(dict.fromkeys(stage for stage, *_ in told)) == ["training", "checking the model", "scoring"]
    assert ("checking the model", 400, 400) in told


@pytest.mark.parametrize("stage", ["finding neighbours", "training", "scoring"])
def test_a_cancelled_run_leaves_the_ledger_as_it_was(experiment, stage):
    exp = experiment()
    assert exp.none
    with pytest.raises(sb.Cancelled):
        exp.run("smote", on_progress=lambda name, done, total: not (name == stage and done > 0))
    assert list(exp.runs) == ["none"]
    assert list(exp._ledger.draws) == ["none"]
    assert exp.run("smote").scores["roc_auc"].value > 0.5


def test_none_stays_when_what_came_after_it_is_cancelled(experiment):
    exp = experiment()
    with pytest.raises(sb.Cancelled):
        exp.run("smote", on_progress=lambda name, done, total: name != "finding neighbours")
    assert list(exp.runs) == ["none"]


def test_a_cancelled_preview_raises_and_the_next_one_works(experiment):
    exp = experiment()
    with pytest.raises(sb.Cancelled):
        exp.preview("smote", on_progress=lambda *progress: False)
    assert np.isfinite(exp.preview("smote").scores["average_precision"])


def test_listening_changes_no_result(experiment):
    quiet = experiment(seeds=1).run("smote")
    heard = experiment(seeds=1).run("smote", on_progress=lambda *progress: None)
    assert np.array_equal(quiet.holdout_probabilities, heard.holdout_probabilities)


def test_a_half_trained_model_is_scored_on_validation_rows_three_times(experiment, split):
    exp, told = experiment(model=sb.default_model(n_estimators=40, n_jobs=1), seeds=2), []
    run = exp.run("smote", on_partial=lambda *half: told.append(half))
    assert [share for share, _ in told] == [0.25, 0.5, 0.75]
    first = run._models[0]
    half = first.model.booster_.predict(first.encoder.matrix(split.validation.X), num_iteration=20)
    assert told[1][1] == pytest.approx(METRICS["average_precision"].function(split.validation.y, half), abs=1e-9)


@pytest.mark.parametrize("strategy", ["under_bagging"])
def test_where_no_model_is_half_trained_nothing_is_told(experiment, strategy):
    told = []
    experiment().run(strategy, on_partial=lambda *half: told.append(half))
    assert told == []


@pytest.mark.parametrize("strategy", ["smote", "under_bagging"])
def test_a_run_can_be_cancelled_while_it_predicts(experiment, strategy):
    exp = experiment()
    assert exp.none
    told = []

    def listen(stage, done, total):
        told.append((stage, done, total))
        return told.count(("training", total, total)) < 2  # the last tree, then the first rows predicted

    with pytest.raises(sb.Cancelled):
        exp.run(strategy, on_progress=listen)
    assert list(exp.runs) == ["none"]
