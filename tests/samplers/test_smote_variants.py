"""The variants of SMOTE: rows from their own seeds, in the table's own kinds; without any seed, all rows are joined."""

import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.table import table_hash
from tests.samplers.drawn import moons
from tests.samplers.tables import mixed, numbers, three_classes

VARIANTS = ["borderline", "svm", "kmeans", "adasyn"]


def sampled(variant, X, y, **changes):
    """The sampler and its new rows with a plain index."""
    sampler = sb.SMOTESampler(**{"variant": variant, "random_state": 0, **changes})
    X_new, _ = sampler.fit_resample(X, y)
    return sampler, X_new[sampler.synthetic_mask_].reset_index(drop=True)


@pytest.mark.parametrize("variant", VARIANTS)
def test_seeds_are_drawn_as_their_shares_say_and_neighbours_evenly(variant):
    X, y = moons()
    sampler, _ = sampled(variant, X, y, sampling_strategy={1: 20_060})
    pool = next(iter(sampler._pools.values()))
    expected = pd.Series(pool.share, np.flatnonzero(y)[pool.seed]).groupby(level=0).sum()
    found = sampler.parents_["seed"].value_counts(normalize=True)
    assert set(found.index) <= set(expected.index)
    assert found.sub(expected, fill_value=0).abs().max() < 0.02
    assert sampler.parents_.groupby("seed")["neighbor"].nunique().max() == 5


@pytest.mark.parametrize("variant", VARIANTS)
def test_new_rows_lie_on_the_line_through_their_parents(variant):
    X, y = moons()
    sampler, new = sampled(variant, X, y, sampling_strategy={1: 1060})
    seeds, neighbors = (X.iloc[sampler.parents_[role]].to_numpy() for role in ("seed", "neighbor"))
    gap = (new.to_numpy() - seeds) / (neighbors - seeds)
    assert np.allclose(gap[:, 0], gap[:, 1], atol=1e-6)
    assert gap.max() <= 1
    assert gap.min() >= (-0.5 if variant == "svm" else 0)
    assert (gap < 0).any() == (variant == "svm")


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_mixed_table_with_gaps_gives_the_count_asked_for_in_its_own_kinds(variant):
    X, y = mixed(600, 120)
    sampler, new = sampled(variant, X, y, sampling_strategy={1: 300})
    assert len(new) == len(sampler.parents_) == 180
    assert new.dtypes.equals(X.dtypes)
    assert (y.to_numpy()[sampler.parents_] == 1).all()
    seeds, neighbors = (X.iloc[sampler.parents_[role]].reset_index(drop=True) for role in ("seed", "neighbor"))
    for name in ("country", "grade"):
        nearer = new[name].isna()
        assert (seeds[name].isna() | neighbors[name].isna())[nearer].all()
        assert set(new[name].dropna()) <= set(X[name].dropna())
    assert new["amount"].isna().any()
    assert (new["amount"] == 0).any()


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_seed_gives_the_same_rows_and_fewer_are_the_first_of_more(variant):
    X, y = mixed(600, 120)
    first, again, other = (sampled(variant, X, y, random_state=seed) for seed in (0, 0, 1))
    assert table_hash(first[1]) == table_hash(again[1])
    assert table_hash(first[1]) != table_hash(other[1])
    pd.testing.assert_frame_equal(first[0].generate(20), first[0].generate(50).iloc[:20])


@pytest.mark.parametrize("variant", VARIANTS)
def test_immutable_columns_are_the_seeds(variant):
    X, y = mixed(600, 120)
    columns = ["amount", "country", "at"]
    sampler, new = sampled(variant, X, y, immutable=columns)
    pd.testing.assert_frame_equal(new[columns], X.iloc[sampler.parents_["seed"]][columns].reset_index(drop=True))


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_choose_other_rows_than_all(variant):
    X, y = moons()
    assert table_hash(sampled(variant, X, y)[1]) != table_hash(sampled("regular", X, y)[1])


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("borderline", "no row of the class is in danger"),
        ("adasyn", "no row of the class has a neighbour of another class"),
    ],
)
def test_a_class_far_from_all_others_falls_back_with_a_warning(variant, words):
    X, y = numbers()
    X = X + 100.0 * y.to_numpy()[:, None]
    with pytest.warns(
        sb.DataWarning, match=rf'variant="{variant}" finds nothing .* class 1: {words}.*"regular" is used'
    ):
        _, new = sampled(variant, X, y)
    pd.testing.assert_frame_equal(new, sampled("regular", X, y)[1])


def test_support_vectors_among_others_alone_fall_back_with_a_warning():
    rng = np.random.default_rng(0)
    X, y = pd.DataFrame(rng.normal(size=(1000, 2))), np.arange(1000) < 8
    with pytest.warns(sb.DataWarning, match="every support vector of the class lies among rows of another class"):
        sampled("svm", X, y.astype(int), sampling_strategy=0.1)


def test_clusters_without_enough_rare_rows_fall_back_with_a_warning():
    rng = np.random.default_rng(0)
    far = np.arange(20) * 1000.0
    X = pd.DataFrame({"x": np.r_[far, np.repeat(far, 50) + rng.normal(size=1000)]})
    with pytest.warns(sb.DataWarning, match="no cluster holds enough rows of the class"):
        sampled("kmeans", X, (np.arange(1020) < 20).astype(int), k_neighbors=15)


def test_nothing_to_start_from_is_told_once_a_fit():
    X, y = numbers()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        sampler, _ = sampled("adasyn", X + 100.0 * y.to_numpy()[:, None], y)
        sampler.generate(5)
    assert len(told) == 1


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_of_several_classes_has_seeds_of_its_own(variant):
    X, y = three_classes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        sampler = sb.SMOTESampler(variant=variant, k_neighbors=2, random_state=0)
        _, y_new = sampler.fit_resample(X, y)
    assert y_new.value_counts().tolist() == [60, 60, 60]
    assert (y.to_numpy()[sampler.parents_["seed"]] == y_new[sampler.synthetic_mask_]).all()


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("n_rare", [1, 2, 4])
def test_very_few_rows_are_taken(variant, n_rare):
    X, y = mixed(n_rare=n_rare)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        sampler, new = sampled(variant, X, y, sampling_strategy={1: 20})
    assert len(new) == 20 - n_rare
    assert (y.to_numpy()[sampler.parents_] == 1).all()


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_search_for_seeds_can_be_cancelled(variant):
    sampler = sb.SMOTESampler(variant=variant, random_state=0)
    sampler.on_progress = lambda stage, done, total: not stage.startswith("finding where to add rows")
    with pytest.raises(sb.Cancelled, match=rf"Cancelled while finding where to add rows \({variant}\)"):
        sampler.fit_resample(*moons())


def test_an_unknown_variant_is_refused_with_the_choices():
    with pytest.raises(ValueError, match=r"'variant' parameter .*Choose one of 'regular', 'borderline', 'svm'"):
        sampled("smotest", *numbers())
