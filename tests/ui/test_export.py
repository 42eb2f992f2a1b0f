"""The step Export: what it says before saving, and files that never replace another nor cost a run."""

import errno
import json
import os
import re
import threading
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.experiment._balanced import BalancedRows
from synthbalance.metrics import Score
from synthbalance.ui import _export, _saving
from synthbalance.ui._engine import Engine
from synthbalance.ui._traits import PROTOCOL
from tests.ui.conftest import PATIENCE, light_experiment
from tests.ui.front import from_view, tell

HOSTILE = [
    'it\'s "x"\n',
    "<img src=x onerror=alert(1)>",
    "نساء",
    "👩‍🔬",
    "CON",
    "../../etc/passwd",
    "x" * 300,
    "",
    ".",
    "a\\b:c",
]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Files are written into the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def smote(lab):
    """The panel with a run of SMOTE shown, Export open."""
    lab.strategy, lab.ratio = "smote", 0.2
    assert lab.wait(PATIENCE)
    lab.step = "export"
    assert lab.wait(PATIENCE)
    return lab


def save(lab, what, **more):
    """Ask for a file, wait, and give the entry that came of it."""
    tell(lab, {"type": "save", "what": what, **more})
    assert lab.wait(PATIENCE)
    return lab.export["saved"][-1]


def item(lab, what):
    return next(one for one in lab.export["items"] if one["what"] == what)


class TestWhatItSays:
    def test_export_has_the_keys_of_the_protocol_and_fits_the_wire(self, smote):
        assert set(smote.export) == set(PROTOCOL["traits"]["export"]["keys"])
        assert [set(one) for one in smote.export["items"]] == 3 * [{"what", "title", "path", "text", "formats"}]
        assert json.loads(json.dumps(smote.export, allow_nan=False)) == smote.export
        assert smote.export["run"] == smote.shown == "SMOTE 20 %"

    def test_only_the_open_step_is_told(self, lab):
        assert lab.export == {}
        from_view(lab, step="export")
        assert lab.wait(PATIENCE)
        assert lab.export["run"] == "none"
        from_view(lab, step="score")
        assert lab.export == {}

    def test_another_run_gives_another_export(self, smote):
        from_view(smote, shown="none")
        assert smote.wait(PATIENCE)
        assert smote.export["run"] == "none"

    def test_after_another_split_the_script_is_of_that(self, make_lab, payments):
        lab = make_lab(payments, target="is_fraud", time="paid_at")
        lab.step = "export"
        assert lab.wait(PATIENCE)
        before = lab.export["code"]
        tell(lab, {"type": "split", "how": "stratified", "seed": 7, "drop": ["paid_at"]})
        assert lab.wait(PATIENCE)
        assert "random_state=7" in lab.export["code"] != before

    def test_the_script_is_the_runs_own(self, smote):
        assert smote.export["code"] == smote.experiment.runs["SMOTE 20 %"].to_code()

    def test_the_script_executes_and_gives_the_same_scores(self, smote, split, payments):
        names = {"data": payments.drop(columns="paid_at")}
        exec(compile(smote.export["code"], "code.py", "exec"), names)
        assert repr(names["run"].scores) == repr(smote.experiment.runs["SMOTE 20 %"].scores)

    def test_a_long_script_is_cut_and_says_where_the_whole_is(self, smote):
        run = SimpleNamespace(name='it\'s "x"\n👩', to_code=lambda: "x = 1  # \u202f\n" * 9000)
        code = _export.code(run)
        assert len(json.dumps(code)) <= _export.CODE_BYTES
        assert code.startswith("# Too long") and code.splitlines()[-1].endswith(".to_code())")
        compile(code, "code.py", "exec")
        name = re.search(r"runs\[(.*)\]", code.splitlines()[0]).group(1)
        assert eval(name) == run.name

    def test_a_script_that_cannot_be_written_is_a_comment(self):
        def broken():
            raise ValueError("no\nsuch\nthing")

        code = _export.code(SimpleNamespace(name="x", to_code=broken))
        assert code == "# No script could be written: no such thing\n"

    @pytest.mark.parametrize(
        ("bounds", "words"),
        [
            (
                Score(0.0, -0.01, 0.02),
                "Before you save it: not distinguishable from None, which needs no synthetic rows.",
            ),
            (Score(0.03, 0.01, 0.05), "Before you save it: better than None, by 0.030 (0.010 to 0.050)"),
            (
                Score(-0.03, -0.05, -0.01),
                "Before you save it: worse than None, which needs no synthetic rows, by 0.030",
            ),
            (Score(0.0, float("nan"), float("nan")), "Before you save it: not distinguishable from None"),
        ],
    )
    def test_the_verdict_goes_by_the_bounds_of_all_looks(self, smote, monkeypatch, bounds, words):
        exp = smote.experiment
        monkeypatch.setattr(type(exp), "bounds", lambda self, run: bounds)
        said = _export.verdict(exp, exp.runs["SMOTE 20 %"])
        assert said.startswith(words)
        assert said.endswith("Holdout looked at 2 times; the interval counts every look.")

    def test_of_none_it_says_whether_anything_beats_it(self, smote, monkeypatch):
        exp = smote.experiment
        assert _export.verdict(exp, exp.none) == "None: nothing beats it so far. Holdout looked at 2 times."
        monkeypatch.setattr(type(exp), "bounds", lambda self, run: Score(0.03, 0.01, 0.05))
        assert "SMOTE 20 % is better than None on this holdout." in _export.verdict(exp, exp.none)

    def test_a_run_without_new_rows_is_not_said_to_have_some(self, lab):
        lab.strategy, lab.step = "class_weight", "export"
        assert lab.wait(PATIENCE)
        assert "which is simpler" in lab.export["verdict"]
        assert "none of them synthetic" in item(lab, "dataset")["text"]


