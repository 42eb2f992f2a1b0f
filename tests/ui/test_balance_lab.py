"""The panel with a real experiment: setting a trait is all it takes, and nothing flatters or blocks."""

import json
import random
import threading
import time

import pytest

import synthbalance as sb
from synthbalance.ui import BalanceLab
from synthbalance.ui._traits import PROTOCOL, WRITABLE, PanelTraits
from tests.ui.conftest import PATIENCE, FakeClock, light_experiment

TRAITS = PROTOCOL["traits"]


@pytest.fixture
def sent(lab, monkeypatch):
    """Every update of state that goes to the view."""
    updates = []
    send = lambda msg, buffers=None: updates.append(msg.get("state", {})) if msg["method"] == "update" else None  # noqa: E731
    monkeypatch.setattr(lab, "_send", send)
    return updates


def from_view(lab, **traits):
    """What the view's `save_changes` sends, on a thread of its own."""
    message = {"content": {"data": {"method": "update", "state": traits}}}
    thread = threading.Thread(target=lab._handle_msg, args=(message,))
    thread.start()
    thread.join(PATIENCE)


def tell(lab, content):
    """A custom message of the view."""
    lab._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def values(lab, *beside):
    return {name: getattr(lab, name) for name in sorted(WRITABLE - set(beside))}


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
    assert time.perf_counter() - start < 0.1
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


@pytest.mark.parametrize(
    ("name", "value", "parameter"),
    [
        ("ratio", float("nan"), "ratio"),
        ("ratio", 7, "ratio"),
        ("ratio", "much", "ratio"),
        ("strategy", "magic", "strategy"),
        ("knobs", {"k_neighbors": 0}, "k_neighbors"),
        ("knobs", {"depth": 3}, "depth"),
        ("knobs", None, "knobs"),
        ("threshold", -1, "threshold"),
        ("costs", {"missed": "gone"}, "costs"),
    ],
)
def test_an_invalid_value_is_answered_in_a_sentence_and_changes_nothing(lab, name, value, parameter):
    lab.auto_exact = False
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    before, looks = values(lab), lab.looks
    setattr(lab, name, value)
    assert (lab.sentence["kind"], lab.sentence["error"]["parameter"]) == ("error", parameter)
    assert lab.message.startswith("Error, ")
    assert (values(lab), lab.looks, lab.busy) == (before, looks, False)


def test_an_invalid_value_of_the_view_comes_back_corrected(lab, sent):
    ratio = lab.ratio
    from_view(lab, ratio=5.0)
    assert lab.ratio == ratio
    assert sent[-1]["ratio"] == ratio
    assert sent[-1]["sentence"]["kind"] == "error"


def test_a_ratio_below_the_present_one_is_raised_to_it(lab):
    lab.ratio = 0.001
    present = lab.experiment.split.train.y.mean() / (1 - lab.experiment.split.train.y.mean())
    assert lab.ratio == pytest.approx(present)
    assert "raised" in lab.sentence["text"]


def test_the_present_ratio_can_be_run(lab):
    lab.strategy = "smote"
    lab.ratio = 0.001
    assert lab.wait(PATIENCE)
    assert lab.runs[-1]["n_synthetic"] == 1


def test_a_strategy_brings_its_knobs_and_keeps_those_that_came_along(lab):
    lab.strategy = "smote"
    assert lab.knobs["k_neighbors"] == 5
    from_view(lab, strategy="random", knobs={"shrinkage": 0.5})
    assert lab.knobs == {"shrinkage": 0.5}
    lab.strategy = "smote"
    assert lab.knobs["k_neighbors"] == 5


def test_a_knob_makes_another_run(lab):
    lab.strategy = "smote"
    lab.knobs = {"k_neighbors": 3}
    assert lab.wait(PATIENCE)
    assert lab.experiment.runs[lab.shown].params["k_neighbors"] == 3
    assert "k 3" in lab.runs[-1]["knob_words"]


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


def test_curves_are_of_the_shown_run_of_none_and_of_the_overlaid(lab):
    for strategy in ("smote", "random", "class_weight"):
        lab.strategy = strategy
        assert lab.wait(PATIENCE)
    smote, shown = lab.runs[1]["name"], lab.shown
    lab.overlaid = [smote, "gone", smote]
    assert lab.wait(PATIENCE)
    assert lab.overlaid == [smote]
    assert [(curve["name"], curve["part"]) for curve in lab.curves] == [
        (shown, "holdout"), (shown, "validation"), ("none", "holdout"), ("none", "validation"), (smote, "holdout"),
    ]  # fmt: skip
    assert all(set(curve) == set(TRAITS["curves"]["keys"]) for curve in lab.curves)


