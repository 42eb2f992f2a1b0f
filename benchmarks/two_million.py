"""2,000,000 rows x 30 columns: SMOTE, retrain, score, beside the plain cell; time and peak memory in one run.

Run: python benchmarks/two_million.py [--rows 2000000] [--trees 400]. Writes results/two_million.md. The plain cell is
what a notebook has without this package: pandas, imbalanced-learn's SMOTE, LightGBM, average precision on a holdout.
Each in a process of its own on one thread, on the same table, split, ratio and model; warmed up as told in `_cell`.
"""

import argparse

from _cell import fresh
from _keep import keep

CELLS = {
    "plain": "plain cell: imbalanced-learn's SMOTE, fit, predict",
    "plain, ours": "the same cell with `SMOTESampler`",
    "none": '`exp.run("none")`: fit, calibrate, threshold, intervals',
    "whole": "`exp.run(SMOTESampler)`: the same for SMOTE and for none beside it",
}


def main():
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--trees", type=int, default=400)
    parser.add_argument("--only", nargs="*", default=list(CELLS))
    asked = parser.parse_args()
    found = {}
    for key in asked.only:
        found[key] = fresh(
            what=f"cell {key}", n_rows=asked.rows, n_numbers=30, texts=False, knobs={"trees": asked.trees}
        )
        print(key, found[key], flush=True)
    lines = list(_lines(asked, found))
    if asked.only == list(CELLS):
        command = f"python benchmarks/two_million.py --rows {asked.rows} --trees {asked.trees}"
        keep("two_million", command, lines, "Two million rows beside the plain cell")


def _lines(asked, found):
    yield f"{asked.rows:,} rows x 30 float64 columns, 1 % rare; a quarter held out; SMOTE to 5 %; {asked.trees} trees."
    yield "Ratio: over the plain cell. Memory: peak beyond what is held with the table, and over the table.\n"
    yield "| | seconds | ratio | of the processor | ratio | peak MB | / table | ratio | SMOTE alone, s | AP |"
    yield "|---" * 10 + "|"
    plain = found.get("plain", {})
    for key, cell in found.items():
        yield (
            f"| {CELLS[key]} | {_row(cell, plain)} |"
            if "failed" not in cell
            else f"| {CELLS[key]} | {cell['failed']} |"
        )


def _row(cell, plain):
    def ratio(name):
        return f"{cell[name] / plain[name]:.2f}" if name in plain else ""

    return " | ".join(
        [
            f"{cell['seconds']:.1f}", ratio("seconds"), f"{cell['cpu']:.1f}", ratio("cpu"),
            f"{cell['peak'] / 1e6:,.0f}", f"{cell['peak'] / cell['table']:.2f}", ratio("peak"),
            f"{cell['resample']:.1f}" if "resample" in cell else "", f"{cell['ap']:.4f}",
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
