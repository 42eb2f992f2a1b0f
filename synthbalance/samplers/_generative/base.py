"""The base of the trained generators: what GAN, VAE and diffusion do alike."""

from functools import partial
from typing import ClassVar

import numpy as np
from sklearn.utils.validation import check_is_fitted

from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._generative.cancelling import heeded, trained
from synthbalance.samplers._generative.drawing import Decoder
from synthbalance.samplers._generative.learning import learn, put_margins_right
from synthbalance.samplers._generative.saved import restore, state_of
from synthbalance.samplers._generative.store import read_state, write_state
from synthbalance.samplers._judge import disputed_shares
from synthbalance.samplers._nets import one_thread, pick_device, require_torch
from synthbalance.samplers._scores import NormalScores

_MOST_JUDGED = 2_000


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
    _trains, _answered = True, None  # see `cancelling`

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

        See `TableOverSampler.fit_resample`.

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
        with trained(self):
            try:
                put_margins_right(self)
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
        with trained(self):
            put_margins_right(self)
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
        with heeded(self):
            super()._tick(stage, done, total)

    def _prepare(self, X, y, rng):
        require_torch(type(self).__name__)
        self._answered = None
        learn(self, X, y, rng)

    def _draw(self, X, is_label, n_new, rng):
        label, device = int(np.searchsorted(self.classes_, self._y[is_label.argmax()])), pick_device(self.device)
        tick = partial(self._tick, "drawing rows")
        with one_thread():
            drawn = self._drawer.draw(self._net(device), device, label, n_new, rng, self._given, tick)
        return self._decoder().rows(label, *drawn)

    def _draw_obeying(self, label, n_new, rng):
        rows = super()._draw_obeying(label, n_new, rng)
        self._disputes.append((label, n_new, rows.head(self._frame.columns, _MOST_JUDGED)))
        return rows

    def _report_disputes(self):
        """Put into `report_` what share of the new rows the judge disputes, of at most 2,000 a class."""
        self.report_["verdict"] = self.verdict_
        disputes, self._disputes = self._disputes, []
        if disputes and self._judge is not None:
            self.report_.update(disputed_shares(self._judge, disputes))

    def _decoder(self):
        return Decoder(self._scores, self._frame.columns, self.conditions_.names, self.classes_)

    def _net(self, device):
        """The net with the kept weights, on the device."""
        from synthbalance.samplers._nets.assemble import stored_net

        return stored_net(self._nets_of()[0], self._parts(), self._weights, device)

    def _parts(self):
        """What a net is built from; plain values."""
        return self._shape, self._tables, self._settings()

    def _rarest(self):
        return self.classes_[self._drawer.counts.argmin()]

    def _scores_of(self, encoder, frame, y, rng):
        """How numbers are encoded."""
        return NormalScores(encoder, frame, y)

    def _walk_steps(self):
        """Steps of the walk from noise to a row, for nets that take one."""
        return 1

    def _maps_numbers(self):
        """Whether numbers are normal scores."""
        return True
