"""Learning: what a generator does with a table, step by step, and what it keeps of it."""

from functools import partial

import numpy as np
import pandas as pd

from synthbalance._warned import warn
from synthbalance.samplers._drawer import Drawer
from synthbalance.samplers._gates import Gates
from synthbalance.samplers._generative.encoding import asked_columns, encode
from synthbalance.samplers._generative.training import set_apart, train
from synthbalance.samplers._generative.verdict import FEW_ROWS, few_rows_sentence, verdict_of
from synthbalance.samplers._judge import Judge
from synthbalance.samplers._nets import one_thread, pick_device
from synthbalance.table import TableEncoder


def learn(sampler, X, y, rng):
    """Encode the table, train the net, put its margins right, and learn to judge its rows.

    Parameters
    ----------
    sampler : GenerativeSampler
        Keeps the outcome, of a training that was cancelled too.
    X : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
    rng : numpy.random.Generator

    Raises
    ------
    Cancelled
        If `on_progress` answered False.
    """
    device = pick_device(sampler.device)
    sampler._given, sampler._judge = {}, None
    # Immutable columns are conditioned on, so that no gate is needed for them.
    sampler._gates = Gates(X, sampler.permitted_range, None, sampler.constraints)
    rows, watch, seeds = set_apart(_encoded(sampler, X, y, rng), sampler._shape["sizes"], rng)
    if sampler._drawer.counts.min() < FEW_ROWS:
        warn(few_rows_sentence(type(sampler).__name__, sampler._drawer.counts, sampler.classes_), stacklevel=5)
    with one_thread():
        outcome = train(sampler, rows, watch, device, int(seeds[0]))
    _keep(sampler, outcome, watch)
    sampler._margins_due = device, int(seeds[1])
    if outcome.error is not None:
        raise outcome.error
    put_margins_right(sampler)
    sampler._judge = Judge(sampler.encoder_, X, y, 0, partial(sampler._tick, "training the judge"))


def put_margins_right(sampler):
    """Learn the margins of what the kept weights draw, unless they are."""
    if sampler._margins_due is None:
        return
    (device, seed), tick = sampler._margins_due, partial(sampler._tick, "learning margins")
    with one_thread():
        sampler._drawer.learn_all_margins(sampler._net(device), device, seed, tick)
    sampler._margins_due = None


def _encoded(sampler, X, y, rng):
    """The rows as `EncodedRows`; how they are encoded is kept."""
    asked = asked_columns(X, sampler.condition_columns, sampler.immutable)

    def scores_of(frame):
        encoder = TableEncoder().fit(frame, y) if asked else sampler.encoder_
        return sampler._scores_of(encoder, frame, y, rng)

    encoding, rows = encode(X, y, sampler.classes_, asked, scores_of, rng)
    sampler.conditions_, sampler._scores = encoding.conditions, encoding.scores
    sampler._shape, sampler._tables = encoding.shape, encoding.tables
    counts, walk = np.bincount(rows.classes), sampler._walk_steps()
    sampler._drawer = Drawer(
        encoding.shape, sampler.classes_, counts, encoding.conditions, walk, sampler._maps_numbers()
    )
    sampler._drawer.learn_shares(rows)
    return rows


def _keep(sampler, outcome, watch):
    """Store what was learned, as plain arrays, and say how good it is."""
    sampler._weights = outcome.weights
    sampler.losses_ = pd.DataFrame(outcome.losses, columns=list(sampler._nets_of()[1].loss_names))
    sampler.losses_.insert(0, "step", np.arange(1, len(sampler.losses_) + 1))
    checks = watch.checks if watch is not None else []
    sampler.checks_ = pd.DataFrame(checks, columns=["step", "two_sample_auc", "closest_record_ratio"])
    best = watch.best if checks else None
    sampler.verdict_, poor = verdict_of(outcome, best, sampler.steps, watch is not None)
    if poor:
        warn(sampler.verdict_, stacklevel=7)
