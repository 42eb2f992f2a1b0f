"""Dates in files: ISO, the formats of many countries, and those that could be read in two ways."""

import datetime

import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table


def when_of(folder, values, **stated):
    path = folder / "a.csv"
    path.write_text("x,when\n" + "".join(f'1,"{value}"\n' for value in values), encoding="utf-8")
    return read_table(path, **stated)["when"]


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["2025-03-01", "2025-12-31"], pd.Timestamp("2025-03-01")),
        (["2025-03-01 18:30", ""], pd.Timestamp("2025-03-01 18:30")),
        (["2025-03-01", "2025-03-01T18:30:00.25"], pd.Timestamp("2025-03-01")),
        (["2025-03-01T18:30:00Z", "2025-03-02T18:30:00Z"], pd.Timestamp("2025-03-01 18:30", tz="UTC")),
        (["2025-03-01T18:30+01:00", "2025-07-01T18:30+02:00"], pd.Timestamp("2025-03-01 17:30", tz="UTC")),
    ],
)
def test_columns_of_iso_dates_become_datetimes(tmp_path, values, first):
    when = when_of(tmp_path, values)
    assert when.dtype.kind == "M"
    assert when[0] == first
    assert when.isna().tolist() == [value == "" for value in values]


@pytest.mark.parametrize(
    "values",
    [
        ["2025-03-01", "soon"],
        ["2025-13-01", "2025-12-01"],
        ["2025-03-01", "2025-03-01T10:00Z"],
        ["31.03.2025", "31.03.2025 10:00"],
        ["31.03.2025", "31/03/2025"],
        ["31.03.2025", "03.31.2025"],
        ["31.02.2025", "28.02.2025"],
        ["31.12.24", "30.12.24"],
        ["2025-03", "2025-04"],
        ["2025-03-01-7", "2025-03-01-8"],
    ],
)
def test_columns_that_are_not_dates_in_every_value_stay_text(tmp_path, values):
    assert when_of(tmp_path, values).tolist() == values


def test_dates_can_be_left_as_text(tmp_path):
    assert when_of(tmp_path, ["2025-03-01"], dates=False).tolist() == ["2025-03-01"]


def test_text_and_day_columns_of_parquet_become_datetimes_too(tmp_path):
    day = datetime.date(2025, 3, 1)
    pd.DataFrame({"text": ["2025-03-01", None], "day": [day, None]}).to_parquet(tmp_path / "a.parquet")
    frame = read_table(tmp_path / "a.parquet")
    assert [kind.kind for kind in frame.dtypes] == ["M", "M"]
    assert frame["day"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["31.12.2024", "01.02.2024"], "2024-12-31"),
        (["01.02.2024", "31.12.2024"], "2024-02-01"),
        (["31.12.2024 18:30", ""], "2024-12-31 18:30"),
        (["1.12.2024 8:05:09", "31.12.2024 18:30:00"], "2024-12-01 08:05:09"),
        (["12/31/2024", "01/02/2024"], "2024-12-31"),
        (["31/12/2024, 18:30:00.25", "01/02/2024, 00:00:00.5"], "2024-12-31 18:30:00.25"),
        (["12/31/2024 6:30 PM", "01/02/2024 11:00 AM"], "2024-12-31 18:30"),
        (["2024/12/31", "2024/01/02"], "2024-12-31"),
        (["31-Dec-2024", "01-Feb-2024"], "2024-12-31"),
        (["01.01.2024", "02.02.2024"], "2024-01-01"),
    ],
)
def test_dates_that_read_one_way_only_become_datetimes_in_silence(tmp_path, values, first, recwarn):
    when = when_of(tmp_path, values)
    assert when[0] == pd.Timestamp(first)
    assert when.isna().tolist() == [value == "" for value in values]
    assert not recwarn.list


def test_a_column_where_day_and_month_could_be_swapped_stays_text_and_says_so(tmp_path):
    with pytest.warns(DataWarning, match="when as text, since day and month .*dates='day first'"):
        assert when_of(tmp_path, ["01.02.2024", "03.04.2024"]).tolist() == ["01.02.2024", "03.04.2024"]


@pytest.mark.parametrize(
    ("dates", "first"),
    [("day first", "2024-02-01"), ("month first", "2024-01-02"), ("%d.%m.%Y", "2024-02-01")],
)
def test_the_argument_decides_what_the_values_cannot(tmp_path, dates, first, recwarn):
    assert when_of(tmp_path, ["01.02.2024", "03.04.2024"], dates=dates)[0] == pd.Timestamp(first)
    assert not recwarn.list


def test_a_format_that_fits_no_column_is_refused(tmp_path):
    with pytest.raises(ValueError, match="dates='%Y/%m' fits no column in every value"):
        when_of(tmp_path, ["2024/12", "soon"], dates="%Y/%m")


def test_an_order_does_not_overrule_what_the_values_say(tmp_path):
    assert when_of(tmp_path, ["12/31/2024", "01/02/2024"], dates="day first")[1] == pd.Timestamp("2024-01-02")


@pytest.mark.parametrize(
    ("value", "dates"), [("31.12.24", "%d.%m.%y"), ("20241231", "%Y%m%d"), ("Tue, 31 Dec 2024", "%a, %d %b %Y")]
)
def test_a_stated_format_is_tried_before_anything_else(tmp_path, value, dates):
    assert when_of(tmp_path, [value, ""], dates=dates)[0] == pd.Timestamp("2024-12-31")


def test_a_stated_format_holds_for_parquet_too(tmp_path):
    pd.DataFrame({"text": ["31.12.24", None], "n": [1, 2]}).to_parquet(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet", dates="%d.%m.%y")["text"][0] == pd.Timestamp("2024-12-31")


def test_a_stated_format_leaves_columns_that_do_not_fit_to_the_rules(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n31.12.24,2024-12-31,5\n01.12.24,2024-12-01,6\n")
    assert [kind.kind for kind in read_table(path, dates="%d.%m.%y").dtypes] == ["M", "M", "i"]


@pytest.mark.parametrize("dates", ["day", "%Q", "", 3, ["%Y"], "day_first", "%%"])
def test_what_says_nothing_about_dates_is_refused(tmp_path, dates):
    with pytest.raises(ValueError, match="dates needs True, False, 'day first', 'month first' or a format"):
        when_of(tmp_path, ["2024-12-31"], dates=dates)
