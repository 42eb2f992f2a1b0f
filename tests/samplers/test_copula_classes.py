"""Gaussian copula, class by class: immutable columns, few rows, many rows, progress, what is refused."""

import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.samplers.drawn import copula, steps
from tests.samplers.tables import mixed, numbers, three_classes


def fitted(X, y, **changes):
    return sb.GaussianCopulaSampler(random_state=0, **changes).fit(X, y)


def test_immutable_columns_are_a_real_rows_and_the_others_fit_them():
    X, y = copula(r=0.8)
    sampler = fitted(X, y, immutable=["fee", "size"], sampling_strategy={1: 8000})
    X_new, _ = sampler.fit_resample(X, y)
    new, seeds = X_new[sampler.synthetic_mask_].reset_index(drop=True), X.iloc[sampler.parents_["seed"]]
    columns = ["fee", "size"]
    pd.testing.assert_frame_equal(new[columns], seeds[columns].reset_index(drop=True))
    assert steps(new).sub(steps(X[y == 1])).abs().max(axis=None) < 0.07
    assert not new["amount"].isin(X["amount"]).all()


def test_an_immutable_column_with_gaps_and_atoms_conditions_too():
    X, y = copula()
    X.loc[X["fee"] > 0.7, "amount"] = 0.0
    X.loc[X["fee"] < 0.2, "amount"] = np.nan
    new = fitted(X, y, immutable=["amount"]).generate(5000, label=1)
    fee = [new["fee"][rows].mean() for rows in (new["amount"].isna(), new["amount"] > 0, new["amount"] == 0)]
    assert fee[0] + 0.2 < fee[1] < fee[2] - 0.2


def test_all_columns_immutable_gives_copies():
    X, y = mixed()
    new = fitted(X, y, immutable=list(X.columns)).generate(50)
    rows = [set(map(tuple, frame.astype(str).to_numpy().astype(str))) for frame in (new, X[y == 1])]
    assert rows[0] <= rows[1]


@pytest.mark.parametrize("immutable", [None, []])
def test_rows_have_no_parents_without_immutable_columns(immutable):
    X, y = mixed()
    sampler = fitted(X, y, immutable=immutable)
    sampler.fit_resample(X, y)
    assert sampler.parents_ is None


@pytest.mark.parametrize("n_rare", [2, 3, 4])
def test_a_class_of_few_rows_gets_independent_columns_with_a_warning(n_rare):
    X, y = mixed(n_rare=n_rare)
    sampler = fitted(X, y)
    with pytest.warns(sb.DataWarning, match=f"5 rows of class 1, found {n_rare}; its columns are drawn independently"):
        new = sampler.generate(40)
    assert np.allclose(sampler.correlation_[1], np.eye(len(sampler.correlation_[1])))
    real = X[y == 1]
    assert new["n_items"].between(real["n_items"].min() - 60, real["n_items"].max() + 60).all()
    assert new["n_items"].nunique() > 4


def test_one_row_is_copied_with_a_warning():
    X, y = mixed(n_rare=1)
    with pytest.warns(sb.DataWarning, match="5 rows of class 1, found 1; its one row is copied"):
        new = fitted(X, y).generate(3)
    pd.testing.assert_frame_equal(new, X[y == 1].iloc[[0, 0, 0]].reset_index(drop=True))


@pytest.mark.parametrize("n_rare", [5, 24])
def test_enough_rows_give_no_warning(n_rare):
    X, y = mixed(n_rare=n_rare)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted(X, y).generate(100)


def test_a_class_below_twenty_rows_keeps_its_place_among_the_others():
    X, y = numbers(n_rows=1000, n_rare=12)
    X = X + 2.0 * y.to_numpy()[:, None]
    new, real = fitted(X, y).generate(4000), X[y == 1]
    assert (new.mean() - real.mean()).abs().max() < 0.35
    assert (new.std() / real.std()).between(0.6, 1.5).all()


def test_each_of_several_classes_has_its_own_rows():
    X, y = three_classes()
    X["x"] += y.map({"a": 0.0, "b": 20.0, "c": 40.0})
    _, y_new = (sampler := sb.GaussianCopulaSampler(random_state=0)).fit_resample(X, y)
    assert y_new.value_counts().tolist() == [60, 60, 60]
    assert sampler.generate(50, label="b")["x"].between(10, 30).all()
    assert sampler.generate(50, label="c")["x"].between(30, 50).mean() > 0.8


def test_a_large_class_is_learned_from_a_part_of_it(monkeypatch):
    monkeypatch.setattr("synthbalance.samplers.copula._MOST_ROWS", 700)
    X, y = copula()
    X.loc[X.index[y == 1][1::5], "size"] = "rare"  # every fifth row is looked at, and none of these
    sampler = fitted(X, y)
    assert abs(steps(sampler.generate(4000, label=1)).sub(steps(X[y == 1])).loc["amount", "fee"]) < 0.07
    fixed = fitted(X, y, immutable=["size"]).generate(500, label=1)
    assert (fixed["size"] == "rare").mean() == pytest.approx(0.2, abs=0.05)


def test_the_correlation_is_learned_with_progress_for_each_class_that_grows():
    X, y = three_classes()
    sampler, told = sb.GaussianCopulaSampler(random_state=0), []
    sampler.on_progress = lambda *progress: told.append(progress)
    sampler.fit_resample(X, y)
    assert [progress for progress in told if progress[0] == "learning correlations"] == [
        ("learning correlations", done, 2) for done in range(3)
    ]
    assert set(sampler.correlation_) == set(y)
    assert told[-1] == ("drawing rows", 50, 50)


@pytest.mark.parametrize("stage", ["learning correlations", "drawing rows"])
def test_it_can_be_cancelled_while_it_learns_and_while_it_draws(stage):
    sampler = sb.GaussianCopulaSampler(random_state=0)
    sampler.on_progress = lambda name, done, total: name != stage
    with pytest.raises(sb.Cancelled, match=f"Cancelled while {stage}"):
        sampler.fit_resample(*three_classes())


@pytest.mark.parametrize("shrinkage", [-0.1, 1.5, "much"])
def test_a_bad_shrinkage_is_refused_with_the_way_out(shrinkage):
    with pytest.raises(ValueError, match=r"'shrinkage' parameter .*Usual values lie between 0\.0 and 1\.0"):
        fitted(*numbers(), shrinkage=shrinkage)
