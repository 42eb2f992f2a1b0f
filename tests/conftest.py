"""The system's Chromium for every test that needs a browser, skipped with a reason where there is none; threads."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same-examples", deadline=None, derandomize=True)  # no test may depend on luck or load
settings.load_profile("same-examples")
if "PYTEST_XDIST_WORKER" in os.environ:  # before numpy: threads of tests side by side would wait for each other's
    os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}

REQUIRED = os.environ.get("SYNTHBALANCE_REQUIRE_BROWSER") == "1"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark the tests of tests/browser; without a browser skip every marked test, unless one is required."""
    for item in items:
        if Path(__file__).parent / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and CHROMIUM is None and not REQUIRED:
            item.add_marker(pytest.mark.skip(reason="needs the system's Chromium: apt-get install chromium"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With `--dist loadfile` a file of tests stays on one worker, as they share panels; notebooks share nothing."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFileOrNotebook(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return nodeid if file.endswith("test_notebooks.py") else file

    return ByFileOrNotebook(config, log)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """The system's Chromium; Playwright downloads nothing."""
    assert CHROMIUM, "SYNTHBALANCE_REQUIRE_BROWSER=1, but there is no Chromium: apt-get install chromium"
    return {"executable_path": CHROMIUM, "args": QUIET}
