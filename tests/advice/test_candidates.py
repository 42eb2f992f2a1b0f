"""Who takes part: the usual candidates, each once."""

import pytest

import synthbalance as sb
from synthbalance.advice._candidates import field_of


def names(y, given=None):
    return [one.name for one in field_of(given, y, 0, with_trained=False)]


def test_eleven_usual_candidates_with_none_first():
    found = names([0] * 9900 + [1] * 100)
    assert len(found) == 11
    assert found[0] == "none"
    assert {"Class weight ×3", "Class weight ×10", "SMOTE 3 %", "SMOTE 6 %", "MGS 5 %", "Random 5 %"} <= set(found)


def test_a_ratio_below_twice_the_present_one_is_raised_and_equal_candidates_are_tried_once():
    found = names([0] * 900 + [1] * 100)
    assert sum(name.startswith("SMOTE") for name in found) == 1


def test_above_half_only_weights_remain():
    assert names([0] * 100 + [1] * 60) == ["none", "Class weight ×3", "Class weight ×10"]


def test_given_candidates_are_tried_in_their_place_with_none_added():
    found = names([0] * 900 + [1] * 30, ["smote", sb.ClassWeight(3), "smote", "none"])
    assert found == ["none", "SMOTE 6.67 %", "Class weight ×3"]


@pytest.mark.parametrize("given", ["smote", {"smote": 1}, 3])
def test_candidates_that_are_no_list_say_so(given):
    with pytest.raises(TypeError, match="candidates needs a list of strategies"):
        names([0] * 90 + [1] * 10, given)


def test_an_unknown_key_names_the_known_ones():
    with pytest.raises(ValueError, match="strategy needs one of none, class_weight"):
        names([0] * 90 + [1] * 10, ["smoot"])
