"""From a file to the panel: a notebook beside it, never over another, whatever the file is called."""

import json
import time

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.lab import ROOT, SECONDS

DATA = ROOT.parent / "shared/data"
LIMIT = 15
HOSTILE = [
    'it\'s "x"\n',
    "'); import os; os.system('x') #",
    "<img src=x onerror=alert(1)>",
    "مدفوعات احتيال",
    "🦊 payments",
    "\u202egpj.x",
    "100 % {x} `date` $HOME ~",
]


def table(name="is_fraud", rows=1000):
    """Rows of which 4 % are rare."""
    return pd.DataFrame({"amount": range(rows), name: [int(at % 25 == 0) for at in range(rows)]})


def test_a_right_click_on_real_payments_leads_to_the_first_exact_score(extension):
    if not DATA.is_dir():
        pytest.skip("needs the shared tables beside the repository")
    rows = pd.read_parquet(DATA / "ulb_creditcard_casecontrol.parquet").sample(5000, random_state=0)
    rows.to_csv(extension.root / "payments.csv", index=False)
    start = time.monotonic()
    extension.rebalance("payments.csv").looked(1)
    assert time.monotonic() - start < LIMIT
    read, panel, notes = extension.sources()
    assert read.endswith('data = sb.read_table("payments.csv")\ndata.head()')
    assert "target = 'Class'" in panel and "Guessed" in panel
    assert "## Notes" in notes
    assert extension.notebooks() == ["payments-synthbalance.ipynb"]


def test_a_second_notebook_never_replaces_the_first(extension):
    table().to_csv(extension.root / "payments.csv", index=False)
    (extension.root / "payments-synthbalance.ipynb").write_text("mine")
    extension.rebalance("payments.csv").looked(1)
    extension.command("open-file", path=f"{extension.folder}/payments.csv")
    expect(extension.page.get_by_role("tab", name="payments-synthbalance-2.ipynb")).to_be_visible(timeout=SECONDS)
    assert extension.notebooks() == [f"payments-synthbalance{end}.ipynb" for end in ("-1", "-2", "")]
    assert (extension.root / "payments-synthbalance.ipynb").read_text() == "mine"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_file_and_column_is_read_as_it_is_and_runs_nothing(extension, name):
    table(name).to_csv(extension.root / f"{name}.csv", index=False)
    extension.command("open-file", path=f"{extension.folder}/{name}.csv").looked(1)
    asked = "print([data.shape, data.columns[1] == target, 'os' in globals(), target])"
    assert extension.execute(asked).strip() == str([(1000, 2), True, False, name])
    assert extension.notebooks() == [f"{name}-synthbalance.ipynb"]
    expect(extension.page.locator("img[src=x]")).to_have_count(0)


def test_of_several_files_the_first_is_opened_and_that_is_said(extension):
    for name in ("a.csv", "b.csv"):
        table().to_csv(extension.root / name, index=False)
    extension.refresh().item("a.csv").click()
    extension.item("b.csv").click(modifiers=["Shift"])
    extension.item("b.csv").click(button="right")
    extension.page.get_by_role("menuitem", name="Rebalance with SynthBalance").click()
    extension.told("2 files are selected; the first one is opened: a.csv")
    extension.looked(1)
    assert extension.notebooks() == ["a-synthbalance.ipynb"]


def test_the_menu_offers_it_for_tables_only(extension):
    (extension.root / "notes.txt").write_text("x")
    for name in ("a.csv", "b.tsv", "c.PARQUET", "notes.txt"):
        (extension.root / name).touch()
        extension.refresh().item(name).click(button="right")
        expect(extension.page.get_by_role("menuitem", name="Rename")).to_be_visible()
        offered = extension.page.get_by_role("menuitem", name="Rebalance with SynthBalance")
        expect(offered).to_have_count(0 if name == "notes.txt" else 1)
        extension.page.keyboard.press("Escape")


def test_a_table_without_a_likely_target_asks_in_the_panel(extension):
    pd.DataFrame({"amount": range(200), "shop": [at % 3 for at in range(200)]}).to_csv(
        extension.root / "x.csv", index=False
    )
    extension.rebalance("x.csv")
    expect(extension.panel.get_by_text("Which column of").locator("visible=true")).to_have_count(1, timeout=SECONDS)
    assert "BalanceLab().open(data)" in extension.sources()[1]


def test_rows_whose_target_is_not_known_are_left_out_in_sight(extension):
    rows = table()
    rows["is_fraud"] = rows["is_fraud"].astype(float).where(rows.index % 7 > 0)
    rows.to_csv(extension.root / "gaps.csv", index=False)
    extension.rebalance("gaps.csv").looked(1)
    assert "data = data[data[target].notna()]" in extension.sources()[1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.csv", "empty.csv is empty (0 bytes)"),
        ("folder.csv", "folder.csv is a folder"),
        ("gone.csv", "gone.csv is not there any more"),
        ("notes.txt", "notes.txt is no csv, tsv, parquet or feather file"),
        ("", "path needs the name of a csv, tsv, parquet or feather file"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_sentence_and_nothing_is_made(extension, name, words):
    (extension.root / "empty.csv").touch()
    (extension.root / "folder.csv").mkdir()
    (extension.root / "notes.txt").write_text("x")
    extension.command("open-file", path=name and f"{extension.folder}/{name}").told(words)
    assert extension.notebooks() == []


def test_a_folder_without_permission_is_told_and_nothing_is_left(extension):
    table().to_csv(extension.root / "payments.csv", index=False)
    forbidden = {"status": 403, "json": {"message": "Permission denied"}}
    extension.page.route("**/api/contents/**", lambda route: _unless(route, "POST", **forbidden))
    extension.command("open-file", path=f"{extension.folder}/payments.csv")
    extension.told("may not be written to. Copy the file to a folder of yours")
    assert extension.notebooks() == []


def test_of_a_file_of_two_gigabytes_only_the_first_rows_are_read_and_the_cell_says_so(extension):
    table().to_csv(extension.root / "big.csv", index=False)
    extension.page.route("**/api/contents/**/big.csv?*", _larger)
    extension.command("open-file", path=f"{extension.folder}/big.csv").looked(1)
    read = extension.sources()[0]
    assert "# 2.1 GB: only the first 1 000 000 rows are read" in read
    assert "To read all of them take out rows=" in read
    assert 'sb.read_table("big.csv", rows=1_000_000)' in read


def test_a_kernel_without_the_package_is_told_the_line_that_installs_it(extension):
    table().to_csv(extension.root / "payments.csv", index=False)
    extension.page.route("**/api/kernelspecs?*", _bare_by_default)
    extension.start()
    extension.command("open-file", path=f"{extension.folder}/payments.csv")
    toast = extension.told('%pip install "synthbalance==')
    expect(toast.get_by_role("button", name="Copy the line")).to_be_visible()
    assert "BalanceLab().open(data)" in extension.sources()[1]


def _unless(route, method, **answer):
    return route.fulfill(**answer) if route.request.method == method else route.fallback()


def _larger(route):
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"size": 2_100_000_000})


def _bare_by_default(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=json.dumps(answer.json() | {"default": "bare"}))
