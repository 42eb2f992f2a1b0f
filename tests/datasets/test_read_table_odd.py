"""Odd files that come from real programs: read as meant, or refused with the way out."""

import datetime
import gzip
import struct

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import feather, ipc, parquet

import synthbalance as sb
from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table
from synthbalance.datasets._assembled import Assembled

MARKED = "sep=;\na;b\n1,5;2\n\n3,5;4\n"


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_line_by_which_excel_states_the_separator_is_no_header(tmp_path, end, encoding):
    path = written(tmp_path / "a.csv", MARKED.replace("\n", end).encode(encoding))
    for more in ({}, {"rows": 2}, {"separator": ";"}):
        assert read_table(path, **more).to_dict("list") == {"a": [1.5, 3.5], "b": [2, 4]}


def test_the_line_of_the_separator_counts_where_a_line_is_named(tmp_path):
    path = written(tmp_path / "a.csv", MARKED + "5;6;7\n")
    with pytest.warns(DataWarning, match="the first 2 rows only"):
        assert read_table(path, rows=2)["b"].tolist() == [2, 4]
    with pytest.raises(ValueError, match="line 6: needs 2 values like the header, found 3"):
        read_table(path)


def test_such_a_line_wins_over_what_the_rows_look_like(tmp_path):
    assert read_table(written(tmp_path / "a.csv", "sep=|\na;b|c;d\n1;2|3;4\n")).columns.tolist() == ["a;b", "c;d"]
    assert read_table(written(tmp_path / "b.csv", "sep=\t\na\tb\n1\t2\n")).shape == (1, 2)


def test_a_column_may_be_called_like_such_a_line(tmp_path):
    assert read_table(written(tmp_path / "a.csv", "sep=,x\n1,2\n")).columns.tolist() == ["sep=", "x"]
    with pytest.raises(ValueError, match="needs at least two columns"):
        read_table(written(tmp_path / "b.csv", 'sep="\n1\n'))


@pytest.mark.parametrize(
    "content", ['[{"a": 1, "b": 2}]\n', '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', '\ufeff[{"a": 1}]']
)
def test_json_named_csv_is_told(tmp_path, content):
    with pytest.raises(ValueError, match=r"it looks like JSON\. Read it with pandas.read_json, with lines=True"):
        read_table(written(tmp_path / "a.csv", content))


def test_lines_above_the_header_are_hinted_at(tmp_path):
    with pytest.raises(ValueError, match=r"found one, '# of March', .* take out lines above the header"):
        read_table(written(tmp_path / "a.csv", "# of March\na,b\n1,2\n"))


def test_parquet_without_columns_or_row_groups_is_said_to_hold_nothing(tmp_path):
    parquet.write_table(pa.table({}), tmp_path / "a.parquet")
    with pytest.raises(ValueError, match="has neither columns nor rows"):
        read_table(tmp_path / "a.parquet")
    schema = pa.schema([("a", pa.int64()), ("b", pa.date32()), ("c", pa.float64())])
    parquet.ParquetWriter(tmp_path / "b.parquet", schema).close()
    with pytest.raises(ValueError, match="has 3 columns, but no rows"):
        read_table(tmp_path / "b.parquet", rows=5)


def test_a_part_of_a_folder_may_have_no_row_groups(tmp_path):
    table = pa.table({"a": [1, 2], "c": [0.5, None]})
    parquet.write_table(table, tmp_path / "a.parquet")
    parquet.ParquetWriter(tmp_path / "b.parquet", table.schema).close()
    parquet.write_table(table, tmp_path / "c.parquet")
    frame = read_table(tmp_path)
    assert frame["a"].tolist() == [1, 2, 1, 2] and frame["c"].isna().tolist() == [False, True] * 2


