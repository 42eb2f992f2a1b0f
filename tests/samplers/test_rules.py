"""RuleSampler: scenarios, bases, bursts, classes, provenance; what comes out without any rule."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

import synthbalance as sb
from synthbalance.samplers.rules import RuleSampler
from synthbalance.table import table_hash
from tests.samplers.rule_tables import made, payments
from tests.samplers.tables import mixed, three_classes

SMALL = {"name": "small", "set": {"amount": {"range": [1, 5]}}}
LARGE = {"name": "large", "set": {"amount": {"range": [500, 900]}}}
BURST = {"size": [3, 6], "gap": [10, 60], "time": "at"}


def test_new_rows_obey_their_scenario_and_the_other_columns_stay_those_of_a_real_row():
    X, y = payments()
    sampler = RuleSampler(rules=[SMALL], random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    new = X_new[sampler.synthetic_mask_]
    assert new["amount"].between(1, 5).all()
    others = [name for name in X if name != "amount"]
    real = pd.util.hash_pandas_object(X.loc[y == 1, others], index=False)
    assert pd.util.hash_pandas_object(new[others], index=False).isin(real).all()


def test_each_new_row_knows_its_scenario_and_rows_have_no_parents():
    X, y = payments()
    sampler = RuleSampler(rules=[SMALL, LARGE], random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    amount = X_new.loc[sampler.synthetic_mask_, "amount"].to_numpy()
    assert sampler.parents_ is None
    assert len(sampler.scenario_) == sampler.synthetic_mask_.sum() == 160
    assert ((sampler.scenario_ == "small").to_numpy() == (amount <= 5)).all()
    assert sampler.report_["scenarios"] == {"small": int((amount <= 5).sum()), "large": int((amount > 5).sum())}
    assert sampler.scenarios_ == {1: ["small", "large"]}


def test_the_scenarios_are_those_of_the_last_result():
    sampler = RuleSampler(rules=[SMALL, LARGE], random_state=0).fit(*payments())
    rows = sampler.generate(30)
    assert len(sampler.scenario_) == 30
    assert ((sampler.scenario_ == "small").to_numpy() == (rows["amount"] <= 5)).all()


def test_nothing_asked_for_is_no_scenario():
    X, y = payments()
    sampler = RuleSampler(rules=[SMALL], sampling_strategy={1: 20}, random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    assert table_hash(X_new) == table_hash(X)
    assert len(sampler.scenario_) == 0
    assert sampler.report_["scenarios"] == {}


def test_a_weight_is_a_share_of_the_rows_even_beside_long_bursts():
    rules = [{**SMALL, "weight": 3}, {**LARGE, "burst": {"size": 10, "gap": 5}}]
    amount = made(rules, n=20_000)["amount"]
    assert (amount <= 5).mean() == pytest.approx(0.75, abs=0.02)


def test_rows_start_from_the_class_or_from_the_others():
    X, y = payments()
    rare = made({"set": {"fee": 0.5}})["customer"]
    others = made({"base": "others", "set": {"fee": 0.5}})["customer"]
    assert set(rare) == set(X["customer"][y == 1])
    assert not set(others) <= set(X["customer"][y == 1])
    assert set(others) <= set(X["customer"][y == 0])


def test_rows_start_only_from_real_rows_that_meet_the_conditions():
    new = made({"base": "others", "where": {"channel": "web", "amount": {"above": 100}}, "set": {"fee": 0.5}})
    assert (new["channel"] == "web").all()
    assert (new["amount"] > 100).all()


def test_one_scenario_a_list_and_a_dict_of_scenarios_say_the_same():
    samplers = [RuleSampler(rules=rules, random_state=0) for rules in (SMALL, [SMALL], {"scenarios": [SMALL]})]
    assert len({table_hash(one.fit(*payments()).generate(20)) for one in samplers}) == 1


def test_a_burst_is_rows_of_one_base_in_quick_succession():
    new = made({"burst": BURST, "set": {"amount": {"range": [1, 5]}}}, n=600)
    gap = new["at"].diff().dt.total_seconds()
    starts = np.flatnonzero(~gap.between(9, 60))
    assert set(np.diff(starts)) <= {3, 4, 5, 6}
    group = np.cumsum(~gap.between(9, 60))
    assert (new.groupby(group)["customer"].nunique() == 1).all()
    assert new.groupby(group)["amount"].nunique().max() > 1


def test_a_burst_may_share_only_some_columns():
    new = made({"burst": {**BURST, "size": 5, "same": ["customer", "fee"]}, "set": {"fee": {"range": [0, 1]}}}, n=500)
    group = np.arange(500) // 5
    assert (new.groupby(group)[["customer", "fee"]].nunique() == 1).all().all()
    assert new.groupby(group)["small"].nunique().mean() > 2
    assert (new.groupby(group)["at"].diff().dropna().dt.total_seconds() >= 9).all()


def test_a_burst_may_be_cut_by_the_count_asked_for():
    assert len(made({"burst": {"size": 7}, "set": {}}, n=10)) == 10


def test_fewer_rows_are_the_first_of_more_with_bursts_and_weights():
    rules = [
        {**SMALL, "burst": BURST, "when": [{"if": {"channel": "web"}, "set": {"country": {"seen": "all"}}}]},
        {**LARGE, "donors": {"d": {}}, "set": {"amount": {"quantile": [0.5, 1]}, "fee": {"donor": "d"}}},
    ]
    sampler = RuleSampler(rules=rules, random_state=0).fit(*payments())
    for few, many in ((1, 2), (50, 100), (99, 700)):
        pd.testing.assert_frame_equal(sampler.generate(few), sampler.generate(many).iloc[:few])


def test_the_same_seed_gives_the_same_rows_and_a_pickle_goes_on():
    first, again, other = (made([SMALL, LARGE], random_state=seed) for seed in (1, 1, 2))
    assert table_hash(first) == table_hash(again) != table_hash(other)
    sampler = RuleSampler(random_state=0).fit(*payments())
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(sampler)).generate(20), sampler.generate(20))


def test_the_rules_are_stored_untouched_and_cloned():
    rules = [{**SMALL, "burst": dict(BURST)}]
    before = repr(rules)
    sampler = RuleSampler(rules=rules, random_state=0)
    sampler.fit(*payments()).generate(5)
    assert sampler.rules is rules
    assert repr(rules) == before
    assert clone(sampler).rules == rules


def test_every_class_asked_for_gets_its_own_scenarios():
    X, y = three_classes()
    rules = [
        {"name": "far b", "label": "b", "set": {"x": {"range": [50, 60]}}},
        {"name": "far c", "label": "c", "set": {"x": {"range": [70, 80]}}},
        {"name": "any", "set": {"k": "u"}, "weight": 0.5},
    ]
    sampler = RuleSampler(rules=rules, random_state=0)
    X_new, y_new = sampler.fit_resample(X, y)
    new, label = X_new[sampler.synthetic_mask_], y_new[sampler.synthetic_mask_].to_numpy()
    assert y_new.value_counts().tolist() == [60, 60, 60]
    assert sampler.scenarios_ == {"b": ["far b", "any"], "c": ["far c", "any"]}
    assert new.loc[(sampler.scenario_ == "far c").to_numpy(), "x"].between(70, 80).all()
    assert set(label[(sampler.scenario_ == "far c").to_numpy()]) == {"c"}


def test_a_class_without_a_scenario_is_refused_with_the_way_out():
    rules = [{"name": "b only", "label": "b", "set": {"k": "u"}}]
    with pytest.raises(ValueError, match=r"needs a scenario for class 'c'.*sampling_strategy"):
        RuleSampler(rules=rules).fit(*three_classes())


def test_the_gates_hold_for_rule_rows_and_scenarios_stay_with_their_rows():
    X, y = payments()
    sampler = RuleSampler(
        rules=[SMALL, LARGE],
        permitted_range={"amount": (2, 700)},
        constraints=[lambda frame: frame["count"] > 2],
        random_state=0,
    )
    X_new, _ = sampler.fit_resample(X, y)
    new = X_new[sampler.synthetic_mask_]
    assert len(new) == len(sampler.scenario_) == 160
    assert new["amount"].between(2, 700).all()
    assert (new["count"] > 2).all()
    assert ((sampler.scenario_ == "small").to_numpy() == (new["amount"] <= 5)).all()
    assert sampler.report_["range"] > 0


def test_a_rule_for_an_immutable_column_is_refused():
    with pytest.raises(ValueError, match=r"rules\[0\] of scenario 'small' needs columns that may change, immutable"):
        RuleSampler(rules=[SMALL], immutable=["amount"]).fit(*payments())


def test_progress_is_told_column_by_column():
    told = []
    sampler = RuleSampler(rules=[SMALL], random_state=0)
    sampler.on_progress = lambda *progress: told.append(progress)
    sampler.fit_resample(*payments())
    assert told[0] == ("playing scenarios", 0, 16)
    assert told[-1] == ("playing scenarios", 16, 16)


def test_without_rules_and_known_columns_a_row_is_as_seen():
    X, y = payments()
    sampler = RuleSampler(random_state=0).fit(X.rename(columns={"at": "moment", "amount": "value"}), y)
    new = sampler.generate(3000)
    rare = X[y == 1]
    assert sampler.scenarios_ == {1: ["as seen"]}
    assert new["fee"].between(*rare["fee"].quantile([0.05, 0.95])).mean() > 0.85
    assert new["fee"].between(rare["fee"].min(), rare["fee"].max()).all()
    redrawn = ~new[["value", "fee"]].round(9).isin(rare["fee"].round(9).tolist() + rare["amount"].tolist())
    assert 0.1 < redrawn["fee"].mean() < 0.9
    assert set(new["moment"]) <= set(rare["at"])
    assert set(new["customer"]) <= set(rare["customer"])


def test_as_seen_redraws_three_numbers_a_row_on_average():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(300, 12)), columns=list("abcdefghijkl"))
    y = (np.arange(300) < 40).astype(int)
    new = RuleSampler(random_state=0).fit(X, y).generate(2000)
    changed = ~np.isin(new.to_numpy(), X[:40].to_numpy())
    assert changed.sum(axis=1).mean() == pytest.approx(3, abs=0.2)


def test_as_seen_leaves_immutable_columns_missing_cells_and_atoms_alone():
    X, y = mixed()
    sampler = RuleSampler(immutable=["small", "n_items"], random_state=0).fit(X, y)
    new, rare = sampler.generate(500), X[y == 1]
    pairs = set(map(tuple, rare[["small", "n_items"]].astype(str).to_numpy()))
    assert set(map(tuple, new[["small", "n_items"]].astype(str).to_numpy())) <= pairs
    assert (new["amount"] == 0).mean() == pytest.approx((rare["amount"] == 0).mean(), abs=0.08)
    assert new["score"].isna().mean() == pytest.approx(rare["score"].isna().mean(), abs=0.05)


def test_without_rules_a_class_that_is_not_the_rarest_is_as_seen():
    payments = sb.load_transactions(n_rows=3_000, fraud_rate=0.02)
    sampler = RuleSampler(random_state=0).fit(payments.drop(columns="is_fraud"), payments["is_fraud"])
    sampler.generate(5, label=0)
    assert sampler.scenarios_[0] == ["as seen"]
    assert sampler.scenarios_[1] == ["card testing", "amount burst", "impossible travel"]


@pytest.mark.parametrize("part", [["known", "country"], ["gone"], ["at"], ["amount"]])
def test_without_rules_any_columns_will_do(part):
    X, y = payments()
    new = RuleSampler(random_state=0).fit(X[part], y).generate(50)
    assert new.dtypes.equals(X[part].dtypes)
