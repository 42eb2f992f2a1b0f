"""Five hundred random actions, of cells and of the view, on two threads: the panel ends idle, whole, and as small.

Memory is looked at twice. What the process holds (RSS) has all that LightGBM keeps in it too, but the allocator blurs it:
it may grow by a fifth after a hundred actions. Python's objects are exact: no preview and no run but those of a ledger.
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
    table = payments.drop(columns="paid_at")
    panel = make_lab()
    panel.begin(Engine(light_experiment(split), table, {"target": "is_fraud", "random_state": 0}))
    assert panel.wait(PATIENCE)
    return panel


def resident():
    gc.collect()
    return psutil.Process().memory_info().rss


def alive(kind):
    gc.collect()
    return [one for one in gc.get_objects() if type(one) is kind]


def experiments(lab):
    return list(lab._steps.engine._shelf.values())


@pytest.mark.filterwarnings("error:Exception in widget method")
@pytest.mark.parametrize("seed", [0])
def test_five_hundred_random_actions_leave_it_idle_and_whole(started, caplog, seed):
    lab, draw, asked = started, random.Random(seed), []
    caplog.set_level(logging.DEBUG)
    threads = threading.active_count()
    with ThreadPoolExecutor(1) as subshell:
        for at in range(1, ACTIONS + 1):
            action = random_action(lab, draw)
            if draw.random() < 0.5:
                action()
            else:
                asked.append(subshell.submit(action))
            if at % A_LOOK == 0:
                for one in asked:
                    one.result(PATIENCE)
                check_at_rest(lab)
            if at == WARM:
                before = resident()
    assert resident() < 1.2 * before
    assert alive(Preview) == []
    assert len([run for run in alive(Run) if run._experiment in experiments(lab)]) == sum(len(exp.runs) for exp in experiments(lab))
    raised = [record.exc_info[0] for record in caplog.records if record.exc_info]
    assert not [error for error in raised if not issubclass(error, ValueError)]
    assert threading.active_count() <= threads
    lab.close()
    assert threading.active_count() <= threads - 1
