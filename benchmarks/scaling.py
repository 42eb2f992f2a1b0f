"""Time and peak memory of every step as the table grows, the slopes on log-log axes, and a picture.

Run: python benchmarks/scaling.py [--sizes 10000 100000 1000000 10000000] [--most 600] [--quick] [--fresh]. Writes
results/scaling.md and docs/images/scaling.svg. Each cell in a process of its own on one thread (`_cell`); those that
are there already (results/tmp/scaling.json) are not measured again unless --fresh.
"""

import argparse
import itertools
import json
import math
import statistics
from pathlib import Path

from _cell import fresh
from _keep import RESULTS, keep
from _loglog import write_picture

import synthbalance as sb

STORE = RESULTS / "tmp/scaling.json"
PICTURE = RESULTS.parents[1] / "docs/images/scaling.svg"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
STEPS = 60
LABELS = {
    "split": "split_holdout",
    "random": "random", "smote": "smote", "mgs": "mgs", "copula": "copula", "rules": "rules",
    "counterfactual": "counterfactual",
    "gan": f"gan, {STEPS} steps", "vae": f"vae, {STEPS} steps", "diffusion": f"diffusion, {STEPS} steps",
    "smote, 10 % rare": "smote, 10 % rare", "smote, numbers": "smote, number columns only",
    "run": "exact run of None, one seed", "advice": "advice (AutoBalance)",
}  # fmt: skip
VARIANTS = {
    **{key: {"what": key, "knobs": {"steps": STEPS}} for key in ("gan", "vae", "diffusion")},
    "smote, 10 % rare": {"what": "smote", "share": 0.1},
    "smote, numbers": {"what": "smote", "texts": False},
}
MANY_REPEATS_UP_TO = 100_000
GOAL, GOAL_SIZE = 1.1, 1_000_000
RULE = (
    "Slope: log10 of the ratio of processor seconds from one size to the next, ten times as large; 1 = proportional "
    f"to the rows. Goal: at most {GOAL} from 100,000 to {GOAL_SIZE:,} rows for every sampler (its rare class grows "
    "with the table)."
)


def main():
    """Measure what is missing, print and keep."""
    asked = _arguments()
    cells = {} if asked.fresh or not STORE.exists() else json.loads(STORE.read_text())
    for name in asked.only:
        for size in asked.sizes:
            if f"{name} {size}" not in cells:
                cells[f"{name} {size}"] = _cell(name, size, cells, asked)
                _store(cells)
                print(f"{name}, {size:,} rows: {_shown(cells[f'{name} {size}'])}", flush=True)
    lines = list(_lines(cells, asked))
    if asked.quick:
        print("\n".join(lines))
        return
    write_picture(PICTURE, {name: _points(cells, name, asked.sizes) for name in asked.only})
    keep("scaling", f"python benchmarks/scaling.py --most {asked.most:g}", lines)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--only", nargs="*", default=list(LABELS), metavar="NAME", help=", ".join(LABELS))
    parser.add_argument("--most", type=float, default=600, help="seconds that a cell may take")
    parser.add_argument("--repeats", type=int, default=3, help="runs of a cell up to 100,000 rows; the median counts")
    parser.add_argument("--quick", action="store_true", help="10,000 and 100,000 rows once, nothing is kept")
    parser.add_argument("--fresh", action="store_true", help="measure everything again")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.repeats, asked.fresh = [10_000, 100_000], 1, True
    return asked


def _cell(name, size, cells, asked):
    """Medians of a cell; or why there are none: what it would take by the last slope, or that it took too long."""
    expected = _expected(name, size, cells, asked.sizes)
    if expected is None or expected > asked.most:
        return {"failed": "not run: would take " + (f"about {_span(expected)}" if expected else "longer still")}
    n = asked.repeats if size <= MANY_REPEATS_UP_TO and expected < 60 else 1
    variant = {"what": name, **VARIANTS.get(name, {})}
    found = [fresh(timeout=3 * asked.most, n_rows=size, **variant) for _ in range(n)]
    failed = next((one for one in found if "failed" in one), None)
    return failed or {key: statistics.median(one[key] for one in found) for key in found[0]}


def _expected(name, size, cells, sizes):
    """Processor seconds by the slope of the two sizes before, 0 with nothing to go by, None after one that failed."""
    before = [cells.get(f"{name} {one}") for one in sizes if one < size]
    if any("failed" in one for one in before):
        return None
    if not before:
        return 0.0
    slope = max(1.0, math.log10(before[-1]["cpu"] / before[-2]["cpu"])) if len(before) > 1 else 1.0
    return before[-1]["cpu"] * 10**slope


def _lines(cells, asked):
    sizes = asked.sizes
    yield "20 float64 columns, a category and two text columns, 1 % rare; samplers at the suggested ratio. One thread."
    yield "Seconds of the processor, which others on the machine disturb least; medians of up to three processes."
    yield f"A cell that would take over {asked.most:.0f} s is not run. Memory: peak beyond the table, over the table."
    yield f"The trained generators take {STEPS} steps: a step costs the same whatever the table."
    yield f"{RULE}\n"
    heads = ["", *(f"{size:,} rows" for size in sizes), *(f"slope to {size:,}" for size in sizes[1:]), "memory"]
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for name in asked.only:
        row = [cells.get(f"{name} {size}", {"failed": ""}) for size in sizes]
        slopes = [_slope(*pair) for pair in itertools.pairwise(row)]
        shown = [LABELS[name], *map(_shown, row), *slopes, _memory(row)]
        yield f"| {' | '.join(shown)} |"
    yield ""
    yield from _recalls(cells, asked)


def _slope(one, ten):
    return f"{math.log10(ten['cpu'] / one['cpu']):.2f}" if "cpu" in one and "cpu" in ten else ""


def _memory(row):
    measured = [one for one in row if "peak" in one]
    return f"{measured[-1]['peak'] / measured[-1]['table']:.2f}" if measured else ""


def _recalls(cells, asked):
    yield "Neighbours: a class of up to 20,000 rows is compared row by row; above, each row with those of the nearest"
    yield "clusters, at most 40,000, so that time grows in proportion. Share of the true five neighbours found so:"
    yield ""
    for key, cell in cells.items():
        if "recall" in cell:
            yield f"- {key.rsplit(' ', 1)[0]}, {int(key.rsplit(' ', 1)[1]):,} rows: {cell['recall']:.3f}"


def _points(cells, name, sizes):
    found = [(size, cells.get(f"{name} {size}", {})) for size in sizes]
    return LABELS[name], [(size, cell["cpu"], cell["peak"]) for size, cell in found if "cpu" in cell]


def _shown(cell):
    return cell["failed"] if "failed" in cell else f"{cell['cpu']:.2f} s"


def _span(seconds):
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def _store(cells):
    Path(STORE).parent.mkdir(parents=True, exist_ok=True)
    STORE.write_text(json.dumps(cells, indent=1))


if __name__ == "__main__":
    assert set(LABELS) >= {key for key, kind in sb.STRATEGIES.items() if kind is not None and kind.makes_rows}
    main()
