"""Only some rows, only some columns, and nothing read or checked beyond them."""

import pandas as pd
import pytest

import synthbalance as sb
from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table

ENDINGS = ["csv", "parquet", "feather"]


@pytest.fixture
def payments():
    return sb.load_transactions(500)


def written(path, frame):
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        frame.to_parquet(path, row_group_size=200)
    else:
        frame.to_feather(path)
    return path


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [1, 250, 499])
def test_the_first_rows_are_those_of_the_whole_and_it_is_said_that_there_are_more(tmp_path, payments, ending, rows):
    path = written(tmp_path / f"a.{ending}", payments[["amount", "paid_at", "is_fraud"]])
    with pytest.warns(DataWarning, match=f"the first {rows} rows only, there are more"):
        frame = read_table(path, rows=rows)
    pd.testing.assert_frame_equal(frame, read_table(path)[:rows], check_dtype=False)
    assert frame.attrs["assumed"] == [f"the first {rows} rows only, there are more"]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [500, 501, 10**9])
def test_as_many_rows_as_there_are_is_all_of_them_in_silence(tmp_path, payments, ending, rows, recwarn):
    path = written(tmp_path / f"a.{ending}", payments)
    frame = read_table(path, rows=rows)
    pd.testing.assert_frame_equal(frame, read_table(path))
    assert "assumed" not in frame.attrs
    assert not recwarn.list


@pytest.mark.filterwarnings("ignore:.*the first:synthbalance._errors.DataWarning")
def test_rows_beyond_those_asked_for_are_not_checked(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n\n3,4\n5,6,7\n")
    assert read_table(path, rows=2).to_dict("list") == {"a": [1, 3], "b": [2, 4]}
    with pytest.raises(ValueError, match="line 5: needs 2 values"):
        read_table(path, rows=3)
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100_000 + "Köln".encode("cp1252"))
    assert len(read_table(path, rows=99_999)) == 99_999


@pytest.mark.filterwarnings("ignore:.*the first:synthbalance._errors.DataWarning")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "cp1252"])
def test_values_over_several_lines_count_as_one_row_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(("a,ort\n" + '1,"Köln,\nam Rhein"\n' * 20_000).encode(encoding))
    frame = read_table(path, rows=15_000, encoding=encoding)
    assert frame["ort"].tolist() == ["Köln,\nam Rhein"] * 15_000


def test_a_large_file_is_not_read_to_its_end_for_its_first_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 1_000_000 + b"\0")
    with pytest.warns(DataWarning, match="the first 2 rows only"):
        assert read_table(path, rows=2)["b"].tolist() == [2, 2]
    with pytest.raises(ValueError, match="holds bytes that are zero"):
        read_table(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_only_the_columns_asked_for_come_in_the_order_asked_for(tmp_path, payments, ending):
    path = written(tmp_path / f"a.{ending}", payments)
    wanted = ["is_fraud", "amount"]
    pd.testing.assert_frame_equal(read_table(path, columns=wanted), read_table(path)[wanted])
    assert read_table(path, columns=iter(["paid_at"])).shape == (500, 1)


@pytest.mark.filterwarnings("ignore:.*the first:synthbalance._errors.DataWarning")
@pytest.mark.parametrize("rows", [None, 1])
def test_a_named_index_can_be_asked_for_as_a_column(tmp_path, rows):
    frame = pd.DataFrame({"x": [1, 2], "y": [3, 4]}, index=pd.Index([7, 9], name="account"))
    frame.to_parquet(tmp_path / "a.parquet")
    found = read_table(tmp_path / "a.parquet", columns=["y", "account"], rows=rows)
    assert found.to_dict("list") == {"y": [3, 4][:rows], "account": [7, 9][:rows]}
    assert read_table(tmp_path / "a.parquet", columns=["x"], rows=rows).columns.tolist() == ["x"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_column_that_is_not_there_names_those_that_look_like_it(tmp_path, payments, ending):
    path = written(tmp_path / f"a.{ending}", payments)
    with pytest.raises(ValueError, match=rf"'a.{ending}' has no 'amuont'. Did you mean 'amount'"):
        read_table(path, columns=["amuont"])
    with pytest.raises(ValueError, match=r"has no 'zzz'. It has \['paid_at', "):
        read_table(path, columns=["zzz"])


@pytest.mark.parametrize("rows", [0, -1, 1.5, "5", True])
def test_a_number_of_rows_that_is_none_is_refused(tmp_path, rows):
    with pytest.raises(ValueError, match="rows needs a whole number of at least 1"):
        read_table(tmp_path / "a.csv", rows=rows)


@pytest.mark.parametrize("columns", ["amount", [], 5])
def test_columns_that_are_no_list_of_names_are_refused(tmp_path, columns):
    with pytest.raises(ValueError, match="columns needs a list of names"):
        read_table(tmp_path / "a.csv", columns=columns)
    with pytest.raises(ValueError, match="columns needs each name once"):
        read_table(tmp_path / "a.csv", columns=["a", "a"])
