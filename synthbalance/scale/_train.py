"""Training one plan on the workers: new rows, tables, models, scores."""

import time

import numpy as np
import pandas as pd

from synthbalance.experiment import Trained, model_seed, seeded, warn
from synthbalance.models import default_model, is_lightgbm
from synthbalance.samplers import new_row_counts
from synthbalance.scale._blocks import BLOCK, announce, blocks_of, drawn, learned, ready
from synthbalance.scale._cluster import watch, workers_of
from synthbalance.scale._fit import fit_each
from synthbalance.scale._fit_together import fit_together
from synthbalance.scale._scoring import scores
from synthbalance.scale._tables import new_tables, real_tables

_COPIES = 2.5  # of the table, at the peak of its making
_MOST_MEMORY = 0.4


def train(exp, plan, on_progress=None):
    """Resample, fit and predict once a seed.

    Parameters
    ----------
    exp : Experiment
    plan : Plan
    on_progress : callable (stage, done, total), optional

    Returns
    -------
    Trained
        `synthetic` has the new rows' number, and no column.
    """
    if plan.bagged:
        raise TypeError(
            f"strategy={plan.label!r} trains on bags that one machine holds, which sb.scale does not make. "
            f"Use sb.ClassWeight(...) or a sampler."
        )
    start = time.perf_counter()
    tables, n_new = _tables(exp, plan, on_progress)
    middle = time.perf_counter()
    made = _fitted(exp, exp.model, tables, plan.training, on_progress)
    models, counts = zip(*made, strict=True)
    found = scores(exp.client, exp.scaled, models, exp.encoder_, on_progress)
    seconds = {"resample": middle - start, "fit": time.perf_counter() - middle}
    synthetic = pd.DataFrame(index=range(n_new)) if n_new else None
    return Trained(
        models, synthetic, np.ones(n_new, dtype="int8"), np.arange(len(exp.split.train)), *counts[0],
        found["validation"], found["holdout"], seconds,
    )  # fmt: skip


def check_machines(machines, model, client):
    """Raise ValueError unless so many workers can train one such model together."""
    if machines is None:
        return
    if isinstance(machines, bool) or not isinstance(machines, (int, np.integer)) or machines < 1:
        raise ValueError(f"machines needs a whole number of workers, at least 1, or None, got {machines!r}.")
    most = _most_machines(client, model)
    if machines > most:
        why = "workers in one process, or another model than LightGBM, cannot train one model together"
        why = why if most == 1 else f"{most} workers are there"
        raise ValueError(f"machines={machines} is too many: {why}. Pass at most {most}.")


def default_scores(exp, on_progress=None):
    """What the default model, not rebalanced, gives for the validation rows: float array."""
    encoder = exp.encoder_ or exp.learned_encoder_()
    real = real_tables(exp.scaled, encoder, exp.train_weight_ is not None)
    ((model, _),) = _fitted(exp, default_model(), [real], None, on_progress)
    return scores(exp.client, exp.scaled, [model], encoder, on_progress)["validation"][0]


def _tables(exp, plan, on_progress):
    """The training table of each seed, in partitions, and the number of new rows of the first."""
    real = real_tables(exp.scaled, exp.encoder_, exp.train_weight_ is not None)
    if plan.sampler is None:
        return [real] * exp.seeds, 0
    y, futures, tables = exp.split.train.y, [], []
    weight_of = _mean_weights(exp.train_weight_, y)
    for i in range(exp.seeds):
        sampler = ready(seeded(plan, i), y)
        wanted = new_row_counts(sampler.sampling_strategy, y.to_numpy())
        blocks = blocks_of(wanted, BLOCK, int(y.index.max()) + 1)
        made = drawn(learned(sampler, exp.gathered_, wanted), blocks)
        made = exp.client.compute(made, optimize_graph=False)
        futures += made
        tables.append([*real, *new_tables(made, blocks, exp.encoder_, weight_of)])
    watch(exp.client, futures, "drawing rows", on_progress)
    announce(exp.client, futures)
    sizes = exp.client.gather(exp.client.map(len, futures[: len(blocks)]))
    return tables, sum(sizes)


def _fitted(exp, model, tables, training, on_progress):
    """(model, counts) of each table, with the seed of its place."""
    seeds = [model_seed(exp.random_state, i) for i in range(len(tables))]
    machines = _with_both_classes(exp.scaled, exp.machines or _machines(exp, model))
    if machines == 1:
        return fit_each(exp.client, model, tables, seeds, training, on_progress)
    made, left = fit_together(exp.client, model, tables, seeds, training, machines, on_progress)
    if left < machines:
        warn(
            f"Only {left} of {machines} workers came back: the last model was trained by {left}, and its last digits "
            f"differ from those of {machines}.",
            stacklevel=2,
        )
    return made


def _machines(exp, model):
    """All workers where the table is too large for one of them."""
    limits = [one["memory_limit"] for one in workers_of(exp.client).values()]
    limit = min((one for one in limits if one), default=np.inf)
    X = exp.scaled.train.X
    fits = _COPIES * 8 * len(exp.scaled.train) * X.shape[1] <= _MOST_MEMORY * limit
    return 1 if fits else _most_machines(exp.client, model)


def _most_machines(client, model):
    addresses = list(workers_of(client))
    in_one_process = any(address.startswith("inproc") for address in addresses)
    return 1 if in_one_process or not is_lightgbm(model) else len(addresses)


def _with_both_classes(split, machines):
    """At most so many machines that each one's rows have both classes."""
    y, source = split.home.train.y, split.source_
    part = np.searchsorted(source.starts, y.index.to_numpy(), side="right") - 1
    turn = pd.factorize(part, sort=True)[0]
    while machines > 1:
        rare = np.bincount(turn % machines, weights=y.to_numpy() == 1, minlength=machines)
        if (rare > 0).all() and (np.bincount(turn % machines, minlength=machines) > rare).all():
            break
        machines -= 1
    return machines


def _mean_weights(weight, y):
    """Mean sampling weight of each class, which its new rows get; None without weights."""
    return None if weight is None else {label: weight[y.to_numpy() == label].mean() for label in (0, 1)}
