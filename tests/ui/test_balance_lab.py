"""The panel with a real experiment: setting a trait is all it takes, and nothing flatters or blocks."""

import threading
import time

import synthbalance as sb
from tests.ui.conftest import PATIENCE, FakeClock
from tests.ui.front import from_view, tell


def test_it_runs_none_by_itself(payments, make_lab):
    lab = make_lab(payments, target="is_fraud")
    assert lab.busy
    assert lab.message.startswith("Running exact, None")
    assert lab.wait(PATIENCE)
    assert [row["name"] for row in lab.runs] == ["none"]
    assert lab.sentence["kind"] == "none"
    assert lab.message.startswith("Idle, None took")
    assert (lab.looks, lab.ratio) == (1, sb.suggested_ratio(lab.experiment.split.train.y))


def test_setting_a_strategy_and_a_ratio_gives_a_run(lab):
    lab.strategy = "smote"
    lab.ratio = 0.2
    assert lab.busy
    assert lab.wait(PATIENCE)
    assert [row["name"] for row in lab.runs] == ["none", "SMOTE 20 %"]
    assert list(lab.experiment.runs) == ["none", "SMOTE 20 %"]
    run = lab.experiment.runs["SMOTE 20 %"]
    assert (lab.sentence["kind"], lab.sentence["text"]) == ("exact", lab.experiment.sentence(run))
    assert (lab.shown, lab.preview, lab.looks) == ("SMOTE 20 %", {}, 2)
    assert lab.points_info["synthetic"] == run.n_synthetic


def test_the_setter_returns_at_once(lab):
    start = time.perf_counter()
    lab.strategy = "smote"
    assert time.perf_counter() - start < 0.3
    assert lab.busy and lab.message.startswith("Running preview, SMOTE")


def test_a_preview_spends_no_look_and_the_exact_run_waits_a_second(make_lab, experiment):
    clock = FakeClock()
    lab = make_lab(experiment=experiment, _clock=clock)
    assert lab.wait(PATIENCE)
    previewed = threading.Event()
    lab.observe(lambda change: previewed.set() if change["new"] else None, "preview")
    lab.strategy = "smote"
    assert previewed.wait(PATIENCE)
    assert lab.preview["none_value"] is not None
    assert (lab.sentence["kind"], lab.looks, lab.busy) == ("preview", 1, True)
    assert clock.asleep.wait(PATIENCE)
    clock.advance(1.0)
    assert lab.wait(PATIENCE)
    assert (lab.sentence["kind"], lab.looks) == ("exact", 2)


def test_while_the_pointer_is_down_no_look_is_spent(make_lab, experiment):
    clock = FakeClock()
    lab = make_lab(experiment=experiment, _clock=clock)
    assert lab.wait(PATIENCE)
    from_view(lab, pointer_down=True)
    from_view(lab, strategy="smote", ratio=0.3)
    clock.advance(5.0)
    assert not lab.wait(0.2)
    assert lab.looks == 1
    from_view(lab, pointer_down=False)
    assert lab.wait(PATIENCE)
    assert lab.looks == 2


def test_without_auto_exact_only_the_preview_comes(lab):
    lab.auto_exact = False
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert (lab.sentence["kind"], lab.looks, lab.busy) == ("preview", 1, False)
    assert lab.message.startswith("Idle, preview")
    tell(lab, {"type": "exact"})
    assert lab.wait(PATIENCE)
    assert (lab.sentence["kind"], lab.looks) == ("exact", 2)


def test_switching_auto_exact_on_scores_what_was_previewed(lab):
    lab.auto_exact = False
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    lab.auto_exact = True
    assert lab.wait(PATIENCE)
    assert lab.looks == 2


def test_run_starts_the_exact_run_and_returns_the_panel(lab):
    lab.auto_exact = False
    lab.strategy = "random"
    assert lab.run() is lab
    assert lab.wait(PATIENCE)
    assert lab.runs[-1]["strategy"] == "random"


def test_the_latest_of_many_wishes_wins(lab):
    lab.strategy = "smote"
    for ratio in (0.1, 0.2, 0.3, 0.4):
        lab.ratio = ratio
    assert lab.wait(PATIENCE)
    assert [row["name"] for row in lab.runs] == ["none", "SMOTE 40 %"]


def test_a_wish_that_comes_before_none_is_scored_waits_for_it(payments, make_lab):
    lab = make_lab(payments, target="is_fraud")
    lab.auto_exact = False
    lab.strategy = "smote"
    lab.ratio = 0.3
    assert lab.wait(PATIENCE)
    assert [row["name"] for row in lab.runs] == ["none"]
    assert lab.sentence["kind"] == "preview"
    assert len(lab.axes) == 2


def test_none_is_scored_after_all_when_it_was_cancelled(payments, make_lab):
    lab = make_lab(payments, target="is_fraud")
    lab.cancel()
    assert lab.wait(PATIENCE)
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert [row["strategy"] for row in lab.runs] == ["none", "smote"]


def test_the_same_choice_again_is_no_look(lab):
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    lab.run().wait(PATIENCE)
    assert lab.looks == 2
    assert lab.message.endswith("came from the ledger")


def test_cancel_answers_soon_and_changes_nothing(make_lab, split):
    exp = sb.Experiment(split, model=sb.default_model(n_estimators=20_000, n_jobs=1), seeds=1)
    lab = make_lab(experiment=exp)
    trained = threading.Event()
    lab.observe(lambda change: trained.set() if change["new"].get("stage") == "training" else None, "progress")
    assert trained.wait(PATIENCE)
    start = time.perf_counter()
    lab.cancel()
    assert lab.wait(PATIENCE)
    assert time.perf_counter() - start < 0.3
    assert lab.message == "Cancelled, nothing changed"
    assert (lab.sentence["kind"], lab.looks, lab.runs, lab.busy) == ("cancelled", 0, [], False)
    assert dict(exp.runs) == {}


def test_cancel_of_the_view_drops_an_exact_run_that_only_waits(make_lab, experiment):
    clock = FakeClock()
    lab = make_lab(experiment=experiment, _clock=clock)
    assert lab.wait(PATIENCE)
    previewed = threading.Event()
    lab.observe(lambda change: previewed.set() if change["new"] else None, "preview")
    lab.strategy = "smote"
    assert previewed.wait(PATIENCE)
    assert clock.asleep.wait(PATIENCE)
    tell(lab, {"type": "cancel"})
    assert lab.wait(PATIENCE)
    assert (lab.looks, lab.busy) == (1, False)
    assert lab.message.startswith("Cancelled")


def test_a_knob_makes_another_run(lab):
    lab.strategy = "smote"
    lab.knobs = {"k_neighbors": 3}
    assert lab.wait(PATIENCE)
    assert lab.experiment.runs[lab.shown].params["k_neighbors"] == 3
    assert "k 3" in lab.runs[-1]["knob_words"]
