"""Take the pictures of the documentation: panel, extension and playground in a real JupyterLab, in both themes.

Run from the repository: python docs/screenshots.py [panel] [extension] [playground]. Needs the system's Chromium.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import synthbalance as sb
from tests.browser.conftest import LAB_QUIET, Extension, Lab, serve
from tests.conftest import CHROMIUM, QUIET

IMAGES = Path(__file__).parent / "images"
CELL = """import synthbalance as sb
from synthbalance.ui import BalanceLab

payments = sb.load_transactions(n_rows=60_000, fraud_rate=0.01, random_state=0)
lab = BalanceLab(payments, target="is_fraud", time="paid_at", costs=sb.Costs(missed="amount", review=5))
lab"""
RUNS = """lab.strategy = 'class_weight'; lab.wait(120)
lab.strategy = 'smote'; lab.ratio = 0.05; lab.wait(120)
lab.strategy = 'counterfactual'; lab.ratio = 0.05; lab.wait(240)"""
STEPS = ("Data", "Rebalance", "Score", "Compare", "Quality", "Export")
WIDE, NARROW = {"width": 1240, "height": 2300}, {"width": 640, "height": 2400}
WHOLE = {"width": 1480, "height": 940}
PLAY = """from synthbalance.teach import SmotePlayground

SmotePlayground()"""
CLAIMS = """claims = data.loc[data['amount'] > 20, ['amount', 'channel', 'is_fraud']]
customers = data.assign(left=data['amount'] > 90)[['amount', 'left', 'is_fraud']].head(8000)"""


class _Folders:
    def mktemp(self, name):
        return Path(tempfile.mkdtemp(prefix=name))


def main(wanted):
    """The panel's six steps, and Rebalance in a narrow window; JupyterLab with the extension."""
    IMAGES.mkdir(exist_ok=True)
    servers = serve(_Folders(), "jupyterlab", ["--LabApp.expose_app_in_browser=True", *LAB_QUIET])
    server = next(servers)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for name, take, size in TAKEN:
                if name in wanted:
                    page = browser.new_page(viewport=size)
                    page.set_default_timeout(240_000)
                    take(page, server)
                    page.close()
            browser.close()
    finally:
        servers.close()


def _pictures(page, server):
    lab = Lab(page, server).open("payments.ipynb", [CELL]).run_all()
    lab.panel.get_by_text("Holdout looked at once").wait_for()
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    lab.execute(RUNS)
    lab.panel.get_by_text("Holdout looked at 4 times").wait_for()
    _tab(lab, "Quality")
    lab.panel.get_by_role("table", name="Provenance").or_(lab.panel.get_by_text("Copies, not privacy")).first.wait_for()
    lab.execute("lab.picked = 3; lab.fair_by = 'channel'; lab.wait(120)")
    for theme in ("Light", "Dark"):
        lab.theme(f"JupyterLab {theme}")
        for step in STEPS:
            _picture(lab, step, f"{step.lower()}-{theme.lower()}")
        if theme == "Light":
            _tab(lab, "Quality")
            lab.panel.screenshot(path=IMAGES / "quickstart.jpg", type="jpeg", quality=75)
        page.set_viewport_size(NARROW)
        _picture(lab, "Rebalance", f"narrow-{theme.lower()}")
        page.set_viewport_size(WIDE)


def _extension(page, server):
    """A notebook made from a file, the side panel and the panel beside."""
    lab = Extension(page, server).start()
    payments = sb.load_transactions(n_rows=20_000, fraud_rate=0.01, random_state=0)
    payments.to_csv(lab.root / "payments.csv", index=False)
    lab.rebalance("payments.csv")
    lab.looked(1).idle()
    lab.execute(CLAIMS)
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    lab.show_side()
    lab.rows.nth(2).wait_for()
    for theme in ("Light", "Dark"):
        lab.theme(f"JupyterLab {theme}")
        page.wait_for_timeout(600)  # fonts settle
        page.screenshot(path=IMAGES / f"extension-{theme.lower()}.png")


def _playground(page, server):
    """The playground with one row explained."""
    lab = Lab(page, server).open("playground.ipynb", [PLAY]).run_all()
    stage = page.get_by_role("region", name="SMOTE playground")
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    for _ in range(5):
        stage.get_by_role("button", name="Next synthetic row").click()
    stage.get_by_role("heading", name="Synthetic row 5 of 19").wait_for()
    for theme in ("Light", "Dark"):
        lab.theme(f"JupyterLab {theme}")
        page.wait_for_timeout(600)  # fonts and the canvas settle
        stage.screenshot(path=IMAGES / f"playground-{theme.lower()}.png")


def _tab(lab, step):
    lab.panel.get_by_role("tab", name=step, exact=True).click()


def _picture(lab, step, name):
    _tab(lab, step)
    lab.panel.scroll_into_view_if_needed()
    lab.page.wait_for_timeout(600)  # fonts and the canvas settle
    lab.panel.screenshot(path=IMAGES / f"{name}.png")


TAKEN = (("panel", _pictures, WIDE), ("extension", _extension, WHOLE), ("playground", _playground, WHOLE))

if __name__ == "__main__":
    main(sys.argv[1:] or [name for name, *_ in TAKEN])
