"""The panel's life: other splits, errors, bad starts, closing; and what it must not do meanwhile."""

import threading

import pytest

import synthbalance as sb
from synthbalance.ui import BalanceLab
from tests.ui.conftest import PATIENCE, light_experiment
from tests.ui.front import tell


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
    [
        {"how": "by time", "time": "gone"}, {"how": "by time", "time": "shop"}, {"how": "by group", "group": []},
        {"how": "sideways"}, {"how": ["random"]}, {"drop": ["gone"]}, {"drop": 5}, {"drop": [["age"]]},
    ],
)  # fmt: skip
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


def test_a_split_that_returns_shows_its_curves_though_what_follows_is_stopped(payments, make_lab, monkeypatch):
    lab = make_lab(payments, target="is_fraud")
    message = {"type": "split", "how": "stratified", "time": None, "group": None, "drop": []}
    tell(lab, message | {"seed": 1})
    assert lab.wait(PATIENCE)

    def stopped(token):
        raise sb.Cancelled("A cancel came before None was looked up in the ledger.")

    monkeypatch.setattr(lab._steps, "_score_none", stopped)
    tell(lab, message | {"seed": 1})
    assert lab.wait(PATIENCE)
    assert lab.message.startswith("Cancelled")
    assert {curve["name"] for curve in lab.curves} == {row["name"] for row in lab.runs} == {"none"}


def test_cancel_before_the_exact_run_of_a_preview_that_ends_all_the_same_is_told(lab, monkeypatch):
    preview = lab.experiment.preview
    monkeypatch.setattr(lab.experiment, "preview", lambda *args, **kwargs: (preview(*args, **kwargs), lab.cancel())[0])
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert lab.message.startswith("Cancelled")
    assert (lab.preview, lab.looks, lab.busy) == ({}, 1, False)


def test_none_counts_as_a_look_though_the_run_that_needed_it_is_cancelled(make_lab, experiment, monkeypatch):
    run, asked = experiment.run, []

    def cancelled_before_and_after_none(strategy, **options):
        asked.append(strategy)
        if len(asked) == 1:
            raise sb.Cancelled
        made = run(strategy, **options)
        lab.cancel()
        return made

    monkeypatch.setattr(experiment, "run", cancelled_before_and_after_none)
    lab = make_lab(experiment=experiment)
    assert lab.wait(PATIENCE)
    lab.auto_exact, lab.strategy = False, "smote"
    lab.run()
    assert lab.wait(PATIENCE)
    assert [row["name"] for row in lab.runs] == list(experiment.runs) == ["none"]
    assert (lab.looks, lab.message) == (1, "Cancelled, nothing changed")


def test_an_audit_that_nobody_asks_for_any_more_leaves_an_idle_panel(lab, monkeypatch):
    began = threading.Event()

    def endless(run, on_progress):
        while on_progress("audit", 0, 1):
            began.set()
        raise sb.Cancelled

    monkeypatch.setattr("synthbalance.ui._quality_steps.audit_synthetic", endless)
    lab.strategy = "random"
    assert lab.wait(PATIENCE)
    lab.step = "quality"
    assert began.wait(PATIENCE)
    lab.shown = "none"
    assert lab.wait(PATIENCE)
    assert lab.message.startswith("Idle")
    assert not lab.busy


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
