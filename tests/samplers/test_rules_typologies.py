"""The shipped typologies: card testing, amount burst, impossible travel."""

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.samplers.rules import RuleSampler

NAMES = ["card testing", "amount burst", "impossible travel"]


@pytest.fixture(scope="module")
def simulated():
    table = sb.load_transactions(n_rows=6_000, fraud_rate=0.02)
    return table.drop(columns="is_fraud"), table["is_fraud"]


@pytest.fixture(scope="module")
def handbook():
    """A table with the column names of the Fraud Detection Handbook."""
    rng = np.random.default_rng(0)
    stamps = pd.Timestamp("2018-04-01") + pd.to_timedelta(rng.integers(0, 10**6, 900), unit="s")
    frame = pd.DataFrame(
        {
            "TX_DATETIME": stamps,
            "CUSTOMER_ID": rng.integers(0, 90, 900),
            "TERMINAL_ID": rng.integers(0, 40, 900),
            "TX_AMOUNT": rng.gamma(2, 30, 900).round(2),
            "CUSTOMER_ID_NB_TX_1DAY_WINDOW": rng.integers(0, 5, 900).astype(float),
        }
    )
    return frame, (np.arange(900) < 40).astype(int)


def rows_of(name, table, n=600):
    """New rows of one typology."""
    return RuleSampler(rules=[{"typology": name}], random_state=0).fit(*table).generate(n)


def bursts(rows, time, longest):
    """Number of the burst that each row belongs to, told by its time."""
    gap = rows[time].diff().dt.total_seconds()
    return np.cumsum(~gap.between(1, longest))


def test_the_table_of_load_transactions_gets_all_three_by_itself(simulated):
    sampler = RuleSampler(sampling_strategy=0.1, random_state=0)
    sampler.fit_resample(*simulated)
    assert sampler.scenarios_ == {1: NAMES}
    assert set(sampler.report_["scenarios"]) == set(NAMES)


def test_card_testing_is_many_small_amounts_of_many_cards_in_one_web_shop(simulated):
    rows = rows_of("card testing", simulated)
    burst = bursts(rows, "paid_at", 60)
    groups = rows.groupby(burst)
    assert rows["amount"].max() <= simulated[0]["amount"].quantile(0.06)
    assert (rows["channel"] == "online").all()
    assert rows["distance_km"].isna().all()
    assert (groups[["merchant_category", "country"]].nunique().max() <= 1).all()
    assert groups["card_age_days"].nunique().mean() > 3
    assert groups.size().median() >= 5
    growth = groups["terminal_payments_24h"].diff().dropna()
    assert (growth == 1).all()
    assert (rows["hour"] == rows["paid_at"].dt.hour).all()


def test_an_amount_burst_rises_and_its_look_backs_say_so(simulated):
    rows = rows_of("amount burst", simulated)
    groups = rows.groupby(bursts(rows, "paid_at", 3600))
    later = groups.cumcount() > 0
    growth = rows["amount"] / groups["amount"].shift()
    assert growth[later].between(1.09, 1.51).all()
    assert groups["card_age_days"].nunique().max() == 1
    assert (groups["payments_24h"].diff()[later] == 1).all()
    assert (groups["payments_7d"].diff()[later] == 1).all()
    assert np.allclose(groups["amount_24h"].diff()[later], groups["amount"].shift()[later])
    waited = groups["paid_at"].diff().dt.total_seconds() / 3600
    assert np.allclose(rows["hours_since_last"][later], waited[later], atol=0.002)
    ratio = rows["amount_ratio_30d"] / groups["amount_ratio_30d"].shift()
    assert np.allclose(ratio[later].dropna(), growth[later][ratio[later].notna()], rtol=0.05)


