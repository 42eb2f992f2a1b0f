"""What sdmetrics says of fixed pairs of tables: the figures that tests/audit/test_sdmetrics.py holds ours against.

    python benchmarks/sdmetrics_figures.py

sdmetrics does not install beside pandas 3, so it runs in a virtual environment of its own, made on the first call.
The pairs depend on the stored tables, numpy's PCG64 and nothing else of ours.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

TABLES = Path(__file__).resolve().parents[2] / "shared/data"
VERSION = "0.32.0"
TARGETS = {"sick_euthyroid": "target", "ulb_creditcard_casecontrol": "Class", "adult_income": "income_gt_50k"}
_MOST_ROWS = 600


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


def _main():
    try:
        import sdmetrics
    except ImportError:
        return _again()
    print(f"sdmetrics {sdmetrics.__version__}, pandas {pd.__version__}")
    warnings.simplefilter("ignore")
    for table in TARGETS:
        print(repr(table), {name: round(float(value), 9) for name, value in figures(table).items()})
    return 0


def _again():
    """The same script with the interpreter that has sdmetrics."""
    import subprocess

    from _peers import peer_python

    python = peer_python("sdmetrics", [f"sdmetrics=={VERSION}", "pandas<3", "pyarrow"])
    return 1 if python is None else subprocess.run([python, __file__], check=False).returncode


if __name__ == "__main__":
    sys.exit(_main())
