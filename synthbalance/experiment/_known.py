"""What an experiment has worked out from its split and uses again: encoded parts, fitted samplers, drawn rows."""

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
import pandas as pd
from sklearn.base import clone

from synthbalance._errors import Cancelled
from synthbalance._warned import heard, warn
from synthbalance.models import is_lightgbm
from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._ratio import new_row_counts
from synthbalance.table import EncodedTable, TableEncoder

BLOCKS = (500, 500, 1000, 2000, 2000)  # rows drawn at a time; a ratio takes the first rows, whatever came before
MOST_NEW = sum(BLOCKS)
_MOST_SAMPLERS = 8


@dataclass
class _Fitted:
    """A sampler that has learned from the training part, the first rows of its stream, and what it warned of."""

    sampler: object
    warned: list = field(default_factory=list)
    blocks: list = field(default_factory=list)


@dataclass(frozen=True)
class Drawn:
    """New rows of the rare class: the first of a stream.

    Attributes
    ----------
    wanted : int
        Rows that the ratio asks for; at most `MOST_NEW` of them are drawn.
    frame : DataFrame
    parents : DataFrame or None
    """

    wanted: int
    frame: pd.DataFrame
    parents: pd.DataFrame | None


class Known:
    """Everything is made when it is first asked for; threads take turns.

    Parameters
    ----------
    split : Split
        Whose labels models are trained on.
    model : classifier
        Parts are encoded for LightGBM alone; other models get the DataFrames.
    """

    def __init__(self, split, model):
        self.split, self.encodes = split, is_lightgbm(model)
        self._encoder, self._tables, self._samples = None, {}, {}
        self._fitted, self._models = OrderedDict(), None
        self._lock = RLock()

    def encoder(self):
        """The `TableEncoder` of the training part."""
        with self._lock:
            if self._encoder is None:
                train = self.split.train
                self._encoder = TableEncoder().fit(train.X, train.y.to_numpy())
            return self._encoder

    def table(self, name):
        """A part as the model reads it: an `EncodedTable`, or its DataFrame where the model is not LightGBM."""
        part = getattr(self.split, name)
        if not self.encodes:
            return part.X
        with self._lock:
            if name not in self._tables:
                self._tables[name] = EncodedTable.of(self.encoder(), part.X)
            return self._tables[name]

    def encoded(self, balanced):
        """A `Balanced` training table as the model reads it."""
        if not self.encodes:
            return balanced.X
        real = balanced.source[~balanced.is_new]
        if len(real) < len(balanced.y) and balanced.is_new[: len(real)].any():
            return EncodedTable.of(self.encoder(), balanced.X)
        table = self.table("train")
        is_whole = len(real) == len(table) and bool((np.diff(real) == 1).all())
        table = table if is_whole else table.take(real)
        return table if len(real) == len(balanced.y) else self.with_new(table, balanced.X.iloc[len(real) :])

    def with_new(self, table, frame):
        """Rows of `table` (as `table` gives them), then the new rows of a DataFrame."""
        if self.encodes:
            return table.followed_by(EncodedTable.of(self.encoder(), frame))
        return pd.concat([table, frame], ignore_index=True)

    def others(self, n, seed):
        """Positions of at most `n` training rows that are not rare, in order: int array."""
        with self._lock:
            if (n, seed) not in self._samples:
                rows = np.flatnonzero(self.split.train.y.to_numpy() != 1)
                few = len(rows) > n
                self._samples[n, seed] = np.sort(np.random.default_rng(seed).choice(rows, n, False)) if few else rows
            return self._samples[n, seed]

    def keep_models(self, plan, models, warned):
        """Keep models that a preview has trained in full, for the exact run that follows it; the last ones only."""
        with self._lock:
            self._models = (plan.ledger_key, models, warned)

    def take_models(self, plan, n_seeds, on_progress=None):
        """The models kept of this plan, if there are as many as seeds; what was warned of them is told again.

        Raises
        ------
        Cancelled
            If `on_progress`, told once, answers False; they are kept then.
        """
        with self._lock:
            if self._models is None or self._models[0] != plan.ledger_key or len(self._models[1].models) != n_seeds:
                return None
            if on_progress is not None and on_progress("training", n_seeds, n_seeds) is False:
                raise Cancelled(f"Cancelled while training: {n_seeds} of {n_seeds} models done.")
            (_, models, warned), self._models = self._models, None
        for sentence in warned:
            warn(sentence, stacklevel=4)
        return models

    def resampled(self, sampler, on_progress=None):
        """What `sampler.fit_resample` gives on the training part; what it has learned before is not learned again.

        Parameters
        ----------
        sampler : TableOverSampler
            Not fitted.
        on_progress : callable (stage, done, total), optional

        Returns
        -------
        sampler : the fitted one
        X_resampled, y_resampled
        """
        train = self.split.train
        with self._lock:
            one = self._learned(sampler, on_progress).sampler
            with _listened(one, on_progress):
                return one, *one.fit_resample(train.X, train.y)

    def drawn(self, sampler, on_progress=None):
        """The first rows of the sampler's stream, as many as its ratio asks for: a `Drawn`."""
        train = self.split.train
        with self._lock:
            wanted = new_row_counts(sampler.sampling_strategy, train.y.to_numpy()).get(1, 0)
            fitted, n = self._learned(sampler, on_progress), min(wanted, MOST_NEW)
            with _listened(fitted.sampler, on_progress):
                while sum(len(frame) for frame, _ in fitted.blocks) < n and len(fitted.blocks) < len(BLOCKS):
                    fitted.blocks.append(_block(fitted.sampler, len(fitted.blocks)))
            return _first(fitted.blocks, n, wanted, train.X)

    def _learned(self, sampler, on_progress):
        """The fitted sampler with these parameters, at this ratio; one that was cancelled is not kept."""
        key, train = _key(sampler), self.split.train
        if key not in self._fitted:
            one = clone(sampler)
            one.encoder_known, one.learns_again = self.encoder(), False
            learning = getattr(on_progress, "learning", on_progress)
            with _listened(one, learning), heard() as told:
                one.fit(train.X, train.y)
            self._fitted[key] = _Fitted(one, told.sentences)
        self._fitted.move_to_end(key)
        while len(self._fitted) > _MOST_SAMPLERS:
            self._fitted.popitem(last=False)
        fitted = self._fitted[key]
        fitted.sampler.set_params(sampling_strategy=sampler.sampling_strategy)
        for sentence in fitted.warned:
            warn(sentence, stacklevel=4)
        return fitted


