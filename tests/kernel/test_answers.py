"""What a kernel answers the JupyterLab extension: plain data, quickly, whatever the tables are."""

import json
import sys
import time
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import synthbalance as sb
from synthbalance import kernel

PROTOCOL = json.loads((files("synthbalance") / "ui/protocol.json").read_text(encoding="utf-8"))["kernel"]
HOSTILE = [
    *('it\'s "x"\n', "'); import os; os.system('x') #", "<img src=x onerror=alert(1)>"),
    *("احتيال", "🦊", "\u202e\u2028x"),
]


@pytest.fixture
def names(monkeypatch):
    """The user's namespace of a made-up IPython."""
    found = {}
    shell = SimpleNamespace(user_ns=found)
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    return found


@pytest.fixture
def frame():
    """1,000 rows, 4 % of them fraud."""
    rows = np.arange(1000)
    return pd.DataFrame({"amount": rows / 7, "is_fraud": (rows % 25 == 0).astype(int), "sex": rows % 2})


def test_hello_names_the_version_and_the_protocol():
    assert kernel.hello().data == {"synthbalance": sb.__version__, "api": 2}


def test_every_answer_has_the_fields_of_the_protocol(names, frame):
    names["payments"] = frame
    asked = {"hello": (), "frames": (), "guess": ("payments",), "stop": (), "code": (), "card": ()}
    answers = {name: getattr(kernel, name)(*arguments).data for name, arguments in asked.items()}
    (shown,) = answers["frames"]["frames"]
    fields = {name: set(answer) - {"synthbalance", "api"} for name, answer in answers.items()}
    fields |= {"frame": set(shown), "target": set(shown["targets"][0])}
    assert fields == {name: set(keys) for name, keys in PROTOCOL.items() if name != "comment"}


def test_frames_tell_shape_and_share_of_the_best_target(names, frame):
    names |= {"payments": frame, "count": 3, "_hidden": frame}
    answer = kernel.frames().data
    assert answer["more"] == 0
    assert answer["frames"] == [
        {
            "name": "payments", "code": "payments", "kind": "pandas", "rows": 1000, "columns": 3, "looked": 1000,
            "targets": [{"column": "is_fraud", "literal": "'is_fraud'", "value": "1", "share": 0.04, "missing": 0}],
        }
    ]  # fmt: skip


@pytest.mark.parametrize("make", [pl.from_pandas, pa.Table.from_pandas])
def test_polars_and_pyarrow_tables_are_told_like_those_of_pandas(names, frame, make):
    names["payments"] = frame
    first = kernel.frames().data["frames"][0]
    names["payments"] = make(frame)
    other = kernel.frames().data["frames"][0]
    assert other.pop("kind") in ("polars", "pyarrow")
    assert first.pop("kind") == "pandas"
    assert other == first


def test_a_frame_without_rows_or_columns_is_listed(names):
    names |= {"none": pd.DataFrame(), "empty": pd.DataFrame({"is_fraud": []}), "polar": pl.DataFrame()}
    assert [(one["rows"], one["targets"]) for one in kernel.frames().data["frames"]] == 3 * [(0, [])]


def test_only_so_many_rows_are_looked_at(names, frame):
    names["payments"] = pd.concat(100 * [frame], ignore_index=True)
    answer = kernel.frames(rows=500).data["frames"][0]
    assert (answer["rows"], answer["looked"]) == (100_000, 500)
    assert len(next(kernel.sample(names["payments"], 500))[1]) == 500


def test_more_than_forty_tables_are_counted_and_the_newest_shown(names, frame):
    names |= {f"frame_{at}": frame.head(50) for at in range(50)}
    answer = kernel.frames().data
    assert (len(answer["frames"]), answer["more"]) == (40, 10)
    assert answer["frames"][-1]["name"] == "frame_49"


def test_the_newest_tables_are_looked_at_first_and_the_others_claim_nothing(names, frame, monkeypatch):
    names |= {f"frame_{at}": frame for at in range(10)}
    ticks = iter(np.arange(0, 10, 0.01))
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    found = kernel.frames().data["frames"]
    assert [one["name"] for one in found] == list(names)
    looked = [one["looked"] for one in found]
    assert looked[0] == 0 and looked[-1] == 1000 and looked == sorted(looked)
    assert [bool(one["targets"]) for one in found] == [rows > 0 for rows in looked]


def test_a_wide_table_takes_no_more_than_its_share_of_the_time(names, frame, monkeypatch):
    names |= {"payments": frame, "wide": pd.DataFrame(np.zeros((5, 500)))}
    ticks = iter(np.arange(0, 10, 0.01))
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    found = {one["name"]: one for one in kernel.frames().data["frames"]}
    assert (found["wide"]["looked"], found["payments"]["looked"]) == (0, 1000)


