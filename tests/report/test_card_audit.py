"""Synthetic rows and groups on the card: what was measured, what was not, and never more than that."""

import re

import pytest

import synthbalance as sb
from synthbalance.report import _words as words
from synthbalance.report import card_html
from synthbalance.report._collect import collect
from tests.report.conftest import GROUPS, WHO, quietly, small
from tests.report.page import Page

NOT_GROUPS = "Not examined here: differences between groups of people, "


def test_an_audit_is_made_where_there_are_synthetic_rows(full):
    audit, facts = sb.audit_synthetic(full["run"]), full["facts"]["audit"]
    measured = {one["measure"]: one["score"][0] for name in facts if name in _SECTIONS for one in facts[name]}
    both = [*audit.fidelity.to_dict("records"), *audit.privacy.to_dict("records")]
    assert facts["state"] == "made" and len(measured) == len(both)
    assert all(measured[row["measure"]] == row["value"] for row in both if row["value"] == row["value"])
    assert facts["columns"][0]["names"] == [audit.columns.sort_values("value")["column"].iloc[0]]


_SECTIONS = ("fidelity", "hidden_majority", "copies", "membership")


def test_what_may_be_said_of_privacy_is_said_and_no_more(full):
    html = full["html"]
    assert "<b>Synthetic is not anonymous.</b>" in html and "Copy detectors, not privacy" in html
    assert "lower limit of what an attacker can do" in html
    assert not re.search("gdpr|dsgvo|compliant|anonymi[sz]ed", html, re.IGNORECASE)


def test_left_out_and_nothing_to_audit_are_said(exp):
    smote, none = list(exp.runs.values())[-1], exp.none
    left = card_html(exp, smote, audit=False)
    assert "audit=False was given" in left and "Synthetic is not anonymous" in left and "Copy detectors" not in left
    assert "what synthetic rows are like and whom they give away" in " ".join(
        collect(exp, smote, audit=False)["limits"]
    )
    assert collect(exp, none)["audit"]["state"] == "nothing"
    assert "no synthetic rows were made" in card_html(exp, none)


def test_an_audit_that_was_made_before_is_taken_with_its_rules_and_groups(people, full):
    run = full["run"]
    rule = lambda frame: frame["x"] > 0  # noqa: E731
    audit = quietly(sb.audit_synthetic, run, protected=WHO, constraints=[rule])
    facts = collect(people, run, audit=audit)
    assert [one["measure"] for one in facts["audit"]["constraints"]] == ["constraints[0]"]
    assert facts["fairness"] == full["facts"]["fairness"]
    assert "Share of new rows that break each rule" in card_html(people, run, audit=audit)
    assert "No rules were given" in full["html"]


def test_an_audit_of_another_run_or_of_another_kind_is_refused(exp):
    smote = list(exp.runs.values())[-1]
    audit = sb.audit_synthetic(exp.none)
    with pytest.raises(ValueError, match="audit is of the run 'none'"):
        card_html(exp, smote, audit=audit)
    with pytest.raises(TypeError, match="needs an Audit, False or None, got bool"):
        card_html(exp, smote, audit=True)


def test_an_audit_that_cannot_be_made_does_not_stop_the_card(payments_split):
    calls = []

    def rule(frame):
        calls.append(len(frame))
        if len(calls) > 1:
            raise KeyError("gone")
        return frame["amount"] >= 0

    exp = small(payments_split)
    run = quietly(exp.run, sb.CounterfactualSampler(sampling_strategy=0.1, constraints=[rule], random_state=0))
    calls += [0, 0]
    facts = collect(exp, run)
    assert facts["audit"]["state"] == "failed" and "gone" in facts["audit"]["words"]
    assert "could not be audited" in card_html(exp, run)


def test_without_protected_columns_the_card_says_what_was_not_examined_and_how_to(exp):
    run = list(exp.runs.values())[-1]
    html, limits = card_html(exp, run), " ".join(collect(exp, run)["limits"])
    assert "were not examined; no protected column was named" in html and "protected=[" in html
    assert NOT_GROUPS in limits and "how scores change as the world does" in limits


def test_rates_before_and_after_stand_with_their_intervals_for_each_group(full):
    html, facts = full["html"], full["facts"]["fairness"]
    assert NOT_GROUPS not in " ".join(full["facts"]["limits"])
    assert [group["name"] for group in facts["columns"][0]["groups"]] == sorted(f"{WHO} = {name}" for name in GROUPS)
    rates = [rate for group in facts["columns"][0]["groups"] for rate in group["rates"].values()]
    assert all(words.rates(rate[state]) in html for rate in rates for state in ("before", "now"))
    few = [group["name"] for group in facts["columns"][0]["groups"] if group["few"]]
    assert f"{WHO} = {GROUPS[3]}" in few and f"{WHO} = {GROUPS[0]}" not in few
    assert html.count('<span class="few">*</span>') >= 2


def test_doing_nothing_has_one_column_of_rates(people):
    html = card_html(people, people.none, protected=WHO)
    part = html[html.index("h-fairness") : html.index("h-limits")]
    assert "Change</th>" not in part and 'colspan="2"' not in part and Page(html).open == []


def test_a_protected_column_that_is_not_there_is_refused(people):
    with pytest.raises(ValueError, match="protected='nobody' needs a feature"):
        card_html(people, protected="nobody")
