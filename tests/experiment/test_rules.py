"""Thresholds, costs, calibration and weights: chosen on validation rows, applied to the holdout."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import synthbalance as sb
from synthbalance.metrics import expected_cost


def test_the_default_rule_is_f1_and_with_costs_it_is_cost(experiment):
    assert experiment().threshold == "f1"
    assert experiment(costs=sb.Costs()).threshold == "cost"


@pytest.mark.parametrize("rule", ["recall=0.8", "precision=0.3", "alerts=20"])
def test_a_rule_holds_on_the_validation_rows(experiment, rule):
    run = experiment(seeds=1, threshold=rule).none
    y = run.split.validation.y.to_numpy()
    alerts = run.validation_probabilities >= run.threshold
    hits = (alerts & (y == 1)).sum()
    reached = {"recall": hits / y.sum() >= 0.8, "precision": hits / alerts.sum() >= 0.3, "alerts": alerts.sum() <= 20}
    assert reached[rule.split("=")[0]]
    assert run.threshold_rule == rule


def test_a_number_is_the_threshold(experiment):
    run = experiment(seeds=1, threshold=0.125).none
    assert run.threshold == 0.125


def test_the_cost_is_what_was_missed_and_reviewed(experiment, split):
    costs = sb.Costs(missed="amount", review=4)
    run = experiment(costs=costs, seeds=1).run("class_weight")
    part = split.holdout
    paid = expected_cost(part.y, run.holdout_probabilities, run.threshold, part.X["amount"], 4)
    assert run.scores["cost"].value == pytest.approx(paid)
    assert run.scores["cost"].low < paid < run.scores["cost"].high
    assert run.costs is costs


def test_a_dearer_miss_lowers_the_threshold(experiment):
    low, high = (experiment(costs=sb.Costs(missed=missed, review=10), seeds=1).none for missed in (20, 2000))
    assert high.threshold < low.threshold


def test_a_capacity_is_a_number_of_holdout_rows(experiment, split):
    run = experiment(costs=sb.Costs(missed=1000, review=1, capacity=50), seeds=1).none
    share = 50 / len(split.holdout)
    assert (run.validation_probabilities >= run.threshold).mean() <= share + 1e-12


def test_cost_may_be_the_primary_metric(experiment):
    exp = experiment(costs=sb.Costs(missed=100, review=5), primary="cost", seeds=1)
    run = exp.run("class_weight")
    gain = exp.none.scores["cost"].value - run.scores["cost"].value
    assert run.delta.value == pytest.approx(gain)


@pytest.mark.parametrize("strategy", ["none", "class_weight", "random"])
def test_the_formula_is_allowed_where_it_holds(experiment, strategy):
    assert experiment(calibration="formula", seeds=1).run(strategy).calibration


@pytest.mark.parametrize(
    "strategy", ["smote", sb.RandomSampler(shrinkage=0.5, sampling_strategy=0.3, random_state=0)], ids=["smote", "rose"]
)
@pytest.mark.parametrize("door", ["run", "preview"])
def test_the_formula_is_refused_with_a_reason_before_anything_is_trained(experiment, strategy, door, monkeypatch):
    exp = experiment(calibration="formula", seeds=1)
    for place in ("_experiment.train_seeds", "_preview.fit_table"):
        monkeypatch.setattr(f"synthbalance.experiment.{place}", lambda *_: pytest.fail("trained"))
    with pytest.raises(ValueError, match=r'not valid for .*new rows change the density.*calibration="auto"'):
        getattr(exp, door)(strategy)
    assert exp.runs == {}


def test_the_formula_takes_a_class_weight_back(experiment):
    exp = experiment(calibration="formula", seeds=1, model=LogisticRegression())
    run = exp.run(sb.ClassWeight(20))
    assert run.holdout_probabilities.mean() == pytest.approx(exp.none.holdout_probabilities.mean(), abs=0.02)


def test_every_strategy_is_calibrated_on_the_validation_rows(board):
    for run in board.runs.values():
        assert "learned on 300 real validation rows, 24 of them rare" in run.calibration
        assert run.validation_probabilities.mean() == pytest.approx(24 / 300, abs=1e-6)


def test_without_calibration_a_weight_shows(experiment):
    exp = experiment(calibration="none", seeds=1)
    raw = exp.run(sb.SMOTESampler(sampling_strategy=1.0, random_state=0)).holdout_probabilities.mean()
    assert raw > 1.5 * exp.none.holdout_probabilities.mean()


def test_calibration_changes_no_rank(experiment):
    strategy = sb.SMOTESampler(sampling_strategy=0.5, random_state=0)
    plain, auto = (experiment(calibration=how, seeds=1).run(strategy) for how in ("none", "auto"))
    for name in ("average_precision", "roc_auc", "recall_at_fpr_1", "precision_at_k"):
        assert plain.scores[name].value == auto.scores[name].value


@pytest.fixture(scope="module")
def weighted(payments):
    weight = np.random.default_rng(0).uniform(0.2, 5.0, len(payments))
    return sb.split_holdout(payments.assign(w=weight), target="kind", weight="w", random_state=0)


def test_sampling_weights_count_in_the_scores(experiment, weighted):
    run = experiment(weighted, seeds=1).none
    assert sum(run.confusion.values()) == pytest.approx(weighted.holdout.weight.sum())
    alerts, y = run.holdout_probabilities >= run.threshold, weighted.holdout.y == 1
    hit = weighted.holdout.weight[alerts & y].sum() / weighted.holdout.weight[y].sum()
    assert run.scores["recall"].value == pytest.approx(hit)


def test_sampling_weights_are_used_in_training_unless_switched_off(experiment, weighted):
    used, unused = (experiment(weighted, seeds=1, train_weight=on).none for on in (True, False))
    assert not np.array_equal(used.holdout_probabilities, unused.holdout_probabilities)


def test_new_rows_get_the_mean_weight_of_their_class(experiment, weighted):
    from synthbalance.experiment._resample import resample
    from synthbalance.experiment._strategy import plan_of

    train = weighted.train
    weight = train.weight.to_numpy()
    made = resample(train, plan_of("smote", train.y), 0, weight)
    assert np.array_equal(made.weight[~made.is_new], weight)
    assert np.allclose(made.weight[made.is_new], weight[train.y == 1].mean())


def test_weights_and_foreign_samplers_go_together(experiment, weighted):
    from imblearn.under_sampling import RandomUnderSampler

    from synthbalance.experiment._resample import resample
    from synthbalance.experiment._strategy import plan_of

    weight = weighted.train.weight.to_numpy()
    made = resample(weighted.train, plan_of(RandomUnderSampler(random_state=0), weighted.train.y), 0, weight)
    assert np.array_equal(made.weight, weight[made.source])
    pd_rows = weighted.train.X.iloc[made.source]
    assert made.X["x"].tolist() == pd_rows["x"].tolist()
