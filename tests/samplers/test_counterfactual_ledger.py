"""What is told about counterfactual rows: parents, edits, validity and the sentence of one row; progress and cancel."""

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.samplers._counterfactual.ledger import Entry, Ledger
from synthbalance.table import table_hash
from tests.samplers.counterfactuals import fraud, payments, quiet, two_clouds

NATIVE = ["training the oracle", "scoring real rows", "weighing columns", "finding pairs", "measuring distances",
          "putting columns back", "making rows"]  # fmt: skip
CFA = ["training the oracle", "finding native pairs", "measuring distances", "making rows"]


def told(target="is_fraud"):
    """The ledger of three rows: one edited, one copied, one made by SMOTE."""
    frame = pd.DataFrame({"amount": [12.0, 1.0, np.nan], "V14": [-0.3, -5.12345, 2.0], "shop": ["a", "b", "c"]})
    ledger = Ledger()
    parents = pd.DataFrame({"base": [0, 1], "donor": [1, 1], "relaxed": [False, True]})
    edits = np.array([[True, True, False], [False, False, False]])
    weight = np.array([0.1, 0.4, 0.2])
    ledger.add(Entry(1, parents, edits, np.array([0.9, 0.8]), 0.5, weight, "edited"))
    ledger.add(Entry.of_fill(1, pd.DataFrame({"base": [1], "donor": [2], "relaxed": [True]}), 3))
    return ledger, [ledger.explain(i, frame, target) for i in range(3)]


def test_a_row_is_told_by_its_edits_the_most_important_first():
    assert told()[1][0] == "Row 0 (real row 0) became is_fraud = 1 by V14: -0.3 -> -5.123 and amount: 12 -> 1."
    assert told(target=None)[1][0].startswith("Row 0 (real row 0) became class 1 by V14")


def test_copies_and_smote_rows_are_told_as_what_they_are():
    _, (_, copy, smote) = told()
    assert copy == "Row 1 is a copy of the real row 1, as too few edited rows passed."
    assert smote == "Row 2 was made by SMOTE between the real rows 1 and 2, as too few edited rows passed."


def test_missing_values_are_told_in_words():
    frame = pd.DataFrame({"amount": [np.nan, 7.0]})
    ledger = Ledger()
    parents = pd.DataFrame({"base": [0, 1], "donor": [1, 0], "relaxed": False})
    ledger.add(Entry("odd", parents, np.array([[True], [True]]), np.ones(2), 0.5, np.zeros(1), "edited"))
    assert ledger.explain(0, frame, "kind") == "Row 0 (real row 0) became kind = odd by amount: missing -> 7."
    assert ledger.explain(1, frame, "kind") == "Row 1 (real row 1) became kind = odd by amount: 7 -> missing."


def test_the_tables_join_the_entries_and_smote_rows_claim_no_validity():
    parents, edits, validity = told()[0].tables(["amount", "V14", "shop"])
    assert parents["relaxed"].tolist() == [False, True, True]
    assert edits.sum(axis=1).tolist() == [2, 0, 0]
    assert validity["valid"].tolist() == [True, True, False]
    assert validity.iloc[2, :2].isna().all()


@pytest.mark.parametrize("i", [-1, 30, 1.0, "0", None])
def test_a_row_that_is_not_there_is_a_clear_error(i):
    with pytest.raises(ValueError, match="i needs a position among the 30 new rows of the last result, got"):
        fraud().sampler.explain(i)


def test_the_sentence_of_a_made_row_names_its_edits_and_no_other_column():
    made = fraud()
    for i in range(30):
        sentence = made.sampler.explain(np.int64(i))
        assert sentence.startswith(f"Row {i} (real row {made.parents['base'][i]}) became class 1 by ")
        for name in made.X:
            assert (f" {name}: " in sentence) == made.edits[name][i]


