"""What sdmetrics says of fixed pairs of tables: the figures that tests/audit/test_sdmetrics.py holds ours against.

    python benchmarks/sdmetrics_figures.py

Writes results/sdmetrics_figures.md, ours beside theirs. sdmetrics does not install beside pandas 3, so it runs in a
virtual environment of its own, made on the first call.
The pairs depend on the stored tables, numpy's PCG64 and nothing else of ours.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

TABLES = Path(__file__).resolve().parents[2] / "shared/data"
VERSION = "0.32.0"
TARGETS = {"sick_euthyroid": "target", "ulb_creditcard_casecontrol": "Class", "adult_income": "income_gt_50k"}
_MOST_ROWS = 600
WORDS = """\
Fixed pairs of tables, at most 600 real rare rows and as many others in the place of synthetic ones. Ours counts missing
categories as one of their own, sdmetrics leaves such cells out; its report cuts each table at bins of its own. The
other figures are defined alike. Which of these have to agree, and how closely, is a test."""


def real_and_new(table):
    """Real rare rows and other rows in the place of synthetic ones, made alike on every machine.

    Parameters
    ----------
    table : {"sick_euthyroid", "ulb_creditcard_casecontrol", "adult_income"}

    Returns
    -------
    real, new : DataFrames of at most 600 rows
        The first half of the shuffled rare rows, and rows between neighbours in the second half, as SMOTE makes them:
        numbers on the segment, all others from its first end; sick_euthyroid keeps the second half as it is.
    """
    data = pd.read_parquet(TABLES / f"{table}.parquet")
    rare = data[data[TARGETS[table]] == 1].drop(columns=TARGETS[table]).dropna(axis="columns", how="all")
    rare = rare.iloc[np.random.default_rng(0).permutation(len(rare))[: 2 * _MOST_ROWS]].reset_index(drop=True)
    half = len(rare) // 2
    real, rest = rare.iloc[:half].reset_index(drop=True), rare.iloc[half:].reset_index(drop=True)
    return real, rest if table == "sick_euthyroid" else _between(rest)


def _between(rows):
    """Each row moved a random part of the way to the next one, in every number column; whole numbers stay whole."""
    share = np.random.default_rng(1).random(len(rows))
    moved = rows.copy()
    for name in rows.select_dtypes("number").columns:
        here = rows[name].to_numpy(dtype=float)
        there = here + share * (np.roll(here, -1) - here)
        moved[name] = (there if rows[name].dtype.kind == "f" else np.rint(there)).astype(rows[name].dtype)
    return moved


def figures(table):
    """sdmetrics' figures of one pair of tables: dict name -> float."""
    from sdmetrics.reports.single_table._properties import ColumnPairTrends, ColumnShapes
    from sdmetrics.single_table.privacy.dcr_utils import calculate_dcr

    real, new = map(_plain, real_and_new(table))
    metadata = {"columns": {name: {"sdtype": _kind(real[name])} for name in real.columns}}
    shapes, trends = ColumnShapes(), ColumnPairTrends()
    trends.num_rows_subsample = None
    found = {
        "column_shapes": shapes.get_score(real, new, metadata),
        "pair_trends_report": trends.get_score(real, new, metadata),
        "pair_trends": float(np.nanmean(list(_pairs(real, new, metadata["columns"])))),
    }
    distances = calculate_dcr(dataset=new, reference_dataset=real, metadata=metadata)
    return {**found, "dcr_median": float(distances.median()), "dcr_mean": float(distances.mean())}


def _pairs(real, new, columns):
    """Every pair by sdmetrics' two metrics, numbers beside categories cut at the real table's bins."""
    from itertools import combinations

    from sdmetrics.column_pairs.statistical import ContingencySimilarity, CorrelationSimilarity
    from sdmetrics.errors import ConstantInputError

    for pair in map(list, combinations(columns, 2)):
        numbers = [name for name in pair if columns[name]["sdtype"] == "numerical"]
        a, b = real[pair].copy(), new[pair].copy()
        try:
            if len(numbers) == 2:
                yield CorrelationSimilarity.compute(a, b)
            else:
                yield ContingencySimilarity.compute(a, b, continuous_column_names=numbers or None)
        except ConstantInputError:
            yield np.nan


def _plain(frame):
    """Category columns as text: sdmetrics counts levels that do not occur otherwise."""
    names = [name for name in frame.columns if _kind(frame[name]) == "categorical"]
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), np.nan) for name in names})


def _kind(column):
    is_number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return "numerical" if is_number else "categorical"


def ours(table):
    """The same figures from the package: dict name -> float.

    `column_shapes` counts missing categories as one of their own, where sdmetrics leaves such cells out;
    `pair_trends` are those of its two metrics of a pair, its report cuts each table at bins of its own.
    """
    from synthbalance.audit._pairs import pair_trends, pairs_of
    from synthbalance.audit._records import closest_record
    from synthbalance.audit._shapes import column_shapes, mean_likeness
    from synthbalance.audit._tables import encode

    real, new = real_and_new(table)
    both, _, _ = encode(pd.concat([real, new], ignore_index=True))
    groups = tuple(np.zeros(len(frame), dtype=int) for frame in (real, new))
    known, made = both[: len(real)], both[len(real) :]
    pairs, _ = pairs_of(known, 100, np.random.default_rng(0))
    trends = mean_likeness(pair_trends(known, made, groups, pairs)).value
    distances = closest_record(made, known)
    return {
        "column_shapes": mean_likeness(column_shapes(known, made, groups)).value,
        "pair_trends_report": trends,
        "pair_trends": trends,
        "dcr_median": float(np.median(distances)),
        "dcr_mean": float(distances.mean()),
    }


def lines(theirs):
    """Ours beside theirs, a row a table and figure."""
    yield WORDS
    yield from ["", f"| table | figure | ours | {theirs.pop('of')} | difference |", "|---|---|--:|--:|--:|"]
    for table, found in theirs.items():
        mine = ours(table)
        for name, value in found.items():
            yield f"| {table} | {name} | {mine[name]:.9f} | {value:.9f} | {mine[name] - value:+.6f} |"


def _main():
    warnings.simplefilter("ignore")
    try:
        import sdmetrics
    except ImportError:
        return _beside()
    found = {table: figures(table) for table in TARGETS}
    print(json.dumps({"of": f"sdmetrics {sdmetrics.__version__}", **found}))
    return 0


def _beside():
    """The same script with the interpreter that has sdmetrics, then ours."""
    import subprocess

    from _keep import command_of, keep
    from _peers import peer_python

    python = peer_python("sdmetrics", [f"sdmetrics=={VERSION}", "pandas<3", "pyarrow"])
    if python is None:
        return 1
    done = subprocess.run([python, __file__], check=True, stdout=subprocess.PIPE, text=True)
    theirs = json.loads(done.stdout.splitlines()[-1])
    keep("sdmetrics_figures", command_of(__file__), lines(theirs), "Audit figures beside those of sdmetrics")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
