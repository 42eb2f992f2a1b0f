"""The door: bad parameters are refused before anything is trained."""

import pytest
from lightgbm import LGBMClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier

import synthbalance as sb

BAD = [
    ({"split": "table"}, TypeError, "split needs a Split, got str"),
    ({"primary": "ap"}, ValueError, "primary needs one of average_precision, .* got 'ap'"),
    ({"primary": "cost"}, ValueError, 'primary="cost" needs costs'),
    ({"costs": 500}, TypeError, "costs needs sb.Costs"),
    ({"costs": sb.Costs(missed="nope")}, ValueError, "costs.missed='nope' needs a column of that name"),
    ({"seeds": 0}, ValueError, "seeds needs a whole number of at least 1, got 0"),
    ({"seeds": 2.5}, ValueError, "seeds needs a whole number"),
    ({"random_state": None}, ValueError, "random_state needs a whole number of 0 or more, got None"),
    ({"random_state": -1}, ValueError, "random_state needs a whole number of 0 or more, got -1"),
    ({"calibration": "platt"}, ValueError, "calibration needs one of 'auto', .* got 'platt'"),
    ({"calibration": "isotonic"}, ValueError, "needs 1000 rare validation rows, found 24"),
    ({"threshold": "recal=0.8"}, ValueError, "threshold='recal=0.8' needs"),
    ({"threshold": "recall=1.5"}, ValueError, "at most 1"),
    ({"threshold": "cost"}, ValueError, 'threshold="cost" needs missed and review'),
    ({"model": "forest"}, TypeError, "model needs a scikit-learn classifier"),
    ({"model": LGBMClassifier}, TypeError, "Pass an instance"),
    ({"model": LinearRegression()}, TypeError, "with predict_proba or decision_function"),
]


@pytest.mark.parametrize(("change", "error", "words"), BAD)
def test_a_bad_parameter_is_refused_at_once(experiment, change, error, words):
    with pytest.raises(error, match=words):
        experiment(**change)


@pytest.mark.parametrize(
    ("strategy", "error", "words"),
    [
        ("smoote", ValueError, "strategy needs one of none, .* got 'smoote'"),
        (5, TypeError, "strategy needs a key"),
        (sb.SMOTESampler, TypeError, "strategy needs a key"),
        (sb.ClassWeight(-1), ValueError, "weight needs a finite number above 0, got -1"),
        (sb.ClassWeight("5"), ValueError, "weight needs a finite number above 0, got '5'"),
    ],
)
def test_a_bad_strategy_is_refused_before_none_is_trained(experiment, strategy, error, words):
    exp = experiment()
    for ask in (exp.run, exp.preview):
        with pytest.raises(error, match=words):
            ask(strategy)
    assert exp.runs == {}


def test_a_bad_knob_is_refused_and_leaves_none_on_the_board(experiment):
    exp = experiment(seeds=1)
    with pytest.raises(ValueError, match="Usual values lie between 1 and 20"):
        exp.run(sb.SMOTESampler(k_neighbors=0, sampling_strategy=0.2))
    assert list(exp.runs) == ["none"]


def test_an_unfitted_ensemble_is_a_model(experiment):
    assert experiment(model=RandomForestClassifier(10), seeds=1).none.scores["roc_auc"].value > 0.6


def test_a_model_without_weights_runs_with_samplers_and_refuses_weights(experiment):
    exp = experiment(model=KNeighborsClassifier(), seeds=1)
    assert exp.run("random").n_synthetic > 0
    with pytest.raises(ValueError, match="KNeighborsClassifier takes no sample_weight"):
        exp.run(sb.ClassWeight(3))