class TestNames:
    def test_a_name_is_made_of_the_data_and_the_run(self):
        assert _export.stem("payments.parquet", "SMOTE 5\u202f%") == "payments-smote-5"
        assert _export.stem("v1.2.csv", "Random 20 %, shrinkage 0.5") == "v1-2-random-20-shrinkage-0-5"

    @pytest.mark.parametrize("title", HOSTILE)
    def test_hostile_names_give_harmless_files(self, title):
        for name in HOSTILE:
            stem = _export.stem(title, name)
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", stem)
            assert len(f"{stem}-1234.parquet") <= 80

    def test_a_name_that_is_taken_gets_a_number_and_says_so(self, smote, folder):
        wanted = item(smote, "dataset")["path"]
        (folder / wanted).write_text("mine")
        smote.step = "score"
        smote.step = "export"
        assert smote.wait(PATIENCE)
        free = wanted.replace(".parquet", "-1.parquet")
        assert item(smote, "dataset")["path"] == free
        assert f"{wanted} is there already." in item(smote, "dataset")["text"]
        assert save(smote, "dataset")["path"] == free
        assert (folder / wanted).read_text() == "mine"


class TestSaving:
    @pytest.mark.parametrize(("ending", "read"), [("parquet", pd.read_parquet), ("csv", pd.read_csv)])
    def test_a_dataset_is_the_balanced_training_part(self, smote, folder, ending, read):
        entry = save(smote, "dataset", format=ending)
        run = smote.experiment.runs["SMOTE 20 %"]
        assert entry["path"] == f"data-smote-20.{ending}"
        assert read(folder / entry["path"])["is_synthetic"].sum() == run.n_synthetic
        assert f"{run.n_synthetic} marked is_synthetic" in entry["text"]
        assert (smote.message, smote.busy) == (f"Idle, {entry['path']} written", False)

    def test_a_model_can_be_read_again(self, smote, folder):
        entry = save(smote, "model")
        run, saved = smote.experiment.runs["SMOTE 20 %"], sb.read_model(folder / entry["path"])
        X = smote.experiment.split.holdout.X
        np.testing.assert_array_equal(saved.predict_proba(X), run.predict_proba(X))
        assert saved.threshold == run.threshold
        assert entry["text"].startswith("calibrated, with its threshold")

    def test_a_threshold_by_hand_is_saved_only_where_that_is_ticked(self, smote, folder):
        smote.threshold = 0.31
        assert sb.read_model(folder / save(smote, "model")["path"]).threshold_source == "validation"
        from_view(smote, own_threshold=True)
        assert smote.wait(PATIENCE)
        hint = "threshold 0.31 chosen by hand with the holdout in view: optimistic"
        assert hint in item(smote, "model")["text"]
        entry = save(smote, "model")
        saved = sb.read_model(folder / entry["path"])
        assert (saved.threshold, saved.threshold_source) == (0.31, "by hand")
        assert hint in entry["text"]

    def test_a_card_is_audited_once_and_says_so(self, smote, folder, monkeypatch):
        asked = count_audits(monkeypatch)
        assert "audited first" in item(smote, "card")["text"]
        entry = save(smote, "card")
        assert "Hidden majority" in (folder / entry["path"]).read_text("utf-8")
        assert "audited first" not in item(smote, "card")["text"]
        again = save(smote, "card", format="json")
        assert json.loads((folder / again["path"]).read_text("utf-8"))["chosen"] == smote.shown
        assert asked == [smote.shown]

    def test_an_audit_that_quality_made_is_used(self, smote, folder, monkeypatch):
        run = smote.experiment.runs["SMOTE 20 %"]
        smote._steps.quality.audits[run.name] = sb.audit_synthetic(run)
        asked = count_audits(monkeypatch)
        assert save(smote, "card")["path"]
        assert asked == []

    def test_an_audit_made_for_the_card_is_there_for_quality(self, smote):
        assert save(smote, "card")["path"]
        assert smote._steps.quality.audits[smote.shown].name == smote.shown

    def test_a_card_of_none_needs_no_audit(self, lab, monkeypatch):
        asked = count_audits(monkeypatch)
        assert save(lab, "card")["path"] == "data-none.html"
        assert asked == []

    def test_the_same_again_gets_a_name_of_its_own(self, lab, folder):
        paths = [save(lab, "dataset", format="csv")["path"] for _ in range(3)]
        assert paths == ["data-none.csv", "data-none-1.csv", "data-none-2.csv"]
        assert sorted(os.listdir(folder)) == sorted(paths)
        assert [one["path"] for one in lab.export["saved"]] == paths

    def test_a_file_that_appears_meanwhile_stays(self, lab, folder, monkeypatch):
        write, seen = _saving.write_dataset, []

        def late(run, path):
            if not seen:
                path.write_text("theirs")
            seen.append(path.name)
            return write(run, path)

        monkeypatch.setattr(_saving, "write_dataset", late)
        assert save(lab, "dataset", format="csv")["path"] == "data-none-1.csv"
        assert (folder / "data-none.csv").read_text() == "theirs"

    def test_no_more_than_twenty_are_remembered(self, lab):
        lab._steps.export._saved = [{"what": "card", "path": str(at), "text": ""} for at in range(40)]
        save(lab, "model")
        assert len(lab.export["saved"]) == 20

    @pytest.mark.parametrize(
        "content",
        [
            {},
            {"what": "all"},
            {"what": ["card"]},
            {"what": "dataset", "format": "xlsx"},
            {"what": "model", "format": 7},
        ],
    )
    def test_what_is_not_on_offer_is_refused_in_a_sentence(self, lab, folder, content):
        tell(lab, {"type": "save", **content})
        assert lab.wait(PATIENCE)
        assert lab.sentence["error"]["parameter"] in ("what", "format")
        assert lab.message.startswith("Error, ")
        assert (os.listdir(folder), lab.looks) == ([], 1)

    def test_before_anything_is_scored_there_is_nothing_to_save(self, make_lab, experiment, folder, monkeypatch):
        exact, go_on = Engine.exact, threading.Event()
        monkeypatch.setattr(Engine, "exact", lambda *args: go_on.wait(PATIENCE) and exact(*args))
        lab = make_lab(experiment=experiment)
        tell(lab, {"type": "save", "what": "dataset"})
        assert lab.sentence["text"].startswith("No run is scored yet")
        go_on.set()
        assert lab.wait(PATIENCE)
        assert (os.listdir(folder), lab.looks) == ([], 1)


