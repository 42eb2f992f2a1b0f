"""A notebook with the panel in JupyterLab, as tests and the benchmark drive it."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.steps import KERNEL_READY, RUN_ALL, write_notebook

MAKE = """import synthbalance as sb
from synthbalance.ui import BalanceLab
payments = sb.load_transactions(n_rows=8_000, fraud_rate=0.03, random_state=0)
lab = BalanceLab(payments, target="is_fraud", costs=sb.Costs(missed="amount", review=5))
lab"""
SECONDS = 90_000
ROOT = Path(__file__).resolve().parents[2]


class Lab:
    """One notebook open in JupyterLab."""

    def __init__(self, page, server):
        self.page, self.server, self.panel = page, server, page.get_by_role("region", name="SynthBalance").first

    def open(self, name, cells, kernel="python3"):
        """Write a notebook, open it, wait for its kernel."""
        (self.server.root / name).parent.mkdir(exist_ok=True)
        write_notebook(self.server.root / name, cells, kernel)
        return self.reopen(name, "?reset")

    def reopen(self, name, how=""):
        """Load the page of a notebook that is there."""
        self.page.goto(f"{self.server.url}/lab/tree/{name}{how}")
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate(KERNEL_READY)
        return self

    def run_all(self):
        """Run every cell by the command, as a menu would."""
        self.page.evaluate(RUN_ALL)
        return self

    def start(self, name, cells=(MAKE,), kernel="python3"):
        """A notebook with the panel, after None has run by itself."""
        self.open(name, cells, kernel).run_all()
        self.looked(1)
        return self.idle()

    def save(self, name):
        """Save the notebook; returns what the file holds then."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        return (self.server.root / name).read_text(encoding="utf-8")

    def theme(self, name):
        """Switch to "JupyterLab Dark" or "JupyterLab Light"."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        dark = "false" if "Dark" in name else "true"
        self.page.wait_for_selector(f'body[data-jp-theme-light="{dark}"]', state="attached")
        return self

    def execute(self, code):
        """Run code in the notebook's kernel beside the cells; returns what it prints."""
        return self.page.evaluate(_EXECUTE, code)

    def until(self, expression):
        """Ask the kernel until an expression is true there: the view's messages take a moment to arrive."""
        deadline = time.monotonic() + SECONDS / 1000
        while self.execute(f"print(bool({expression}))").strip() != "True":
            assert time.monotonic() < deadline, expression
        return self

    def interrupt(self):
        """Stop the code that the kernel runs."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")

    def end_kernels(self):
        """Shut down the kernels of all notebooks, so that those of earlier tests take no memory."""
        self.page.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")

    @property
    def status(self):
        return self.panel.get_by_role("status").first

    @property
    def cells(self):
        return self.page.locator(".jp-NotebookPanel .jp-CodeCell")

    def get(self, role, name):
        """An element of the panel by its role and its whole accessible name."""
        return self.panel.get_by_role(role, name=name, exact=True)

    def tab(self, name):
        self.get("tab", name).click()
        return self

    def choose(self, strategy):
        """Open Rebalance and choose a strategy."""
        self.tab("Rebalance").get("radio", strategy).click()
        return self

    def idle(self):
        """Wait until nothing is under way."""
        expect(self.panel).to_have_attribute("aria-busy", "false", timeout=SECONDS)
        return self

    def looked(self, times):
        """Wait until the holdout was looked at so often."""
        said = "once" if times == 1 else f"{times} times"
        expect(self.panel.get_by_text(f"Holdout looked at {said}", exact=True)).to_be_visible(timeout=SECONDS)
        return self

    @property
    def looks(self):
        """How often the header says that the holdout was looked at."""
        said = self.panel.get_by_text(re.compile("^Holdout looked at ")).inner_text()
        return 1 if said.endswith("once") else int(re.findall(r"\d+", said)[0])

    @property
    def scores_caption(self):
        """Caption of the table Scores of the open step."""
        return self.panel.locator('table[aria-label="Scores"]:visible caption')


_EXECUTE = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({code, silent: false, store_history: false});
  let text = '';
  future.onIOPub = msg => {
    if (msg.header.msg_type === 'stream') text += msg.content.text;
    if (msg.header.msg_type === 'error') text += msg.content.ename + ': ' + msg.content.evalue;
  };
  await future.done;
  return text;
}"""
