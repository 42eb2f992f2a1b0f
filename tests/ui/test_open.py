"""A panel without data: what it offers, and opening it; a failure leaves it open for another try."""

import json
import os
import sys
import threading
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance import kernel
from synthbalance.datasets import _bundled
from synthbalance.ui import _sources
from synthbalance.ui._traits import PROTOCOL
from tests.ui.conftest import PATIENCE
from tests.ui.front import from_view, tell

HOSTILE = ['it\'s "x"\n', "<img src=x onerror=alert(1)>", "نساء", "👩‍🔬", "CON", "x" * 300]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """Experiments that train in a moment."""
    real = sb.default_model
    monkeypatch.setattr("synthbalance.experiment._experiment.default_model", lambda: real(n_estimators=10, n_jobs=1))


@pytest.fixture
def names(monkeypatch):
    """The namespace of a running IPython."""
    namespace = {}
    shell = SimpleNamespace(user_ns=namespace)
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    return namespace


@pytest.fixture
def frame(payments):
    return payments.drop(columns="paid_at")


@pytest.fixture
def two_flags(frame):
    """Two rare columns of two values."""
    return frame.assign(prepaid=(np.arange(len(frame)) % 11 == 0).astype(int))


def opened(lab, **content):
    tell(lab, {"type": "open", **content})
    assert lab.wait(PATIENCE)
    return lab


def offered(lab):
    tell(lab, {"type": "sources"})
    return lab.sources


class TestWhatItOffers:
    def test_sources_have_the_keys_of_the_protocol(self, make_lab):
        sources = make_lab().sources
        assert set(sources) == set(PROTOCOL["traits"]["sources"]["keys"])
        assert (sources["frames"], sources["files"], sources["asking"]) == ([], [], None)

    def test_tables_of_the_kernel_with_their_candidate_targets(self, make_lab, names, two_flags):
        names |= {"payments": two_flags, "_hidden": two_flags, "n": 3, "rows": two_flags["age"]}
        (one,) = offered(make_lab())["frames"]
        assert (one["name"], one["rows"], one["columns"]) == ("payments", 1200, 5)
        assert [guess["column"] for guess in one["targets"]] == ["is_fraud", "prepaid"]
        assert one["targets"][0]["share"] == pytest.approx(0.08)

    def test_polars_and_arrow_tables_are_offered_where_they_are_loaded(self, make_lab, names, frame, monkeypatch):
        polars, arrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
        names |= {"a": polars.from_pandas(frame), "b": arrow.Table.from_pandas(frame)}
        lab = make_lab()
        assert [one["name"] for one in offered(lab)["frames"]] == ["a", "b"]
        assert [one["targets"][0]["column"] for one in lab.sources["frames"]] == ["is_fraud", "is_fraud"]
        monkeypatch.delitem(sys.modules, "polars")
        assert [one["name"] for one in offered(lab)["frames"]] == ["b"]

    def test_without_ipython_there_are_no_tables(self, make_lab, monkeypatch):
        monkeypatch.delitem(sys.modules, "IPython")
        assert kernel.kernel_tables() == {}

    def test_files_are_those_of_the_folder_newest_first(self, make_lab, folder):
        tables = ["new.CSV", "a b.tsv", "old.parquet", "older.csv.GZ", "oldest.feather"]
        for age, name in enumerate([*tables, "note.txt", "note.gz", ".hidden.csv"]):
            (folder / name).write_bytes(b"x" * 1500)
            os.utime(folder / name, (1_000_000 - age, 1_000_000 - age))
        (folder / "folder.csv").mkdir()
        (folder / "gone.csv").symlink_to(folder / "nothing")
        files = offered(make_lab())["files"]
        assert [one["name"] for one in files] == tables
        assert files[0]["text"] == "1.5\u202fkB"

    def test_no_more_than_thirty_files(self, make_lab, folder):
        for at in range(40):
            (folder / f"{at}.csv").touch()
        assert len(offered(make_lab())["files"]) == 30

    def test_a_folder_that_is_gone_holds_no_files(self, make_lab, folder, monkeypatch):
        (folder / "gone").mkdir()
        monkeypatch.chdir(folder / "gone")
        (folder / "gone").rmdir()
        assert offered(make_lab())["files"] == []

    @pytest.mark.parametrize("name", list(_sources.EMBEDDED))
    def test_what_is_said_of_embedded_tables_is_true(self, name):
        table = _sources.EMBEDDED[name]
        frame = table.load()
        assert frame.shape == (table.rows, table.columns)
        assert frame[table.target].mean() == pytest.approx(table.share)

    def test_every_bundled_table_is_offered(self):
        assert set(_sources.EMBEDDED) == {"transactions", *_bundled._KEPT}
        assert "made by rules" in _sources.EMBEDDED["transactions"].text

    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_names_come_as_they_are_or_not_at_all(self, make_lab, names, frame, name):
        names[name] = frame.rename(columns={"is_fraud": f"is_{name}"})
        found = offered(make_lab())["frames"]
        assert [one["name"] for one in found] == ([name] if len(name) <= 200 else [])
        assert json.loads(json.dumps(found)) == found

    def test_a_name_that_cannot_be_sent_is_left_out(self, make_lab, names, frame, folder):
        names["half \udcff"] = frame
        assert offered(make_lab())["frames"] == []

    def test_a_look_that_has_no_time_left_lists_without_looking_inside(self, make_lab, names):
        wide = pd.DataFrame(np.arange(200_000) % 50 == 0, columns=["is_fraud"])
        names |= {f"frame_{at}": wide for at in range(40)}
        assert len(offered(make_lab())["frames"]) == 40
        late = _sources.sources(seconds=0)["frames"]
        assert [(one["rows"], one["targets"]) for one in late] == 40 * [(200_000, [])]

    def test_a_table_sorted_by_its_class_is_looked_at_from_end_to_end(self, names, make_lab):
        names["late"] = pd.DataFrame({"is_late": np.arange(12_000) >= 11_000, "x": 0.5})
        assert [one["column"] for one in offered(make_lab())["frames"][0]["targets"]] == ["is_late"]

    def test_columns_with_lists_or_repeated_names_do_no_harm(self, names, make_lab):
        odd = pd.DataFrame([[[1], 0, 0], [[2], 1, 1]] * 10, columns=["lists", "same", "same"])
        names["odd"] = odd
        assert offered(make_lab())["frames"][0]["columns"] == 3


