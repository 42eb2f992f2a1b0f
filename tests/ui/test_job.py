"""The worker: latest request wins, steps can be delayed, held and cancelled, and nothing kills the thread."""

import contextvars
import threading

import pytest

from synthbalance import Cancelled
from synthbalance.ui._job import HELD_LIMIT, Step, Worker
from tests.ui.conftest import PATIENCE


class Ear:
    """A listener that writes down what it hears."""

    def __init__(self):
        self.heard = []

    def stopped(self, token):
        self.heard.append("superseded" if token.superseded else "stopped")

    def failed(self, token, error):
        self.heard.append(f"failed {error}")

    def settled(self):
        self.heard.append("settled")


@pytest.fixture
def ear():
    return Ear()


@pytest.fixture
def worker(ear, clock):
    one = Worker(ear, clock)
    yield one
    one.close()


def long_step(began):
    """A step that goes on until it is cancelled."""

    def do(token):
        began.set()
        token._stop.wait(PATIENCE)
        raise Cancelled

    return Step(do)


def test_steps_of_a_request_run_in_order(worker, ear):
    worker.submit([Step(lambda _: ear.heard.append(1)), Step(lambda _: ear.heard.append(2))])
    assert worker.wait(PATIENCE)
    assert ear.heard == [1, 2, "settled"]


def test_no_thread_before_the_first_request(ear, clock):
    before = threading.active_count()
    Worker(ear, clock)
    assert threading.active_count() == before


def test_the_thread_has_the_context_of_the_first_request(worker, ear):
    cell = contextvars.ContextVar("cell")
    cell.set("In [3]")
    worker.submit([Step(lambda _: ear.heard.append(cell.get("nowhere")))])
    assert worker.wait(PATIENCE)
    assert ear.heard[0] == "In [3]"


def test_the_latest_request_wins(worker, ear):
    began = threading.Event()
    worker.submit([long_step(began), Step(lambda _: ear.heard.append("old"))])
    began.wait(PATIENCE)
    worker.submit([Step(lambda _: ear.heard.append("new"))])
    assert worker.wait(PATIENCE)
    assert ear.heard == ["superseded", "new", "settled"]


def test_a_delayed_step_starts_only_when_its_time_has_come(worker, ear, clock):
    worker.submit([Step(lambda _: ear.heard.append("exact"), delay=1.0)])
    assert clock.asleep.wait(PATIENCE)
    clock.advance(0.9)
    assert not worker.wait(0)
    assert ear.heard == []
    clock.advance(0.2)
    assert worker.wait(PATIENCE)
    assert ear.heard == ["exact", "settled"]


def test_a_newer_request_starts_the_delay_anew(worker, ear, clock):
    worker.submit([Step(lambda _: ear.heard.append("old"), delay=1.0)])
    assert clock.asleep.wait(PATIENCE)
    clock.advance(0.9)
    worker.submit([Step(lambda _: ear.heard.append("new"), delay=1.0)])
    clock.advance(0.9)
    assert ear.heard == []
    clock.advance(0.2)
    assert worker.wait(PATIENCE)
    assert ear.heard == ["new", "settled"]


def test_a_held_step_waits_until_it_is_let_go(worker, ear, clock):
    worker.hold(True)
    worker.submit([Step(lambda _: ear.heard.append("exact"), delay=1.0, waits=True)])
    assert clock.asleep.wait(PATIENCE)
    clock.advance(5.0)
    assert not worker.wait(0)
    worker.hold(False)
    assert worker.wait(PATIENCE)
    assert ear.heard == ["exact", "settled"]


def test_a_hold_that_is_never_lifted_does_not_last_for_ever(worker, ear, clock):
    worker.hold(True)
    worker.submit([Step(lambda _: ear.heard.append("exact"), delay=1.0, waits=True)])
    assert clock.asleep.wait(PATIENCE)
    clock.advance(HELD_LIMIT)
    assert worker.wait(PATIENCE)
    assert ear.heard[0] == "exact"


def test_a_kept_step_runs_to_its_end_before_a_newer_request(worker, ear):
    began, go = threading.Event(), threading.Event()
    kept = Step(lambda _: (began.set(), go.wait(PATIENCE), ear.heard.append("kept")), kept=True)
    worker.submit([kept, Step(lambda _: ear.heard.append("rest"))])
    began.wait(PATIENCE)
    assert worker.keeping
    worker.submit([Step(lambda _: ear.heard.append("old"))])
    worker.submit([Step(lambda _: ear.heard.append("new"))])
    go.set()
    assert worker.wait(PATIENCE)
    assert ear.heard == ["kept", "new", "settled"]


