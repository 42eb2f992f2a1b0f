"""What rebalancing does to probabilities after `calibration="auto"`: log loss, Brier score and slope on real rows.

Eight tables with 150 to 626 rare rows, ten splits each (40 % holdout, 20 % validation), one model a run. Every strategy
and "none" get the same correction on the same validation rows. A relative difference is (strategy - none) / none, below
0 = better. The bound of its mean takes the tables as clusters, since splits of one table share rows: t interval of the
eight tables' means, 7 degrees of freedom, its upper end of 95 % (two-sided), which is above the one-sided bound.

The model is lighter than our default for speed: default_model(n_estimators=150, learning_rate=0.05, n_jobs=1).

    python benchmarks/calibration.py [--splits 10] [--tables mammography german_credit ...]

Writes results/calibration.md.
"""

import argparse
import time
import warnings

import numpy as np
import pandas as pd
from _keep import command_of, keep
from _quality import TABLES
from scipy.stats import t
from sklearn.metrics import log_loss

import synthbalance as sb
from synthbalance.metrics import brier, calibration_line

TARGETS = {
    "mammography": "target",
    "german_credit": "bad",
    "coil_2000": "target",
    "sick_euthyroid": "target",
    "satimage": "target",
    "us_crime": "target",
    "wine_quality": "target",
    "ai4i_machine_failure": "machine_failure",
}
STRATEGIES = {
    "none": "none",
    "class weight x10": sb.ClassWeight(10),
    "random": "random",
    "SMOTE": "smote",
    "under-bagging": "under_bagging",
    "MGS": "mgs",
    "copula": "copula",
}
LOSSES = {"Log loss": "log_loss", "Brier score": "brier"}
GOAL, SLOPES, ENOUGH = 0.02, (0.8, 1.25), 100
TITLE = "Probabilities after rebalancing"
WORDS = f"""\
One model a run, `calibration="auto"` for every strategy and for "none" alike, 40 % holdout and 20 % validation a split.
The model is lighter than our default, for speed: `default_model(n_estimators=150, learning_rate=0.05, n_jobs=1)`.
Strategies stand at their suggested ratios.

Goals: on the holdout, the upper 95 % bound of the mean relative difference to "none" is at most {100 * GOAL:.0f} %, in
log loss and in Brier score; the calibration slope lies within {SLOPES[0]} to {SLOPES[1]} on tables with at least
{ENOUGH} rare holdout rows.

A relative difference is (strategy - none) / none on the same rows, below 0 = better. The tables are the clusters, as
splits of one table share rows: each table counts with the mean of its splits, and the bound is the upper end of the
95 % t interval (two-sided) of these means. The one-sided 95 % bound stands beside it; the goal is held against the
stricter one, which was chosen before the run."""


