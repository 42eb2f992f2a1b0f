"""What is written where, and what is not: the source, other files, half a file."""

import datetime
import errno
import os
import signal
import sys
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import synthbalance as sb
from synthbalance.cli import main
from tests.cli.conftest import mixed, start

BASE = ("--target", "label", "--ratio", "0.3")


def rebalance(path, *more):
    return main(["rebalance", str(path), *BASE, *map(str, more)])


def files(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_file_that_is_there_stays_unless_forced(payments, tmp_path, capsys):
    out = tmp_path / "new.parquet"
    (tmp_path / "new.holdout.parquet").write_text("mine")
    assert rebalance(payments, "--out", out) == 2
    assert "is there already" in capsys.readouterr().err and "--force" not in files(tmp_path)
    assert files(tmp_path) == ["new.holdout.parquet", "payments.parquet"]
    assert (tmp_path / "new.holdout.parquet").read_text() == "mine"
    assert rebalance(payments, "--out", out, "--force") == 0
    assert (tmp_path / "new.holdout.parquet").stat().st_size > 1000


@pytest.mark.parametrize("how", ["itself", "symlink", "hardlink", "spelling", "as the holdout", "through a folder"])
def test_the_source_is_never_written_over(payments, tmp_path, monkeypatch, capsys, how):
    before, source, out = payments.read_bytes(), payments, payments
    if how == "symlink":
        out = tmp_path / "link.parquet"
        out.symlink_to(payments)
    elif how == "hardlink":
        out = tmp_path / "other.parquet"
        os.link(payments, out)
    elif how == "spelling":
        monkeypatch.chdir(tmp_path)
        out = "./../" + tmp_path.name + "/payments.parquet"
    elif how == "as the holdout":
        source = payments.rename(tmp_path / "a.holdout.parquet")
        out = tmp_path / "a.parquet"
    elif how == "through a folder":
        (tmp_path / "folder").symlink_to(tmp_path)
        out = tmp_path / "folder" / "payments.parquet"
    there = files(tmp_path)
    for force in ([], ["--force"]):
        assert rebalance(source, "--out", out, *force) == 2
        assert "is FILE itself, which is never written over" in capsys.readouterr().err
    assert source.read_bytes() == before and files(tmp_path) == there


def test_nothing_is_written_into_a_folder_that_is_the_source(tmp_path, capsys):
    folder = tmp_path / "parts.parquet"
    folder.mkdir()
    data = mixed()
    data[:300].to_parquet(folder / "part-1.parquet", index=False)
    data[300:].to_parquet(folder / "part-2.parquet", index=False)
    assert rebalance(folder, "--out", folder / "new.parquet") == 2
    assert "lies in FILE, a folder that is one table" in capsys.readouterr().err
    assert rebalance(folder, "--out", tmp_path / "new.parquet") == 0
    assert files(folder) == ["part-1.parquet", "part-2.parquet"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--out", "gone/new.csv"], "needs the folder 'gone'"),
        (["--out", "new.xlsx"], "ends in .csv, .tsv, .parquet, .feather, got 'new.xlsx'"),
        (["--out", "-"], "--out needs the name of a file, got '-'"),
        (["--out", "folder.csv"], "is a folder"),
        (["--target", "labell"], "Did you mean 'label'?"),
        (["--drop", "amountt"], "Did you mean 'amount'?"),
        (["--columns", "amountt"], "Did you mean 'amount' or"),
        (["--strategy", "smot"], "Did you mean 'smote'?"),
        (["--strategy", "random", "--knob", "shrinkag=1"], "Did you mean 'shrinkage'?"),
        (["--knob", "shrinkage"], "--knob needs NAME=VALUE, got 'shrinkage'"),
        (["--strategy", "random", "--knob", "shrinkage=-1"], "shrinkage"),
        (["--ratio", "2"], "ratio needs a number above 0, at most 1"),
        (["--holdout", "1.5"], "holdout must be a share"),
        (["--gap", "7D"], "needs a time column"),
        (["--seed", "-1"], "random_state"),
    ],
)
def test_what_the_user_can_mend_ends_with_2_and_writes_nothing(payments, tmp_path, monkeypatch, capsys, more, says):
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.chdir(tmp_path)
    assert rebalance(payments, *more) == 2
    said = capsys.readouterr()
    assert says in said.err and said.err.count("\n") == 1 and said.out == ""
    assert files(tmp_path) == ["folder.csv", "payments.parquet"]


def test_standard_input_is_refused(capsys):
    assert rebalance("-") == 2
    assert "FILE needs the name of a file, got '-'" in capsys.readouterr().err


def test_a_file_that_is_already_balanced_is_refused(tmp_path, capsys):
    mixed().assign(is_synthetic=False).to_csv(tmp_path / "p.csv", index=False)
    assert rebalance(tmp_path / "p.csv") == 2
    assert "'is_synthetic', the name that marks synthetic rows" in capsys.readouterr().err