@contextmanager
def _listened(sampler, on_progress):
    sampler.on_progress = on_progress
    try:
        yield
    finally:
        sampler.on_progress = None


def is_known_kind(sampler):
    """Whether what a sampler has learned can be used again: it has a seed of its own, and resamples as ours do."""
    seed, own = getattr(sampler, "random_state", None), ("fit", "fit_resample", "generate")
    if not isinstance(sampler, TableOverSampler) or not isinstance(seed, (int, np.integer)):
        return False
    return all(getattr(type(sampler), name).__module__.startswith("synthbalance.") for name in own)


def _key(sampler):
    params = sampler.get_params(deep=False)
    return type(sampler), repr(sorted((name, repr(v)) for name, v in params.items() if name != "sampling_strategy"))


def _block(sampler, number):
    sampler.stream = number
    frame = sampler.generate(BLOCKS[number], label=1)
    return frame, sampler._parents_of_generated


def _first(blocks, n, wanted, X):
    if n == 0 or not blocks:
        return Drawn(wanted, X.iloc[:0], None)
    frame = pd.concat([frame for frame, _ in blocks], ignore_index=True).iloc[:n]
    parents = [parents for _, parents in blocks]
    known = None if any(one is None for one in parents) else pd.concat(parents, ignore_index=True).iloc[:n]
    return Drawn(wanted, frame, known)
