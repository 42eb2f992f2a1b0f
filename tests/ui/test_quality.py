"""The step Quality: audits that wait, run, stop and never get in the way; recall by group; what is said of them."""

import json
import threading

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.audit import audit_synthetic
from synthbalance.audit._figures import beside, yardstick_of
from synthbalance.audit.fairness import audit_fairness, group_recall
from synthbalance.ui import _groups, _quality, _quality_steps
from synthbalance.ui._traits import PROTOCOL
from tests.ui.conftest import PATIENCE, FakeClock, light_experiment
from tests.ui.front import from_view, tell

KEYS = set(PROTOCOL["traits"]["quality"]["keys"])
MOST_BYTES = 8_000
SPLIT = {"type": "split", "how": "stratified", "time": None, "group": None, "seed": 1, "drop": []}


@pytest.fixture(scope="module")
def done(split):
    """An experiment with a SMOTE and a Random run, whose ledger no test changes."""
    exp = light_experiment(split)
    exp.run(sb.SMOTESampler(sampling_strategy=0.2, random_state=0))
    exp.run(sb.RandomSampler(sampling_strategy=0.2, random_state=0))
    return exp


@pytest.fixture(scope="module")
def audited(done):
    run = list(done.runs.values())[1]
    return run, audit_synthetic(run)


@pytest.fixture
def smote(lab):
    """An idle panel that shows a SMOTE run, in the step Rebalance."""
    lab.step = "rebalance"
    lab.strategy = "smote"
    assert lab.wait(PATIENCE)
    return lab


@pytest.fixture
def slow(monkeypatch):
    """Audits that report until they are let go or told to stop; counts them."""

    class Slow:
        names, begun, go = [], threading.Event(), threading.Event()

        def __call__(self, run, on_progress):
            self.names.append(run.name)
            self.begun.set()
            while not self.go.wait(0.002):
                if on_progress("audit", 1, 9) is False:
                    raise sb.Cancelled("stopped")
            return audit_synthetic(run)

    slow = Slow()
    slow.names = []
    monkeypatch.setattr(_quality_steps, "audit_synthetic", slow)
    yield slow
    slow.go.set()


def states(lab):
    """Every state of `quality` from now on."""
    seen = []
    lab.observe(lambda change: seen.append(change["new"].get("state")), "quality")
    return seen


def test_opening_the_step_audits_the_shown_run(smote):
    seen, sentence, looks, shown = states(smote), smote.sentence, smote.looks, smote.shown
    smote.step = "quality"
    assert smote.wait(PATIENCE)
    assert (smote.quality["state"], smote.quality["run"], set(smote.quality)) == ("done", shown, KEYS)
    assert seen[-2:] == ["running", "done"]
    assert smote.message.startswith("Idle, audit took ")
    assert (smote.sentence, smote.looks, smote.shown, smote.busy) == (sentence, looks, shown, False)


def test_an_audit_is_made_once_a_run(smote, slow):
    slow.go.set()
    smote.step = "quality"
    assert smote.wait(PATIENCE)
    smote.step = "data"
    smote.step = "quality"
    assert smote.wait(PATIENCE)
    assert slow.names == [smote.shown]
    assert list(smote._steps.quality.audits) == [smote.shown]


def test_in_another_step_nothing_is_audited(smote, slow):
    smote.step = "score"
    assert smote.wait(PATIENCE)
    assert (slow.names, smote.quality) == ([], {})


def test_the_message_audits_in_any_step_and_again(smote, slow):
    slow.go.set()
    for _ in range(2):
        tell(smote, {"type": "audit"})
        assert smote.wait(PATIENCE)
    assert slow.names == [smote.shown] * 2
    assert smote.quality["state"] == "done"


def test_a_run_without_new_rows_has_nothing_to_audit(lab):
    lab.step = "quality"
    assert lab.wait(PATIENCE)
    assert lab.quality["state"] == "none"
    assert lab.quality["text"].startswith("None made no new rows, so there is nothing to audit. Doing nothing scores")
    assert lab.quality["sections"] == []
    tell(lab, {"type": "audit"})
    assert lab.wait(PATIENCE)
    assert (lab.quality["state"], lab.message.startswith("Idle")) == ("none", True)


