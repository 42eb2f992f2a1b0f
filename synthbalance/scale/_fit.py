"""Models that each train on one worker, on all rows."""

from distributed import get_worker

from synthbalance.models import TableModel
from synthbalance.scale._cluster import tasks, watch, workers_of
from synthbalance.scale._signal import Signal
from synthbalance.scale._tables import shards


def fit_each(client, model, tables, seeds, training, on_progress=None):
    """A model a seed, side by side; tasks like any other, so that Dask itself repeats what a worker loses.

    Parameters
    ----------
    client : distributed.Client
    model : classifier
    tables : list of lists of Delayed Rows
        The training table of each seed, in partitions; the same list again is put together once.
    seeds : list of int
    training : ClassWeight or None
    on_progress : callable, optional

    Returns
    -------
    list of (TableModel, (rare rows, other rows))
    """
    signal = Signal(client, on_progress)
    whole = {id(table): shards(table, 1, training)[0] for table in tables}
    n_beside = -(-len(seeds) // max(1, len(workers_of(client))))
    calls = [
        (whole[id(table)], seed, signal.listener(i, together=False))
        for i, (table, seed) in enumerate(zip(tables, seeds, strict=True))
    ]
    futures = client.compute(tasks("training", _fit, calls, model, n_beside), optimize_graph=False)
    watch(client, futures, "training", check=signal.check)
    signal.close()
    return client.gather(futures)


def threads_here(n_beside=1):
    """Threads for each of so many models on this worker."""
    return max(1, get_worker().state.nthreads // n_beside)


def _fit(rows, seed, listener, model, n_beside):
    made = TableModel(model, seed, threads_here(n_beside)).fit(rows.X, rows.y, rows.weight, listener)
    return made, rows.counts
