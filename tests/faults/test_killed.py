"""A process that ends in the middle of an export: nothing under the final name; what stays is found and removed."""

import os
import queue
import re
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from synthbalance.report import write_dataset
from synthbalance.report._files import write_new

ROOT = Path(__file__).parents[2]
DRAFT = re.compile(r"\.synthbalance-[0-9a-f]{12}\.part\.(parquet|csv)")
EXPORT = """
import sys, warnings
warnings.simplefilter("ignore")
import synthbalance as sb
from tests.faults.conftest import TABLE

split = sb.split_holdout(sb.load_transactions(**TABLE), target="is_fraud", random_state=0)
exp = sb.Experiment(split, model=sb.default_model(n_estimators=2, n_jobs=1), seeds=1)

def wait(stage, done, total):
    print("written", done, flush=True)
    if done >= 1_000:
        WAIT

exp.none.write_balanced(PATH, rows_per_block=500, overwrite=True, on_progress=wait)
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


@pytest.fixture
def half_way(tmp_path):
    """Start an export to a file of `tmp_path` in a process that stops after two blocks, until a line comes."""
    started = []

    def start(name):
        code = EXPORT.replace("PATH", repr(str(tmp_path / name))).replace("WAIT", "sys.stdin.readline()")
        child = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        started.append(child)
        assert [child.stdout.readline() for _ in range(2)] == ["written 500\n", "written 1000\n"]
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


@pytest.mark.parametrize("name", ["a.parquet", "a.csv"])
def test_after_a_kill_only_a_draft_is_left_and_the_next_export_removes_it(run, tmp_path, names, half_way, name):
    child = half_way(name)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    (left,) = names(tmp_path)
    assert DRAFT.fullmatch(left)
    write_dataset(run, tmp_path / name)
    assert names(tmp_path) == [name]


def test_a_file_to_be_replaced_outlives_a_kill(tmp_path, half_way):
    (tmp_path / "a.csv").write_text("of before")
    half_way("a.csv").kill()
    assert (tmp_path / "a.csv").read_text() == "of before"


def test_the_end_that_was_asked_for_cleans_up_first(tmp_path, names, half_way):
    child = half_way("a.parquet")
    child.terminate()
    assert child.wait() == -signal.SIGTERM
    assert names(tmp_path) == []


def test_a_draft_that_is_being_written_is_left_alone(tmp_path, names, half_way):
    child = half_way("a.parquet")
    write_new(tmp_path / "b.csv", (".csv",), lambda draft: draft.write_text("x"))
    draft, other = names(tmp_path)
    assert DRAFT.fullmatch(draft) and other == "b.csv"
    child.communicate("go on\n" * 100)
    assert child.returncode == 0 and names(tmp_path) == ["a.parquet", "b.csv"]
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 3_600


def test_a_handler_of_the_users_own_is_kept(tmp_path):
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        write_new(tmp_path / "a.csv", (".csv",), lambda draft: os.kill(os.getpid(), signal.SIGTERM))
        assert (tmp_path / "a.csv").exists()
    finally:
        signal.signal(signal.SIGTERM, before)
    write_new(tmp_path / "b.csv", (".csv",), lambda draft: None)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_kernel_that_is_killed_during_an_export_leaves_no_half_file(run, tmp_path, names):
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(
        cwd=str(ROOT), env={**os.environ, "PYTHONPATH": str(ROOT)}, kernel_name="python3"
    )
    try:
        code = EXPORT.replace("PATH", repr(str(tmp_path / "a.parquet")))
        client.execute(code.replace("WAIT", "import signal; signal.pause()"))
        _until(client, "written 1000")
        os.kill(manager.provisioner.pid, signal.SIGKILL)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    (left,) = names(tmp_path)
    assert DRAFT.fullmatch(left)
    write_dataset(run, tmp_path / "a.parquet")
    assert names(tmp_path) == ["a.parquet"]


def _until(client, text):
    """Read what the kernel prints until the text has come."""
    printed = ""
    while text not in printed:
        try:
            message = client.get_iopub_msg(timeout=120)
        except queue.Empty:
            pytest.fail(f"The kernel never printed {text!r}: {printed!r}")
        assert message["msg_type"] != "error", message["content"]
        if message["msg_type"] == "stream":
            printed += message["content"]["text"]
