"""Cancel at every stage of every strategy: nothing more is done, and nothing half-made is left behind."""

import importlib.util

import pytest

import synthbalance as sb
from synthbalance.samplers import STRATEGIES
from synthbalance.ui._engine import Choice, Engine
from synthbalance.ui._request import Clock, Token
from synthbalance.ui._ticker import Ticker
from tests.ui.conftest import light_experiment

TRAINED = {"gan": {"steps": 3}, "vae": {"steps": 3}, "diffusion": {"steps": 3}}
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


def engine_of(split):
    """With "none" scored, as in the panel before anything else is chosen."""
    engine = Engine(light_experiment(split))
    engine.exact(Choice("none", 0.0), Canceller())
    return engine


def stages(told):
    """Positions of the first, a middle and the last report of each stage."""
    places = {stage: [at for at, one in enumerate(told) if one == stage] for stage in told}
    return sorted({at for found in places.values() for at in (found[0], found[len(found) // 2], found[-1])})


@pytest.mark.parametrize("kind", ["preview", "exact"])
@pytest.mark.parametrize("key", KEYS)
def test_nothing_more_is_done_after_cancel_at_any_stage(split, key, kind):
    choice, whole = Choice(key, 0.2, TRAINED.get(key, {})), Canceller()
    if key == "none":
        getattr(Engine(light_experiment(split)), kind)(choice, whole)
    else:
        getattr(engine_of(split), kind)(choice, whole)
    assert whole.told
    for at in stages(whole.told):
        engine = Engine(light_experiment(split)) if key == "none" else engine_of(split)
        one = Canceller(at)
        with pytest.raises(sb.Cancelled):
            getattr(engine, kind)(choice, one)
        assert one.told == whole.told[: at + 1]
        assert list(engine.experiment.runs) == ["none"][: key != "none"]
