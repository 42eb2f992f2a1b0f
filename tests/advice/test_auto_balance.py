"""AutoBalance keeps "none" unless a gain is proven, and says why in two sentences."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

import synthbalance as sb
from tests.advice.tables import auto, payments, quick, split_of


class Blind(ClassifierMixin, BaseEstimator):
    """Knows nothing unless a fifth of its rows is rare: then it is a logistic regression."""

    def fit(self, X, y, sample_weight=None):
        self.classes_ = np.array([0, 1])
        self.inner_ = LogisticRegression().fit(X, y) if np.mean(y) > 0.2 else None
        return self

    def predict_proba(self, X):
        if self.inner_ is None:
            return np.full((len(X), 2), 0.5)
        return self.inner_.predict_proba(X)


class Margin(ClassifierMixin, BaseEstimator):
    """A model with a decision function only."""

    def fit(self, X, y, sample_weight=None):
        self.classes_ = np.array([0, 1])
        self.inner_ = LogisticRegression().fit(X, y, sample_weight)
        return self

    def decision_function(self, X):
        return self.inner_.decision_function(X)


class Raises(sb.RandomSampler):
    """A sampler that raises once it is used."""

    label = "Raises"

    def _draw(self, *args, **kwargs):
        raise RuntimeError("no rows <today>")


@pytest.fixture(scope="module")
def advice():
    """An answer on rows that a logistic regression fits anyway."""
    return auto().fit(split_of(payments()))


def test_none_is_kept_where_a_right_model_cannot_gain(advice):
    assert advice.choice == "none"
    assert advice.run.strategy == "none"
    assert advice.reason.startswith("Rebalancing does not help here, keep your data as it is:")


def test_the_reason_is_two_sentences(advice):
    assert len(re.findall(r"\.(?=\s|$)", advice.reason)) == 2


def test_the_holdout_is_looked_at_once(advice):
    assert advice.looks == 1
    assert advice.experiment.looks == 1


def test_every_candidate_has_a_row_with_none_first(advice):
    assert advice.table.index[0] == "none"
    assert set(advice.table["strategy"]) == {"none", "random", "class_weight"}
    assert {"value", "gain", "gain_low", "folds", "tested", "seconds", "outcome"} <= set(advice.table.columns)


def test_a_remedy_that_repairs_the_model_is_chosen_and_confirmed_on_the_holdout():
    found = auto(candidates=[sb.RandomSampler(sampling_strategy=0.5, random_state=0), "smote"], model=Blind())
    advice = found.fit(split_of(payments(shift=2.0)))
    assert isinstance(advice.choice, sb.RandomSampler)
    assert advice.table.loc[advice.table.index[1], "gain_low"] > 0
    assert advice.run.delta.low > 0
    assert advice.reason.startswith("Rebalance with Random 50 %: in cross-validation it improved average precision by")
    assert advice.looks == 1


def test_the_answer_does_not_depend_on_how_many_jobs_there_are(advice):
    other = auto(n_jobs=2).fit(split_of(payments()))
    columns = ["value", "gain", "gain_low", "folds", "outcome"]
    pd.testing.assert_frame_equal(other.table[columns], advice.table[columns])


def test_other_seeds_are_other_folds(advice):
    other = auto(random_state=1).fit(split_of(payments()))
    assert other.table.loc["none", "value"] != advice.table.loc["none", "value"]


def test_a_candidate_that_raises_is_reported_and_the_others_go_on():
    advice = auto(candidates=[Raises(sampling_strategy=0.3), "random"]).fit(split_of(payments()))
    outcome = advice.table["outcome"]
    assert outcome["Raises 30 %"] == "failed: RuntimeError: no rows <today>"
    assert advice.table["folds"].drop("Raises 30 %").min() >= 2
    assert "&lt;today&gt;" in advice._repr_html_()
    assert "<today>" not in advice._repr_html_()


def test_a_model_that_raises_without_rebalancing_raises_through():
    class Never(LogisticRegression):
        def fit(self, X, y, sample_weight=None):
            raise ArithmeticError("never")

    with pytest.raises(ArithmeticError, match="never") as caught:
        auto(model=Never()).fit(split_of(payments()))
    assert "without any rebalancing" in caught.value.__notes__[0]


def test_a_model_without_probabilities_serves_by_its_decision_function():
    advice = auto(model=Margin()).fit(split_of(payments()))
    assert advice.choice == "none"
    assert any("decision_function" in sentence for sentence in advice.warnings)


def test_equal_scores_for_all_rows_leave_none():
    class Constant(Blind):
        def predict_proba(self, X):
            return np.full((len(X), 2), 0.5)

    advice = auto(model=Constant()).fit(split_of(payments()))
    assert advice.choice == "none"
    assert (advice.table["gain"] == 0).all()


@pytest.mark.parametrize("primary", ["brier", "recall", "roc_auc"])
def test_any_metric_can_be_the_primary_one(primary):
    advice = auto(primary=primary).fit(split_of(payments()))
    assert advice.choice == "none"
    assert np.isfinite(advice.table["value"]).all()


def test_costs_can_be_what_is_gained():
    data = payments()
    data["amount"] = data["amount"].abs()
    advice = auto(primary="cost", costs=sb.Costs(missed="amount", review=0.2)).fit(split_of(data))
    assert np.isfinite(advice.table["value"]).all()
    assert "cost" in advice.reason


def test_the_nested_estimate_scores_the_procedure_itself():
    advice = auto(nested=True).fit(split_of(payments()))
    assert list(advice.nested.table["choice"]) == ["none"] * 5
    assert advice.nested.gain.value == 0
    assert "What choosing this way gains over never choosing" in advice._repr_html_()


def test_rows_known_as_synthetic_are_left_out_of_the_folds():
    real, made = payments(), payments(n_rows=40, n_rare=40, seed=5)
    train = pd.concat([real.assign(is_synthetic=False), made.assign(is_synthetic=True)], ignore_index=True)
    split = sb.Split.from_frames(train, payments(seed=7), target="fraud")
    advice = auto().fit(split)
    assert any("40 rows of train are known as synthetic" in sentence for sentence in advice.warnings)
    assert advice.run.n_train == len(split.train)


def test_sampling_weights_count_in_the_folds():
    data = payments()
    weighted = split_of(data.assign(weight=np.where(data["fraud"] == 1, 1.0, 25.0)), weight="weight")
    found, plain = (auto().fit(split).table.loc["none", "value"] for split in (weighted, split_of(data)))
    assert found < plain


def test_samplers_of_imbalanced_learn_take_part():
    from imblearn.over_sampling import RandomOverSampler

    advice = auto(candidates=[RandomOverSampler(sampling_strategy=0.3, random_state=0)]).fit(split_of(payments()))
    assert advice.table["folds"].iloc[1] >= 5


def test_what_is_printed_is_the_choice_and_the_reason(advice):
    assert repr(advice).startswith("Advice(choice='none')\nRebalancing does not help here")


def test_names_of_the_usual_candidates_are_those_of_their_runs(advice):
    assert advice.table.index[0] == advice.run.name
    assert quick().get_params() == LogisticRegression().get_params()
