"""Cancel at every stage of every strategy: nothing more is done, and nothing half-made is left behind."""

import importlib.util

import pytest

import synthbalance as sb
from synthbalance.samplers import STRATEGIES
from synthbalance.ui._engine import Choice, Engine
from synthbalance.ui._request import Clock, Token
from synthbalance.ui._ticker import Ticker
from tests.ui.conftest import light_experiment

TRAINED = {"gan": {"steps": 2}, "vae": {"steps": 2}, "diffusion": {"steps": 2, "walk_steps": 4}}
KEYS = [key for key in STRATEGIES if key not in TRAINED or importlib.util.find_spec("torch")]


class Canceller:
    """An `on_progress` of the panel whose token is cancelled at the n-th report."""

    def __init__(self, at=None):
        self.at, self.told, self.token = at, [], Token()
        self._tick = Ticker(self.token, lambda *_: None, Clock())

    def __call__(self, stage, done, total):
        self._count(stage)
        return self._tick(stage, done, total)

    def learning(self, stage, done, total):
        self._count(stage)
        return self._tick.learning(stage, done, total)

    def _count(self, stage):
        self.told.append(stage)
        if len(self.told) - 1 == self.at:
            self.token.cancel()


@pytest.fixture(scope="module")
def few(payments):
    """A split of 400 of the rows."""
    return sb.split_holdout(payments.drop(columns="paid_at").head(400), target="is_fraud", random_state=0)


def tried(split, key, kind, on_progress):
    """The experiment in which it was tried, "none" being scored as far as it has to be."""
    engine = Engine(light_experiment(split))
    if kind == "exact" and key != "none":
        engine.exact(Choice("none", 0.0), Canceller())
    try:
        getattr(engine, kind)(Choice(key, 0.2, TRAINED.get(key, {})), on_progress)
    except sb.Cancelled:
        on_progress.told.append("cancelled")
    return engine.experiment


def stages(told):
    """Positions of the first and a middle report of each stage, and of the last of all."""
    places = {stage: [at for at, one in enumerate(told) if one == stage] for stage in told}
    return sorted({at for found in places.values() for at in (found[0], found[len(found) // 2])} | {len(told) - 1})


@pytest.mark.parametrize("kind", ["preview", "exact"])
@pytest.mark.parametrize("key", KEYS)
def test_nothing_more_is_done_after_cancel_at_any_stage(few, key, kind):
    whole = Canceller()
    tried(few, key, kind, whole)
    for at in stages(whole.told):
        one = Canceller(at)
        experiment = tried(few, key, kind, one)
        assert one.told == [*whole.told[: at + 1], "cancelled"]
        assert list(experiment.runs) == ["none"] * (kind == "exact" and key != "none")
