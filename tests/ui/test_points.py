"""Points: which rows, which columns, and two bytes a coordinate."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.split import Part
from synthbalance.ui._points import MOST, TOP, pack_points, telling_axes
from tests.ui.conftest import PATIENCE


def part_of(X, is_rare):
    return Part(X, pd.Series(np.asarray(is_rare, dtype="int8"), index=X.index))


def unpack(info, points):
    pairs = np.frombuffer(points, dtype="<u2").reshape(-1, 2) / TOP
    low = np.array([info["x_low"], info["y_low"]])
    return low + pairs * (np.array([info["x_high"], info["y_high"]]) - low)


@pytest.fixture
def train():
    rng = np.random.default_rng(0)
    is_rare = np.arange(40_000) < 200
    X = pd.DataFrame({"noise": rng.normal(size=40_000), "amount": rng.normal(size=40_000) + 2 * is_rare})
    X["age"] = rng.integers(18, 90, 40_000) - 40 * is_rare
    return part_of(X, is_rare)


def test_the_axes_are_the_columns_that_tell_the_classes_apart(train):
    assert set(telling_axes(train.X, train.y)) == {"amount", "age"}


def test_one_numeric_column_serves_as_both_axes_and_none_as_no_axes(train):
    assert telling_axes(train.X[["age"]].assign(shop="web"), train.y) == ["age", "age"]
    assert telling_axes(train.X[[]].assign(shop="web"), train.y) == []


def test_all_rare_rows_come_first_and_the_total_is_bounded(train):
    info, points, _ = pack_points(train, train.X[:5000], ["amount", "age"])
    assert info["rare"] == 200
    assert info["rare"] + info["others"] + info["synthetic"] == MOST == len(points) // 4
    rare = unpack(info, points)[:200]
    assert np.allclose(rare, train.X[["amount", "age"]][:200], atol=1e-3)


def test_synthetic_rows_come_last(train):
    new = pd.DataFrame({"amount": [99.0], "age": [1.0], "noise": [0.0]})
    info, points, _ = pack_points(train, new, ["amount", "age"])
    assert info["synthetic"] == 1
    assert unpack(info, points)[-1] == pytest.approx([99.0, 1.0], abs=1e-2)


def test_each_synthetic_point_says_which_row_it_is(train):
    new = pd.DataFrame({"amount": [1.0, np.nan, 3.0, 4.0], "age": [1.0, 2.0, np.nan, 4.0]})
    info, points, rows = pack_points(train, new, ["amount", "age"])
    assert np.frombuffer(rows, dtype="<u4").tolist() == [0, 3]
    assert info["synthetic"] == 2
    assert np.allclose(unpack(info, points)[-2:], [[1.0, 1.0], [4.0, 4.0]], atol=1e-2)


def test_of_many_synthetic_rows_a_sample_keeps_its_numbers(train):
    info, points, rows = pack_points(train, train.X[:5000], ["amount", "age"])
    rows = np.frombuffer(rows, dtype="<u4")
    assert len(rows) == info["synthetic"] == len(set(rows.tolist())) < 5000
    shown = unpack(info, points)[-len(rows) :]
    assert np.allclose(shown, train.X[["amount", "age"]].iloc[rows], atol=1e-2)


def test_the_panel_writes_the_rows_beside_the_points(lab):
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert np.frombuffer(lab.point_rows, dtype="<u4").tolist() == list(range(lab.points_info["synthetic"]))
    lab.shown = "none"
    assert lab.wait(PATIENCE)
    assert lab.point_rows == b""


def test_rows_with_a_missing_value_are_left_out():
    X = pd.DataFrame({"a": [1.0, np.nan, 3.0], "b": [1.0, 2.0, np.nan]})
    info, points, _ = pack_points(part_of(X, [1, 1, 0]), None, ["a", "b"])
    assert (info["rare"], info["others"], len(points)) == (1, 0, 4)


def test_a_constant_column_has_points_too():
    X = pd.DataFrame({"a": [5.0, 5.0], "b": [1.0, 2.0]})
    info, points, _ = pack_points(part_of(X, [1, 0]), None, ["a", "b"])
    assert (info["x_low"], info["x_high"], len(points)) == (5.0, 5.0, 8)


def test_columns_that_are_not_there_give_no_points(train):
    info, points, _ = pack_points(train, None, ["amount", "gone"])
    assert (info["rare"], points) == (0, b"")
