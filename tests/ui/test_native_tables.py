"""The panel on polars and pyarrow tables: its runs give back what came in, also after another split."""

import polars as pl
import pyarrow as pa
import pytest

from tests.ui.conftest import PATIENCE
from tests.ui.front import tell

KINDS = {"polars": (pl.from_pandas, pl.DataFrame), "pyarrow": (pa.Table.from_pandas, pa.Table)}


@pytest.mark.parametrize("kind", KINDS)
def test_runs_of_the_panel_give_back_what_came_in(make_lab, payments, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    make, wanted = KINDS[kind]
    lab = make_lab(make(payments[:600]), target="is_fraud")
    assert lab.wait(PATIENCE)
    assert type(lab.experiment.none.balanced()) is wanted
    tell(lab, {"type": "save", "what": "dataset", "format": "csv"})
    assert lab.wait(PATIENCE) and list(tmp_path.glob("*.csv"))
    tell(lab, {"type": "split", "how": "stratified", "time": None, "group": None, "seed": 7, "drop": ["shop"]})
    assert lab.wait(PATIENCE)
    assert type(lab.experiment.none.balanced()) is wanted
    assert "shop" not in lab.experiment.split.train.X
