"""The oracle of counterfactual rows: trained here out of fold, or the user's own, fitted or not."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import LinearSVC

import synthbalance as sb
from synthbalance.table import table_hash
from tests.samplers.counterfactuals import cloud, fraud, payments, quiet, two_clouds


def prepared(X):
    """A pipeline that needs the table as it is: names, text and gaps."""
    encode = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), ["country", "grade"]), (StandardScaler(), ["n_items"])
    )
    return make_pipeline(encode, LogisticRegression())


def test_the_threshold_is_honest_where_there_is_nothing_to_learn():
    X, y = two_clouds(apart=0.0)
    made = quiet(X, y, 10, shortfall="relax")
    assert made.validity["threshold"].iloc[0] < 0.35


def test_a_class_that_stands_apart_has_a_threshold_that_rows_can_reach():
    X, y = two_clouds(n_columns=12, apart=0.0)
    X.iloc[:40, :4] += 6.0
    made = quiet(X, y, 20)
    assert len(made.rows) == 20
    assert made.validity["valid"].all()


def test_an_unfitted_classifier_is_cross_fitted_gaps_and_all():
    made = fraud(oracle=LogisticRegression())
    assert len(made.rows) == 30
    assert made.validity["valid"].all()
    assert table_hash(made.rows) != table_hash(fraud().rows)
    assert not hasattr(made.sampler.oracle, "coef_")


def test_an_unfitted_classifier_gets_its_seed_from_the_sampler():
    X, y = two_clouds()
    first, again = (quiet(X, y, 10, oracle=RandomForestClassifier(10), purpose="explain") for _ in range(2))
    pd.testing.assert_frame_equal(first.validity, again.validity)


def test_a_fitted_classifier_is_used_as_it_is():
    X, y = two_clouds()
    model = LogisticRegression().fit(X, y)
    made = quiet(X, y, 20, oracle=model)
    assert made.validity["score"].to_numpy() == pytest.approx(model.predict_proba(made.rows)[:, 1])
    wanted = np.quantile(model.predict_proba(X[y == 1])[:, 1], 0.75)
    assert made.validity["threshold"].to_numpy() == pytest.approx(wanted)
    assert made.sampler.oracle is model


def test_a_classifier_fitted_on_an_array_gets_arrays():
    X, y = two_clouds()
    made = quiet(X, y, 20, oracle=GaussianNB().fit(X.to_numpy(), y))
    assert made.validity["valid"].all()


def test_a_pipeline_gets_the_table_as_it_is_fitted_or_not():
    X, y = payments()
    fresh, fitted = (quiet(X, y, 15, oracle=model) for model in (prepared(X), prepared(X).fit(X, y)))
    for made in (fresh, fitted):
        assert made.validity["valid"].all()
        assert set(made.edits.columns[made.edits.any()]) <= {"country", "grade", "n_items"}
    score = fitted.sampler.oracle.predict_proba(fitted.rows)[:, 1]
    assert fitted.validity["score"].to_numpy() == pytest.approx(score)


def test_a_frozen_classifier_stays_fitted_where_the_sampler_is_cloned():
    X, y = payments()
    model = FrozenEstimator(prepared(X).fit(X, y))
    sampler = clone(sb.CounterfactualSampler(sampling_strategy={1: 55}, oracle=model, random_state=0))
    X_new, _ = sampler.fit_resample(X, y)
    score = model.predict_proba(X_new[sampler.synthetic_mask_])[:, 1]
    assert sampler.validity_["score"].to_numpy() == pytest.approx(score)


def test_of_several_classes_the_right_probability_is_taken():
    X, _ = two_clouds(n_columns=6)
    y = np.repeat(["c", "b", "a"], [40, 60, 200])
    X[y == "b"] -= 3.0
    model = LogisticRegression().fit(X, y)
    made = quiet(X, y, 10, label="c", oracle=model)
    assert made.validity["score"].to_numpy() == pytest.approx(model.predict_proba(made.rows)[:, 2])


def test_an_oracle_of_other_classes_is_refused():
    X, y = two_clouds()
    model = LogisticRegression().fit(X, np.where(y == 1, "yes", "no"))
    words = (
        r"oracle=LogisticRegression needs .* the class 1, its classes are \['no', 'yes'\]\. Fit it on the same labels"
    )
    with pytest.raises(ValueError, match=words):
        quiet(X, y, 10, oracle=model)


@pytest.mark.parametrize("oracle", [LinearSVC(), "lightgbm", 0.5])
def test_an_oracle_without_probabilities_is_refused(oracle):
    with pytest.raises(ValueError, match="'oracle' parameter"):
        quiet(*two_clouds(), 10, oracle=oracle)


def test_columns_are_tried_from_the_least_important_one():
    X, y = two_clouds(apart=0.0)
    X["x2"] += 4.0 * y
    made = quiet(X, y, 20, purpose="explain")
    oracle = next(iter(made.sampler._makers.values())).oracle
    assert oracle.importance.argmax() == 2
    assert made.edits["x2"].all()
    assert cloud().edits.sum(axis=1).mean() > made.edits.sum(axis=1).mean()
