"""The cluster that the work is done on: given, current, at an address, or one of our own; and waiting for it."""

import time
import uuid

import joblib
from dask import delayed
from distributed import Client, LocalCluster, get_client, wait
from distributed.deploy import Cluster

import synthbalance as sb

POLL = 0.1  # seconds between two questions to a listener
_ENDED = ("finished", "error", "cancelled", "lost")


def local_cluster(workers=2, threads=None, memory="auto", dashboard=False):
    """Workers on this machine, each a process of its own, reached over 127.0.0.1 only.

    Parameters
    ----------
    workers : int, default=2
    threads : int, optional
        Of each worker; the cores shared out where not given.
    memory : str or int, default="auto"
        Limit of each worker, such as "8GB": data is spilled to disk below it, and the worker restarted above it.
    dashboard : bool or int, default=False
        True: Dask's dashboard at a free port of 127.0.0.1, a number: at that one. Its address is
        ``cluster.dashboard_link``; it needs ``pip install bokeh``.

    Returns
    -------
    distributed.LocalCluster
        Use it in a ``with`` statement, or close it.
    """
    port = 0 if isinstance(dashboard, bool) else int(dashboard)
    return _Cluster(
        n_workers=workers, threads_per_worker=threads or max(1, joblib.cpu_count() // workers), memory_limit=memory,
        host="127.0.0.1", dashboard_address=f"127.0.0.1:{port}", scheduler_kwargs={"dashboard": dashboard is not False},
    )  # fmt: skip


class _Cluster(LocalCluster):
    """A LocalCluster that leaves it to each nanny to bring its worker back.

    Dask's own looks 15 seconds after a loss whether the worker is there, and otherwise closes its nanny: one that dies
    again just before never comes back.
    """

    def _update_worker_status(self, op, msg):
        Cluster._update_worker_status(self, op, msg)


class Connection:
    """A client to work with, and what was opened for it: closed again on `close`, anything of the user's is not.

    Parameters
    ----------
    client : distributed.Client, cluster, str or None
        None takes the current client, or else starts `local_cluster()`. A str is the address of a scheduler.
    """

    def __init__(self, client=None):
        self._opened = []
        self.client = client if isinstance(client, Client) else self._open(client)
        if self.client.asynchronous:
            self.close()
            raise ValueError("client needs a Client that waits for results, got one with asynchronous=True.")

    @property
    def is_temporary(self):
        """Whether what is asked of the workers is let go when this connection is closed."""
        return bool(self._opened)

    def close(self):
        """Close what was opened here; again does nothing."""
        while self._opened:
            self._opened.pop().close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _open(self, client):
        if client is None:
            try:
                return get_client()
            except ValueError:
                client = self._kept(local_cluster())
        elif not isinstance(client, str) and not hasattr(client, "scheduler_address"):
            raise TypeError(
                f"client needs a distributed.Client, a cluster, the address of a scheduler such as "
                f"'tcp://10.0.0.1:8786', or None, got {client!r}."
            )
        return self._kept(Client(client, set_as_default=False))

    def _kept(self, opened):
        self._opened.append(opened)
        return opened


def tasks(stage, function, arguments, *shared):
    """One Delayed for each tuple of arguments; the stage is what Dask's dashboard shows.

    Parameters
    ----------
    stage : str
    function : callable
        Called with the tuple's values, then the shared ones.
    arguments : iterable of tuples
    *shared : values of every call
    """
    token, pure = uuid.uuid4().hex, delayed(function, pure=False)
    return [pure(*one, *shared, dask_key_name=f"{stage}-{token}-{i}") for i, one in enumerate(arguments)]


def computed(client, made, stage, on_progress=None):
    """The results of Delayed objects, in order; arguments and errors as `watch`."""
    futures = client.compute(made, optimize_graph=False)
    watch(client, futures, stage, on_progress)
    return client.gather(futures)


def watch(client, futures, stage, on_progress=None, check=None):
    """Wait until all futures are there.

    Parameters
    ----------
    client : distributed.Client
    futures : list of Future
    stage : str
    on_progress : callable (stage, done, total), optional
        Asked several times a second; False cancels.
    check : callable, optional
        Called each time before it is asked; what it raises ends the waiting.

    Raises
    ------
    Cancelled
        If `on_progress` answered False; the futures are released.
    Exception
        What a task raised.
    """
    try:
        while True:
            done = sum(future.status in _ENDED for future in futures)
            for future in futures:
                if future.status in _ENDED[1:]:
                    future.result()
            if check is not None:
                check()
            tell(on_progress, stage, done, len(futures))
            if done == len(futures):
                return
            if on_progress is None and check is None:
                with client.as_current():
                    wait([future for future in futures if future.status not in _ENDED], return_when="FIRST_COMPLETED")
            else:
                time.sleep(POLL)  # a wait that times out keeps its futures alive in the traceback of its own error
    except BaseException:
        client.cancel(futures)
        raise


def tell(on_progress, stage, done, total):
    """Report, and raise `Cancelled` where the answer is False."""
    if on_progress is not None and on_progress(stage, done, total) is False:
        raise sb.Cancelled(f"Cancelled while {stage}: {done} of {total} done.")


def workers_of(client):
    """What the scheduler knows of each worker: dict address -> dict, by their names, which a restarted worker keeps.

    `Client.scheduler_info` reads a copy that a refresh in the background empties now and then.
    """
    found = client.sync(client.scheduler.identity, n_workers=-1)["workers"]
    ordered = sorted(found, key=lambda address: (str(found[address]["name"]).zfill(12), address))
    return {address: found[address] for address in ordered}
