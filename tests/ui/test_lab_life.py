"""The panel's life: other splits, errors, bad starts, closing; and what it must not do meanwhile."""

import random
import threading

import pytest

import synthbalance as sb
from synthbalance.ui import BalanceLab
from tests.ui.conftest import PATIENCE, light_experiment
from tests.ui.front import from_view, tell


def test_an_error_of_a_job_is_shown_and_the_panel_lives_on(lab, monkeypatch):
    def fail(*_, **__):
        raise ValueError("immutable lists all 7 columns. Take a column off the list.")

    with monkeypatch.context() as patch:
        patch.setattr(lab.experiment, "preview", fail)
        lab.strategy = "smote"
        assert lab.wait(PATIENCE)
    assert (lab.sentence["kind"], lab.busy, lab.progress) == ("error", False, {})
    assert lab.sentence["error"]["way_out"] == "Take a column off the list."
    assert "Runs and looks are unchanged" in lab.sentence["sub"]
    lab.ratio = 0.3
    assert lab.wait(PATIENCE)
    assert lab.sentence["kind"] == "exact"


def test_a_new_split_keeps_the_old_runs_apart_and_its_looks_when_it_returns(payments, make_lab):
    lab = make_lab(payments, target="is_fraud")
    lab.strategy = "random"
    assert lab.wait(PATIENCE)
    first = lab.experiment
    message = {"type": "split", "how": "by time", "time": "paid_at", "group": None, "seed": 0, "drop": ["shop"]}
    tell(lab, message)
    assert lab.wait(PATIENCE)
    assert (lab.facts["how"], lab.facts["left_out"], lab.looks) == ("by time", ["shop"], 1)
    assert [row["name"] for row in lab.runs] == ["none"]
    assert "2 runs of split" in lab.sentence["sub"]
    tell(lab, message | {"how": "stratified", "time": None, "drop": []})
    assert lab.wait(PATIENCE)
    assert lab.experiment is first
    assert (lab.looks, len(lab.runs)) == (2, 2)


@pytest.mark.parametrize(
    "change",
    [{"how": "by time", "time": "gone"}, {"how": "sideways"}, {"drop": ["gone"]}, {"how": "by time", "time": "shop"}],
)
def test_a_split_that_cannot_be_is_answered_and_changes_nothing(payments, make_lab, change):
    lab = make_lab(payments, target="is_fraud")
    assert lab.wait(PATIENCE)
    before = lab.experiment
    tell(lab, {"type": "split", "how": "stratified", "time": None, "group": None, "seed": 1, "drop": []} | change)
    assert lab.wait(PATIENCE)
    assert lab.sentence["kind"] == "error"
    assert (lab.experiment is before, lab.looks, lab.busy) == (True, 1, False)


def test_a_panel_made_from_a_split_cannot_split_again_and_says_so(lab):
    tell(lab, {"type": "split", "how": "stratified", "seed": 1, "drop": []})
    assert lab.wait(PATIENCE)
    assert lab.sentence["error"]["parameter"] == "split"


def test_without_data_it_says_what_to_do(make_lab):
    lab = make_lab()
    assert (lab.sentence["kind"], lab.busy, lab.experiment) == ("empty", False, None)
    assert "BalanceLab(data, target=" in lab.sentence["text"]
    lab.strategy = "smote"
    lab.run().cancel()
    assert lab.wait(1)
    assert lab.message.startswith("Error, No data yet")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "target=None needs the name of the column to predict.*'is_fraud'"),
        ({"target": "gone"}, "gone"),
        ({"target": "is_fraud", "split": 1}, "one of data, split and experiment"),
        ({"target": "is_fraud", "costs": {"missed": "gone"}}, "costs.missed='gone'"),
    ],
)
def test_what_cannot_be_opened_is_an_error_at_once(payments, options, words):
    with pytest.raises(ValueError, match=words):
        BalanceLab(payments, **options)


def test_a_mistyped_option_is_an_error(payments):
    with pytest.raises(TypeError, match="tmie"):
        BalanceLab(payments, target="is_fraud", tmie="paid_at")


def test_fifty_random_wishes_leave_it_idle(lab):
    draw = random.Random(0)
    wishes = [
        lambda: setattr(lab, "strategy", draw.choice(["none", "smote", "random", "class_weight", "magic"])),
        lambda: setattr(lab, "ratio", draw.choice([0.1, 0.3, 0.0, float("nan"), 1.0])),
        lambda: setattr(lab, "knobs", {"k_neighbors": draw.randint(0, 4)}),
        lambda: from_view(lab, strategy="smote", ratio=draw.random()),
        lambda: from_view(lab, pointer_down=draw.random() < 0.5),
        lambda: setattr(lab, "auto_exact", draw.random() < 0.5),
        lambda: setattr(lab, "shown", "none"),
        lambda: setattr(lab, "axes", ["age", "amount"]),
        lambda: setattr(lab, "costs", {"missed": draw.choice(["amount", 5, "gone"]), "review": 1}),
        lab.cancel,
        lab.run,
        lambda: lab.wait(draw.random() / 10),
    ]
    for _ in range(50):
        draw.choice(wishes)()
    lab.pointer_down = False
    assert lab.wait(PATIENCE)
    assert (lab.busy, lab.progress) == (False, {})
    assert not lab.message.startswith("Running")
    assert lab.runs[0]["name"] == "none"
    assert lab.looks == len(lab.experiment.runs) == len(lab.runs)


def test_close_ends_the_thread_and_leaves_the_runs(split):
    before = threading.active_count()
    lab = BalanceLab(experiment=light_experiment(split))
    assert lab.wait(PATIENCE)
    assert threading.active_count() == before + 1
    lab.close()
    assert threading.active_count() == before
    assert [row["name"] for row in lab.runs] == ["none"]
    lab.strategy = "smote"
    assert threading.active_count() == before


def test_closing_in_the_middle_of_a_run_ends_it(split):
    before = threading.active_count()
    lab = BalanceLab(experiment=sb.Experiment(split, model=sb.default_model(n_estimators=20_000, n_jobs=1), seeds=1))
    trained = threading.Event()
    lab.observe(lambda change: trained.set() if change["new"] else None, "progress")
    assert trained.wait(PATIENCE)
    lab.close()
    assert threading.active_count() == before
    assert (lab.busy, lab.message) == (False, "Idle, closed")


def test_the_callers_table_is_not_changed(payments, make_lab):
    before = payments.copy(deep=True)
    lab = make_lab(payments, target="is_fraud", time="paid_at")
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert payments.equals(before)


def test_nothing_is_printed_and_no_warning_escapes_the_worker(make_lab, experiment, capfd, recwarn):
    lab = make_lab(experiment=experiment)
    lab.strategy = "smote"
    lab.ratio = 0.9
    assert lab.wait(PATIENCE)
    assert capfd.readouterr() == ("", "")
    assert [str(warning.message) for warning in recwarn] == []
    assert "ratios above 0.5 rarely help" in lab.sentence["sub"]
