"""Our figures beside those of sdmetrics on pairs of real tables; skipped where the shared data folder is not there.

The figures come from `python benchmarks/sdmetrics_figures.py`, 2026-11-25, sdmetrics 0.32.0 and pandas 2.3.3 in a
virtual environment of their own, as sdmetrics does not install beside pandas 3.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from synthbalance.audit._pairs import pair_trends, pairs_of
from synthbalance.audit._records import closest_record
from synthbalance.audit._shapes import column_shapes, mean_likeness, variation
from synthbalance.audit._tables import encode

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
THEIRS = {
    "sick_euthyroid": {
        "column_shapes": 0.965472405,
        "pair_trends_report": 0.873270366,
        "pair_trends": 0.937171309,
        "dcr_median": 0.013642288,
        "dcr_mean": 0.018600389,
    },
    "ulb_creditcard_casecontrol": {
        "column_shapes": 0.893495935,
        "pair_trends_report": 0.967434092,
        "pair_trends": 0.967434092,
        "dcr_median": 0.051530771,
        "dcr_mean": 0.052361321,
    },
    "adult_income": {
        "column_shapes": 0.932756132,
        "pair_trends_report": 0.857078751,
        "pair_trends": 0.880872402,
        "dcr_median": 0.060562616,
        "dcr_mean": 0.072662996,
    },
}
pytestmark = pytest.mark.skipif(
    not all((DATA / f"{name}.parquet").exists() for name in THEIRS),
    reason="the folder of real tables is not beside this checkout",
)


@pytest.fixture(scope="module", params=THEIRS)
def pair(request):
    """Name, real rows, new rows, and groups that leave nothing out."""
    place = importlib.util.spec_from_file_location("sdmetrics_figures", ROOT / "benchmarks" / "sdmetrics_figures.py")
    script = importlib.util.module_from_spec(place)
    place.loader.exec_module(script)
    real, new = script.real_and_new(request.param)
    both, _, _ = encode(pd.concat([real, new], ignore_index=True))
    groups = tuple(np.zeros(len(frame), dtype=int) for frame in (real, new))
    return request.param, both[: len(real)], both[len(real) :], groups


def test_pair_trends_are_those_of_its_two_pair_metrics(pair):
    name, real, new, groups = pair
    pairs, _ = pairs_of(real, 100, np.random.default_rng(0))
    ours = mean_likeness(pair_trends(real, new, groups, pairs)).value
    assert ours == pytest.approx(THEIRS[name]["pair_trends"], abs=1e-6)


def test_pair_trends_lie_near_its_report_which_cuts_each_table_at_bins_of_its_own(pair):
    name, real, new, groups = pair
    pairs, _ = pairs_of(real, 100, np.random.default_rng(0))
    ours = mean_likeness(pair_trends(real, new, groups, pairs)).value
    # Only pairs of a number and a category differ; a table of numbers has none.
    tolerance = 0.07 if real.codes.shape[1] else 1e-6
    assert ours == pytest.approx(THEIRS[name]["pair_trends_report"], abs=tolerance)


def test_distances_to_the_closest_record_are_the_same(pair):
    name, real, new, _ = pair
    distances = closest_record(new, real)
    assert np.median(distances) == pytest.approx(THEIRS[name]["dcr_median"], abs=1e-6)
    assert distances.mean() == pytest.approx(THEIRS[name]["dcr_mean"], abs=1e-6)


def test_column_shapes_are_the_same_where_missing_categories_are_left_out(pair):
    name, real, new, groups = pair
    numbers = [part.value for part in column_shapes(real, new, groups)[: real.numbers.shape[1]]]
    codes = [_known(a, b) for a, b in zip(real.codes.T, new.codes.T, strict=True)]
    assert np.mean(numbers + codes) == pytest.approx(THEIRS[name]["column_shapes"], abs=1e-6)


def test_column_shapes_count_missing_categories_as_one_of_their_own(pair):
    name, real, new, groups = pair
    ours = mean_likeness(column_shapes(real, new, groups)).value
    # At most 4 % of a column is missing in these tables; sdmetrics leaves such cells out.
    assert ours == pytest.approx(THEIRS[name]["column_shapes"], abs=2e-3)


def _known(a, b):
    a, b = a[a > 0], b[b > 0]
    return variation(a, b, (np.zeros(len(a), dtype=int), np.zeros(len(b), dtype=int))).value
