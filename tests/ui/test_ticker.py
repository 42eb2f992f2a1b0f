"""Progress: few updates, an honest share, False once cancelled."""

import pytest

from synthbalance.ui._job import Token
from synthbalance.ui._ticker import Ticker


@pytest.fixture
def emitted():
    return []


@pytest.fixture
def tick(emitted, clock):
    return Ticker(Token(), lambda *update: emitted.append(update), clock)


def test_at_most_ten_updates_a_second_come_through(tick, emitted, clock):
    for at in range(1000):
        clock.seconds = at / 1000
        tick("training", at, 1000)
    assert len(emitted) <= 11


def test_a_cancelled_token_answers_false(emitted, clock):
    token = Token()
    tick = Ticker(token, lambda *update: emitted.append(update), clock)
    assert tick("training", 1, 10)
    token.cancel()
    assert tick("training", 2, 10) is False


def test_the_rest_is_estimated_from_what_is_done(tick, emitted, clock):
    tick("training", 0, 100)
    clock.seconds = 2.0
    tick("training", 25, 100)
    assert emitted == [("training", 0.0, None), ("training", 0.25, pytest.approx(6.0))]


def test_the_share_never_falls_while_stages_alternate(tick, emitted, clock):
    for seed in range(3):
        for stage in ("drawing rows", "training"):
            for done in (0.0, 0.5, 1.0):
                clock.seconds += 1
                tick(stage, seed + done, 3)
    shares = [share for _, share, _ in emitted]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_second_training_begins_at_zero(tick, emitted, clock):
    for done in (5, 10, 1):
        clock.seconds += 1
        tick("training", done, 10)
    assert [share for _, share, _ in emitted] == [0.5, 1.0, 0.1]


def test_chores_run_between_reports(clock):
    ran = []
    tick = Ticker(Token(), lambda *_: None, clock, between=lambda: ran.append(1))
    tick("training", 1, 2)
    assert ran == [1]


def superseded(clock, same, grace=0.5):
    token = Token()
    tick = Ticker(token, lambda *update: None, clock, patient=lambda: same, grace=grace)
    token.cancel(superseded=True)
    return tick


def test_a_superseded_step_goes_on_for_its_grace_where_only_the_ratio_changed(clock):
    tick = superseded(clock, same=True)
    assert tick("training", 1, 10) is True
    clock.seconds = 0.6
    assert tick("training", 2, 10) is False
    assert superseded(clock, same=False)("training", 1, 10) is False


def test_what_a_sampler_learns_is_learned_to_its_end_where_only_the_ratio_changed(clock):
    tick = superseded(clock, same=True, grace=0.0)
    clock.seconds = 60.0
    assert tick.learning("learning", 1, 10) is True
    assert tick("training", 1, 10) is False
    assert superseded(clock, same=False).learning("learning", 1, 10) is False


def test_cancel_leaves_neither_grace_nor_learning(clock):
    token = Token()
    tick = Ticker(token, lambda *update: None, clock, patient=lambda: True, grace=60.0)
    token.cancel()
    assert tick("training", 1, 10) is False
    assert tick.learning("learning", 1, 10) is False
