"""Experiments on Dask: the single machine's figures to the last digit where each model trains on one worker."""

import contextlib
import io
import json
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import synthbalance as sb
from synthbalance.scale._cluster import workers_of
from tests.scale.conftest import in_partitions, quiet_split

MODEL = sb.default_model(n_estimators=15)
STRATEGIES = ["none", sb.ClassWeight(5), sb.SMOTESampler(sampling_strategy=0.1, random_state=3)]


def quiet_run(exp, *strategies):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return [exp.run(strategy) for strategy in strategies]


def assert_same_runs(exp, one):
    figures = ["strategy", "value", "low", "high", "delta", "delta_low", "delta_high", "recall", "precision", "cost"]
    pd.testing.assert_frame_equal(exp.compare()[[*figures, "looks"]], one.compare()[[*figures, "looks"]])
    for name, run in exp.runs.items():
        wanted = one.runs[name]
        assert np.array_equal(run.holdout_probabilities, wanted.holdout_probabilities)
        for what in ("threshold", "confusion", "ratio", "n_train", "n_synthetic", "calibration", "params"):
            assert getattr(run, what) == getattr(wanted, what), what
        assert repr(run.scores) == repr(wanted.scores)
        assert exp.sentence(run) == one.sentence(wanted)


@pytest.fixture(scope="module")
def exp(client, split):
    """Two seeds, each model on one worker; three strategies have been run."""
    with sb.scale.Experiment(split, client, model=MODEL, seeds=2, machines=1) as exp:
        quiet_run(exp, *STRATEGIES)
        yield exp


def test_scores_are_those_of_one_machine(exp, one_machine):
    one = sb.Experiment(one_machine, model=MODEL, seeds=2)
    quiet_run(one, *STRATEGIES)
    assert_same_runs(exp, one)


def test_costs_by_amount_and_weights_are_those_of_one_machine(client, payments):
    costs = sb.Costs(missed="amount", review=5)
    settings = {"weight": "customer_age", "duplicates": "keep"}
    data = payments.dropna(subset=["customer_age"]).reset_index(drop=True)
    split = quiet_split(in_partitions(data, 3), client, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        one = sb.Experiment(sb.split_holdout(data, "is_fraud", **settings), model=MODEL, seeds=1, costs=costs)
    with sb.scale.Experiment(split, client, model=MODEL, seeds=1, costs=costs, machines=1) as exp:
        quiet_run(exp, *STRATEGIES)
        quiet_run(one, *STRATEGIES)
        assert_same_runs(exp, one)
        run, wanted = list(exp.runs.values())[-1], list(one.runs.values())[-1]
        pd.testing.assert_frame_equal(exp.decision(run), one.decision(wanted))
        pd.testing.assert_frame_equal(exp.calibration_table(run), one.calibration_table(wanted))


def test_another_classifier_is_that_of_one_machine_up_to_rounding(client, split, one_machine):
    model = LogisticRegression(max_iter=200)
    one = sb.Experiment(one_machine, model=model, seeds=1)
    with sb.scale.Experiment(split, client, model=model, seeds=1) as exp:
        quiet_run(exp, "none", STRATEGIES[2])
        quiet_run(one, "none", STRATEGIES[2])
    for name, run in exp.runs.items():
        assert np.allclose(run.holdout_probabilities, one.runs[name].holdout_probabilities, rtol=1e-9, atol=0)
        assert run.scores["average_precision"].value == one.runs[name].scores["average_precision"].value
    assert exp.none.warnings == one.none.warnings


def test_a_model_that_is_broken_without_rebalancing_is_told(client, split):
    model = sb.default_model(n_estimators=1, min_child_samples=1500)
    with sb.scale.Experiment(split, client, model=model, seeds=1, machines=1) as exp:
        (none,) = quiet_run(exp, "none")
    assert any("gains of rebalancing would only repair this model" in sentence for sentence in none.warnings)


def test_a_model_of_both_workers_scores_alike_and_the_same_each_time(client, split, exp):
    made = []
    for _ in range(2):
        with sb.scale.Experiment(split, client, model=MODEL, seeds=1, machines=2) as together:
            made += quiet_run(together, STRATEGIES[2])
    assert np.array_equal(made[0].holdout_probabilities, made[1].holdout_probabilities)
    alone = exp.runs[made[0].name]
    assert not np.array_equal(made[0].holdout_probabilities, alone.holdout_probabilities)
    assert abs(made[0].scores["roc_auc"].value - alone.scores["roc_auc"].value) < 0.05
    assert made[0].n_train == alone.n_train


def test_the_same_again_comes_from_the_ledger_and_is_no_look(exp):
    looks = exp.looks
    assert exp.run(sb.ClassWeight(5.0)) is exp.runs["Class weight ×5"]
    assert exp.looks == looks
    assert exp.compare().index[0] == "none"


def test_new_rows_are_predicted_as_those_of_the_holdout_are(exp, payments, one_machine):
    run = exp.runs["Class weight ×5"]
    assert np.array_equal(run.predict_proba(one_machine.holdout.X)[:, 1], run.holdout_probabilities)
    with pytest.raises(ValueError, match=r"X needs the columns trained on, \['amount'\] are not there"):
        run.predict_proba(payments.drop(columns="amount"))


def test_balanced_is_what_was_trained_on(exp, client, one_machine):
    run = list(exp.runs.values())[-1]
    rows = client.compute(run.balanced()).result()
    X, _ = STRATEGIES[2].fit_resample(one_machine.train.X, one_machine.train.y)
    pd.testing.assert_frame_equal(rows.drop(columns=["is_fraud", "is_synthetic"]), X)
    assert int(rows["is_synthetic"].sum()) == run.n_synthetic
    assert client.compute(run.synthetic["is_synthetic"].all()).result()
    assert exp.none.synthetic is None
    assert client.compute(exp.none.balanced()["is_synthetic"].sum()).result() == 0


def test_stages_are_told_in_order(client, split):
    told = []
    with sb.scale.Experiment(split, client, model=MODEL, seeds=1, machines=2) as exp:
        exp.run(STRATEGIES[2], on_progress=lambda *one: told.append(one))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "putting together", "training", "predicting", "checking the model", "scoring", "drawing rows",
    ]  # fmt: skip
    assert told[-1][1] == told[-1][2]


