"""Tables that belong together: all of them, or none."""

import os

import pandas as pd
import polars as pl
import pytest

import synthbalance as sb
from synthbalance.report import write_dataset, write_tables
from tests.table.natives import polars_payments

FRAME = pd.DataFrame({"amount": [1.5, None], "day": pd.to_datetime(["2025-01-01", None])})


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".parquet", ".feather"])
def test_each_ending_is_written_without_index_and_attributes(tmp_path, ending):
    frame = FRAME.set_index(pd.Index([7, 9]))
    frame.attrs = {"secret": "path"}
    (path,) = write_tables({tmp_path / f"a{ending}": frame})
    readers = {".csv": pd.read_csv, ".tsv": pd.read_table, ".parquet": pd.read_parquet, ".feather": pd.read_feather}
    back = readers[ending](path)
    assert list(back.columns) == ["amount", "day"] and len(back) == 2
    assert b"secret" not in path.read_bytes() and frame.attrs == {"secret": "path"}


def test_the_first_file_is_there_last(tmp_path):
    seen = []

    def late():
        seen.append(sorted(one.name for one in tmp_path.glob("[!.]*")))
        return FRAME.copy()

    paths = write_tables({tmp_path / "a.csv": FRAME, tmp_path / "b.csv": late})
    assert seen == [[]] and paths == [tmp_path / "a.csv", tmp_path / "b.csv"]


def test_one_that_fails_takes_the_others_back(tmp_path):
    mixed = pd.DataFrame({"a": ["x", 1]})
    with pytest.raises(ValueError, match="cannot hold this table"):
        write_tables({tmp_path / "a.csv": FRAME, tmp_path / "b.parquet": mixed})
    assert os.listdir(tmp_path) == []


def test_one_that_is_taken_meanwhile_takes_the_others_back(tmp_path):
    def meanwhile():
        (tmp_path / "a.csv").write_text("theirs")
        return FRAME.copy()

    with pytest.raises(FileExistsError, match=r"a-1\.csv"):
        write_tables({tmp_path / "a.csv": FRAME, tmp_path / "b.csv": meanwhile})
    assert os.listdir(tmp_path) == ["a.csv"] and (tmp_path / "a.csv").read_text() == "theirs"


@pytest.mark.parametrize("ending", [".parquet", ".feather"])
def test_the_dataset_of_a_polars_table_has_its_types_block_by_block(tmp_path, ending):
    table = polars_payments()
    split = sb.split_holdout(table, target="label", random_state=0)
    model = sb.default_model(n_estimators=5, n_jobs=1)
    run = sb.Experiment(split, model=model, seeds=1).run(sb.SMOTESampler(sampling_strategy=0.4, random_state=0))
    path = write_dataset(run, tmp_path / f"b{ending}", rows_per_block=60)
    balanced = run.balanced()
    back = pl.read_parquet(path) if ending == ".parquet" else pl.read_ipc(path)
    kept = [name for name in balanced.columns if name not in ("country", "city")]  # categories lose polars' own type
    assert back[kept].schema == balanced[kept].schema
    assert back[kept].equals(balanced[kept])
    assert back["country"].cast(pl.String).equals(balanced["country"].cast(pl.String))


def test_an_interrupt_right_after_a_draft_is_made_leaves_nothing(tmp_path, monkeypatch):
    opened = os.open

    def interrupted(path, flags, *mode):
        os.close(opened(path, flags, *mode))
        raise KeyboardInterrupt

    monkeypatch.setattr("synthbalance._drafts.os.open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_tables({tmp_path / "a.csv": FRAME})
    assert os.listdir(tmp_path) == []
