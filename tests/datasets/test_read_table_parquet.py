"""Parquet by row groups, folders of parts, floats in half their width; damage named down to the column."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import synthbalance as sb
from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table


@pytest.fixture
def payments():
    return sb.load_transactions(600)


@pytest.fixture
def folder(tmp_path, payments):
    """Three parts of 200 rows in two row groups each, named as Dask names them."""
    folder = tmp_path / "payments"
    folder.mkdir()
    for number, first in ((2, 0), (10, 200), (11, 400)):
        part = payments.iloc[first : first + 200].reset_index(drop=True)
        part.to_parquet(folder / f"part.{number}.parquet", row_group_size=100)
    return folder


def test_a_file_of_many_row_groups_is_read_as_pandas_reads_it(tmp_path, payments):
    path = tmp_path / "a.parquet"
    frame = payments.assign(
        text=[f"t{i % 7}" for i in range(600)],
        maybe=pd.array([i if i % 3 else None for i in range(600)], dtype="Int64"),
        kind=pd.Categorical(["a", "b"] * 300, categories=["b", "a", "unused"], ordered=True),
        zone=pd.date_range("2025-01-01", periods=600, freq="h", tz="Europe/Berlin"),
    )
    frame.to_parquet(path, row_group_size=70)
    pd.testing.assert_frame_equal(read_table(path), pd.read_parquet(path))


def test_a_folder_is_one_table_in_the_order_of_its_parts(folder, payments):
    frame = read_table(folder)
    pd.testing.assert_frame_equal(frame, payments, check_categorical=False)
    assert sb.read_table(str(folder), columns=["amount"]).shape == (600, 1)


def test_hidden_files_and_those_of_engines_are_no_parts(folder):
    for name in (".part.1.parquet.crc.parquet", "_metadata.parquet", "_SUCCESS"):
        (folder / name).write_bytes(b"none")
    assert len(read_table(folder)) == 600


def test_the_index_that_dask_writes_is_no_column(tmp_path):
    frame = pd.DataFrame({"x": [1.0, 2.0]}, index=pd.Index([0, 1], name="__null_dask_index__"))
    frame.to_parquet(tmp_path / "part.0.parquet")
    assert read_table(tmp_path).columns.tolist() == ["x"]


def test_the_first_rows_of_a_folder_need_no_later_row_group(folder, payments):
    _damage(folder / "part.10.parquet", group=1, column="amount")
    with pytest.warns(DataWarning, match="the first 250 rows only"):
        frame = read_table(folder, rows=250)
    pd.testing.assert_frame_equal(frame, payments.iloc[:250], check_categorical=False)


def test_columns_that_are_not_asked_for_are_not_read(folder):
    _damage(folder / "part.10.parquet", group=1, column="amount")
    assert read_table(folder, columns=["hour", "is_fraud"]).shape == (600, 2)


def test_a_damaged_row_group_is_named_with_its_file_and_column(folder):
    _damage(folder / "part.10.parquet", group=1, column="amount")
    with pytest.raises(ValueError, match=r"part\.10\.parquet' .*, row group 2 of 2, column 'amount' \(.*write or copy"):
        read_table(folder)


def test_a_single_wrong_bit_is_found_where_the_pages_have_checksums(tmp_path):
    path = tmp_path / "a.parquet"
    table = pa.table({"x": np.arange(1000.0), "y": np.arange(1000)})
    parquet.write_table(table, path, compression="none", use_dictionary=False, write_page_checksum=True)
    content = bytearray(path.read_bytes())
    content[parquet.read_metadata(path).row_group(0).column(1).data_page_offset + 4_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.parquet' .* row group 1 of 1, column 'y' .*could not verify page"):
        read_table(path)


def test_a_part_that_is_cut_off_is_named_before_anything_is_read(folder):
    last = folder / "part.11.parquet"
    last.write_bytes(last.read_bytes()[:-100])
    with pytest.raises(ValueError, match=r"part\.11\.parquet' is no readable parquet file"):
        read_table(folder, rows=5)


def test_parts_that_differ_in_a_type_are_refused_with_file_and_column(folder, payments):
    payments.assign(amount=payments["amount"].astype("str")).to_parquet(folder / "part.11.parquet")
    with pytest.raises(ValueError, match=r"part\.11\.parquet' holds (large_)?string in column 'amount', .* double"):
        read_table(folder)
    assert len(read_table(folder, columns=["hour"])) == 400 + 600


@pytest.mark.parametrize(("drops", "lacking"), [("part.10", "part.10"), ("part.2", "part.2")])
def test_parts_that_lack_a_column_are_refused(folder, payments, drops, lacking):
    payments.drop(columns="amount").to_parquet(folder / f"{drops}.parquet")
    with pytest.raises(ValueError, match=rf"{lacking}\.parquet' has no column 'amount', which 'part"):
        read_table(folder)
    with pytest.raises(ValueError, match=r"has no (column )?'amount'"):
        read_table(folder, columns=["amount"])


def test_columns_in_another_order_in_one_part_are_the_same_columns(folder, payments):
    part = payments.iloc[200:400].reset_index(drop=True)
    part[part.columns[::-1]].to_parquet(folder / "part.10.parquet")
    pd.testing.assert_frame_equal(read_table(folder), payments, check_categorical=False)


def test_a_part_without_a_value_in_a_column_fits_every_type(tmp_path):
    for name, values in (("a", [None, None]), ("b", [1.5, None])):
        parquet.write_table(pa.table({"x": values, "y": [1, 2]}), tmp_path / f"{name}.parquet")
    frame = read_table(tmp_path)
    assert frame["x"].dtype == np.float64 and frame["x"].isna().tolist() == [True, True, False, True]


def test_categories_that_differ_between_parts_are_all_kept(tmp_path):
    for name, levels in (("a", ["web", "till"]), ("b", ["post", "web"])):
        pd.DataFrame({"channel": pd.Categorical(levels)}).to_parquet(tmp_path / f"{name}.parquet")
    frame = read_table(tmp_path)
    assert frame["channel"].tolist() == ["web", "till", "post", "web"]
    assert sorted(frame["channel"].cat.categories) == ["post", "till", "web"]


def test_a_partitioned_folder_is_refused_with_the_way_out(folder):
    deeper = folder / "year=2025"
    deeper.mkdir()
    (folder / "part.2.parquet").rename(deeper / "part.0.parquet")
    with pytest.raises(ValueError, match=r"side by side, .*partitioning='hive'"):
        read_table(folder)


def test_a_delta_table_is_refused_as_its_files_hold_deleted_rows(folder):
    (folder / "_delta_log").mkdir()
    with pytest.raises(ValueError, match="is a Delta table"):
        read_table(folder)


def test_folders_of_engines_and_hidden_ones_do_not_count(folder):
    for name in ("_temporary", ".checkpoints"):
        (folder / name).mkdir()
        (folder / name / "part.0.parquet").write_bytes(b"none")
    assert len(read_table(folder)) == 600


def test_texts_that_are_stored_in_another_way_are_texts(tmp_path):
    for name, kind in (("a", pa.string()), ("b", pa.large_string())):
        parquet.write_table(pa.table({"shop": pa.array(["x", None], kind), "y": [1, 2]}), tmp_path / f"{name}.parquet")
    assert read_table(tmp_path)["shop"].fillna("-").tolist() == ["x", "-", "x", "-"]


def test_categories_may_be_many_in_one_part_and_few_in_another(tmp_path):
    for name, n in (("a", 3), ("b", 40_000)):
        levels = [f"{name}{i}" for i in range(n)]
        pd.DataFrame({"channel": pd.Categorical(levels), "x": range(n)}).to_parquet(tmp_path / f"{name}.parquet")
    frame = read_table(tmp_path)
    assert frame["channel"].tolist()[-1] == "b39999" and len(frame["channel"].cat.categories) == 40_003


def test_categories_of_parts_may_together_be_more_than_the_codes_of_one_can_tell(tmp_path):
    for name in "abc":
        pd.DataFrame({"channel": pd.Categorical([f"{name}{i}" for i in range(100)])}).to_parquet(
            tmp_path / f"{name}.parquet"
        )
    assert read_table(tmp_path)["channel"].tolist() == [f"{name}{i}" for name in "abc" for i in range(100)]


def test_a_column_name_that_comes_twice_is_named(tmp_path):
    parquet.write_table(pa.table([[1], [2]], names=["x", "x"]), tmp_path / "a.parquet")
    with pytest.raises(ValueError, match="'x' comes more than once"):
        read_table(tmp_path / "a.parquet")


def test_names_with_points_are_names(tmp_path):
    frame = pd.DataFrame({"a": [1.0], "a.b": [2.0], "b": [3]})
    frame.to_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(read_table(tmp_path / "a.parquet", columns=["a", "b"]), frame[["a", "b"]])


@pytest.mark.parametrize("ending", ["parquet", "feather", "csv"])
def test_floats_are_narrowed_on_request_and_nothing_else(tmp_path, payments, ending):
    path = tmp_path / f"a.{ending}"
    getattr(payments, f"to_{ending}")(path, **({"index": False} if ending == "csv" else {}))
    wide, narrow = read_table(path), read_table(path, float32=True)
    for name in wide.columns:
        expected = np.float32 if wide[name].dtype == np.float64 else wide[name].dtype
        assert narrow[name].dtype == expected, name
        pd.testing.assert_series_equal(narrow[name], wide[name].astype(expected))
    assert "float32=True" in narrow.attrs["synthbalance"]["call"]


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_number_that_no_float32_holds_is_refused(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    frame = pd.DataFrame({"x": [1.5, -1e300, np.nan], "y": [1, 2, 3]})
    frame.to_parquet(path) if ending == "parquet" else frame.to_csv(path, index=False)
    with pytest.raises(ValueError, match=r"column 'x' holds -1e\+300"):
        read_table(path, float32=True)


def test_float32_needs_true_or_false(tmp_path):
    with pytest.raises(ValueError, match="float32 needs True or False, got 1"):
        read_table(tmp_path / "a.csv", float32=1)


def _damage(path, group, column):
    """Overwrite the pages of one column of a row group."""
    meta = parquet.read_metadata(path)
    place = meta.schema.names.index(column)
    chunk = meta.row_group(group).column(place)
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    with path.open("r+b") as raw:
        raw.seek(start)
        raw.write(b"\xff" * chunk.total_compressed_size)


def test_floats_of_one_large_row_group_are_never_twice_in_memory(tmp_path):
    columns = {f"v{i}": np.random.default_rng(i).random(400_000) for i in range(12)}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    code = (
        "import sys, pyarrow as pa; from synthbalance.datasets import read_table\n"
        "frame = read_table(sys.argv[1]); assert frame.shape == (400_000, 12)\n"
        "print(pa.default_memory_pool().max_memory() / frame.memory_usage(index=False).sum())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.parquet")], capture_output=True, text=True, check=True
    )
    assert float(told.stdout) < 0.6
