"""AutoBalance on twelve real tables beside every fixed strategy: rank, losses, gains, seconds."""

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from _quality import TABLES
from _sampler_table import READ

import synthbalance as sb
from synthbalance.advice._candidates import field_of

CACHE = Path("~/.cache/synthbalance-benchmarks/advice/tables.jsonl").expanduser()
MORE = {
    "satimage": ("target", []),
    "letter_img": ("target", []),
    "yeast_me2": ("target", []),
    "ozone_level": ("target", ["Date"]),
    "solar_flare_m0": ("target", []),
}
TWELVE = {name: how for name, how in READ.items() if name != "ulb_creditcard_casecontrol"} | MORE
CLEAR = 0.02


def table_lines():
    """Lines: a table a row, then the sums."""
    if not TABLES.exists():
        return ["Skipped: the folder of real tables is not beside this checkout."]
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    known = [json.loads(line) for line in CACHE.read_text().splitlines()] if CACHE.exists() else []
    for name in TWELVE:
        if all(row["table"] != name for row in known):
            rows = of_table(name)
            known += rows
            with CACHE.open("a") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)
    return summed(pd.DataFrame(known))


def of_table(name):
    """AutoBalance's answer and every fixed candidate on one split, scored on the same holdout."""
    target, left_out = TWELVE[name]
    data = pd.read_parquet(TABLES / f"{name}.parquet").drop(columns=left_out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        split = sb.split_holdout(data, target=target, random_state=0)
        advice = sb.AutoBalance(random_state=0).fit(split)
        exp = sb.Experiment(split, seeds=3, random_state=0)
        rows = [_row(name, exp, exp.none, "none")]
        for one in field_of(None, split.train.y.to_numpy(), 0, with_trained=False)[1:]:
            try:
                rows.append(_row(name, exp, exp.run(one.strategy), one.name))
            except ValueError as error:
                print(f"  {name}, {one.name}: {str(error).split('.')[0]}", flush=True)
    chosen = next(row for row in rows if row["name"] == _chosen(advice))
    print(f"  {name}: {chosen['name']}, {advice.seconds:.0f} s", flush=True)
    return [*rows, {**chosen, "strategy": "AutoBalance", "seconds": advice.seconds}]


def _chosen(advice):
    return advice.table.index[0] if advice.choice == "none" else advice.table.index[1]


def _row(table, exp, run, name):
    delta = run.delta
    return {
        "table": table, "strategy": name, "name": name, "AP": run.scores["average_precision"].value,
        "gain": delta.value, "low": delta.low, "high": delta.high, "rare": int(exp.split.holdout.y.sum()),
        "seconds": run.seconds["total"],
    }  # fmt: skip


def summed(found):
    """The table in Markdown and the figures of the goals."""
    found["kind"] = found["strategy"].map(_kind)
    lines = [
        "| table | rare holdout rows | none | best fixed, in hindsight | AutoBalance | its gain | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    gains, hindsight, worse = [], [], 0
    for name, rows in found.groupby("table", sort=False):
        auto, none = (rows[rows["strategy"] == kind].iloc[0] for kind in ("AutoBalance", "none"))
        fixed = rows[~rows["strategy"].isin(["AutoBalance", "none"])]
        best = fixed.loc[fixed["gain"].idxmax()]
        gains.append(auto["gain"])
        hindsight.append(best["gain"])
        worse += auto["high"] < 0
        interval = f"{auto['gain']:+.3f} ({auto['low']:+.3f} to {auto['high']:+.3f})"
        lines.append(
            f"| {name} | {auto['rare']} | {none['AP']:.3f} | {best['strategy']} {best['gain']:+.3f} | {auto['name']} "
            f"| {interval if auto['name'] != 'none' else '0'} | {auto['seconds']:.0f} |"
        )
    gains, clear = np.array(gains), np.array(hindsight) >= CLEAR
    lines += ["", _ranks(found), ""]
    lines += [
        f"- Tables on which AutoBalance is significantly worse than none: {worse} (goal 0).",
        f"- Mean difference in average precision over {len(gains)} tables: {gains.mean():+.4f} (goal at least 0).",
        f"- On the {int(clear.sum())} tables where the best fixed strategy in hindsight gains {CLEAR} or more: "
        f"{gains[clear].mean() if clear.any() else float('nan'):+.4f} (goal at least +.01).",
    ]
    return lines


def _ranks(found):
    """Average rank of each kind of strategy (1 = best AP), the mean over candidates of a kind."""
    wide = found.groupby(["table", "kind"])["AP"].mean().unstack()
    means = wide.dropna(axis=1).rank(axis=1, ascending=False).mean().sort_values()
    return "Average rank: " + ", ".join(f"{name} {rank:.1f}" for name, rank in means.items()) + "."


def _kind(strategy):
    return strategy if strategy.startswith("Class weight") else strategy.rstrip("0123456789. %")
