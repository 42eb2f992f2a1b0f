"""Five hundred random actions, of cells and of the view, on two threads: the panel ends idle, whole, and as small.

Memory is looked at twice. What the process holds (RSS) has what LightGBM keeps in it too, but the allocator blurs it:
it may grow by a fifth after a hundred actions. Python's objects are exact: no preview, no run but those of a ledger.
"""

import gc
import logging
import random
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from synthbalance.experiment import Preview, Run
from synthbalance.ui._engine import Engine
from tests.ui.actions import check_at_rest, random_action
from tests.ui.conftest import PATIENCE, light_experiment

ACTIONS, WARM, A_LOOK = 500, 100, 50


@pytest.fixture
def started(make_lab, payments, split):
    """A panel whose runs are light, and which can be split again."""
    panel = make_lab()
    options = {"target": "is_fraud", "random_state": 0}
    panel.begin(Engine(light_experiment(split), payments.drop(columns="paid_at"), options))
    assert panel.wait(PATIENCE)
    return panel


def resident():
    gc.collect()
    return psutil.Process().memory_info().rss


def alive(kind):
    gc.collect()
    return [one for one in gc.get_objects() if type(one) is kind]


def act(lab, draw, after_warm_up):
    """Half of the actions on this thread, the others beside it on one of their own, in order; look now and then."""
    asked = []
    with ThreadPoolExecutor(1) as subshell:
        for at in range(1, ACTIONS + 1):
            action = random_action(lab, draw)
            asked.append(subshell.submit(action)) if draw.random() < 0.5 else action()
            if at % A_LOOK == 0:
                for one in asked:
                    one.result(PATIENCE)
                check_at_rest(lab)
            if at == WARM:
                after_warm_up()


@pytest.mark.filterwarnings("error:Exception in widget method")
@pytest.mark.parametrize("seed", [2, 7])
def test_five_hundred_random_actions_leave_it_idle_and_whole(started, caplog, seed):
    caplog.set_level(logging.DEBUG)
    threads, previews, before = threading.active_count(), len(alive(Preview)), []
    act(started, random.Random(seed), lambda: before.append(resident()))
    assert resident() < 1.2 * before[0]
    ledgers = [experiment.runs for experiment in started._steps.engine._shelf.values()]
    ours = [run for run in alive(Run) if any(run._experiment.runs is one for one in ledgers)]
    assert (len(ours), len(alive(Preview))) == (sum(map(len, ledgers)), previews)
    raised = [record.exc_info[0] for record in caplog.records if record.exc_info]
    assert all(issubclass(error, ValueError) for error in raised)
    assert threading.active_count() <= threads
    started.close()
    assert threading.active_count() < threads
