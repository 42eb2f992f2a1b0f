import numpy as np
import pytest
from lightgbm import LGBMClassifier

import synthbalance as sb
from synthbalance.metrics import average_precision
from synthbalance.models import TableModel
from tests.models.tables import very_rare

STABLE = {
    "n_estimators": 400,
    "learning_rate": 0.02,
    "num_leaves": 15,
    "min_child_weight": 1.0,
    "reg_lambda": 1.0,
    "colsample_bytree": 0.8,
}


@pytest.mark.parametrize("name", STABLE)
def test_the_parameters_that_keep_it_stable_are_set_by_name(name):
    assert sb.default_model().get_params()[name] == STABLE[name]


def test_any_parameter_can_be_changed():
    model = sb.default_model(random_state=3, n_jobs=2, n_estimators=7, verbosity=0)
    assert {"random_state": 3, "n_jobs": 2, "n_estimators": 7, "verbosity": 0}.items() <= model.get_params().items()


def test_the_defaults_of_lightgbm_collapse_at_one_in_five_hundred_and_ours_do_not():
    X, y = very_rare()
    train, test = slice(0, 20_000), slice(20_000, None)
    scores = {}
    for name, model in {"theirs": LGBMClassifier(verbosity=-1), "ours": sb.default_model()}.items():
        fitted = TableModel(model, seed=0).fit(X[train], y[train])
        scores[name] = average_precision(y[test], fitted.predict(X[test]))
    assert scores["theirs"] < 0.25
    assert scores["ours"] > 0.6


def test_another_seed_is_another_model_and_the_same_seed_the_same():
    X, y = very_rare(n_rows=3000, rate=0.03)
    model = sb.default_model(n_estimators=15)
    first, again, other = (TableModel(model, seed=seed).fit(X, y).predict(X) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_number_of_threads_changes_nothing():
    X, y = very_rare(n_rows=3000, rate=0.03)
    one, two = (TableModel(sb.default_model(n_estimators=15), seed=0, n_jobs=n).fit(X, y).predict(X) for n in (1, 2))
    assert np.array_equal(one, two)
