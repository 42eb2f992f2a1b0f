"""Payments on a LocalCluster of 2 workers x 1 thread, 8 GB each: split, rebalanced, retrained, scored; and a kill.

Run: python benchmarks/scale.py [--rows 10000000] [--folder FOLDER] [--memory 8GB] [--trees 400] [--keep NAME].
The payments are simulated once into FOLDER as parquet, 200,000 rows and 20 columns beside the target a file, and used
again. Peak memory is the kernel's high-water mark of each worker process.
"""

import argparse
import os
import resource
import shutil
import signal
import tempfile
import time
import warnings
from pathlib import Path

import dask.dataframe as dd
import numpy as np
from _keep import keep
from distributed import Client
from sklearn.base import clone

import synthbalance as sb

CHUNK = 200_000
TARGET, FRAUD_RATE, RATIO = "is_fraud", 0.005, 0.05
LEFT_OUT = ["paid_at", "card_age_days"]  # 20 of the 22 features
WORKERS, TREES = 2, 400


def main():
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--trees", type=int, default=TREES)
    parser.add_argument("--keep", default="scale", help="name of the file under benchmarks/results")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as temporary:
        folder = payments(options.folder or Path(temporary), options.rows)
        lines = measured(folder, Path(temporary) / "balanced", options)
    command = f"python benchmarks/scale.py --rows {options.rows} --memory {options.memory} --trees {options.trees}"
    keep(options.keep, command, lines)


