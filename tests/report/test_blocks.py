"""The balanced training part written block by block: the same file as at once, in the memory of a block."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

import synthbalance as sb
from synthbalance import Cancelled
from synthbalance.experiment._balanced import BalancedRows
from synthbalance.report import write_dataset
from synthbalance.report._blocks import parquet_blocks


@pytest.fixture(scope="module")
def smote(exp):
    return exp.runs["SMOTE 20 %, k_neighbors 3"]


@pytest.mark.parametrize("ending", ["parquet", "feather", "csv", "tsv"])
@pytest.mark.parametrize("size", [1, 97, 10**6])
def test_blocks_of_every_size_give_the_same_rows(smote, tmp_path, ending, size):
    path = smote.write_balanced(tmp_path / f"a.{ending}", rows_per_block=size)
    whole = smote.balanced().reset_index(drop=True)
    if ending in ("parquet", "feather"):
        pd.testing.assert_frame_equal(getattr(pd, f"read_{ending}")(path), whole)
    else:
        whole.to_csv(tmp_path / "whole.csv", index=False, sep="," if ending == "csv" else "\t")
        assert path.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_row_group_holds_a_block(smote, tmp_path):
    meta = parquet.read_metadata(smote.write_balanced(tmp_path / "a.parquet", rows_per_block=300))
    sizes = [meta.row_group(i).num_rows for i in range(meta.num_row_groups)]
    assert sizes[:-1] == [300] * (len(sizes) - 1) and sum(sizes) == smote.n_train


def test_stretches_of_rows_are_those_of_the_whole_across_the_border_to_the_new_ones(smote):
    rows, whole = smote._balanced_rows(), smote.balanced()
    n_real = smote.n_train - smote.n_synthetic
    for start, stop in ((0, 5), (n_real - 3, n_real + 4), (n_real + 1, smote.n_train + 50), (n_real, n_real)):
        pd.testing.assert_frame_equal(rows.rows(start, stop), whole.iloc[start:stop])


def test_the_balanced_table_is_the_callers_own(smote):
    before = smote.split.train.X.copy()
    for own in (smote.balanced(), smote._experiment.none.balanced()):
        own.iloc[:, 0] = 0
    pd.testing.assert_frame_equal(smote.split.train.X, before)


def test_memory_is_that_of_blocks_not_of_the_table(tmp_path):
    n, size = 200_000, 5_000
    X = pd.DataFrame(np.random.default_rng(0).standard_normal((n, 10)))
    rows = BalancedRows(X.rename(columns=str), np.arange(n), None, np.zeros(n), "y")
    tracemalloc.start()
    parquet_blocks(rows, (rows.rows(at, at + size) for at in range(0, n, size)), tmp_path / "a.parquet")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.15 * X.memory_usage().sum()
    assert parquet.read_metadata(tmp_path / "a.parquet").num_rows == n


def test_an_object_column_has_one_type_though_its_first_blocks_are_empty(tmp_path):
    X = pd.DataFrame({"note": pd.Series([None, None, "late", None], dtype=object), "x": range(4)})
    rows = BalancedRows(X, np.arange(4), None, np.arange(4), "y")
    parquet_blocks(rows, (rows.rows(at, at + 1) for at in range(4)), tmp_path / "a.parquet")
    assert pd.read_parquet(tmp_path / "a.parquet")["note"].tolist()[2] == "late"


def test_progress_counts_rows_and_false_cancels_and_leaves_nothing(smote, tmp_path):
    told = []
    smote.write_balanced(tmp_path / "a.csv", rows_per_block=400, on_progress=lambda *at: told.append(at))
    assert told[0] == ("writing", 400, smote.n_train) and told[-1] == ("writing", smote.n_train, smote.n_train)
    for ending in ("csv", "parquet", "feather"):
        with pytest.raises(Cancelled, match=f"writing: 400 of {smote.n_train} rows"):
            smote.write_balanced(tmp_path / f"b.{ending}", rows_per_block=400, on_progress=lambda *at: False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("size", [0, -1, 2.5, True, "9"])
def test_a_block_without_rows_is_refused(smote, tmp_path, size):
    with pytest.raises(ValueError, match="rows_per_block needs a whole number"):
        smote.write_balanced(tmp_path / "a.csv", rows_per_block=size)


@pytest.fixture
def run_of_file(tmp_path):
    """A run on a table that was read from a file, or a folder, of `tmp_path`."""

    def run(name):
        split = sb.split_holdout(sb.read_table(tmp_path / name), target="is_fraud", random_state=0)
        return sb.Experiment(split, model=sb.default_model(n_estimators=2, n_jobs=1), seeds=1).none

    return run


@pytest.mark.parametrize("spelled", ["payments.csv", "./payments.csv", "../{folder}/payments.csv"])
def test_the_file_that_was_read_is_never_written_over(tmp_path, monkeypatch, run_of_file, spelled):
    sb.load_transactions(400, 0.1).to_csv(tmp_path / "payments.csv", index=False)
    before = (tmp_path / "payments.csv").read_bytes()
    run = run_of_file("payments.csv")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="which the data was read from; it is never changed"):
        write_dataset(run, spelled.format(folder=tmp_path.name), overwrite=True)
    assert (tmp_path / "payments.csv").read_bytes() == before


def test_no_part_is_added_to_the_folder_that_was_read(tmp_path, run_of_file):
    folder = tmp_path / "parts"
    folder.mkdir()
    sb.load_transactions(400, 0.1).to_parquet(folder / "part.0.parquet")
    with pytest.raises(ValueError, match=r"lies in .*parts', which the data was read from"):
        run_of_file("parts").write_balanced(folder / "balanced.parquet")
    assert [path.name for path in folder.iterdir()] == ["part.0.parquet"]
