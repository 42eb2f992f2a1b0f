"""Cancel in the panel: milliseconds from `lab.cancel()` to an idle panel, for every strategy, at moments all through.

A preview, an exact run (three seeds, 400 trees) and an audit are first left to end, then begun again and cancelled at
moments spread evenly over the time they took, so that whatever tells no progress (predicting, intervals) is met too.
Nothing that was learned before is used again. Goal: 300 ms on an idle core; where others use the cores too, the seconds
of this process's own threads in that time say what it would have been.

    python benchmarks/cancel.py [strategy ...] [--moments 12] [--rows 50000]
"""

import argparse
import os
import statistics
import time
import warnings

from _keep import keep

import synthbalance as sb
from synthbalance.experiment._known import Known
from synthbalance.ui import BalanceLab

GOAL = 300  # milliseconds
SHORT = {"gan": {"steps": 150}, "vae": {"steps": 150}, "diffusion": {"steps": 150}}
HEAD = (
    "| strategy | cancelled in | last told stage | times | median, ms | worst, ms | worst, own ms |\n"
    "|---|---|---|--:|--:|--:|--:|"
)


def main():
    """Print and keep a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("strategies", nargs="*", default=list(sb.STRATEGIES))
    parser.add_argument("--moments", type=int, default=12)
    parser.add_argument("--rows", type=int, default=50_000)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    data = sb.load_transactions(n_rows=asked.rows)
    experiment = sb.Experiment(sb.split_holdout(data, target="is_fraud", random_state=0))
    lab = BalanceLab(experiment=experiment)
    lab.wait()
    lab.auto_exact = False
    title = f"{len(data):,} rows x {data.shape[1]} columns, {data['is_fraud'].mean():.2%} rare."
    lines, every = [title, "", HEAD], []
    for key in asked.strategies:
        for name, stage, found in measured(lab, key, asked.moments):
            walls, own = zip(*found, strict=True)
            every += found
            figures = f"{statistics.median(walls):.0f} | {max(walls):.0f} | {max(own):.0f}"
            lines.append(f"| {key} | {name} | {stage} | {len(found)} | {figures} |")
    lab.close()
    load = f"{os.getloadavg()[1]:.1f} threads on average in the last five minutes, these ones included"
    late = sum(wall > GOAL for wall, _ in every)
    lines += ["", f"{late} of {len(every)} took longer than {GOAL} ms; {load}."]
    keep("cancel", f"python benchmarks/cancel.py --moments {asked.moments} --rows {asked.rows}", lines)


def measured(lab, key, moments):
    """For one strategy: what was cancelled, the stage told last, each time's milliseconds and those of our threads."""
    works = {"preview": lambda: None, "exact": lab.run}
    if getattr(sb.STRATEGIES[key], "makes_rows", False):
        works["audit"] = lambda: lab._on_message(None, {"type": "audit"}, [])
    for name, begin in works.items():
        choose(lab, key, -1)
        if name == "audit":
            lab.run().wait()
            lab.step = "quality"
            lab.wait()
        begin_anew(lab, key, name, begin, 0)
        start = time.perf_counter()
        lab.wait()
        whole, stages = time.perf_counter() - start, {}
        for at in range(moments):
            begin_anew(lab, key, name, begin, at + 1)
            if not lab.wait(whole * (at + 0.5) / moments):
                stage, start, own = lab.progress.get("stage", "begun"), time.perf_counter(), time.process_time()
                lab.cancel()
                lab.wait()
                took = time.perf_counter() - start, time.process_time() - own
                stages.setdefault(stage, []).append(tuple(1000 * one for one in took))
        yield from ((name, stage, found) for stage, found in stages.items())
    lab.step = "data"


def begin_anew(lab, key, name, begin, number):
    """Begin the work without anything known from before; every number has a ratio of its own."""
    if name == "preview":
        forget(lab)
        choose(lab, key, number, waits=False)
    elif name == "exact":
        choose(lab, key, number + 100)
        forget(lab)
        begin()
    else:
        begin()


def choose(lab, key, number, waits=True):
    """Set the strategy; the preview that this starts is stopped where it is only in the way."""
    knobs = {knob.name for knob in getattr(sb.STRATEGIES[key], "knobs", ())}
    if lab.strategy != key:
        lab.strategy = key
        lab.cancel()
        lab.wait()
        if short := {name: value for name, value in SHORT.get(key, {}).items() if name in knobs}:
            lab.knobs = lab.knobs | short
            lab.cancel()
            lab.wait()
    lab.ratio = 0.05 + 0.001 * number
    if waits:
        lab.cancel()
        lab.wait()


def forget(lab):
    """What the experiment has learned from its split."""
    experiment = lab.experiment
    experiment.known_ = Known(experiment.split, experiment.model)


if __name__ == "__main__":
    main()