class TestFailures:
    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (PermissionError(errno.EACCES, "Permission denied"), "may not be written to"),
            (OSError(errno.EROFS, "Read-only file system"), "may not be written to"),
            (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
            (FileNotFoundError(errno.ENOENT, "No such file"), "not there any more"),
            (ValueError("Column 'x' holds mixed types. Write a csv file instead."), "Write a csv file instead."),
            (MemoryError(), "MemoryError"),
        ],
    )
    def test_a_failure_is_a_sentence_with_an_empty_path(self, lab, monkeypatch, error, words):
        def fail(run, path):
            raise error

        monkeypatch.setattr(_saving, "write_dataset", fail)
        entry = save(lab, "dataset")
        assert (entry["what"], entry["path"]) == ("dataset", "")
        assert words in entry["text"] and entry["text"].lower().count("nothing was written") == 1
        assert lab.message.startswith("Error, ")
        assert (lab.busy, lab.sentence["kind"]) == (False, "none")

    def test_a_folder_that_is_gone_is_told(self, lab, folder):
        gone = folder / "gone"
        gone.mkdir()
        os.chdir(gone)
        gone.rmdir()
        assert "not there any more" in save(lab, "dataset")["text"]

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that cannot be written to")
    def test_a_read_only_folder_is_told(self, lab, folder):
        folder.chmod(0o500)
        try:
            assert "may not be written to" in save(lab, "dataset")["text"]
        finally:
            folder.chmod(0o700)

    def test_mixed_types_point_to_csv(self, lab, monkeypatch):
        run = lab.experiment.none
        mixed = run.split.train.X.assign(amount=["text", *range(run.n_train - 1)])
        rows = BalancedRows(mixed, np.arange(run.n_train), None, np.zeros(run.n_train), "y")
        monkeypatch.setattr(type(run), "_balanced_rows", lambda self: rows)
        assert "Write a csv file instead." in save(lab, "dataset")["text"]
        assert save(lab, "dataset", format="csv")["path"] == "data-none.csv"


