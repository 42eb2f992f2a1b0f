"""SMOTE against imbalanced-learn in one run: seconds, memory, and the share of true neighbours found.

Run: python benchmarks/first_slice.py [--repeats 5]. Writes results/first_slice.md: medians and ratios; machines are
noisy, ratios less so.
"""

import argparse
import statistics
import time
import tracemalloc
import warnings
from pathlib import Path

import imblearn
import numpy as np
import pandas as pd
from _keep import command_of, keep
from imblearn.over_sampling import SMOTE, SMOTENC

import synthbalance as sb
from synthbalance.samplers._neighbors import nearest_rows

CENSUS = Path(__file__).resolve().parents[2] / "shared/data/census_income_kdd_half.parquet"
RARE, OTHERS, COLUMNS = 50_000, 150_000, 30
TITLE = "SMOTE beside imbalanced-learn's"
GOALS = {"correlated": 3, "independent": 3, "mixed": 10, "recall": 0.95, "memory": 1.3}
BESIDES = {
    "exact": "times as fast with neighbors='exact'",
    "recall": "share of the true neighbours found",
    "memory": "peak memory / output",
}
NOTES = """\
On independent columns no cluster of rows holds most of a row's neighbours, so every row has to be compared with every
other; ours then compares only the rows that are drawn, each pair in about half the time.

SMOTE-NC: imbalanced-learn gets the table with missing values filled, since it refuses them."""


def main():
    """Print and keep the comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    warnings.simplefilter("ignore")
    keep("first_slice", command_of(__file__), lines(repeats), TITLE)


def lines(repeats):
    """A table of seconds, a table of the rest."""
    yield (
        f"{RARE:,} rare rows, {OTHERS:,} others, {RARE:,} new rows. Medians of {repeats}, ours and the peer's in turn; "
        "of SMOTE-NC three at most."
    )
    yield from ["", f"| what | ours | imbalanced-learn {imblearn.__version__} | times as fast | goal |"]
    yield "|---|--:|--:|--:|--:|"
    found = {}
    for kind in ("correlated", "independent"):
        text, found[kind] = numbers(kind, repeats)
        yield text
    yield from mixed(min(repeats, 3))
    yield from ["", "| besides | correlated columns | independent columns | goal |", "|---|--:|--:|--:|"]
    for what, places in (("exact", 1), ("recall", 3), ("memory", 2)):
        figures = " | ".join(f"{found[kind][what]:.{places}f}" for kind in found)
        yield f"| {BESIDES[what]} | {figures} | {GOALS.get(what, '')} |"
    yield from ["", NOTES]


def numbers(kind, repeats):
    """50,000 rare rows x 30 number columns: the line, and what is told besides."""
    X, y = number_table(kind)
    ratio = 2 * RARE / OTHERS
    ours, peer = _pair(
        lambda: sb.SMOTESampler(sampling_strategy=ratio, random_state=0).fit_resample(X, y),
        lambda: SMOTE(sampling_strategy=ratio, random_state=0).fit_resample(X, y),
        repeats,
    )
    exact = _median(
        lambda: sb.SMOTESampler(sampling_strategy=ratio, neighbors="exact", random_state=0).fit_resample(X, y), 1
    )
    besides = {"exact": peer / exact, "recall": recall(X, y), "memory": peak_memory(X, y, ratio)}
    return _line(f"SMOTE, {RARE:,} rare x {COLUMNS} {kind} columns", ours, peer, GOALS[kind]), besides


def mixed(repeats):
    """census_income_kdd_half: 7 number and 33 category columns, 149,642 rows."""
    if not CENSUS.exists():
        yield "| SMOTE-NC, `census_income_kdd_half`: skipped, the folder of real tables is not there | | | | |"
        return
    data = pd.read_parquet(CENSUS)
    X, y = data.drop(columns="income_gt_50k"), data["income_gt_50k"].to_numpy()
    numeric = X.select_dtypes("number").columns
    filled = X.copy()
    for name in X.columns.difference(numeric):
        filled[name] = filled[name].astype("str").fillna("missing").astype("category")
    filled[numeric] = filled[numeric].fillna(filled[numeric].median())
    categories = [position for position, name in enumerate(X.columns) if name not in numeric]
    ours, peer = _pair(
        lambda: sb.SMOTESampler(sampling_strategy=0.15, random_state=0).fit_resample(X, y),
        lambda: SMOTENC(categories, sampling_strategy=0.15, random_state=0).fit_resample(filled, y),
        repeats,
    )
    size = f"{len(X):,} rows x {len(numeric)} numbers + {len(categories)} categories"
    yield _line(f"SMOTE-NC, `census_income_kdd_half`, {size}", ours, peer, GOALS["mixed"])


def number_table(kind):
    """Two classes of Gaussian clusters; `correlated` columns are mixtures of 8, `independent` ones of 30."""
    rng = np.random.default_rng(0)
    inner = 8 if kind == "correlated" else COLUMNS
    centre = rng.integers(0, 4, RARE)[:, None]
    rare = rng.standard_normal((RARE, inner)) + (centre if kind == "correlated" else 0)
    if kind == "correlated":
        rare = rare @ rng.standard_normal((inner, COLUMNS)) + 0.3 * rng.standard_normal((RARE, COLUMNS))
    X = pd.DataFrame(np.vstack([rng.standard_normal((OTHERS, COLUMNS)) + 1, rare]))
    return X, np.repeat([0, 1], [OTHERS, RARE])


def recall(X, y, k=5, n_seeds=2_000):
    """Share of the true five neighbours that the default search finds, on seeds it was not tuned on."""
    sampler = sb.SMOTESampler(random_state=0).fit(X, y)
    rows = np.flatnonzero(y == 1)
    seeds = np.sort(np.random.default_rng(1).choice(len(rows), n_seeds, replace=False))
    found = nearest_rows(sampler.encoder_, X, rows, seeds, k)
    truth = nearest_rows(sampler.encoder_, X, rows, seeds, k, exact=True)
    return float(np.mean((found[:, :, None] == truth[:, None, :]).any(axis=1)))


def peak_memory(X, y, ratio):
    """Peak of what is allocated during the call, over the size of the result."""
    sampler = sb.SMOTESampler(sampling_strategy=ratio, random_state=0)
    tracemalloc.start()
    X_new, _ = sampler.fit_resample(X, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / X_new.memory_usage(index=False).sum()


def _pair(ours, peer, repeats):
    """Median seconds of both, taken in turn so that a slow moment hits both."""
    times = ([], [])
    for _ in range(repeats):
        for run, kept in zip((ours, peer), times, strict=True):
            kept.append(_median(run, 1))
    return tuple(statistics.median(kept) for kept in times)


def _median(run, repeats):
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _line(what, ours, peer, goal):
    return f"| {what} | {ours:.1f} s | {peer:.1f} s | {peer / ours:.1f} | {goal} |"


if __name__ == "__main__":
    main()
