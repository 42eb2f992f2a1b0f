import json

import pytest

import synthbalance as sb
from synthbalance.cli import main

BASE = ("--target", "label", "--drop", "customer,weight,paid", "--seeds", "1")


def advise(path, *more):
    return main(["advise", str(path), *BASE, *map(str, more)])


def test_the_document_is_what_python_gives_with_the_same_seed(payments, light, capsys):
    assert advise(payments, "--strategy", "random", "--strategy", "class_weight", "--ratio", "0.4", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    split = sb.split_holdout(sb.read_table(payments), target="label", drop=["customer", "weight", "paid"])
    rows = split.train.y.value_counts()
    weight = sb.ClassWeight(round(0.4 * rows[0] / rows[1], 6))
    candidates = [sb.RandomSampler(sampling_strategy=0.4, random_state=0), weight]
    advice = sb.AutoBalance(candidates=candidates, seeds=1, random_state=0).fit(split)
    assert found["reason"] == advice.reason and found["complete"] is True and found["looks"] == 1
    assert [row["candidate"] for row in found["table"]] == list(advice.table.index)
    assert [row["gain"] for row in found["table"]] == advice.table["gain"].tolist()
    assert found["table"][0]["gain_low"] is None
    assert found["choice"]["name"] == advice.run.name == found["runs"][-1]["name"]


def test_the_words_are_the_reason_and_a_line_a_candidate(payments, tmp_path, light, capsys):
    out = tmp_path / "card.html"
    assert advise(payments, "--strategy", "random", "--out", out) == 0
    said = capsys.readouterr().out
    assert "by cross-validation inside the training part" in said
    assert "\nRandom " in said and "\nNone " in said
    assert "cross-validation" in " ".join(said.split()).split("Candidates")[0]
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--knob", "k_neighbors=3"], "Name them with --strategy"),
        (["--strategy", "copla"], "Did you mean 'copula'?"),
        (["--seconds", "-1"], "seconds needs a number above 0"),
        (["--strategy", "random", "--seconds", "0.000001"], "too short for one candidate"),
    ],
)
def test_what_the_user_can_mend_ends_with_2(payments, light, capsys, more, says):
    assert advise(payments, *more) == 2
    said = capsys.readouterr()
    assert says in said.err and said.out == ""
