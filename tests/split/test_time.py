"""The cut by time: train before validation before holdout, with a gap, from dates, text or numbers."""

import datetime

import numpy as np
import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.split import split_holdout

pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")


def daily(n_days=100, a_day=10):
    """Ten payments a day, the first of each day a fraud; shuffled."""
    day = np.repeat(np.arange(n_days), a_day)
    frame = pd.DataFrame({"amount": np.arange(len(day)) * 0.37, "day": day, "fraud": np.arange(len(day)) % a_day == 0})
    frame["at"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["day"], unit="D")
    return frame.sample(frac=1, random_state=0).reset_index(drop=True)


def days(part):
    return sorted(set(((part.time - pd.Timestamp("2024-01-01")) / pd.Timedelta("1D")).astype(int)))


def test_train_lies_before_validation_before_holdout():
    split = split_holdout(daily(), "fraud", time="at", drop="day")
    assert days(split.train) == list(range(60))
    assert days(split.validation) == list(range(60, 75))
    assert days(split.holdout) == list(range(75, 100))
    assert split.how == "by time"


def test_rows_with_equal_stamps_stay_together():
    frame = daily(n_days=7, a_day=100).assign(fraud=lambda f: f.index % 5 == 0)
    split = split_holdout(frame, "fraud", time="at")
    sizes = [len(part) for part in (split.train, split.validation, split.holdout)]
    assert sizes == [400, 100, 200]


def test_a_gap_leaves_out_exactly_the_days_before_each_later_part():
    split = split_holdout(daily(), "fraud", time="at", gap="7D", drop="day")
    assert days(split.holdout) == list(range(75, 100))
    assert days(split.validation) == list(range(53, 68))
    assert days(split.train) == list(range(46))
    assert split.left_out == {"gap": 140}


@pytest.mark.parametrize(
    "gap", ["7D", pd.Timedelta(days=7), datetime.timedelta(days=7), np.timedelta64(7, "D"), "168h"]
)
def test_a_gap_may_be_any_length_of_time(gap):
    split = split_holdout(daily(), "fraud", time="at", gap=gap)
    assert split.left_out == {"gap": 140}
    assert split_holdout(daily(), **split.params).fingerprint == split.fingerprint


@pytest.mark.parametrize("dtype", ["int64", "uint8", "float64", "Int64"])
def test_numeric_time_takes_a_number_as_gap(dtype):
    frame = daily().drop(columns="at").astype({"day": dtype})
    split = split_holdout(frame, "fraud", time="day", gap=7)
    assert split.holdout.time.min() == 75 and split.validation.time.max() == 67
    assert split.holdout.time.dtype == dtype


@pytest.mark.parametrize(
    "convert",
    [
        lambda at: at.dt.strftime("%Y-%m-%d"),
        lambda at: at.dt.strftime("%d.%m.%Y"),
        lambda at: at.dt.strftime("%m/%d/%Y %H:%M"),
        lambda at: at.dt.strftime("%Y%m%d"),
        lambda at: at.dt.strftime("%Y-%m-%dT%H:%M:%S%z").astype(object),
        lambda at: at.dt.strftime("%Y-%m-%d").astype("category"),
        lambda at: at.astype("category"),
        lambda at: at.dt.date,
        lambda at: at.dt.tz_localize("Europe/Vienna"),
        lambda at: at.astype("datetime64[s]"),
        lambda at: at.dt.to_period("D"),
        lambda at: at - pd.Timestamp("2024-01-01"),
    ],
)
def test_dates_of_every_form_give_the_same_parts(convert):
    frame = daily()
    wanted = split_holdout(frame.drop(columns="day"), "fraud", time="at", gap="3D")
    split = split_holdout(frame.assign(at=convert(frame["at"])).drop(columns="day"), "fraud", time="at", gap="3D")
    for part in ("train", "validation", "holdout"):
        assert getattr(split, part).X.index.equals(getattr(wanted, part).X.index)
    assert split.fingerprint == wanted.fingerprint


def test_text_with_a_mix_of_dates_and_stamps_is_read():
    frame = daily()
    frame["at"] = (
        frame["at"].dt.strftime("%Y-%m-%d").where(frame.index % 2 == 0, frame["at"].dt.strftime("%Y-%m-%d %H:%M"))
    )
    assert len(split_holdout(frame, "fraud", time="at").holdout) == 250


def test_day_first_text_is_read_as_such_wherever_one_row_proves_it():
    frame = daily().sort_values("day", kind="stable")
    frame["at"] = frame["at"].dt.strftime("%d/%m/%Y")
    split = split_holdout(frame, "fraud", time="at")
    assert split.train.time.min() == pd.Timestamp("2024-01-01")
    assert split.holdout.time.max() == pd.Timestamp("2024-04-09")
    assert not any("day first" in sentence for sentence in split.warnings)


def test_text_that_reads_both_ways_is_read_month_first_with_a_warning():
    frame = daily(n_days=12, a_day=100)
    frame["fraud"] = frame.index % 5 == 0
    frame["at"] = [f"{day + 1:02d}/{12 - day:02d}/2024" for day in frame["day"]]
    with pytest.warns(DataWarning, match="both as month first and as day first; it was read by the format '%m/%d/%Y'"):
        split_holdout(frame, "fraud", time="at")