class TestGuessing:
    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ({"y": 0.1}, "y"),
            ({"is_fraud": 0.05, "is_weekend": 0.3}, "is_fraud"),
            ({"target": 0.4}, "target"),
            ({"y": 0.1, "z": 0.05}, None),
            ({"even": 0.4}, None),
            ({"target": 0.4, "label": 0.3}, None),
        ],
    )
    def test_a_target_is_guessed_only_where_there_is_one_good_candidate(self, columns, expected):
        rows = np.arange(1000)
        frame = pd.DataFrame(
            {name: (rows < share * 1000).astype(int) for name, share in columns.items()} | {"x": rows / 7}
        )
        guess = kernel.only_one(kernel.candidates(frame))
        assert (guess.column if guess else None) == expected

    def test_likely_targets_come_first(self):
        rows = np.arange(1000)
        frame = pd.DataFrame({"even": rows % 2, "few": rows % 7, "y": rows < 50, "fraud": rows < 90, "x": rows / 7})
        assert [one.column for one in kernel.few_valued(frame)] == ["fraud", "y", "few", "even"]


class TestOpening:
    def test_a_table_of_the_kernel(self, make_lab, names, frame):
        names["payments"] = frame
        lab = opened(make_lab(), kind="frame", name="payments")
        assert [row["name"] for row in lab.runs] == ["none"]
        assert (lab.facts["target"], lab.sources, lab.sentence["kind"]) == ("is_fraud", {}, "none")
        assert "data has other rows" in lab.experiment.none.to_code()

    def test_a_file_and_its_script_reads_it_again(self, make_lab, frame, folder):
        frame.to_csv(folder / "pay ments.csv", index=False)
        lab = make_lab()
        said = []
        lab.observe(lambda change: said.append(change["new"]), "message")
        opened(lab, kind="file", name="pay ments.csv")
        assert said[0] == "Running, reading pay ments.csv"
        assert lab.facts["title"] == "pay ments.csv"
        assert 'sb.read_table("pay ments.csv")' in lab.experiment.none.to_code()

    @pytest.mark.parametrize(("name", "title"), [("breast_cancer", "breast_cancer"), ("digits", "digits")])
    def test_an_embedded_table(self, make_lab, name, title):
        lab = opened(make_lab(), kind="embedded", name=name)
        assert (lab.facts["title"], lab.facts["target"]) == (title, "target")

    def test_the_target_that_is_named_is_taken(self, make_lab, names, two_flags):
        names["payments"] = two_flags
        assert opened(make_lab(), kind="frame", name="payments", target="prepaid").facts["target"] == "prepaid"

    def test_names_that_are_numbers_are_known_by_their_text(self, make_lab, names, frame):
        names["numbered"] = frame.set_axis(range(4), axis=1)
        assert opened(make_lab(), kind="frame", name="numbered", target="3").experiment.split.target == 3

    def test_costs_and_seed_of_an_empty_panel_are_kept(self, make_lab, names, frame):
        names["payments"] = frame
        lab = opened(make_lab(costs={"missed": "amount", "review": 3}, random_state=7), kind="frame", name="payments")
        assert (lab.facts["seed"], lab.costs["missed"], lab.experiment.random_state) == (7, "amount", 7)

    def test_where_the_target_cannot_be_guessed_it_is_asked_for(self, make_lab, two_flags, folder, monkeypatch):
        two_flags.to_csv(folder / "two.csv", index=False)
        lab = opened(make_lab(), kind="file", name="two.csv")
        assert {"kind": lab.sources["asking"]["kind"], "name": lab.sources["asking"]["name"]} == {
            "kind": "file",
            "name": "two.csv",
        }
        assert [one["column"] for one in lab.sources["asking"]["columns"]] == ["is_fraud", "prepaid", "shop"]
        assert lab.message == "Idle, two.csv needs a target"
        assert (lab.experiment, lab.busy) == (None, False)
        (folder / "two.csv").unlink()  # it is not read twice
        assert opened(lab, kind="file", name="two.csv", target="is_fraud").facts["target"] == "is_fraud"

    def test_no_more_than_two_hundred_columns_are_asked_for(self, make_lab, names):
        bits = np.random.default_rng(0).integers(0, 2, (500, 400))
        names["wide"] = pd.DataFrame(bits).add_prefix("column with a rather long name ")
        asking = opened(make_lab(), kind="frame", name="wide").sources["asking"]
        assert 100 < len(asking["columns"]) <= 200
        assert len(json.dumps(asking)) < 20_000

    def test_a_table_without_any_column_to_predict_says_so(self, make_lab, names):
        names["x"] = pd.DataFrame({"x": np.arange(100) / 3})
        lab = opened(make_lab(), kind="frame", name="x")
        assert "target needs a column with 2 to 20 values" in lab.sentence["text"]

    def test_a_panel_that_has_data_ignores_it(self, lab, names, frame):
        names["other"] = frame
        before = lab.experiment
        opened(lab, kind="frame", name="other")
        offered(lab)
        assert (lab.experiment, lab.sources, lab.sentence["kind"]) == (before, {}, "none")

    def test_the_last_of_two_wishes_is_opened(self, make_lab, names, frame):
        names |= {"one": frame, "two": frame.rename(columns={"age": "years"})}
        lab = make_lab()
        begun, go_on = threading.Event(), threading.Event()

        def slow():
            begun.set()
            assert go_on.wait(PATIENCE)
            return frame

        with lab._lock:
            lab._steps.opening.take("file", "slow.csv", slow, "is_fraud")
        assert begun.wait(PATIENCE)
        tell(lab, {"type": "open", "kind": "frame", "name": "two"})
        go_on.set()
        assert lab.wait(PATIENCE)
        assert "years" in [column["name"] for column in lab.facts["columns"]]

    def test_cancel_while_a_file_is_read_opens_nothing(self, make_lab, frame):
        lab = make_lab()
        begun, go_on = threading.Event(), threading.Event()

        def slow():
            begun.set()
            assert go_on.wait(PATIENCE)
            return frame

        with lab._lock:
            lab._steps.opening.take("file", "slow.csv", slow, "is_fraud")
        assert begun.wait(PATIENCE)
        assert lab.busy
        from_view(lab, step="quality")
        lab.cancel()
        go_on.set()
        assert lab.wait(PATIENCE)
        assert (lab.experiment, lab.message) == (None, "Cancelled, nothing was opened")


