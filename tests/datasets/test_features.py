"""Behaviour features: equal to a slow count by hand, and blind to labels and to the future."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.datasets import _profiles as p
from synthbalance.datasets._features import History, payment_table
from synthbalance.datasets._fraud import fraud_payments
from synthbalance.datasets._genuine import genuine_payments
from synthbalance.datasets._world import make_world


@pytest.fixture
def some_history():
    rng = np.random.default_rng(0)
    owner, second = rng.integers(4, size=60), np.sort(rng.integers(500, size=60))
    return owner, second, rng.uniform(1, 9, 60)


@pytest.fixture(scope="module")
def simulated():
    rng = np.random.default_rng(1)
    world = make_world(3_000, rng)
    made = [genuine_payments(world, 3_000, 0, p.WARMUP_DAYS + p.WINDOW_DAYS, rng), fraud_payments(world, 300, rng)]
    return world, pd.concat(made).sort_values("second", kind="stable", ignore_index=True)


def test_look_backs_equal_a_count_by_hand(some_history):
    owner, second, amount = some_history
    past = History(owner, second, amount).within(50)
    for i in range(len(owner)):
        before = (owner[:i] == owner[i]) & (second[:i] >= second[i] - 50)
        assert past.count[i] == before.sum()
        assert past.total[i] == pytest.approx(amount[:i][before].sum())


def test_time_since_the_last_payment_is_missing_for_the_first(some_history):
    owner, second, amount = some_history
    gap = History(owner, second, amount).since_last()
    for i in range(len(owner)):
        earlier = second[:i][owner[:i] == owner[i]]
        assert np.isnan(gap[i]) if not len(earlier) else gap[i] == second[i] - earlier[-1]


def test_features_need_no_labels(simulated):
    world, payments = simulated
    with_labels = payment_table(world, payments, np.random.default_rng(0))
    without = payment_table(world, payments.drop(columns="scenario"), np.random.default_rng(0))
    pd.testing.assert_frame_equal(with_labels, without)


def test_history_features_do_not_see_later_payments(simulated):
    world, payments = simulated
    until = len(payments) // 2
    whole = payment_table(world, payments, np.random.default_rng(0)).iloc[:until]
    early = payment_table(world, payments.iloc[:until], np.random.default_rng(0))
    columns = whole.columns[whole.columns.str.contains("_1h|_24h|_7d|_30d|since")]
    assert len(columns) == 10
    pd.testing.assert_frame_equal(whole[columns], early[columns])


def test_frauds_stay_inside_the_window(simulated):
    _, payments = simulated
    day = payments.loc[payments["scenario"] > 0, "second"] / p.DAY
    assert day.between(p.WARMUP_DAYS, p.WARMUP_DAYS + p.WINDOW_DAYS, inclusive="left").all()


def test_every_place_has_terminals_and_picks_stay_in_it():
    rng = np.random.default_rng(0)
    world = make_world(200, rng)
    place = np.repeat(np.arange(world.places.web + 1), 20)
    for lure in (False, True):
        assert (world.terminals.place[world.pick_terminals(place, rng, lure)] == place).all()
