"""AutoBalance: tries strategies inside the training part, and keeps "none" unless a gain is proven."""

import warnings

import numpy as np

from synthbalance._errors import Cancelled, DataWarning
from synthbalance._warned import heard
from synthbalance.advice import _words
from synthbalance.advice._advice import Advice
from synthbalance.advice._candidates import field_of
from synthbalance.advice._check import check
from synthbalance.advice._clock import Clock
from synthbalance.advice._fits import Settings
from synthbalance.advice._folds import Folds, rows_of_part
from synthbalance.advice._nested import nested_gain
from synthbalance.advice._race import Race
from synthbalance.advice._table import table_of
from synthbalance.experiment import Experiment
from synthbalance.models import default_model
from synthbalance.split._time import read_gap


class AutoBalance:
    """Choose a strategy, or none, by cross-validation inside the training part; the holdout is looked at once.

    "None" is protected: it is replaced only where the lower bound of a candidate's gain, corrected for
    overlapping folds and for the number of candidates, stays above 0.

    Parameters
    ----------
    primary : str, default="average_precision"
        Metric to gain in, a key of `METRICS`.
    candidates : list of keys, samplers, ClassWeight or UnderBagging, optional
        What to try. By default: class weights 3 and 10, five undersampled bags 1:10, random 5 %, SMOTE 3 % and
        6 %, MGS 5 %, counterfactual and copula rows as many as there are rare ones, counterfactual three times
        as many; a ratio below twice the present one is raised to it, and candidates that coincide are tried
        once. Diffusion and the conditional GAN join where `seconds` is given and torch is installed.
    seconds : float, optional
        Time budget of everything, the final run included. Without one nothing is cut short.
    nested : bool, default=False
        Whether to estimate by an outer cross-validation what the whole procedure gains; takes about five
        times as long.
    n_jobs : int, optional
        Fits side by side, each in one thread; all cores by default. The answer does not depend on it.
    random_state : int, optional
        Seed of folds, samplers and models; drawn anew where not given.
    model, costs, seeds, calibration, threshold, train_weight
        As in `Experiment`.

    Attributes
    ----------
    advice_ : Advice
        The last answer; after a cancel, the partial one.

    Notes
    -----
    First repeat of five folds: two folds for all, then the better half, then at most three finalists. Up to
    eight further repeats test their gain, on which alone the bound rests; who shows none is given up early. The
    sampler works inside each fold on its training rows; all candidates share folds and seeds. Rows of one group,
    equal rows, and rows of one time stamp stay together; a split by time gets windows that follow each other.
    Rows known as synthetic are left out. Metrics of probabilities and decisions calibrate and cut by the other
    folds of the repeat.

    References
    ----------
    Nadeau and Bengio (2003), Machine Learning 52, 239-281: inference for the generalization error.
    Jamieson and Talwalkar (2016), AISTATS: successive halving.
    Cawley and Talbot (2010), JMLR 11, 2079-2107: why the choice itself must be cross-validated.

    Examples
    --------
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=3000, fraud_rate=0.02)
    >>> split = sb.split_holdout(data, target="is_fraud", random_state=0)
    >>> auto = sb.AutoBalance(candidates=["random"], model=sb.default_model(n_estimators=10), random_state=0)
    >>> advice = auto.fit(split)
    >>> advice.looks
    1
    """

    def __init__(
        self, primary="average_precision", candidates=None, seconds=None, nested=False, n_jobs=None,
        random_state=None, *, model=None, costs=None, seeds=3, calibration="auto", threshold=None, train_weight=True,
    ):  # fmt: skip
        self.primary, self.candidates, self.seconds, self.nested = primary, candidates, seconds, nested
        self.n_jobs, self.random_state, self.model, self.costs, self.seeds = n_jobs, random_state, model, costs, seeds
        self.calibration, self.threshold, self.train_weight = calibration, threshold, train_weight

    def __repr__(self):
        return f"AutoBalance(primary={self.primary!r}, seconds={self.seconds!r}, random_state={self.random_state!r})"

    @property
    def threshold_rule(self):
        """The threshold's rule, with the experiment's defaults."""
        return ("f1" if self.costs is None else "cost") if self.threshold is None else self.threshold

    def fit(self, split, on_progress=None):
        """Try the candidates on the training part, and score the choice on the holdout: one look.

        Parameters
        ----------
        split : Split
            Of two classes.
        on_progress : callable (stage, done, total), optional
            `done` fits of `total`; `stage` names the best so far. False cancels.

        Returns
        -------
        Advice

        Raises
        ------
        Cancelled
            If `on_progress` answered False; `advice_` then holds what is known so far, without a look.
        ValueError, TypeError
            If a parameter is out of its bounds, rare rows are too few, or the budget is too short for one
            candidate. Whatever the model raises without rebalancing comes through; a candidate that raises is
            reported as failed.
        """
        check(self, split)
        seed = _seed(self.random_state)
        clock = Clock(self.seconds, on_progress)
        with heard() as told:
            task = _Task(self, split, seed, clock)
            advice = task.advise()
        self.advice_ = _with_warnings(advice, told)
        if clock.cancelled:
            raise Cancelled(f"Cancelled after {clock.done} fits; advice_ of the AutoBalance holds the partial answer.")
        return self.advice_


