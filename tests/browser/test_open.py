"""A panel without data offers what there is, and asks for a target where it cannot tell."""

import re

from playwright.sync_api import expect

from tests.browser.lab import SECONDS

CELL = """import numpy as np, pandas as pd
import synthbalance as sb
from synthbalance.ui import BalanceLab
payments = sb.load_transactions(n_rows=4_000, fraud_rate=0.03, random_state=0)
rng = np.random.default_rng(0)
kind, sex = rng.choice(list("cd"), 900), rng.choice(list("fm"), 900)
pets = pd.DataFrame({"weight": rng.normal(5, 1, 900), "kind": kind, "sex": sex})
lab = BalanceLab()
lab"""


def test_frames_of_the_kernel_are_offered_and_one_is_opened(lab):
    lab.open("open.ipynb", [CELL]).run_all()
    expect(lab.panel.get_by_role("heading", name="DataFrames of this kernel")).to_be_visible(timeout=SECONDS)
    expect(lab.panel.get_by_role("tablist", name="Steps")).to_be_hidden()
    pets = lab.panel.get_by_role("button", name=re.compile(r"^pets, 900 × 3$"))
    expect(pets).to_have_accessible_description("asks for its target")
    expect(lab.panel.get_by_role("button", name=re.compile("^payments, 4.000 × "))).to_have_accessible_description(
        re.compile("^target perhaps is_fraud, 3")
    )
    pets.click()
    expect(lab.panel.get_by_text("Which column of pets is the target?")).to_be_visible(timeout=SECONDS)
    lab.get("textbox", "File").fill("nowhere.csv")
    lab.get("button", "Open file").click()
    expect(lab.status).to_contain_text("Error", timeout=SECONDS)
    lab.idle()
    pets.click()
    lab.get("combobox", "Target").select_option("sex")
    lab.get("button", "Open").click()
    lab.looked(1).idle()
    expect(lab.panel.get_by_role("tablist", name="Steps")).to_be_visible()
    assert lab.execute("print(lab.facts['target'], lab.facts['rows'])").split() == ["sex", "900"]
