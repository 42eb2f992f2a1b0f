"""Provenance: parents, edits and the nearest real rows of one new row."""

import json

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.split import Part
from synthbalance.ui._details import COLUMN_BYTES, Made, details_of
from synthbalance.ui._near import RealRows
from synthbalance.ui._points import TOP, pack_points
from synthbalance.ui._traits import PROTOCOL
from synthbalance.ui._values import number_text, value_text
from tests.ui.conftest import PATIENCE


def part_of(X, is_rare):
    return Part(X, pd.Series(np.asarray(is_rare, dtype="int8"), index=X.index))


@pytest.fixture
def train():
    """Six rows: rare ones have large amounts; labels are not positions."""
    X = pd.DataFrame(
        {
            "amount": [10.0, 38.0, 20.0, 30.0, 200.0, 212.0],
            "n": [1, 2, 3, 4, 5, 6],
            "channel": pd.Categorical(["app", "app", "web", "app", "web", "web"]),
        },
        index=[801, 802, 803, 804, 812, 899],
    )
    return part_of(X, [0, 0, 0, 0, 1, 1])


def made_of(train, values, parents=None, strategy="smote", **more):
    new = pd.DataFrame([values], columns=train.X.columns, index=["syn-7"]).astype(train.X.dtypes.to_dict())
    return Made(strategy, new, None if parents is None else pd.DataFrame([parents]), **more)


def told(train, made, row=0, axes=("amount", "n")):
    info = pack_points(train, made.synthetic, list(axes))[0]
    return details_of(RealRows(train), made, row, info)


def edited(details):
    return [column["name"] for column in details["columns"] if column["edited"]]


def test_details_have_the_keys_of_the_protocol_and_are_json(train):
    details = told(train, made_of(train, [206.0, 5, "web"], {"seed": 4, "neighbor": 5}))
    assert set(details) == set(PROTOCOL["traits"]["details"]["keys"])
    assert (details["row"], details["of"], details["label"]) == (0, 1, "syn-7")
    assert all(set(one) == {"role", "label", "distance", "at"} for one in details["related"])
    assert all(set(one) == {"name", "edited", "value", "related"} for one in details["columns"])
    json.dumps(details, allow_nan=False)


def test_a_smote_row_lies_between_its_parents_and_its_own_values_are_marked(train):
    details = told(train, made_of(train, [203.0, 5, "web"], {"seed": 4, "neighbor": 5}))
    assert details["text"] == "Between row 812 and row 899, 0.25 of the way."
    assert edited(details) == ["amount"]
    assert "Marked: values that neither parent has." in details["note"]
    assert [one["role"] for one in details["related"]] == ["seed", "neighbor", "nearest rare", "nearest other"]
    assert [one["label"] for one in details["related"]] == ["row 812", "row 899", "row 812", "row 804"]


def test_a_counterfactual_says_what_made_it_rare(train):
    details = told(train, made_of(train, [212.0, 2, "web"], {"base": 1, "donor": 5, "relaxed": False}))
    assert details["text"] == "This row became rare by amount: 38 → 212, channel: app → web."
    assert edited(details) == ["amount", "channel"]
    assert details["columns"][0] == {
        "name": "amount", "edited": True, "value": "212", "related": ["38", "212", "200", "38"],
    }  # fmt: skip
    assert "loosened" not in details["note"]


@pytest.mark.parametrize(
    ("values", "parents", "text"),
    [
        ([212.0, 6, "web"], {"base": 5, "donor": 5}, "A copy of row 899, as too few edited rows passed."),
        ([206.0, 5, "web"], {"base": 4, "donor": 5}, "Between row 812 and row 899, 0.50 of the way, as too few edited"),
    ],
)
def test_a_row_that_filled_up_a_shortfall_says_so(train, values, parents, text):
    details = told(train, made_of(train, values, parents | {"relaxed": True}))
    assert details["text"].startswith(text)
    assert "a gate was loosened" in details["note"]


def test_a_copy_is_called_one_and_a_shrunk_row_is_near(train):
    copy = told(train, made_of(train, [200.0, 5, "web"], {"source": 4}))
    assert copy["text"] == "A copy of row 812."
    assert copy["note"].startswith("An exact copy of row 812. Inside the class")
    assert copy["related"][0]["distance"] == 0
    near = told(train, made_of(train, [201.0, 5, "web"], {"source": 4}))
    assert near["text"] == "Near row 812, 0.012 standard deviations away."
    assert "exact copy" not in near["note"]


@pytest.mark.parametrize(
    ("strategy", "start"),
    [("copula", "Drawn from a model"), ("rules", "Made by a rule"), ("vae", "Drawn from a model")],
)
def test_a_row_without_parents_names_the_nearest_real_rows(train, strategy, start):
    details = told(train, made_of(train, [120.0, 5, "web"], strategy=strategy))
    assert details["text"].startswith(f"{start}: no single parents; nearest real rare row ")
    assert ", nearest other " in details["text"]
    assert [one["role"] for one in details["related"]] == ["nearest rare", "nearest other"]


