"""Nothing is worked out twice, and what is used again gives exactly what a fresh start gives."""

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

import synthbalance as sb
from synthbalance.experiment._known import Known
from synthbalance.models import TableModel

KINDS = [
    sb.RandomSampler, sb.SMOTESampler, sb.MGSSampler, sb.GaussianCopulaSampler, sb.CounterfactualSampler,
    sb.RuleSampler,
]  # fmt: skip


@pytest.fixture(scope="module")
def split():
    rng = np.random.default_rng(0)
    y = (np.arange(900) % 12 == 0).astype(int)
    data = pd.DataFrame(rng.standard_normal((900, 3)) + 2 * y[:, None], columns=["a", "b", "c"])
    data["shop"] = pd.Categorical(rng.choice(["web", "app"], 900))
    data["gaps"] = np.where(rng.random(900) < 0.1, np.nan, data["a"])
    return sb.split_holdout(data.assign(fraud=y), target="fraud", random_state=0)


@pytest.fixture
def known(split):
    return Known(split, sb.default_model())


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_a_sampler_used_again_gives_the_rows_of_a_fresh_one(known, split, kind):
    for ratio in (0.2, 0.5, 0.2):
        sampler = kind(sampling_strategy=ratio, random_state=3)
        _, X_new, y_new = known.resampled(clone(sampler))
        X_fresh, y_fresh = sampler.fit_resample(split.train.X, split.train.y)
        pd.testing.assert_frame_equal(X_new, X_fresh)
        assert np.array_equal(y_new, y_fresh)


@pytest.mark.filterwarnings("ignore::synthbalance.DataWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_rows_drawn_for_a_ratio_are_the_first_of_one_stream(known, kind):
    few = known.drawn(kind(sampling_strategy=0.15, random_state=3))
    many = known.drawn(kind(sampling_strategy=0.6, random_state=3))
    again = Known(known.split, sb.default_model()).drawn(kind(sampling_strategy=0.6, random_state=3))
    assert few.wanted < many.wanted
    pd.testing.assert_frame_equal(many.frame.iloc[: len(few.frame)], few.frame)
    pd.testing.assert_frame_equal(many.frame, again.frame)
    if many.parents is not None:
        assert len(many.parents) == len(many.frame)
        assert many.parents.iloc[:, 0].between(0, len(known.split.train) - 1).all()


def test_a_sampler_learns_once_for_all_ratios_and_once_more_for_another_knob(known, monkeypatch):
    learned = []
    real = sb.GaussianCopulaSampler._prepare
    monkeypatch.setattr(
        sb.GaussianCopulaSampler, "_prepare", lambda self, *given: (learned.append(1), real(self, *given))[1]
    )
    for ratio in (0.2, 0.3, 0.4):
        known.drawn(sb.GaussianCopulaSampler(sampling_strategy=ratio, random_state=0))
        known.resampled(sb.GaussianCopulaSampler(sampling_strategy=ratio, random_state=0))
    assert len(learned) == 1
    known.drawn(sb.GaussianCopulaSampler(sampling_strategy=0.2, shrinkage=0.5, random_state=0))
    assert len(learned) == 2


def test_what_was_cancelled_while_it_learned_is_not_kept(known):
    sampler = sb.GaussianCopulaSampler(sampling_strategy=0.3, random_state=0)
    with pytest.raises(sb.Cancelled):
        known.drawn(sampler, lambda stage, done, total: stage != "learning correlations")
    whole = known.drawn(sampler)
    assert len(whole.frame) == whole.wanted


class Doubting(sb.RandomSampler):
    """Warns while it learns."""

    def _prepare(self, X, y, rng):
        warnings.warn("These rows are doubtful.", sb.DataWarning, stacklevel=2)


def test_a_warning_of_learning_is_given_each_time(known):
    for ratio in (0.2, 0.3):
        with pytest.warns(sb.DataWarning, match="doubtful"):
            known.resampled(Doubting(sampling_strategy=ratio, random_state=0))


def test_encoded_parts_give_the_scores_of_the_tables_themselves(split):
    exp = sb.Experiment(split, model=sb.default_model(n_estimators=20, n_jobs=1), seeds=1)
    run = exp.run(sb.SMOTESampler(sampling_strategy=0.3, random_state=0))
    X, y = sb.SMOTESampler(sampling_strategy=0.3, random_state=0).fit_resample(split.train.X, split.train.y)
    alone = TableModel(exp.model, seed=run._models[0].model.random_state).fit(X, y)
    assert np.array_equal(alone.predict(split.holdout.X), run._models[0].predict(split.holdout.X))


def test_a_second_experiment_gives_the_same_run_whatever_the_first_had_seen(split):
    def made(ratios):
        exp = sb.Experiment(split, model=sb.default_model(n_estimators=10, n_jobs=1), seeds=2)
        return [exp.run(sb.SMOTESampler(sampling_strategy=ratio, random_state=0)) for ratio in ratios][-1]

    fresh, later = made([0.4]), made([0.2, 0.3, 0.4])
    assert np.array_equal(fresh.holdout_probabilities, later.holdout_probabilities)
    pd.testing.assert_frame_equal(fresh.synthetic, later.synthetic)