def payments(folder, n_rows):
    """The folder of parquet files with so many payments; made where it is not there."""
    folder = folder / f"payments_{n_rows}"
    folder.mkdir(parents=True, exist_ok=True)
    n_files = -(-n_rows // CHUNK)
    for number in range(n_files):
        path = folder / f"part.{number:04d}.parquet"
        if not path.exists():
            n = min(CHUNK, n_rows - number * CHUNK)
            table = sb.load_transactions(n_rows=n, fraud_rate=FRAUD_RATE, random_state=number).drop(columns=LEFT_OUT)
            table.attrs = {}
            table.to_parquet(path.with_suffix(".half"), index=False)
            path.with_suffix(".half").rename(path)
    return folder


def measured(folder, out, options):
    """The lines of the page."""
    with sb.scale.local_cluster(WORKERS, 1, options.memory) as cluster, Client(cluster) as client:
        timer = Timer()
        data = dd.read_parquet(folder)
        split = timer("split", lambda: sb.scale.split_holdout(data, TARGET, random_state=0, client=client))
        sampler = sb.SMOTESampler(sampling_strategy=RATIO, random_state=0)
        made = timer("rebalance and write parquet", lambda: rebalanced(sampler, split, client, out))
        exp = experiment(split, client, options)
        stages = {name: Stages() for name in ("none", "smote")}
        none = timer("none", lambda: exp.run("none", on_progress=stages["none"]))
        run = timer("smote", lambda: exp.run(sampler, on_progress=stages["smote"]))
        peaks = list(client.run(high_water).values())
        size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
        head = [
            f"{split.n_rows:,} simulated payments x {split.train.X.shape[1]} columns and the target, "
            f"{data.npartitions} parquet files of {size:,.0f} MiB, fraud {FRAUD_RATE:.1%}; "
            f"{WORKERS} workers x 1 thread, {options.memory} each; {options.trees} trees, "
            "each model trained by both workers together.",
            "",
        ]  # fmt: skip
        lines = [*head, *throughput(timer.seconds, stages, split, made, none, run), ""]
        lines += [*memory("undisturbed", peaks), "", *figures(exp)]
        lines += ["", *disturbed(exp, client, sampler, run)]
        exp.close()
        return lines


def rebalanced(sampler, split, client, out):
    """Rows of the balanced training part, which is written to a folder of parquet files."""
    made = sb.scale.fit_resample(sampler, split, client=client)
    made.to_parquet(out, write_metadata_file=False)
    n_rows = len(dd.read_parquet(out, columns=["is_synthetic"]))
    shutil.rmtree(out)
    return n_rows


def experiment(split, client, options):
    """The experiment that is measured."""
    model = None if options.trees == TREES else sb.default_model(n_estimators=options.trees)
    return sb.scale.Experiment(split, client, model=model, seeds=1, machines=WORKERS)


def throughput(seconds, stages, split, n_balanced, none, run):
    """Seconds and rows a second of every stage."""
    n_scored, none_at, smote_at = len(split.validation) + len(split.holdout), stages["none"], stages["smote"]
    rows = [
        ("split: two passes over the files", split.n_rows, seconds["split"]),
        (
            "rebalance (SMOTE) and write the training part to parquet",
            n_balanced,
            seconds["rebalance and write parquet"],
        ),
        ("draw the new rows alone", run.n_synthetic, smote_at["drawing rows"]),
        ("read and encode the training part", none.n_train, none_at["putting together"]),
        ("retrain on real rows", none.n_train, none_at["training"]),
        ("retrain on balanced rows", run.n_train, smote_at["training"]),
        ("predict validation and holdout", n_scored, smote_at["predicting"]),
        ("metrics and intervals from 2,000 resampled holdouts, at home", len(split.holdout), run.seconds["score"]),
    ]
    table = [f"| {name} | {n:,} | {s:,.1f} | {n / s:,.0f} |" for name, n, s in rows]
    return ["| stage | rows | seconds | rows a second |", "|---|---:|---:|---:|", *table]


def figures(exp):
    """The scores with their intervals, and the sentence."""
    table = exp.compare()
    head = "| run | average precision | 95 % interval | difference | interval | recall | precision |"
    lines = [head, "|---|---:|---|---:|---|---:|---:|"]
    for name, row in table.iterrows():
        lines.append(
            f"| {name} | {row['value']:.4f} | {row['low']:.4f} to {row['high']:.4f} | {row['delta']:+.4f} | "
            f"{row['delta_low']:+.4f} to {row['delta_high']:+.4f} | {row['recall']:.3f} | {row['precision']:.3f} |"
        )
    return [*lines, "", exp.sentence(exp.runs[table.index[-1]])]


def disturbed(exp, client, sampler, run):
    """The SMOTE run again while one worker is killed half-way through the training."""
    killed = []

    def kill(stage, done, total):
        if stage == "training" and not killed and 2 * done >= total and total > 1:
            pid = sorted(client.run(os.getpid).values())[0]
            killed.append((done, total, status_peak(pid)))
            os.kill(pid, signal.SIGKILL)

    same_rows = clone(sampler).set_params(constraints=[])  # another entry of the ledger
    again = exp.run(same_rows, name="SMOTE, a worker killed", on_progress=kill)
    same = np.array_equal(run.holdout_probabilities, again.holdout_probabilities)
    done, total, peak = killed[0]
    return [
        f"One worker killed (SIGKILL) after {done} of {total} trees of the SMOTE run: it took "
        f"{again.seconds['total']:,.0f} s instead of {run.seconds['total']:,.0f} s; holdout probabilities equal to the "
        f"undisturbed ones bit for bit: {same}; every score equal: {repr(again.scores) == repr(run.scores)}.",
        "",
        *memory("with the kill", [peak, *client.run(high_water).values()], "killed, survivor and successor"),
    ]  # fmt: skip


class Timer:
    """Seconds of named stages."""

    def __init__(self):
        self.seconds = {}

    def __call__(self, name, work):
        start = time.perf_counter()
        made = work()
        self.seconds[name] = time.perf_counter() - start
        print(f"{name}: {self.seconds[name]:.1f} s", flush=True)
        return made


class Stages:
    """A listener that notes how long each stage takes, until the next one begins."""

    def __init__(self):
        self._began, self._stage, self._seconds = time.perf_counter(), None, {}

    def __call__(self, stage, done, total):
        if stage != self._stage:
            self._close()
            self._stage = stage

    def __getitem__(self, stage):
        return self._seconds[stage]

    def _close(self):
        now = time.perf_counter()
        if self._stage is not None:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._began
        self._began = now


def memory(what, peaks, which="each worker"):
    """A line on peak memory."""
    return [f"Peak memory {what}, {which}: {', '.join(f'{peak / 2**30:.2f} GiB' for peak in peaks)}."]


def high_water():
    """Peak resident memory of this process in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def status_peak(pid):
    """The same of another process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
