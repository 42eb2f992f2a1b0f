"""Privacy: rows learned by heart are found, rows of the same distribution are not."""

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.audit._records import affordable, closest_record
from synthbalance.audit._tables import Rows
from tests.audit.made import make_run, make_split, rare, rows, sentence, value


def privacy(new, split):
    return sb.audit_synthetic(make_run(new, split)).privacy


def of_class(part, label):
    return part.X[part.y == label].reset_index(drop=True)


@pytest.fixture(scope="module")
def split():
    return make_split()


@pytest.fixture(scope="module")
def copies(split):
    return privacy(of_class(split.train, 1), split)


@pytest.fixture(scope="module")
def fresh(split):
    return privacy(rare(300, np.random.default_rng(21)), split)


def test_copies_of_training_rows_are_all_found(copies):
    assert value(copies, "exact_copies") == 1
    assert value(copies, "closest_record_ratio") == 0
    assert value(copies, "neighbor_distance_ratio") == 0
    assert value(copies, "closest_record_distance") == 0


def test_fresh_rows_of_the_same_distribution_look_like_the_holdout(fresh):
    assert value(fresh, "exact_copies") == 0
    ratio = fresh.set_index("measure").loc["closest_record_ratio"]
    assert ratio["low"] < 1 < ratio["high"]
    real = value(fresh, "neighbor_distance_ratio_real")
    assert value(fresh, "neighbor_distance_ratio") == pytest.approx(real, abs=0.08)


def test_rows_learned_by_heart_betray_who_was_trained_on(copies, fresh):
    for measure in ("membership_auc", "membership_auc_rare"):
        betrayed, kept = (frame.set_index("measure").loc[measure] for frame in (copies, fresh))
        assert betrayed["value"] > 0.95
        assert kept["low"] < 0.5 < kept["high"]


def test_rows_close_to_training_rows_betray_them_too(split):
    near = of_class(split.train, 1)
    near["x"] += np.random.default_rng(0).normal(scale=0.02, size=len(near))
    found = privacy(near, split)
    assert value(found, "exact_copies") == 0
    assert value(found, "membership_auc") > 0.8
    assert value(found, "closest_record_ratio") < 0.3


def test_rows_made_of_majority_rows_betray_those_rows(split, copies):
    from_others = privacy(of_class(split.train, 0), split)
    assert value(from_others, "exact_copies") == 1
    assert value(from_others, "membership_auc_others") > 0.95
    assert "a row of the other class" in sentence(from_others, "membership_auc_others")
    assert value(copies, "membership_auc_others") == pytest.approx(0.5, abs=0.06)


def test_half_copies_are_half_the_share(split):
    new = pd.concat([of_class(split.train, 1).head(50), rare(50, np.random.default_rng(3))], ignore_index=True)
    assert value(privacy(new, split), "exact_copies") == pytest.approx(0.5)


def test_parts_of_different_times_are_said_to_move_the_attack(split):
    by_time = make_split(how="by time")
    assert "which alone can move this figure" in sentence(
        privacy(rare(50, np.random.default_rng(0)), by_time), "membership_auc"
    )


def test_a_holdout_of_copies_leaves_the_ratio_unknown():
    split = make_split()
    split.holdout.X = pd.concat(
        [of_class(split.train, 1).head(200), rows(400, np.random.default_rng(1))], ignore_index=True
    )
    split.holdout.y = pd.Series(np.repeat([1, 0], [200, 400]))
    found = privacy(rare(50, np.random.default_rng(0)), split)
    assert np.isnan(value(found, "closest_record_ratio"))
    assert "half of the real holdout rare rows equal a training row" in sentence(found, "closest_record_ratio")


def test_the_closest_record_counts_shares_of_ranges_and_differing_categories():
    known = Rows(np.array([[0.0, 5.0], [10.0, np.nan]]), np.array([[1], [2]], dtype=np.uint8))
    new = Rows(np.array([[1.0, 5.0], [99.0, np.nan], [0.0, 6.0]]), np.array([[1], [2], [1]], dtype=np.uint8))
    # Column 1 spans 10 and column 2 nothing; beyond the range counts as 1, missing beside missing as 0.
    assert closest_record(new, known) == pytest.approx([0.1 / 3, 1 / 3, 1 / 3])


def test_as_many_rows_are_compared_as_are_affordable():
    many, few = (Rows(np.zeros((n, 10)), np.empty((n, 0), dtype=np.uint8)) for n in (100_000, 50))
    assert affordable(many, many) == 200
    assert affordable(few, many) == 50
