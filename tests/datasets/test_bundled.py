"""Real rows made rare: which rows stay, and what an unknown name says."""

import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_digits

from synthbalance.datasets import load_bundled
from synthbalance.table import source_of, table_hash


@pytest.mark.parametrize(("name", "n_rows", "n_rare"), [("breast_cancer", 387, 30), ("digits", 1691, 68)])
def test_the_rare_class_is_thinned_to_a_known_count(name, n_rows, n_rare):
    frame = load_bundled(name)
    assert len(frame) == n_rows
    assert frame["target"].value_counts().to_dict() == {0: n_rows - n_rare, 1: n_rare}
    assert frame.columns[-1] == "target"


def test_every_benign_row_and_only_real_malignant_rows_are_there():
    frame, source = load_bundled("breast_cancer"), load_breast_cancer(as_frame=True)
    real = source.data.set_axis(frame.columns[:-1], axis=1)
    benign, malignant = real[source.target == 1], real[source.target == 0]
    pd.testing.assert_frame_equal(
        frame[frame["target"] == 0].iloc[:, :-1].reset_index(drop=True), benign.reset_index(drop=True)
    )
    assert set(frame.loc[frame["target"] == 1, "mean_area"]) <= set(malignant["mean_area"])


def test_the_rare_digit_is_the_eight():
    frame, source = load_bundled("digits"), load_digits(as_frame=True)
    rare = frame[frame["target"] == 1].drop(columns="target")
    eights = source.data.loc[source.target == 8, rare.columns]
    assert len(rare.merge(eights.drop_duplicates())) == len(rare)


@pytest.mark.parametrize("name", ["breast_cancer", "digits"])
def test_no_column_is_constant_and_names_hold_no_space(name):
    frame = load_bundled(name)
    assert (frame.nunique() > 1).all()
    assert not frame.columns.str.contains(" ").any()


def test_the_call_is_noted_and_repeats_the_rows():
    frame = load_bundled("digits")
    assert source_of(frame) == {"call": "sb.load_bundled('digits')", "hash": table_hash(frame)}
    pd.testing.assert_frame_equal(frame, load_bundled("digits"))


@pytest.mark.parametrize("name", ["iris", "Digits", None, 3, ["digits"]])
def test_an_unknown_name_is_refused_with_the_known_ones(name):
    with pytest.raises(ValueError, match="name needs to be 'breast_cancer' or 'digits', got"):
        load_bundled(name)
