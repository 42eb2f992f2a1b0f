"""Splits on Dask: the single machine's parts, whatever the partitions; what cannot be split is told in one sentence."""

import warnings

import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.scale.conftest import as_text, in_partitions, quiet_split

PARTS = ("train", "validation", "holdout")


def assert_same_parts(split, one_machine):
    for name in PARTS:
        part, wanted = getattr(split, name), getattr(one_machine, name)
        pd.testing.assert_frame_equal(part.X.compute(), wanted.X)
        pd.testing.assert_series_equal(part.y.compute(), wanted.y)
        assert len(part) == len(wanted)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"time": "paid_at", "gap": "2D"},
        {"time": "paid_at", "keep_time": True, "drop": ["hour"]},
        {"group": "merchant_category", "random_state": 3},
        {"weight": "amount", "holdout": 0.3, "validation": 0.2},
    ],
    ids=["random", "time", "time kept", "group", "weight"],
)
def test_the_parts_are_those_of_one_machine(client, payments, settings):
    split = quiet_split(in_partitions(payments, 3), client, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        one = sb.split_holdout(payments, target="is_fraud", **settings)
    assert_same_parts(split, one)
    assert (split.how, split.params, split.left_out) == (one.how, one.params, one.left_out)
    assert split.warnings == one.warnings
    for role in ("weight", "time", "group"):
        carried, wanted = getattr(split.holdout, role), getattr(one.holdout, role)
        assert (carried is None) == (wanted is None)
        assert carried is None or carried.tolist() == wanted.tolist()


@pytest.mark.parametrize("duplicates", ["group", "keep", "drop"])
def test_copies_are_found_across_partitions(client, payments, duplicates):
    data = pd.concat([payments, payments.iloc[:900]], ignore_index=True)
    split = quiet_split(in_partitions(data, 4), client, duplicates=duplicates)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        one = sb.split_holdout(data, target="is_fraud", duplicates=duplicates)
    assert_same_parts(split, one)
    assert split.left_out == one.left_out
    assert np.array_equal(split.copied, one.copied)


def test_the_fingerprint_is_of_the_rows_and_not_of_the_partitions(client, payments, split):
    assert quiet_split(in_partitions(payments, 2), client).fingerprint == split.fingerprint
    changed = payments.assign(amount=payments["amount"] + 1)
    assert quiet_split(in_partitions(changed, 2), client).fingerprint != split.fingerprint


def test_files_with_different_categories_get_all_of_them(client, payments, tmp_path):
    for number, rows in enumerate((payments[:1500], payments[1500:])):
        half = rows.assign(purpose=rows["purpose"].where(rows.index % 7 > 0, f"only {number}").astype("category"))
        half.to_parquet(tmp_path / f"part.{number}.parquet", index=False)
    split = quiet_split(dd.read_parquet(tmp_path), client)
    X = split.train.X.compute()
    assert sorted(X["purpose"].cat.categories) == ["food", "only 0", "only 1", "rent"]
    assert_same_parts_values(X, tmp_path)


def assert_same_parts_values(X, folder):
    whole = pd.concat([pd.read_parquet(path) for path in sorted(folder.iterdir())], ignore_index=True)
    assert X["purpose"].astype(str).tolist() == whole.loc[X.index, "purpose"].astype(str).tolist()


def test_warnings_about_columns_are_those_of_one_machine(client, payments):
    data = payments.assign(same=1, ticket=np.arange(len(payments)), verdict=payments["is_fraud"] * 2.0)
    with pytest.warns(sb.DataWarning) as told:
        split = sb.scale.split_holdout(in_partitions(data, 3), "is_fraud", client=client)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        assert split.warnings == sb.split_holdout(data, target="is_fraud").warnings
    assert [str(one.message) for one in told] == split.warnings
    assert len(split.warnings) == 3


def test_a_sample_says_that_it_is_one(client, payments):
    split = quiet_split(in_partitions(payments.assign(same=1), 3), client, sample=500)
    assert "500" not in split.warnings[0]
    assert split.warnings[-1] == "What is said of columns was seen on 536 of 1,800 training rows."


def test_several_classes_keep_their_values(client, payments):
    data = payments.assign(kind=as_text(np.array(["a", "b", "c"])[np.arange(len(payments)) % 3]))
    split = quiet_split(in_partitions(data, 3), client, target="kind", multiclass=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        one = sb.split_holdout(data, target="kind", multiclass=True)
    assert split.classes == ("a", "b", "c")
    assert split.holdout.y.compute().tolist() == one.holdout.y.tolist()


def test_partitions_without_rows_do_no_harm(client, payments):
    data = dd.concat([in_partitions(payments[:0], 1), in_partitions(payments, 2)])
    split = quiet_split(data, client)
    assert split.fingerprint == quiet_split(in_partitions(payments, 3), client).fingerprint


def test_progress_is_told_and_false_cancels(client, partitions):
    told = []
    quiet_split(partitions, client, on_progress=lambda *one: told.append(one))
    assert {stage for stage, _, _ in told} == {"reading", "gathering"}
    assert ("reading", 4, 4) in told
    with pytest.raises(sb.Cancelled, match="Cancelled while reading"):
        quiet_split(partitions, client, on_progress=lambda *one: False)


def test_a_table_in_memory_is_sent_to_its_own_function(payments):
    with pytest.raises(TypeError, match=r"data needs a Dask DataFrame, got DataFrame.*sb.split_holdout"):
        sb.scale.split_holdout(payments, "is_fraud")


@pytest.mark.parametrize(
    ("settings", "match"),
    [
        ({"target": "fraud"}, "target='fraud' must name a column of data.*Did you mean 'is_fraud'"),
        ({"drop": ["nothing"]}, "drop='nothing' must name a column"),
        ({"holdout": 1.5}, "holdout must be a share"),
        ({"sample": 0}, "sample needs a whole number of rows"),
        ({"time": "purpose"}, "time='purpose' must hold dates or numbers"),
    ],
)
def test_what_cannot_be_split_is_told(client, partitions, settings, match):
    with pytest.raises(ValueError, match=match):
        quiet_split(partitions, client, **settings)


def test_another_dtype_in_another_partition_is_told(client, payments, tmp_path):
    payments[:1500].to_parquet(tmp_path / "a.parquet", index=False)
    payments[1500:].astype({"hour": "float64"}).to_parquet(tmp_path / "b.parquet", index=False)
    data = dd.from_map(pd.read_parquet, [tmp_path / "a.parquet", tmp_path / "b.parquet"])
    with pytest.raises(ValueError, match=r"one dtype a column, found 'hour' as .* in partition 0 and as float64"):
        quiet_split(data, client)


@pytest.mark.parametrize("how", ["column", "label"])
def test_synthetic_rows_are_refused(client, payments, how):
    data = (
        payments.assign(is_synthetic=False)
        if how == "column"
        else payments.set_axis([f"syn-{i}" for i in range(len(payments))], axis=0)
    )
    with pytest.raises(ValueError, match=r"named 'is_synthetic'|must hold real rows only"):
        quiet_split(in_partitions(data, 2), client)


def test_a_source_that_has_changed_is_told(client, payments, tmp_path):
    path = tmp_path / "part.parquet"
    payments.to_parquet(path, index=False)
    split = quiet_split(dd.from_map(pd.read_parquet, [path]), client)
    payments[:-1].to_parquet(path, index=False)
    with pytest.raises(ValueError, match=r"data needs to stay as it was split.*3,000 rows and has 2,999 now"):
        client.gather(client.compute(split.train.X.to_delayed()))


def test_a_split_can_be_shown(split):
    assert repr(split).startswith("Split(train 1,800, validation 450, holdout 750 rows, stratified, in 4 partitions")
    assert repr(split.train) == "Part(1,800 rows x 23 columns in 4 partitions)"
