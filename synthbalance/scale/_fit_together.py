"""One LightGBM model trained by several workers, each on rows of its own.

`lightgbm.dask` does the same, but it blocks its caller (no progress, no cancel), deals rows and places in LightGBM's
network out by where Dask happened to put the partitions (another result after a restart), and waits for ever for a
worker that died. The network here is LightGBM's own as well; the rows of each member and its place follow from the
partitions alone, and a training that loses a worker is begun again.
"""

import os
import time
from contextlib import suppress

from distributed import Event, get_client
from distributed.comm import get_address_host
from distributed.utils import open_port
from sklearn.base import clone

from synthbalance.models import TableModel
from synthbalance.scale._cluster import POLL, watch, workers_of
from synthbalance.scale._fit import threads_here
from synthbalance.scale._signal import Signal
from synthbalance.scale._tables import shards

ATTEMPTS = 4
BACK = 60  # seconds that a restarted worker may take
_GRACE = 5  # seconds that a member may take to notice that another is gone
_SLOWEST = 10  # minutes that LightGBM waits for a member that is there
_ALONE = {"num_machines": 1, "machines": "", "local_listen_port": 12400, "tree_learner": "serial"}
_STAGE = "putting together"


class WorkerLost(RuntimeError):
    """A worker went away while it trained."""


def fit_together(client, model, tables, seeds, training, machines, on_progress=None):
    """A model a seed, one after the other; arguments as in `fit_each`, and `machines`, the members of each training.

    Returns
    -------
    models : list of (TableModel, (rare rows, other rows))
    machines : int
        Of the last training; fewer than asked for where a worker did not come back.
    """
    made = []
    for table, seed in zip(tables, seeds, strict=True):
        one, machines = _repeated(client, model, table, seed, training, machines, on_progress)
        made.append(one)
    return made, machines


def _repeated(client, model, table, seed, training, machines, on_progress):
    from lightgbm.basic import LightGBMError

    for left in reversed(range(ATTEMPTS)):
        machines = _there(client, machines)
        team = _Team(client, list(workers_of(client))[:machines], on_progress)
        try:
            return team.fit(model, table, seed, training), machines
        except (WorkerLost, LightGBMError) as error:
            if left == 0 or not team.is_broken(error):
                raise
    raise AssertionError("unreachable")


def _there(client, wanted):
    """How many of the workers wanted are there, after some time to come back."""
    with suppress(TimeoutError):
        client.wait_for_workers(wanted, timeout=BACK)
    return max(1, min(wanted, len(workers_of(client))))


class _Team:
    """Workers in the order of their places."""

    def __init__(self, client, addresses, on_progress):
        self.client, self.addresses, self.on_progress = client, addresses, on_progress

    def fit(self, model, table, seed, training):
        """The model, and rows of each class over all members."""
        signal = Signal(self.client, self.on_progress)
        pinned = [
            self.client.compute(one, workers=[where], allow_other_workers=False, optimize_graph=False)
            for one, where in zip(shards(table, len(self.addresses), training), self.addresses, strict=True)
        ]
        watch(self.client, pinned, _STAGE, self.on_progress, self.check)
        network, ports = self._network()
        members = [
            self._submit(
                where, _fit_member, rows, seed, signal.listener(k, together=True), model,
                {"machines": network, "local_listen_port": ports[k], "num_machines": len(ports)}, signal.name, k,
            )
            for k, (rows, where) in enumerate(zip(pinned, self.addresses, strict=True))
        ]  # fmt: skip
        try:
            watch(self.client, members, "training", check=lambda: (self.check(), signal.check()))
        except BaseException as error:
            Event(f"{signal.name}-lost", client=self.client).set()
            if self.is_broken(error):
                self._free_survivors(signal.name)
            raise
        signal.close()
        found = self.client.gather(members)
        return found[0][0], tuple(map(sum, zip(*(counts for _, counts in found), strict=True)))

    def check(self):
        """Raise `WorkerLost` where a member is gone: a task bound to it would wait for ever."""
        gone = set(self.addresses) - set(workers_of(self.client))
        if gone:
            raise WorkerLost(f"{len(gone)} of {len(self.addresses)} workers went away, {ATTEMPTS} times.")

    def is_broken(self, error):
        """Whether an error comes from a member that went away, and not from the model or the rows."""
        return isinstance(error, WorkerLost) or "ocket" in str(error) or "onnect" in str(error)

    def _free_survivors(self, name):
        """End those that LightGBM keeps waiting for a member which went away before it was connected.

        Their nannies start them again, as they do the one that died; `Client.restart_workers` would first ask them to
        end of themselves, and wait for what they cannot do.
        """
        there, stuck = set(workers_of(self.client)), []
        for k, where in enumerate(self.addresses):
            begun = Event(f"{name}-{k}", client=self.client).is_set()
            if where in there and begun and not Event(f"{name}-{k}-left", client=self.client).wait(timeout=_GRACE):
                stuck.append(where)
        if stuck:
            self.client.run(_end_process, workers=stuck, on_error="ignore")
        end = time.monotonic() + BACK
        while set(stuck) & set(workers_of(self.client)) and time.monotonic() < end:
            time.sleep(POLL)

    def _network(self):
        """LightGBM's list of members, and the port of each."""
        futures = [self._submit(where, open_port) for where in self.addresses]
        watch(self.client, futures, _STAGE, check=self.check)
        ports = self.client.gather(futures)
        return ",".join(f"{get_address_host(a)}:{p}" for a, p in zip(self.addresses, ports, strict=True)), ports

    def _submit(self, where, function, *arguments):
        return self.client.submit(function, *arguments, workers=[where], allow_other_workers=False, pure=False)


def _end_process():
    os._exit(1)


def _fit_member(rows, seed, listener, model, network, name, member):
    model = clone(model).set_params(tree_learner="data", time_out=_SLOWEST, **network)
    made = TableModel(model, seed, threads_here())
    try:
        _meet(name, member, network["num_machines"])
        made.fit(rows.X, rows.y, rows.weight, listener)
    finally:
        if getattr(made.model, "fitted_", False):
            made.model.booster_.free_network()
        Event(f"{name}-{member}-left", client=get_client()).set()
    made.model.set_params(**_ALONE)
    return made, rows.counts


def _meet(name, member, n_members):
    """Wait until all members are at work, as LightGBM would wait for minutes for one whose worker has died."""
    client = get_client()
    Event(f"{name}-{member}", client=client).set()
    for other in range(n_members):
        while not Event(f"{name}-{other}", client=client).wait(timeout=1):
            if Event(f"{name}-lost", client=client).is_set():
                raise WorkerLost("A member is gone.")
