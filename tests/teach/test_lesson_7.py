"""The questions of lesson 7: right, the well-known ways to be wrong, and what is no answer."""

import pandas as pd
import pytest

import synthbalance as sb
from synthbalance import teach
from synthbalance.teach._questions.lesson_7 import QUESTIONS


def smote_of(data, target):
    """SMOTE's parents and which training rows are frauds, made as the notebook makes them."""
    train = sb.split_holdout(data, target=target, random_state=0).train
    sampler = sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(train.y), random_state=0)
    sampler.fit_resample(train.X, train.y)
    return sampler.parents_, train.y == 1


@pytest.fixture(scope="module")
def smote():
    return smote_of(*teach.table("families"))


def share_of(smote):
    parents, is_fraud = smote
    return len(set(parents["seed"]) | set(parents["neighbor"])) / is_fraud.sum()


def test_the_share_of_parents_is_right_and_said_nowhere_in_the_hints(smote):
    answer = teach.check("7.2", share_of(smote))
    assert answer.status == "right" and "end of a line" in answer.hint
    assert not any(f"{share_of(smote):.2f}"[1:] in hint for hint in QUESTIONS["7.2"].hints)


@pytest.mark.parametrize("kind", [set, list, tuple])
def test_the_observed_families_are_right_in_any_order(kind):
    assert teach.check("7.1", kind(["counterfactual", "copies"])).status == "right"


def test_the_two_families_write_observed_values_only_and_the_quick_others_do_not():
    payments, target = teach.table("families")
    train = sb.split_holdout(payments, target=target, random_state=0).train
    same = {"sampling_strategy": sb.suggested_ratio(train.y), "random_state": 0}
    made = {
        "copies": sb.RandomSampler(**same), "SMOTE": sb.SMOTESampler(**same), "MGS": sb.MGSSampler(**same),
        "copula": sb.GaussianCopulaSampler(**same), "rules": sb.RuleSampler(**same),
        "counterfactual": sb.CounterfactualSampler(**same),
    }  # fmt: skip
    found = set()
    for name, sampler in made.items():
        X, _ = sampler.fit_resample(train.X, train.y)
        new = X[sampler.synthetic_mask_]
        found |= {name} if all(new[column].isin(train.X[column]).all() for column in new) else set()
    assert teach.check("7.1", found).status == "right"


def test_no_family_is_private_by_itself():
    assert teach.check("7.3", "None").status == "right"


@pytest.mark.parametrize("name", QUESTIONS)
def test_hints_grow_and_none_holds_the_answer(name):
    hints = QUESTIONS[name].hints
    assert len(hints) >= 2 and len(set(hints)) == len(hints)
    assert not any(word in hint for hint in hints for word in ("copies", "counterfactual", '"none"'))


@pytest.mark.parametrize(
    "name, wrong, said",
    [
        ("7.1", {"copies", "counterfactual", "SMOTE"}, "numbers lie in between"),
        ("7.1", ["copies", "counterfactual", "rules"], "draw from a range"),
        ("7.1", {"copies"}, "one of two real rows"),
        ("7.3", "SMOTE", "no exact copy"),
        ("7.3", "copula", "quantiles"),
        ("7.3", "diffusion", "by heart"),
        ("7.3", "rules", "starts from a real row"),
    ],
)
def test_a_known_mistake_gets_its_own_sentence(name, wrong, said):
    answer = teach.check(name, wrong, attempt=1)
    assert answer.status == "wrong" and said in answer.hint


def test_one_kind_of_parent_or_all_rows_are_known_mistakes(smote):
    parents, is_fraud = smote
    for column, said in (("seed", "These are the seeds"), ("neighbor", "These are the neighbours")):
        assert said in teach.check("7.2", parents[column].nunique() / is_fraud.sum(), attempt=1).hint
    assert "all training rows" in teach.check("7.2", share_of(smote) * is_fraud.mean(), attempt=1).hint


@pytest.mark.parametrize(
    "name, value, needs",
    [
        ("7.1", "copies", "a list or set of names"),
        ("7.2", 97, "a number between 0 and 1"),
        ("7.3", "GAN", "one of 'SMOTE'"),
    ],
)
def test_another_kind_of_value_is_told_what_it_takes(name, value, needs):
    answer = teach.check(name, value)
    assert answer.status == "wrong" and needs in answer.hint


@pytest.mark.filterwarnings("ignore:Column 'a' looks like an id")
def test_the_answer_follows_a_table_of_ones_own(smote):
    rows = pd.DataFrame(
        {"a": range(400), "b": [(7 * i) % 31 for i in range(400)], "fraud": [i % 10 == 0 for i in range(400)]}
    )
    teach.table("families", rows, "fraud")
    assert teach.check("7.2", share_of(smote)).status == "wrong"
    assert teach.check("7.2", share_of(smote_of(rows, "fraud"))).status == "right"
