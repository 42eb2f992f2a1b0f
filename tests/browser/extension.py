"""JupyterLab with the extension, as tests and the benchmark drive it."""

import itertools
import re

from playwright.sync_api import expect

from tests.browser.lab import SECONDS, Lab

_FOLDERS = itertools.count()
FRAME = """import pandas as pd
payments = pd.DataFrame({"amount": range(1000), "is_fraud": [int(at % 25 == 0) for at in range(1000)]})"""


class Extension(Lab):
    """A page of JupyterLab in a folder of its own."""

    def __init__(self, page, server):
        super().__init__(page, server)
        self.dialogs, self.sent = [], []
        self.folder = f"work-{next(_FOLDERS)}"
        page.on("dialog", self._on_dialog)
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: self.sent.append(socket.url)))

    def _on_dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def root(self):
        """The folder that the file browser shows."""
        return self.server.root / self.folder

    def start(self):
        """Open JupyterLab on the folder."""
        self.root.mkdir(exist_ok=True)
        self.page.goto(f"{self.server.url}/lab/tree/{self.folder}?reset")
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate("async () => { await window.jupyterapp.restored }")
        return self

    def command(self, name, **arguments):
        """Execute a command of the extension and wait until it has ended."""
        self.page.evaluate(_COMMAND, [f"synthbalance:{name}", arguments])
        return self

    def refresh(self):
        """Have the file browser list the folder again."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('filebrowser:refresh')")
        return self

    def item(self, name):
        """A file in the file browser."""
        return self.page.locator(".jp-DirListing-item").filter(
            has=self.page.locator(".jp-DirListing-itemText", has_text=re.compile(f"^{re.escape(name)}$"))
        )

    def rebalance(self, name):
        """Right-click on a file, "Rebalance with SynthBalance"."""
        self.refresh().item(name).click(button="right")
        self.page.get_by_role("menuitem", name="Rebalance with SynthBalance").click()
        return self

    def ready(self):
        """Wait for the kernel of the current notebook."""
        self.page.evaluate(_READY)
        return self

    def sources(self, at_least=3):
        """The cells of the current notebook as they are written."""
        self.page.wait_for_function(_CELLS, arg=at_least)
        return self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells.map(one => one.getSource())"
        )

    def notebook(self, cells, kernel="python3", name="work.ipynb"):
        """A notebook in the folder, open, its kernel ready, its cells run."""
        self.open(f"{self.folder}/{name}", cells, kernel)
        return self.run_all()

    @property
    def side(self):
        """The side panel."""
        return self.page.locator(".sb-side")

    def show_side(self):
        """Open the side panel."""
        self.command("toggle-panel")
        expect(self.side).to_be_visible()
        return self

    @property
    def rows(self):
        """The rows of the side panel, one a data frame."""
        return self.side.get_by_role("listitem")

    @property
    def quiet(self):
        """The one sentence of the side panel."""
        return self.side.locator(".sb-side-quiet")

    def at_rest(self):
        """Wait until nothing is sent any more after what was done; returns how much was sent so far."""
        before = -1
        while before != len(self.sent):
            before = len(self.sent)
            self.page.wait_for_timeout(600)
        return before

    def told(self, words):
        """Wait for a notification with these words."""
        toast = self.page.locator(".Toastify__toast").filter(has_text=words).first
        expect(toast).to_be_visible(timeout=SECONDS)
        return toast

    def notebooks(self):
        """Names of the notebooks in the folder."""
        return sorted(path.name for path in self.root.glob("*.ipynb"))


_COMMAND = "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args) }"
_CELLS = "n => (window.jupyterapp.shell.currentWidget?.content?.model?.sharedModel?.cells?.length ?? 0) >= n"
_READY = """async () => {
  const next = () => new Promise(resolve => requestAnimationFrame(resolve));
  while (!window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel) await next();
  await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.info;
}"""
