"""SMOTE against imbalanced-learn in one run: seconds, memory, and the share of true neighbours found.

Run: python benchmarks/first_slice.py [--repeats 5]. Prints medians and ratios; machines are noisy, ratios less so.
"""

import argparse
import statistics
import time
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, SMOTENC

import synthbalance as sb
from synthbalance.samplers._neighbors import nearest_rows

CENSUS = Path(__file__).resolve().parents[2] / "shared/data/census_income_kdd_half.parquet"
RARE, OTHERS, COLUMNS = 50_000, 150_000, 30


def main():
    """Print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    warnings.simplefilter("ignore")
    for kind in ("correlated", "independent"):
        numbers(kind, repeats)
    mixed(min(repeats, 3))


def numbers(kind, repeats):
    """50,000 rare rows x 30 number columns."""
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
    print(f"SMOTE, {RARE:,} rare rows x {COLUMNS} {kind} columns, {RARE:,} new rows (median of {repeats})")
    _print_ratio(ours, peer, goal=3)
    print(f"  ours with neighbors='exact': {exact:.2f} s, {peer / exact:.1f} times as fast")
    print(f"  share of the true neighbours found: {recall(X, y):.3f} (goal 0.95)")
    print(f"  peak memory / output: {peak_memory(X, y, ratio):.2f} (goal 1.3)\n")


def mixed(repeats):
    """census_income_kdd_half: 7 number and 33 category columns, 149,642 rows."""
    if not CENSUS.exists():
        print("SMOTE-NC on census_income_kdd_half: skipped, the folder of real tables is not beside this checkout.")
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
    print(f"SMOTE-NC, census_income_kdd_half, {len(X):,} rows x {len(numeric)} numbers + {len(categories)} categories")
    _print_ratio(ours, peer, goal=10)
    print("  (the peer got the table with missing values filled, since it refuses them)")


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


def _print_ratio(ours, peer, goal):
    print(f"  ours {ours:.2f} s, imbalanced-learn {peer:.2f} s: {peer / ours:.1f} times as fast (goal {goal})")


if __name__ == "__main__":
    main()
