"""The panel in a notebook without a front end, and in a terminal: what is kept when the widget is gone."""

import json
import subprocess
import sys

import nbclient
import nbformat
import pytest

from tests.kernels import BOTH, VERSION, add_kernel6, need_kernel6

CELLS = [
    """import numpy as np, pandas as pd
from synthbalance.ui import BalanceLab
rng = np.random.default_rng(0)
is_rare = np.arange(1200) % 25 < 2
data = pd.DataFrame({"amount": rng.gamma(2, 30, 1200) + 60 * is_rare, "is_fraud": is_rare.astype(int)})
lab = BalanceLab(data, target="is_fraud")
lab""",
    """lab.strategy = "random"
lab.wait(60)""",
    "lab.close()",
    "import ipykernel; ipykernel.__version__",
]


@pytest.fixture(scope="module", params=BOTH)
def notebook(request, tmp_path_factory):
    """Executed by the kernel of the environment, and by ipykernel 6."""
    need_kernel6(request.param)
    folder = tmp_path_factory.mktemp("jupyter")
    add_kernel6(folder)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        done = nbclient.NotebookClient(made, timeout=120, kernel_name=request.param).execute()
    assert done.cells[-1].outputs[0].data["text/plain"].startswith(f"'{VERSION[request.param]}")
    return done


@pytest.mark.notebook
def test_the_snapshot_under_the_panel_follows_the_runs(notebook):
    panel, snapshot = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in panel.data
    assert "needs a running kernel" in panel.data["text/html"]
    assert "Random" in snapshot.data["text/html"]
    assert "on this holdout, which can detect" in snapshot.data["text/plain"]
    assert notebook.cells[1].outputs[0].data["text/plain"] == "True"


@pytest.mark.notebook
def test_a_saved_notebook_is_small_with_and_without_widget_state(notebook):
    assert len(json.dumps(notebook)) < 300_000
    bare = {**notebook, "metadata": {}}
    assert len(json.dumps(bare)) < 100_000


@pytest.mark.notebook
def test_the_widget_state_that_is_saved_is_that_of_the_last_wait(notebook):
    states = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"].values()
    state = next(one["state"] for one in states if one["model_name"] == "AnyModel")
    assert [row["strategy"] for row in state["runs"]] == ["none", "random"]
    assert state["sentence"]["kind"] == "exact"
    assert state["busy"] is False


@pytest.mark.notebook
def test_nothing_is_written_beside_the_outputs(notebook):
    kinds = [output.output_type for cell in notebook.cells[:-1] for output in cell.outputs]
    assert kinds == ["display_data", "display_data", "execute_result"]


def test_in_a_terminal_the_panel_shows_its_snapshot_once():
    code = ";".join(["import synthbalance.ui as ui", "lab = ui.BalanceLab()", "display(lab)", "lab.close()"])
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert said.count("No data yet") == 1