def test_a_zone_that_is_not_known_names_the_column_which_can_be_left_out(tmp_path):
    moments = pa.array([datetime.datetime(2025, 1, 1)] * 2, pa.timestamp("us", "Mars/Base"))
    parquet.write_table(pa.table({"at": moments, "n": [1, 2]}), tmp_path / "a.parquet")
    with pytest.raises(ValueError, match=r"time zone 'Mars/Base' in column 'at', which is not known here\. Leave"):
        read_table(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet", columns=["n"])["n"].tolist() == [1, 2]


@pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
@pytest.mark.parametrize("zone", ["Europe/Vienna", "+02:00", "UTC"])
def test_moments_of_a_zone_are_balanced_and_come_back_in_it(tmp_path, zone):
    at = pa.array(pd.date_range("2025-03-01", periods=400, freq="7h").to_pydatetime(), pa.timestamp("us", zone))
    table = pa.table({"at": at, "x": np.arange(400.0) % 13, "fraud": np.arange(400) % 10 == 0})
    parquet.write_table(table, tmp_path / "a.parquet")
    split = sb.split_holdout(read_table(tmp_path / "a.parquet"), target="fraud", time="at", keep_time=True)
    run = sb.Experiment(split, model=sb.default_model(n_estimators=5, n_jobs=1), seeds=1).run("smote")
    path = run.write_balanced(tmp_path / "b.parquet")
    assert parquet.read_schema(path).field("at").type.tz == zone
    assert read_table(path)["at"].dtype == split.train.X["at"].dtype


def test_feather_of_other_versions_says_which_it_is(tmp_path):
    with pytest.raises(ValueError, match=r"is a feather file of version 1, and version 2 is needed\. Read it with"):
        read_table(written(tmp_path / "a.feather", b"FEA1" + bytes(50)))
    with ipc.new_stream(tmp_path / "b.feather", pa.schema([("a", pa.int64())])):
        pass
    with pytest.raises(ValueError, match="is an Arrow stream, and version 2 is needed"):
        read_table(tmp_path / "b.feather")


def test_a_column_name_that_comes_twice_in_feather_is_named(tmp_path):
    with ipc.new_file(tmp_path / "a.feather", pa.schema([("x", pa.int64()), ("x", pa.int64())])) as file:
        file.write_batch(pa.record_batch([[1], [2]], names=["x", "x"]))
    with pytest.raises(ValueError, match="'x' comes more than once"):
        read_table(tmp_path / "a.feather")


def test_a_size_that_a_file_only_claims_is_never_allocated(tmp_path):
    parquet.write_table(pa.table({"a": [1, 2]}), tmp_path / "a.parquet")
    content, claim = bytearray((tmp_path / "a.parquet").read_bytes()), struct.pack("<i", 2**31 - 1)
    content[-8:-4] = claim
    arrow = b"ARROW1\0\0\xff\xff\xff\xff" + claim + bytes(100) + claim + b"ARROW1"
    zstd = b"\x28\xb5\x2f\xfd\xa0" + claim + b"\1\0\0"
    packed = gzip.compress(b"a,b\n1,2\n")[:-4] + claim
    for name, made in (("a.parquet", content), ("a.feather", arrow), ("a.csv.zst", zstd), ("a.csv.gz", packed)):
        with pytest.raises(ValueError, match=r"is no readable \w+ (file|archive) \("):
            read_table(written(tmp_path / name, bytes(made)))


def test_nested_columns_are_read_and_told_where_they_cannot_be_used(tmp_path):
    table = pa.table({"basket": [[1], [2, 3]], "shop": [{"id": 1}, None], "n": [1, 2]})
    for ending, write in (("parquet", parquet.write_table), ("feather", feather.write_feather)):
        write(table, str(tmp_path / f"a.{ending}"))
        frame = read_table(tmp_path / f"a.{ending}")
        assert frame["n"].tolist() == [1, 2]
        with pytest.raises(TypeError, match=r"Column 'basket' of data needs single values, .* or drop the column"):
            sb.split_holdout(frame, target="n")


@pytest.mark.parametrize("ending", ["csv", "parquet", "feather"])
def test_a_column_without_a_name_can_be_asked_for(tmp_path, ending):
    frame, path = pd.DataFrame({"": [1, 2], "b": [3, 4]}), tmp_path / f"a.{ending}"
    getattr(frame, f"to_{ending}")(path, **({"index": False} if ending == "csv" else {}))
    name = "Unnamed: 0" if ending == "csv" else ""
    assert read_table(path, columns=["b", name]).to_dict("list") == {"b": [3, 4], name: [1, 2]}


def test_more_rows_than_any_memory_holds_are_told_with_the_way_out():
    with pytest.raises(
        MemoryError, match=r"needs 8,000,000 GB for 1 columns of floats .* \(columns=\), the first rows"
    ):
        Assembled(pa.schema([("x", pa.float64()), ("n", pa.int64())]), 10**15)
