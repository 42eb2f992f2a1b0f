"""What goes over the wire: checked values in, small and complete states out."""

import json

import pytest

import synthbalance as sb
from synthbalance.ui import BalanceLab
from synthbalance.ui._traits import PROTOCOL, WRITABLE, PanelTraits
from tests.ui.conftest import PATIENCE
from tests.ui.front import from_view, tell

TRAITS = PROTOCOL["traits"]


@pytest.fixture
def sent(lab, monkeypatch):
    """Every update of state that goes to the view."""
    updates = []
    send = lambda msg, buffers=None: updates.append(msg.get("state", {})) if msg["method"] == "update" else None  # noqa: E731
    monkeypatch.setattr(lab, "_send", send)
    return updates


def values(lab, *beside):
    return {name: getattr(lab, name) for name in sorted(WRITABLE - set(beside))}


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


def test_an_invalid_value_of_the_view_starts_nothing_that_hides_the_answer(lab):
    lab.auto_exact = False
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    from_view(lab, knobs={"k_neighbors": 0})
    assert lab.wait(PATIENCE)
    assert lab.message.startswith("Error, k_neighbors")
    assert lab.sentence["kind"] == "error"


def test_knobs_beside_an_invalid_strategy_of_the_view_change_nothing(lab):
    from_view(lab, knobs={}, strategy=["smote"])
    assert (lab.strategy, lab.knobs, lab.busy) == ("none", {}, False)
    assert lab.sentence["error"]["parameter"] == "strategy"


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


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
def test_hostile_names_reach_the_view_as_they_are(payments, make_lab):
    names = {"amount": "<script>alert(1)</script>", "age": "__proto__", "is_fraud": "a\n\"b'"}
    lab = make_lab(payments.rename(columns=names), target=names["is_fraud"])
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    assert lab.facts["target"] == names["is_fraud"]
    assert set(lab.axes) == {names["amount"], names["age"]}
    assert "<script>" not in lab.snapshot().html