@pytest.mark.parametrize("at_once", [True, False])
def test_only_cancel_or_a_request_at_once_stops_a_kept_step(worker, ear, at_once):
    began = threading.Event()
    worker.submit([Step(long_step(began).do, kept=True)])
    began.wait(PATIENCE)
    if at_once:
        worker.submit([], at_once=True)
    else:
        worker.cancel()
    assert worker.wait(PATIENCE)
    assert ear.heard == ["superseded" if at_once else "stopped", "settled"]


def test_cancel_stops_a_running_request_and_the_rest_of_it(worker, ear):
    began = threading.Event()
    worker.submit([long_step(began), Step(lambda _: ear.heard.append("rest"))])
    began.wait(PATIENCE)
    assert worker.cancel() == "running"
    assert worker.wait(PATIENCE)
    assert ear.heard == ["stopped", "settled"]


def test_cancel_forgets_a_request_that_only_waits(worker, ear, clock):
    worker.submit([Step(lambda _: ear.heard.append("exact"), delay=1.0)])
    assert clock.asleep.wait(PATIENCE)
    assert worker.cancel() == "waiting"
    assert worker.wait(PATIENCE)
    assert ear.heard == ["settled"]


def test_cancel_while_a_superseded_step_still_ends_is_told(worker, ear):
    began, go = threading.Event(), threading.Event()

    def stubborn(token):
        began.set()
        go.wait(PATIENCE)
        raise Cancelled

    worker.submit([Step(stubborn)])
    began.wait(PATIENCE)
    worker.submit([Step(lambda _: ear.heard.append("new"))])
    assert worker.cancel() == "running"
    go.set()
    assert worker.wait(PATIENCE)
    assert ear.heard == ["stopped", "settled"]


def test_cancel_while_it_is_told_that_a_step_was_superseded_is_told_too(worker, ear, monkeypatch):
    began, stopped = threading.Event(), ear.stopped

    def cancelled_meanwhile(token):
        stopped(token)
        worker.cancel()

    monkeypatch.setattr(ear, "stopped", cancelled_meanwhile)
    worker.submit([long_step(began)])
    began.wait(PATIENCE)
    worker.submit([Step(lambda _: ear.heard.append("new"))])
    assert worker.wait(PATIENCE)
    assert ear.heard == ["superseded", "stopped", "settled"]


def test_cancel_in_a_step_that_ends_by_itself_is_told_of_what_was_to_follow(worker, ear):
    worker.submit([Step(lambda _: worker.cancel()), Step(lambda _: ear.heard.append("rest"))])
    assert worker.wait(PATIENCE)
    assert ear.heard == ["stopped", "settled"]


def test_cancel_of_nothing_says_so(worker):
    assert worker.cancel() is None


def test_an_error_ends_its_request_but_not_the_thread(worker, ear):
    def fail(_):
        raise ValueError("k is too large")

    worker.submit([Step(fail), Step(lambda _: ear.heard.append("rest"))])
    assert worker.wait(PATIENCE)
    worker.submit([Step(lambda _: ear.heard.append("next"))])
    assert worker.wait(PATIENCE)
    assert ear.heard == ["failed k is too large", "settled", "next", "settled"]


def test_a_listener_that_raises_does_not_end_the_thread(worker, ear, monkeypatch):
    monkeypatch.setattr(ear, "settled", lambda: 1 / 0)
    for _ in range(2):
        worker.submit([Step(lambda _: ear.heard.append("done"))])
        assert worker.wait(PATIENCE)
    assert ear.heard == ["done", "done"]


def test_a_chore_runs_while_a_step_reports_progress(worker, ear):
    began, done = threading.Event(), threading.Event()

    def step(_):
        began.set()
        while not done.is_set():
            worker.run_chores()
        ear.heard.append("step")

    worker.submit([Step(step)])
    began.wait(PATIENCE)
    worker.post("curves", lambda: (ear.heard.append("chore"), done.set()))
    assert worker.wait(PATIENCE)
    assert ear.heard == ["chore", "step", "settled"]


def test_a_newer_chore_replaces_one_of_its_kind(worker, ear):
    began, go = threading.Event(), threading.Event()
    worker.submit([Step(lambda _: (began.set(), go.wait(PATIENCE)))])
    began.wait(PATIENCE)
    for at in range(3):
        worker.post("curves", lambda at=at: ear.heard.append(at))
    go.set()
    assert worker.wait(PATIENCE)
    assert ear.heard == [2, "settled"]


def test_wait_gives_up_after_its_timeout(worker):
    began = threading.Event()
    worker.submit([long_step(began)])
    began.wait(PATIENCE)
    assert not worker.wait(0.01)


def test_close_ends_the_thread_and_later_requests_do_nothing(ear, clock):
    worker, began = Worker(ear, clock), threading.Event()
    worker.submit([long_step(began)])
    began.wait(PATIENCE)
    worker.close()
    assert not worker._thread.is_alive()
    assert worker.submit([Step(lambda _: ear.heard.append("late"))]) is None
    assert "late" not in ear.heard