class _Task:
    """One call of `fit`: the race, the nested estimate, the final run."""

    def __init__(self, auto, split, seed, clock):
        self.auto, self.split, self.seed, self.clock, self.notes = auto, split, seed, clock, []
        self.settings = Settings(
            model=default_model() if auto.model is None else auto.model, primary=auto.primary, costs=auto.costs,
            calibration=auto.calibration, threshold=auto.threshold_rule, random_state=seed,
            train_weight=auto.train_weight, n_holdout=len(split.holdout),
        )  # fmt: skip
        self.part = self._real_part()

    def advise(self):
        """The whole way: an `Advice`."""
        shares = 6 if self.auto.nested else 1
        race = self._race(self.part, self.clock if shares == 1 else self.clock.share(shares))
        nested = self._nested(shares) if self.auto.nested and not self.clock.cancelled else None
        winner = race.winner()
        exp, run = (None, None) if self.clock.cancelled else self._final(winner)
        sentence = "" if run is None else exp.sentence(run)
        noted = [] if exp is None else [sentence for one in exp.runs.values() for sentence in one.warnings]
        self.notes += list(dict.fromkeys(noted))
        return Advice(
            choice="none" if winner is None else winner.strategy, reason=_words.reason(race, winner, run, sentence),
            table=table_of(race, winner), run=run, looks=0 if run is None else 1, seconds=self.clock.spent,
            complete=race.complete and not self.clock.cancelled, warnings=self.notes, random_state=self.seed,
            nested=nested, experiment=exp,
        )  # fmt: skip

    def _race(self, part, clock):
        folds = self._folds(part)
        y = part.y.to_numpy()
        candidates = field_of(self.auto.candidates, y, self.seed, with_trained=self.auto.seconds is not None)
        race = Race(folds, candidates, self.settings, clock, self.auto.n_jobs, self.auto.seeds)
        race.run()
        return race

    def _nested(self, shares):
        folds = self._folds(self.part)
        return nested_gain(folds, lambda part: self._race(part, self.clock.share(shares)), self.settings, self.clock)

    def _folds(self, part):
        how = "time" if part.time is not None else "group" if part.group is not None else "stratified"
        given = self.split.params.get("gap")
        gap = read_gap(given, part.time, "time") if how == "time" and given is not None else None
        return Folds(part, how, gap, self.seed)

    def _final(self, winner):
        auto = self.auto
        exp = Experiment(
            self.split, auto.model, auto.primary, auto.costs, auto.seeds, self.seed, auto.calibration, auto.threshold,
            auto.train_weight,
        )  # fmt: skip
        return exp, exp.run("none" if winner is None else winner.strategy)

    def _real_part(self):
        """The training part without rows known as synthetic, which may be made from the very rows scored on."""
        part = self.split.train
        known = part.synthetic
        if known is None or not known.any():
            return part
        self.notes.append(
            f"{int(known.sum()):,} rows of train are known as synthetic: left out of the cross-validation, since they "
            f"may be made from the very rows it scores on."
        )
        return rows_of_part(part, np.flatnonzero(~known.to_numpy()))


def _seed(random_state):
    return int(np.random.SeedSequence(random_state).generate_state(1)[0]) if random_state is None else int(random_state)


def _with_warnings(advice, told):
    """What was warned of while fitting, each once: our own in the advice, that of other libraries to the caller."""
    advice.warnings.extend(one for one in dict.fromkeys(told.sentences) if one not in advice.warnings)
    for sentence, category in dict.fromkeys(told):
        if not issubclass(category, DataWarning):
            warnings.warn(sentence, category, stacklevel=3)
    return advice