@pytest.mark.parametrize("broken", ["shape", "iloc", "columns"])
def test_a_table_that_raises_hides_no_other(names, frame, broken):
    def fail(_):
        raise RuntimeError(broken)

    names |= {"payments": frame, "odd": type("Odd", (pd.DataFrame,), {broken: property(fail)})({"a": [1]})}
    found = {one["name"]: one for one in kernel.frames().data["frames"]}
    assert found["payments"]["targets"] and not found["odd"]["targets"]
    assert kernel.guess("odd").data["targets"] == []


def test_objects_that_are_no_words_and_no_numbers_are_never_compared(names):
    class Slow:
        def __hash__(self):
            raise AssertionError("looked at")

    names["odd"] = pd.DataFrame({"is_x": [Slow()] * 50, "is_fraud": [0] * 48 + [1] * 2}, dtype=object)
    assert [one["column"] for one in kernel.frames().data["frames"][0]["targets"]] == ["is_fraud"]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.from_pandas])
def test_a_candidate_with_missing_values_comes_after_those_without(names, make):
    rows = np.arange(200)
    given = pd.DataFrame({"is_fraud": np.where(rows < 10, 1.0, 0.0), "churn": (rows < 20).astype(int)})
    given.loc[100:119, "is_fraud"] = None
    names["t"] = make(given) if make is pl.from_pandas else given
    found = kernel.guess("t").data["targets"]
    missing = {one["column"]: one["missing"] for one in found}
    assert list(missing) == ["churn", "is_fraud"] and missing["churn"] == 0
    assert missing["is_fraud"] == 20


@pytest.mark.parametrize("column", HOSTILE)
def test_a_hostile_column_goes_as_a_literal_on_one_line(names, column):
    names["payments"] = pd.DataFrame({column: [0] * 19 + [1], "x": range(20)})
    answer = json.loads(json.dumps(kernel.guess("payments").data))
    (target,) = answer["targets"]
    assert eval(target["literal"], {}) == column
    assert target["literal"].isprintable()


@pytest.mark.parametrize("name", [*HOSTILE, "Sheet 1", "class", "ﬁ", "df); raise SystemExit #"])
def test_a_name_that_is_no_identifier_goes_as_code_that_finds_the_table(names, frame, name):
    names[name] = frame
    (answer,) = kernel.frames().data["frames"]
    assert eval(answer["code"], dict(names)) is frame
    assert answer["code"].isprintable()


def test_a_guess_reads_every_row(names):
    names["late"] = pd.DataFrame({"is_late": np.arange(60_000) >= 59_990, "x": 0.5})
    (target,) = kernel.guess("late").data["targets"]
    assert target["share"] == pytest.approx(10 / 60_000, rel=0.01)


def test_a_guess_tells_what_was_assumed_about_the_file(names, frame):
    frame.attrs["assumed"] = ["decimal comma in amount"]
    names["payments"] = frame
    assert kernel.guess("payments").data["assumed"] == ["decimal comma in amount"]


def test_a_guess_puts_a_named_rare_column_first(names):
    rows = np.arange(1000)
    names["t"] = pd.DataFrame({"even": rows % 2, "rare": rows < 50, "is_new": rows < 20, "fraud": rows < 90})
    assert [one["column"] for one in kernel.guess("t").data["targets"]] == ["fraud", "is_new", "rare"]


def test_a_guess_of_a_name_that_is_gone_says_so(names):
    assert kernel.guess("gone").data["found"] is False


def test_columns_of_lists_and_repeated_names_do_no_harm(names):
    names["odd"] = pd.DataFrame([[[1], 0, 0], [[2], 1, 1]] * 10, columns=["lists", "same", "same"])
    names["nested"] = pl.DataFrame({"lists": [[1], [2]], "structs": [{"a": 1}, {"a": 2}]})
    assert [one["columns"] for one in kernel.frames().data["frames"]] == [3, 2]


def test_a_column_name_that_is_no_plain_value_is_never_written_into_code(names):
    when = pd.Timestamp("2024-01-01")
    names["wide"] = pd.DataFrame({when: [0] * 9 + [1], "x": range(10)})
    assert kernel.guess("wide").data["targets"] == []


@given(st.text(st.characters(codec=None)) | st.integers() | st.booleans())
def test_every_literal_is_its_value_on_one_printable_line(value):
    text = kernel.literal(value)
    assert eval(text, {}) == value and text.isprintable()


@given(st.text(st.characters(codec=None)))
def test_what_is_sendable_goes_through_json_and_utf8(text):
    assert json.loads(json.dumps(kernel.sendable(text), ensure_ascii=False).encode()) == kernel.sendable(text)
