"""Columns by role: there, of the right kind, and out of X."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.split import split_holdout

pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
HOSTILE = ["<script>alert(1)</script>", "a'b\"c", "line\nbreak", "__proto__", "{x}", "%s", "", "is fraud?", "self"]


def test_time_group_and_weight_leave_X_and_stay_reachable(payments):
    split = split_holdout(payments, "is_fraud", time="at", group="card", weight="weight")
    assert not {"at", "card", "weight", "is_fraud"} & set(split.train.X.columns)
    for part in (split.train, split.validation, split.holdout):
        rows = part.X.index
        assert (part.time == payments["at"].iloc[rows]).all()
        assert (part.group == payments["card"].iloc[rows]).all()
        assert (part.weight == payments["weight"].iloc[rows]).all()
        assert all(member.index.equals(rows) for member in (part.y, part.time, part.group, part.weight))


def test_time_and_group_stay_in_X_when_asked_for(payments):
    split = split_holdout(payments, "is_fraud", time="at", group="card", keep_time=True, keep_group=True)
    assert {"at", "card"} < set(split.train.X.columns)
    assert split.train.X["at"].dtype == payments["at"].dtype


def test_parts_without_roles_carry_none(payments):
    train = split_holdout(payments, "is_fraud").train
    assert train.time is train.group is train.weight is None


def test_dropped_columns_leave_X(payments):
    split = split_holdout(payments, "is_fraud", drop=["amount", "at", "amount"])
    assert not {"amount", "at"} & set(split.train.X.columns)
    assert split.params["drop"] == ["amount", "at"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_work_in_every_role(payments, name):
    for column, settings in (
        ("is_fraud", {}),
        ("amount", {"target": "is_fraud"}),
        ("at", {"target": "is_fraud", "time": name}),
        ("card", {"target": "is_fraud", "group": name}),
        ("weight", {"target": "is_fraud", "weight": name}),
    ):
        split = split_holdout(payments.rename(columns={column: name}), **{"target": name, **settings})
        assert len(split.holdout) > 200
        assert "<script>" not in split._repr_html_()


def test_integer_names_work(payments):
    names = {name: k for k, name in enumerate(payments.columns[::-1])}
    split = split_holdout(payments.rename(columns=names), target=0, time=3, weight=1, group=2)
    assert list(split.train.X.columns) == [9, 8, 7, 6, 5, 4]
    assert split.train.time is not None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"target": "is_froud"}, r"target='is_froud' must name a column of data.*Did you mean 'is_fraud'\?"),
        ({"target": "zzz"}, "which has 'amount', 'n_items'.*Name one of these"),
        ({"target": None}, "target must name the column"),
        ({"target": ["is_fraud"]}, "must name a column"),
        ({"time": "when"}, "time='when' must name a column"),
        ({"group": "cart"}, r"group='cart'.*Did you mean 'card'\?"),
        ({"weight": "w"}, "weight='w' must name a column"),
        ({"drop": ["amount", "nope"]}, "drop='nope' must name a column"),
        ({"drop": 3.5}, "drop must be a list of column names"),
        ({"time": "is_fraud"}, "is already the"),
        ({"group": "at", "time": "at"}, "group='at' is already the time column"),
        ({"drop": ["is_fraud"]}, "drop names 'is_fraud', which is the target column"),
    ],
)
def test_bad_columns_name_the_parameter_and_the_way_out(payments, settings, message):
    with pytest.raises(ValueError, match=message):
        split_holdout(payments, **{"target": "is_fraud", **settings})


def test_a_table_without_features_is_an_error(payments):
    with pytest.raises(ValueError, match="no column left for X"):
        split_holdout(payments[["is_fraud", "card"]], "is_fraud", group="card")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("heavy", "weight='weight' must be a numeric column"),
        (True, "must be a numeric column, got dtype bool"),
        (-1.0, "found 1 value below 0 \\(first in row 3\\)"),
        (np.nan, "found 1 value missing or infinite"),
    ],
)
def test_bad_weights_are_an_error(payments, values, message):
    if isinstance(values, float):
        payments.loc[3, "weight"] = values
    else:
        payments["weight"] = values
    with pytest.raises(ValueError, match=message):
        split_holdout(payments, "is_fraud", weight="weight")


def test_weights_may_be_whole_numbers_nullable_or_zero(payments):
    payments["weight"] = pd.array(np.arange(1000) % 3, dtype="Int64")
    split = split_holdout(payments, "is_fraud", weight="weight")
    assert split.train.weight.dtype == "float64"


def test_weights_that_wipe_out_a_class_are_an_error(payments):
    payments["weight"] = 1.0 - payments["is_fraud"]
    with pytest.raises(ValueError, match="weight='weight' must be above 0 for a row of each class in every part"):
        split_holdout(payments, "is_fraud", weight="weight")
