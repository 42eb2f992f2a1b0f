"""The card of a split with several classes tells each of them; that of two classes stays as it is."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.report._collect import collect
from synthbalance.report.card import card_html


@pytest.fixture(scope="module")
def graded():
    """An experiment on three classes, one with a name made to break a page."""
    rng = np.random.default_rng(0)
    code = rng.choice(3, 900, p=[0.7, 0.2, 0.1])
    names = np.array(["ok", "<b>late</b>", "theft"])
    data = pd.DataFrame({"x": rng.normal(size=900) + code, "z": rng.normal(size=900), "grade": names[code]})
    split = sb.split_holdout(data, target="grade", positive="theft", multiclass=True)
    exp = sb.Experiment(split, model=sb.default_model(n_estimators=5), seeds=1)
    exp.model_given = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        exp.run("smote")
    return exp


def test_the_card_has_a_row_a_class(graded):
    run = list(graded.runs.values())[-1]
    facts = collect(graded, run)
    rows = facts["classes"]["rows"]
    json.dumps(facts, allow_nan=False)
    assert [row["name"] for row in rows] == ["<b>late</b>", "ok", "theft", "macro"]
    assert [row["is_rare"] for row in rows] == [False, False, True, False]
    assert rows[2]["score"][0] == run.scores["average_precision"].value
    html = card_html(graded, run)
    assert "Each class against all others" in html
    assert "<b>late</b>" not in html and "&lt;b&gt;late&lt;/b&gt;" in html
    assert "theft (rare)" in html


def test_the_rows_counted_as_rare_are_those_of_the_rare_class(graded):
    facts = collect(graded)
    parts = [graded.several_.given.train, graded.several_.given.validation, graded.several_.given.holdout]
    assert facts["data"]["positive"] == "theft"
    assert facts["data"]["rare"] == sum(int((part.y == "theft").sum()) for part in parts)
    assert "Of 3 classes 'theft' is the rare one" in facts["method"][0]