def test_showing_another_run_tells_its_sentence(lab):
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    lab.shown = "none"
    assert lab.wait(PATIENCE)
    assert lab.sentence["kind"] == "none"
    lab.shown = "gone"
    assert lab.shown == "none"


def test_costs_change_the_money_and_start_no_run(lab):
    before = lab.runs[0]["cost"]
    lab.costs = {"missed": "amount", "review": 1}
    assert lab.wait(PATIENCE)
    run = lab.experiment.none
    rows = lab.experiment.split.holdout
    expected = sb.metrics.expected_cost(rows.y, run.holdout_probabilities, run.threshold, rows.X["amount"], 1)
    assert lab.runs[0]["cost"] == pytest.approx(expected, abs=0.5)
    assert lab.runs[0]["cost"] != before
    assert lab.costs == {"missed": "amount", "review": 1, "capacity": None}
    assert lab.looks == 1


def test_other_axes_give_other_points(lab):
    before, axes = lab.points, list(reversed(lab.axes))
    lab.axes = axes
    assert lab.wait(PATIENCE)
    assert (lab.points_info["x"], lab.points_info["y"]) == tuple(axes)
    assert lab.points != before
    lab.axes = ["gone", "age"]
    assert lab.axes == axes


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


def test_the_view_writes_nothing_but_its_own_traits(lab):
    before = {name: getattr(lab, name) for name in TRAITS}
    from_view(lab, runs=[], looks=99, message="Idle, all is well", sentence={}, stamp=-1)
    assert {name: getattr(lab, name) for name in TRAITS} == before


@pytest.mark.parametrize(
    "content", [None, 7, {}, {"type": "magic"}, {"type": ["cancel"]}, {"type": "split", "drop": 3}]
)
def test_a_message_that_makes_no_sense_does_no_harm(lab, content):
    tell(lab, content)
    assert lab.wait(PATIENCE)
    assert (lab.busy, lab.looks) == (False, 1)


def test_a_finished_run_reaches_the_view_in_one_message_with_one_stamp(lab, sent):
    lab.auto_exact = False
    lab.strategy = "smote"
    lab.run().wait(PATIENCE)
    finished = [update for update in sent if "runs" in update]
    assert len(finished) == 1
    assert {"runs", "sentence", "curves", "looks", "shown", "stamp", "message"} <= set(finished[0])
    stamps = [update["stamp"] for update in sent if "stamp" in update]
    assert stamps == sorted(set(stamps))


def test_progress_alone_raises_no_stamp(lab, sent):
    lab.strategy = "random"
    assert lab.wait(PATIENCE)
    assert all(
        "stamp" not in update for update in sent if "progress" in update and set(update) <= {"progress", "message"}
    )


def test_the_state_is_small_and_is_json(lab):
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    row = lab.runs[-1]
    lab.write(runs=[*lab.runs, *(row | {"name": f"run {at}"} for at in range(100))])
    state = {name: value for name, value in lab.get_state().items() if name in TRAITS and not isinstance(value, bytes)}
    assert len(json.dumps(state, allow_nan=False)) < PROTOCOL["limits"]["state_bytes"]
    assert len(lab.runs) == 102


def test_every_trait_is_in_the_protocol_and_the_other_way_round():
    own = {
        name
        for name, trait in BalanceLab.class_traits(sync=True).items()
        if trait.this_class in (BalanceLab, PanelTraits)
    }
    assert own - {"_esm", "_css"} == set(TRAITS)


def test_dicts_carry_the_keys_of_the_protocol(lab):
    for name in ("facts", "sentence", "points_info"):
        assert set(getattr(lab, name)) == set(TRAITS[name]["keys"])


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


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
def test_hostile_names_reach_the_view_as_they_are(payments, make_lab):
    names = {"amount": "<script>alert(1)</script>", "age": "__proto__", "is_fraud": "a\n\"b'"}
    lab = make_lab(payments.rename(columns=names), target=names["is_fraud"])
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert lab.facts["target"] == names["is_fraud"]
    assert set(lab.axes) == {names["amount"], names["age"]}
    assert "<script>" not in lab.snapshot().html


def test_nothing_is_printed_and_no_warning_escapes_the_worker(make_lab, experiment, capfd, recwarn):
    lab = make_lab(experiment=experiment)
    lab.strategy = "smote"
    lab.ratio = 0.9
    assert lab.wait(PATIENCE)
    assert capfd.readouterr() == ("", "")
    assert [str(warning.message) for warning in recwarn] == []
    assert "ratios above 0.5 rarely help" in lab.sentence["sub"]