def test_a_neighbourhood_names_its_seed_and_whose_gaps_it_has(train):
    details = told(train, made_of(train, [205.0, 5, "web"], {"seed": 4, "donor": 5}))
    assert details["text"] == (
        "Drawn from the neighbourhood of row 812; missing and special values are those of row 899."
    )


def test_the_note_says_on_which_side_of_the_class_it_lies(train):
    assert "Inside the class" in told(train, made_of(train, [210.0, 6, "web"]))["note"]
    assert "Outside the class" in told(train, made_of(train, [12.0, 1, "app"]))["note"]


def test_distances_are_in_standard_deviations_and_a_category_counts_one(train):
    details = told(train, made_of(train, [200.0, 5, "app"], {"source": 4}))
    assert details["related"][0]["distance"] == 1.0
    step = told(train, made_of(train, [200.0, 6, "web"], {"source": 4}))["related"][0]["distance"]
    assert step == pytest.approx(1 / train.X["n"].std(ddof=0), abs=1e-5)


def test_a_missing_value_counts_one_unless_both_miss_it():
    X = pd.DataFrame({"a": [1.0, np.nan, 3.0, 5.0], "b": pd.Series(["x", None, "y", "x"], dtype=object)})
    train = part_of(X, [1, 1, 0, 0])
    details = told(train, made_of(train, [np.nan, None], {"seed": 0, "neighbor": 1}), axes=("a", "a"))
    assert [one["distance"] for one in details["related"][:2]] == [pytest.approx(2**0.5), 0.0]
    assert [one["at"] is None for one in details["related"][:2]] == [False, True]
    assert details["at"] is None
    assert details["columns"][0]["value"] == "missing"
    assert "An exact copy of row 1." in details["note"]


def test_a_category_that_no_real_row_has_differs_from_all():
    train = part_of(pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": ["x", "x", "y"]}), [1, 0, 0])
    details = told(train, made_of(train, [1.0, "new"]))
    assert details["related"][0]["distance"] == 1.0


def test_a_place_is_on_the_scale_of_the_points(train):
    made = made_of(train, [111.0, 6, "web"], {"seed": 4, "neighbor": 5})
    details = told(train, made)
    assert details["at"] == [round((111 - 10) / (212 - 10) * TOP), TOP]
    assert details["related"][1]["at"] == [TOP, TOP]


def test_a_place_beyond_the_scale_stands_at_its_edge(train):
    made = made_of(train, [900.0, 6, "web"])
    info = pack_points(train, None, ["amount", "n"])[0]
    assert details_of(RealRows(train), made, 0, info)["at"] == [TOP, TOP]


@pytest.mark.parametrize("X", [pd.DataFrame({"c": list("aabb")}), pd.DataFrame({"c": list("aabb"), "k": [True] * 4})])
def test_a_table_of_categories_alone_has_distances_and_no_places(X):
    train = part_of(X, [1, 1, 0, 0])
    details = told(train, made_of(train, list(X.iloc[0]), {"seed": 0, "neighbor": 1}), axes=())
    assert details["text"] == "Between row 0 and row 1."
    assert (details["at"], details["related"][3]["distance"]) == (None, 1.0)


def test_one_numeric_column_is_enough():
    train = part_of(pd.DataFrame({"a": [1.0, 2.0, 9.0]}), [1, 1, 0])
    details = told(train, made_of(train, [1.25], {"seed": 0, "neighbor": 1}), axes=("a", "a"))
    assert details["text"].endswith("0.25 of the way.")


def test_an_empty_column_is_shown_and_tells_nothing():
    train = part_of(pd.DataFrame({"a": [1.0, 2.0, 9.0], "none": [None] * 3}), [1, 1, 0])
    details = told(train, made_of(train, [1.0, None], {"source": 0}), axes=("a", "a"))
    assert details["text"] == "A copy of row 0."


def test_hostile_names_and_values_are_plain_text():
    name, value = "<script>alert(1)</script>", '"><img src=x onerror=alert(2)>'
    train = part_of(pd.DataFrame({name: [1.0, 2.0, 5.0], "b": [value, "x", "y"], 3: [1, 2, 3]}), [1, 0, 0])
    details = told(train, made_of(train, [1.0, "x", 2], {"base": 1, "donor": 0}), axes=(name, "3"))
    assert f"{name}: 2 → 1" in details["text"]
    assert [column["name"] for column in details["columns"]] == [name, "b", "3"]
    assert value in details["columns"][1]["related"]


def test_a_row_of_another_class_is_not_called_rare(train):
    made = made_of(train, [212.0, 2, "web"], {"base": 1, "donor": 5}, labels=np.array([2]))
    details = told(train, made)
    assert details["text"].startswith("This row was changed by")
    assert details["note"].startswith("It was made for another class")


@pytest.mark.parametrize("parents", [{"seed": 99, "neighbor": -1}, {"seed": np.nan, "neighbor": np.nan}, {"else": 1}])
def test_parents_that_are_no_rows_of_train_are_left_out(train, parents):
    details = told(train, made_of(train, [206.0, 5, "web"], parents))
    assert details["text"].startswith("Drawn from a model")


def test_a_wide_table_is_told_within_its_budget():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(50, 400)), columns=[f"column {at} with a long name" for at in range(400)])
    train = part_of(X, np.arange(50) < 10)
    details = told(train, Made("smote", X[:1] + 0.5, pd.DataFrame({"seed": [0], "neighbor": [1]})), axes=())
    assert len(json.dumps(details["columns"])) < COLUMN_BYTES + 100
    assert "of 400 columns are listed." in details["note"]


