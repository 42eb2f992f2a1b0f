import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.samplers.tables import mixed, numbers


def test_new_rows_are_exact_copies_of_their_sources():
    X, y = mixed()
    sampler = sb.RandomSampler(random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    copies = X_new[sampler.synthetic_mask_].reset_index(drop=True)
    pd.testing.assert_frame_equal(copies, X.iloc[sampler.parents_["source"]].reset_index(drop=True))


def test_every_rare_row_is_copied_about_equally_often():
    X, y = numbers(n_rows=1200, n_rare=20)
    sampler = sb.RandomSampler(random_state=0)
    sampler.fit_resample(X, y)
    counts = sampler.parents_["source"].value_counts()
    assert len(counts) == 20
    assert counts.between(30, 90).all()


def test_shrinkage_moves_numbers_only_and_leaves_atoms_and_gaps():
    X, y = mixed()
    sampler = sb.RandomSampler(shrinkage=1.0, random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    new = X_new[sampler.synthetic_mask_].reset_index(drop=True)
    source = X.iloc[sampler.parents_["source"]].reset_index(drop=True)
    fixed = ["seen", "flag", "country", "memo", "grade", "same", "gone"]
    pd.testing.assert_frame_equal(new[fixed], source[fixed])
    still = source["amount"].isna() | (source["amount"] == 0)
    assert new["amount"][still].equals(source["amount"][still])
    assert (new["amount"][~still] != source["amount"][~still]).all()
    assert (new["at"] != source["at"]).mean() > 0.9


@pytest.mark.parametrize("width", [0.5, 1.0])
def test_shrinkage_is_a_factor_on_the_best_bandwidth_of_a_normal_density(width):
    X, y = numbers(n_rows=4000, n_rare=400, n_columns=2)
    sampler = sb.RandomSampler(shrinkage=width, random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    moved = X_new[sampler.synthetic_mask_].to_numpy() - X.iloc[sampler.parents_["source"]].to_numpy()
    best = (4 / (4 * 400)) ** (1 / 6)
    assert np.allclose(moved.std(axis=0), width * best * X[y == 1].std(), rtol=0.05)


def test_shrinkage_does_not_touch_immutable_columns():
    X, y = numbers()
    sampler = sb.RandomSampler(shrinkage=1.0, immutable=["x1"], random_state=0)
    new = sampler.fit(X, y).generate(50)
    assert new["x1"].isin(X["x1"]).all()
    assert not new["x0"].isin(X["x0"]).any()


def test_a_column_that_the_class_does_not_have_is_no_trouble():
    X, y = numbers()
    X.loc[y == 1, "x0"] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        new = sb.RandomSampler(shrinkage=1.0, random_state=0).fit(X, y).generate(20)
    assert new["x0"].isna().all()


@pytest.mark.parametrize("shrinkage", [-0.1, "wide", None])
def test_a_bad_shrinkage_is_refused_with_the_way_out(shrinkage):
    with pytest.raises(ValueError, match=r"'shrinkage' parameter .* Usual values lie between 0\.0 and 1\.0"):
        sb.RandomSampler(shrinkage=shrinkage).fit(*numbers())


def test_an_iid_column_of_a_class_keeps_its_distribution():
    X, y = numbers(n_rows=4000, n_rare=400)
    new = sb.RandomSampler(random_state=0).fit(X, y).generate(4000)
    assert np.allclose(new.mean(), X[y == 1].mean(), atol=0.08)