def test_while_something_else_runs_the_audit_waits_and_then_begins(make_lab, experiment):
    clock = FakeClock()
    lab = make_lab(experiment=experiment, _clock=clock)
    lab.auto_exact = False
    lab.strategy = "smote"
    lab.run().wait(PATIENCE)
    lab.auto_exact = True
    waiting = threading.Event()
    lab.observe(lambda change: waiting.set() if change["new"].get("state") == "waiting" else None, "quality")
    lab.ratio = 0.3
    lab.step = "quality"
    assert waiting.wait(PATIENCE)
    assert clock.asleep.wait(PATIENCE)
    clock.advance(1.0)
    assert lab.wait(PATIENCE)
    assert (lab.quality["state"], lab.quality["run"]) == ("done", "SMOTE 30 %")


def test_a_wish_of_the_user_takes_the_place_of_an_audit_which_waits_again(smote, slow):
    first = smote.shown
    smote.step = "quality"
    assert slow.begun.wait(PATIENCE)
    waiting = threading.Event()
    smote.observe(lambda change: waiting.set() if change["new"]["state"] == "waiting" else None, "quality")
    smote.ratio = 0.4
    assert waiting.wait(PATIENCE)
    slow.go.set()
    assert smote.wait(PATIENCE)
    assert slow.names == [first, "SMOTE 40 %"]
    assert (smote.quality["run"], smote.quality["state"]) == ("SMOTE 40 %", "done")
    assert smote.sentence["kind"] == "exact"


def test_showing_another_run_stops_the_audit_of_the_one_before(smote, slow):
    first = smote.shown
    smote.strategy = "random"
    assert smote.wait(PATIENCE)
    smote.step = "quality"
    assert slow.begun.wait(PATIENCE)
    smote.shown = first
    slow.go.set()
    assert smote.wait(PATIENCE)
    assert slow.names[-1] == first
    assert (smote.quality["run"], smote.quality["state"]) == (first, "done")


def test_cancel_stops_an_audit_and_it_does_not_begin_again_by_itself(smote, slow):
    sentence = smote.sentence
    smote.step = "quality"
    assert slow.begun.wait(PATIENCE)
    tell(smote, {"type": "cancel"})
    assert smote.wait(PATIENCE)
    assert (smote.quality["state"], smote.busy, smote.sentence) == ("waiting", False, sentence)
    assert smote.message.startswith("Cancelled")
    assert "stopped" in smote.quality["text"]
    slow.go.set()
    from_view(smote, fair_by="shop")
    assert smote.wait(PATIENCE)
    assert len(slow.names) == 1
    tell(smote, {"type": "audit"})
    assert smote.wait(PATIENCE)
    assert (len(slow.names), smote.quality["state"]) == (2, "done")


def test_opening_the_step_anew_begins_a_cancelled_audit_again(smote, slow):
    smote.step = "quality"
    assert slow.begun.wait(PATIENCE)
    smote.cancel()
    assert smote.wait(PATIENCE)
    slow.go.set()
    smote.step = "data"
    smote.step = "quality"
    assert smote.wait(PATIENCE)
    assert smote.quality["state"] == "done"


def test_an_error_is_said_in_the_step_and_the_panel_lives_on(smote, monkeypatch):
    def fail(*_, **__):
        raise ValueError("constraints[0] needs one bool a row. Return df['a'] <= df['b'].")

    sentence = smote.sentence
    with monkeypatch.context() as patch:
        patch.setattr(_quality_steps, "audit_synthetic", fail)
        smote.step = "quality"
        assert smote.wait(PATIENCE)
    assert smote.quality["state"] == "error"
    assert smote.quality["text"].startswith("constraints[0] needs")
    assert (smote.message.startswith("Error, constraints"), smote.sentence, smote.busy) == (True, sentence, False)
    tell(smote, {"type": "audit"})
    assert smote.wait(PATIENCE)
    assert smote.quality["state"] == "done"


