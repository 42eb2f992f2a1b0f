"""Bags in an experiment: probabilities on the whole table's scale, weights, names, previews, the ledger, progress."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import synthbalance as sb
from synthbalance.experiment._bagged import BaggedModel
from synthbalance.experiment._strategy import build_strategy, plan_of
from synthbalance.metrics import METRICS
from synthbalance.models import TableModel

PLAIN = LogisticRegression(C=1e6)
TREES = sb.default_model(n_estimators=10, learning_rate=0.1, n_jobs=1)


@pytest.fixture
def quick(experiment):
    """An experiment whose models train on one thread, however many there are."""
    return lambda *split, **changes: experiment(*split, **{"model": TREES, **changes})


def logistic(n_rows=30_000, seed=0):
    """One column whose logit is that of being rare, about 4 % of the rows."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n_rows)
    return pd.DataFrame({"x": x}), (rng.random(n_rows) < 1 / (1 + np.exp(4.0 - 1.2 * x))).astype(int)


def trained(X, y, weight=None, n_models=10, ratio=0.5, seed=0, model=PLAIN):
    return BaggedModel(model, sb.UnderBagging(n_models, ratio), seed).fit(X, y, weight)


@pytest.mark.parametrize("ratio", [0.2, 1.0])
def test_probabilities_are_those_of_the_whole_table(ratio):
    X, y = logistic()
    p = trained(X, y, ratio=ratio).predict(X)
    assert p.mean() == pytest.approx(y.mean(), rel=0.06)
    assert np.abs(p - TableModel(PLAIN).fit(X, y).predict(X)).mean() < 0.1 * y.mean()


def test_without_others_left_out_a_bag_is_the_whole_table():
    X, y = logistic(2000)
    found = trained(X, y, n_models=1, ratio=0.001).predict(X)
    assert np.allclose(found, TableModel(PLAIN).fit(X, y).predict(X), atol=1e-4)


def test_weights_count_in_the_models_and_in_the_correction():
    X, y = logistic()
    weight = np.where(y == 1, 1.0, np.where(X["x"] > 0, 4.0, 1.0))
    p = trained(X, y, weight).predict(X)
    assert np.average(p, weights=weight) == pytest.approx(np.average(y, weights=weight), rel=0.06)
    assert not np.allclose(p, trained(X, y).predict(X), rtol=0.05)


def test_the_mean_of_many_bags_varies_less_than_one():
    X, y = logistic(4000)
    spread = [
        np.std([trained(X, y, n_models=n, ratio=1.0, seed=s).predict(X[:50]) for s in range(6)], 0).mean()
        for n in (1, 12)
    ]
    assert spread[1] < spread[0] / 2


def test_a_run_has_every_score_and_trains_no_new_row(quick, split):
    run = quick().run(sb.UnderBagging(n_models=3, ratio=0.2))
    assert list(run.scores) == list(METRICS)
    assert run.scores["roc_auc"].value > 0.7
    assert run.synthetic is None and run.n_synthetic == 0
    assert run.n_train == len(split.train)
    assert run.strategy == "under_bagging"
    assert "Others left out of each bag taken back by formula." in run.calibration
    assert run.predict_proba(split.holdout.X)[:, 1] == pytest.approx(run.holdout_probabilities)
    assert not run.balanced()["is_synthetic"].any()


def test_a_key_gives_the_suggested_ratio_and_the_default_number_of_models(split):
    made = build_strategy("under_bagging", split.train.y, n_models=4)
    assert made.ratio == pytest.approx(sb.suggested_ratio(split.train.y), abs=1e-6)
    assert made.n_models == 4


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"ratio": 0.2}, "Undersampled bagging 20 %"),
        ({"ratio": 0.125, "n_models": 3}, "Undersampled bagging 12.5 %, n_models 3"),
        ({"ratio": 0.2, "random_state": 7}, "Undersampled bagging 20 %, seed 7"),
        ({}, "Undersampled bagging 10 %"),
    ],
)
def test_the_name_says_the_ratio_of_a_bag(changes, name):
    assert plan_of(sb.UnderBagging(**changes), [0, 1]).name(0.03) == name