class TestFailures:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ({"kind": "frame", "name": "gone"}, "There is no DataFrame 'gone' in this kernel any more."),
            ({"kind": "file", "name": "gone.csv"}, "There is no file 'gone.csv'"),
            ({"kind": "file", "name": "../../secret"}, "There is no file '../../secret'"),
            ({"kind": "file", "name": "."}, "is a folder"),
            ({"kind": "file", "name": "a\0b.csv"}, "There is no file"),
            ({"kind": "embedded", "name": "__class__"}, "name needs to be one of transactions, breast_cancer, digits"),
            ({"kind": "url", "name": "https://example.org/a.csv"}, "open needs a kind (frame, file, embedded)"),
            ({"kind": "file"}, "and a name"),
            ({"kind": ["file"], "name": {}}, "open needs a kind"),
            (
                {"kind": "frame", "name": "payments", "target": "gone"},
                "target needs a column of the table, got 'gone'.",
            ),
            ({"kind": "frame", "name": "payments", "target": ["is_fraud"]}, "target needs a column of the table"),
        ],
    )
    def test_it_is_a_sentence_and_the_panel_stays_open_for_another_try(self, make_lab, names, frame, content, words):
        names["payments"] = frame
        lab = opened(make_lab(), **content)
        assert (lab.sentence["kind"], lab.experiment, lab.busy) == ("error", None, False)
        assert words in lab.sentence["text"]
        assert lab.message.startswith("Error, ")
        assert opened(lab, kind="frame", name="payments").facts["target"] == "is_fraud"

    @pytest.mark.parametrize("text", ["", "a,b\n", "one\n1\n2\n", "a,b\n1\n1,2,3\n"])
    def test_a_damaged_file_is_told(self, make_lab, folder, text):
        (folder / "bad.csv").write_text(text)
        lab = opened(make_lab(), kind="file", name="bad.csv")
        assert (lab.sentence["kind"], lab.experiment) == ("error", None)
        assert "bad.csv" in lab.message

    def test_a_target_that_cannot_be_split_is_told(self, make_lab, names, frame):
        names["few"] = frame.assign(y=[1] + [0] * 1199)
        lab = opened(make_lab(), kind="frame", name="few", target="y")
        assert (lab.sentence["kind"], lab.experiment) == ("error", None)

    def test_nothing_is_printed_and_no_warning_escapes(self, make_lab, names, frame, capfd, recwarn):
        names["twice"] = pd.concat([frame, frame.head(300)], ignore_index=True)
        opened(make_lab(), kind="frame", name="twice")
        assert capfd.readouterr() == ("", "")
        assert [str(warning.message) for warning in recwarn] == []


