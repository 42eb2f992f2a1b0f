"""What was taken for granted is kept with the table, warned of where it may be wrong, and found again by the call."""

import ast
import json
import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table
from synthbalance.table import source_of, table_hash

GERMAN = "plz;betrag;am;ort\n01234;1.234,56;31.12.2024;Köln\n50667;12,00;01.02.2024;Bonn\n"
HOSTILE = [
    'it\'s "x"\n.csv',
    "'); import os; os.system('x') #.csv",
    "{0}{name!r}%s\\N{DIGIT ONE}.csv",
    "مدفوعات.csv",
    "💳 payments \u202egpj.csv",
    "-rf .csv",
]


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(("ending", "separator"), [("csv", ","), ("tsv", "\t")])
def test_a_plain_file_is_read_without_a_word(tmp_path, ending, separator):
    text = "a,b,c,d\n1,1.5,2024-12-31,x\n2,1.234,2024-01-02 08:00,y\n".replace(",", separator)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = read_table(written(tmp_path / f"a.{ending}", text))
    assert list(frame.attrs) == ["synthbalance"]


def test_what_was_found_is_said_in_sentences_that_json_can_keep(tmp_path):
    frame = read_table(written(tmp_path / "a.csv", GERMAN))
    assert json.loads(json.dumps(frame.attrs["assumed"])) == [
        "separator ';' (semicolon)",
        "decimal comma in betrag",
        "thousands mark '.' in betrag",
        "text for the leading zeros in plz",
        "dates '%d.%m.%Y' in am",
    ]


def test_what_may_be_wrong_is_warned_of_once_and_at_the_line_of_the_caller(tmp_path):
    path = written(tmp_path / "a.csv", "ort;n;am\nKöln;1,234;01.02.2024\n", "cp1252")
    with pytest.warns(DataWarning) as caught:
        read_table(path)
    (warned,) = caught
    assert warned.filename == __file__
    for part in ("'a.csv' was read with", "encoding cp1252", "',' in n", "am as text"):
        assert part in str(warned.message)
    assert "semicolon" not in str(warned.message)


def test_many_columns_make_one_short_sentence(tmp_path):
    names = [f"c{i}" for i in range(40)]
    frame = read_table(written(tmp_path / "a.csv", ";".join(names) + "\n" + ";".join(["1,5"] * 40) + "\n"))
    assert frame.attrs["assumed"][-1] == "decimal comma in c0, c1, c2, c3, c4 and 35 more"


@pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")
@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"separator": ";", "encoding": "cp1252", "decimal": ",", "thousands": ".", "dates": "day first"},
        {"dates": False},
        {"dates": "%d.%m.%Y"},
        {"rows": np.int64(1), "columns": pd.Index(["ort", "betrag"])},
    ],
)
def test_the_noted_call_gives_the_very_same_table(tmp_path, stated):
    frame = read_table(written(tmp_path / "a.csv", GERMAN, "cp1252"), **stated)
    call = source_of(frame)["call"]
    again = eval(call, {"sb": sb})
    pd.testing.assert_frame_equal(again, frame, check_exact=True)
    assert again.attrs == frame.attrs
    assert table_hash(again) == source_of(frame)["hash"]
    assert [one.arg for one in ast.parse(call, mode="eval").body.keywords] == list(stated)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_literal_in_the_noted_call(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    frame = read_table(written(tmp_path / name, "x,y\n1,2\n").relative_to(tmp_path))
    call = ast.parse(source_of(frame)["call"], mode="eval").body
    assert ast.unparse(call.func) == "sb.read_table"
    assert [ast.literal_eval(argument) for argument in call.args] == [name]
    assert not call.keywords


def test_hostile_column_names_are_literals_in_the_noted_call(tmp_path):
    name = "a'); import os #"
    frame = read_table(written(tmp_path / "a.csv", f"{name},y\n1,2\n"), columns=[name])
    (columns,) = ast.parse(source_of(frame)["call"], mode="eval").body.keywords
    assert ast.literal_eval(columns.value) == [name]


def test_the_sentences_do_not_get_in_the_way_of_the_table(tmp_path):
    german = read_table(written(tmp_path / "a.csv", GERMAN))
    plain = read_table(written(tmp_path / "b.csv", "plz,betrag\nx,1.5\n"))
    assert len(pd.concat([german, plain, german])) == 5
    assert table_hash(german) == table_hash(pd.DataFrame(german.to_dict("series")))
    german.to_parquet(tmp_path / "a.parquet")
    again = read_table(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(again, german)
    assert "assumed" not in again.attrs


def test_a_table_read_with_assumptions_is_split_and_balanced_like_any_other(tmp_path):
    payments = sb.load_transactions(2_000, fraud_rate=0.05).select_dtypes("number")
    payments.to_csv(tmp_path / "a.csv", index=False, sep=";", decimal=",")
    frame = read_table(tmp_path / "a.csv")
    assert "assumed" in frame.attrs
    split = sb.split_holdout(frame, target="is_fraud", random_state=0)
    assert split.source["hash"] == table_hash(frame)
    y = sb.RandomSampler(random_state=0).fit_resample(split.train.X, split.train.y)[1]
    assert y.value_counts().nunique() == 1
    run = sb.Experiment(split, random_state=0).none
    assert "assumed" not in run.to_code()
