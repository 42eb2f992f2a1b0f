"""The live loop against the cell it replaces: seconds from a change to its scores, in one run, as ratios.

preview: a change of ratio, and of method, to scores on the validation rows. exact: three seeds trained and scored on
the holdout, against bare LightGBM on the same rows, then the intervals, then the next ratio against the cell with as
many seeds. agreement: average precision of a preview beside the exact run's on the same validation rows, eight tables.
Threads of LightGBM wait without spinning (OMP_WAIT_POLICY=PASSIVE), on both sides: where cores are shared the cell's
two threads else take ten times as long.

    python benchmarks/live.py [preview] [exact] [agreement] [--repeats 7]
"""

import argparse
import os
import statistics
import time
import warnings

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pandas as pd
from _keep import keep
from _live_tables import cell, handbook, simulated
from _sampler_table import READ, TABLES
from joblib import Parallel, delayed

import synthbalance as sb
from synthbalance.experiment._ledger import Ledger
from synthbalance.experiment._measure import Rows
from synthbalance.metrics import average_precision
from synthbalance.ui._engine import Engine

PARTS = ("preview", "exact", "agreement")
METHODS = ("smote", "copula", "mgs", "random")
RATIOS = (0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.6, 1.0)


def main():
    """Print and keep the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=PARTS, help=", ".join(PARTS))
    parser.add_argument("--repeats", type=int, default=7)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for part in asked.parts:
        lines = {"preview": previews, "exact": exact_runs, "agreement": agreement}[part](asked.repeats)
        keep(f"live_{part}", f"python benchmarks/live.py {part} --repeats {asked.repeats}", lines)


def tables():
    """Name -> Split of those that are there."""
    found = {"handbook, 150,000 x 15": handbook(), "simulated, 284,807 x 30": simulated()}
    return {name: split for name, split in found.items() if split is not None}


def previews(repeats):
    """Lines of two tables: changes of ratio, then changes of method."""
    head = "| table | change | preview, s | plain cell, s | times as fast |\n|---|---|--:|--:|--:|"
    lines = [head]
    for name, split in tables().items():
        goal = 8 if name.startswith("handbook") else 15
        lines += [_line(name, f"ratio (goal {goal}x, 0.5 s)", *_ratio_changes(split, repeats))]
        for method in METHODS:
            lines += [_line(name, f"method, to {method}", *_method_change(split, method, max(3, repeats // 2)))]
    return lines


def _line(name, change, ours, theirs):
    ratio = statistics.median(t / o for o, t in zip(ours, theirs, strict=True))
    return f"| {name} | {change} | {statistics.median(ours):.3f} | {statistics.median(theirs):.2f} | {ratio:.1f} |"


def _strategy(key, ratio):
    return sb.STRATEGIES[key](sampling_strategy=ratio, random_state=0)


def _opened(split):
    """An experiment as the panel has it after None: doing nothing is previewed, quick samplers have learned."""
    exp = sb.Experiment(split, random_state=0)
    exp.preview("none")
    Engine(exp).learn_ahead(lambda *progress: True)
    return exp


def _ratio_changes(split, repeats):
    """Seconds of a preview after each change of ratio, and of the cell at the same ratio, in turn."""
    exp, ours, theirs = _opened(split), [], []
    for ratio in (RATIOS * repeats)[:repeats]:
        ours.append(_seconds(lambda ratio=ratio: exp.preview(_strategy("smote", ratio))))
        theirs.append(cell(split, ratio)[0])
    return ours, theirs


def _method_change(split, method, repeats):
    """Seconds of the first preview of a method, in an experiment that had none of it, and of the cell."""
    ours, theirs = [], []
    for ratio in RATIOS[:repeats]:
        exp = _opened(split)
        ours.append(_seconds(lambda exp=exp, ratio=ratio: exp.preview(_strategy(method, ratio))))
        theirs.append(cell(split, ratio)[0])
    return ours, theirs


def exact_runs(repeats):
    """Lines: time to point scores against bare LightGBM, the intervals, the next ratio against the cell."""
    lines = ["| table | what | ours, s | beside, s | ratio |", "|---|---|--:|--:|--:|"]
    for name, split in tables().items():
        points, bare, second, cells = [], [], [], []
        exp = _opened(split)
        exp.run("none")
        for ratio in RATIOS[: min(repeats, 5)]:
            took, run = _to_points(exp, _strategy("smote", ratio))
            points.append(took)
            bare.append(_bare(split, run))
            second.append(run.seconds["total"])
            cells.append(cell(split, ratio, seeds=3)[0])
        over = statistics.median(p / b for p, b in zip(points, bare, strict=True))
        gain = statistics.median(c / s for c, s in zip(cells, second, strict=True))
        middle = [statistics.median(one) for one in (points, bare, second, cells)]
        lines += [
            f"| {name} | to point scores, bare LightGBM beside (goal 1.1) | {middle[0]:.2f} | {middle[1]:.2f} | "
            f"{over:.2f} |",
            f"| {name} | next ratio with intervals, the cell with three seeds beside (goal 1.3 times as fast) | "
            f"{middle[2]:.2f} | {middle[3]:.2f} | {gain:.2f} |",
        ]
    return [*lines, "", f"Intervals of 2,000 draws on 50,000 holdout rows: {_interval_seconds():.2f} s (goal 0.5)."]


def _to_points(exp, strategy):
    """Seconds from the call to the point scores, and the run; the time of the intervals is taken out."""
    real, spent = exp._ledger.add, []
    exp._ledger.add = lambda *given: _timed(spent, real, *given)
    start = time.perf_counter()
    run = exp.run(strategy)
    took = time.perf_counter() - start
    exp._ledger.add = real
    return took - sum(spent), run


def _timed(spent, call, *given):
    start = time.perf_counter()
    try:
        return call(*given)
    finally:
        spent.append(time.perf_counter() - start)


def _bare(split, run):
    """Seconds to train and predict the same three models on the rows of the run, two at a time as the run does."""
    frame = run.balanced()
    X, y = frame[split.train.X.columns], (frame[split.target] == split.positive).to_numpy().astype(int)
    models = [one.model for one in run._models]

    def one(model):
        from sklearn.base import clone

        fitted = clone(model).fit(X, y)
        return [fitted.predict_proba(part.X) for part in (split.validation, split.holdout)]

    return _seconds(lambda: Parallel(2, prefer="threads")(delayed(one)(model) for model in models))


def _interval_seconds():
    rng = np.random.default_rng(0)
    y = (rng.random(50_000) < 0.005).astype(int)
    rows = Rows(y, None, None, None)
    ledger = Ledger(rows, "average_precision", 0)
    p = np.clip(rng.beta(1, 30, len(y)) + 0.3 * y, 0, 1)
    values = dict.fromkeys(sb.metrics.METRICS, 0.5)
    return statistics.median(
        _seconds(lambda i=i: ledger.add(f"run {i}", values, p, p, 0.2, [0.5, 0.5, 0.5])) for i in range(5)
    )


def agreement(repeats):
    """Lines: average precision of the preview and of the exact run on the same validation rows, eight tables."""
    lines, gaps = ["| table | strategy | preview | exact | difference |", "|---|---|--:|--:|--:|"], []
    for name, (target, left_out) in READ.items():
        data = pd.read_parquet(TABLES / f"{name}.parquet").drop(columns=left_out)
        split = sb.split_holdout(data, target=target, random_state=0)
        exp = sb.Experiment(split, random_state=0)
        y = split.validation.y.to_numpy()
        for key in ("none", *METHODS):
            quick = exp.preview(key).scores["average_precision"]
            found = average_precision(y, exp.run(key).validation_probabilities)
            gaps.append(abs(quick - found))
            lines.append(f"| {name} | {key} | {quick:.3f} | {found:.3f} | {quick - found:+.3f} |")
    beyond = sum(gap > 0.015 for gap in gaps)
    middle, most = statistics.median(gaps), max(gaps)
    words = (
        f"Median of the absolute differences {middle:.4f} (goal 0.007), largest {most:.3f} (goal 0.015), {beyond} of "
    )
    return [*lines, "", words + f"{len(gaps)} beyond 0.015."]


def _seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
