"""axe-core, from the front end's workspace, on one element of a page."""

import json
import shutil
import subprocess

import pytest

from tests.browser.lab import ROOT
from tests.conftest import REQUIRED

WIDGETS, AXE = ROOT / "widgets", "node_modules/axe-core/axe.min.js"


def script(tmp_path_factory):
    """The script of axe-core, from the workspace or from a copy of it that is installed now."""
    place = WIDGETS
    if not (place / AXE).is_file():
        if shutil.which("npm") is None:
            assert not REQUIRED, "SYNTHBALANCE_REQUIRE_BROWSER=1, but there is no npm: apt-get install nodejs npm"
            pytest.skip("needs axe-core: cd widgets && npm ci")
        place = tmp_path_factory.mktemp("widgets")
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(WIDGETS / name, place / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, check=True)
    return (place / AXE).read_text(encoding="utf-8")


def violations(element, axe):
    """Serious and critical violations in an element, as text."""
    if not element.page.evaluate("() => 'axe' in window"):
        element.page.add_script_tag(content=axe)
    found = element.evaluate(_RUN)
    assert {"color-contrast", "button-name"} <= set(found["passes"])
    return [json.dumps(one) for one in found["violations"] if one["impact"] in ("serious", "critical")]


_RUN = """async element => {
  const {passes, violations} = await window.axe.run(element);
  const said = ({id, impact, nodes}) => ({id, impact, nodes: nodes.map(one => one.html.slice(0, 200))});
  return {passes: passes.map(one => one.id), violations: violations.map(said)};
}"""
