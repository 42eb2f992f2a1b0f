"""Take the pictures of the README: the panel in a real JupyterLab, in both themes.

Run from the repository: python docs/screenshots.py. Needs the system's Chromium.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import LAB_QUIET, Lab, serve
from tests.conftest import CHROMIUM, QUIET

IMAGES = Path(__file__).parent / "images"
CELL = """import synthbalance as sb
from synthbalance.ui import BalanceLab

payments = sb.load_transactions(n_rows=60_000, fraud_rate=0.01, random_state=0)
lab = BalanceLab(payments, target="is_fraud", time="paid_at", costs=sb.Costs(missed="amount", review=5))
lab"""
RUNS = "lab.strategy = 'class_weight'; lab.wait(120); lab.strategy = 'smote'; lab.ratio = 0.05; lab.wait(120)"


class _Folders:
    def mktemp(self, name):
        return Path(tempfile.mkdtemp(prefix=name))


def main():
    """Rebalance and Score, in both themes."""
    IMAGES.mkdir(exist_ok=True)
    servers = serve(_Folders(), "jupyterlab", ["--LabApp.expose_app_in_browser=True", *LAB_QUIET])
    server = next(servers)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page = browser.new_page(viewport={"width": 1240, "height": 1180})
            _pictures(page, server)
            browser.close()
    finally:
        servers.close()


def _pictures(page, server):
    lab = Lab(page, server).open("payments.ipynb", [CELL]).run_all()
    lab.panel.get_by_text("Holdout looked at once").wait_for(timeout=120_000)
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    lab.execute(RUNS)
    lab.panel.get_by_text("Holdout looked at 3 times").wait_for(timeout=120_000)
    for theme in ("Light", "Dark"):
        lab.theme(f"JupyterLab {theme}")
        for step in ("Rebalance", "Score"):
            lab.panel.get_by_role("tab", name=step, exact=True).click()
            page.wait_for_timeout(400)
            page.screenshot(path=IMAGES / f"{step.lower()}-{theme.lower()}.png")


if __name__ == "__main__":
    main()
