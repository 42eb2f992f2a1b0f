"""The JupyterLab extension in a real browser: from a right-click to the first exact score, start-up, rest, size.

Run: python benchmarks/extension.py. Writes results/extension.md. Needs the system's Chromium, as the browser tests do.
The file is 5,000 real card payments where the shared tables are beside the repository, else simulated ones.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd
from _keep import keep
from playwright.sync_api import sync_playwright

import synthbalance as sb
from tests.browser.conftest import LAB_QUIET, serve
from tests.browser.extension import Extension
from tests.conftest import CHROMIUM, QUIET

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared/data/ulb_creditcard_casecontrol.parquet"
BUNDLE = ROOT / "widgets/labextension/static"
CLICK = "right-click on the file to first exact score, kernel start included"
REPEATS, REST_MS = 5, 2_000
ACTIVATION = "() => performance.getEntriesByName('synthbalance:activate')[0].duration"
FRAMES = """import numpy as np, pandas as pd
rng = np.random.default_rng(0)
for at in range(20):
    rows = pd.DataFrame(rng.random((1_000_000, 10)))
    globals()[f"frame_{at}"] = rows.assign(is_fraud=rng.random(len(rows)) < 0.01)"""
LOOK = """import time, synthbalance.kernel as kernel
times = []
for _ in range(9):
    start = time.perf_counter(); kernel.frames(); times.append(time.perf_counter() - start)
print(sorted(times)[4] * 1000)"""
FIRST = """import time
start = time.perf_counter(); import synthbalance.kernel; synthbalance.kernel.frames()
print((time.perf_counter() - start) * 1000)"""


def main():
    """Measure and keep."""
    rows, what = _payments()
    lines = [
        f"JupyterLab and Chromium on 127.0.0.1, {what}.", "",
        "| what | median | slowest | goal |", "|---|---|---|---|",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        for server in serve(_Folder(home), "jupyterlab", ["--LabApp.expose_app_in_browser=True", *LAB_QUIET]):
            browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            lines += [
                _row(CLICK, "s", 15, first_scores(browser, server, rows)),
                _row("activation when JupyterLab starts", "ms", 30, activations(browser, server)),
                *_kernel(browser, server),
            ]
            browser.close()
    size = sum(path.stat().st_size for path in BUNDLE.iterdir())
    lines += [f"| bundle, all of it | {size / 1000:.1f} kB | | 60 kB |"]
    keep("extension", "python benchmarks/extension.py", lines)


def first_scores(browser, server, rows):
    """Seconds, each in a page, folder and kernel of its own."""
    for _ in range(REPEATS):
        page = _page(browser, server)
        rows.to_csv(page.root / "payments.csv", index=False)
        page.refresh().item("payments.csv").wait_for()
        start = time.perf_counter()
        page.rebalance("payments.csv").looked(1)
        yield time.perf_counter() - start
        page.end_kernels()
        page.page.close()


def activations(browser, server):
    """Milliseconds of the plugin's own activation, each in a fresh page."""
    for _ in range(REPEATS):
        page = _page(browser, server)
        yield page.page.evaluate(ACTIVATION)
        page.page.close()


def _kernel(browser, server):
    """What a look costs the kernel, and what is sent when nothing happens."""
    page = _page(browser, server).notebook([FRAMES])
    page.until("'frame_19' in globals()")
    first, look = float(page.execute(FIRST)), float(page.execute(LOOK))
    page.show_side().rows.first.wait_for()
    page.page.wait_for_timeout(REST_MS)
    visible = _sent_in(page)
    page.command("toggle-panel")
    hidden = _sent_in(page)
    page.end_kernels()
    return [
        f"| first look at 20 frames of 1,000,000 x 11, import included | {first:.0f} ms | | 200 ms |",
        f"| each further look | {look:.0f} ms | | 200 ms |",
        f"| messages sent in {REST_MS / 1000:.0f} s at rest, panel visible / hidden | {visible} / {hidden} | | 0 / 0 |",
    ]


def _sent_in(page):
    before = len(page.sent)
    page.page.wait_for_timeout(REST_MS)
    return len(page.sent) - before


def _page(browser, server):
    page = browser.new_page(viewport={"width": 1360, "height": 1000})
    page.set_default_timeout(120_000)
    return Extension(page, server).start()


def _payments():
    if REAL.is_file():
        return pd.read_parquet(REAL).sample(5_000, random_state=0), "5,000 real card payments (ULB) in a csv file"
    return sb.load_transactions(n_rows=5_000, fraud_rate=0.04, random_state=0), "5,000 simulated payments in a csv file"


def _row(what, unit, goal, values):
    found = list(values)
    return f"| {what} | {statistics.median(found):.1f} {unit} | {max(found):.1f} {unit} | {goal} {unit} |"


class _Folder:
    def __init__(self, home):
        self.home = Path(home)

    def mktemp(self, name):
        place = self.home / name
        place.mkdir()
        return place


if __name__ == "__main__":
    main()
