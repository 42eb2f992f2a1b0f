"""Launcher, menus, palette and the commands behind them; settings, languages and versions."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.extension import FRAME
from tests.browser.lab import SECONDS

COMMANDS = [
    *("open-file", "new-notebook", "new-lesson", "toggle-panel"),
    *("insert-code", "export-card", "stop-job", "check-install"),
]
SCORED = f"""{FRAME}
from synthbalance.ui import BalanceLab
lab = BalanceLab(payments, target="is_fraud")
lab"""


@pytest.fixture
def scored(extension):
    """A notebook with a panel, "none" scored."""
    extension.notebook([SCORED]).looked(1).idle()
    return extension


def test_every_command_is_there_with_its_arguments_documented(extension):
    found = extension.page.evaluate(_DESCRIBED, [f"synthbalance:{name}" for name in COMMANDS])
    assert {name.split(":")[1]: sorted(arguments) for name, arguments in found.items()} == {
        "open-file": ["path"], "new-notebook": ["cwd"], "new-lesson": ["cwd", "lesson"], "toggle-panel": [],
        "insert-code": ["code"], "export-card": ["path"], "stop-job": [], "check-install": [],
    }  # fmt: skip


def test_the_launchers_tile_makes_a_starter_that_runs(extension):
    extension.page.locator(".jp-LauncherCard", has_text="SynthBalance notebook").click()
    extension.looked(1)
    read, panel, _ = extension.sources()
    assert "sb.load_transactions(" in read and 'target = "is_fraud"' in panel and "Guessed" not in panel
    assert extension.notebooks() == ["synthbalance.ipynb"]


def test_a_lesson_copied_twice_does_not_overwrite(extension):
    extension.page.locator(".jp-LauncherCard", has_text="SynthBalance lessons").click()
    dialog = extension.page.get_by_role("dialog")
    expect(dialog.get_by_text("Quickstart: does rebalancing help here?")).to_have_count(1)
    dialog.get_by_role("button", name="Copy and open").click()
    expect(extension.page.get_by_role("tab", name="00_quickstart.ipynb")).to_be_visible(timeout=SECONDS)
    (extension.root / "00_quickstart.ipynb").write_text(json.dumps({"mine": 1}))
    extension.command("new-lesson", lesson="00_quickstart", cwd=extension.folder)
    assert extension.notebooks() == ["00_quickstart-1.ipynb", "00_quickstart.ipynb"]
    assert json.loads((extension.root / "00_quickstart.ipynb").read_text()) == {"mine": 1}
    extension.command("new-lesson", lesson="99", cwd=extension.folder).told("There is no lesson 99. Take one of: 00_")


def test_menus_and_toolbar_lead_to_it(extension):
    extension.page.get_by_role("menuitem", name="View").click()
    expect(extension.page.get_by_role("menuitem", name="SynthBalance data frames")).to_be_visible()
    extension.page.keyboard.press("Escape")
    extension.page.get_by_role("menuitem", name="File", exact=True).click()
    extension.page.get_by_text("New", exact=True).hover()
    for name in ("SynthBalance notebook", "SynthBalance lessons"):
        expect(extension.page.get_by_role("menuitem", name=name)).to_be_visible()
    extension.page.keyboard.press("Escape")
    extension.page.keyboard.press("Escape")
    extension.notebook(["x = 1"])
    extension.page.locator(".jp-NotebookPanel-toolbar").get_by_role("button", name="SynthBalance data frames").click()
    expect(extension.side).to_be_visible()


def test_check_install_names_both_versions(extension):
    extension.notebook(["x = 1"]).command("check-install")
    extension.told(re.compile(r"synthbalance [\d.]+ in the kernel, extension [\d.]+"))


@pytest.mark.parametrize(("kernel", "found"), [("bare", "not installed"), ("old", "0.0.9")])
def test_check_install_tells_the_line_that_makes_them_fit(extension, kernel, found):
    extension.notebook(["x = 1"], kernel).command("check-install")
    toast = extension.told(f"synthbalance in the kernel: {found}. Run: %pip install")
    toast.get_by_role("button", name="Copy the line").click()


def test_insert_code_puts_the_script_of_the_shown_run_into_a_cell(scored):
    scored.command("insert-code")
    assert "run = exp.run(" in scored.sources(2)[1]
    scored.command("insert-code", code="x = 'mine'")
    assert "x = 'mine'" in scored.sources(3)


def test_export_card_writes_beside_the_notebook_and_never_over_a_file(scored):
    (scored.root / "mine.html").write_text("mine")
    scored.command("export-card", path="mine.html").told("Data card written: mine-1.html")
    assert "<html" in (scored.root / "mine-1.html").read_text()[:500]
    assert (scored.root / "mine.html").read_text() == "mine"
    scored.command("export-card").told("Data card written: data-none.html")
    scored.command("export-card", path="nosuch/x.html").told("No data card was written. path=")
    scored.command("export-card", path="card.txt").told("path needs a name that ends in .html or .json")


def test_stop_job_cancels_what_the_panel_does(scored):
    scored.command("stop-job").told("Nothing is under way.")
    scored.execute("lab.experiment.model.set_params(n_estimators=60000)")
    scored.choose("Class weight")
    expect(scored.status).to_contain_text("Running exact", timeout=SECONDS)
    scored.command("stop-job").told("Stopped. Nothing of it is kept")
    expect(scored.status).to_contain_text("Cancelled", timeout=SECONDS)


@pytest.mark.parametrize("name", ["insert-code", "export-card"])
def test_a_command_without_a_panel_says_what_is_missing(extension, name):
    extension.command(name).told("Open a notebook with a panel first.")
    extension.notebook([FRAME]).command(name).told(re.compile("no panel"))


def test_settings_go_into_generated_cells_and_move_the_panel(extension):
    wanted = {"holdout": 0.4, "ratio": 0.3, "costs": {"missed": 100, "review": 5}, "side": "left"}
    with _Settings(extension, "synthbalance-lab:plugin", wanted):
        extension.notebook([FRAME]).show_side()
        expect(extension.page.locator("#jp-left-stack .sb-side")).to_be_visible()
        extension.rows.get_by_role("button", name="Insert cell").click()
        extension.looked(1)
        code = extension.sources(2)[1]
        assert 'BalanceLab(payments, target=\'is_fraud\', holdout=0.4, costs={"missed": 100, "review": 5})' in code
        lab = "payments_lab"
        asked = f"print(round(len({lab}.experiment.split.holdout) / 1000, 2), {lab}.ratio, {lab}.costs['missed'])"
        assert extension.execute(asked).split() == ["0.4", "0.3", "100"]


def test_labels_come_in_german_where_jupyterlab_is_german(extension):
    with _Settings(extension, "@jupyterlab/translation-extension:plugin", {"locale": "de_DE"}):
        extension.start()
        expect(extension.page.locator(".jp-LauncherCard", has_text="SynthBalance-Lektionen")).to_be_visible()
        extension.notebook([FRAME]).show_side()
        expect(extension.rows).to_contain_text("Ziel is_fraud, seltene Klasse 1")
        expect(extension.rows.get_by_role("button", name="Zelle einfügen")).to_be_visible()
        expect(extension.side).to_contain_text("1 DataFrame")


class _Settings:
    """The user's settings of one plugin, put back after."""

    def __init__(self, extension, plugin, values):
        self.extension, self.plugin, self.values = extension, plugin, values

    def __enter__(self):
        self._save(self.values)
        self.extension.start()

    def __exit__(self, *_):
        self._save({})

    def _save(self, values):
        self.extension.page.evaluate(_SAVE, [self.plugin, json.dumps(values)])


_SAVE = "([plugin, raw]) => window.jupyterapp.serviceManager.settings.save(plugin, raw)"
_DESCRIBED = """async names => {
  const found = {};
  for (const name of names) {
    const {args} = await window.jupyterapp.commands.describedBy(name);
    found[name] = Object.keys(args.properties);
  }
  return found;
}"""
