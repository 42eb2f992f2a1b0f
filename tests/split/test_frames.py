"""Split.from_frames: a holdout of the user's own, nothing moved, everything checked."""

import warnings

import numpy as np
import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.split import Split, split_holdout
from synthbalance.table import table_hash

pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")


@pytest.fixture
def frames(payments):
    return payments.iloc[:600], payments.iloc[600:750], payments.iloc[750:]


def test_given_parts_are_taken_as_they_are(frames):
    train, validation, holdout = frames
    split = Split.from_frames(train, holdout, validation, target="is_fraud")
    assert split.how == "given"
    assert split.train.X.index.tolist() == list(range(600))
    assert split.validation.X.index.tolist() == list(range(600, 750))
    assert split.holdout.X.index.tolist() == list(range(750, 1000))
    pd.testing.assert_frame_equal(split.holdout.X, holdout.drop(columns="is_fraud").set_index(split.holdout.X.index))
    assert (split.n_rows, [one.n_rows for one in split.inputs]) == (1000, [600, 150, 250])


def test_a_share_is_cut_from_train_with_the_class_shares_kept(frames):
    train, _, holdout = frames
    split = Split.from_frames(train, holdout, target="is_fraud", validation=0.25)
    assert (len(split.train), len(split.validation), len(split.holdout)) == (450, 150, 250)
    assert split.validation.y.sum() == round(train["is_fraud"].sum() / 4)
    assert split.holdout.X.index.tolist() == list(range(600, 850))
    assert split.params["validation"] == 0.25
    again = Split.from_frames(train, holdout, **split.params)
    assert again.validation.X.index.equals(split.validation.X.index)


def test_without_a_validation_a_fifth_of_train_is_cut(frames):
    split = Split.from_frames(frames[0], frames[2], target="is_fraud")
    assert len(split.validation) == 120 and split.params["validation"] == 0.2


def test_a_share_is_the_end_of_train_if_time_is_given(frames):
    train = frames[0].sample(frac=1, random_state=0)
    split = Split.from_frames(train, frames[2], 0.2, "is_fraud", time="at")
    assert split.train.time.max() < split.validation.time.min()
    assert abs(len(split.validation) - 120) < 5


def test_a_share_is_whole_groups_if_group_is_given(frames):
    split = Split.from_frames(frames[0], frames[2], 0.2, "is_fraud", group="card")
    assert not set(split.train.group) & set(split.validation.group)
    assert any("belong to a group of 'card'" in sentence for sentence in split.warnings)


def test_copies_are_counted_and_never_refused(frames):
    train, validation, holdout = frames
    holdout = pd.concat([holdout, train.iloc[:50]])
    with pytest.warns(DataWarning, match=r"of the holdout rows \(\d+ of 300\) are also in train"):
        split = Split.from_frames(train, holdout, validation, target="is_fraud")
    assert len(split.holdout) == 300
    assert split.copied[-50:].all()


def test_a_holdout_that_begins_before_train_ends_is_named(frames):
    train, validation, holdout = frames
    with pytest.warns(DataWarning, match="100 % of the holdout rows are not later than the last row of train"):
        Split.from_frames(holdout, train, validation, target="is_fraud", time="at")
    later = Split.from_frames(train, holdout[holdout["at"] > validation["at"].max()], validation, "is_fraud", time="at")
    assert not any("not later" in sentence for sentence in later.warnings)


def test_warnings_point_at_the_callers_line(frames):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        split = Split.from_frames(frames[0].assign(one=1), frames[2].assign(one=1), target="is_fraud")
    assert [str(one.message) for one in caught] == split.warnings != []
    assert {one.filename for one in caught} == {__file__}


def test_columns_in_another_order_are_matched_by_name(frames):
    train, validation, holdout = frames
    split = Split.from_frames(train, holdout[holdout.columns[::-1]], validation, target="is_fraud")
    assert list(split.holdout.X.columns) == list(split.train.X.columns)


