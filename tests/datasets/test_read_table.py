"""Files read well: values, dates, separators, indexes, and the call noted."""

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.datasets import read_table
from synthbalance.table import source_of, table_hash


@pytest.fixture
def payments():
    return sb.load_transactions(500)


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("ending", ["parquet", "feather", "PARQUET"])
def test_binary_tables_come_back_as_they_were(tmp_path, payments, ending):
    path = tmp_path / f"payments.{ending}"
    getattr(payments, f"to_{ending.lower()}")(path)
    pd.testing.assert_frame_equal(read_table(path), payments)


@pytest.mark.parametrize(
    ("ending", "separator"), [("csv", ","), ("csv", ";"), ("csv", "\t"), ("csv", "|"), ("tsv", "\t")]
)
def test_text_tables_come_back_to_the_last_digit(tmp_path, payments, ending, separator):
    path = tmp_path / f"payments.{ending}"
    payments.to_csv(path, sep=separator, index=False)
    frame = read_table(path)
    assert frame.columns.equals(payments.columns)
    assert frame["paid_at"].dtype.kind == "M"
    for column in ("paid_at", "amount", "hours_since_last", "authenticated"):
        pd.testing.assert_series_equal(frame[column], payments[column], check_dtype=False, check_exact=True)


def test_text_path_and_home_folder_are_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    written(tmp_path / "a.csv", "x,y\n1,2\n")
    assert read_table("~/a.csv").equals(read_table(str(tmp_path / "a.csv")))
    assert source_of(read_table("~/a.csv"))["call"] == "sb.read_table('~/a.csv')"


def test_the_call_is_exact_python_for_hostile_names_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "it's \"<script>\n.csv"
    frame = read_table(Path(written(tmp_path / name, "x;y\n1;2\n").name), separator=";", dates=False)
    assert source_of(frame)["call"] == f"sb.read_table({name!r}, separator=';', dates=False)"
    again = eval(source_of(frame)["call"], {"sb": sb})
    assert table_hash(again) == source_of(frame)["hash"]


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
    path = written(tmp_path / "a.csv", "x,when\n" + "".join(f"1,{value}\n" for value in values))
    when = read_table(path)["when"]
    assert when.dtype.kind == "M"
    assert when[0] == first
    assert when.isna().tolist() == [value == "" for value in values]


@pytest.mark.parametrize(
    "values",
    [
        ["2025-03-01", "soon"],
        ["2025-13-01", "2025-12-01"],
        ["2025-03-01", "2025-03-01T10:00Z"],
        ["01.03.2025", "02.03.2025"],
        ["2025-03", "2025-04"],
        ["2025-03-01-7", "2025-03-01-8"],
    ],
)
def test_columns_that_are_not_dates_in_every_value_stay_text(tmp_path, values):
    path = written(tmp_path / "a.csv", "x,when\n" + "".join(f"1,{value}\n" for value in values))
    assert read_table(path)["when"].tolist() == values


def test_dates_can_be_left_as_text(tmp_path):
    path = written(tmp_path / "a.csv", "x,when\n1,2025-03-01\n")
    assert read_table(path, dates=False)["when"].tolist() == ["2025-03-01"]


def test_text_and_day_columns_of_parquet_become_datetimes_too(tmp_path):
    day = datetime.date(2025, 3, 1)
    pd.DataFrame({"text": ["2025-03-01", None], "day": [day, None]}).to_parquet(tmp_path / "a.parquet")
    frame = read_table(tmp_path / "a.parquet")
    assert [kind.kind for kind in frame.dtypes] == ["M", "M"]
    assert frame["day"].isna().tolist() == [False, True]


def test_a_named_index_becomes_a_column_and_a_plain_one_goes(tmp_path):
    frame = pd.DataFrame({"x": [1, 2]}, index=pd.Index([7, 9]))
    frame.to_parquet(tmp_path / "plain.parquet")
    frame.rename_axis("account").to_parquet(tmp_path / "named.parquet")
    pd.DataFrame({"x": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)], names=["a", None])).to_parquet(
        tmp_path / "m.parquet"
    )
    assert read_table(tmp_path / "plain.parquet").to_dict("list") == {"x": [1, 2]}
    assert read_table(tmp_path / "named.parquet").to_dict("list") == {"account": [7, 9], "x": [1, 2]}
    assert read_table(tmp_path / "m.parquet").to_dict("list") == {"a": [1], "x": [1]}
    assert read_table(tmp_path / "named.parquet").index.equals(pd.RangeIndex(2))


def test_a_decimal_comma_beside_semicolons_makes_numbers(tmp_path):
    text = 'amount;code;note;n\n12,50;1,2,3;"a;b";1\n-3;4;"c""d";2\n;5;;3\n'
    frame = read_table(written(tmp_path / "a.csv", text))
    assert frame["amount"].tolist()[:2] == [12.5, -3.0]
    assert np.isnan(frame["amount"][2])
    assert frame["code"].tolist() == ["1,2,3", "4", "5"]
    assert frame["note"].tolist()[:2] == ["a;b", 'c"d']


def test_quoted_separators_and_newlines_are_values(tmp_path):
    text = 'a,"b,c"\n1,"x,\ny"\n\n2,z\n'
    assert read_table(written(tmp_path / "a.csv", text)).to_dict("list") == {"a": [1, 2], "b,c": ["x,\ny", "z"]}


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    assert read_table(written(tmp_path / "a.csv", "x,y\n1,2\n", "utf-8-sig")).columns.tolist() == ["x", "y"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_can_be_stated(tmp_path, encoding):
    path = written(tmp_path / "a.csv", "ort,n\nKöln,1\n", encoding)
    frame = read_table(path, encoding=encoding)
    assert frame["ort"].tolist() == ["Köln"]
    assert f"encoding={encoding!r}" in source_of(frame)["call"]


def test_a_stated_separator_wins_over_the_guess(tmp_path):
    path = written(tmp_path / "a.csv", "a;b,c;d,e\n1;2,3;4,5\n")
    assert read_table(path).columns.tolist() == ["a;b", "c;d", "e"]
    assert read_table(path, separator=";").columns.tolist() == ["a", "b,c", "d,e"]


def test_a_note_of_another_source_inside_the_file_is_replaced(tmp_path):
    frame = pd.DataFrame({"x": [1]})
    frame.attrs["synthbalance"] = {"call": "__import__('os').abort()", "hash": "0"}
    frame.to_parquet(tmp_path / "a.parquet")
    assert source_of(read_table(tmp_path / "a.parquet"))["call"].startswith("sb.read_table(")
