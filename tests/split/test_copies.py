"""Copied rows: kept together, split, or left out; always said."""

import time

import numpy as np
import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.split import split_holdout
from synthbalance.split._copies import copy_groups, hash_rows, in_common, later_copies, merge_groups


def doubled(n=500):
    """A table whose second half repeats the first."""
    rng = np.random.default_rng(0)
    half = pd.DataFrame({"amount": rng.normal(size=n), "channel": rng.choice(["web", "app"], n)})
    half["fraud"] = np.arange(n) < 50
    return pd.concat([half, half], ignore_index=True)


def part_of(split):
    parts = [pd.Series(name, index=getattr(split, name).X.index) for name in ("train", "validation", "holdout")]
    return pd.concat(parts).sort_index()


def test_copies_stay_in_one_part_and_the_shares_stay_right():
    split = split_holdout(doubled(), "fraud")
    parts = part_of(split)
    assert (parts[:500].to_numpy() == parts[500:].to_numpy()).all()
    assert not split.copied.any() and split.warnings == []
    assert abs(len(split.holdout) - 250) <= 2 and abs(split.holdout.y.sum() - 25) <= 1


def test_kept_copies_are_counted_in_a_warning():
    with pytest.warns(DataWarning, match=r"of the holdout rows \(\d+ of 250\) are also in train"):
        split = split_holdout(doubled(), "fraud", duplicates="keep")
    parts = part_of(split)
    twin = parts[(split.holdout.X.index + 500) % 1000].to_numpy()
    assert (split.copied == (twin == "train")).all()
    assert 100 < split.copied.sum() < 200
    with pytest.raises(ValueError, match="read-only"):
        split.copied[0] = False


def test_dropped_copies_are_the_later_rows_and_are_counted():
    with pytest.warns(DataWarning, match=r"500 rows \(50 %\) left out"):
        split = split_holdout(doubled(), "fraud", duplicates="drop")
    assert part_of(split).index.tolist() == list(range(500))
    assert split.left_out == {"copies": 500}
    assert len(split.holdout) == 125


def test_equal_features_with_another_target_are_no_copies():
    frame = doubled()
    frame.loc[500:, "fraud"] = ~frame.loc[500:, "fraud"]
    split = split_holdout(frame, "fraud", duplicates="drop")
    assert split.left_out == {}


@pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
def test_large_sets_are_split_as_usual_with_a_warning_that_names_the_share():
    frame = doubled()
    frame.loc[frame.index >= 800, ["amount", "channel"]] = [0.0, "web"]
    with pytest.warns(DataWarning, match=r"20 % of the rows sit in sets of equal rows .* above 1 % of the table"):
        split = split_holdout(frame, "fraud")
    zeros = [int((part.X["amount"] == 0).sum()) for part in (split.train, split.validation, split.holdout)]
    assert min(zeros) > 15
    assert (split.copied == (split.holdout.X["amount"] == 0)).all()


def test_columns_outside_X_do_not_tell_copies_apart():
    frame = doubled().assign(weight=np.linspace(0.5, 2, 1000), row=np.arange(1000))
    parts = part_of(split_holdout(frame, "fraud", weight="weight", drop=["row"]))
    assert (parts[:500].to_numpy() == parts[500:].to_numpy()).all()


def test_missing_values_are_equal_to_each_other():
    frame = doubled().assign(amount=lambda f: f["amount"].where(f.index % 2 == 0))
    frame["note"] = pd.Series([None, "a", 1.5] * 333 + [None], dtype=object)
    hashes = hash_rows(frame[["amount", "note"]].iloc[[1, 7]], np.array([0, 0]))
    assert hashes[0] == hashes[1]


def test_text_and_category_have_equal_hashes_beside_each_other():
    text = pd.DataFrame({"channel": ["web", None], "n": [1, 2]})
    other = pd.DataFrame({"channel": pd.Categorical(["web", None]), "n": [1.0, 2.0]})
    codes = np.array([0, 1])
    hashes = [hash_rows(frame, codes) for frame in in_common([text, other, text])]
    assert (hashes[0] == hashes[1]).all() and (hashes[0] == hashes[2]).all()
    assert text["n"].dtype == "int64"


def test_later_copies_follow_the_given_order():
    hashes = np.array([5, 7, 5, 7], dtype="uint64")
    assert later_copies(hashes).tolist() == [False, False, True, True]
    assert later_copies(hashes, np.array([3, 2, 1, 0])).tolist() == [True, True, False, False]


def test_groups_are_joined_along_a_chain():
    groups = np.repeat(np.arange(300), 2)
    copies = np.arange(600)
    copies[[2, 4]] = copies[[1, 3]]  # 0 - 1 - 2
    joined, large = merge_groups(groups, copies)
    assert len(set(joined[:6])) == 1 and len(set(joined)) == 298
    assert not large.any()


def test_single_rows_are_never_called_large():
    groups, large = copy_groups(np.arange(20, dtype="uint64"))
    assert len(set(groups)) == 20 and not large.any()


def test_two_hundred_thousand_rows_are_hashed_well_under_a_second():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(200_000, 28)))
    X[28], X[29] = rng.choice(["web", "app"], 200_000), pd.Categorical(rng.choice(["a", "b"], 200_000))
    start = time.perf_counter()
    hash_rows(X, np.zeros(200_000, dtype="int64"))
    assert time.perf_counter() - start < 1.0
