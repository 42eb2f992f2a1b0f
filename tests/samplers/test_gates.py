"""New rows obey the user's ranges, immutable columns and constraints."""

import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.table import table_hash
from tests.samplers.listed import SAMPLERS, quick
from tests.samplers.tables import mixed

pytestmark = pytest.mark.parametrize("cls", SAMPLERS)


def new_rows(cls, n=150, **gates):
    X, y = mixed()
    sampler = quick(cls, **gates).fit(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error", sb.DataWarning)
        return X[y == 1], sampler.generate(n), sampler.report_


def test_permitted_ranges_are_obeyed_by_numbers_dates_and_ordered_categories(cls):
    ranges = {"n_items": (20, None), "at": ("2024-03-27", "2024-04-12"), "grade": (None, "high"), "score": (-40, 45)}
    _, new, report = new_rows(cls, permitted_range=ranges)
    assert len(new) == 150
    assert new["n_items"].min() >= 20
    assert new["at"].between("2024-03-27", "2024-04-12").all()
    assert new["score"].dropna().between(-40, 45).all()
    assert report["range"] > 0


def test_an_open_range_rejects_nothing(cls):
    _, _, report = new_rows(cls, permitted_range={"amount": (None, None)})
    assert report["range"] == 0


def test_immutable_columns_keep_their_combination_in_a_real_row_of_the_class(cls):
    columns = ["country", "grade", "n_items", "flag"]
    real, new, _ = new_rows(cls, immutable=columns)
    seen = set(map(tuple, real[columns].astype(str).to_numpy()))
    assert set(map(tuple, new[columns].astype(str).to_numpy())) <= seen


def test_constraints_are_obeyed(cls):
    rules = [lambda df: df["n_items"] % 2 == 0, lambda df: ~df["seen"]]
    _, new, report = new_rows(cls, constraints=rules)
    assert (new["n_items"] % 2 == 0).all()
    assert not new["seen"].any()
    assert report["constraint"] > 0


def test_a_missing_answer_of_a_constraint_is_a_no(cls):
    _, new, _ = new_rows(cls, constraints=[lambda df: df["score"] < 30])
    assert new["score"].notna().all()
    assert (new["score"] < 30).all()


def test_a_constraint_that_writes_into_its_table_changes_nothing(cls):
    def careless(df):
        df["n_items"] = -1
        return np.ones(len(df), dtype=bool)

    _, new, _ = new_rows(cls, constraints=[careless])
    _, untouched, _ = new_rows(cls, constraints=[lambda df: np.ones(len(df), dtype=bool)])
    pd.testing.assert_frame_equal(new, untouched)


def test_gates_hold_in_fit_resample_and_leave_the_real_rows_alone(cls):
    X, y = mixed()
    sampler = quick(cls, permitted_range={"n_items": (50, None)}, sampling_strategy=0.3)
    X_new, _ = sampler.fit_resample(X, y)
    assert table_hash(X_new.iloc[: len(X)]) == table_hash(X)
    assert X_new["n_items"][sampler.synthetic_mask_].min() >= 50
    assert sampler.parents_ is None or len(sampler.parents_) == sampler.synthetic_mask_.sum()


@pytest.mark.parametrize(
    ("gates", "rule"),
    [
        ({"permitted_range": {"n_items": (1000, None)}}, r"range(\['n_items'\])?"),
        ({"constraints": [lambda df: df["n_items"] > 0, lambda df: df["n_items"] > 1000]}, r"constraints\[1\]"),
        (
            {"permitted_range": {"n_items": (50, None)}, "constraints": [lambda df: df["n_items"] < 50]},
            r"constraints\[0\]",
        ),
    ],
)
def test_contradictory_gates_are_an_error_that_says_which_rule_rejects_how_much(cls, gates, rule):
    with pytest.raises(ValueError, match=rf"No row passes .* \(rejected: .*{rule} \d+ of \d+"):
        new_rows(cls, **gates)


def test_a_shortfall_is_told_with_the_counts(cls):
    X, y = mixed()
    left = iter([np.r_[True, np.zeros(10**6, dtype=bool)]] + [np.zeros(10**6, dtype=bool)] * 100)
    sampler = quick(cls, constraints=[lambda df: next(left)[: len(df)]], sampling_strategy={1: 34})
    with pytest.warns(sb.DataWarning, match="10 new rows were asked for, 1 passed .* 9 are missing"):
        X_new, y_new = sampler.fit_resample(X, y)
    assert len(X_new) == len(y_new) == len(sampler.synthetic_mask_) == len(X) + 1


@pytest.mark.parametrize(
    ("gates", "words"),
    [
        ({"permitted_range": {"nope": (0, 1)}}, r"permitted_range needs columns of X, \['nope'\]"),
        ({"permitted_range": {"n_items": 5}}, r"needs a pair \(low, high\), got 5"),
        ({"permitted_range": {"n_items": (5, 1)}}, r"needs low <= high, got \(5, 1\)"),
        ({"permitted_range": {"country": (1, 2)}}, "can be compared with .* constraints="),
        ({"permitted_range": [("n_items", 0, 1)]}, "'permitted_range' parameter"),
        ({"immutable": ["nope"]}, r"immutable needs columns of X, \['nope'\]"),
        ({"immutable": "country"}, "'immutable' parameter"),
        ({"constraints": ["n_items > 0"]}, "constraints needs callables"),
        ({"constraints": [lambda df: df["n_items"]]}, r"constraints\[0\] needs to return one bool for each"),
        ({"constraints": [lambda df: True]}, r"returned bool of shape \(\)"),
    ],
)
def test_a_bad_gate_is_a_clear_error(cls, gates, words):
    with pytest.raises(ValueError, match=words):
        new_rows(cls, **gates)


def test_gates_on_numpy_name_columns_by_position(cls):
    X, y = mixed()
    array = X[["n_items", "byte"]].to_numpy()
    sampler = quick(cls, permitted_range={0: (40, None)}, constraints=[lambda df: df[1] < 200])
    made, _ = sampler.fit_resample(array, y.to_numpy())
    new = pd.DataFrame(made[len(array) :])
    assert new[0].min() >= 40
    assert new[1].max() < 200
