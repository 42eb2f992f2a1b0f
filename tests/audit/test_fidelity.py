"""Fidelity: each measure is good for rows of the same distribution, and bad for what it is there to find."""

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.audit import _tables
from synthbalance.audit._balls import coverage_and_density
from synthbalance.audit._places import Space, nearest
from synthbalance.audit._tables import Rows
from tests.audit.made import make_run, make_split, rare, rows, sentence, value


def fidelity(new, split=None):
    return sb.audit_synthetic(make_run(new, split)).fidelity


def figure(frame, measure):
    return frame.set_index("measure").loc[measure]


@pytest.fixture(scope="module")
def alike():
    return fidelity(rare(400, np.random.default_rng(11)), make_split(1))


@pytest.fixture(scope="module")
def of_the_others():
    return fidelity(rows(400, np.random.default_rng(12)), make_split(1))


def test_rows_of_the_same_distribution_are_found_alike(alike):
    found = figure(alike, "two_sample_auc")
    assert found["low"] < 0.5 < found["high"]
    assert value(alike, "column_shapes") > 0.9
    assert value(alike, "pair_trends") > 0.85
    assert value(alike, "coverage") > 0.9
    assert 0.85 < value(alike, "density") < 1.15
    assert value(alike, "out_of_range") < 0.1


def test_majority_rows_handed_in_as_rare_ones_are_found(alike, of_the_others):
    assert value(alike, "hidden_majority") < 0.25
    assert value(of_the_others, "hidden_majority") > 0.85
    excess = figure(of_the_others, "hidden_majority_excess")
    assert excess["low"] > 0.6
    real = value(of_the_others, "hidden_majority_real")
    assert excess["value"] == pytest.approx(value(of_the_others, "hidden_majority") - real)
    assert "more often than real rare rows do" in excess["sentence"]


def test_another_distribution_is_found_by_every_measure(alike, of_the_others):
    assert value(of_the_others, "two_sample_auc") > 0.9
    for measure in ("column_shapes", "pair_trends", "coverage", "density"):
        assert value(of_the_others, measure) < value(alike, measure), measure
    assert value(of_the_others, "out_of_range") > value(alike, "out_of_range")


def test_numbers_drawn_one_by_one_keep_their_shapes_and_lose_their_trends():
    rng = np.random.default_rng(5)
    source = rare(400, rng)
    shuffled = pd.DataFrame(
        {name: source[name].sample(frac=1, random_state=k).to_numpy() for k, name in enumerate(source)}
    )
    audit = sb.audit_synthetic(make_run(shuffled.astype(source.dtypes.to_dict())))
    pairs = audit.pairs.set_index(["column_1", "column_2"])["value"]
    assert value(audit.fidelity, "column_shapes") > 0.9
    assert pairs["x", "z"] == pytest.approx(0.6, abs=0.1)


def test_copies_of_one_row_cover_little():
    one = fidelity(pd.concat([rare(1, np.random.default_rng(0))] * 300, ignore_index=True))
    assert value(one, "coverage") < 0.3
    assert value(one, "column_shapes") < 0.6


def test_a_value_beyond_the_training_rows_of_the_class_is_out_of_range():
    split = make_split()
    new = split.train.X[split.train.y == 1].head(100).reset_index(drop=True)
    assert value(fidelity(new, split), "out_of_range") == 0
    new.loc[:9, "x"] = 99.0
    new.loc[10:14, "n_items"] = -1
    assert value(fidelity(new, split), "out_of_range") == pytest.approx(0.15)


def test_a_category_that_the_class_never_has_is_out_of_range():
    split = make_split()
    for part in (split.train, split.validation, split.holdout):
        part.X = part.X.assign(channel=part.X["channel"].cat.add_categories("fax"))
    new = split.train.X[split.train.y == 1].head(50).reset_index(drop=True)
    new.loc[:4, "channel"] = "fax"
    new.loc[5, "channel"] = None
    assert value(fidelity(new, split), "out_of_range") == pytest.approx(6 / 50)


def test_sentences_name_what_real_rows_reach(alike):
    for measure in ("column_shapes", "pair_trends", "coverage", "density", "out_of_range", "hidden_majority"):
        assert "real holdout rare rows: " in sentence(alike, measure)


def test_few_real_rows_are_said_to_teach_the_classifier_little():
    split = make_split(n_rare={"train": 60, "validation": 12, "holdout": 60})
    assert "12 real rows it learned little" in sentence(
        fidelity(rare(60, np.random.default_rng(0)), split), "two_sample_auc"
    )


def test_large_tables_are_sampled_and_the_sentence_says_so(monkeypatch):
    monkeypatch.setattr(_tables, "MOST_SYNTHETIC", 100)
    monkeypatch.setattr(_tables, "MOST_REAL", 350)
    found = fidelity(rare(150, np.random.default_rng(2)))
    assert "(100 of the 150 synthetic rows and 350 of the 600 validation rows, drawn at random)" in sentence(
        found, "hidden_majority"
    )


def test_balls_reach_to_the_fifth_neighbour():
    line = Rows(np.arange(8.0)[:, None], np.empty((8, 0), dtype=np.uint8))
    space = Space(line)
    new = Rows(np.array([[0.0], [100.0]]), np.empty((2, 0), dtype=np.uint8))
    covered, inside, share = coverage_and_density(space(line), space(new))
    # Rows 0 to 5 reach to 0: row 5's fifth neighbour is 2 or 3 away only.
    radii = np.array([5, 4, 3, 3, 3, 3, 4, 5])
    reach_zero = np.arange(8) <= radii
    assert covered.tolist() == reach_zero.astype(float).tolist()
    assert inside.tolist() == [reach_zero.sum() / 5, 0.0]
    assert share.mean() == pytest.approx(inside.mean())


def test_coverage_does_not_grow_with_the_number_of_synthetic_rows():
    rng = np.random.default_rng(4)
    few, many = (value(fidelity(rare(n, rng)), "coverage") for n in (200, 3000))
    assert few == pytest.approx(many, abs=0.05)


@pytest.mark.parametrize("k", [1, 3])
def test_nearest_is_the_nearest_by_the_written_distance(k):
    rng = np.random.default_rng(k)
    a, b = (Rows(rng.normal(size=(n, 2)), rng.integers(0, 3, (n, 2)).astype(np.uint8)) for n in (20, 30))
    space = Space(b)
    squares = ((a.numbers[:, None] - b.numbers) ** 2 / b.numbers.var(axis=0)).sum(axis=2)
    expected = np.sort(np.sqrt(squares + (a.codes[:, None] != b.codes).sum(axis=2)), axis=1)[:, :k]
    assert nearest(space(a), space(b), k) == pytest.approx(expected)
    assert (nearest(space(b), space(b), k)[:, 0] == 0).all()
