"""Nothing but training rows ever reaches a sampler or a model, and rows taken from elsewhere are told of."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import synthbalance as sb

SEEN = {"sampler": []}


class Watching(sb.RandomSampler):
    """Notes the index of all rows it is given."""

    def fit_resample(self, X, y):
        SEEN["sampler"].append(set(X.index))
        return super().fit_resample(X, y)


class Peeking(sb.RandomSampler):
    """Hands out rows it was given by other means."""

    def __init__(self, *, rows=None, shrinkage=0.0, sampling_strategy="auto", random_state=None):
        super().__init__(shrinkage=shrinkage, sampling_strategy=sampling_strategy, random_state=random_state)
        self.rows = rows

    def fit_resample(self, X, y):
        X_new, y_new = super().fit_resample(X, y)
        taken = self.rows.iloc[np.arange(len(X_new) - len(X)) % len(self.rows)]
        X_new.iloc[len(X) :] = taken[X.columns].to_numpy()
        return X_new, y_new


@pytest.fixture
def split():
    """A thousand rows, 80 of them rare; the index says where each stood."""
    rng = np.random.default_rng(0)
    y = (np.arange(1000) < 80).astype(int)
    data = pd.DataFrame(rng.standard_normal((1000, 3)) + y[:, None], columns=["a", "b", "c"]).assign(fraud=y)
    SEEN["sampler"].clear()
    return sb.split_holdout(data, target="fraud", random_state=0)


def outside(split):
    return set(split.validation.X.index) | set(split.holdout.X.index)


@pytest.mark.parametrize("way", ["run", "preview"])
def test_a_sampler_is_given_training_rows_only(split, way):
    exp = sb.Experiment(split, model=LogisticRegression(), seeds=2)
    getattr(exp, way)(Watching(sampling_strategy=0.2, random_state=0))
    assert SEEN["sampler"]
    assert all(rows == set(split.train.X.index) for rows in SEEN["sampler"])


def test_autobalance_resamples_inside_each_fold(split):
    auto = sb.AutoBalance(
        candidates=[Watching(sampling_strategy=0.2, random_state=0)], model=LogisticRegression(), seeds=1, n_jobs=1,
        random_state=0,
    )  # fmt: skip
    advice = auto.fit(split)
    train = set(split.train.X.index)
    in_folds = SEEN["sampler"][: advice.table["folds"].iloc[1]]
    assert len(in_folds) >= 5
    assert all(rows < train for rows in in_folds)
    assert not any(rows & outside(split) for rows in SEEN["sampler"])


def test_rows_from_the_holdout_are_told_of(split):
    exp = sb.Experiment(split, model=LogisticRegression(), seeds=1)
    peeking = Peeking(rows=split.holdout.X, sampling_strategy=0.2, random_state=0)
    with pytest.warns(sb.DataWarning, match="equal a holdout row in every column and no training row"):
        run = exp.run(peeking)
    assert any("may have seen the holdout part" in sentence for sentence in run.warnings)


def test_rows_made_from_training_rows_are_not_suspected(split):
    exp = sb.Experiment(split, model=LogisticRegression(), seeds=1)
    for strategy in ("random", "smote", "copula"):
        assert not any("may have seen" in sentence for sentence in exp.run(strategy).warnings)


def test_equal_rows_are_no_proof_where_values_repeat():
    rng = np.random.default_rng(0)
    data = pd.DataFrame(rng.integers(0, 3, (600, 3)), columns=["a", "b", "c"]).assign(fraud=np.arange(600) < 60)
    split = sb.split_holdout(data, target="fraud", random_state=0, duplicates="keep")
    run = sb.Experiment(split, model=LogisticRegression(), seeds=1).run("smote")
    assert not any("may have seen" in sentence for sentence in run.warnings)


def test_a_balanced_table_cannot_become_a_holdout(split):
    run = sb.Experiment(split, model=LogisticRegression(), seeds=1).run("smote")
    with pytest.raises(ValueError, match="holdout must hold real rows only"):
        sb.Split.from_frames(run.balanced(), run.balanced(), target="fraud")
