import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.report._collect import collect
from synthbalance.report.card import _page

HOSTILE = (
    "<script>alert('x')</script>",
    'it\'s "quoted"\nand a second line',
    "__proto__",
    "{{ 7 * 7 }}",
    "back\\slash",
    "\u202egnp.exe",
)

IMAGE, SCRIPT = "<img src=x onerror=alert(1)>", '"><script>alert(2)</script>'
WHO, AMOUNT, EMAIL = f"who {SCRIPT}", f"amount {IMAGE}", "e-mail <b>of</b> نساء"
GROUPS = (IMAGE, SCRIPT, "نساء", "👩‍🔬 1,000")


@pytest.fixture(scope="session")
def people():
    """Two runs on 1,400 rows, 140 rare: groups, amounts and columns with hostile names; costs a row and dates."""
    rng = np.random.default_rng(1)
    n = 1400
    rare = np.arange(n) % 10 == 0
    frame = pd.DataFrame({"x": rng.normal(1.5 * rare), EMAIL: rng.normal(rare), AMOUNT: rng.uniform(5, 300, n)})
    frame[WHO] = pd.Categorical.from_codes(rng.choice(4, n, p=[0.5, 0.3, 0.18, 0.02]), GROUPS)
    frame["when"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(n), "h")
    frame["y"] = rare.astype(int)
    split = quietly(sb.split_holdout, frame, target="y", time="when", random_state=0)
    exp = small(split, costs=sb.Costs(missed=AMOUNT, review=4, capacity_per_day=5))
    quietly(exp.run, sb.SMOTESampler(sampling_strategy=0.3, random_state=0), name=f"run {SCRIPT}")
    return exp


@pytest.fixture(scope="session")
def advice(people):
    """Advice on the split of `people`, nested, from one candidate."""
    model = sb.default_model(n_estimators=5, n_jobs=1)
    auto = sb.AutoBalance(candidates=["random"], model=model, seeds=1, nested=True, n_jobs=1, random_state=0)
    return quietly(auto.fit, people.split)


@pytest.fixture(scope="session")
def full(people, advice):
    """The card with every section, as HTML and as data, and its run."""
    run = list(people.runs.values())[-1]
    facts = collect(people, run, advice=advice, protected=[WHO])
    return {"run": run, "facts": facts, "html": _page(facts)}


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
