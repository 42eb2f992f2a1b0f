"""A disk that fills up while exporting: no file under the final name, none beside it, and a sentence that says so."""

import errno
import os

import pytest

from synthbalance.experiment._balanced import BalancedRows
from synthbalance.report import write_card, write_dataset, write_model
from synthbalance.report._files import write_new, write_together
from synthbalance.ui._saving import Wanted, save

EXPORTS = {
    "a.parquet": lambda run, path, **how: write_dataset(run, path, **how),
    "a.feather": lambda run, path, **how: write_dataset(run, path, rows_per_block=500, **how),
    "a.csv": lambda run, path, **how: write_dataset(run, path, **how),
    "a.html": lambda run, path: write_card(run._experiment, path, run, audit=False),
    "a.json": lambda run, path: write_card(run._experiment, path, run, audit=False),
    "a.model": lambda run, path, **how: write_model(run, path, **how),
}


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.csv", "a.html", "a.model"])
def test_a_full_disk_gets_no_half_file_and_the_user_a_sentence(run, small_disk, names, name):
    with pytest.raises(OSError, match=r"disk of .* is full \(.* MB free\), so 'a\.\w+' was not written") as caught:
        EXPORTS[name](run, small_disk / name)
    assert caught.value.errno == errno.ENOSPC
    assert names(small_disk) == []


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.model"])
def test_a_file_to_be_replaced_stays_as_it_is(run, small_disk, names, name):
    (small_disk / name).write_bytes(b"of before")
    with pytest.raises(OSError, match="is full"):
        EXPORTS[name](run, small_disk / name, overwrite=True)
    assert (small_disk / name).read_bytes() == b"of before" and names(small_disk) == [name]


def test_the_export_works_once_there_is_room(run, small_disk, names):
    (small_disk / "ballast").write_bytes(bytes(8_000))
    with pytest.raises(OSError, match="is full"):
        write_new(small_disk / "a.csv", (".csv",), lambda draft: draft.write_bytes(bytes(6_000)))
    (small_disk / "ballast").unlink()
    write_new(small_disk / "a.csv", (".csv",), lambda draft: draft.write_bytes(bytes(6_000)))
    assert names(small_disk) == ["a.csv"]


@pytest.mark.parametrize(("what", "ending"), [("dataset", "parquet"), ("card", "html"), ("model", "model")])
def test_the_panel_says_that_the_disk_is_full(run, small_disk, names, monkeypatch, what, ending):
    monkeypatch.chdir(small_disk)
    entry = save(Wanted(what, ending, run._experiment, run, "payments", None))
    assert (entry["path"], entry["text"]) == ("", "The disk is full: nothing was written.")
    assert names(small_disk) == []


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.csv"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_without_a_small_disk_an_error_in_the_second_block_does(run, tmp_path, names, monkeypatch, name, number):
    rows = BalancedRows.rows

    def full(self, start, stop):
        if start:
            raise OSError(number, "no room")
        return rows(self, start, stop)

    monkeypatch.setattr(BalancedRows, "rows", full)
    with pytest.raises(OSError, match="is full") as caught:
        write_dataset(run, tmp_path / name, rows_per_block=1_000)
    assert caught.value.errno == number and names(tmp_path) == []


def test_of_files_that_belong_together_none_is_left(tmp_path, names):
    def full(draft):
        raise OSError(errno.ENOSPC, "no room")

    writers = {tmp_path / "a.csv": lambda draft: draft.write_text("whole"), tmp_path / "a.holdout.csv": full}
    with pytest.raises(OSError, match=r"'a\.holdout\.csv' was not written"):
        write_together(writers, (".csv",))
    assert names(tmp_path) == []


def test_of_files_that_belong_together_none_is_left_where_the_last_name_is_taken_meanwhile(tmp_path, names):
    def late(draft):
        draft.write_text("ours")
        (tmp_path / "a.csv").write_text("theirs")

    writers = {tmp_path / "a.csv": late, tmp_path / "a.holdout.csv": lambda draft: draft.write_text("ours")}
    with pytest.raises(FileExistsError):
        write_together(writers, (".csv",))
    assert names(tmp_path) == ["a.csv"] and (tmp_path / "a.csv").read_text() == "theirs"


def test_without_links_a_name_that_was_reserved_is_given_back(tmp_path, names, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "cannot be moved")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="cannot be moved"):
        write_new(tmp_path / "a.csv", (".csv",), lambda draft: draft.write_text("ours"))
    assert names(tmp_path) == []
