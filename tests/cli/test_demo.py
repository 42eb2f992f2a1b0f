import signal
import subprocess
import sys

import pytest

import synthbalance as sb
from synthbalance.cli import _demo, _words, main
from synthbalance.cli._steps import Steps


@pytest.fixture
def tiny(monkeypatch):
    """The demo on 2,000 payments, with a model of 20 trees."""
    plan = {"rows": 2000, "rate": 0.05, "seeds": 1, "intro": "Tiny."}
    monkeypatch.setattr(_demo, "_quick", lambda: plan)
    light = sb.default_model(n_estimators=20, learning_rate=0.1, n_jobs=1)
    monkeypatch.setattr("synthbalance.experiment._experiment.default_model", lambda: light)


def test_the_demo_compares_four_strategies_twice_and_writes_a_card(tiny, tmp_path, capsys):
    assert main(["demo", "--quick", "--out", str(tmp_path / "new")]) == 0
    out = capsys.readouterr().out
    assert "Payments: 500 holdout rows, 25 of them fraud" in out
    assert "Real table, breast_cancer: 97 holdout rows, 8 of them rare" in out
    for name in ("None", "Class weight", "Random", "SMOTE"):
        assert out.count(f"\n{name}") + out.count(f"\n {name}") >= 2, name
    words = " ".join(out.split())
    assert "Doing nothing scores" in words and words.count("on this holdout, which can detect") == 3
    assert "With 8 rare rows no method can be ranked" in words
    card = tmp_path / "new" / "synthbalance-demo-card.html"
    assert f"Data card: {card}\n" in out
    assert card.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_second_demo_writes_beside_the_first_card(tiny, tmp_path, capsys):
    first = tmp_path / "synthbalance-demo-card.html"
    first.write_text("mine")
    assert main(["demo", "--quick", "--out", str(tmp_path)]) == 0
    assert first.read_text() == "mine"
    assert "synthbalance-demo-card-1.html" in capsys.readouterr().out


def test_the_full_demo_is_the_one_that_was_promised():
    plan = _demo._full()
    assert (plan["rows"], plan["rows"] * plan["rate"], plan["seeds"]) == (200_000, 1000, 3)
    assert _demo.STRATEGIES == ("none", "class_weight", "random", "smote")


def test_ctrl_c_stops_a_demo_with_130_and_one_line(tmp_path):
    command = [sys.executable, "-u", "-m", "synthbalance.cli", "demo", "--out", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "200,000" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and said == "Stopped.\n"
    assert list(tmp_path.iterdir()) == []


def test_progress_moves_forward_over_all_runs():
    seen = []

    class Bar:
        def add_task(self, description, total):
            return total

        def update(self, task, **changes):
            seen.append(changes.get("completed"))

    steps = Steps(Bar(), 2)
    for name in ("None", "SMOTE"):
        follow = steps.follow(name)
        assert all(follow(stage, k, 4) for stage in ("drawing rows", "training") for k in range(5))
        steps.done()
    assert seen == sorted(seen) and seen[-1] == 2


def test_rows_hold_intervals_beside_or_under_their_value():
    row = {"value": 0.7, "low": 0.65, "high": 0.75, "recall": 0.5, "precision": 0.8, "seconds": 3.0}
    row |= {"delta": -0.004, "delta_low": -0.02, "delta_high": 0.01}
    assert _words.table_row("SMOTE 5 %", row, True)[1:3] == [
        "0.700 (0.650 to 0.750)", "\u22120.004 (\u22120.020 to 0.010)",
    ]  # fmt: skip
    assert _words.table_row("SMOTE 5 %", row, False)[1] == "0.700\n(0.650 to 0.750)"
    assert _words.table_row("none", row, True)[:3:2] == ["None", "0"]
