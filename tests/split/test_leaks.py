"""Rows known as synthetic: refused wherever a score comes from, allowed in a given train part."""

import numpy as np
import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.split import Split, split_holdout


def labelled(frame, n=3):
    labels = [f"syn-{k}" if k < n else f"row {k}" for k in range(len(frame))]
    return frame.set_index(pd.Index(labels))


@pytest.mark.parametrize("part", ["holdout", "validation"])
@pytest.mark.parametrize("mark", [True, 1, 1.0, "True", "yes", pd.array([True], dtype="boolean")[0]])
def test_marked_rows_are_refused_where_scores_come_from(payments, part, mark):
    tables = {"train": payments[:600], "validation": payments[600:750], "holdout": payments[750:]}
    marks = pd.Series([None] * len(tables[part]), dtype=object)
    marks.iloc[5] = mark
    tables[part] = tables[part].assign(is_synthetic=marks.to_numpy())
    with pytest.raises(ValueError, match=f"{part} must hold real rows only, found 1 row known as synthetic"):
        Split.from_frames(**tables, target="is_fraud")


@pytest.mark.parametrize("part", ["holdout", "validation"])
def test_labelled_rows_are_refused_where_scores_come_from(payments, part):
    tables = {"train": payments[:600], "validation": payments[600:750], "holdout": payments[750:]}
    tables[part] = labelled(tables[part])
    with pytest.raises(ValueError, match=f"{part} must hold real rows only, found 3 rows"):
        Split.from_frames(**tables, target="is_fraud")


def test_labelled_rows_in_a_multiindex_are_seen(payments):
    frame = labelled(payments)
    frame.index = pd.MultiIndex.from_arrays([np.arange(1000), frame.index])
    with pytest.raises(ValueError, match="found 3 rows known as synthetic"):
        split_holdout(frame, "is_fraud")


@pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
def test_a_mark_that_says_no_everywhere_is_taken_off(payments):
    holdout = payments[600:].assign(is_synthetic=[None, False] * 200)
    split = Split.from_frames(payments[:600], holdout, target="is_fraud")
    assert "is_synthetic" not in split.holdout.X.columns


def test_synthetic_rows_of_train_are_trained_on_and_never_scored(payments):
    train = pd.concat([payments[:600], payments[:600].assign(amount=1.5, is_synthetic=True, is_fraud=1)])
    with pytest.warns(DataWarning, match=r"600 rows of train \(50 %\) known as synthetic"):
        split = Split.from_frames(train, payments[600:], 0.3, target="is_fraud")
    assert split.positive == 1
    assert split.validation.X.index.max() < 600
    assert len(split.validation) == 180
    assert "is_synthetic" not in split.train.X.columns


def test_synthetic_rows_do_not_count_as_rare_rows(payments):
    real = payments[payments["is_fraud"].cumsum() < 4]
    train = pd.concat([real, real.assign(is_synthetic=True, is_fraud=1)])
    holdout = payments[payments["is_fraud"].cumsum() >= 35]
    with pytest.raises(ValueError, match="at least 10 rows of the class 1, found 9"):
        Split.from_frames(train, holdout, target="is_fraud")


def test_a_marked_table_cannot_be_cut(payments):
    with pytest.raises(ValueError, match="is_synthetic"):
        split_holdout(payments.assign(is_synthetic=False), "is_fraud")


def test_a_labelled_table_cannot_be_cut(payments):
    with pytest.raises(ValueError, match="data must hold real rows only, found 3 rows"):
        split_holdout(labelled(payments), "is_fraud")


@pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
@pytest.mark.parametrize("label", ["synagogue", "Syn-1", "x syn-1", " syn-1"])
def test_other_labels_are_real(payments, label):
    split_holdout(payments.set_index(pd.Index([label] * 1000)), "is_fraud")
