"""Whole numbers and yes or no with missing values, from files that pandas did not write."""

import pandas as pd
import polars as pl
import pytest

import synthbalance as sb

LARGE = 2**60 + 1


@pytest.fixture(params=[".parquet", ".feather"])
def path(request, tmp_path):
    columns = {"id": [LARGE, None, LARGE + 2], "n": [1, 2, 3], "byte": [1, None, 3], "yes": [True, None, False]}
    table = pl.DataFrame(columns, schema_overrides={"byte": pl.UInt8})
    file = tmp_path / f"t{request.param}"
    table.write_parquet(file) if request.param == ".parquet" else table.write_ipc(file)
    return file


def test_they_keep_their_type_and_every_digit(path):
    frame = sb.read_table(path)
    assert [str(dtype) for dtype in frame.dtypes] == ["Int64", "int64", "UInt8", "boolean"]
    assert frame["id"].tolist()[::2] == [LARGE, LARGE + 2]
    assert frame.isna().sum().tolist() == [1, 0, 1, 1]


def test_a_file_of_pandas_is_read_as_pandas_wrote_it(tmp_path):
    frame = pd.DataFrame({"a": pd.array([1, None], dtype="Int16"), "b": [1.0, None], "c": pd.Series([True, None])})
    frame.to_parquet(tmp_path / "t.parquet")
    assert sb.read_table(tmp_path / "t.parquet").dtypes.equals(frame.dtypes)
