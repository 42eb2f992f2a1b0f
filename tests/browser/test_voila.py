"""Voila shows the panel without a notebook around it."""

import sys
from contextlib import contextmanager

from playwright.sync_api import expect

from tests.browser.conftest import Running, free_port, keep_here
from tests.browser.lab import MAKE, SECONDS, Lab
from tests.browser.steps import write_notebook


@contextmanager
def served(folder, cell):
    """The address of a notebook with one cell, served by Voila."""
    write_notebook(folder / "voila.ipynb", [cell])
    port = free_port()
    command = [
        *[sys.executable, "-m", "voila", str(folder / "voila.ipynb"), "--no-browser", "--Voila.ip=127.0.0.1"],
        *[f"--port={port}", "--Voila.port_retries=0", "--Voila.token="],
    ]
    with Running(command, folder, f"http://127.0.0.1:{port}/voila/api/kernels") as url:
        yield url.removesuffix("/voila/api/kernels")


def test_a_strategy_is_chosen_and_scored_in_voila(page, tmp_path):
    """Voila's own page asks a CDN for icons, which it does not get here; the panel asks for nothing."""
    with served(tmp_path, MAKE) as voila:
        asked = keep_here(page)
        page.set_default_timeout(SECONDS)
        page.goto(voila, timeout=SECONDS)
        panel = Lab(page, None)
        panel.looked(1).idle()
        panel.choose("Random").looked(2).idle()
        expect(panel.scores_caption).to_contain_text("exact")
        assert [url for url in asked if "fontawesome" not in url] == []