def test_copies_are_neither_moved_nor_refused_but_counted():
    frame = daily().drop(columns="day")
    frame["amount"] = np.where(frame["at"] >= "2024-04-01", 1.0, frame["amount"])
    frame.loc[frame["at"] == "2024-01-05", "amount"] = 1.0
    with pytest.warns(DataWarning, match="of the holdout rows .* are also in train with the same values and target"):
        split = split_holdout(frame, "fraud", time="at")
    assert len(split.holdout) == 250
    assert (split.copied == (split.holdout.time >= "2024-04-01")).all()


def test_dropped_copies_are_the_later_ones():
    frame = daily().drop(columns="day")
    frame["amount"] = np.where(frame["at"] >= "2024-04-09", 1.0, frame["amount"])
    frame.loc[frame["at"] == "2024-01-05", "amount"] = 1.0
    split = split_holdout(frame, "fraud", time="at", duplicates="drop")
    assert not split.copied.any()
    assert split.left_out == {"copies": 18}
    assert days(split.train)[4] == 4


def test_groups_beside_time_are_carried_along_with_a_warning(payments):
    with pytest.warns(DataWarning, match="belong to a group of 'card' that is also in train"):
        split = split_holdout(payments, "is_fraud", time="at", group="card")
    assert split.how == "by time"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({3: None, 4: None}, "time='at' must have a stamp in every row, found 2 missing values"),
        (
            {3: "soon"},
            "time='at' must hold dates or numbers, found 1 text that cannot be read as a date, such as 'soon'",
        ),
        ({3: ""}, "cannot be read as a date, such as ''"),
        ({3: "2024-02-31"}, "such as '2024-02-31'"),
    ],
)
def test_gaps_and_text_that_is_no_date_are_errors(change, message):
    frame = daily()
    frame["at"] = frame["at"].dt.strftime("%Y-%m-%d").astype(object)
    for row, value in change.items():
        frame.loc[row, "at"] = value
    with pytest.raises(ValueError, match=message):
        split_holdout(frame, "fraud", time="at")


@pytest.mark.parametrize("values", [["1", "2", "3", "4"], ["web", "app", "web", "app"], [True, False, True, False]])
def test_columns_that_are_no_time_are_errors(values):
    frame = daily().assign(at=values * 250)
    with pytest.raises(ValueError, match="time='at' must hold dates or numbers, found"):
        split_holdout(frame, "fraud", time="at")


@pytest.mark.parametrize(
    ("time", "gap", "message"),
    [
        ("at", 7, "gap=7 must be a length of time for the dates in 'at'. Write it like gap='7D'"),
        ("at", "seven days", "gap='seven days' must be a length of time"),
        ("at", "-7D", "gap='-7D' must be a length of time"),
        ("at", pd.NaT, "must be a length of time"),
        ("at", "3650D", "must be shorter than the time that 'at' covers"),
        ("at", "99D", "must be shorter"),
        ("at", "70D", "leave"),
        ("day", "7D", "gap='7D' must be a number of at least 0 in the unit of the numeric column 'day'"),
        ("day", -1, "gap=-1 must be a number"),
        ("day", True, "gap=True must be a number"),
        ("day", float("inf"), "gap=inf must be a number"),
    ],
)
def test_bad_gaps_name_what_came_and_the_way_out(time, gap, message):
    with pytest.raises(ValueError, match=message):
        split_holdout(daily(), "fraud", time=time, gap=gap)


@pytest.mark.parametrize("n_days", [1, 2])
def test_too_few_stamps_are_an_error(n_days):
    with pytest.raises(ValueError, match="time must leave different stamps for train, validation and holdout"):
        split_holdout(daily(n_days, 200).assign(fraud=lambda f: f.index % 5 == 0), "fraud", time="at")


def test_a_holdout_without_rare_rows_says_how_to_get_some():
    frame = daily()
    frame["fraud"] &= frame["day"] < 70
    with pytest.raises(ValueError, match=r"holdout=0\.25 leaves 0 rows of the class True.*Raise holdout"):
        split_holdout(frame, "fraud", time="at")


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("zone", ["Europe/Vienna", None])
def test_stamps_of_several_zones_are_read_as_utc_with_a_warning(as_text, zone):
    frame = daily()
    stamps = [at.tz_localize("UTC").tz_convert("UTC" if k % 2 else zone) for k, at in enumerate(frame["at"])]
    stamps = [at.isoformat() if as_text else at for at in stamps]
    with pytest.warns(DataWarning, match="'at' has several time zones, or stamps without one; all were read as UTC"):
        split = split_holdout(frame.assign(at=pd.Series(stamps, dtype=object)), "fraud", time="at", drop="day")
    assert split.holdout.time.min() == pd.Timestamp("2024-03-16", tz="UTC")


def test_large_unsigned_stamps_keep_their_order():
    frame = daily().drop(columns="at").assign(day=lambda f: f["day"].astype("uint64") + np.uint64(2**63))
    split = split_holdout(frame, "fraud", time="day", gap=7)
    assert split.left_out == {"gap": 140}


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y%m%d", "%d %b %Y", "%Y/%m/%d %H:%M"])
def test_text_that_reads_one_way_only_has_no_warning(form):
    frame = daily(n_days=12, a_day=100).assign(fraud=lambda f: f.index % 5 == 0)
    split = split_holdout(frame.assign(at=frame["at"].dt.strftime(form)), "fraud", time="at", drop="day")
    assert split.warnings == []
