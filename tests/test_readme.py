"""What the README promises: its lines work, its links lead somewhere, its commands exist."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_ten_lines_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = _blocks(README)[0]
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert "doing nothing" in printed.getvalue()
    assert "sb.SMOTESampler(" in printed.getvalue()


def test_the_sampler_of_the_contributing_page_works():
    import pandas as pd

    names = {}
    exec(compile(_blocks(CONTRIBUTING)[0], "CONTRIBUTING.md", "exec"), names)
    X = pd.DataFrame({"amount": [1.0, 2.0, 3.0, 4.0, 10.0, 20.0]})
    X_new, y_new = names["JitterSampler"](width=0.0, random_state=0).fit_resample(X, [0, 0, 0, 0, 1, 1])
    assert X_new["amount"][6:].isin([10.0, 20.0]).all()
    assert list(y_new[6:]) == [1, 1]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_links_lead_to_files(text):
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_make_targets_that_are_named_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)\b", README + CONTRIBUTING, flags=re.M)) <= targets


def _blocks(text):
    return re.findall(r"```python\n(.*?)```", text, flags=re.S)
