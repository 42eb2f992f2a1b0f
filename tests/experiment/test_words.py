"""Names and sentences: gains, loses, not distinguishable; and what is warned about."""

import math
import warnings
from functools import partial

import numpy as np
import pytest
from lightgbm import LGBMClassifier

import synthbalance as sb
from synthbalance.experiment import _words
from synthbalance.experiment._strategy import build_strategy, plan_of
from synthbalance.metrics import METRICS, Score
from tests.models.tables import very_rare

AP, COST = METRICS["average_precision"], METRICS["cost"]


@pytest.mark.parametrize(
    ("bounds", "sentence"),
    [
        (
            Score(0.0042, -0.0113, 0.0188),
            "SMOTE 5 % gains 0.004 (−0.011 to 0.019): not distinguishable from doing nothing on this holdout, which "
            "can detect 0.020.",
        ),
        (
            Score(0.031, 0.002, 0.06),
            "SMOTE 5 % gains 0.031 (0.002 to 0.060): better than doing nothing on this holdout, which can detect "
            "0.020.",
        ),
        (
            Score(-0.031, -0.06, -0.002),
            "SMOTE 5 % loses 0.031 (−0.060 to −0.002): worse than doing nothing on this holdout, which can detect "
            "0.020.",
        ),
        (
            Score(0.0, 0.0, 0.0),
            "SMOTE 5 % gains 0.000 (0.000 to 0.000): not distinguishable from doing nothing on this holdout, which can "
            "detect 0.020.",
        ),
    ],
)
def test_the_sentence_says_gain_interval_verdict_and_what_can_be_detected(bounds, sentence):
    assert _words.compared("SMOTE 5 %", bounds, 0.02, AP, 3) == sentence


def test_equal_runs_have_nothing_to_be_detected():
    sentence = _words.compared("Random 5 %", Score(0.0, 0.0, 0.0), math.nan, AP, 3)
    assert sentence.startswith("Random 5 % gains 0.000 (0.000 to 0.000): not distinguishable from doing nothing")
    assert sentence.endswith("on this holdout, whose scores are the same.")


def test_minus_is_the_true_minus_and_never_stands_before_a_zero():
    assert _words.figure(-0.25, AP) == "\u22120.250"
    assert _words.figure(-0.0004, AP) == "0.000"
    assert _words.figure(-1234567.8, COST) == "\u22121\u202f234\u202f568"


def test_with_one_seed_the_words_speak_of_two_fitted_models(experiment):
    one, two = experiment(seeds=1), experiment(seeds=2)
    assert "for these two fitted models," in one.sentence(one.run("class_weight"))
    assert "fitted models" not in two.sentence(two.run("class_weight"))


def test_the_sentence_of_a_run_agrees_with_its_bounds(board, smote_run):
    bounds, text = board.bounds(smote_run), board.sentence(smote_run)
    verdict = "better than" if bounds.low > 0 else "worse than" if bounds.high < 0 else "not distinguishable from"
    assert text.startswith(f"SMOTE 25 % {'gains' if bounds.value > 0 else 'loses'} ")
    assert f": {verdict} doing nothing" in text
    assert "-" not in text


def test_none_has_a_sentence_of_its_own(board):
    assert board.sentence(board.none).startswith("Doing nothing scores 0.")
    assert board.sentence(board.none).endswith(" average precision.")


@pytest.mark.parametrize(
    ("strategy", "name"),
    [
        (sb.SMOTESampler(sampling_strategy=0.05, random_state=0), "SMOTE 5 %"),
        (sb.SMOTESampler(sampling_strategy=0.05, k_neighbors=3, random_state=0), "SMOTE 5 %, k_neighbors 3"),
        (sb.SMOTESampler(sampling_strategy=0.05, random_state=4), "SMOTE 5 %, seed 4"),
        (sb.RandomSampler(sampling_strategy=0.125, random_state=0), "Random 12.5 %"),
        (sb.ClassWeight(2.5), "Class weight ×2.5"),
        (sb.UnderBagging(ratio=0.2), "Undersampled bagging 20 %"),
        ("none", "none"),
    ],
)
def test_a_run_is_named_by_its_ratio_and_what_differs_from_the_defaults(strategy, name):
    y = np.r_[np.zeros(990), np.ones(10)]
    assert plan_of(strategy, y).name(0.05) == name


def test_a_long_parameter_is_cut_in_the_name_and_two_of_them_stay_apart():
    y = np.r_[np.zeros(990), np.ones(10)]
    rules = [[{"name": "small", "set": {"amount": {"range": [1, high]}}}] for high in (5, 6)]
    names = [plan_of(sb.RuleSampler(rules=rule, sampling_strategy=0.05), y).name(0.05) for rule in rules]
    assert names[0] != names[1]
    assert all(name.startswith("Rules 5 %, rules [{'name': 'small'") and len(name) < 80 for name in names)


def amounts_fit(rows):
    return rows["amount"] > 0


class Bound:
    def __call__(self, rows):
        return rows["amount"] > 0


