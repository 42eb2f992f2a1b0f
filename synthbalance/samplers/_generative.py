"""The base of the trained generators: encode, train on all classes, watch, put the margins right, draw."""

import copy
from contextlib import contextmanager
from functools import partial
from typing import ClassVar

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from synthbalance._errors import Cancelled
from synthbalance._warned import warn
from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._conditions import Conditions
from synthbalance.samplers._drawer import Drawer
from synthbalance.samplers._encoded import MOST_ONE_HOT, EncodedRows, level_vectors, shape_of
from synthbalance.samplers._gates import Gates
from synthbalance.samplers._judge import Judge, disputed_shares
from synthbalance.samplers._nets import one_thread, pick_device, require_torch
from synthbalance.samplers._rows import NewRows
from synthbalance.samplers._saved import restore, state_of
from synthbalance.samplers._scores import NormalScores
from synthbalance.samplers._store import read_state, write_state
from synthbalance.samplers._verdict import FEW_ROWS, few_rows_sentence, verdict_of
from synthbalance.samplers._watch import Watch, set_aside
from synthbalance.table import TableEncoder

_MOST_JUDGED = 2_000
_FRAME_ROWS = 200
_MARGIN_ROWS = (1_024, 8_192)  # margins are learned from so many drawn rows, a quarter where each takes a walk


