"""Counterfactual oversampling: each new row is a real row of another class with a few observed values of a rare row."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression

import synthbalance as sb
from synthbalance.samplers._counterfactual.select import DonorShare
from synthbalance.table import table_hash
from tests.samplers.counterfactuals import cloud, fraud, payments, quiet, same, two_clouds


@pytest.mark.parametrize("method", ["native", "cfa"])
def test_an_edited_cell_is_the_donors_and_every_other_the_bases(method):
    made = fraud(method=method, max_edits=4, tolerance=1.0, purpose="explain")
    assert len(made.rows) > 5
    for name in made.X:
        edited = made.edits[name].to_numpy()
        assert same(made.rows[name], made.donor[name])[edited].all(), name
        assert same(made.rows[name], made.base[name])[~edited].all(), name
        assert not same(made.rows[name], made.base[name])[edited].any(), name


def test_dtypes_stay_and_missing_values_are_edited_like_others():
    made = fraud(n_new=200)
    assert made.rows.dtypes.equals(made.X.dtypes)
    gone, came = made.base.isna() & made.edits, made.donor.isna() & made.edits
    assert gone.to_numpy().any()
    assert came.to_numpy().any()


def test_bases_are_rows_of_other_classes_and_donors_of_the_class():
    made = fraud()
    assert (made.y[made.parents["base"]] == 0).all()
    assert (made.y[made.parents["donor"]] == 1).all()
    assert not made.parents["relaxed"].any()


def test_the_tables_beside_the_rows_have_their_shape():
    made = fraud()
    assert made.edits.shape == (30, made.X.shape[1])
    assert made.edits.columns.tolist() == made.X.columns.tolist()
    assert made.edits.to_numpy().dtype == bool
    assert made.edits.any(axis=1).all()
    assert made.validity.columns.tolist() == ["score", "threshold", "valid"]
    assert len(made.validity) == len(made.parents) == 30


def test_a_constant_column_is_never_edited():
    assert not fraud().edits["same"].any()


def test_no_row_is_a_copy_of_a_real_one_or_of_another_new_one():
    made = fraud(n_new=200)
    both = pd.concat([made.X, made.rows], ignore_index=True).astype(str)
    assert not both.duplicated().iloc[len(made.X) :].any()


def test_every_row_is_one_of_the_class_by_the_oracle():
    made = fraud(n_new=200)
    assert made.validity["valid"].all()
    assert (made.validity["score"] >= made.validity["threshold"]).all()
    assert made.report["oracle"] > 0


def test_explaining_takes_fewer_edits_and_a_lower_threshold_than_augmenting():
    augment, explain = fraud(), fraud(purpose="explain")
    assert explain.edits.sum(axis=1).mean() < augment.edits.sum(axis=1).mean() - 0.5
    assert explain.validity["threshold"].iloc[0] < augment.validity["threshold"].iloc[0]


def test_validity_takes_the_place_of_the_purposes_quantile():
    assert table_hash(fraud(validity=0.25).rows) == table_hash(fraud(purpose="explain").rows)
    thresholds = [fraud(validity=share).validity["threshold"].iloc[0] for share in (0.25, 0.5, 0.75)]
    assert thresholds == sorted(thresholds)
    assert len(set(thresholds)) == 3


def test_no_column_could_be_put_back_alone():
    X, y = two_clouds()
    model = _scorer(X, y)
    made = quiet(X, y, 20, oracle=model)
    for name in X:
        back = made.rows.assign(**{name: made.base[name]})
        score = model.predict_proba(back)[:, 1]
        assert (score < made.validity["threshold"])[made.edits[name]].all()


def test_max_edits_is_obeyed_and_the_rows_are_valid_all_the_same():
    made = fraud(max_edits=3, purpose="explain")
    assert len(made.rows) > 0
    assert made.edits.sum(axis=1).max() <= 3 < fraud(purpose="explain").edits.sum(axis=1).max()
    assert made.validity["valid"].all()


def test_a_large_tolerance_leaves_numbers_alone_that_are_near():
    X, y = two_clouds()
    wide, none = (quiet(X, y, 40, tolerance=tolerance, oracle=_scorer(X, y)) for tolerance in (1.0, 0.0))
    unit = (X.quantile(0.75) - X.quantile(0.25)) / 1.349
    step = ((wide.donor - wide.base).abs() / unit).where(wide.edits)
    assert step.min().min() > 1.0
    assert wide.edits.sum(axis=1).mean() < none.edits.sum(axis=1).mean()


def test_with_one_neighbour_each_donor_is_paired_with_its_nearest_other_row():
    X, y = two_clouds()
    made = quiet(X, y, 10, k_neighbors=1, purpose="explain")
    scaled = (X / ((X.quantile(0.75) - X.quantile(0.25)) / 1.349)).to_numpy()
    for base, donor in made.parents[["base", "donor"]].to_numpy():
        assert base == 40 + ((scaled[40:] - scaled[donor]) ** 2).sum(axis=1).argmin()


@pytest.mark.parametrize("n_new", [10, 90])
def test_no_donor_gives_more_than_its_share(n_new):
    given = cloud(n_new=n_new).parents["donor"].value_counts()
    assert given.max() <= max(2, 3 * n_new / 40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=60), st.integers(1, 30))
def test_the_choice_fills_up_within_the_share_of_each_donor(donors, n_new):
    share = DonorShare(n_donors=6, n_new=n_new)
    share.offer(np.arange(len(donors)), donors)
    share.flush()
    limit = max(2, 3 * n_new // 6)
    given = np.bincount([donors[number] for number in share.taken], minlength=6)
    possible = np.minimum(np.bincount(donors, minlength=6), limit).sum()
    assert given.max() <= limit
    assert len(share.taken) == len(set(share.taken)) == min(n_new, possible)


def test_the_same_seed_gives_the_same_rows():
    first, again, other = (quiet(*payments(), 20, random_state=seed) for seed in (1, 1, 2))
    assert table_hash(first.rows) == table_hash(again.rows) != table_hash(other.rows)
    pd.testing.assert_frame_equal(first.parents, again.parents)
    pd.testing.assert_frame_equal(first.validity, again.validity)


def test_each_of_several_classes_is_made_of_all_others():
    X, _ = two_clouds(n_columns=6)
    y = np.repeat(["b", "c", "a"], [40, 30, 230])
    X[y == "c"] -= 4.0
    sampler = sb.CounterfactualSampler(random_state=0, sampling_strategy={"b": 50, "c": 38})
    _, y_new = sampler.fit_resample(X, y)
    made = y_new[sampler.synthetic_mask_]
    assert (made == ["b"] * 10 + ["c"] * 8).all()
    assert (y[sampler.parents_["donor"]] == made).all()
    assert (y[sampler.parents_["base"]] != made).all()
    assert sampler.validity_["threshold"].nunique() == 2


def test_a_table_of_categories_alone():
    rng = np.random.default_rng(0)
    y = (np.arange(400) < 60).astype(int)
    odd = {name: (y == 1) & (rng.random(400) < 0.8) for name in "abcdefgh"}
    X = pd.DataFrame({name: np.where(odd[name], "q", rng.choice([*"opqrs"], 400)) for name in odd})
    made = quiet(X, y, 30, purpose="explain")
    assert len(made.rows) == 30
    assert made.validity["valid"].all()
    assert (made.rows == "q").mean().mean() > 0.7


def test_two_columns_of_numbers_and_two_of_one_value():
    X, y = two_clouds(n_columns=2)
    made = quiet(X.assign(one=1, text="t"), y, 20, purpose="explain")
    assert len(made.rows) == 20
    assert made.edits[["x0", "x1"]].any().all()
    assert not made.edits[["one", "text"]].any().any()


def test_one_column_cannot_give_a_row_that_is_new():
    X, y = two_clouds(n_columns=1, apart=6.0)
    with pytest.raises(ValueError, match=r"duplicate \d+ of \d+\)\. Way out: the columns hold too few values"):
        quiet(X, y, 20, purpose="explain")


def test_a_row_that_passes_for_one_of_the_class_as_it_is_is_no_base():
    X, y = two_clouds(apart=0.7)
    model = _scorer(X, y)
    made = quiet(X, y, 20, oracle=model, purpose="explain")
    assert (model.predict_proba(made.base)[:, 1] < made.validity["threshold"]).all()
    assert (model.predict_proba(X[y == 0])[:, 1] >= made.validity["threshold"][0]).any()
    with pytest.raises(ValueError, match="takes every other row for one of the class as it is: raise validity"):
        quiet(X, y, 20, oracle=DummyClassifier(strategy="prior"))


def test_five_thousand_levels():
    X, y = two_clouds(n_rows=5_400, n_rare=50)
    X["shop"] = [f"shop {i % 5000}" for i in range(len(X))]
    made = quiet(X, y, 50)
    assert len(made.rows) == 50
    assert made.rows["shop"].isin(X["shop"]).all()


def test_numpy_in_and_numpy_out():
    X, y = two_clouds()
    sampler = sb.CounterfactualSampler(sampling_strategy={1: 50}, random_state=0)
    X_new, _ = sampler.fit_resample(X.to_numpy(), y)
    assert isinstance(X_new, np.ndarray)
    assert X_new.shape == (310, 4)
    assert sampler.edits_.columns.tolist() == [0, 1, 2, 3]


def _scorer(X, y):
    return LogisticRegression().fit(X, y)
