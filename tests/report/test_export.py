import os

import numpy as np
import pandas as pd
import pytest

from synthbalance.experiment._balanced import BalancedRows
from synthbalance.report import free_name, write_dataset
from synthbalance.report._files import write_new


@pytest.fixture(scope="module")
def smote(exp):
    return exp.runs["SMOTE 20 %, k_neighbors 3"]


def test_a_parquet_file_holds_the_balanced_training_part(smote, tmp_path):
    path = write_dataset(smote, tmp_path / "balanced.parquet")
    back = pd.read_parquet(path)
    pd.testing.assert_frame_equal(back, smote.balanced().reset_index(drop=True))
    assert int(back["is_synthetic"].sum()) == smote.n_synthetic


def test_a_csv_file_holds_the_same_rows(smote, tmp_path):
    back = pd.read_csv(write_dataset(smote, str(tmp_path / "balanced.CSV")))
    assert list(back.columns) == list(smote.balanced().columns)
    assert len(back) == smote.n_train


def test_a_file_that_is_there_stays_and_a_free_name_is_told(smote, tmp_path):
    path = tmp_path / "balanced.csv"
    path.write_text("mine")
    with pytest.raises(FileExistsError, match=r"balanced-1\.csv"):
        write_dataset(smote, path)
    assert path.read_text() == "mine" and os.listdir(tmp_path) == ["balanced.csv"]
    assert write_dataset(smote, path, overwrite=True) == path
    assert path.read_text() != "mine"


def test_a_file_that_appears_while_writing_stays(tmp_path):
    target = tmp_path / "card.html"

    def slow(draft):
        draft.write_text("ours")
        target.write_text("theirs")

    with pytest.raises(FileExistsError):
        write_new(target, (".html",), slow)
    assert target.read_text() == "theirs" and os.listdir(tmp_path) == ["card.html"]


def test_a_failure_half_way_leaves_nothing(tmp_path):
    def failing(draft):
        draft.write_text("half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_new(tmp_path / "card.html", (".html",), failing)
    assert os.listdir(tmp_path) == []


def test_where_links_are_not_known_the_name_is_reserved_first(tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError("links are not supported here")

    monkeypatch.setattr(os, "link", no_links)
    path = write_new(tmp_path / "a.html", (".html",), lambda draft: draft.write_text("ours"))
    assert path.read_text() == "ours" and os.listdir(tmp_path) == ["a.html"]
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.html", (".html",), lambda draft: draft.write_text("again"))


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("balanced.xlsx", ValueError, "ends in .csv or .tsv or .parquet"),
        ("balanced", ValueError, "balanced.csv"),
        ("nowhere/balanced.csv", FileNotFoundError, "Make it first"),
        ("", ValueError, "name of a file"),
        (None, ValueError, "name of a file"),
    ],
)
def test_a_bad_path_is_refused_in_words(smote, tmp_path, monkeypatch, name, error, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=words):
        write_dataset(smote, name)
    assert os.listdir(tmp_path) == []


def test_a_folder_is_no_file(smote, tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        write_dataset(smote, tmp_path)


def test_a_column_that_parquet_cannot_hold_points_to_csv(smote, tmp_path, monkeypatch):
    mixed = smote.split.train.X.assign(amount=["text", *range(len(smote.split.train.X) - 1)])
    rows = BalancedRows(mixed, np.arange(len(mixed)), None, np.zeros(len(mixed)), "y")
    monkeypatch.setattr(type(smote), "_balanced_rows", lambda self: rows)
    with pytest.raises(ValueError, match="Write a csv file instead"):
        write_dataset(smote, tmp_path / "balanced.parquet")
    assert os.listdir(tmp_path) == []


def test_free_names_count_up(tmp_path):
    for expected in ("card.html", "card-1.html", "card-2.html"):
        path = free_name(tmp_path / "card.html")
        assert path.name == expected
        path.touch()


def test_a_link_into_nowhere_is_taken(tmp_path):
    (tmp_path / "card.html").symlink_to(tmp_path / "gone.html")
    assert free_name(tmp_path / "card.html").name == "card-1.html"
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "card.html", (".html",), lambda draft: draft.write_text("x"))