class GenerativeSampler(TableOverSampler):
    """Rows from a net trained on all classes, conditioned on the class, half of each batch from the rarer ones.

    A subclass names its net: ``_nets_of()`` returns the classes of the net and of its learner (imported inside,
    so that torch is loaded only then), ``_settings()`` their settings and ``_plan()`` how long to train.

    Parameters
    ----------
    steps : int
        Training steps at most.
    condition_columns : list of column names, default=None
        Columns whose values can be asked for: ``generate(n, given={"channel": "web"})`` is exact. Where they
        are not asked for, they are drawn together from real rows of the class. Immutable columns are treated so.
    device : str, default="auto"
        Where to train: "auto" is CUDA, then MPS, then the CPU.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package.

    Attributes
    ----------
    on_frame : callable (step, rows) or None
        Told every `frame_steps` steps of training what the net makes of the rarest class by then: a DataFrame of
        200 rows from the same noise each time, before their margins are put right. Changes nothing of the result.
    frame_steps : int, 10
    losses_ : DataFrame
        One row a step: `step` and a column a loss.
    checks_ : DataFrame
        One row a check of the early stop: step, two_sample_auc (0.5 = drawn rows pass for real), closest_record_ratio.
    verdict_ : str
        What the best check says, in words.
    report_ : dict
        `disputed`: share of the new rows that trees trained on real rows hold for another class;
        `disputed_real`: the same share of real rows of these classes; `verdict`; and the gates' counts.
    """

    family = "model"
    loss_names = ()
    on_frame = None
    frame_steps = 10
    _margins_due = None  # (device, seed) where a training was cancelled: they are learned once rows are asked for
    _trains, _answered = True, None  # who cancelled the training (its `on_progress`) does not stop `generate` as well

    _parameter_constraints: ClassVar[dict] = {
        **TableOverSampler._parameter_constraints,
        "condition_columns": ["array-like", None],
        "device": [str],
    }

    def __init__(
        self,
        *,
        steps=1500,
        condition_columns=None,
        device="auto",
        sampling_strategy="auto",
        permitted_range=None,
        immutable=None,
        constraints=None,
        random_state=None,
    ):
        super().__init__(
            sampling_strategy=sampling_strategy,
            permitted_range=permitted_range,
            immutable=immutable,
            constraints=constraints,
            random_state=random_state,
        )
        self.steps = steps
        self.condition_columns = condition_columns
        self.device = device

    def fit_resample(self, X, y):
        """Train, and return the rows of X, unchanged and first, and after them the new ones.

        Parameters
        ----------
        X : table or array of shape (n_rows, n_columns)
        y : array of shape (n_rows,)

        Returns
        -------
        X_resampled, y_resampled : same kinds as X and y

        Raises
        ------
        ImportError
            If torch is not installed.
        ValueError
            As in every sampler; or if `condition_columns` names columns that X has not.
        Cancelled
            If `on_progress` answered False; the sampler keeps the best weights so far, and `generate` works, also
            while the same `on_progress` is in place: it is told what is drawn and stops that no more.
        """
        self._disputes = []
        result = super().fit_resample(X, y)
        self._report_disputes()
        return result

    def generate(self, n, label=None, given=None, return_y=False):
        """Only new rows, of the class asked for and with exactly the given values.

        Parameters
        ----------
        n : int
            Rows wanted.
        label : optional
            Their class; the rarest one where not given.
        given : dict column -> value, optional
            Columns named in `condition_columns` (or `immutable`) and the value all new rows have.
        return_y : bool, default=False
            Whether the labels come too.

        Returns
        -------
        DataFrame of shape (n, n_columns), with a plain index; and labels of shape (n,) if asked for

        Raises
        ------
        ValueError
            If `n` is below 1, `label` was not seen, or `given` cannot be had.
        """
        check_is_fitted(self, "conditions_")
        label = self._rarest() if label is None else self._known_label(label)
        self._disputes, self._given = [], self.conditions_.checked(given or {}, label)
        with self._trained():
            try:
                self._learn_margins()
                made = super().generate(n, label, None, return_y)
            finally:
                self._given = {}
            self._report_disputes()
        return made

    def save(self, path):
        """Write the trained generator to one file, a zip of JSON and arrays without pickle.

        It holds no table row, but it does hold quantiles and category values of each column, and the values of
        the columns conditioned on: it is not anonymous.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        ValueError
            If a column's categories are of a kind that such a file cannot hold.
        """
        check_is_fitted(self, "conditions_")
        with self._trained():
            self._learn_margins()
        write_state(path, type(self).__name__, state_of(self))

    @classmethod
    def load(cls, path, constraints=None):
        """A generator that `save` wrote, ready for `generate`.

        Parameters
        ----------
        path : str or Path
        constraints : list of callables, optional
            As in the constructor; a file cannot hold functions.

        Returns
        -------
        sampler of this class
            Without the real rows: `fit_resample` trains anew, and `report_` has no share of disputed rows.

        Raises
        ------
        ValueError
            If the file is not such a file, holds another class, or comes from a newer version.
        """
        state = read_state(path, cls.__name__)
        return restore(cls(**{**state["params"], "constraints": constraints}), state)

    def __getstate__(self):
        return {name: value for name, value in super().__getstate__().items() if name != "_answered"}

    def _tick(self, stage, done, total):
        try:
            super()._tick(stage, done, total)
        except Cancelled:
            if not self._trains and self.on_progress is self._answered:
                return
            self._answered = self.on_progress if self._trains else self._answered
            raise

    @contextmanager
    def _trained(self):
        """What is done with a trained generator: who cancelled its training is told of it, and stops it no more."""
        self._trains = False
        try:
            yield
        finally:
            self._trains = True

    def _prepare(self, X, y, rng):
        require_torch(type(self).__name__)
        self._answered = None
        device = pick_device(self.device)
        self._given, self._judge = {}, None
        self._gates = Gates(X, self.permitted_range, None, self.constraints)  # immutable columns are conditioned on
        rows = self._encode(X, y, rng)
        if self._drawer.counts.min() < FEW_ROWS:
            sentence = few_rows_sentence(type(self).__name__, self._drawer.counts, self.classes_)
            warn(sentence, stacklevel=4)
        aside = set_aside(rows.classes, rng)
        seeds = rng.integers(2**31, size=3)
        kept = rows.take(aside)
        train, watch = rows.by_class(~aside), None
        del rows  # as large as half of the table
        if aside.any():
            watch = Watch(train, kept, self._shape["sizes"], int(seeds[0]))
        with one_thread():
            outcome = self._train(train, watch, device, seeds)
        self._keep(outcome, watch)
        self._margins_due = device, int(seeds[2])
        if outcome.error is not None:
            raise outcome.error
        self._learn_margins()
        self._judge = Judge(self.encoder_, X, y, 0, partial(self._tick, "training the judge"))

    def _encode(self, X, y, rng):
        """The columns to make, and those to be conditioned on, as `EncodedRows`."""
        asked = self._condition_names(X)
        self._made = made = pd.Index([name for name in X.columns if name not in asked], dtype=X.columns.dtype)
        self.conditions_ = Conditions.learn(asked, X, y, rng)
        self._scores = self._scores_of(TableEncoder().fit(X[made], y) if asked else self.encoder_, X[made], y, rng)
        classes = np.searchsorted(self.classes_, y).astype(np.int64)
        rows = EncodedRows(*self._scores.encode(X[made], y), classes, *self.conditions_.encode(X, y))
        self._shape = shape_of(self._scores, self.conditions_, rows, len(self.classes_))
        large = [b for b, size in enumerate(self._shape["sizes"]) if size > MOST_ONE_HOT]
        self._tables = {b: level_vectors(rows, b, self._shape["sizes"][b], rng) for b in large}
        self._drawer = Drawer(
            self._shape, self.classes_, np.bincount(classes), self.conditions_, self._walk_steps(), self._maps_numbers()
        )
        self._drawer.learn_shares(rows)
        return rows

    def _scores_of(self, encoder, frame, y, rng):
        return NormalScores(encoder, frame, y)

    def _condition_names(self, X):
        asked = [*_listed(self.condition_columns), *_listed(self.immutable)]
        absent = [name for name in asked if name not in X.columns]
        if absent:
            raise ValueError(f"condition_columns needs columns of X, {absent!r} are not there.")
        if len(set(asked)) == X.shape[1]:
            raise ValueError(
                "condition_columns and immutable need to leave a column to make, they name all. Take one out."
            )
        return [name for name in X.columns if name in asked]

    def _train(self, rows, watch, device, seeds):
        from synthbalance.samplers._nets.assemble import new_learner
        from synthbalance.samplers._nets.loop import train

        plan, seed = self._plan(), int(seeds[1])
        learner, batches = new_learner(self._nets_of()[1], self._parts(), plan, device, seed, rows)

        def draw(label, n, step):
            drawer, still = copy.copy(self._drawer), lambda *_: self._tick("training", step, plan.steps)
            drawer.margins, rng = drawer.no_margins(), np.random.default_rng([seed, label])
            return self._as_real(label, *drawer.learn_margins(learner.averaged, device, label, n, rng, still))

        def check(step):
            return watch.look(step, partial(draw, step=step))

        def tick(done, total):
            self._tick("training", done, total)
            if self.on_frame is not None and done % self.frame_steps == 0:
                self.on_frame(done, self._frame_of(learner.averaged, device, seed))

        try:
            return train(learner, batches, plan, watch and check, tick)
        finally:
            batches.release()

    def _frame_of(self, net, device, seed):
        """Rows of the rarest class as `net` draws them, from the same noise each time."""
        label, drawer = int(self._drawer.counts.argmin()), copy.copy(self._drawer)
        drawer.margins, rng = drawer.no_margins(), np.random.default_rng([seed, label])
        numbers, codes, asked = drawer.draw(net, device, label, _FRAME_ROWS, rng, {}, lambda *_: None)
        made = self._scores.decode(numbers, codes, np.full(_FRAME_ROWS, self.classes_[label]))
        return pd.concat([made.to_frame(self._made), asked], axis=1)[self._frame.columns]

    def _as_real(self, label, numbers, codes):
        """Drawn rows encoded as the rows that they become: on the digits and values of the real ones."""
        labels = np.full(len(numbers), self.classes_[label])
        frame = self._scores.decode(numbers, codes, labels).to_frame(self._made)
        return self._scores.encode(frame, labels)

    def _keep(self, outcome, watch):
        """Store what was learned, as plain arrays, and say how good it is."""
        names = self._nets_of()[1].loss_names
        self._weights = outcome.weights
        self.losses_ = pd.DataFrame(outcome.losses, columns=list(names))
        self.losses_.insert(0, "step", np.arange(1, len(self.losses_) + 1))
        checks = watch.checks if watch is not None else []
        self.checks_ = pd.DataFrame(checks, columns=["step", "two_sample_auc", "closest_record_ratio"])
        self.verdict_, poor = verdict_of(outcome, watch.best if checks else None, self.steps, watch is not None)
        if poor:
            warn(self.verdict_, stacklevel=6)

    def _learn_margins(self):
        """Put the margins of what the kept weights draw right, unless they are."""
        if self._margins_due is None:
            return
        (device, seed), tick = self._margins_due, partial(self._tick, "learning margins")
        with one_thread():
            net = self._net(device)
            for label, count in enumerate(self._drawer.counts):
                n = int(np.clip(16 * count, *_MARGIN_ROWS)) // (1 if self._walk_steps() == 1 else 4)
                self._drawer.learn_margins(net, device, label, n, np.random.default_rng([seed, label]), tick)
        self._margins_due = None

    def _net(self, device):
        """The net with the kept weights, on the device."""
        from synthbalance.samplers._nets.assemble import stored_net

        return stored_net(self._nets_of()[0], self._parts(), self._weights, device)

    def _parts(self):
        """What a net is built from; plain values."""
        return self._shape, self._tables, self._settings()

    def _draw(self, X, is_label, n_new, rng):
        label = int(np.searchsorted(self.classes_, self._y[is_label.argmax()]))
        device = pick_device(self.device)
        with one_thread():
            numbers, codes, asked = self._drawer.draw(
                self._net(device), device, label, n_new, rng, self._given, self._tick_drawing
            )
        labels = np.full(n_new, self.classes_[label])
        made = self._scores.decode(numbers, codes, labels)

        def column(name):
            return asked[name] if name in asked.columns else made.column(name)

        self._head = lambda: self._head_of(numbers, codes, labels, asked)
        return NewRows(n_new, column)

    def _draw_obeying(self, label, n_new, rng):
        rows = super()._draw_obeying(label, n_new, rng)
        names = self._frame.columns
        if self._gates:
            head = pd.DataFrame({name: rows.column(name).iloc[:_MOST_JUDGED] for name in names})
        else:
            head = self._head()
        self._head = None
        self._disputes.append((label, n_new, head))
        return rows

    def _head_of(self, numbers, codes, labels, asked):
        few = slice(0, _MOST_JUDGED)
        made = self._scores.decode(numbers[few], codes[few], labels[few])
        names = self._frame.columns
        return pd.DataFrame({n: asked[n].iloc[few] if n in asked.columns else made.column(n) for n in names})

    def _report_disputes(self):
        """Put into `report_` what share of the new rows the judge disputes, of at most 2,000 a class."""
        self.report_["verdict"] = self.verdict_
        disputes, self._disputes = self._disputes, []
        if disputes and self._judge is not None:
            self.report_.update(disputed_shares(self._judge, disputes))

    def _tick_drawing(self, done, total):
        self._tick("drawing rows", done, total)

    def _rarest(self):
        return self.classes_[self._drawer.counts.argmin()]

    def _walk_steps(self):
        """Steps of the walk from noise to a row, for nets that take one."""
        return 1

    def _maps_numbers(self):
        """Whether numbers are normal scores."""
        return True


def _listed(names):
    return [] if names is None else list(names)
