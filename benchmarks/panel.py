"""The panel in a real browser, on 50,000 simulated payments: start, preview, threshold, cancel, other cells, size.

Run: python benchmarks/panel.py. Writes results/panel.md. Needs the system's Chromium, as the browser tests do.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from _keep import keep
from playwright.sync_api import sync_playwright

from tests.browser.conftest import LAB_QUIET, serve
from tests.browser.lab import Lab
from tests.conftest import CHROMIUM, QUIET

ROWS = 50_000
# in a file, so that nothing of the package is imported before the clock runs
TABLE = f"""import subprocess, sys
code = 'import synthbalance as sb; ' \\
    'sb.load_transactions(n_rows={ROWS}, fraud_rate=0.01, random_state=0).to_parquet("payments.parquet")'
subprocess.run([sys.executable, '-c', code], check=True)"""
SHOW = """import pandas as pd
import synthbalance as sb
from synthbalance.ui import BalanceLab
payments = pd.read_parquet("payments.parquet")
lab = BalanceLab(payments, target="is_fraud", costs=sb.Costs(missed="amount", review=5))
lab"""
PREVIEWS, PRESSES, CANCELS, ANSWERS = 20, 20, 5, 15
STATE = "application/vnd.jupyter.widget-state+json"


def main():
    """Measure and keep."""
    lines = [f"JupyterLab and Chromium on 127.0.0.1, {ROWS:,} simulated payments.", ""]
    for lab in opened():
        lines += ["| what | median | slowest | goal |", "|---|---|---|---|"]
        for measure in (shown, preview_drawn, threshold_redrawn, cancelled, answered):
            lines += measure(lab)
        lines += ["", *sizes(lab)]
    keep("panel", "python benchmarks/panel.py", lines)


def opened():
    """A notebook that is not run yet, in a browser and a server that are ended after."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        for server in serve(_Folder(home), "jupyterlab", ["--LabApp.expose_app_in_browser=True", *LAB_QUIET]):
            browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            lab = Lab(browser.new_page(viewport={"width": 1360, "height": 1000}), server)
            lab.page.set_default_timeout(120_000)
            yield lab.open("panel.ipynb", [SHOW])
            lab.end_kernels()
            browser.close()


def shown(lab):
    """From the import, in a fresh kernel with the table in a file, to the panel in sight and to None's score."""
    lab.execute(TABLE)
    start = time.perf_counter()
    lab.run_all()
    lab.panel.get_by_role("tablist", name="Steps").wait_for()
    seen = time.perf_counter() - start
    lab.looked(1).idle()
    scored = time.perf_counter() - start
    return [
        f"| import to panel shown | {seen:.1f} s | | 3 s |",
        f"| import to None scored on the holdout | {scored:.1f} s | | |",
    ]


def preview_drawn(lab):
    """From a key on "Share of the rare class" to the preview's table; each with a ratio not seen before."""
    lab.execute("lab.auto_exact = False")
    lab.choose("SMOTE").get("button", "Score on holdout").wait_for()
    slider = lab.get("slider", "Share of the rare class")
    slider.focus()
    times = []
    for _ in range(PREVIEWS):
        before = lab.scores_caption.locator("xpath=..").inner_text()
        times.append(lab.page.evaluate(_PREVIEW_AFTER_KEY, before))
        lab.idle()
    lab.execute("lab.auto_exact = True; lab.wait()")
    lab.idle()
    return [_row("share slider to preview drawn", times)]


def threshold_redrawn(lab):
    """From a key on "Decision threshold" to the changed confusion matrix on the screen, while the kernel is busy."""
    slider = lab.tab("Score").get("slider", "Decision threshold")
    slider.focus()
    lab.page.evaluate(_BUSY)
    times = [lab.page.evaluate(_MATRIX_AFTER_KEY) for _ in range(PRESSES)]
    lab.interrupt()
    lab.get("button", "Back to the chosen one").click()
    return [_row("threshold slider to confusion matrix, kernel busy", times, 50)]


