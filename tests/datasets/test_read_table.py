"""Files read well: values, dates, separators, indexes, and the call noted."""

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


def test_quoted_separators_and_newlines_are_values(tmp_path):
    text = 'a,"b,c"\n1,"x,\ny"\n\n2,z\n'
    assert read_table(written(tmp_path / "a.csv", text)).to_dict("list") == {"a": [1, 2], "b,c": ["x,\ny", "z"]}


def test_a_stated_separator_wins_over_the_guess(tmp_path):
    path = written(tmp_path / "a.csv", "a;b,c;d,e\n1;2,3;4,5\n")
    assert read_table(path).columns.tolist() == ["a", "b,c", "d,e"]
    assert read_table(path, separator=",").columns.tolist() == ["a;b", "c;d", "e"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("id;amount, EUR\n1;2,5\n2;3,5\n", ["id", "amount, EUR"]),
        ("id,note;more\n1,a\n2,b;c;d\n", ["id", "note;more"]),
        ('"a,b";"c,d,e"\n1;2\n', ["a,b", "c,d,e"]),
        ("a|b,c\n1|2\n", ["a", "b,c"]),
        ('a;b\n"x\n,,,\ny";2\n', ["a", "b"]),
    ],
)
def test_the_separator_is_the_one_that_cuts_all_rows_alike(tmp_path, text, names):
    assert read_table(written(tmp_path / "a.csv", text)).columns.tolist() == names


def test_a_row_that_is_cut_off_by_the_sample_does_not_count(tmp_path):
    text = "id, no, x;note\n" + f"{'x' * 2_000};1\n" * 200
    assert read_table(written(tmp_path / "a.csv", text)).columns.tolist() == ["id, no, x", "note"]


def test_values_over_several_lines_are_read_in_files_of_several_megabytes(tmp_path):
    value = "first line\n" * 5
    frame = read_table(written(tmp_path / "a.csv", "a,b\n" + f'1,"{value}"\n' * 50_000))
    assert frame["b"].tolist() == [value] * 50_000


def test_a_value_longer_than_a_block_of_the_reader_is_read(tmp_path):
    long = "x" * 3_000_000
    assert read_table(written(tmp_path / "a.csv", f"a,b\n{long},2\n"))["a"][0] == long


def test_columns_without_a_name_are_numbered(tmp_path):
    assert read_table(written(tmp_path / "a.csv", ",x,\n1,2,3\n")).columns.tolist() == ["Unnamed: 0", "x", "Unnamed: 2"]


def test_a_plain_csv_is_read_as_pandas_reads_it(tmp_path, payments):
    payments.assign(n=range(500), empty=np.nan, flag=True, some=[None, True] * 250).to_csv(tmp_path / "a.csv")
    expected = pd.read_csv(tmp_path / "a.csv")
    pd.testing.assert_frame_equal(read_table(tmp_path / "a.csv", dates=False), expected, rtol=1e-15)


def test_a_note_of_another_source_inside_the_file_is_replaced(tmp_path):
    frame = pd.DataFrame({"x": [1]})
    frame.attrs["synthbalance"] = {"call": "__import__('os').abort()", "hash": "0"}
    frame.to_parquet(tmp_path / "a.parquet")
    assert source_of(read_table(tmp_path / "a.parquet"))["call"].startswith("sb.read_table(")


def test_a_column_may_be_called_like_the_mark_of_another_kind_of_file(tmp_path):
    assert read_table(written(tmp_path / "a.csv", "PAR1,PK\n1,2\n")).columns.tolist() == ["PAR1", "PK"]
