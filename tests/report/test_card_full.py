"""A card with every section: complete, escaped, readable without eyes, and small."""

import dataclasses
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.report import card_html
from synthbalance.report._collect import collect
from synthbalance.report.card import _page, _text
from tests.report.conftest import AMOUNT, EMAIL, GROUPS, IMAGE, SCRIPT, WHO, quietly, small
from tests.report.page import Page

HEADINGS = [
    "Strategies", "Advice", "Precision and recall", "At the threshold", "Calibration", "Calibration in figures",
    "Costs", "Costs in figures", "Scores", "Synthetic rows", "Groups of people", "What these figures cannot tell",
    "Split", "Data", "How the figures were made",
]  # fmt: skip


def test_every_section_is_there_in_order(full):
    assert [one for one in Page(full["html"]).of("h2") if one != "Warnings"] == HEADINGS


def test_what_the_data_say_is_never_markup(full):
    page = Page(full["html"])
    assert page.open == [] and not {"script", "img"} & set(page.tags)
    assert not any(name.startswith("on") for _, attrs in page.attributes for name in attrs)
    assert {*GROUPS, WHO} <= set(page.of("bdi"))
    code = page.of("code")
    assert AMOUNT in code and code.count(EMAIL) >= 2 and WHO in code


def test_hostile_words_in_advice_are_escaped(people, advice):
    table = advice.table.rename(index=lambda name: name if name == "none" else SCRIPT).assign(outcome=IMAGE)
    nested = dataclasses.replace(advice.nested, table=advice.nested.table.assign(choice=IMAGE))
    bad = dataclasses.replace(advice, reason=f"{SCRIPT} نساء 👩.", table=table, warnings=[IMAGE], nested=nested)
    html = card_html(people, people.none, advice=bad)
    page = Page(html)
    assert page.open == [] and not {"script", "img"} & set(page.tags)
    assert f"{SCRIPT} نساء 👩." in page.of("p") and SCRIPT in page.of("bdi") and IMAGE in page.of("li")


def test_a_screen_reader_gets_headings_captions_scopes_and_descriptions(full):
    page = Page(full["html"])
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption") >= 14
    assert all("scope" in attrs for tag, attrs in page.attributes if tag == "th")
    for tag, attrs in page.attributes:
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or (attrs["role"] == "img" and len(attrs["aria-label"]) > 20)
    names = [
        attrs["aria-labelledby"] for tag, attrs in page.attributes if tag == "section" and "aria-label" not in attrs
    ]
    assert len(set(names)) == len(names) and all(f'id="{name}"' in full["html"] for name in names)
    assert full["html"].count('<details class="twin">') == full["html"].count("<figure>") == 3


def test_advice_tells_its_reason_every_candidate_and_what_choosing_is_worth(full, advice):
    html, facts = full["html"].replace("\u202f", " "), full["facts"]["advice"]
    assert advice.reason in html
    assert [one["name"] for one in facts["candidates"]] == list(advice.table.index)
    assert facts["nested"]["gain"][0] == advice.nested.gain.value and len(facts["nested"]["folds"]) == 5
    assert "The advice was made in an experiment of its own" in html


def test_advice_of_this_experiment_decides_what_the_card_is_about(advice):
    exp = advice.experiment
    facts = collect(exp, advice=advice)
    assert facts["chosen"] == advice.run.name and facts["advice"]["same_experiment"]


def test_advice_on_other_rows_is_refused(exp, advice):
    with pytest.raises(ValueError, match="Fit AutoBalance on the same split"):
        card_html(exp, advice=advice)
    with pytest.raises(TypeError, match="needs an Advice, got str"):
        card_html(exp, advice="smote")


def test_calibration_figures_are_those_of_the_experiment(full, people):
    table = people.calibration_table(full["run"]).set_index(["run", "measure"])
    for figure in full["facts"]["calibration"]["figures"]:
        for whose, name in (("run", full["run"].name), ("none", "none")):
            assert figure[whose] == table.loc[(name, figure["measure"]), ["value", "low", "high"]].tolist()


def test_money_is_that_of_the_experiment_and_the_curve_passes_its_points(full, people):
    run, cost = full["run"], full["facts"]["cost"]
    table = people.decision(run).set_index("measure")
    assert [one["measure"] for one in cost["figures"]] == [name for name in table.index if name in _order(cost)]
    for one in cost["figures"]:
        assert one["run"][0] == table.loc[one["measure"], "value"]
    curve = cost["curve"]
    assert curve["run"]["cost"][-1] == pytest.approx(table.loc["cost_flag_none", "value"])
    assert curve["run"]["cost"][0] == pytest.approx(table.loc["cost_flag_all", "value"])
    assert curve["points"]["run"][1] == pytest.approx(run.scores["cost"].value)
    assert curve["levels"][0]["run"] == pytest.approx(table.loc["cost_flag_none", "value"])
    assert "at most 5 alerts a day" in full["html"] and "decided row by row with the amount" in full["html"]


def _order(cost):
    return {one["measure"] for one in cost["figures"]}


def test_figures_row_by_row_are_left_out_where_every_row_costs_the_same(payments_split):
    exp = small(payments_split, costs=sb.Costs(missed=300, review=4))
    quietly(exp.run, "none")
    assert not [one for one in collect(exp)["cost"]["figures"] if one["measure"].endswith("by_amount")]


def test_columns_whose_names_look_like_identifiers_are_named_as_a_hint(full, exp):
    facts = full["facts"]["identifiers"]
    assert [(one["column"], one["kind"]) for one in facts["columns"]] == [(EMAIL, "email addresses")]
    assert "hint from the names alone" in full["html"] and "proves nothing" in full["html"]
    assert "proves nothing" in card_html(exp, exp.none)


def test_the_number_of_looks_is_told_in_words(exp, people, payments_split):
    assert f"looked at {exp.looks} times: once for each run" in collect(exp)["looks_words"]
    assert f"all {exp.looks - 1} differences at once" in card_html(exp, exp.none)
    assert "looked at twice" in collect(people, people.none)["looks_words"]
    alone = small(payments_split)
    quietly(alone.run, "none")
    assert "looked at once" in collect(alone)["looks_words"]


def test_two_hundred_columns_a_hundred_runs_and_an_audit_stay_under_a_megabyte():
    rng, n = np.random.default_rng(0), 600
    frame = pd.DataFrame(
        rng.normal(size=(n, 200)), columns=[f"a rather long column name, number {k}" for k in range(200)]
    )
    frame["group"], frame["y"] = rng.choice([f"group {k}" for k in range(25)], n), (np.arange(n) % 6 == 0).astype(int)
    split = quietly(sb.split_holdout, frame, target="y", random_state=0)
    exp = small(split, model=sb.default_model(n_estimators=2, n_jobs=1), costs=sb.Costs(missed=100, review=2))
    for weight in range(2, 8):
        quietly(exp.run, sb.ClassWeight(weight))
    run = quietly(exp.run, sb.RandomSampler(sampling_strategy=0.3, random_state=0))
    facts = collect(exp, run, protected="group")
    others = [one for one in facts["runs"] if not one["is_chosen"]]
    facts["runs"] += [others[k % len(others)] | {"is_none": False} for k in range(100 - exp.looks)]
    assert len(facts["runs"]) == 100 and len(facts["data"]["columns"]) == 200
    assert len(_page(facts).encode()) < 1_000_000 and len(_text(facts).encode()) < 1_000_000