def test_another_split_forgets_the_audits(payments, make_lab):
    lab = make_lab(payments.drop(columns="paid_at"), target="is_fraud")
    lab.strategy = "random"
    lab.step = "quality"
    assert lab.wait(PATIENCE)
    name, before = lab.shown, lab.quality
    tell(lab, SPLIT)
    assert lab.wait(PATIENCE)
    assert (lab.quality["run"], lab.quality["state"], lab._steps.quality.audits) == ("none", "none", {})
    lab.run().wait(PATIENCE)
    assert (lab.shown, lab.quality["state"]) == (name, "done")
    assert lab.quality["sections"] != before["sections"]


def test_a_panel_that_is_closed_in_the_middle_of_an_audit_ends(smote, slow):
    smote.step = "quality"
    assert slow.begun.wait(PATIENCE)
    threads = threading.active_count()
    smote.close()
    assert threading.active_count() == threads - 1


def test_the_column_of_the_groups_is_counted_once_a_run(smote, monkeypatch):
    counted = []
    count = lambda run, column, **more: counted.append((run.name, column)) or group_recall(run, column, **more)  # noqa: E731
    monkeypatch.setattr(_quality_steps, "group_recall", count)
    smote.step = "quality"
    smote.fair_by = "shop"
    assert smote.wait(PATIENCE)
    assert smote.quality["fairness"]["choices"] == ["shop"]
    assert {group["name"] for group in smote.quality["fairness"]["groups"]} == {"web", "shop", "phone"}
    smote.fair_by = None
    assert smote.wait(PATIENCE)
    assert smote.quality["fairness"]["groups"] == []
    smote.fair_by = "shop"
    assert smote.wait(PATIENCE)
    assert counted == [(smote.shown, "shop")]
    assert smote.quality["fairness"]["by"] == "shop"


def test_none_has_groups_too(lab):
    lab.step = "quality"
    lab.fair_by = "shop"
    assert lab.wait(PATIENCE)
    assert (lab.quality["state"], len(lab.quality["fairness"]["groups"])) == ("none", 3)
    assert all(group["none"] == group["run"] for group in lab.quality["fairness"]["groups"])
    assert "before" not in lab.quality["fairness"]["text"]


def test_a_column_with_too_many_values_is_answered_in_a_sentence(lab):
    lab.step = "quality"
    lab.fair_by = "age"
    assert lab.wait(PATIENCE)
    assert lab.quality["fairness"]["text"].startswith("age needs 2 to 12 values in the holdout.")
    lab.fair_by = "gone"
    assert lab.fair_by == "age"


def test_recall_of_groups_is_that_of_the_fairness_audit(done):
    run = done.runs[list(done.runs)[1]]
    table = group_recall(run, "shop", groups=12)
    with pytest.warns(sb.DataWarning):
        audit = audit_fairness(run, "shop", groups=12)
    for measure, ending in (("recall", ""), ("recall_before", "_before")):
        expected = audit[audit["measure"] == measure].set_index("group")[["value", "low", "high"]]
        expected.columns = [f"{name}{ending}" for name in expected.columns]
        pd.testing.assert_frame_equal(
            table[list(expected.columns)], expected, check_names=False, rtol=1e-12, check_column_type=False
        )
    assert table["rows"].sum() == len(run.split.holdout)
    assert table["rare"].sum() == run.split.holdout.y.sum()


def test_counting_groups_can_be_stopped(done):
    with pytest.raises(sb.Cancelled):
        group_recall(done.none, "shop", on_progress=lambda _, share, __: share < 0.5)


def test_columns_with_few_values_can_be_chosen():
    X = pd.DataFrame(
        {
            "two": [1, 2] * 10, "many": range(20), "one": "a", "text": list("abcde") * 4, "flag": [True, False] * 10,
            "float": [0.5, 1.5] * 10, 7: [1, 2] * 10, "day": pd.to_datetime(["2024-01-01", "2024-01-02"] * 10),
            "kind": pd.Categorical(["x", "y"] * 10), "empty": None, "long" * 100: [1, 2] * 10,
        }
    )  # fmt: skip
    assert _groups.group_choices(X) == {"two": "two", "text": "text", "flag": "flag", "7": 7, "kind": "kind"}


