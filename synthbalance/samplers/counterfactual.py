"""Counterfactual oversampling: real rows of the other classes, edited just enough to become rare ones."""

import numbers
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions

from synthbalance._warned import warn
from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._counterfactual.cfa import CFA
from synthbalance.samplers._counterfactual.collect import TooFew, collect, note, shortfall_sentence, too_few_sentence
from synthbalance.samplers._counterfactual.fill import ledger_frame, smote_rows
from synthbalance.samplers._counterfactual.ledger import Entry, Ledger
from synthbalance.samplers._counterfactual.native import Native
from synthbalance.samplers._counterfactual.oracle import FEWEST_ROWS, train_oracle
from synthbalance.samplers._counterfactual.space import Space
from synthbalance.samplers._counterfactual.transplant import Permission, check_monotone
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._rows import NewRows, concat_rows

_QUANTILE = {"augment": 0.75, "explain": 0.25}


class CounterfactualSampler(TableOverSampler):
    """Turn real rows of the other classes into rare ones by giving them a few observed values of a rare row.

    Each rare row (the donor) is paired with its nearest rows of the other classes (the bases). Where
    the two differ, the base takes the donor's value; then, column by column from the least important
    one, values are put back as long as an oracle, classifiers trained on the real rows, still says
    "rare". What is left must convince a judge of another family, lie as near to the real rare rows as
    these to each other, and obey the user's rules. Each cell of a new row is a value of its base or of
    its donor, and the ledger says which.

    Parameters
    ----------
    sampling_strategy, constraints, random_state
        As in every sampler of the package.
    purpose : {"augment", "explain"}, default="augment"
        "augment" makes rows well inside the class (threshold of the oracle: the 0.75 quantile of the
        real rare rows' own out-of-fold scores, or of the models' mean where that is lower); "explain"
        just across the border, with fewer edits (0.25).
    k_neighbors : int, default=8
        Nearest other rows that each rare row is paired with first; where the gates leave too few
        rows, up to four times as many.
    tolerance : float, default=0.25
        Numbers that differ by no more than this many scales (interquartile range / 1.349) count as equal.
    max_edits : int, default=None
        Most columns that may be edited in a row; None = no limit, 2 with ``method="cfa"``.
    validity : float, default=None
        The quantile that sets the oracle's threshold, in place of that of `purpose`.
    immutable : list of column names, default=None
        Columns never edited; a pair agrees on them.
    monotone : dict column -> +1 or -1, default=None
        Edits may only raise (+1) or lower (-1) the column: ``{"amount": +1}``.
    permitted_range : dict column -> (low, high), default=None
        Only rows within serve as bases, and only values within are taken over.
    oracle : classifier, default=None
        None trains 3 to 5 cross-fitted LightGBM models; an unfitted classifier takes their place; a
        fitted one is used as it is, on the table as given (`sklearn.frozen.FrozenEstimator` keeps it
        fitted where the sampler is cloned, as `Experiment` does).
    judge : {"knn"} or None, default="knn"
        The second opinion: nearest rows of the class must be closer than nearest other rows.
    plausibility : float, default=0.95
        Quantile of the real rare rows' distances to each other that a new row may not exceed.
    method : {"native", "cfa"}, default="native"
        "cfa" is the algorithm of Temraz and Keane: differences of pairs that differ in at most
        `max_edits` columns are handed on to rows without such a pair; no oracle, judge or
        plausibility is asked, only `validity_` says what the oracle thinks of the rows.
    shortfall : {"warn", "raise", "relax", "smote"}, default="warn"
        What to do where too few rows pass: return fewer with a warning; raise; loosen plausibility,
        then the judge, then the oracle's threshold, and at last copy; or fill up with SMOTE rows.

    Attributes
    ----------
    parents_ : DataFrame of n_new rows
        `base` and `donor`, positions in X, and `relaxed`: made after a gate was loosened, or filled up.
    edits_ : bool DataFrame of shape (n_new, n_columns)
        Which cells came from the donor.
    validity_ : DataFrame of n_new rows
        `score` of the oracle (a probability), its `threshold`, and `valid`: whether the score reaches it.
    report_ : dict
        Rejected candidates by gate (oracle, judge, plausibility, range, monotone, constraint, duplicate,
        donor_share), the number of `tries`, and under `relaxed` the rows let in by loosened gate.

    See Also
    --------
    SMOTESampler : Rows between rare rows, with values nobody observed.

    Notes
    -----
    No donor gives more than ``max(2, 3 * n_new / n_donors)`` rows. On a well-regularised boosted model
    these rows rarely beat doing nothing either; look at `Run.delta` before you keep them. They come into
    their own as explanations: which few values made this payment look like fraud?

    References
    ----------
    Keane and Smyth (2020), ICCBR, 163-178: native counterfactuals. Temraz and Keane (2022), Machine
    Learning with Applications 9, 100375: CFA. Brughmans, Leyman and Martens (2024), Data Mining and
    Knowledge Discovery 38: NICE.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from synthbalance.samplers.counterfactual import CounterfactualSampler
    >>> rng = np.random.default_rng(0)
    >>> X = pd.DataFrame({"amount": rng.integers(10, 99, 300), "hour": rng.integers(0, 24, 300)})
    >>> y = (X["amount"] < 20).astype(int).rename("fraud")
    >>> sampler = CounterfactualSampler(sampling_strategy={1: 50}, shortfall="relax", random_state=0)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> int(y_new.sum())
    50
    >>> sampler.explain(0)
    'Row 0 (real row 246) became fraud = 1 by amount: 22 -> 12.'
    """

    label = "Counterfactual"
    family = "model"
    sentence = "Real rows, edited just enough to become rare."
    knobs = (
        Knob("purpose", choices=("augment", "explain"), help="well inside the class, or just across the border"),
        Knob("method", choices=("native", "cfa"), help="ours with gates, or the paper's CFA"),
        Knob("k_neighbors", low=1, soft=(1, 30), help="other rows that each rare row is paired with"),
        Knob("tolerance", low=0.0, soft=(0.0, 1.0), help="difference of numbers that counts as none, in scales"),
        Knob("plausibility", low=0.0, high=1.0, soft=(0.5, 1.0), help="how near to real rare rows new ones must lie"),
        Knob("shortfall", choices=("warn", "raise", "relax", "smote"), help="what to do where too few rows pass"),
    )

    _parameter_constraints: ClassVar[dict] = {
        **TableOverSampler._parameter_constraints,
        "max_edits": [Interval(numbers.Integral, 1, None, closed="left"), None],
        "validity": [Interval(numbers.Real, 0, 1, closed="both"), None],
        "monotone": [dict, None],
        "oracle": [HasMethods(["fit", "predict_proba"]), None],
        "judge": [StrOptions({"knn"}), None],
    }

    def __init__(
        self,
        *,
        sampling_strategy="auto",
        purpose="augment",
        k_neighbors=8,
        tolerance=0.25,
        max_edits=None,
        validity=None,
        immutable=None,
        monotone=None,
        permitted_range=None,
        constraints=None,
        oracle=None,
        judge="knn",
        plausibility=0.95,
        method="native",
        shortfall="warn",
        random_state=None,
    ):
        super().__init__(
            sampling_strategy=sampling_strategy,
            permitted_range=permitted_range,
            immutable=immutable,
            constraints=constraints,
            random_state=random_state,
        )
        self.purpose = purpose
        self.k_neighbors = k_neighbors
        self.tolerance = tolerance
        self.max_edits = max_edits
        self.validity = validity
        self.monotone = monotone
        self.oracle = oracle
        self.judge = judge
        self.plausibility = plausibility
        self.method = method
        self.shortfall = shortfall

    def fit_resample(self, X, y):
        """Return the rows of X, unchanged and first, then the new ones; see `TableOverSampler.fit_resample`."""
        resampled = super().fit_resample(X, y)
        self._keep_ledger()
        return resampled

    def generate(self, n, label=None, given=None, return_y=False):
        """Only new rows, after `fit` or `fit_resample`; see `TableOverSampler.generate`. The ledger is then theirs."""
        self._ledger = Ledger()
        rows = super().generate(n, label, given, return_y)
        self._keep_ledger()
        return rows

    def explain(self, i):
        """What turned the i-th new row of the last result into one of its class, in a sentence.

        Parameters
        ----------
        i : int
            Position among the new rows.

        Returns
        -------
        str
            Edits from the most to the least important column, "column: from -> to".

        Raises
        ------
        ValueError
            If there is no such row.
        """
        return self._ledger.explain(i, self._frame, self._target)

    def _learn(self, X, y):
        self._target = getattr(y, "name", None)
        self._ledger = Ledger()
        return super()._learn(X, y)

    def _prepare(self, X, y, rng):
        check_monotone(self.monotone, X)
        self._space = Space(self.encoder_, X)
        self._permission = Permission(self._space, self._gates.ranges, self._gates.immutable, self.monotone or {})
        self._seeds = dict(zip(self.classes_.tolist(), rng.integers(2**31, size=len(self.classes_)), strict=True))
        self._makers = {}
        for label, n_new in self.sampling_strategy_.items():
            if n_new > 0:
                self._maker(label)

    def _maker(self, label):
        """What makes candidates of one class, learned when it is first asked for."""
        label = plain_label(label)
        if label not in self._makers:
            self._makers[label] = self._new_maker(label, np.random.default_rng(self._seeds[label]))
        return self._makers[label]

    def _new_maker(self, label, rng):
        is_label = self._y == label
        options = SimpleNamespace(**self.get_params(deep=False))
        common = (options, self._space, self._permission)
        if min(is_label.sum(), (~is_label).sum()) < FEWEST_ROWS:
            return TooFew(*common, is_label)
        quantile = _QUANTILE[self.purpose] if self.validity is None else self.validity
        oracle = train_oracle(self.oracle, self._space, is_label, label, quantile, rng, self._tick)
        if self.method == "cfa":
            return CFA(*common, oracle, is_label, rng, self._tick)
        return Native(*common, oracle, is_label, rng, self._tick)

    def _draw_obeying(self, label, n_new, rng):
        maker = self._maker(label)
        for_candidates, for_fill = rng.spawn(2)
        chosen, tally = collect(maker, n_new, for_candidates, self.shortfall == "relax", self._tick)
        note(self.report_, tally, chosen)
        n_made = 0 if chosen is None else len(chosen)
        parts = []
        if n_made:
            parts.append(_rows_of(chosen, self._frame))
            self._ledger.add(Entry.of_candidates(label, chosen, maker.oracle))
        if n_made < n_new:
            parts += self._after_shortfall(label, maker, n_new, n_made, tally, for_fill)
        return concat_rows(parts)

    def _after_shortfall(self, label, maker, n_new, n_made, tally, rng):
        """What `shortfall` says: SMOTE rows, an error or a warning."""
        if self.shortfall == "smote":
            rows = self._smote(label, n_new - n_made, rng)
            self._ledger.add(Entry.of_fill(label, rows.parents, self._frame.shape[1]))
            self.report_["relaxed"] = {**self.report_.get("relaxed", {}), "smote": rows.n}
            return [rows]
        if isinstance(maker, TooFew) and self.shortfall != "relax":
            raise ValueError(too_few_sentence(label, maker))
        sentence = shortfall_sentence(n_new, n_made, tally, maker.way_out)
        if n_made == 0 or self.shortfall == "raise":
            raise ValueError(sentence)
        warn(sentence, stacklevel=5)
        return []

    def _smote(self, label, n_new, rng):
        is_label, fixed = self._y == label, self._gates.immutable

        def draw(n, stream):
            return smote_rows(self.encoder_, self._frame, is_label, n, fixed, stream, self._tick)

        return self._gates.fill(draw, is_label, n_new, rng, self.report_) if self._gates else draw(n_new, rng)

    def _keep_ledger(self):
        names = list(self._frame.columns)
        self.parents_, self.edits_, self.validity_ = map(self._as_given, self._ledger.tables(names))


def _rows_of(chosen, frame):
    place = {name: position for position, name in enumerate(frame.columns)}
    parents = ledger_frame(chosen.base, chosen.donor, chosen.level > 0)
    return NewRows(len(chosen), lambda name: chosen.column(frame, place[name]), parents)
