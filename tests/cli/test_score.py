import json
import os

import pytest

import synthbalance as sb
from synthbalance.cli import main
from tests.cli.conftest import mixed

BASE = ("--target", "label", "--drop", "customer,weight,paid", "--seeds", "1", "--seed", "2")
COMPARED = ["strategy", "primary", "value", "low", "high", "better", "delta", "delta_low", "delta_high"]
COMPARED += ["average_precision", "recall", "precision", "cost", "looks"]


def score(path, *more):
    return main(["score", str(path), *BASE, *map(str, more)])


def in_python(path, costs=None, ratio=0.3):
    data = sb.read_table(path)
    split = sb.split_holdout(data, target="label", drop=["customer", "weight", "paid"], random_state=2)
    exp = sb.Experiment(split, seeds=1, random_state=2, costs=costs)
    exp.run(sb.SMOTESampler(sampling_strategy=ratio, k_neighbors=3, random_state=2))
    return exp


def test_the_document_is_what_python_gives_with_the_same_seed(payments, light, capsys):
    more = ("--strategy", "smote", "--ratio", "0.3", "--knob", "k_neighbors=3", "--costs", "missed=amount,review=2.5")
    assert score(payments, *more, "--json", "--drop", "city") == 2
    assert "missing" in capsys.readouterr().err  # amounts are
    assert score(payments, *more[:-1], "missed=items,review=2.5", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    exp = in_python(payments, sb.Costs(missed="items", review=2.5))
    compared = exp.compare()
    assert (
        [one["name"] for one in found["runs"]] == list(compared.index) == ["none", "SMOTE 30 %, k_neighbors 3, seed 2"]
    )
    for one, (name, row) in zip(found["runs"], compared.iterrows(), strict=True):
        assert {key: one[key] for key in COMPARED} == row[COMPARED].to_dict(), name
        assert one["sentence"] == exp.sentence(exp.runs[name])
        assert one["threshold"] == exp.runs[name].threshold and one["confusion"] == exp.runs[name].confusion
        assert one["scores"]["brier"][0] == exp.runs[name].scores["brier"].value
    assert (found["fingerprint"], found["looks"]) == (exp.split.fingerprint, 2)


def test_json_is_the_only_thing_on_stdout_and_has_no_nan(payments, light, capsys):
    assert score(payments, "--strategy", "random", "--strategy", "none", "--json") == 0
    said = capsys.readouterr()
    found = json.loads(said.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert found["runs"][0]["cost"] is None and found["runs"][0]["detectable"] is None
    assert [one["strategy"] for one in found["runs"]] == ["none", "random"]
    assert said.err.startswith("None scored in ")


def test_without_a_strategy_the_suggested_few_are_compared_in_words(payments, light, capsys):
    assert score(payments) == 0
    said = capsys.readouterr().out
    words = " ".join(said.split())
    assert "150 holdout rows, 15 of them rare ('fraud')" in words
    for name in ("None", "Class weight ×2", "Random 22.2 %, seed 2", "SMOTE 22.2 %, seed 2"):
        assert f"\n{name} " in said, name
    assert "- Doing nothing scores" in words and words.count("distinguishable from doing nothing") == 3


def test_nearly_equal_classes_get_weights_only(tmp_path, light, capsys):
    mixed(300, 120).to_csv(tmp_path / "p.csv", index=False)
    assert main(["score", str(tmp_path / "p.csv"), "--target", "label", "--seeds", "1", "--json"]) == 0
    strategies = [one["strategy"] for one in json.loads(capsys.readouterr().out)["runs"]]
    assert strategies == ["none", "class_weight"]


@pytest.mark.parametrize("ending", [".html", ".json"])
def test_out_is_a_card_or_the_document(payments, tmp_path, light, capsys, ending):
    out = tmp_path / f"out{ending}"
    assert score(payments, "--strategy", "random", "--json", "--out", out) == 0
    found = json.loads(capsys.readouterr().out)
    text = out.read_text(encoding="utf-8")
    assert found["files"] == {"out": str(out)}
    assert text.startswith("<!doctype html>") if ending == ".html" else json.loads(text) == found
    assert score(payments, "--out", out) == 2
    assert "is there already" in capsys.readouterr().err
    assert score(payments, "--strategy", "none", "--out", out, "--force") == 0
    assert sorted(os.listdir(tmp_path)) == [out.name, "payments.parquet"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--costs", "mised=3"], "Did you mean 'missed'"),
        (["--costs", "missed=amonut"], "Did you mean 'amount'?"),
        (["--costs", "missed=-5"], "missed=-5"),
        (["--primary", "accuracy"], "primary needs one of average_precision"),
        (["--threshold", "recall"], "threshold"),
        (["--out", "card.pdf"], "ends in .html, .htm, .json here"),
        (["--seeds", "0"], "seeds needs a whole number"),
    ],
)
def test_what_the_user_can_mend_ends_with_2(payments, capsys, more, says):
    assert score(payments, *more) == 2
    said = capsys.readouterr()
    assert says in said.err and said.out == "" and said.err.count("\n") == 1


def test_costs_may_come_one_by_one_and_name_columns_with_commas():
    from synthbalance.cli import _given

    assert _given.costs(["missed=a,b,review=2", "capacity=10"]) == {"missed": "a,b", "review": 2, "capacity": 10}
    assert _given.costs(None) is None


def test_a_number_stays_a_number_and_text_stays_text():
    from synthbalance.cli import _given

    assert [_given.number_or_text(text) for text in ("0.5", "3", "recall=0.8", "7D", "True")] == [
        0.5, 3, "recall=0.8", "7D", "True",
    ]  # fmt: skip
    assert _given.value_of("true", [False, True]) is True
    assert _given.value_of("1", ["0", "1"]) == "1" and _given.value_of("01", [0, 1]) == "01"
    assert _given.mark("tab") == _given.mark("\\t") == "\t"
