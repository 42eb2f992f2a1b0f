"""New rows on Dask: the sampler's own where they fit into one block, and reproducible block by block where not."""

import warnings

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

import synthbalance as sb
from tests.scale.conftest import as_text, in_partitions, quiet_split

SAMPLERS = [
    sb.SMOTESampler(sampling_strategy=0.1, random_state=3),
    sb.RandomSampler(sampling_strategy=0.1, random_state=3),
    sb.GaussianCopulaSampler(sampling_strategy=0.1, random_state=3),
    sb.RuleSampler(sampling_strategy=0.1, random_state=3),
]
RARE_IN_TRAIN, OTHERS_IN_TRAIN = 36, 1764
NEW = int(0.1 * OTHERS_IN_TRAIN) - RARE_IN_TRAIN


@pytest.mark.parametrize("sampler", SAMPLERS, ids=lambda sampler: type(sampler).__name__)
def test_one_block_of_a_whole_sample_is_what_the_sampler_gives(client, split, one_machine, sampler):
    made = sb.scale.fit_resample(sampler, split, client=client)
    X, y = sampler.fit_resample(one_machine.train.X, one_machine.train.y)
    rows = client.compute(made).result()
    pd.testing.assert_frame_equal(rows.drop(columns=["is_fraud", "is_synthetic"]), X)
    assert rows["is_fraud"].tolist() == y.tolist()
    assert np.array_equal(rows["is_synthetic"], sampler.synthetic_mask_)
    pd.testing.assert_frame_equal(made._meta, rows.iloc[:0])


def test_several_blocks_make_the_count_and_no_two_are_alike(client, split):
    made = sb.scale.fit_resample(SAMPLERS[0], split, client=client, block=50)
    rows = client.compute(made).result()
    new = rows[rows["is_synthetic"]]
    assert len(new) == NEW
    assert rows.index.is_unique
    assert not new["amount_ratio_30d"].dropna().duplicated().any()
    assert (new["is_fraud"] == 1).all()


def test_blocks_do_not_depend_on_where_they_are_drawn(client, split):
    from distributed import Client

    made = client.compute(sb.scale.fit_resample(SAMPLERS[0], split, client=client, block=50)).result()
    with Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None) as other:
        again = other.compute(sb.scale.fit_resample(SAMPLERS[0], split, client=other, block=50)).result()
    pd.testing.assert_frame_equal(made, again)


def test_counts_are_those_of_the_whole_table_when_a_sample_is_learned_from(client, payments):
    split = quiet_split(in_partitions(payments, 4), client, sample=300)
    made = sb.scale.fit_resample(SAMPLERS[0], split, client=client)
    assert client.compute(made["is_synthetic"].sum()).result() == NEW
    assert client.submit(len, client.compute(split.gathered_()).result().sample()[0]).result() == 300 + RARE_IN_TRAIN


def test_a_text_keeps_every_level_however_small_the_sample(client, payments):
    rare = payments["purpose"].where(payments.index % 500 > 0, "hardly ever")
    split = quiet_split(in_partitions(payments.assign(purpose=rare), 4), client, sample=20)
    found = client.compute(split.gathered_()).result()
    train = client.compute(split.train.X).result()
    assert found.X["purpose"].unique().tolist() == train["purpose"].unique().tolist()
    assert "hardly ever" in found.X["purpose"].tolist()


def test_the_target_keeps_its_values(client, payments):
    data = payments.assign(is_fraud=as_text(np.where(payments["is_fraud"] == 1, "fraud", "fine")))
    split = quiet_split(in_partitions(data, 3), client)
    made = client.compute(sb.scale.fit_resample(SAMPLERS[1], split, client=client)).result()
    assert set(made["is_fraud"][made["is_synthetic"]]) == {"fraud"}
    assert made["is_fraud"].dtype == data["is_fraud"].dtype


def test_one_class_against_several_is_told_in_0_and_1(client, payments):
    data = payments.assign(is_fraud=payments["purpose"].mask(payments["is_fraud"] == 1, "fraud"))
    split = quiet_split(in_partitions(data, 3), client, positive="fraud")
    made = client.compute(sb.scale.fit_resample(SAMPLERS[1], split, client=client)).result()
    assert made.groupby("is_fraud").size().to_dict() == {0: OTHERS_IN_TRAIN, 1: RARE_IN_TRAIN + NEW}


def test_several_classes_get_their_rows(client, payments):
    kind = np.where(payments["is_fraud"] == 1, "fraud", np.where(payments.index % 10 == 0, "odd", "fine"))
    data = payments.drop(columns="is_fraud").assign(kind=as_text(kind))
    split = quiet_split(in_partitions(data, 3), client, target="kind", multiclass=True)
    sampler = sb.RandomSampler(sampling_strategy={"fraud": 200, "odd": 400}, random_state=1)
    made = client.compute(sb.scale.fit_resample(sampler, split, client=client)).result()
    one = sb.split_holdout(data, target="kind", multiclass=True)
    X, y = sampler.fit_resample(one.train.X, one.train.y)
    assert made["kind"].tolist() == y.tolist()
    pd.testing.assert_frame_equal(made.drop(columns=["kind", "is_synthetic"]), X)


