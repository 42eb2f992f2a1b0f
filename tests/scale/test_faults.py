"""What goes wrong on a cluster: killed workers, cancelled work, a missing extra."""

import os
import signal
import subprocess
import sys

import dask
import numpy as np
import pytest

import synthbalance as sb

MODEL = sb.default_model(n_estimators=60)
SMOTE = sb.SMOTESampler(sampling_strategy=0.1, random_state=3)


class Killer:
    """A listener that kills one worker process of the tests' own cluster when a stage is first told of."""

    def __init__(self, client, stage):
        self.client, self.stage, self.killed = client, stage, []

    def __call__(self, stage, done, total):
        if stage == self.stage and not self.killed:
            self.killed = [sorted(self.client.run(os.getpid).values())[0]]
            os.kill(self.killed[0], signal.SIGKILL)


def probabilities(client, split, machines, stage=None):
    """Of a SMOTE run; a worker is killed in its stage."""
    client.wait_for_workers(2, timeout=60)
    killer = Killer(client, stage)
    with sb.scale.Experiment(split, client, model=MODEL, seeds=1, machines=machines) as exp:
        exp.run("none")
        found = exp.run(SMOTE, on_progress=killer).holdout_probabilities
    assert bool(killer.killed) == (stage is not None)
    return found


@pytest.mark.parametrize(("machines", "stage"), [(1, "training"), (2, "training")])
def test_a_worker_killed_in_the_middle_changes_no_digit(client, split, machines, stage, monkeypatch):
    monkeypatch.setattr("synthbalance.scale._fit_together._GRACE", 1)
    undisturbed = probabilities(client, split, machines)
    assert np.array_equal(probabilities(client, split, machines, stage), undisturbed)


def test_new_rows_survive_a_killed_worker(client, split):
    undisturbed = client.compute(sb.scale.fit_resample(SMOTE, split, client=client, block=40)).result()
    killer = Killer(client, "drawing rows")
    made = sb.scale.fit_resample(SMOTE, split, client=client, on_progress=killer, block=40)
    assert killer.killed
    assert client.compute(made).result().equals(undisturbed)


def test_a_worker_that_is_away_for_long_still_comes_back():
    from distributed import Client

    soon = {"distributed.deploy.lost-worker-timeout": "1ms"}  # when Dask's own cluster gives a worker up
    with (
        sb.scale.local_cluster(1, 1) as cluster,
        Client(cluster, set_as_default=False) as client,
        dask.config.set(soon),
    ):
        (pid,) = client.run(os.getpid).values()
        os.kill(pid, signal.SIGKILL)
        assert client.submit(os.getpid).result(timeout=60) != pid


@pytest.mark.parametrize("machines", [1, 2])
def test_false_stops_the_training_and_nothing_is_kept(client, split, machines):
    told = []

    def stop(stage, done, total):
        told.append((stage, done))
        return stage != "training" or done == 0

    client.wait_for_workers(2, timeout=60)
    model = sb.default_model(n_estimators=20_000)
    with sb.scale.Experiment(split, client, model=model, seeds=1, machines=machines) as exp:
        with pytest.raises(sb.Cancelled, match=r"Cancelled while training: [1-9][0-9]* of 20000 trees done"):
            exp.run("none", on_progress=stop)
        assert exp.looks == 0
        assert client.gather(client.map(abs, range(4), pure=False)) == [0, 1, 2, 3]


def test_importing_the_package_does_not_load_dask():
    code = "import synthbalance, sys; assert 'dask' not in sys.modules; assert 'scale' in dir(synthbalance)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_the_extra_the_error_names_it():
    code = "import sys; sys.modules['distributed'] = None; import synthbalance as sb; sb.scale"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == (
        "ImportError: sb.scale needs Dask, which is not installed. Install it with: pip install 'synthbalance[scale]'"
    )
