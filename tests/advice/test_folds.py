"""Folds respect classes, copies, groups, time and the gap; what is scored was never trained on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.advice._folds import Folds, rows_of_part
from synthbalance.split._part import Part


def part(n_rows=100, n_rare=20, **members):
    y = pd.Series((np.arange(n_rows) % (n_rows // n_rare) == 0).astype("int8"))
    return Part(pd.DataFrame({"amount": np.arange(n_rows, dtype=float)}), y, **members)


@settings(max_examples=30, deadline=None)
@given(n_rare=st.integers(4, 40), repeat=st.integers(0, 5), seed=st.integers(0, 99))
def test_every_row_is_scored_once_a_repeat_and_never_by_a_model_that_saw_it(n_rare, repeat, seed):
    y = pd.Series((np.arange(200) < n_rare).astype("int8"))
    folds = Folds(Part(pd.DataFrame({"a": np.arange(200.0)}), y), "stratified", None, seed).repeat(repeat)
    assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(200))
    for fold in folds:
        assert not set(fold.train) & set(fold.test)
        assert y.to_numpy()[fold.test].sum() > 0


def test_repeats_differ_and_come_again_from_the_seed():
    first = [Folds(part(), "stratified", None, 0).repeat(i)[0].test for i in (0, 1, 0)]
    assert not np.array_equal(first[0], first[1])
    assert np.array_equal(first[0], first[2])


def test_copies_of_a_row_stay_in_one_fold():
    one = part(200, 40)
    twice = Part(pd.concat([one.X, one.X], ignore_index=True), pd.concat([one.y, one.y], ignore_index=True))
    for fold in Folds(twice, "stratified", None, 0).repeat(0):
        assert not set(twice.X["amount"][fold.train]) & set(twice.X["amount"][fold.test])


def test_groups_stay_whole():
    group = pd.Series(np.arange(100) // 4)
    for fold in Folds(part(group=group), "group", None, 0).repeat(1):
        assert not set(group[fold.train]) & set(group[fold.test])


@pytest.mark.parametrize("repeat", [0, 1, 3])
def test_windows_of_time_are_scored_by_what_lies_before(repeat):
    time = pd.Series(np.random.default_rng(0).permutation(100) // 2)
    folds = Folds(part(time=time), "time", None, 0).repeat(repeat)
    assert len(folds) == 5
    for fold in folds:
        assert time[fold.train].max() < time[fold.test].min()


def test_the_gap_keeps_rows_whose_labels_are_not_known_out():
    time = pd.Series(np.arange(100))
    for fold in Folds(part(time=time), "time", 7, 0).repeat(0):
        assert time[fold.train].max() < time[fold.test].min() - 7 + 1


@pytest.mark.parametrize("zone", [None, "Europe/Berlin"])
def test_dates_are_windows_too(zone):
    time = pd.Series(pd.date_range("2024-01-01", periods=100, freq="h", tz=zone))
    for fold in Folds(part(time=time), "time", pd.Timedelta("5h"), 0).repeat(2):
        assert time[fold.test].min() - time[fold.train].max() >= pd.Timedelta("5h")


def test_too_few_rare_rows_say_so():
    y = pd.Series([0] * 50 + [1] * 3)
    with pytest.raises(ValueError, match=r"at least 4 rare rows .* found 3"):
        Folds(Part(pd.DataFrame({"a": range(53)}), y), "stratified", None, 0)


def test_rare_rows_in_one_group_alone_say_so():
    y = pd.Series([0] * 90 + [1] * 10)
    with pytest.raises(ValueError, match="at least 2 groups of rows, found them in 0"):
        Folds(Part(pd.DataFrame({"a": range(100)}), y, group=y), "group", None, 0).repeat(0)


def test_rows_of_a_part_keep_what_belongs_to_them():
    whole = part(weight=pd.Series(np.arange(100.0)), group=pd.Series(np.arange(100)))
    some = rows_of_part(whole, np.array([3, 5]))
    assert list(some.weight) == [3.0, 5.0]
    assert list(some.X.index) == [3, 5]
    assert some.time is None