def test_impossible_travel_is_near_home_and_then_far_away_within_the_hour(simulated):
    rows = rows_of("impossible travel", simulated)
    first, later = rows.iloc[::2], rows.iloc[1::2]
    seconds = (later["paid_at"].to_numpy() - first["paid_at"].to_numpy()) / np.timedelta64(1, "s")
    assert ((seconds >= 299) & (seconds <= 3600)).all()
    assert first["distance_km"].le(50).all()
    assert later["distance_km"].ge(500).all()
    real = simulated[0]
    pairs = set(zip(real["distance_km"], real["country"].astype(str), strict=True))
    assert set(zip(later["distance_km"], later["country"].astype(str), strict=True)) <= pairs
    assert (rows["channel"] != "online").all()
    assert later["hours_since_last"].le(1).all()


def test_without_the_time_column_the_look_backs_still_tell_the_burst(simulated):
    X, y = simulated
    sampler = RuleSampler(random_state=0).fit(X.drop(columns="paid_at"), y)
    assert sampler.scenarios_ == {1: NAMES}
    rows = sampler.generate(500)
    assert (rows.loc[(sampler.scenario_ == "amount burst").to_numpy(), "payments_1h"] > 0).mean() > 0.3


def test_immutable_columns_are_left_out_of_the_typologies(simulated):
    sampler = RuleSampler(immutable=["amount", "distance_km"], random_state=0).fit(*simulated)
    assert sampler.scenarios_ == {1: ["impossible travel"]}
    assert set(sampler.generate(50)["amount"]) <= set(simulated[0]["amount"][simulated[1] == 1])


@pytest.mark.parametrize("name", NAMES)
def test_the_names_of_the_handbook_are_known_too(handbook, name):
    rows = rows_of(name, handbook)
    travel = name == "impossible travel"
    groups = rows.groupby(
        np.arange(600) // 2 if travel else bursts(rows, "TX_DATETIME", 60 if "card" in name else 3600)
    )
    shops, cards = groups["TERMINAL_ID"].nunique(), groups["CUSTOMER_ID"].nunique()
    if name == "card testing":
        assert shops.max() == 1
        assert cards.median() > 3
    else:
        assert cards.max() == 1
        assert shops.max() == (1 if name == "amount burst" else 2)
    if travel:
        assert (rows["TERMINAL_ID"].iloc[::2].to_numpy() != rows["TERMINAL_ID"].iloc[1::2].to_numpy()).all()


def test_columns_of_any_other_name_are_mapped():
    made = RuleSampler.typology("card_testing", amount="sum", time="when", count_1h="lately")
    assert made["burst"]["time"] == "when"
    assert set(made["set"]) == {"sum", "lately"}
    assert made["burst"]["same"] == "all"


def test_two_countries_within_the_hour_do_where_no_distance_is_known():
    made = RuleSampler.typology("impossible travel", time="when", country="land")
    assert made["set"]["land"] == {"seen": "all", "different": True, "only": "later"}


def test_a_table_may_say_which_columns_are_there(handbook):
    made = RuleSampler.typology("amount burst", handbook[0], customer=None)
    assert set(made["set"]) == {"TX_AMOUNT", "CUSTOMER_ID_NB_TX_1DAY_WINDOW"}


def test_a_typology_may_be_changed_and_used(simulated):
    made = RuleSampler.typology("amount burst")
    made["set"]["amount"]["rising"] = [2, 2]
    rows = RuleSampler(rules=[made], random_state=0).fit(*simulated).generate(20)
    assert rows["amount"].iloc[1] / rows["amount"].iloc[0] == pytest.approx(2, abs=0.01)
    assert RuleSampler.typology("amount burst")["set"]["amount"]["rising"] == [1.1, 1.5]


@pytest.mark.parametrize(
    ("name", "columns", "words"),
    [
        ("card tasting", {}, "typology needs one of 'card testing', .*, got 'card tasting'"),
        (3, {}, "got 3"),
        ("card testing", {"amuont": "a"}, "columns needs names among amount, .*Did you mean 'amount'"),
        ("card testing", {"time": "a"}, "needs columns for amount with one of terminal, .*got time. Say which"),
        ("amount burst", {"amount": None}, "got none"),
    ],
)  # fmt: skip
def test_a_typology_that_cannot_be_is_told(name, columns, words):
    with pytest.raises(ValueError, match=words):
        RuleSampler.typology(name, **columns)