class TestBesideARun:
    def test_a_dataset_saved_during_a_run_keeps_the_run(self, running, folder):
        lab, go_on = running
        tell(lab, {"type": "save", "what": "dataset"})
        written = threading.Event()
        lab.observe(lambda change: written.set() if change["new"].get("saved") else None, "export")
        go_on.set()
        assert written.wait(PATIENCE)
        assert lab.wait(PATIENCE)
        assert [row["strategy"] for row in lab.runs] == ["none", "smote", "random"]
        assert os.listdir(folder) == ["data-smote-20.parquet"]
        assert not lab.message.startswith("Running")

    def test_a_card_that_needs_an_audit_waits_and_keeps_the_run(self, smote, folder):
        smote.strategy = "random"
        tell(smote, {"type": "save", "what": "card"})
        assert smote.wait(PATIENCE)
        assert [row["strategy"] for row in smote.runs] == ["none", "smote", "random"]
        assert os.listdir(folder) == ["data-smote-20.html"]

    def test_a_run_asked_for_while_a_card_is_made_follows_it(self, smote, folder, monkeypatch):
        begun, go_on = stopped_audit(monkeypatch)
        tell(smote, {"type": "save", "what": "card"})
        assert begun.wait(PATIENCE)
        assert smote.busy and smote.message.startswith("Running")
        smote.strategy = "random"
        go_on.set()
        assert smote.wait(PATIENCE)
        assert smote.runs[-1]["strategy"] == "random"
        assert os.listdir(folder) == ["data-smote-20.html"]

    def test_cancel_forgets_a_card_that_waits(self, running, folder):
        lab, go_on = running
        lab.shown = "SMOTE 20 %"
        tell(lab, {"type": "save", "what": "card"})
        lab.cancel()
        go_on.set()
        assert lab.wait(PATIENCE)
        assert os.listdir(folder) == []
        assert [one["text"] for one in lab.export["saved"]] == ["Stopped: no data card was written."]

    def test_cancel_stops_a_card(self, smote, folder, monkeypatch):
        begun, go_on = stopped_audit(monkeypatch)
        tell(smote, {"type": "save", "what": "card"})
        assert begun.wait(PATIENCE)
        smote.cancel()
        go_on.set()
        assert smote.wait(PATIENCE)
        assert smote.message.startswith("Cancelled")
        assert os.listdir(folder) == []
        assert smote.export["saved"][-1] == {"what": "card", "path": "", "text": "Stopped: no data card was written."}

    def test_traits_answer_while_a_file_is_written(self, lab, monkeypatch):
        write, begun, go_on = _saving.write_dataset, threading.Event(), threading.Event()

        def slow(run, path):
            begun.set()
            assert go_on.wait(PATIENCE)
            return write(run, path)

        monkeypatch.setattr(_saving, "write_dataset", slow)
        tell(lab, {"type": "save", "what": "dataset"})
        assert begun.wait(PATIENCE)
        assert lab.busy and lab.message == "Running, writing data-none.parquet"
        from_view(lab, threshold=0.4, step="score")
        assert (lab.threshold, lab.step) == (0.4, "score")
        go_on.set()
        assert lab.wait(PATIENCE)
        assert lab.export["saved"][-1]["path"] == "data-none.parquet"


