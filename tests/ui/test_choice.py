"""What is refused names the parameter and the way out."""

import pytest

from synthbalance.metrics import Costs
from synthbalance.samplers import Knob
from synthbalance.ui import _choice
from synthbalance.ui._choice import Refused


class FancySampler:
    knobs = (
        Knob("k_neighbors", low=1, high=50, soft=(1, 20), help="neighbours"),
        Knob("width", low=0.0, help="noise width"),
        Knob("variant", choices=("plain", "wide"), help="which"),
        Knob("limit", low=1, help="rows at most"),
    )

    def __init__(self, *, k_neighbors=5, width=0.1, variant="plain", limit=None, is_fast=True):
        pass


@pytest.fixture(autouse=True)
def fancy(monkeypatch):
    monkeypatch.setattr(_choice, "STRATEGIES", {"none": None, "fancy": FancySampler})


def test_knobs_left_out_take_their_defaults():
    assert _choice.read_knobs("fancy", {"width": 2}) == {
        "k_neighbors": 5,
        "width": 2.0,
        "variant": "plain",
        "limit": None,
    }


def test_a_whole_number_may_come_as_a_float():
    value = _choice.read_knobs("fancy", {"k_neighbors": 7.0})["k_neighbors"]
    assert (value, type(value)) == (7, int)


@pytest.mark.parametrize(
    ("knobs", "parameter"),
    [
        ({"k_neighbors": 0}, "k_neighbors"),
        ({"k_neighbors": 51}, "k_neighbors"),
        ({"k_neighbors": 2.5}, "k_neighbors"),
        ({"k_neighbors": "5"}, "k_neighbors"),
        ({"width": float("nan")}, "width"),
        ({"width": -1}, "width"),
        ({"variant": "tall"}, "variant"),
        ({"variant": ["plain"]}, "variant"),
        ({"unknown": 1}, "unknown"),
        ([1], "knobs"),
    ],
)
def test_knobs_out_of_bounds_are_refused(knobs, parameter):
    with pytest.raises(Refused) as caught:
        _choice.read_knobs("fancy", knobs)
    assert caught.value.parameter == parameter
    assert caught.value.way_out


@pytest.mark.parametrize("ratio", [float("nan"), float("inf"), -0.1, 0, 1.2, "0.1", None, True])
def test_a_ratio_that_is_none_is_refused(ratio):
    with pytest.raises(Refused, match="ratio needs a number above 0"):
        _choice.read_ratio(ratio, present=0.01)


def test_a_ratio_below_the_present_one_is_raised_to_it_with_a_note():
    ratio, note = _choice.read_ratio(0.001, present=0.01)
    assert ratio == 0.01
    assert "raised" in note


def test_the_present_ratio_itself_needs_no_note():
    assert _choice.read_ratio(0.01 * (1 - 1e-12), present=0.01) == (0.01, "")


@pytest.mark.parametrize("strategy", ["magic", None, 3, ["none"], ""])
def test_an_unknown_strategy_is_refused_with_the_known_ones(strategy):
    with pytest.raises(Refused, match="none, fancy"):
        _choice.read_strategy(strategy)


@pytest.mark.parametrize("threshold", [-0.1, 2, float("nan"), "0.5", True])
def test_a_threshold_outside_of_0_to_1_is_refused(threshold):
    with pytest.raises(Refused, match="threshold needs"):
        _choice.read_threshold(threshold)


def test_no_threshold_means_the_chosen_one():
    assert _choice.read_threshold(None) is None
    assert _choice.read_threshold(1) == 1.0


@pytest.mark.parametrize(
    "costs",
    [
        {"missed": -1},
        {"review": "amount"},
        {"capacity": 0},
        {"review": "ten"},
        {"fee": 3},
        {"missed": "gone"},
        {"missed": "shop"},
        7,
    ],
)
def test_costs_that_cannot_be_are_refused(costs, split):
    with pytest.raises(Refused) as caught:
        _choice.read_costs(costs, [split.holdout])
    assert caught.value.way_out


def test_costs_may_name_a_column(split):
    costs = {"missed": "amount", "review": 5, "capacity": None}
    assert _choice.read_costs(costs, [split.holdout]) == costs


def test_a_price_of_alerts_by_row_is_shown_as_its_mean(split):
    X = split.holdout.X.assign(fee=2.0)
    assert _choice.costs_dict(Costs(missed="amount", review="fee", admin=1), X)["review"] == 3.0
    assert _choice.costs_dict(Costs(review=5)) == {"missed": 500.0, "review": 5, "capacity": None}


def test_names_are_taken_once_and_only_known_ones():
    assert _choice.read_names(["a", "x", "a", 3, "b"], ["a", "b"], most=4) == ["a", "b"]
    assert _choice.read_names("ab", ["a", "b"], most=4) == []