def test_a_target_with_missing_values_is_refused(tmp_path, capsys):
    data = mixed()
    data["label"] = data["label"].where(data.index != 5)
    data.to_parquet(tmp_path / "p.parquet")
    assert rebalance(tmp_path / "p.parquet", "--out", tmp_path / "n.csv") == 2
    assert "target='label' must be known in every row, found 1 missing value" in capsys.readouterr().err
    assert files(tmp_path) == ["p.parquet"]


def test_a_file_that_is_no_table_is_refused(tmp_path, capsys):
    (tmp_path / "p.parquet").write_text("a,b")
    assert rebalance(tmp_path / "p.parquet") == 2
    assert rebalance(tmp_path / "gone.csv") == 2
    said = capsys.readouterr().err
    assert "is no readable parquet file" in said and "There is no file" in said and said.count("\n") == 2


def test_a_missing_generator_ends_with_1(payments, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert (
        main(["rebalance", str(payments), "--target", "label", "--strategy", "vae", "--out", str(tmp_path / "n.csv")])
        == 1
    )
    assert "torch" in capsys.readouterr().err and files(tmp_path) == ["payments.parquet"]


def test_a_folder_that_cannot_be_written_ends_with_3_before_any_work(payments, tmp_path, monkeypatch, capsys):
    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("synthbalance.cli._out.tempfile.TemporaryFile", refused)
    monkeypatch.setattr(
        "synthbalance.read_table", lambda *_, **__: pytest.fail("read before it was looked"), raising=False
    )
    assert rebalance(payments, "--out", tmp_path / "new.csv") == 3
    assert "its folder may not be written to" in capsys.readouterr().err


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the root user may write everywhere")
def test_a_read_only_folder_ends_with_3(payments, tmp_path, capsys):
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o500)
    assert rebalance(payments, "--out", folder / "new.csv") == 3
    assert files(folder) == []


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".feather"])
def test_a_full_disk_ends_with_3_and_leaves_nothing(payments, tmp_path, monkeypatch, capsys, ending):
    """The holdout is the last of three: the files before it go as well."""
    from synthbalance.report import tables

    write, folder = tables._write, tmp_path / "out"
    folder.mkdir()

    def full(frame, draft):
        write(frame, draft)
        if len(list(folder.iterdir())) == 3:
            draft.write_bytes(draft.read_bytes()[:100])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("synthbalance.report.tables._write", full)
    assert rebalance(payments, "--out", folder / f"new{ending}") == 3
    said = capsys.readouterr()
    assert "the disk is full" in said.err and said.err.count("\n") == 1 and said.out == ""
    assert files(folder) == []


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".parquet", ".feather"])
def test_a_limit_of_the_system_ends_with_3_and_leaves_nothing(payments, tmp_path, ending):
    """No simulation: the process may write files of 10,000 bytes only, which the draft of the first file is not."""
    resource = pytest.importorskip("resource", reason="limits of a process are known to POSIX systems only")
    folder = tmp_path / "out"
    folder.mkdir()
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))  # noqa: E731
    process = start("rebalance", payments, *BASE, "--out", folder / f"new{ending}", preexec_fn=limit)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said.count("\n")) == (3, "", 1), said
    assert "larger than this user or file system allows" in said and files(folder) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_the_middle_leaves_nothing(tmp_path, number):
    """Sent while the drafts are being written: as soon as one is seen."""
    mixed(40_000, 2_000).to_csv(tmp_path / "p.csv", index=False)
    folder = tmp_path / "out"
    folder.mkdir()
    process = start("rebalance", tmp_path / "p.csv", *BASE, "--out", folder / "new.csv")
    while not any(folder.glob(".*.csv")):
        assert process.poll() is None, process.communicate()
    process.send_signal(number)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (130, "", "Stopped.\n")
    assert files(folder) == []


def test_a_packed_file_goes_out_unpacked_under_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    payments = sb.load_transactions(n_rows=1500, fraud_rate=0.05, random_state=0)
    payments.to_csv("p.csv.gz", index=False)
    assert main(["rebalance", "p.csv.gz", "--target", "is_fraud", "--strategy", "random"]) == 0
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["p.balanced.csv", "p.balanced.holdout.csv", "p.balanced.validation.csv", "p.csv.gz"]
    assert pd.read_csv("p.balanced.csv")["is_synthetic"].any()


def test_days_and_decimals_of_a_file_are_such_in_all_three(tmp_path):
    days = [datetime.date(2025, 1, 1) + datetime.timedelta(days=k % 90) for k in range(900)]
    money = pa.array([Decimal(k % 500).scaleb(-2) for k in range(900)], pa.decimal128(9, 2))
    table = pa.table({"day": days, "money": money, "fraud": [int(k % 20 == 0) for k in range(900)]})
    parquet.write_table(table, tmp_path / "p.parquet")
    out = tmp_path / "new.parquet"
    assert main(["rebalance", str(tmp_path / "p.parquet"), "--target", "fraud", "--out", str(out)]) == 0
    for path in tmp_path.glob("new*"):
        schema = parquet.read_schema(path)
        assert (schema.field("day").type, schema.field("money").type) == (pa.date32(), pa.decimal128(9, 2)), path
