"""The same bundle in Notebook 7 and in JupyterLab 4.4, the oldest that it promises."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAB_QUIET, serve
from tests.browser.extension import FRAME, Extension
from tests.browser.lab import SECONDS, Lab
from tests.browser.steps import KERNEL_READY, write_notebook
from tests.browser.test_extension_files import table
from tests.kernels import LAB44, need_lab44


@pytest.fixture
def seven(page, notebook_server, offline):
    """Notebook 7."""
    page.set_default_timeout(60_000)
    one = Lab(page, notebook_server)
    yield one
    one.end_kernels()


def test_notebook_7_makes_and_runs_a_notebook_from_a_file_in_its_tree(seven):
    table().to_csv(seven.server.root / "payments.csv", index=False)
    seven.page.goto(f"{seven.server.url}/tree")
    seven.page.locator(".jp-DirListing-item", has_text="payments.csv").click(button="right")
    with seven.page.expect_popup() as opened:
        seven.page.get_by_role("menuitem", name="Rebalance with SynthBalance").click()
    other = Lab(opened.value, seven.server)
    other.looked(1).idle()
    assert "/notebooks/payments-synthbalance.ipynb" in other.page.url
    other.end_kernels()


def test_notebook_7_lists_frames_and_inserts_the_panel(seven):
    write_notebook(seven.server.root / "frames.ipynb", [FRAME])
    seven.page.goto(f"{seven.server.url}/notebooks/frames.ipynb")
    seven.page.wait_for_function("() => window.jupyterapp")
    seven.page.evaluate(KERNEL_READY)
    seven.run_all()
    seven.page.evaluate("() => window.jupyterapp.commands.execute('synthbalance:toggle-panel')")
    row = seven.page.locator(".sb-side").get_by_role("listitem")
    expect(row).to_contain_text(re.compile(r"4\.0\s%"))
    row.get_by_role("button", name="Insert cell").click()
    seven.looked(1)


@pytest.fixture(scope="module")
def server44(tmp_path_factory):
    """A server of JupyterLab 4.4."""
    need_lab44()
    older = {"PYTHONPATH": str(LAB44), "JUPYTERLAB_DIR": str(LAB44 / "share/jupyter/lab")}
    yield from serve(tmp_path_factory, "jupyterlab", ["--LabApp.expose_app_in_browser=True", *LAB_QUIET], older)


def test_jupyterlab_4_4_goes_from_a_file_to_the_panel_and_lists_the_frame(page, server44, offline):
    page.set_default_timeout(60_000)
    old = Extension(page, server44).start()
    assert page.evaluate("() => window.jupyterapp.version").startswith("4.4.")
    table().to_csv(old.root / "payments.csv", index=False)
    old.rebalance("payments.csv").looked(1).idle()
    old.show_side()
    expect(old.rows).to_contain_text("data")
    old.rows.get_by_role("button", name="Open beside").click()
    expect(page.get_by_role("tab", name="SynthBalance: data")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".jp-LauncherCard", has_text="SynthBalance lessons")).to_have_count(1)
    old.end_kernels()