def test_the_nearest_rows_are_those_of_a_full_search(split):
    real, X = RealRows(split.train), split.train.X
    new = X.iloc[[5]].assign(amount=X["amount"].iloc[5] + 3.0)
    numbers = ["amount", "age"]
    squares = (((X[numbers] - new[numbers].iloc[0]) / X[numbers].std(ddof=0)) ** 2).sum(axis=1)
    expected = np.sqrt(squares + (X["shop"] != new["shop"].iloc[0])).to_numpy()
    assert np.allclose(real.distances(new), expected, atol=1e-5)
    is_rare = split.train.y.to_numpy() == 1
    assert real.nearest(real.distances(new), rare=True) == np.flatnonzero(is_rare)[expected[is_rare].argmin()]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.678, "12\u202f350"), (-0.00012345, "−0.0001234"), (1.2e-7, "1.2e−7"), (0.0, "0"),
        (150012, "150\u202f012"), (9999.96, "10\u202f000"), (1e20, "1e20"),
        (np.float32(0.1), "0.1"), (np.int8(-3), "−3"), (True, "True"),
        (None, "missing"), (np.nan, "missing"), (pd.NaT, "missing"), (pd.NA, "missing"), (float("inf"), "inf"),
        (pd.Timestamp("2024-01-05"), "2024-01-05"), (pd.Timestamp("2024-01-05 13:07:09"), "2024-01-05 13:07:09"),
        ("a" * 100, "a" * 59 + "…"), (("tuple", 1), "('tuple', 1)"),
    ],
)  # fmt: skip
def test_values_read_well(value, text):
    assert value_text(value) == text


def test_a_number_has_as_many_digits_as_asked_for():
    assert [number_text(x, 2) for x in (0.4217, 12.34, 0.006, 1234.0)] == ["0.42", "12", "0.006", "1\u202f200"]


@pytest.mark.parametrize(
    ("strategy", "words"),
    [
        ("smote", "Between row "), ("random", "A copy of row "), ("copula", "Drawn from a model: no single parents"),
        ("mgs", "Drawn from the neighbourhood of row "), ("rules", "Made by a rule"),
        ("counterfactual", "This row became"),
    ],
)  # fmt: skip
def test_picking_a_row_tells_where_it_comes_from(lab, strategy, words):
    lab.auto_exact = False
    lab.strategy = strategy
    assert lab.wait(PATIENCE)
    lab.picked = 2
    assert lab.wait(PATIENCE)
    assert (lab.details["row"], lab.details["of"]) == (2, lab.preview["n_synthetic"])
    assert lab.details["text"].startswith(words)
    lab.picked = None
    assert lab.wait(PATIENCE)
    assert lab.details == {}


def test_other_axes_move_the_places(lab):
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    lab.picked = 0
    assert lab.wait(PATIENCE)
    before = lab.details["at"]
    lab.axes = list(reversed(lab.axes))
    assert lab.wait(PATIENCE)
    assert lab.details["at"] == before[::-1]


def test_another_run_leaves_no_details_of_the_one_before(lab):
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    lab.picked = 0
    lab.shown = "none"
    assert lab.wait(PATIENCE)
    assert (lab.picked, lab.details, lab.points_info["synthetic"]) == (None, {}, 0)


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
def test_a_split_with_several_classes_has_details(make_lab):
    rng = np.random.default_rng(0)
    code = rng.choice(3, 600, p=[0.6, 0.3, 0.1])
    data = pd.DataFrame({"x": rng.normal(size=600) + code, "z": rng.normal(size=600)})
    data["grade"] = np.array(list("abc"))[code]
    split = sb.split_holdout(data, target="grade", positive="c", multiclass=True)
    lab = make_lab(experiment=sb.Experiment(split, model=sb.default_model(n_estimators=5, n_jobs=1), seeds=1))
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    lab.picked = 0
    assert lab.wait(PATIENCE)
    at = [int(one["label"].removeprefix("row ")) for one in lab.details["related"][:3]]
    assert (split.train.y.loc[at] == "c").all()
