"""The card as data: the facts of the page, by a schema, in plain values."""

import json

import jsonschema
import pytest
from sklearn.dummy import DummyClassifier

import synthbalance as sb
from synthbalance.report import card_html, card_json, card_schema, write_card
from synthbalance.report._collect import collect
from tests.report.conftest import WHO, quietly, small

VALIDATOR = jsonschema.Draft202012Validator


@pytest.fixture(scope="module")
def schema():
    schema = card_schema()
    VALIDATOR.check_schema(schema)
    return schema


def test_cards_with_and_without_each_section_keep_to_the_schema(exp, hostile_exp, full, schema):
    VALIDATOR(schema).validate(json.loads(json.dumps(full["facts"], allow_nan=False)))
    for one in (exp, hostile_exp):
        for run in one.runs.values():
            VALIDATOR(schema).validate(card_json(one, run, audit=False))


def test_the_schema_names_every_key_and_allows_no_other(schema, full):
    assert list(full["facts"]) == list(schema["properties"]) or set(full["facts"]) == set(schema["properties"])
    assert schema["properties"]["schema_version"] == {"const": 1, "description": "Counts changes that break readers."}
    objects = list(_objects(schema))
    assert len(objects) > 40
    assert all(
        one["additionalProperties"] is False and set(one["required"]) == set(one["properties"]) for one in objects
    )


def _objects(node):
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _objects(part)


def test_the_data_are_the_facts_of_the_page(exp):
    run = list(exp.runs.values())[-1]
    data, html = card_json(exp, run), card_html(exp, run)
    assert data["chosen"] == run.name and data["split"]["fingerprint"] in html
    assert data["scores"][0]["run"] == [getattr(run.scores["average_precision"], k) for k in ("value", "low", "high")]
    for figure in data["audit"]["fidelity"]:
        assert f"{figure['score'][0]:.3f}" in html or figure["score"][0] in (None, 0) or figure["score"][0] < 0.01
    assert data == card_json(exp, run) | {"made": data["made"]}


def test_a_figure_that_is_not_known_is_null(payments_split):
    exp = small(payments_split, model=DummyClassifier())
    quietly(exp.run, "none")
    figures = {one["measure"]: one["run"] for one in card_json(exp)["calibration"]["figures"]}
    assert figures["calibration_slope"] == [None, None, None]
    assert "There is no slope" in card_html(exp)


def test_the_ending_chooses_and_no_file_is_written_over(full, people, tmp_path, schema):
    path = full["run"].report(tmp_path / "card.json", audit=False, protected=WHO)
    data = json.loads(path.read_text(encoding="utf-8"))
    VALIDATOR(schema).validate(data)
    assert data["audit"]["state"] == "left out" and data["fairness"]["examined"]
    with pytest.raises(FileExistsError, match=r"card-1\.json"):
        write_card(people, path)
    with pytest.raises(ValueError, match=r"ends in \.html or \.htm or \.json"):
        write_card(people, tmp_path / "card.yaml")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["card.json"]


def test_half_a_character_in_a_name_comes_back_from_the_file(payments_split, tmp_path):
    exp = small(payments_split)
    run = quietly(exp.run, sb.ClassWeight(2), name="broken \ud800 name")
    text = write_card(exp, tmp_path / "card.json", run).read_text(encoding="utf-8")
    assert json.loads(text)["chosen"] == "broken \ud800 name"


def test_facts_are_the_same_however_they_were_asked_for(full, people, advice):
    again = collect(people, full["run"], advice=advice, protected=WHO, audit=sb.audit_synthetic(full["run"]))
    assert {k: v for k, v in again.items() if k != "made"} == {k: v for k, v in full["facts"].items() if k != "made"}
