"""New rows in blocks: a sampler learns on one worker, and every block is drawn by itself wherever there is room.

A block's rows come from the sampler's seed and the number of the block alone, each drawn by a fresh copy of the
fitted sampler, so that neither the order of the work nor a worker that dies changes a digit.
"""

import copy
from dataclasses import dataclass
from typing import Any

import cloudpickle
import numpy as np
import pandas as pd
from sklearn.base import clone

from synthbalance.experiment import build_strategy, heard, warn
from synthbalance.samplers import TableOverSampler
from synthbalance.scale._cluster import tasks

BLOCK = 100_000  # rows
_WARNED = "synthbalance warned"


@dataclass(frozen=True)
class Block:
    """New rows of one partition: their class (as in y), number, stream of the sampler's seed, and first label."""

    label: Any
    n: int
    stream: int
    first: int = 0


def blocks_of(wanted, size, first=0):
    """The `Block` list for a dict label -> rows.

    The first block of each class draws from the stream that `fit_resample` of one machine draws it from.
    """
    blocks = []
    for position, (label, n) in enumerate(wanted.items()):
        for number, start in enumerate(range(0, int(n), size)):
            rows = min(size, int(n) - start)
            blocks.append(Block(label, rows, position + number * len(wanted), first))
            first += rows
    return blocks


def ready(sampler, y):
    """A sampler of ours with a seed of its own; never the object that was given.

    Parameters
    ----------
    sampler : TableOverSampler or key of STRATEGIES
    y : array of the training labels
    """
    made = build_strategy(sampler, y) if isinstance(sampler, str) else sampler
    if isinstance(made, type) or not isinstance(made, TableOverSampler):
        raise TypeError(
            f"sampler needs one of the package's that makes rows, such as sb.SMOTESampler(...), or its key, got "
            f"{sampler!r}. Others have no generate, which draws the rows block by block."
        )
    made = clone(made)
    if not isinstance(made.random_state, (int, np.integer)):
        state = copy.deepcopy(made.random_state)
        seed = np.random.default_rng().integers(2**31) if state is None else state.randint(2**31 - 1)
        made.set_params(random_state=int(seed))
    return made


def learned(sampler, gathered, wanted):
    """A Delayed of the sampler after it has learned from the gathered rows, for `drawn`."""
    return tasks("fitting", _learn, [(sampler, gathered, wanted)])[0]


def drawn(fitted, blocks):
    """A Delayed DataFrame for each block, from what `learned` or `frozen` gave."""
    return tasks("drawing rows", _draw, [(fitted, block) for block in blocks])


def frozen(sampler):
    """A fitted sampler as bytes, so that no block can change what the next one starts from, and what it warned of."""
    return cloudpickle.dumps(sampler), []


def announce(client, futures):
    """Warn here of what the sampler warned of where it drew these rows."""
    told = client.gather(client.map(_warned, futures, pure=False))
    for sentence in dict.fromkeys(sentence for sentences in told for sentence in sentences):
        warn(sentence, stacklevel=4)


def _learn(sampler, gathered, wanted):
    X, y = gathered.sample()
    counts = y.value_counts()
    asked = {label: int(counts.get(label, 0)) + int(n) for label, n in wanted.items()}
    with heard() as told:
        fitted = clone(sampler).set_params(sampling_strategy=asked).fit(X, y)
    return frozen(fitted)[0], told.sentences


def _draw(fitted, block):
    frozen_sampler, before = fitted
    sampler = cloudpickle.loads(frozen_sampler)
    sampler.stream = block.stream
    with heard() as told:
        rows = sampler.generate(block.n, label=block.label)
    rows.index = pd.RangeIndex(block.first, block.first + len(rows))
    warned = [*before, *told.sentences]
    rows.attrs = {_WARNED: warned} if warned else {}
    return rows


def _warned(rows):
    return rows.attrs.get(_WARNED, [])
