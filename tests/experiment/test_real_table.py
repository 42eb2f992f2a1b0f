"""A real mixed table from start to end; skipped where the shared data folder is not there."""

import warnings
from pathlib import Path

import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.experiment._strategy import build_strategy
from synthbalance.table import table_hash

DATA = Path(__file__).parents[3] / "shared" / "data" / "sick_euthyroid.parquet"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA.name} is not in the shared data folder")


def test_every_strategy_runs_on_a_real_table_and_leaves_it_as_it_was(experiment):
    data = pd.read_parquet(DATA)
    target, before = data.columns[-1], table_hash(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        exp = experiment(sb.split_holdout(data, target=target, random_state=0))
        runs = [exp.run(_brief(key, exp.split.train.y)) for key in sb.STRATEGIES]
    table = exp.compare()
    assert table.index[0] == "none"
    assert table["strategy"].tolist() == list(sb.STRATEGIES)
    assert (table["average_precision"] > 3 * exp.split.holdout.y.mean()).all()
    assert all(run.balanced().dtypes.drop([target, "is_synthetic"]).equals(exp.split.train.X.dtypes) for run in runs)
    assert table_hash(data) == before


def _brief(key, y):
    """The strategy, a generator trained for a few steps only."""
    return build_strategy(key, y, steps=30) if key in ("gan", "vae", "diffusion") else key