class TestThePublicMethod:
    def test_a_table_a_name_and_a_file(self, make_lab, names, frame, folder):
        names["payments"] = frame
        frame.to_parquet(folder / "payments.parquet")
        for given in (frame, "payments", "payments.parquet", folder / "payments.parquet", "breast_cancer"):
            lab = make_lab()
            assert lab.open(given) is lab
            assert lab.wait(PATIENCE)
            assert lab.looks == 1

    def test_a_file_named_like_an_embedded_table_is_looked_for_first(self, make_lab, folder):
        (folder / "digits").touch()
        lab = make_lab().open("digits")
        assert lab.wait(PATIENCE)
        assert "ends in" in lab.sentence["text"]

    def test_what_cannot_be_opened_is_answered_in_the_panel(self, make_lab):
        lab = make_lab().open([1, 2, 3])
        assert lab.wait(PATIENCE)
        assert "data needs a table, got list" in lab.sentence["text"]

    def test_a_panel_with_data_says_so_and_keeps_them(self, lab, frame):
        before = lab.experiment
        assert lab.open(frame) is lab
        assert (lab.experiment, lab.sentence["error"]["parameter"]) == (before, "data")

    def test_without_an_argument_it_is_the_widgets_own(self, make_lab):
        lab = make_lab()
        assert lab.open() is lab
        assert lab.experiment is None


def test_a_panel_without_data_knows_no_export_and_no_audit(make_lab):
    lab = make_lab()
    for kind in ("save", "audit", "split", "exact"):
        tell(lab, {"type": kind, "what": "card"})
    assert lab.wait(PATIENCE)
    assert (lab.export, lab.quality, lab.experiment) == ({}, {}, None)