def _escaping(rows):
    return rows["amount"] > 0


_escaping.__qualname__ = "f\n\u202e"


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ([amounts_fit], "[amounts_fit]"),
        ([amounts_fit, lambda rows: rows["amount"] > 0], "[amounts_fit, <lambda>]"),
        ([Bound()], "[Bound]"), ([partial(amounts_fit)], "[partial]"), ([_escaping], r"['f\n\u202e']"),
    ],
)  # fmt: skip
def test_functions_are_told_by_their_names_and_never_by_an_address(constraints, words):
    y = np.r_[np.zeros(990), np.ones(10)]
    sampler = sb.SMOTESampler(sampling_strategy=0.05, constraints=constraints, random_state=0)
    assert plan_of(sampler, y).name(0.05) == f"SMOTE 5 %, constraints {words}"


def test_two_functions_of_one_name_make_two_runs_with_names_of_their_own(experiment):
    exp, rules = experiment(seeds=1), [lambda rows, low=low: rows["amount"] > low for low in (-1, -2)]
    runs = [exp.run(sb.RandomSampler(sampling_strategy=0.25, constraints=[rule], random_state=0)) for rule in rules]
    assert [run.name for run in runs] == [f"Random 25 %, constraints [<lambda>]{number}" for number in ("", " (2)")]


def test_a_ratio_above_a_half_is_noted(experiment):
    exp = experiment(seeds=1)
    with pytest.warns(sb.DataWarning, match=r"raised to 0\.80 rows per other row"):
        run = exp.run(sb.SMOTESampler(sampling_strategy=0.8, random_state=0))
    assert any("0.80" in sentence for sentence in run.warnings)


def test_a_small_ratio_and_weights_are_not_noted(board):
    assert all(run.warnings == [] for run in board.runs.values())


def test_warnings_of_the_sampler_are_kept_with_the_run(experiment):
    exp = experiment()
    with pytest.warns(sb.DataWarning, match="k_neighbors=500"):
        run = exp.run(sb.SMOTESampler(sampling_strategy=0.2, k_neighbors=500, random_state=0))
    assert len(run.warnings) == 1


def test_warnings_turned_into_errors_lose_no_look(experiment):
    exp = experiment(seeds=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error", sb.DataWarning)
        with pytest.raises(sb.DataWarning):
            exp.run(sb.SMOTESampler(sampling_strategy=0.8, random_state=0))
    assert exp.looks == 2
    assert len(exp._ledger.draws) == 2


@pytest.fixture(scope="module")
def rare_split():
    X, y = very_rare()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return sb.split_holdout(X.assign(rare=y), target="rare", random_state=0)


def test_the_guard_warns_of_a_model_that_is_broken_without_rebalancing(rare_split):
    exp = sb.Experiment(rare_split, model=LGBMClassifier(verbosity=-1), seeds=1)
    with pytest.warns(sb.DataWarning, match="Without rebalancing, LGBMClassifier reaches an average precision of 0"):
        run = exp.run("none")
    assert "would only repair this model" in run.warnings[0]


def test_the_guard_is_quiet_about_a_good_model_and_about_ours(rare_split):
    good = sb.default_model(n_estimators=100, learning_rate=0.08)
    with warnings.catch_warnings():
        warnings.simplefilter("error", sb.DataWarning)
        assert sb.Experiment(rare_split, model=good, seeds=1).none.warnings == []
        assert sb.Experiment(rare_split, seeds=1).none.warnings == []


def test_a_strategy_from_a_key_has_a_small_ratio():
    y = np.r_[np.zeros(990), np.ones(10)]
    assert build_strategy("smote", y).sampling_strategy == 0.05
    assert build_strategy("smote", y, ratio=0.2, k_neighbors=3).k_neighbors == 3
    assert build_strategy("smote", y, ratio=0.001).sampling_strategy == pytest.approx(10 / 990)
    assert build_strategy("class_weight", y).weight == pytest.approx(0.05 * 99)
    assert build_strategy("none", y) == "none"


def test_a_ratio_at_the_present_one_changes_nothing_and_runs(experiment, split):
    present = (split.train.y == 1).sum() / (split.train.y == 0).sum()
    run = experiment(seeds=1).run(build_strategy("smote", split.train.y, ratio=present))
    assert run.n_synthetic == 0
    assert run.delta.value == 0.0
    assert math.isclose(run.ratio, present)


@pytest.mark.parametrize("ratio", [0, -1, 1.5, "a", float("nan")])
def test_a_bad_ratio_is_refused(ratio):
    with pytest.raises(ValueError, match="ratio needs a number above 0, at most 1"):
        build_strategy("smote", [0] * 90 + [1] * 10, ratio=ratio)


def test_among_balanced_classes_only_none_and_weights_remain():
    y = [0] * 60 + [1] * 40
    with pytest.raises(ValueError, match=r'is for rare classes; here are 0\.67 .*Use "none" or ClassWeight'):
        build_strategy("smote", y)
    assert build_strategy("class_weight", y).weight == pytest.approx(1.5)
