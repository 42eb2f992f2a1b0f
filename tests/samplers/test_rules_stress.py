"""`stress_test`: the share of each scenario's rows that a fitted model catches."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression, LogisticRegression

import synthbalance as sb
from synthbalance.samplers._rules.caught import effective_rows, wilson
from synthbalance.samplers.rules import RuleSampler
from tests.samplers.rule_tables import payments
from tests.samplers.tables import three_classes

SMALL = {"name": "small", "set": {"amount": {"range": [1, 5]}}}
LARGE = {"name": "large", "set": {"amount": {"range": [500, 900]}}}


class AboveHundred:
    """Fraud is what costs over 100; a probability of 0.9 or 0.1."""

    classes_ = np.array([0, 1])

    def predict_proba(self, X):
        score = np.where(X["amount"].fillna(0) > 100, 0.9, 0.1)
        return np.column_stack([1 - score, score])


def fitted(**parameters):
    return RuleSampler(rules=[SMALL, LARGE], **{"random_state": 0, **parameters}).fit(*payments())


def test_each_scenario_is_a_row_and_the_real_rows_are_the_last():
    X, y = payments()
    table = fitted().stress_test(AboveHundred(), n=200)
    assert table.index.tolist() == ["small", "large", "real rows of class 1 (fitted on)"]
    assert table.columns.tolist() == ["rows", "caught", "low", "high", "median_score"]
    assert table["rows"].tolist() == [200, 200, 20]
    assert table["caught"].tolist()[:2] == [0.0, 1.0]
    assert table["caught"].iloc[2] == (X["amount"][y == 1] > 100).mean()
    assert table["median_score"].tolist()[:2] == [0.1, 0.9]
    assert table.loc["small", "high"] == pytest.approx(0.0188, abs=0.001)


def test_the_threshold_is_the_one_stated_else_the_models_else_a_half():
    sampler, model = fitted(), AboveHundred()
    assert sampler.stress_test(model, n=50, threshold=0.05).loc["small", "caught"] == 1
    assert sampler.stress_test(model, n=50, threshold=0.95).loc["large", "caught"] == 0
    model.threshold = 0.1
    assert sampler.stress_test(model, n=50).loc["small", "caught"] == 1


def test_the_same_seed_tests_the_same_rows_and_leaves_the_last_result_alone():
    X, y = payments()
    sampler = fitted()
    sampler.fit_resample(X, y)
    scenario, report = sampler.scenario_.copy(), dict(sampler.report_)
    model = SimpleNamespace(predict_proba=lambda frame: frame["fee"].to_numpy())
    first, again, other = (sampler.stress_test(model, n=60, random_state=seed) for seed in (None, 0, 7))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    pd.testing.assert_series_equal(sampler.scenario_, scenario)
    assert sampler.report_ == report


def test_rows_of_a_stress_test_obey_the_gates():
    sampler = fitted(permitted_range={"amount": (3, 600)})
    seen = []
    model = SimpleNamespace(predict_proba=lambda frame: seen.append(frame) or np.full((len(frame), 2), 0.5))
    sampler.stress_test(model, n=40)
    assert all(frame["amount"].dropna().between(3, 600).all() for frame in seen[:2])


def test_the_interval_is_wilsons_where_rows_are_independent():
    for caught, n in ((0, 20), (3, 20), (20, 20), (450, 1000)):
        exact = binomtest(caught, n).proportion_ci(method="wilson")
        assert wilson(caught / n, n) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_rows_of_one_burst_count_for_as_much_as_they_differ():
    burst = np.repeat(np.arange(50), 4)
    alike, apart = np.repeat(np.arange(50) % 2 == 0, 4), np.tile([True, False, True, False], 50)
    assert effective_rows(alike, burst) == pytest.approx(50)
    assert effective_rows(apart, burst) == 200
    assert effective_rows(np.ones(200, dtype=bool), burst) == 50


def test_a_burst_that_is_caught_or_missed_as_one_widens_the_interval():
    rule = {"set": {"amount": {"range": [1, 200], "once": True}}}
    rules = [{"name": "single", **rule}, {"name": "burst", **rule, "burst": {"size": 10}}]
    table = RuleSampler(rules=rules, random_state=0).fit(*payments()).stress_test(AboveHundred(), n=1000)
    width = table["high"] - table["low"]
    assert width["burst"] > 2 * width["single"]


def test_any_class_may_be_asked_for_and_its_column_is_found():
    X, y = three_classes()
    X = X.assign(x=X["x"].abs())
    model = LogisticRegression().fit(X[["x"]], y)
    wrapped = SimpleNamespace(predict_proba=lambda frame: model.predict_proba(frame[["x"]]), classes_=model.classes_)
    table = RuleSampler(random_state=0).fit(X, y).stress_test(wrapped, n=80, threshold=0.0, label="b")
    assert table.index.tolist() == ["as seen", "real rows of class 'b' (fitted on)"]
    assert table.loc["real rows of class 'b' (fitted on)", "rows"] == 20
    expected = np.median(model.predict_proba(X[["x"]][y == "b"])[:, 1])
    assert table["median_score"].iloc[1] == pytest.approx(expected)


def test_a_model_may_answer_with_one_probability_a_row():
    model = SimpleNamespace(predict_proba=lambda frame: np.full(len(frame), 0.7))
    assert fitted().stress_test(model, n=10)["caught"].tolist() == [1, 1, 1]


def test_a_run_is_tested_with_its_own_threshold():
    split = sb.split_holdout(sb.load_transactions(n_rows=3_000, fraud_rate=0.03), target="is_fraud", random_state=0)
    run = sb.Experiment(split, seeds=1, random_state=0).run("none")
    sampler = RuleSampler(random_state=0).fit(split.train.X, split.train.y)
    table = sampler.stress_test(run, n=100)
    stated = sampler.stress_test(run, n=100, threshold=run.threshold)
    pd.testing.assert_frame_equal(table, stated)
    assert table.index.tolist()[:3] == ["card testing", "amount burst", "impossible travel"]


@pytest.mark.parametrize(
    ("model", "changes", "error", "words"),
    [
        (LinearRegression(), {}, TypeError, "model needs a predict_proba, LinearRegression has none"),
        (AboveHundred(), {"n": 0}, ValueError, "n needs a whole number of rows, at least 1, got 0"),
        (AboveHundred(), {"n": True}, ValueError, "n needs a whole number"),
        (AboveHundred(), {"threshold": 1.5}, ValueError, "threshold needs a number from 0 to 1, got 1.5"),
        (AboveHundred(), {"label": 9}, ValueError, r"label needs one of \[0, 1\], got 9"),
        (SimpleNamespace(predict_proba=lambda X: ["yes"] * len(X)), {}, ValueError, "one probability from 0 to 1"),
        (SimpleNamespace(predict_proba=lambda X: np.ones((len(X), 2)), classes_=["a", "b"]), {}, ValueError,
         r"model needs to know class 1, it was fitted on \['a', 'b'\]"),
        (SimpleNamespace(predict_proba=lambda X: np.ones((len(X), 3))), {}, ValueError, "model has no classes_"),
        (SimpleNamespace(predict_proba=lambda X: np.ones((len(X), 2))), {"label": 0}, ValueError, "label=0 was asked"),
        (SimpleNamespace(predict_proba=lambda X: np.full(len(X), 3.0)), {}, ValueError, "one probability from 0 to 1"),
        (SimpleNamespace(predict_proba=lambda X: np.full(len(X), np.nan)), {}, ValueError, "one probability from"),
        (SimpleNamespace(predict_proba=lambda X: np.ones(3)), {}, ValueError, r"got shape \(3,\)"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_tested_is_told(model, changes, error, words):
    with pytest.raises(error, match=words):
        fitted().stress_test(model, **{"n": 10, **changes})


def test_before_fit_there_is_nothing_to_test():
    with pytest.raises(NotFittedError):
        RuleSampler().stress_test(AboveHundred())
