import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb

HOSTILE = (
    "<script>alert('x')</script>",
    'it\'s "quoted"\nand a second line',
    "__proto__",
    "{{ 7 * 7 }}",
    "back\\slash",
    "\u202egnp.exe",
)


@pytest.fixture(scope="session")
def hostile_frame():
    """1,200 rows, 72 rare: columns whose names try to break out of code and HTML; groups and weights."""
    rng = np.random.default_rng(0)
    n = 1200
    rare = np.arange(n) % 17 == 0
    frame = pd.DataFrame({name: rng.normal(rare * (k + 1) / 3, 1.0) for k, name in enumerate(HOSTILE)})
    frame["kind"] = pd.Categorical(rng.choice(["a", "<b>", "c'\""], n))
    frame["card"] = rng.integers(0, 240, n)
    frame["w"] = rng.uniform(0.5, 2.0, n)
    frame["label"] = np.where(rare, "fraud\"'\n", "fine")
    return frame


def small(split, **settings):
    """An experiment that trains in a moment."""
    light = {"model": sb.default_model(n_estimators=20, learning_rate=0.1, n_jobs=1), "seeds": 1}
    return sb.Experiment(split, **(light | settings))


@pytest.fixture(scope="session")
def payments_split():
    data = sb.load_transactions(n_rows=3000, fraud_rate=0.04, random_state=0)
    return quietly(sb.split_holdout, data, target="is_fraud", time="paid_at", drop=["hour"], random_state=0)


@pytest.fixture(scope="session")
def exp(payments_split):
    """Four runs on payments, with costs."""
    exp = small(payments_split, costs=sb.Costs(missed="amount", review=5))
    for strategy in ("none", "class_weight", "random"):
        quietly(exp.run, strategy)
    quietly(exp.run, sb.SMOTESampler(k_neighbors=3, sampling_strategy=0.2, random_state=0))
    return exp


@pytest.fixture(scope="session")
def hostile_exp(hostile_frame):
    split = quietly(
        sb.split_holdout,
        hostile_frame,
        target="label",
        positive="fraud\"'\n",
        group="card",
        weight="w",
        drop=[HOSTILE[2]],
    )
    exp = small(split)
    quietly(exp.run, sb.RandomSampler(sampling_strategy=0.2, shrinkage=0.5, immutable=[HOSTILE[0]], random_state=3))
    quietly(exp.run, sb.ClassWeight(3), name="my\nimport os <i>name</i>")
    return exp


def quietly(call, *args, **kwargs):
    """Call without the warnings about these small tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return call(*args, **kwargs)
