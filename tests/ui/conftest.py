"""A small table, a light experiment, a panel that is always closed, and a clock that tests move."""

import threading

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.ui import BalanceLab
from synthbalance.ui._request import Clock

PATIENCE = 60  # seconds; only a broken test waits so long


class FakeClock:
    """Time that stands still until `advance`."""

    def __init__(self):
        self.seconds = 0.0
        self._condition = None
        self.asleep = threading.Event()

    def now(self):
        return self.seconds

    def wait(self, condition, seconds):
        self._condition = condition
        self.asleep.set()
        condition.wait()
        self.asleep.clear()

    def advance(self, seconds):
        with self._condition:
            self.seconds += seconds
            self._condition.notify_all()


class FastClock(Clock):
    """Time that runs fifty times as fast: a second without a change is soon over."""

    FASTER = 50

    def now(self):
        return super().now() * self.FASTER

    def wait(self, condition, seconds):
        super().wait(condition, seconds if seconds is None else seconds / self.FASTER)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture(scope="session")
def payments():
    """1,200 rows, 96 of them rare, which have larger amounts; numbers, a date, a category."""
    rng = np.random.default_rng(0)
    is_rare = np.arange(1200) % 25 < 2
    return pd.DataFrame(
        {
            "amount": rng.gamma(2, 30, 1200) + 60 * is_rare,
            "age": rng.integers(18, 90, 1200),
            "shop": pd.Categorical(rng.choice(["web", "shop", "phone"], 1200)),
            "paid_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(1200), unit="h"),
            "is_fraud": is_rare.astype(int),
        }
    )


@pytest.fixture(scope="session")
def split(payments):
    return sb.split_holdout(payments.drop(columns="paid_at"), target="is_fraud", random_state=0)


def light_experiment(split, **changes):
    """An experiment whose runs take a few hundredths of a second."""
    return sb.Experiment(split, model=sb.default_model(n_estimators=15, n_jobs=1), seeds=1, **changes)


@pytest.fixture
def experiment(split):
    return light_experiment(split)


@pytest.fixture
def make_lab():
    """Panels that are closed after the test."""
    labs = []

    def make(*args, **options):
        labs.append(BalanceLab(*args, **{"_clock": FastClock()} | options))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


@pytest.fixture
def lab(make_lab, experiment):
    """An idle panel with "none" run."""
    panel = make_lab(experiment=experiment)
    assert panel.wait(PATIENCE)
    return panel
