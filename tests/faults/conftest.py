"""A run to export, and a disk so small that it is full."""

import os
import subprocess
import warnings

import pytest

import synthbalance as sb

TABLE = {"n_rows": 6_000, "fraud_rate": 0.02}


@pytest.fixture(scope="session")
def run():
    """SMOTE on 3,600 payments; its exports take more than the small disk has."""
    split = sb.split_holdout(sb.load_transactions(**TABLE), target="is_fraud", random_state=0)
    exp = sb.Experiment(split, model=sb.default_model(n_estimators=40, n_jobs=1), seeds=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return exp.run(sb.SMOTESampler(sampling_strategy=0.2, random_state=0))


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of 12 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def names():
    """Everything in a folder, hidden files too, sorted."""
    return lambda folder: sorted(os.listdir(folder))
