"""The cut at random: exact, seeded, with the class shares kept."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.split import split_holdout
from synthbalance.table import table_hash

pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
PARTS = ("train", "validation", "holdout")


def positions(split, part):
    return getattr(split, part).X.index.tolist()


def test_shares_are_exact_in_rows_and_in_rare_rows(payments):
    split = split_holdout(payments, "is_fraud", drop=["at", "card"])
    assert [len(getattr(split, part)) for part in PARTS] == [600, 150, 250]
    assert [int(getattr(split, part).y.sum()) for part in PARTS] == [24, 6, 10]
    assert split.how == "stratified"


def test_index_holds_source_positions_whatever_the_source_index_was(payments):
    by_position = split_holdout(payments, "is_fraud")
    renamed = payments.set_index(pd.Index([f"row {k}" for k in range(len(payments))]))
    split = split_holdout(renamed, "is_fraud")
    assert positions(split, "holdout") == positions(by_position, "holdout")
    assert split.holdout.X.index.dtype == "int64"
    assert split.holdout.X.index.is_monotonic_increasing
    rows = split.train.X.index
    assert (payments["amount"].iloc[rows].fillna(-1) == split.train.X["amount"].fillna(-1)).all()
    assert (payments["is_fraud"].iloc[rows] == split.train.y).all()


def test_dtypes_levels_and_missing_values_stay_as_they_are(payments):
    split = split_holdout(payments, "is_fraud", time=None, drop="at")
    wanted = payments.drop(columns=["is_fraud", "at"])
    for part in PARTS:
        X = getattr(split, part).X
        pd.testing.assert_frame_equal(X, wanted.iloc[X.index])
    assert "fax" in split.train.X["channel"].cat.categories


def test_y_is_int8_with_the_rare_value_as_one(payments):
    split = split_holdout(payments, "is_fraud")
    assert split.train.y.dtype == "int8"
    assert split.train.y.name == "is_fraud"
    assert (split.positive, split.classes, split.multiclass) == (1, (0, 1), False)


def test_same_seed_same_parts_and_other_seed_other_parts(payments):
    one, again, other = (split_holdout(payments, "is_fraud", random_state=seed) for seed in (3, 3, 4))
    assert [positions(one, part) for part in PARTS] == [positions(again, part) for part in PARTS]
    assert positions(one, "holdout") != positions(other, "holdout")
    assert one.fingerprint == again.fingerprint != other.fingerprint


@pytest.mark.parametrize("group", [None, "card"])
def test_holdout_does_not_depend_on_the_validation_share(payments, group):
    one = split_holdout(payments, "is_fraud", validation=0.1, group=group)
    other = split_holdout(payments, "is_fraud", validation=0.3, group=group)
    assert positions(one, "holdout") == positions(other, "holdout")
    assert one.fingerprint == other.fingerprint


def test_holdout_does_not_depend_on_further_columns(payments):
    one = split_holdout(payments, "is_fraud")
    other = split_holdout(payments.assign(more=np.arange(1000) * 0.5), "is_fraud")
    assert positions(one, "holdout") == positions(other, "holdout")
    assert one.fingerprint != other.fingerprint


def test_the_global_random_state_is_neither_read_nor_set(payments):
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    split_holdout(payments, "is_fraud", random_state=None)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


@pytest.mark.parametrize("seed", [None, np.random.default_rng(5), np.random.RandomState(5), np.int64(7)])
def test_any_seed_is_kept_as_an_integer_that_repeats_the_call(payments, seed):
    split = split_holdout(payments, "is_fraud", random_state=seed)
    assert type(split.params["random_state"]) is int
    assert split_holdout(payments, **split.params).fingerprint == split.fingerprint


def test_params_repeat_the_call_and_read_as_literals(payments):
    split = split_holdout(
        payments, "is_fraud", positive=np.int64(1), time="at", gap=pd.Timedelta("2D"), weight="weight", drop=("card",)
    )
    params = eval(repr(split.params))
    assert params["gap"] == "2 days 00:00:00" and params["drop"] == ["card"]
    again = split_holdout(payments, **params)
    assert again.fingerprint == split.fingerprint
    assert positions(again, "train") == positions(split, "train")


def test_each_class_keeps_its_share_when_multiclass(payments):
    payments["kind"] = np.where(np.arange(1000) % 20 == 0, "theft", np.where(np.arange(1000) % 5 == 0, "abuse", "fine"))
    split = split_holdout(payments.drop(columns="is_fraud"), "kind", multiclass=True)
    assert split.classes == ("abuse", "fine", "theft")
    assert split.positive == "theft" and split.multiclass
    assert split.holdout.y.value_counts().to_dict() == {"fine": 200, "abuse": 37, "theft": 13}
    assert split.holdout.y.dtype == payments["kind"].dtype


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_polars_and_pyarrow_tables_give_the_same_parts(payments, kind):
    plain = payments[["amount", "n_items", "is_fraud"]]
    if kind == "polars":
        table = pytest.importorskip("polars").from_pandas(plain)
    else:
        table = pytest.importorskip("pyarrow").Table.from_pandas(plain)
    split = split_holdout(table, "is_fraud")
    assert positions(split, "holdout") == positions(split_holdout(plain, "is_fraud"), "holdout")


@pytest.mark.parametrize(
    "settings",
    [{}, {"time": "at", "gap": "1D"}, {"group": "card"}, {"duplicates": "drop"}, {"weight": "weight", "drop": ["at"]}],
)
def test_the_callers_table_is_never_changed(payments, settings):
    before, attrs = table_hash(payments), dict(payments.attrs)
    split = split_holdout(payments, "is_fraud", **settings)
    for part in PARTS:
        getattr(split, part).X.loc[:, "n_items"] = -1
        getattr(split, part).y.iloc[:] = 0
    assert table_hash(payments) == before
    assert payments.attrs == attrs


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"holdout": 0}, "holdout must be a share above 0 and below 1, got 0"),
        ({"holdout": 1.0}, "holdout must be a share"),
        ({"holdout": "0.2"}, "holdout must be a share"),
        ({"holdout": float("nan")}, "holdout must be a share"),
        ({"validation": True}, "validation must be a share"),
        ({"holdout": 0.6, "validation": 0.4}, "must sum to less than 1"),
        ({"random_state": -1}, "random_state must be an integer"),
        ({"random_state": "x"}, "random_state must be an integer"),
        ({"duplicates": "remove"}, "duplicates must be one of 'group', 'keep', 'drop', got 'remove'"),
        ({"gap": "7D"}, "gap='7D' needs a time column"),
    ],
)
def test_bad_settings_name_the_parameter_and_what_came(payments, settings, message):
    with pytest.raises(ValueError, match=message):
        split_holdout(payments, "is_fraud", **settings)
