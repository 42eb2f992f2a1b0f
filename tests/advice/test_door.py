"""Bad parameters of AutoBalance: one clear sentence, before anything is trained."""

import pytest

import synthbalance as sb
from tests.advice.tables import auto, payments, split_of


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"primary": "gini"}, ValueError, "primary needs one of"),
        ({"primary": "cost"}, ValueError, 'primary="cost" needs costs'),
        ({"seconds": 0}, ValueError, "seconds needs a number above 0"),
        ({"seconds": "60"}, ValueError, "seconds needs a number above 0"),
        ({"n_jobs": 0}, ValueError, "n_jobs needs a whole number"),
        ({"random_state": -1}, ValueError, "random_state needs a whole number"),
        ({"calibration": "formula", "candidates": None}, ValueError, "not valid for new rows"),
        ({"candidates": ["smoot"]}, ValueError, "strategy needs one of"),
        ({"model": "lightgbm"}, TypeError, "model needs a scikit-learn classifier"),
    ],
)
def test_a_bad_parameter_says_what_it_needs(options, error, words):
    with pytest.raises(error, match=words):
        auto(**options).fit(split_of(payments()))


def test_a_table_in_place_of_a_split_says_how_to_make_one():
    with pytest.raises(TypeError, match="split needs a Split, got DataFrame"):
        auto().fit(payments())


def test_several_classes_are_refused_with_the_way_out():
    data = payments()
    data.loc[data.index[:30], "fraud"] = 2
    split = sb.split_holdout(data, target="fraud", multiclass=True, random_state=0)
    with pytest.raises(ValueError, match=r"two classes.*positive="):
        auto().fit(split)
