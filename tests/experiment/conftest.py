"""One small table of payments, its split and an experiment that has been run, shared by the tests that only read."""

import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb

RATIO = 0.25


def make_payments(n_rows=2000, n_rare=160, seed=0):
    """Numbers with gaps, an atom at 0, a category and text; the target says "fraud" or "ok"."""
    rng = np.random.default_rng(seed)
    rare = np.isin(np.arange(n_rows), rng.choice(n_rows, n_rare, replace=False))
    frame = pd.DataFrame(
        {
            "amount": np.where(rng.random(n_rows) < 0.1, 0.0, rng.gamma(2.0, 30.0, n_rows) * (1 + rare)),
            "x": rng.normal(size=n_rows) + 1.3 * rare,
            "n_items": rng.integers(0, 9, n_rows),
            "channel": pd.Categorical(np.where(rng.random(n_rows) < 0.4 + 0.3 * rare, "web", "shop")),
            "country": rng.choice(["AT", "DE"], n_rows),
            "kind": np.where(rare, "fraud", "ok"),
        }
    )
    frame.loc[::9, "n_items"] = None
    return frame


@pytest.fixture(scope="session")
def payments():
    return make_payments()


@pytest.fixture(scope="session")
def split(payments):
    return sb.split_holdout(payments, target="kind", random_state=0)


@pytest.fixture(scope="session")
def numbers_split(payments):
    """The same rows with number columns only and no gaps, as imbalanced-learn's samplers need them."""
    return sb.split_holdout(payments[["amount", "x", "kind"]], target="kind", random_state=0)


@pytest.fixture(scope="session")
def experiment(split):
    """A function that makes a quick experiment on the shared split, or on one given."""

    def make(split=split, **changes):
        # The guard compares a model of the user's with a full one: too slow to take part in every test.
        exp = sb.Experiment(
            split, **{"model": sb.default_model(n_estimators=15, learning_rate=0.1), "seeds": 2, **changes}
        )
        exp.model_given = False
        return exp

    return make


@pytest.fixture(scope="session")
def board(experiment):
    """An experiment with three looks; only to be read."""
    exp = experiment()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        exp.run(sb.SMOTESampler(sampling_strategy=RATIO, random_state=0))
        exp.run(sb.ClassWeight(3))
    return exp


@pytest.fixture(scope="session")
def smote_run(board):
    return next(run for run in board.runs.values() if run.strategy == "smote")
