"""Lesson 4: edits are found by comparing, pruning goes step by step, and rules say what may exist."""

import pandas as pd
import pytest

import synthbalance as sb
from synthbalance import teach
from synthbalance.teach._questions import questions
from synthbalance.teach._tables import table


@pytest.fixture(scope="module")
def train():
    payments, target = table("4")
    return sb.split_holdout(payments, target=target, random_state=0).train


@pytest.fixture(scope="module")
def made(train):
    return {purpose: _fitted(train, purpose) for purpose in ("explain", "augment")}


@pytest.fixture(scope="module")
def row(train, made):
    """The row asked for, its base and its donor."""
    sampler, new = made["explain"]
    return new.iloc[15], *(train.X.iloc[sampler.parents_.loc[15, one]] for one in ("base", "donor"))


def test_the_edited_columns_are_those_that_differ_from_the_base(made):
    edited = made["explain"][0].edits_.loc[15]
    for columns in (set(edited.index[edited]), list(edited.index[edited])):
        assert teach.check("4.1", columns)


def test_cells_that_are_missing_in_both_rows_are_no_edits(row):
    mine, base, _ = row
    answer = {column for column in mine.index if mine[column] != base[column]}
    assert "missing in both" in teach.check("4.1", answer).hint


def test_columns_that_differ_from_the_donor_are_another_question(row):
    mine, _, donor = row
    answer = {c for c in mine.index if mine[c] != donor[c] and not (pd.isna(mine[c]) and pd.isna(donor[c]))}
    assert "differ from the donor" in teach.check("4.1", answer).hint


def one_after_the_other(base, donor, is_fraud, columns=None):
    row = donor.copy()
    for column in base.index if columns is None else columns:
        tried = row.copy()
        tried[column] = base[column]
        row = tried if is_fraud(tried) else row
    return {column for column in base.index if row[column] != base[column]}


@pytest.mark.parametrize("turn", [1, -1])
def test_pruning_is_right_in_any_order(turn):
    assert teach.check(
        "4.2", lambda base, donor, is_fraud: one_after_the_other(base, donor, is_fraud, base.index[::turn])
    )


def each_against_the_donor(base, donor, is_fraud):
    alone = {column: donor.where(donor.index != column, base) for column in base.index}
    return {column for column in base.index if not is_fraud(alone[column])}


@pytest.mark.parametrize(
    ("prune", "words"),
    [
        (each_against_the_donor, "puts back both"),
        (lambda base, donor, is_fraud: {"amount"}, "needs two"),
        (lambda base, donor, is_fraud: {"amount", "hour"}, "keeps both; one"),
        (lambda base, donor, is_fraud: set(base.index), "makes no difference"),
        (lambda base, donor, is_fraud: donor.to_dict, "should return a set of column names"),
        (lambda base, donor: {"amount"}, "It raised TypeError"),
    ],
)
def test_a_wrong_way_to_prune_is_told_what_it_does(prune, words):
    answer = teach.check("4.2", prune)
    assert answer.status == "wrong" and words in answer.hint


def test_donors_are_counted_once(made):
    parents = made["augment"][0].parents_
    assert teach.check("4.3", parents["donor"].nunique())
    assert "how many rows were made" in teach.check("4.3", len(parents)).hint
    assert "bases, honest payments" in teach.check("4.3", parents["base"].nunique()).hint
    assert "gave at most" in teach.check("4.3", parents["donor"].value_counts().max()).hint


def counts_fit(rows):
    return (rows["payments_1h"] <= rows["payments_24h"]) & (rows["payments_24h"] <= rows["payments_7d"])


def test_a_rule_may_be_given_as_series_array_or_list():
    for rule in (counts_fit, lambda rows: counts_fit(rows).to_numpy(), lambda rows: list(counts_fit(rows))):
        assert teach.check("4.4", rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (lambda rows: ~counts_fit(rows), "wrong way round"),
        (lambda rows: rows["payments_1h"] < rows["payments_24h"], "Equal counts are possible"),
        (lambda rows: rows["payments_1h"] <= rows["payments_24h"], "breaks one of the two"),
        (lambda rows: rows["payments_1h"] <= rows["payments_24h"] <= rows["payments_7d"], "It raised ValueError"),
        (lambda rows: rows["payments_1h"] == rows["payments_7d"], "refuses a row"),
        (lambda rows: True, "one True or False for each row"),
    ],
)
def test_a_wrong_rule_is_told_what_it_does(rule, words):
    answer = teach.check("4.4", rule)
    assert answer.status == "wrong" and words in answer.hint


@pytest.mark.parametrize(
    ("name", "value", "needs"),
    [
        ("4.1", "amount", "a list or set of names"), ("4.2", {"amount"}, "a function of base, donor"),
        ("4.3", [3], "a number"), ("4.4", True, "a function of a table"),
    ],
)  # fmt: skip
def test_a_wrong_kind_of_value_is_told_what_it_takes(name, value, needs):
    assert f"It takes {needs}" in teach.check(name, value).hint


def test_hints_grow_and_hold_no_answer(made):
    wrong = {"4.1": {"nothing"}, "4.2": lambda *_: {"nothing"}, "4.3": 0, "4.4": lambda rows: True}
    for name, value in wrong.items():
        hints = [teach.check(name, value, attempt=k).hint for k in (1, 2, 3)]
        assert len(set(hints)) >= 2
    sampler = made["explain"][0]
    said = " ".join(hint for name in wrong for hint in questions()[name].hints)
    assert str(made["augment"][0].parents_["donor"].nunique()) not in said
    assert not any(column in " ".join(questions()["4.1"].hints) for column in sampler.edits_)


def test_a_table_of_ones_own_moves_the_right_answer(made):
    own, target = table("4")
    teach.table("4", own.iloc[:6_000].reset_index(drop=True), target)
    assert not teach.check("4.3", made["augment"][0].parents_["donor"].nunique())


def _fitted(train, purpose):
    twice = {1: 2 * int(train.y.sum())}
    sampler = sb.CounterfactualSampler(purpose=purpose, sampling_strategy=twice, random_state=0)
    rows, _ = sampler.fit_resample(train.X, train.y)
    return sampler, rows[sampler.synthetic_mask_]