def table_of(*rows):
    names = ["rows", "rare", "value", "low", "high", "value_before", "low_before", "high_before"]
    return pd.DataFrame([row for _, *row in rows], columns=names, index=[name for name, *_ in rows])


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            [("app", 900, 90, 0.8, 0.7, 0.9, 0.8, 0.7, 0.9), ("phone", 400, 41, 0.73, 0.6, 0.85, 0.73, 0.6, 0.85)],
            "Recall differs by 0.07 between app and phone, before and after. The intervals overlap: 41 rare rows of "
            "phone are too few to tell.",
        ),
        (
            [("app", 900, 90, 0.9, 0.85, 0.95, 0.8, 0.7, 0.9), ("web", 400, 80, 0.5, 0.4, 0.6, 0.8, 0.7, 0.9)],
            "Recall differs by 0.40 between app and web; without rebalancing, by 0.00. The intervals of these two do "
            "not overlap.",
        ),
        (
            [("app", 900, 90, 0.9, 0.85, 0.95, 0.9, 0.85, 0.95), ("web", 400, 9, 0.5, 0.2, 0.8, 0.5, 0.2, 0.8)],
            "Too few rare holdout rows to compare: fewer than two groups have 10 of them.",
        ),
    ],
)  # fmt: skip
def test_groups_are_compared_in_words(rows, text):
    assert _groups.recall_words(table_of(*rows), is_none=False) == text


def test_a_group_without_rare_rows_has_no_recall():
    nan = float("nan")
    fairness = _groups.fairness_of("shop", ["shop"], table=table_of(("shop = web", 5, 0, nan, nan, nan, nan, nan, nan)))
    assert fairness["groups"] == [{"name": "web", "rows": 5, "rare": 0, "none": None, "run": None}]


def test_the_headline_says_what_was_made_and_what_it_is_worth(done, audited):
    run, audit = audited
    text = _quality.headline(run, audit, done.sentence(run))
    rare, real = (
        audit.fidelity.set_index("measure")["value"][name] for name in ("hidden_majority", "hidden_majority_real")
    )
    assert text.startswith(
        f"{run.n_synthetic} new rows, no copies. {_quality.share(rare)} lie closest to a row that is"
    )
    assert f"of the real rare rows, {_quality.share(real)}. They " in text
    assert "on this holdout, which can detect" in text


def test_copies_are_called_copies(done):
    run = list(done.runs.values())[2]
    text = _quality.headline(run, audit_synthetic(run), done.sentence(run))
    assert text.startswith(f"{run.n_synthetic} new rows, all copies of real rows.")


def test_each_section_has_its_rows_with_the_yardstick_of_real_ones(audited):
    run, audit = audited
    quality = _quality.quality_of(run, "done", "", audit)
    titles = ["Are these rows rare?", "Do they look alike?", "Copies, not privacy"]
    assert [section["title"] for section in quality["sections"]] == titles
    rows = {row["measure"]: row for section in quality["sections"] for row in section["rows"]}
    assert {"hidden_majority", "two_sample_auc", "column_shapes", "pair_trends", "coverage", "density"} <= set(rows)
    assert {"exact_copies", "closest_record_ratio", "membership_auc"} <= set(rows)
    figures = audit.fidelity.set_index("measure")
    for name in ("hidden_majority", "column_shapes", "pair_trends", "coverage", "density", "out_of_range"):
        assert rows[name]["value"] == pytest.approx(figures["value"][name], abs=1e-4)
        assert "real rare rows " in rows[name]["note"]
    assert rows["exact_copies"]["note"].startswith(f"0 of {run.n_synthetic}; real rare rows")
    assert all(len(row["note"]) <= _quality.NOTE_LONGEST for row in rows.values())


def test_the_columns_least_alike_come_first(audited):
    likeness = _quality.quality_of(audited[0], "done", "", audited[1])["likeness"]
    values = [one["value"] for one in likeness]
    assert values == sorted(values) and len(values) == 3


@pytest.mark.parametrize("figure", ["0.956", "12.3", "9 %", "9.5 %", "under 0.1 %", "over 99.9 %", "1,234.5"])
def test_the_yardstick_is_read_as_it_was_written(figure):
    assert yardstick_of(f"Alike to 0.9; {beside(figure)}, against the same rows.") == figure
    assert yardstick_of(f"Alike to 0.9; {beside(figure)}.") == figure
    assert yardstick_of(f"Alike to 0.9; {beside('unknown')}.") == ""


