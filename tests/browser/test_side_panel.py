"""The side panel: the data frames of the current kernel, one click from the panel, silent when nobody looks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.extension import FRAME
from tests.browser.lab import SECONDS

REST_MS = 2000
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
SHARE = re.compile(r"4\.0\s%")


@pytest.fixture
def payments(extension):
    """A notebook with one data frame, the side panel open."""
    return extension.notebook([FRAME]).show_side()


def test_a_frame_made_in_a_cell_is_listed_with_the_share_of_its_rare_class(payments):
    expect(payments.rows).to_have_count(1)
    expect(payments.rows).to_contain_text("payments")
    expect(payments.rows).to_contain_text("target is_fraud, rare class 1")
    expect(payments.rows.get_by_text(SHARE)).to_be_visible()
    expect(payments.side.get_by_role("heading", name="SynthBalance")).to_be_visible()


def test_insert_cell_runs_a_visible_cell_with_the_panel(payments):
    expect(payments.rows).to_have_count(1)
    payments.rows.get_by_role("button", name="Insert cell").click()
    payments.looked(1)
    assert payments.sources(2)[1].endswith("payments_lab = BalanceLab(payments, target='is_fraud')\npayments_lab")


def test_open_beside_shows_the_panel_in_its_own_tab_and_its_code_goes_into_the_notebook(payments):
    expect(payments.rows).to_have_count(1)
    payments.rows.get_by_role("button", name="Open beside").click()
    payments.looked(1).idle()
    expect(payments.page.get_by_role("tab", name="SynthBalance: payments")).to_be_visible()
    expect(payments.cells).to_have_count(1)
    payments.choose("SMOTE").looked(2).idle()
    payments.tab("Export").get("button", "Insert code cell").click()
    expect(payments.cells).to_have_count(2)
    expect(payments.cells.nth(1)).to_contain_text("SMOTESampler")
    left = payments.execute("print([name for name in globals() if 'lab' in name.lower() or name == 'target'])")
    assert left.strip() == "[]"


@pytest.mark.parametrize("name", ["target", "lab"])
def test_a_frame_keeps_its_name_whatever_it_is_called(extension, name):
    extension.notebook([f"{FRAME}\n{name} = payments; del payments"]).show_side()
    extension.rows.get_by_role("button", name="Insert cell").click()
    extension.looked(1)
    assert extension.execute(f"print({name}.shape)").strip() == "(1000, 2)"


def test_a_restart_empties_the_list_and_the_next_cell_fills_it(payments):
    expect(payments.rows).to_have_count(1)
    payments.page.evaluate(f"() => {KERNEL}.restart()")
    expect(payments.rows).to_have_count(0)
    expect(payments.quiet).to_contain_text("No data frame yet", timeout=SECONDS)
    payments.run_all()
    expect(payments.rows).to_have_count(1)


def test_it_sends_nothing_at_rest_and_nothing_at_all_while_hidden(payments):
    expect(payments.rows).to_have_count(1)
    sent = payments.at_rest()
    payments.page.wait_for_timeout(REST_MS)  # the time in which nothing may happen
    assert len(payments.sent) == sent
    payments.command("toggle-panel")
    expect(payments.side).to_be_hidden()
    payments.execute("more = payments.copy()")
    sent = payments.at_rest()
    payments.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    payments.until("'more' in globals()")
    payments.page.wait_for_timeout(REST_MS)
    shell = [url for url in payments.sent[sent:] if "/channels" in url]
    assert len(shell) == 2  # the cell, and the question of this test
    payments.command("toggle-panel")
    expect(payments.rows).to_have_count(2)


def test_asking_leaves_no_trace_in_the_kernel(payments):
    expect(payments.rows).to_have_count(1)
    before = payments.execute("print(sorted(name for name in globals() if not name.startswith('_')), len(In))")
    payments.side.get_by_role("button", name="Refresh").click()
    payments.page.wait_for_timeout(500)
    assert payments.execute("print(sorted(name for name in globals() if not name.startswith('_')), len(In))") == before


def test_a_busy_kernel_keeps_its_list_and_says_from_when_it_is(payments):
    expect(payments.rows).to_have_count(1)
    payments.page.evaluate(_RUN, "import time; time.sleep(3)")
    payments.page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
    )
    payments.side.get_by_role("button", name="Refresh").click()
    expect(payments.side).to_contain_text(re.compile(r"Kernel busy: list from \d"))
    expect(payments.rows).to_have_count(1)
    expect(payments.side).not_to_contain_text("Kernel busy", timeout=SECONDS)


@pytest.mark.parametrize(
    ("kernel", "words"),
    [
        ("bare", "synthbalance is missing in this kernel"),
        ("old", "This kernel has synthbalance 0.0.9, which does not fit this extension"),
        ("r", "This kernel speaks R. SynthBalance needs a Python kernel."),
    ],
)
def test_a_kernel_that_cannot_answer_has_a_quiet_state_of_its_own(extension, kernel, words):
    extension.notebook(["x = 1"], kernel).show_side()
    expect(extension.quiet).to_contain_text(words)
    expect(extension.rows).to_have_count(0)
    line = extension.side.get_by_text(re.compile(r'^%pip install "synthbalance==[\d.]+"$'))
    expect(line).to_have_count(1) if kernel != "r" else expect(line).to_be_hidden()
    if kernel == "old":
        extension.told("synthbalance in the kernel: 0.0.9")
    sent = extension.at_rest()
    extension.page.wait_for_timeout(REST_MS)
    assert len(extension.sent) == sent


def test_without_a_notebook_and_without_a_frame_it_says_so(extension):
    extension.show_side()
    expect(extension.quiet).to_contain_text("Open a notebook to see the data frames of its kernel.")
    extension.notebook(["x = 1"]).show_side()
    expect(extension.quiet).to_contain_text("No data frame yet")
    extension.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    expect(extension.quiet).to_contain_text("no kernel")


def test_polars_frames_are_listed_and_open(extension):
    made = f"{FRAME}\nimport polars as pl\npayments = pl.from_pandas(payments)"
    extension.notebook([made]).show_side()
    expect(extension.rows).to_contain_text("1 000 × 2")
    extension.rows.get_by_role("button", name="Insert cell").click()
    extension.looked(1)


def test_search_and_a_chosen_target(extension):
    new = "payments['is_new'] = [int(at % 50 == 1) for at in range(1000)]"
    extension.notebook([f"{FRAME}\n{new}\nclaims = payments[['amount', 'is_fraud']]"]).show_side()
    expect(extension.rows).to_have_count(2)
    extension.side.get_by_role("searchbox", name="Search data frames").fill("pay")
    expect(extension.rows.locator("visible=true")).to_have_count(1)
    row = extension.rows.filter(has_text="payments")
    row.get_by_role("combobox", name="Target").select_option("is_new")
    expect(row).to_contain_text(re.compile(r"2\.0\s%"))
    row.get_by_role("button", name="Insert cell").click()
    extension.looked(1)
    (code,) = extension.sources(2)[1:]
    assert "payments_lab = BalanceLab(payments, target='is_new')" in code and "Guessed" not in code


def test_names_from_data_are_shown_as_text_and_run_nothing(extension):
    column = "<img src=x onerror=alert(1)>'); raise SystemExit #"
    extension.notebook([f"{FRAME}\npayments = payments.rename(columns={{'is_fraud': {column!r}}})"]).show_side()
    expect(extension.rows).to_contain_text(column)
    expect(extension.page.locator("img[src=x]")).to_have_count(0)
    extension.rows.get_by_role("button", name="Insert cell").click()
    extension.looked(1)
    assert extension.execute("print(payments_lab.facts['target'])").strip() == column


def test_a_read_only_notebook_gets_no_cell_but_a_panel_beside(extension):
    extension.page.route("**/api/contents/**/work.ipynb?*", _read_only)
    extension.notebook([FRAME]).show_side()
    expect(extension.rows.get_by_role("button", name="Insert cell")).to_be_disabled()
    expect(extension.side).to_contain_text("This notebook is read-only")
    extension.rows.get_by_role("button", name="Open beside").click()
    extension.looked(1)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_is_readable_in_both_themes_and_by_everyone(payments, theme, axe):
    expect(payments.rows).to_have_count(1)
    payments.theme(theme)
    assert violations(payments.side, axe) == []


def _read_only(route):
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"writable": False})


_RUN = f"code => {{ {KERNEL}.requestExecute({{code, store_history: false}}); }}"