def test_bad_parameters_are_refused_before_anything_is_trained(quick):
    exp = quick()
    with pytest.raises(ValueError, match="n_models needs a whole number"):
        exp.run(sb.UnderBagging(n_models=0))
    assert exp.runs == {}


def test_a_class_instead_of_an_object_is_refused(quick):
    with pytest.raises(TypeError, match="strategy needs a key"):
        quick().run(sb.UnderBagging)


def test_the_same_bags_again_are_no_look_and_others_are(quick):
    exp = quick(seeds=1)
    first = exp.run(sb.UnderBagging(n_models=2, ratio=0.2))
    assert exp.run(sb.UnderBagging(ratio=0.2, n_models=2)) is first
    looks = exp.looks
    for other in (sb.UnderBagging(2, 0.2, random_state=1), sb.UnderBagging(3, 0.2), sb.UnderBagging(2, 0.3)):
        assert not np.array_equal(exp.run(other).holdout_probabilities, first.holdout_probabilities)
    assert exp.looks == looks + 3


def test_each_seed_of_the_experiment_has_bags_of_its_own(quick, monkeypatch):
    drawn, bags = [], sb.UnderBagging.bags
    monkeypatch.setattr(
        sb.UnderBagging, "bags", lambda self, y, seed=0: drawn.append((seed, len(y))) or bags(self, y, seed)
    )
    quick(seeds=2).run(sb.UnderBagging(n_models=1, ratio=0.2))
    seeds = [seed for seed, n in drawn if n > 2]
    assert len(set(seeds)) == len(seeds) == 2


def test_a_preview_repeats_and_has_no_new_rows(quick):
    first, again = (quick().preview(sb.UnderBagging(n_models=2, ratio=0.2)) for _ in range(2))
    assert repr(first.scores) == repr(again.scores)
    assert first.name == "Undersampled bagging 20 %, n_models 2"
    assert first.synthetic is None and first.n_synthetic == 0


def test_the_formula_alone_is_allowed(quick):
    run = quick(calibration="formula", seeds=1).run(sb.UnderBagging(n_models=3, ratio=0.5))
    assert run.holdout_probabilities.mean() == pytest.approx(run.split.holdout.y.mean(), abs=0.03)


def test_sampling_weights_of_the_split_are_used(quick, payments):
    weight = np.random.default_rng(0).uniform(0.2, 5.0, len(payments))
    weighted = sb.split_holdout(payments.assign(w=weight), target="kind", weight="w", random_state=0)
    strategy = sb.UnderBagging(n_models=2, ratio=0.3)
    used, unused = (quick(weighted, seeds=1, train_weight=on).run(strategy) for on in (True, False))
    assert not np.array_equal(used.holdout_probabilities, unused.holdout_probabilities)


def told_by(exp, strategy, answer=lambda *progress: None):
    told = []
    exp.run(strategy, on_progress=lambda *progress: (told.append(progress), answer(*progress))[1])
    return told


@pytest.mark.parametrize("model", [TREES, PLAIN], ids=["trees", "line"])
def test_progress_goes_through_all_bags_and_never_falls(quick, model):
    exp = quick(seeds=2, model=model)
    assert exp.none
    told = [progress for progress in told_by(exp, sb.UnderBagging(n_models=3, ratio=0.5)) if progress[0] == "training"]
    assert told
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2]


@pytest.mark.parametrize("model", [TREES, PLAIN], ids=["trees", "line"])
def test_it_can_be_cancelled_within_the_bags(quick, model):
    exp = quick(seeds=1, model=model)
    assert exp.none
    with pytest.raises(sb.Cancelled):
        told_by(exp, sb.UnderBagging(n_models=5, ratio=0.5), lambda stage, done, total: done < total / 2)
    assert list(exp.runs) == ["none"]