@pytest.mark.parametrize(
    ("x", "text"), [(0, "0"), (0.0004, "under 0.1"), (0.004, "0.4"), (0.09, "9"), (0.0949, "9.5"), (0.14, "14"),
                    (0.9951, "over 99"), (1, "100")]
)  # fmt: skip
def test_a_share_is_never_rounded_to_nothing_or_all(x, text):
    assert _quality.share(x) == f"{text}\u202f%"


def test_what_cannot_be_measured_says_why():
    rng = np.random.default_rng(0)
    data = pd.DataFrame({"x": rng.normal(size=300), "y": np.arange(300) < 12})
    split = sb.split_holdout(data, target="y", holdout=0.45, validation=0.1, random_state=0)
    exp = light_experiment(split)
    run = exp.run(sb.RandomSampler(sampling_strategy=0.2, shrinkage=1.0, random_state=0))
    quality = _quality.quality_of(run, "done", "", audit_synthetic(run))
    blank = [row for section in quality["sections"] for row in section["rows"] if row["value"] is None]
    assert blank and all(row["note"].startswith("Not measured: ") for row in blank)
    json.dumps(quality, allow_nan=False)


def test_quality_stays_small_with_hostile_names(make_lab):
    rng = np.random.default_rng(0)
    is_rare = np.arange(600) % 10 == 0
    names = ["<b>&\u202e" + "\U0001f600" * 20 + str(at) for at in range(30)]
    data = pd.DataFrame({name: rng.choice([f"{name}{at}" for at in range(8)], 600) for name in names})
    data = data.assign(amount=rng.normal(size=600) + is_rare, y=is_rare)
    split = sb.split_holdout(data, target="y", random_state=0)
    lab = make_lab(experiment=light_experiment(split))
    lab.step, lab.strategy = "quality", "random"
    lab.fair_by = lab.facts["columns"][0]["name"]
    assert lab.wait(PATIENCE)
    assert lab.quality["state"] == "done"
    assert lab.quality["fairness"]["groups"]
    assert len(json.dumps(lab.quality, allow_nan=False)) < MOST_BYTES
    lab.picked = 0
    assert lab.wait(PATIENCE)
    state = {name: value for name, value in lab.get_state().items() if name in PROTOCOL["traits"]}
    plain = {name: value for name, value in state.items() if not isinstance(value, bytes)}
    assert len(json.dumps(plain, allow_nan=False)) < PROTOCOL["limits"]["state_bytes"]


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
@pytest.mark.parametrize("columns", [["shop"], ["amount"], ["shop", "kind"]])
def test_tables_of_one_kind_of_column_can_be_audited(payments, make_lab, columns):
    data = payments.assign(kind=np.where(payments["age"] > 50, "old", "young"))[[*columns, "is_fraud"]]
    split = sb.split_holdout(data, target="is_fraud", duplicates="keep", random_state=0)
    lab = make_lab(experiment=light_experiment(split))
    lab.step, lab.strategy = "quality", "random"
    assert lab.wait(PATIENCE)
    assert lab.quality["state"] == "done"


def test_weights_and_missing_values_are_said_and_stand(payments, make_lab):
    data = payments.drop(columns="paid_at").assign(w=np.linspace(1, 2, len(payments)))
    data.loc[::5, "amount"] = np.nan
    split = sb.split_holdout(data, target="is_fraud", weight="w", random_state=0)
    lab = make_lab(experiment=light_experiment(split))
    lab.step, lab.strategy, lab.fair_by = "quality", "smote", "shop"
    assert lab.wait(PATIENCE)
    assert lab.quality["note"].startswith("Every real row counts once")
    assert len(lab.quality["fairness"]["groups"]) == 3


@pytest.mark.parametrize("strategy", ["counterfactual", "copula", "rules", "class_weight"])
def test_each_family_has_its_quality(lab, strategy):
    lab.step = "quality"
    lab.strategy = strategy
    assert lab.wait(PATIENCE)
    assert lab.quality["run"] == lab.shown
    assert lab.quality["state"] == ("none" if strategy == "class_weight" else "done")
