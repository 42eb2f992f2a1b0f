"""One journey on ipykernel 6, whose widget callbacks run on the main thread after the cell, and on 7."""

import pytest
from playwright.sync_api import expect

from tests.browser.lab import MAKE, SECONDS
from tests.kernels import BOTH, VERSION, need_kernel6


@pytest.mark.parametrize("kernel", BOTH)
def test_the_panel_works_on_both_kernels(lab, kernel):
    need_kernel6(kernel)
    lab.start(f"{kernel}.ipynb", [MAKE], kernel)
    assert lab.execute("import ipykernel; print(ipykernel.__version__)").startswith(VERSION[kernel])
    lab.choose("SMOTE").looked(2).idle()
    lab.execute("lab.experiment.model.set_params(n_estimators=60000)")
    lab.choose("Class weight")
    expect(lab.status).to_contain_text("Running exact", timeout=SECONDS)
    assert lab.execute("print(1 + 1)").strip() == "2"  # another cell is answered meanwhile
    expect(lab.panel).to_have_attribute("aria-busy", "true")
    lab.get("button", "Cancel").click()
    expect(lab.status).to_contain_text("Cancelled", timeout=SECONDS)
    lab.idle().tab("Quality")
    expect(lab.get("region", "Measures")).to_be_visible(timeout=SECONDS)
    lab.tab("Export").get("button", "Save model").click()
    lab.until("any(one['path'] for one in lab.export.get('saved', []))")
    expect(lab.panel.get_by_role("status").filter(has_text="Saved").locator("visible=true")).to_have_count(1)
    assert lab.execute("print(list(lab.experiment.runs))").strip() == "['none', 'SMOTE 6.19 %']"