def main():
    """Print and keep the tables of the result in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--tables", nargs="+", default=list(TARGETS), choices=list(TARGETS))
    options = parser.parse_args()
    if not TABLES.exists():
        print("Skipped: the folder of real tables is not beside this checkout.")
        return
    start = time.perf_counter()
    rows = pd.concat([of_table(name, options.splits) for name in options.tables], ignore_index=True)
    told = [f"{len(options.tables)} tables, {options.splits} splits each:", f"{', '.join(options.tables)}.", "", WORDS]
    told += [*lines(rows), "", f"{time.perf_counter() - start:.0f} s in all."]
    keep("calibration", command_of(__file__), told, TITLE)


def lines(rows):
    """Losses against the goal, losses a table, slopes."""
    for title, loss in LOSSES.items():
        against = relative(rows, loss).groupby(level="table", sort=False).mean()
        held = bounds(against)
        yield from ["", f"## {title}", "", markdown(pd.concat([held, against.T.map(_percent)], axis=1))]
        yield from ["", f"{title}: {_verdicts(held.iloc[:, -1] == 'met')}."]
    yield from ["", "## Calibration slope", ""]
    yield f"Mean over the splits; in brackets how many of them lie outside {SLOPES[0]} to {SLOPES[1]}."
    yield from ["", markdown(slopes(rows)), "", *slope_sentences(rows)]


def slope_sentences(rows):
    """The goal held against the means, and against each split, on the tables that count."""
    rare = rows.groupby("table", sort=False)["n_rare"].min()
    counted = rows[rows["table"].isin(rare.index[rare >= ENOUGH])]
    means = counted.groupby(["table", "strategy"], sort=False)["slope"].mean()
    out = [f"{strategy} on {table}" for table, strategy in means.index[~means.between(*SLOPES)]]
    yield f"Means outside these bounds on the tables that count: {', '.join(out) or 'not one'}."
    outside = (~counted["slope"].between(*SLOPES)).groupby(counted["strategy"], sort=False)
    told = ", ".join(f"{name} {int(n)}" for name, n in outside.sum().items())
    yield f"Splits outside them there, of {int(outside.size().max())} each: {told}."


def _verdicts(met):
    """Who meets the goal and who misses it."""
    names = {kept: ", ".join(met.index[met == kept]) or "nobody" for kept in (True, False)}
    return f"goal met by {names[True]}; missed by {names[False]}"


def _percent(share):
    return f"{100 * share:+.1f} %"


def of_table(name, n_splits):
    """One row a split and strategy: losses, slope and intercept on the holdout."""
    data, rows = pd.read_parquet(TABLES / f"{name}.parquet"), []
    for seed in range(n_splits):
        start = time.perf_counter()
        rows += [{"table": name, "split": seed, **row} for row in of_split(data, TARGETS[name], seed)]
        print(f"  {name}, split {seed}: {time.perf_counter() - start:.1f} s", flush=True)
    return pd.DataFrame(rows)


def of_split(data, target, seed):
    """The same of one split."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        split = sb.split_holdout(data, target=target, holdout=0.4, validation=0.2, random_state=seed)
        model = sb.default_model(n_estimators=150, learning_rate=0.05, n_jobs=1)
        exp = sb.Experiment(split, model=model, seeds=1, random_state=seed, calibration="auto")
        exp.model_given = False  # the guard would train another model, which is not asked for here
        y = split.holdout.y.to_numpy()
        for label, strategy in STRATEGIES.items():
            p = exp.run(strategy).holdout_probabilities
            intercept, slope = calibration_line(y, p)
            losses = {"log_loss": log_loss(y, p), "brier": brier(y, p)}
            yield {"strategy": label, "n_rare": int(y.sum()), **losses, "slope": slope, "intercept": intercept}


def relative(rows, loss):
    """(strategy - none) / none: a DataFrame with a row a table and split, a column a strategy."""
    wide = rows.pivot(index=["table", "split"], columns="strategy", values=loss)
    wide = wide.reindex(pd.MultiIndex.from_frame(rows[["table", "split"]].drop_duplicates()))
    return wide[[label for label in STRATEGIES if label != "none"]].div(wide["none"], axis=0) - 1


def bounds(against):
    """Mean over the tables, its upper 95 % ends and whether the goal is met; a row a strategy."""
    n, mean = len(against), against.mean()
    error = against.std(ddof=1) / np.sqrt(n)
    upper, one_sided = (mean + t.ppf(level, n - 1) * error for level in (0.975, 0.95))
    shown = {"mean": mean, "upper bound": upper, "one-sided": one_sided}
    verdict = (upper <= GOAL).map({True: "met", False: "missed"})
    return pd.DataFrame({name: column.map(_percent) for name, column in shown.items()}).assign(
        **{f"goal {100 * GOAL:.0f} %": verdict}
    )


def slopes(rows):
    """A row a table: mean slope of each strategy and how many splits lie outside; rare holdout rows."""
    outside = ~rows["slope"].between(*SLOPES)
    group = rows.assign(outside=outside).groupby(["table", "strategy"], sort=False)
    cells = group["slope"].mean().map("{:.2f}".format) + group["outside"].sum().map(" ({})".format)
    wide = cells.unstack("strategy")[list(STRATEGIES)]
    rare = rows.groupby("table", sort=False)["n_rare"].min().reindex(wide.index)
    kept = np.where(rare >= ENOUGH, "yes", "no, too few")
    return wide.assign(**{"rare holdout rows": rare.astype(str), "counts": kept}).reindex(rows["table"].unique())


def markdown(frame):
    """A DataFrame of strings as a Markdown table."""
    lines = ["| | " + " | ".join(map(str, frame.columns)) + " |", "|---" * (frame.shape[1] + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(row) + " |" for name, row in zip(frame.index, frame.to_numpy(), strict=True)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
