"""method="cfa" follows the paper: on a table small enough to work out by hand, and with the user's rules."""

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.samplers.counterfactuals import fraud, quiet, two_clouds

COLUMNS = ["p", "q", "r", "s", "n"]
RARE = [["a", "b", "c", "d", 0], *[[f"p{i}", f"q{i}", f"r{i}", f"s{i}", 40] for i in range(4)]]
OTHERS = [
    ["x", "b", "c", "d", 1],  # row 5: one difference to row 0, in p (n is within the tolerance): a native pair
    ["a", "b", "y", "w", 0],  # row 6: two differences to row 0, in r and s: a native pair
    ["x", "m", "f", "o", 3],  # row 7: unpaired, nearest to row 5
    ["k", "g", "y", "w", 0],  # row 8: unpaired, nearest to row 6
    ["a", "h", "i", "j", 20],  # row 9: unpaired, nearest to row 6
]


def table():
    frame = pd.DataFrame(RARE + OTHERS, columns=COLUMNS)
    return frame, np.repeat([1, 0], [5, 5])


def by_hand(**changes):
    """The new rows of the table above by base and donor."""
    made = quiet(*table(), **{"n_new": 15, "method": "cfa", "k_neighbors": 1, **changes})
    rows = made.rows[COLUMNS].to_numpy().tolist()
    places = map(tuple, made.parents[["base", "donor"]].to_numpy().tolist())
    return made, dict(zip(places, rows, strict=True))


def test_differences_of_the_nearest_native_pair_are_handed_on_to_rows_without_one():
    made, rows = by_hand()
    assert rows == {
        (7, 0): ["a", "m", "f", "o", 3],
        (8, 0): ["k", "g", "c", "d", 0],
        (9, 0): ["a", "h", "c", "d", 20],
    }
    edits = dict(zip(made.parents["base"], made.edits.to_numpy().tolist(), strict=True))
    assert edits == {
        7: [True, False, False, False, False],
        8: [False, False, True, True, False],
        9: [False, False, True, True, False],
    }


def test_with_two_neighbours_the_second_nearest_pair_gives_its_differences_too():
    made = quiet(*table(), 15, method="cfa", k_neighbors=2)
    rows = made.rows[COLUMNS].to_numpy().tolist()
    assert made.parents["base"].tolist()[3:] in ([7, 8], [8, 7])
    assert ["x", "m", "c", "d", 3] in rows
    assert ["a", "g", "y", "w", 0] in rows
    assert len(rows) == 5
    assert made.report["duplicate"] == 1  # row 9 has row 5's difference already


def test_without_a_tolerance_a_small_difference_counts_and_is_handed_on():
    _, rows = by_hand(tolerance=0.0)
    assert rows[7, 0] == ["a", "m", "f", "o", 0]


def test_a_pair_may_differ_in_max_edits_columns():
    _, rows = by_hand(max_edits=1)
    assert rows[8, 0] == ["a", "g", "y", "w", 0]
    with pytest.raises(
        ValueError, match="no row is within 1 edits of a rare one: raise max_edits or tolerance, or use"
    ):
        by_hand(max_edits=1, tolerance=0.0)


def test_a_pair_agrees_on_the_immutable_columns():
    _, rows = by_hand(immutable=["p"])
    assert rows[7, 0] == ["x", "m", "c", "d", 3]
    assert rows[9, 0] == ["a", "h", "c", "d", 20]


def test_one_donor_gives_no_more_than_its_share():
    made, rows = by_hand(n_new=3)
    assert len(rows) == 2
    assert made.report["donor_share"] == 1


def test_ranges_directions_and_constraints_are_obeyed():
    made, rows = by_hand(constraints=[lambda df: df["q"] != "g"])
    assert {base for base, _ in rows} == {7, 9}
    assert made.report["constraint"] == 1
    made, rows = by_hand(permitted_range={"n": (None, 10)})
    assert {base for base, _ in rows} == {7, 8}
    assert made.report["range"] == 1
    made, rows = by_hand(tolerance=0.0, monotone={"n": 1})
    assert {base for base, _ in rows} == {8, 9}
    assert made.report["monotone"] == 1


def test_no_oracle_judge_or_plausibility_is_asked_but_the_oracle_tells_what_it_thinks():
    made = fraud(method="cfa", max_edits=4, tolerance=1.0)
    assert len(made.rows) > 5
    assert made.report["oracle"] == made.report["judge"] == made.report["plausibility"] == 0
    assert not made.validity["valid"].all()
    assert (made.validity["valid"] == (made.validity["score"] >= made.validity["threshold"])).all()


def test_where_every_row_has_a_pair_there_is_nobody_to_hand_on_to():
    X, y = two_clouds()
    with pytest.raises(ValueError, match=r"every row has a pair of its own.*lower max_edits or tolerance"):
        quiet(X, y, 5, method="cfa", max_edits=4)


def test_a_shortfall_can_be_filled_with_copies():
    made, _ = by_hand(n_new=10, shortfall="relax")
    assert len(made.rows) == 10
    assert made.report["relaxed"] == {"copy": 7}
    assert made.parents["relaxed"].tolist() == [False] * 3 + [True] * 7


def test_the_two_methods_differ():
    with pytest.raises(ValueError, match="'method' parameter"):
        quiet(*table(), 3, method="paper")
    assert sb.CounterfactualSampler().method == "native"
