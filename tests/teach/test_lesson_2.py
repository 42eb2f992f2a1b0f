"""Lesson 2: its solutions are right, each well-known mistake gets its own sentence, hints never tell."""

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import train_test_split

import synthbalance as sb
from synthbalance import teach
from synthbalance.teach._questions.lesson_2 import QUESTIONS


@pytest.fixture(scope="module")
def parents():
    data, target = teach.table("2")
    known = sb.split_holdout(data, target=target, random_state=0).train
    sampler = sb.SMOTESampler(sampling_strategy=0.05, random_state=0)
    sampler.fit_resample(known.X, known.y)
    return known.X, sampler.parents_.iloc[1]


@pytest.fixture(scope="module")
def in_training():
    data, target = teach.table("2")
    X = data.drop(columns=target).select_dtypes(exclude="datetime")
    X = X.astype(dict.fromkeys(X.select_dtypes(exclude="number"), "category"))
    smote = sb.SMOTESampler(random_state=0)
    X_more, y_more = smote.fit_resample(X, data[target])
    fit, test = train_test_split(X_more.index, stratify=y_more, random_state=0)
    return smote.parents_.iloc[test[test >= len(X)] - len(X)].isin(fit)


def prepare(X, y, **how):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, **{"stratify": y} | how)
    X_train, y_train = sb.SMOTESampler(sampling_strategy=0.5, random_state=0).fit_resample(X_train, y_train)
    return X_train, y_train, X_test, y_test


def resample_first(X, y):
    X, y = sb.SMOTESampler(sampling_strategy=0.5, random_state=0).fit_resample(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.25, random_state=0)
    return X_train, y_train, X_test, y_test


def children_stay(X, y):
    """Test rows are real and taken out of training, but the sampler has seen them."""
    X_more, y_more = sb.SMOTESampler(sampling_strategy=0.5, random_state=0).fit_resample(X, y)
    _, test = train_test_split(X.index, stratify=y, test_size=0.25, random_state=0)
    stays = ~X_more.index.isin(test)
    return X_more[stays], y_more[stays], X.loc[test], y.loc[test]


def by_hand(parents, gap, way="iloc"):
    X, pair = parents
    start, end = (getattr(X.select_dtypes("float"), way)[row] for row in pair)
    return start + gap * (end - start)


def test_the_line_is_right_as_a_series_and_as_a_list(parents):
    assert teach.check("2.1", by_hand(parents, 0.25))
    assert teach.check("2.1", by_hand(parents, 0.25).tolist())


@pytest.mark.parametrize(
    ("gap", "said"), [(0.75, "from the neighbour"), (0.0, "the seed itself"), (1.0, "the neighbour itself")]
)
def test_the_wrong_end_of_the_line_is_named(parents, gap, said):
    assert said in teach.check("2.1", by_hand(parents, gap)).hint


def test_labels_taken_for_positions_are_named():
    from synthbalance.teach._questions.lesson_2 import _between

    assert "not labels" in teach.check("2.1", _between(0.25, by_label=True)).hint


def test_the_row_of_the_sampler_itself_is_named():
    data, target = teach.table("2")
    train = sb.split_holdout(data, target=target, random_state=0).train
    sampler = sb.SMOTESampler(sampling_strategy=0.05, random_state=0)
    made = sampler.fit_resample(train.X, train.y)[0][sampler.synthetic_mask_]
    answer = teach.check("2.1", made.select_dtypes("float").iloc[1])
    assert answer.status == "wrong" and "the row that the sampler made" in answer.hint


def test_the_vote_is_right_however_it_is_written():
    assert teach.check("2.2", lambda seen: max(seen, key=list(seen).count))
    assert teach.check("2.2", lambda seen: pd.Series(seen).value_counts(sort=False).idxmax())


@pytest.mark.parametrize(
    ("vote", "said"),
    [
        (lambda seen: seen[0], "nearest one is outvoted"),
        (lambda seen: pd.Series(seen).mode()[0], "as frequent"),
        (lambda seen: seen[-1], "outvoted"),
        (lambda seen: ..., "Which category do most"),
        (lambda seen: seen.mode(), "raised AttributeError"),
    ],
)
def test_other_votes_are_told_a_case_that_they_get_wrong(vote, said):
    assert said in teach.check("2.2", vote).hint


def test_the_step_that_leaks_is_right_and_each_other_gets_a_sentence():
    assert teach.check("2.3", "B") and teach.check("2.3", " b")
    hints = {teach.check("2.3", step, attempt=1).hint for step in "ACDE"}
    assert len(hints) == 4 and all(len(hint) > len(QUESTIONS["2.3"].hints[0]) for hint in hints)


def test_the_share_with_a_parent_in_training_is_right(in_training):
    assert teach.check("2.4", in_training.any(axis=1).mean())


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda found: found.all(axis=1).mean(), "one is enough"),
        (lambda found: found["seed"].mean(), "the neighbour counts as well"),
        (lambda found: 1 - found.any(axis=1).mean(), "no parent in training"),
    ],
)
def test_other_shares_are_named(in_training, mistake, said):
    assert said in teach.check("2.4", mistake(in_training)).hint


def test_resampling_after_the_split_is_right_with_any_sampler():
    assert teach.check("2.5", prepare)
    assert teach.check("2.5", lambda X, y: [part.to_numpy() for part in prepare(X, y)])


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (resample_first, "not real"),
        (children_stay, "children of test rows"),
        (lambda X, y: prepare(X, y, stratify=None, shuffle=False), "stratify"),
        (lambda X, y: [prepare(X, y)[which] for which in (0, 2, 1, 3)], "The order is"),
        (lambda X, y: prepare(X, y)[:2], "four things"),
        (lambda X, y: (X, y, X, y), "both parts"),
        (lambda X, y: train_test_split(X, y, test_size=0.25), "The order is"),
        (lambda X, y: ..., "four things"),
    ],
)
def test_a_pipeline_that_leaks_or_lacks_something_is_told_so(mistake, said):
    assert said in teach.check("2.5", mistake).hint


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_hints_grow_and_never_hold_the_answer(name, in_training):
    asked = QUESTIONS[name]
    spoken = [*asked.hints, asked.praise]
    told = {"2.4": f"{in_training.any(axis=1).mean():.2f}", "2.3": "B"}.get(name, "stratify=y, test_size=0.25")
    assert len(set(asked.hints)) == len(asked.hints) >= 2
    assert not any(told in text.split() or (len(told) > 1 and told in text) for text in spoken)


@pytest.mark.parametrize(
    ("name", "odd", "said"),
    [("2.1", "x", "an array"), ("2.2", "web", "a function"), ("2.3", "F", "one of"), ("2.4", 7, "between 0 and 1")],
)
def test_another_kind_of_value_is_told_what_it_takes(name, odd, said):
    assert said in teach.check(name, odd).hint


def test_too_few_numbers_are_wrong_and_are_counted(parents):
    numbers = np.asarray(by_hand(parents, 0.25))
    answer = teach.check("2.1", numbers[:2])
    assert answer.status == "wrong" and answer.hint.startswith(f"It has 2 numbers, and {len(numbers)} are asked for.")