def cancelled(lab):
    """From a click on Cancel, in the middle of an exact run, to an idle panel."""
    lab.execute("lab.auto_exact, model = False, lab.experiment.model; trees = model.n_estimators")
    times = []
    for number in range(CANCELS):
        _exact_under_way(lab, ("Class weight", "Random")[number % 2])
        times.append(lab.page.evaluate(_IDLE_AFTER_CANCEL))
    return [_row("Cancel to idle, during an exact run", times, 300)]


def answered(lab):
    """Another cell's answer, from request to reply, during an exact run."""
    _exact_under_way(lab, "Random")
    times = [lab.page.evaluate(_ANSWER) for _ in range(ANSWERS)]
    assert lab.panel.get_attribute("aria-busy") == "true"
    lab.page.evaluate(_IDLE_AFTER_CANCEL)
    lab.execute("model.set_params(n_estimators=trees)")
    return [_row("another cell's answer, during an exact run", times, 200)]


def sizes(lab):
    """Kilobytes of the saved notebook, the points of a SMOTE run included."""
    lab.execute("lab.strategy = 'smote'; lab.run(); lab.wait()")
    lab.idle()
    bare = lab.save("panel.ipynb")
    lab.page.evaluate(_KEEP_STATE)
    full = lab.save("panel.ipynb")
    assert STATE in json.loads(full)["metadata"]["widgets"]
    return [
        f"Saved notebook: {len(bare) / 1000:.0f} kB without widget state (goal 100), "
        f"{len(full) / 1000:.0f} kB with it (goal 300)."
    ]


class _Folder:
    """What `serve` needs of pytest's factory of temporary folders."""

    def __init__(self, home):
        self._home = Path(home)

    def mktemp(self, name):
        (self._home / name).mkdir()
        return self._home / name


def _row(what, times, goal=None):
    end = f"{goal} ms" if goal else ""
    return f"| {what} (n = {len(times)}) | {statistics.median(times):.0f} ms | {max(times):.0f} ms | {end} |"


def _exact_under_way(lab, strategy):
    """An exact run that will not end by itself, after a usual preview, has told of its progress."""
    lab.execute("model.set_params(n_estimators=trees)")
    lab.choose(strategy)
    button = lab.get("button", "Score on holdout")
    button.wait_for()
    lab.execute("model.set_params(n_estimators=60_000)")
    button.click()
    lab.page.wait_for_function(
        "() => /^Running exact.* %/.test(document.querySelector('.sb-lab [role=status]').textContent)"
    )


_WATCH = """const panel = document.querySelector('.sb-lab');
  const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  const until = (isSo, act) => new Promise(done => {
    const start = performance.now();
    const watch = new MutationObserver(async () => {
      if (isSo()) { watch.disconnect(); await drawn(); done(performance.now() - start); }
    });
    watch.observe(panel, {subtree: true, childList: true, characterData: true, attributes: true});
    act();
  });
  const key = () => document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true, cancelable: true}));"""
_PREVIEW_AFTER_KEY = f"""async before => {{
  {_WATCH}
  const scores = () => [...panel.querySelectorAll('table[aria-label=Scores]')].find(one => one.offsetParent);
  const slider = document.activeElement;
  const time = await until(() => scores().innerText !== before && scores().innerText.includes('preview'), key);
  slider.dispatchEvent(new KeyboardEvent('keyup', {{key: 'ArrowRight', bubbles: true}}));
  return time;
}}"""
_MATRIX_AFTER_KEY = f"""async () => {{
  {_WATCH}
  const matrix = panel.querySelector('table[aria-label="Confusion matrix"]');
  const before = matrix.textContent;
  return until(() => matrix.textContent !== before, key);
}}"""
_IDLE_AFTER_CANCEL = f"""async () => {{
  {_WATCH}
  const cancel = [...panel.querySelectorAll('button')].find(one => one.textContent === 'Cancel');
  return until(() => panel.getAttribute('aria-busy') === 'false', () => cancel.click());
}}"""
_ANSWER = """async () => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const start = performance.now();
  await kernel.requestExecute({code: '1 + 1', store_history: false}).done;
  return performance.now() - start;
}"""
_BUSY = """() => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.requestExecute({code: 'import time; time.sleep(60)', store_history: false});
}"""
_KEEP_STATE = "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"

if __name__ == "__main__":
    main()
