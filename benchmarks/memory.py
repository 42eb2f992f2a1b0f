"""Peak memory of every sampler beyond its table, over the bytes of that table; of reading and writing files, too.

Run: python benchmarks/memory.py [--rows 1000000] [--only smote mgs]. Writes results/memory.md. Each sampler in a
process of its own: what is held with the table and all libraries loaded is taken off the high-water mark (`_cell`).
The result, real and new rows, is part of the peak, so that no figure can be below 1 + the share of new rows.
"""

import argparse

from _cell import fresh
from _cells import SAMPLERS, TRAINED
from _keep import keep

import synthbalance as sb

GOAL = 1.5
STEPS = 60  # of the trained generators: more steps take time, no memory


def main():
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", default=list(sb.STRATEGIES))
    asked = parser.parse_args()
    lines = [
        f"{asked.rows:,} rows x 20 float64 columns, a category and two text columns, 1 % rare, ratio 5 %; one thread.",
        "Peak of `fit_resample` beyond what is held with the table, over the table's bytes; the result is counted.",
        f"Goal: at most {GOAL}. The trained generators take {STEPS} steps here.",
        "",
        "| strategy | peak / table | seconds | rows made |",
        "|---|---|---|---|",
    ]
    for key in asked.only:
        lines.append(_line(key, asked.rows))
        print(lines[-1], flush=True)
    if set(asked.only) == set(sb.STRATEGIES):
        for line in files(asked.rows):
            lines.append(line)
            print(line, flush=True)
        keep("memory", f"python benchmarks/memory.py --rows {asked.rows}", lines)


def files(n_rows):
    """Reading the table from parquet (the table read is counted), and writing the balanced training part in blocks."""
    yield from ("", "| files | peak / table | seconds |", "|---|---|---|")
    said = {
        "read": "`read_table` of parquet",
        "read float32": "the same with `float32=True`",
        "write": "`write_balanced` to parquet, over the training part",
    }
    for what, words in said.items():
        made = fresh(what=what, n_rows=n_rows)
        yield f"| {words} | {made['peak'] / made['table']:.2f} | {made['seconds']:.1f} |"


def _line(key, n_rows):
    if key not in SAMPLERS:
        return f"| {key} | 0 | 0 | none, it weighs or takes rows |"
    made = fresh(what=key, n_rows=n_rows, knobs={"steps": STEPS} if key in TRAINED else {})
    if "failed" in made:
        return f"| {key} | {made['failed']} | | |"
    return f"| {key} | {made['peak'] / made['table']:.2f} | {made['seconds']:.1f} | {made['made']:,} |"


if __name__ == "__main__":
    main()
