import warnings

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import LinearSVC

import synthbalance as sb
from synthbalance.metrics import roc_auc
from synthbalance.models import TableModel, is_lightgbm
from synthbalance.table import table_hash
from tests.models.tables import mixed


def own_preparation(last):
    """A Pipeline that prepares the table by column name."""
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    columns = make_column_transformer(
        (numbers, ["amount", "n_items"]), (OneHotEncoder(handle_unknown="ignore"), ["channel", "country"])
    )
    return make_pipeline(columns, last)


MODELS = {
    "default": sb.default_model(n_estimators=15, learning_rate=0.1),
    "logistic": LogisticRegression(max_iter=2000),
    "forest": RandomForestClassifier(20, min_samples_leaf=3),
    "histogram": HistGradientBoostingClassifier(max_iter=15),
    "no probabilities": LinearSVC(),
    "neighbours": KNeighborsClassifier(),
    "pipeline": own_preparation(LogisticRegression()),
    "pipeline of a forest": own_preparation(RandomForestClassifier(20, min_samples_leaf=3)),
}


@pytest.mark.parametrize("name", MODELS)
def test_any_classifier_learns_from_a_mixed_table_with_gaps(name):
    X, y = mixed()
    score = TableModel(MODELS[name], seed=0).fit(X[:800], y[:800]).predict(X[800:])
    assert score.shape == (400,)
    assert ((score >= 0) & (score <= 1)).all()
    assert roc_auc(y[800:], score) > 0.65


@pytest.mark.parametrize("name", MODELS)
def test_the_same_seed_gives_the_same_scores_to_the_bit(name):
    X, y = mixed(n_rows=600)
    first, again = (TableModel(MODELS[name], seed=5).fit(X, y).predict(X) for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize("name", ["default", "forest", "pipeline of a forest"])
def test_another_seed_reaches_every_step_that_has_one(name):
    X, y = mixed(n_rows=600)
    first, other = (TableModel(MODELS[name], seed=seed).fit(X, y).predict(X) for seed in (1, 2))
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", MODELS)
def test_the_model_and_the_table_of_the_caller_stay_as_they_were(name):
    X, y = mixed(n_rows=600)
    before, parameters = table_hash(X), repr(MODELS[name].get_params())
    TableModel(MODELS[name], seed=1).fit(X, y).predict(X)
    assert table_hash(X) == before
    assert repr(MODELS[name].get_params()) == parameters
    assert not hasattr(MODELS[name], "classes_")


@pytest.mark.parametrize("name", MODELS)
def test_unseen_categories_and_new_gaps_are_scored(name):
    X, y = mixed(n_rows=600)
    fitted = TableModel(MODELS[name], seed=0).fit(X, y)
    later = X.assign(
        channel=pd.Categorical(["post"] * 600), country="XX", n_items=X["n_items"].astype("Int64").where(y == 0)
    )
    if "pipeline" in name:
        later = later.astype({"n_items": float})
    assert np.isfinite(fitted.predict(later)).all()


def test_categories_are_known_by_value_not_by_code():
    X, y = mixed(n_rows=600)
    fitted = TableModel(MODELS["default"], seed=0).fit(X, y)
    turned = X.assign(channel=X["channel"].cat.reorder_categories(["web", "shop"]))
    assert np.array_equal(fitted.predict(turned), fitted.predict(X))


def test_missing_values_and_categories_reach_lightgbm_as_such():
    X, y = mixed(n_rows=600)
    fitted = TableModel(MODELS["default"], seed=0).fit(X, y)
    assert fitted.encoder.is_category.tolist() == [False, False, True, True, True, False]
    assert np.isnan(fitted.encoder.matrix(X)[:, 0]).sum() == X["amount"].isna().sum()


def test_dates_count_whatever_their_unit():
    X, y = mixed(n_rows=600)
    fitted = TableModel(MODELS["default"], seed=0).fit(X, y)
    assert np.array_equal(fitted.predict(X.assign(at=X["at"].astype("datetime64[ns]"))), fitted.predict(X))


def test_a_column_missing_throughout_is_no_trouble():
    X, y = mixed(n_rows=600)
    for name in ("default", "logistic"):
        fitted = TableModel(MODELS[name], seed=0).fit(X.assign(gone=np.nan), y)
        assert np.isfinite(fitted.predict(X.assign(gone=1.0))).all()


@pytest.mark.parametrize("name", ["default", "logistic", "pipeline", "no probabilities"])
def test_weights_change_the_model(name):
    X, y = mixed(n_rows=600)
    plain = TableModel(MODELS[name], seed=0).fit(X, y).predict(X)
    weighted = TableModel(MODELS[name], seed=0).fit(X, y, np.where(y == 1, 9.0, 1.0)).predict(X)
    assert weighted.mean() > plain.mean()


def test_a_model_that_takes_no_weights_is_refused_with_the_way_out():
    X, y = mixed(n_rows=100)
    for model in (KNeighborsClassifier(), own_preparation(KNeighborsClassifier())):
        with pytest.raises(ValueError, match=r'KNeighborsClassifier takes no sample_weight.* such as "random"'):
            TableModel(model).fit(X, y, np.ones(100))


def test_progress_counts_the_trees_and_false_cancels():
    X, y = mixed(n_rows=300)
    told = []
    TableModel(MODELS["default"]).fit(X, y, on_progress=lambda *progress: told.append(progress))
    assert told == [("training", done, 15) for done in range(1, 16)]
    with pytest.raises(sb.Cancelled, match="3 of 15 trees done"):
        TableModel(MODELS["default"]).fit(X, y, on_progress=lambda stage, done, total: done < 3)


def test_nothing_is_printed_or_warned(capfd):
    X, y = mixed(n_rows=300)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ("default", "forest", "pipeline"):
            TableModel(MODELS[name], seed=0).fit(X, y).predict(X)
    assert capfd.readouterr() == ("", "")


def test_threads_stay_as_the_user_set_them():
    assert TableModel(LGBMClassifier(n_jobs=2), n_jobs=1).model.n_jobs == 2
    assert TableModel(LGBMClassifier(), n_jobs=3).model.n_jobs == 3


def test_lightgbm_is_known_by_its_class():
    assert is_lightgbm(sb.default_model())
    assert not is_lightgbm(LogisticRegression())


@pytest.mark.parametrize("columns", [[0, 1, 2, 3, 4, 5], ["<script>", 'a"b', "c\nd", "__proto__", "", "é [1]"]])
def test_hostile_column_names_are_no_trouble(columns):
    X, y = mixed(n_rows=300)
    X.columns = columns
    for name in ("default", "logistic"):
        assert TableModel(MODELS[name], seed=0).fit(X, y).predict(X).shape == (300,)
