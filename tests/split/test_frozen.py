"""A split cannot be set again, and knows what it was cut from."""

import dataclasses
import pickle

import pytest

from synthbalance.split import Split, split_holdout
from synthbalance.table import remember_source, table_hash

pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Split)])
def test_no_attribute_of_a_split_can_be_set(payments, name):
    split = split_holdout(payments, "is_fraud")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(split, name, None)


def test_no_attribute_of_a_part_can_be_set(payments):
    part = split_holdout(payments, "is_fraud").holdout
    with pytest.raises(dataclasses.FrozenInstanceError):
        part.y = None


def test_fingerprint_is_eight_hexadecimal_digits_of_the_holdout(payments):
    split = split_holdout(payments, "is_fraud")
    assert len(split.fingerprint) == 8 and int(split.fingerprint, 16) >= 0
    changed = payments.copy()
    changed.loc[split.train.X.index[0], "amount"] = 12.34
    assert split_holdout(changed, "is_fraud").fingerprint == split.fingerprint
    changed.loc[split.holdout.X.index[0], "amount"] = 12.34
    assert split_holdout(changed, "is_fraud").fingerprint != split.fingerprint


def test_fingerprint_sees_target_and_weights(payments):
    plain = split_holdout(payments, "is_fraud", drop="weight")
    assert split_holdout(payments, "is_fraud", weight="weight").fingerprint != plain.fingerprint
    heavier = payments.assign(weight=payments["weight"] * 2)
    weighted = [split_holdout(frame, "is_fraud", weight="weight").fingerprint for frame in (payments, heavier)]
    assert weighted[0] != weighted[1]


def test_content_hash_and_rows_are_those_of_the_data(payments):
    split = split_holdout(payments, "is_fraud", drop="at")
    assert (split.content_hash, split.n_rows) == (table_hash(payments), 1000)


def test_the_source_is_kept_while_its_hash_holds(payments):
    data = remember_source(payments, "sb.read_table('payments.csv')")
    split = split_holdout(data, "is_fraud")
    assert split.source == {"call": "sb.read_table('payments.csv')", "hash": table_hash(data)}
    assert split.train.X.attrs == {}


def test_the_source_of_changed_data_is_forgotten(payments):
    data = remember_source(payments, "sb.read_table('payments.csv')")
    data.loc[0, "n_items"] = 77
    assert split_holdout(data, "is_fraud").source is None


def test_given_tables_keep_a_source_each(payments):
    train = remember_source(payments[:600].copy(), "sb.read_table('train.csv')")
    split = Split.from_frames(train, payments[600:], target="is_fraud")
    assert split.source is None
    assert [one.call for one in split.inputs] == ["sb.read_table('train.csv')", None]
    assert split.inputs[0].hash == table_hash(train)


def test_a_split_survives_pickle(payments):
    split = split_holdout(payments, "is_fraud", time="at")
    again = pickle.loads(pickle.dumps(split))
    assert repr(again) == repr(split)
