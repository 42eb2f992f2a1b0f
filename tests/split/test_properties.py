"""What holds for every table: disjoint parts, whole groups, time order, one seed one split."""

import warnings

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.split import split_holdout

PARTS = ("train", "validation", "holdout")
FEW = settings(max_examples=40, deadline=None, derandomize=True)


@st.composite
def tables(draw):
    """150 to 400 rows with 30 to 45 % rare ones, few or many copies, stamps and groups."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(150, 400))
    frame = pd.DataFrame(
        {"a": rng.integers(0, draw(st.sampled_from([3, 30, 10**6])), n), "b": rng.normal(size=n).round(1)}
    )
    frame["stamp"] = rng.integers(0, draw(st.sampled_from([20, 10**6])), n)
    frame["group"] = rng.integers(0, draw(st.sampled_from([15, 60])), n)
    rare = rng.choice(n, int(n * draw(st.floats(0.3, 0.45))), replace=False)
    frame["y"] = np.isin(np.arange(n), rare).astype(int)
    return frame


def cut(frame, **how):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return split_holdout(frame, "y", **how)


def positions(split):
    return {part: getattr(split, part).X.index.to_numpy() for part in PARTS}


def check_cover(split, frame):
    rows = np.concatenate(list(positions(split).values()))
    assert sorted(rows) == list(range(len(frame)))
    assert sum(int(getattr(split, part).y.sum()) for part in PARTS) == frame["y"].sum()
    for part, index in positions(split).items():
        assert (getattr(split, part).y.to_numpy() == frame["y"].to_numpy()[index]).all()


@FEW
@given(tables(), st.integers(0, 100), st.floats(0.2, 0.4), st.floats(0.15, 0.3), st.sampled_from(["group", "keep"]))
def test_parts_are_disjoint_and_cover_all_rows(frame, seed, holdout, validation, duplicates):
    how = {"holdout": holdout, "validation": validation, "duplicates": duplicates, "random_state": seed}
    split = cut(frame, **how)
    check_cover(split, frame)
    assert abs(len(split.holdout) - holdout * len(frame)) <= 0.02 * len(frame) + 1
    again = positions(cut(frame, **how))
    assert all((rows == again[part]).all() for part, rows in positions(split).items())


@FEW
@given(tables(), st.integers(0, 100))
def test_copies_of_small_sets_never_cross(frame, seed):
    split = cut(frame, random_state=seed, drop=["stamp", "group"])
    values = frame[["a", "b", "y"]]
    small = values.groupby(["a", "b", "y"])["a"].transform("size") <= 0.01 * len(frame)
    part = pd.Series("", index=frame.index)
    for name, rows in positions(split).items():
        part.iloc[rows] = name
    crossing = part[small].groupby([values[name][small] for name in values]).nunique()
    assert (crossing <= 1).all()


@FEW
@given(tables(), st.integers(0, 100))
def test_groups_never_cross(frame, seed):
    split = cut(frame, group="group", random_state=seed)
    check_cover(split, frame)
    members = [set(getattr(split, part).group) for part in PARTS]
    assert sum(map(len, members)) == frame["group"].nunique()
    again = positions(cut(frame, group="group", random_state=seed))
    assert all((rows == again[part]).all() for part, rows in positions(split).items())


@FEW
@given(tables())
def test_time_order_holds(frame):
    split = cut(frame, time="stamp")
    check_cover(split, frame)
    assert split.train.time.max() < split.validation.time.min()
    assert split.validation.time.max() < split.holdout.time.min()


@FEW
@given(tables(), st.floats(0, 0.15))
def test_the_gap_is_kept_and_only_the_gap_is_left_out(frame, share):
    gap = share * (frame["stamp"].max() - frame["stamp"].min())
    split = cut(frame, time="stamp", gap=gap)
    assert split.train.time.max() < split.validation.time.min() - gap or gap == 0
    assert split.validation.time.max() < split.holdout.time.min() - gap or gap == 0
    missing = np.setdiff1d(np.arange(len(frame)), np.concatenate(list(positions(split).values())))
    assert len(missing) == split.left_out.get("gap", 0)
    for part in (split.validation, split.holdout):
        before = frame["stamp"].iloc[missing]
        start = part.time.min()
        missing = missing[~((before >= start - gap) & (before < start)).to_numpy()]
    assert len(missing) == 0
