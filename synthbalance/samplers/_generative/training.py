"""Training: a net learns from encoded rows, is checked against rows set aside, and can be looked at as it learns."""

import copy
from functools import partial

import numpy as np

from synthbalance.samplers._generative.watch import Watch, set_aside

_FRAME_ROWS = 200


def set_apart(rows, sizes, rng):
    """Rows to train on and rows to check with.

    Parameters
    ----------
    rows : EncodedRows
    sizes : list of int
        Codes of each block.
    rng : numpy.random.Generator

    Returns
    -------
    train : EncodedRows
        One class after the other.
    watch : Watch or None
        None where a class has too few rows to set some aside.
    seeds : int array of shape (2,)
        Of the training, and of the margins that are learned after it.
    """
    aside = set_aside(rows.classes, rng)
    seeds = rng.integers(2**31, size=3)
    kept, train = rows.take(aside), rows.by_class(~aside)
    del rows  # as large as half of the table
    watch = Watch(train, kept, sizes, int(seeds[0])) if aside.any() else None
    return train, watch, seeds[1:]


def train(sampler, rows, watch, device, seed):
    """Train the net that a sampler names.

    Parameters
    ----------
    sampler : GenerativeSampler
        Nothing of it is changed.
    rows : EncodedRows
    watch : Watch or None
    device : torch.device
    seed : int

    Returns
    -------
    Outcome
    """
    from synthbalance.samplers._nets.assemble import new_learner
    from synthbalance.samplers._nets.loop import train

    plan = sampler._plan()
    learner, batches = new_learner(sampler._nets_of()[1], sampler._parts(), plan, device, seed, rows)
    glimpse = Glimpse(learner, sampler._drawer, sampler._decoder(), device, seed)

    def check(step):
        return watch.look(step, partial(glimpse.encoded, tick=lambda *_: sampler._tick("training", step, plan.steps)))

    def tick(done, total):
        sampler._tick("training", done, total)
        if sampler.on_frame is not None and done % sampler.frame_steps == 0:
            sampler.on_frame(done, glimpse.frame())

    try:
        return train(learner, batches, plan, watch and check, tick)
    finally:
        batches.release()


class Glimpse:
    """What a net in training draws by now: from the same noise each time, before its margins are put right.

    Parameters
    ----------
    learner : learner of `_nets`
    drawer : Drawer
    decoder : Decoder
    device : torch.device
    seed : int
    """

    def __init__(self, learner, drawer, decoder, device, seed):
        self._learner, self._drawer, self._decoder = learner, drawer, decoder
        self._device, self._seed = device, seed

    def encoded(self, label, n, tick):
        """n rows of a class on margins of their own, as the real rows are encoded: numbers and codes."""
        drawer, rng = self._fresh(label)
        drawn = drawer.learn_margins(self._learner.averaged, self._device, label, n, rng, tick)
        return self._decoder.as_real(label, *drawn)

    def frame(self):
        """200 rows of the rarest class, as a table."""
        label = int(self._drawer.counts.argmin())
        drawer, rng = self._fresh(label)
        drawn = drawer.draw(self._learner.averaged, self._device, label, _FRAME_ROWS, rng, {}, lambda *_: None)
        return self._decoder.rows(label, *drawn).to_frame(self._decoder.columns)

    def _fresh(self, label):
        drawer = copy.copy(self._drawer)
        drawer.margins = drawer.no_margins()
        return drawer, np.random.default_rng([self._seed, label])
