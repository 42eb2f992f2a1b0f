"""The simulated payments: counts, seeds, columns, what is missing, what moves, how hard the frauds are."""

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from synthbalance.datasets import load_transactions
from synthbalance.table import source_of, table_hash


@pytest.fixture(scope="module")
def payments():
    return load_transactions(scenario=True)


@pytest.mark.parametrize(("n_rows", "fraud_rate"), [(200, 0.005), (333, 0.1), (2_000, 0.0123), (1_000, 0.5)])
def test_rows_and_frauds_are_as_many_as_asked(n_rows, fraud_rate):
    payments = load_transactions(n_rows, fraud_rate)
    assert len(payments) == n_rows
    assert payments["is_fraud"].dtype == np.int8
    assert payments["is_fraud"].sum() == round(n_rows * fraud_rate)


def test_same_seed_gives_same_rows_and_another_seed_others():
    first, again, other = (load_transactions(1_000, random_state=seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again)
    assert table_hash(first) != table_hash(other)


def test_global_random_state_is_left_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    load_transactions(500)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


@pytest.mark.parametrize("state", [None, np.random.default_rng(5), np.random.RandomState(5)])
def test_the_noted_call_repeats_rows_of_any_random_state(state):
    payments = load_transactions(500, 0.02, state)
    again = eval(source_of(payments)["call"], {"sb": __import__("synthbalance")})
    pd.testing.assert_frame_equal(payments, again)


def test_the_noted_call_is_exact():
    frame = load_transactions(n_rows=500, fraud_rate=0.02, random_state=7, scenario=True)
    call = "sb.load_transactions(n_rows=500, fraud_rate=0.02, random_state=7, scenario=True)"
    assert source_of(frame) == {"call": call, "hash": table_hash(frame)}


def test_payments_come_in_order_of_time_over_120_days(payments):
    paid_at = payments["paid_at"]
    assert paid_at.is_monotonic_increasing
    assert paid_at.iloc[0] >= pd.Timestamp("2025-03-01")
    assert paid_at.iloc[-1] < pd.Timestamp("2025-06-29")
    assert (paid_at.dt.hour == payments["hour"]).all()
    assert payments.index.equals(pd.RangeIndex(len(payments)))


def test_column_kinds_are_the_promised_ones(payments):
    categories = ["merchant_category", "channel", "country", "card_type", "scenario"]
    assert payments.select_dtypes("category").columns.tolist() == categories
    assert payments.dtypes["paid_at"] == "datetime64[us]"
    assert payments.dtypes["authenticated"] == "bool"
    assert payments.shape == (50_000, 24)


def test_the_kind_of_fraud_is_only_there_if_asked_for(payments):
    plain = load_transactions()
    pd.testing.assert_frame_equal(plain, payments.drop(columns="scenario"))
    assert ((payments["scenario"] != "genuine") == (payments["is_fraud"] == 1)).all()
    assert payments["scenario"].value_counts().min() >= 60


def test_amounts_are_cents_and_cash_comes_in_notes(payments):
    amount = payments["amount"]
    assert amount.between(0.5, 6_000).all()
    assert (amount.round(2) == amount).all()
    assert (amount[payments["merchant_category"] == "atm"] % 10 == 0).all()


def test_missing_values_are_where_the_bank_knows_nothing(payments):
    on_web = payments["channel"] == "online"
    assert (payments["distance_km"].isna() == on_web).all()
    assert (payments["device_age_days"].isna() == ~on_web).all()
    assert 0.005 < payments["country"].isna().mean() < 0.02
    prepaid = payments["card_type"] == "prepaid"
    unknown = payments["customer_age"].isna()
    assert unknown[prepaid].mean() > unknown[~prepaid].mean() > 0


def test_look_backs_are_complete_from_the_first_day(payments):
    first, rest = payments["paid_at"] < "2025-03-08", payments["paid_at"] >= "2025-04-01"
    for column in ("payments_7d", "visits_30d", "terminal_payments_24h"):
        assert payments.loc[first, column].mean() > 0.85 * payments.loc[rest, column].mean()


def test_habits_drift_over_the_window(payments):
    half = payments["paid_at"] < "2025-04-30"
    stripe, web = payments["channel"] == "magstripe", payments["channel"] == "online"
    assert stripe[half].mean() > stripe[~half].mean()
    assert web[half].mean() < web[~half].mean()


def test_each_kind_of_fraud_shows_its_mark(payments):
    by_kind = payments.groupby("scenario", observed=True)
    assert by_kind["amount"].median()["high_amount"] > 3 * by_kind["amount"].median()["genuine"]
    assert by_kind["terminal_magstripe_24h"].mean()["compromised_terminal"] > 0.5
    assert by_kind["payments_24h"].mean()["stolen_card"] > 2 * by_kind["payments_24h"].mean()["genuine"]


def test_no_column_alone_tells_the_frauds(payments):
    for column in payments.columns.drop(["is_fraud", "scenario"]):
        values = payments[column]
        if values.dtype == "category":
            values = values.map(payments.groupby(column, observed=True)["is_fraud"].mean()).astype(float)
        numbers = values.astype("int64") if column == "paid_at" else values.astype(float).fillna(-1)
        auc = roc_auc_score(payments["is_fraud"], numbers)
        assert max(auc, 1 - auc) < 0.9, column


def test_frauds_can_be_learned_but_not_trivially(payments):
    X, y = payments.drop(columns=["is_fraud", "scenario", "paid_at"]), payments["is_fraud"]
    held_out = np.arange(len(X)) % 4 == 0
    model = lgb.LGBMClassifier(n_estimators=150, learning_rate=0.05, num_leaves=15, reg_lambda=5, min_child_weight=1)
    model.set_params(n_jobs=1, verbose=-1, random_state=0, deterministic=True).fit(X[~held_out], y[~held_out])
    score = average_precision_score(y[held_out], model.predict_proba(X[held_out])[:, 1])
    assert 0.45 < score < 0.85


@pytest.mark.parametrize("n_rows", [199, 0, -5, 50_000_001, 1e5, "1000", True, None])
def test_a_bad_number_of_rows_is_refused(n_rows):
    with pytest.raises(ValueError, match=r"n_rows needs a whole number from 200 .* got"):
        load_transactions(n_rows)


@pytest.mark.parametrize("fraud_rate", [0, -0.1, 0.51, 1, float("nan"), "0.1", True, None])
def test_a_bad_fraud_rate_is_refused(fraud_rate):
    with pytest.raises(ValueError, match=r"fraud_rate needs a number above 0 .* got"):
        load_transactions(1_000, fraud_rate)


def test_so_few_rows_that_none_would_be_fraud_are_refused():
    with pytest.raises(ValueError, match=r"gives no fraud at all\. Raise n_rows to at least 10000"):
        load_transactions(1_000, 0.0001)


@pytest.mark.parametrize("state", [-1, 0.5, "seed", True])
def test_a_bad_random_state_is_refused(state):
    with pytest.raises(ValueError, match="random_state needs"):
        load_transactions(1_000, random_state=state)