def test_a_warning_of_the_sampler_is_one_of_the_run(client, split):
    sampler = sb.SMOTESampler(k_neighbors=50, sampling_strategy=0.1, random_state=0)
    with sb.scale.Experiment(split, client, model=MODEL, seeds=1, machines=1) as exp:
        _, run = quiet_run(exp, "none", sampler)
    assert any("k_neighbors=50 needs 51 rows" in sentence for sentence in run.warnings)


def test_an_address_will_do_and_the_cluster_stays_open(client, split):
    exp = sb.scale.Experiment(split, client.scheduler.address, model=MODEL, seeds=1)
    assert exp.client is not client
    exp.close()
    assert exp.client.status == "closed"
    assert client.submit(abs, -1).result() == 1


def test_the_cluster_listens_on_this_machine_only(client):
    addresses = [*workers_of(client), client.scheduler.address]
    assert {address.rsplit(":", 1)[0] for address in addresses} == {"tcp://127.0.0.1"}
    assert client.cluster.scheduler.http_server.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("settings", "match"),
    [
        ({"machines": 3}, "machines=3 is too many: 2 workers are there. Pass at most 2."),
        ({"machines": 0}, "machines needs a whole number of workers"),
        ({"machines": 2, "model": LogisticRegression()}, "another model than LightGBM"),
        ({"primary": "luck"}, "primary needs one of"),
        ({"costs": sb.Costs(missed="price")}, "costs.missed='price' needs a column of that name"),
        ({"seeds": 0}, "seeds needs a whole number"),
    ],
)
def test_what_an_experiment_cannot_work_with_is_told(client, split, settings, match):
    with pytest.raises(ValueError, match=match):
        sb.scale.Experiment(split, client, **settings)


def test_strategies_and_splits_that_need_one_machine_are_told(client, partitions, split, exp, one_machine):
    with pytest.raises(TypeError, match=r"split needs what sb.scale.split_holdout gave"):
        sb.scale.Experiment(one_machine, client)
    many = quiet_split(partitions, client, target="purpose", multiclass=True)
    with pytest.raises(ValueError, match="split keeps several classes"):
        sb.scale.Experiment(many, client)
    with pytest.raises(TypeError, match="trains on bags that one machine holds"):
        exp.run("under_bagging")
    with pytest.raises(NotImplementedError, match="preview works on one machine only"):
        exp.preview("smote")
    with pytest.raises(TypeError, match=r"client needs a distributed.Client, a cluster, the address"):
        sb.scale.Experiment(split, 8786)


def test_the_card_and_the_script_of_a_run_speak_of_the_dask_table(exp, split, payments, tmp_path):
    run = list(exp.runs.values())[-1]
    facts = json.loads(run.report(tmp_path / "card.json").read_text())
    missing = {column["name"]: column["missing"] for column in facts["data"]["columns"]}
    assert missing == payments.drop(columns="is_fraud").isna().mean().to_dict()
    assert facts["data"]["rows"] == len(payments)
    assert facts["audit"]["state"] == "left out"
    assert facts["split"]["fingerprint"] == split.fingerprint
    assert "<html" in run.report(tmp_path / "card.html").read_text()
    for line in (
        "split = sb.scale.split_holdout(",
        f'assert split.fingerprint == "{split.fingerprint}"',
        "exp = sb.scale.Experiment(split, model=model, seeds=2, random_state=0, machines=1)",
        "# Set data first: the Dask DataFrame of 3,000 rows that was split.",
    ):
        assert line in run.to_code()


def test_the_script_gives_the_same_scores(exp, client, partitions):
    run = exp.none
    named = {"data": partitions}
    with client.as_current(), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        exec(run.to_code(), named)
    assert repr(named["run"].scores) == repr(run.scores)
    named["exp"].close()