def test_columns_that_are_dropped_need_not_be_everywhere(frames):
    train, validation, holdout = frames
    split = Split.from_frames(train, holdout.drop(columns="at"), validation, target="is_fraud", drop=["at"])
    assert "at" not in split.train.X.columns


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="amount"), "holdout must have the columns of train, but lacks 'amount'"),
        (lambda f: f.assign(extra=1), "holdout must have the columns of train, but has, beyond them, 'extra'"),
        (lambda f: f.assign(amount="much"), "Column 'amount' must hold the same kind of values in holdout and train"),
        (lambda f: f.assign(at=1), "Column 'at' must hold the same kind of values"),
        (lambda f: f.assign(at=f["at"].dt.tz_localize("UTC")), "Column 'at' must hold the same kind of values"),
        (lambda f: f.assign(is_fraud=f["is_fraud"].astype(str)), "Column 'is_fraud' must hold the same kind"),
        (lambda f: f.iloc[:0], "holdout needs at least one row"),
        (lambda f: f[f["is_fraud"] == 0], "holdout has 0 rows of the class 1 in the holdout part, needs at least 5"),
        (lambda f: f[f["is_fraud"] == 1], "0 rows of the class 0"),
        (lambda f: f.assign(is_fraud=2), "has two classes|must have two classes, found 3"),
    ],
)
def test_a_holdout_that_does_not_fit_is_an_error(frames, change, message):
    with pytest.raises(ValueError, match=message):
        Split.from_frames(frames[0], change(frames[2]), frames[1], target="is_fraud")


@pytest.mark.parametrize("validation", [0, 1, 1.5, "some", True, [1]])
def test_a_bad_validation_is_an_error(frames, validation):
    with pytest.raises(ValueError, match="validation must be a share"):
        Split.from_frames(frames[0], frames[2], validation, target="is_fraud")


def test_a_missing_target_argument_is_an_error(frames):
    with pytest.raises(ValueError, match="target must name the column"):
        Split.from_frames(frames[0], frames[2])


def test_dtypes_of_one_family_go_together_and_copies_are_still_found(frames):
    train, validation, holdout = frames
    columns = ["n_items", "channel", "country", "is_fraud"]
    other = holdout[columns].astype({"n_items": "float64", "channel": str, "country": "category"})
    split = Split.from_frames(train[columns], other, validation[columns], target="is_fraud")
    same = Split.from_frames(train[columns], holdout[columns], validation[columns], target="is_fraud")
    assert split.copied.mean() > 0.8
    assert (split.copied == same.copied).all()
    assert split.holdout.X["n_items"].dtype == "float64"


def test_polars_frames_work(frames):
    polars = pytest.importorskip("polars")
    columns = ["amount", "n_items", "is_fraud"]
    train, holdout = (polars.from_pandas(frame[columns]) for frame in (frames[0], frames[2]))
    split = Split.from_frames(train.with_columns(is_synthetic=polars.lit(False)), holdout, target="is_fraud")
    assert list(split.train.X.columns) == ["amount", "n_items"]


def test_given_tables_are_never_changed(frames):
    before = [table_hash(frame) for frame in frames]
    marked = frames[0].assign(is_synthetic=False)
    hash_marked = table_hash(marked)
    split = Split.from_frames(marked, frames[2], frames[1], target="is_fraud", time="at")
    split.train.X.iloc[:, 1] = 0
    assert [table_hash(frame) for frame in frames] == before
    assert table_hash(marked) == hash_marked


def test_the_same_rows_have_the_fingerprint_they_have_in_a_cut(payments):
    cut = split_holdout(payments, "is_fraud")
    rows = np.isin(np.arange(1000), cut.holdout.X.index)
    given = Split.from_frames(payments[~rows], payments[rows], target="is_fraud")
    assert given.fingerprint == cut.fingerprint