@pytest.fixture
def running(make_lab, split):
    """A panel in the middle of an exact run, and the event that lets it go on."""
    lab = make_lab(experiment=light_experiment(split))
    lab.strategy, lab.ratio = "smote", 0.2
    assert lab.wait(PATIENCE)
    trained, go_on = threading.Event(), threading.Event()
    lab.auto_exact = False
    lab.strategy = "random"
    assert lab.wait(PATIENCE)

    def hold(change):
        if change["new"] and not trained.is_set():
            trained.set()
            go_on.wait(PATIENCE)

    lab._steps.panel = Slow(lab, hold)
    lab.run()
    assert trained.wait(PATIENCE)
    return lab, go_on


class Slow:
    """The panel as its steps see it; stops at the first progress, without the panel's lock."""

    def __init__(self, lab, hold):
        self._lab, self._hold = lab, hold

    def __getattr__(self, name):
        return getattr(self._lab, name)

    def write(self, **values):
        self._lab.write(**values)
        self._hold({"new": values.get("progress")})


def count_audits(monkeypatch):
    """Names of the runs that are audited from now on, whoever asks."""
    from synthbalance.report import _examined
    from synthbalance.ui import _export_steps

    asked, audit = [], sb.audit_synthetic

    def noted(run, *args, **options):
        asked.append(run.name)
        return audit(run, *args, **options)

    for module in (_export_steps, _examined):
        monkeypatch.setattr(module, "audit_synthetic", noted)
    return asked


def stopped_audit(monkeypatch):
    """Events: an audit has begun; it may go on."""
    from synthbalance.ui import _export_steps

    begun, go_on, audit = threading.Event(), threading.Event(), sb.audit_synthetic

    def slow(run, on_progress):
        begun.set()
        assert go_on.wait(PATIENCE)
        return audit(run, on_progress=on_progress)

    monkeypatch.setattr(_export_steps, "audit_synthetic", slow)
    return begun, go_on
