"""A Run: frozen, complete, and able to give back what it was trained on."""

import dataclasses
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import ClusterCentroids, RandomUnderSampler

import synthbalance as sb
from synthbalance.metrics import METRICS
from synthbalance.table import table_hash


def test_it_is_frozen(smote_run):
    for name in ("name", "scores", "delta", "threshold", "holdout_probabilities"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(smote_run, name, None)


def test_it_has_every_score_with_its_interval(smote_run):
    assert list(smote_run.scores) == list(METRICS)
    for name, score in smote_run.scores.items():
        if name != "cost":
            assert score.low <= score.value <= score.high, name


def test_it_says_what_it_is(smote_run, split):
    assert (smote_run.name, smote_run.label, smote_run.strategy) == ("SMOTE 25 %", "SMOTE", "smote")
    assert smote_run.ratio == pytest.approx(0.25, abs=0.001)
    assert smote_run.n_train == len(split.train) + smote_run.n_synthetic
    assert smote_run.n_synthetic == len(smote_run.synthetic) == len(smote_run.parents)
    assert set(smote_run.seconds) == {"resample", "fit", "score", "total"}
    assert smote_run.seconds["total"] >= smote_run.seconds["fit"] > 0
    assert "average_precision" in repr(smote_run)


def test_the_confusion_counts_the_holdout_at_the_threshold(smote_run, split):
    alerts, y = smote_run.holdout_probabilities >= smote_run.threshold, split.holdout.y.to_numpy()
    counted = {"tp": alerts & (y == 1), "fp": alerts & (y == 0), "fn": ~alerts & (y == 1), "tn": ~alerts & (y == 0)}
    assert smote_run.confusion == {name: mask.sum() for name, mask in counted.items()}
    assert smote_run.scores["recall"].value == counted["tp"].sum() / (y == 1).sum()


def test_probabilities_are_calibrated_and_come_again_from_predict_proba(smote_run, split):
    for part, p in (("holdout", smote_run.holdout_probabilities), ("validation", smote_run.validation_probabilities)):
        again = smote_run.predict_proba(getattr(split, part).X)
        assert again.shape == (len(p), 2)
        assert np.array_equal(again[:, 1], p)
        assert np.allclose(again.sum(axis=1), 1)
    y = split.validation.y
    assert smote_run.validation_probabilities.mean() == pytest.approx(y.mean(), abs=0.01)


def test_predict_proba_takes_any_table_and_leaves_other_columns_out(smote_run, payments):
    wanted = smote_run.predict_proba(payments.drop(columns="kind"))
    assert np.array_equal(smote_run.predict_proba(payments[payments.columns[::-1]]), wanted)
    assert np.allclose(smote_run.predict_proba(pl.from_pandas(payments)), wanted)


def test_predict_proba_names_the_columns_that_are_not_there(smote_run, payments):
    with pytest.raises(ValueError, match=r"X needs the columns trained on, \['amount'\] are not there"):
        smote_run.predict_proba(payments.drop(columns="amount"))


def test_the_balanced_table_is_the_training_part_and_the_new_rows(smote_run, split, payments):
    table = smote_run.balanced()
    real = table[~table["is_synthetic"]]
    assert table.columns.tolist() == [*split.train.X.columns, "kind", "is_synthetic"]
    assert len(table) == smote_run.n_train
    assert table["is_synthetic"].sum() == smote_run.n_synthetic
    pd.testing.assert_frame_equal(real[split.train.X.columns], split.train.X)
    assert (real["kind"] == payments.loc[real.index, "kind"]).all()
    assert (table["kind"][table["is_synthetic"]] == "fraud").all()
    assert table.dtypes.drop("is_synthetic").equals(payments.dtypes)


def test_nothing_synthetic_is_in_the_parts_that_are_scored(smote_run, split):
    new = smote_run.synthetic.index
    assert not new.isin(split.holdout.X.index).any()
    assert not new.isin(split.validation.X.index).any()
    assert smote_run.balanced().index.is_unique


@pytest.mark.parametrize("values", [(0, 1), (False, True), ("no", "yes"), (1.5, 2.5), (10, 3), ("", "1")])
def test_the_balanced_table_has_the_original_values_of_the_target(payments, experiment, values):
    target = pd.Series([values[1] if kind == "fraud" else values[0] for kind in payments["kind"]])
    split = sb.split_holdout(payments.assign(kind=target), target="kind", random_state=0)
    table = experiment(split, seeds=1).run("random").balanced()
    assert table["kind"].dtype == target.dtype
    assert (table["kind"][~table["is_synthetic"]] == target[split.train.X.index]).all()


def test_several_classes_taken_together_are_told_by_0_and_1(payments, experiment):
    many = payments.assign(kind=payments["kind"].where(payments["x"] < 0.5, payments["kind"].replace("ok", "late")))
    split = sb.split_holdout(many, target="kind", positive="fraud", random_state=0)
    table = experiment(split, seeds=1).run("random").balanced()
    real = table[~table["is_synthetic"]]
    assert ((real["kind"] == 1) == (many.loc[real.index, "kind"] == "fraud")).all()


def test_a_balanced_table_is_refused_where_only_real_rows_may_be(smote_run, split, payments):
    table = smote_run.balanced()
    with pytest.raises(ValueError, match="is_synthetic"):
        sb.split_holdout(table, target="kind")
    with pytest.raises(ValueError, match="holdout must hold real rows only"):
        sb.Split.from_frames(payments, table, target="kind")


def test_none_and_weights_make_no_row(board, split):
    for run in (board.none, board.runs["Class weight ×3"]):
        assert run.synthetic is None
        assert run.n_synthetic == 0
        assert len(run.balanced()) == len(split.train)


FOREIGN = [RandomOverSampler, SMOTE, RandomUnderSampler, ClusterCentroids, SMOTEENN]


@pytest.mark.parametrize("cls", FOREIGN)
def test_samplers_of_imbalanced_learn_run_and_are_told_apart(cls, experiment, numbers_split):
    train = numbers_split.train
    run = experiment(numbers_split, seeds=1).run(cls(sampling_strategy=0.25, random_state=0))
    table = run.balanced()
    real = table[~table["is_synthetic"]]
    assert (run.strategy, run.name) == (cls.__name__, f"{cls.__name__} 25 %")
    assert len(table) == run.n_train
    assert table["is_synthetic"].sum() == run.n_synthetic
    assert table.index.is_unique
    pd.testing.assert_frame_equal(real[train.X.columns], train.X.loc[real.index])


@pytest.mark.parametrize("cls", FOREIGN)
def test_what_a_foreign_sampler_added_or_left_out_is_counted(cls, experiment, numbers_split):
    run = experiment(numbers_split, seeds=1).run(cls(sampling_strategy=0.25, random_state=0))
    n_real = run.n_train - run.n_synthetic
    if cls in (RandomOverSampler, SMOTE):
        assert n_real == len(numbers_split.train)
        assert run.n_synthetic > 0
    elif cls is RandomUnderSampler:
        assert run.n_synthetic == 0
        assert n_real < len(numbers_split.train)
    else:
        assert run.n_synthetic > 0
        assert n_real < len(numbers_split.train)


def test_a_sampler_that_returns_arrays_runs_too(experiment, numbers_split):
    class Doubling:
        """Appends every rare row once more, as numpy arrays."""

        def fit_resample(self, X, y):
            rare = np.flatnonzero(y == 1)
            return np.vstack([X, X.iloc[rare]]), np.r_[y, np.ones(len(rare), int)]

        def get_params(self, deep=True):
            return {}

        def __sklearn_clone__(self):
            return Doubling()

    run = experiment(numbers_split, seeds=1).run(Doubling())
    assert run.n_synthetic == (numbers_split.train.y == 1).sum()
    assert run.synthetic.dtypes.equals(numbers_split.train.X.dtypes)


def test_the_split_and_the_strategy_stay_as_they_were(experiment, split):
    sampler = sb.SMOTESampler(sampling_strategy=0.3, random_state=0)
    before = table_hash(split.train.X), table_hash(split.holdout.X)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run = experiment(seeds=1).run(sampler)
    table = run.balanced()
    table["amount"] = 0.0
    assert (table_hash(split.train.X), table_hash(split.holdout.X)) == before
    assert not hasattr(sampler, "encoder_")
    assert sampler.on_progress is None