def test_the_name_of_the_labels_is_used():
    X, y = payments()
    sampler = sb.CounterfactualSampler(sampling_strategy={1: 42}, random_state=0).fit(X, y)
    with pytest.raises(ValueError, match="among the 0 new rows"):
        sampler.explain(0)
    sampler.fit_resample(X, y)
    assert " became is_fraud = 1 by " in sampler.explain(0)


def test_after_generate_the_ledger_is_that_of_its_rows():
    made = quiet(*payments(), 12)
    rows = made.sampler.generate(7)
    sampler = made.sampler
    assert len(rows) == len(sampler.parents_) == len(sampler.edits_) == len(sampler.validity_) == 7
    base = made.X.iloc[sampler.parents_["base"]].reset_index(drop=True)
    assert (base["n_items"] == rows["n_items"])[~sampler.edits_["n_items"]].all()
    with pytest.raises(ValueError, match="among the 7 new rows"):
        sampler.explain(7)


def test_generate_makes_rows_of_a_class_nothing_was_asked_for_before():
    X, y = two_clouds(n_rows=120, n_rare=50)
    sampler = sb.CounterfactualSampler(random_state=0, purpose="explain").fit(X, y)
    rows, labels = sampler.generate(10, label=0, return_y=True)
    assert labels.tolist() == [0] * len(rows)
    assert (y[sampler.parents_["donor"]] == 0).all()
    assert (y[sampler.parents_["base"]] == 1).all()


def test_without_new_rows_the_tables_are_empty():
    X, y = two_clouds()
    sampler = sb.CounterfactualSampler(sampling_strategy={1: 40}, random_state=0)
    assert len(sampler.fit_resample(X, y)[0]) == len(X)
    assert sampler.parents_ is None
    assert len(sampler.edits_) == len(sampler.validity_) == 0


@pytest.mark.parametrize(("method", "stages"), [("native", NATIVE), ("cfa", CFA)])
def test_every_long_loop_tells_how_far_it_is(method, stages):
    X, y = two_clouds(n_rows=200, n_rare=20)
    seen = []
    sampler = sb.CounterfactualSampler(sampling_strategy={1: 30}, random_state=0, method=method, shortfall="relax")
    sampler.on_progress = lambda *progress: seen.append(progress)
    sampler.fit_resample(X, y)
    assert list(dict.fromkeys(stage for stage, *_ in seen if stage in stages)) == stages
    assert all(0 <= done <= total for _, done, total in seen)
    assert sum(stage == "training the oracle" for stage, *_ in seen) >= 100


@pytest.mark.parametrize(("method", "stage"), [*(("native", s) for s in NATIVE), *(("cfa", s) for s in CFA[1:])])
def test_each_of_them_can_be_cancelled(method, stage):
    X, y = two_clouds(n_rows=200, n_rare=20)
    sampler = sb.CounterfactualSampler(sampling_strategy={1: 30}, random_state=0, method=method, shortfall="relax")
    sampler.on_progress = lambda now, done, total: now != stage
    with pytest.raises(sb.Cancelled, match=f"Cancelled while {stage}: "):
        sampler.fit_resample(X, y)


def test_the_oracle_is_cancelled_between_two_trees():
    calls = []
    sampler = sb.CounterfactualSampler(random_state=0)
    sampler.on_progress = lambda stage, done, total: calls.append(done) or done < 130
    with pytest.raises(sb.Cancelled, match="training the oracle: 130 of 500"):
        sampler.fit(*two_clouds(n_rows=100, n_rare=20))
    assert calls[-1] == 130


def test_after_a_cancel_the_same_call_goes_on_as_if_nothing_had_been():
    X, y = two_clouds()
    sampler = sb.CounterfactualSampler(sampling_strategy={1: 50}, random_state=0)
    sampler.on_progress = lambda stage, done, total: stage != "making rows"
    with pytest.raises(sb.Cancelled):
        sampler.fit_resample(X, y)
    sampler.on_progress = None
    fresh = sb.CounterfactualSampler(sampling_strategy={1: 50}, random_state=0).fit(X, y)
    assert table_hash(sampler.generate(10)) == table_hash(fresh.generate(10))