def test_a_ratio_that_is_there_already_adds_nothing(client, split):
    sampler = sb.RandomSampler(sampling_strategy=(RARE_IN_TRAIN + 0.1) / OTHERS_IN_TRAIN, random_state=0)
    made = client.compute(sb.scale.fit_resample(sampler, split, client=client)).result()
    assert len(made) == RARE_IN_TRAIN + OTHERS_IN_TRAIN


def test_a_key_takes_the_suggested_ratio(client, split):
    made = client.compute(sb.scale.fit_resample("random", split, client=client)["is_fraud"]).result()
    assert int(made.sum()) == int(0.05 * OTHERS_IN_TRAIN)


def test_generate_gives_the_samplers_own_rows(client, split, one_machine):
    sampler = SAMPLERS[0]
    fitted = sb.SMOTESampler(sampling_strategy=0.1, random_state=3).fit(one_machine.train.X, one_machine.train.y)
    rows = fitted.generate(80)
    pd.testing.assert_frame_equal(client.compute(sb.scale.generate(sampler, 80, split, client=client)).result(), rows)
    pd.testing.assert_frame_equal(client.compute(sb.scale.generate(fitted, 80, client=client)).result(), rows)
    many = sb.scale.generate(fitted, 200, label=0, client=client, block=80)
    assert many.npartitions == 3
    assert client.compute(many).result().index.tolist() == list(range(200))


def test_without_a_seed_every_call_draws_others(client, split):
    sampler = sb.SMOTESampler(sampling_strategy=0.1)
    first, second = (
        client.compute(sb.scale.generate(sampler, 30, split, client=client)["amount"]).result() for _ in range(2)
    )
    assert first.tolist() != second.tolist()
    assert sampler.random_state is None


def test_without_a_client_a_cluster_is_started_closed_and_the_rows_stay(split, monkeypatch):
    from distributed import LocalCluster

    started = []

    def small():
        started.append(LocalCluster(n_workers=1, processes=False, dashboard_address=None))
        return started[-1]

    monkeypatch.setattr("synthbalance.scale._cluster.local_cluster", small)
    made = sb.scale.fit_resample(SAMPLERS[1], split)
    assert started[0].status.name == "closed"
    assert int(made["is_synthetic"].sum().compute(scheduler="sync")) == NEW


def test_false_cancels_and_lets_go_of_everything(client, split):
    before = set(client.futures)
    with pytest.raises(sb.Cancelled, match="Cancelled while drawing rows: 0 of 3 done"):
        sb.scale.fit_resample(SAMPLERS[0], split, client=client, on_progress=lambda *one: False, block=50)
    assert set(client.futures) <= before


@pytest.mark.parametrize("sampler", [SMOTE(), sb.SMOTESampler, "class_weight", "none", 3])
def test_what_is_no_sampler_of_the_package_is_refused(client, split, sampler):
    with pytest.raises(TypeError, match="sampler needs one of the package's that makes rows"):
        sb.scale.fit_resample(sampler, split, client=client)


def test_what_a_sampler_refuses_is_told_at_home(client, split):
    with pytest.raises(ValueError, match="k_neighbors"):
        sb.scale.fit_resample(sb.SMOTESampler(k_neighbors=0, sampling_strategy=0.1), split, client=client)
    with pytest.raises(ValueError, match="you already have"):
        sb.scale.fit_resample(sb.SMOTESampler(sampling_strategy=0.001), split, client=client)
    with pytest.raises(ValueError, match="block needs a whole number"):
        sb.scale.fit_resample(SAMPLERS[0], split, client=client, block=0)
    with pytest.raises(ValueError, match="n needs a whole number"):
        sb.scale.generate(SAMPLERS[0], 0, split, client=client)


def test_a_split_of_one_machine_is_refused(client, one_machine):
    with pytest.raises(TypeError, match=r"split needs what sb.scale.split_holdout gave, got Split"):
        sb.scale.fit_resample(SAMPLERS[0], one_machine, client=client)


def test_a_warning_of_the_sampler_is_told_at_home(client, payments):
    few = payments[(payments["is_fraud"] == 0) | (np.cumsum(payments["is_fraud"]) <= 12)].reset_index(drop=True)
    split = quiet_split(in_partitions(few, 2), client, holdout=0.45)
    sampler = sb.SMOTESampler(k_neighbors=10, sampling_strategy=0.1, random_state=0)
    with pytest.warns(sb.DataWarning, match="k_neighbors=10 needs 11 rows"):
        sb.scale.fit_resample(sampler, split, client=client)
    with warnings.catch_warnings():
        warnings.simplefilter("error", sb.DataWarning)
        sb.scale.fit_resample(SAMPLERS[1], split, client=client)
