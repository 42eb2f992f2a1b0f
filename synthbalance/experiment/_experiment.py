"""Experiment: the same model, seeds and holdout for every strategy, and a ledger of the looks."""

import time

import pandas as pd

from synthbalance._blas import one_blas_thread
from synthbalance._warned import heard, warn
from synthbalance.experiment import _words
from synthbalance.experiment._calibration import calibration_table
from synthbalance.experiment._capacity import allowed_alerts
from synthbalance.experiment._check import check_parameters, check_rules
from synthbalance.experiment._classes import ClassBoard
from synthbalance.experiment._decision import decision_table
from synthbalance.experiment._guard import stable_scores
from synthbalance.experiment._known import Known
from synthbalance.experiment._ledger import Ledger
from synthbalance.experiment._measure import Calibration, check_formula, measure, measure_one, pick_threshold, rows_of
from synthbalance.experiment._notes import comparison_row, free_name, notes
from synthbalance.experiment._partial import partial_scores
from synthbalance.experiment._preview import preview
from synthbalance.experiment._progress import polled
from synthbalance.experiment._run import Run
from synthbalance.experiment._several import open_split
from synthbalance.experiment._strategy import Plan, plan_of
from synthbalance.experiment._train import train_seeds
from synthbalance.metrics import METRICS, Score, confusion
from synthbalance.models import default_model
from synthbalance.table import given_back


class Experiment:
    """Rebalance the training part, retrain, and score on the holdout, always beside doing nothing.

    Parameters
    ----------
    split : Split
        Of two classes, or with several (`multiclass=True`): models then learn all of them, and every score, threshold
        and cost is for the rare class, the split's `positive` or else the rarest of the training part, against
        all others; `Run.per_class` has each class.
    model : classifier, optional
        Any scikit-learn classifier; the stabilised LightGBM of `default_model` where not given.
    primary : str, default="average_precision"
        Metric of the differences, a key of `METRICS`.
    costs : Costs, optional
        What a missed rare row and a review cost.
    seeds : int, default=3
        Models (and samplers) a run, with different seeds; their scores are averaged and their spread
        widens the intervals.
    random_state : int, default=0
    calibration : {"auto", "intercept", "isotonic", "none", "formula"}, default="auto"
        How probabilities are corrected on the validation rows, the same for every strategy.
    threshold : str or float, optional
        Rule for the threshold, chosen on validation rows: "cost" (default where costs are given), "f1"
        (default otherwise), "recall=0.8", "precision=0.5", "alerts=100", or a number.
    train_weight : bool, default=True
        Whether the split's sampling weights are used in training, too.

    Attributes
    ----------
    runs : dict name -> Run
        In the order of arrival.
    looks : int
        How often the holdout was looked at.
    split : Split
        As given; where that keeps several classes, its view with y = 1 for the rare class and 0 for all others.

    Raises
    ------
    ValueError
        If a parameter is out of its bounds or a class has fewer than 2 training rows.

    Notes
    -----
    Intervals: a stratified paired bootstrap of the holdout rows plus the noise between seeds; in
    `compare` and `sentence` they hold for all the looks together, so that the twentieth try does not
    win by luck.

    References
    ----------
    Dwork et al. (2015), Science 349, 636-638: the reusable holdout.

    Examples
    --------
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=4000, fraud_rate=0.02)
    >>> split = sb.split_holdout(data, target="is_fraud", random_state=0)
    >>> exp = sb.Experiment(split, model=sb.default_model(n_estimators=20), seeds=1)
    >>> run = exp.run(sb.SMOTESampler(sampling_strategy=0.05, random_state=0))
    >>> list(exp.compare().index)
    ['none', 'SMOTE 5 %']
    """

    run_class_ = Run

    def __init__(
        self, split, model=None, primary="average_precision", costs=None, seeds=3, random_state=0,
        calibration="auto", threshold=None, train_weight=True,
    ):  # fmt: skip
        check_parameters(split, primary, costs, seeds, random_state, calibration, model)
        split, self.several_ = open_split(split)
        self.split, self.primary, self.costs, self.seeds = split, primary, costs, int(seeds)
        self.model_given, self.random_state, self.calibration = model is not None, int(random_state), calibration
        self.model = default_model() if model is None else model
        self.threshold = ("f1" if costs is None else "cost") if threshold is None else threshold
        self.rows_ = {name: rows_of(getattr(split, name), costs) for name in ("validation", "holdout")}
        check_rules(self.calibration, self.threshold, self.rows_["validation"])
        weight = split.train.weight
        self.train_weight_ = weight.to_numpy(dtype=float) if train_weight and weight is not None else None
        self.train_weight = train_weight
        self._ledger = Ledger(self.rows_["holdout"], primary, self.random_state)
        self.classes_ = ClassBoard(split, self.several_, self.random_state)
        self._by_key, self.runs = {}, {}
        self.known_ = Known(self.split if self.several_ is None else self.several_.coded, self.model)

    @property
    def looks(self):
        return len(self.runs)

    @property
    def none(self):
        """The run that changes nothing; made where nobody asked for it yet."""
        return self.run("none")

    def run(self, strategy, name=None, on_progress=None, on_partial=None):
        """Train a strategy with every seed and score it on the holdout: one look.

        Parameters
        ----------
        strategy : str, sampler or ClassWeight
            A key of `STRATEGIES`, one of our samplers, or any of imbalanced-learn's.
        name : str, optional
            What the run is called.
        on_progress : callable (stage, done, total), optional
            False cancels.
        on_partial : callable (share, value), optional
            Told after 25, 50 and 75 % of the trees of the first model what it scores on the validation rows by then
            in the primary metric. Only for the default or another LightGBM, and metrics of the score itself.

        Returns
        -------
        Run
            The same strategy with the same parameters again comes from the ledger and is no look.

        Raises
        ------
        Cancelled
            If `on_progress` answered False; nothing is kept.
        """
        plan = self._plan_of(strategy)
        if plan.key != "none" and "none" not in self.runs:
            self._exact(Plan("none", "None"), None, on_progress)
        return self._by_key.get(plan.ledger_key) or self._exact(plan, name, on_progress, on_partial)

    def preview(self, strategy, on_progress=None):
        """Quick scores on the validation rows; never in the ledger, no look: a `Preview`."""
        return preview(self, self._plan_of(strategy), on_progress)

    def compare(self, as_="pandas"):
        """One row a run, "none" first; bounds of `delta` hold for all the looks together.

        Parameters
        ----------
        as_ : {"pandas", "polars", "pyarrow"}, default="pandas"
            Of another kind than pandas the name is the first column, `run`.

        Returns
        -------
        DataFrame
            Index: name of the run. `delta` is positive where the run is better than "none".
        """
        runs = [self.none, *(run for run in self.runs.values() if run.strategy != "none")]
        rows = [comparison_row(self, run) for run in runs]
        table = pd.DataFrame(rows, index=pd.Index([run.name for run in runs], name="run"))
        return table if as_ == "pandas" else given_back(table.reset_index(), as_=as_)

    def compare_classes(self, run):
        """Average precision of each class against the others beside that of "none", on the holdout.

        Returns
        -------
        DataFrame
            Index: class, and "macro", the mean over them. Columns rows, value, none, delta (positive = better),
            delta_low, delta_high; the bounds hold for all classes and all the looks together.
        """
        return self.classes_.compare(run.name)

    def trainable_(self, plan):
        """The split whose labels models are trained on, and the plan with what it asks for told in these labels."""
        return (self.split, plan) if self.several_ is None else (self.several_.coded, self.several_.trainable(plan))

    def bounds(self, run):
        """Difference of a run to "none" with bounds that hold for all the looks: a `Score`."""
        return Score(0.0, 0.0, 0.0) if run.strategy == "none" else self._ledger.bounds(run.name)

    def detectable(self, run):
        """Smallest difference to "none" that such a holdout would show in 80 % of cases; nan for "none"."""
        return float("nan") if run.strategy == "none" else self._ledger.detectable(run.name)

    def sentence(self, run):
        """What the run is worth, in one sentence of words."""
        metric = METRICS[self.primary]
        if run.strategy == "none":
            return _words.none_alone(run.scores[self.primary], metric)
        return _words.compared(run.name, self.bounds(run), self.detectable(run), metric, self.seeds)

    def decision(self, run):
        """Cost, savings, alerts and capacity of a run on the holdout: measure, value, low, high, better, sentence."""
        return decision_table(self, run, self._ledger.totals)

    def calibration_table(self, run):
        """Calibration of a run and of "none": run, measure, value, low, high, better, sentence."""
        return calibration_table(self, run)

    def train_(self, split, plan, on_progress=None, after_tree=None):
        """Train a plan with every seed: a `Trained`. Where models are trained elsewhere, a subclass says how."""
        return train_seeds(
            split, plan, self.model, self.seeds, self.random_state, self.train_weight_, on_progress, self.known_,
            after_tree,
        )  # fmt: skip

    def stable_scores_(self, on_progress=None):
        """What the default model, not rebalanced, gives for the validation rows, as in `train_`."""
        return stable_scores(self.split, self.random_state, self.train_weight_, on_progress)

    def capacity_(self, part):
        """Alerts that may be handled in a part of the split, from the costs' capacities; None without a limit."""
        return allowed_alerts(self.costs, self.split, part)

    def _plan_of(self, strategy):
        """The plan of a strategy, refused before anything is trained where the calibration does not hold for it."""
        plan = plan_of(strategy, self.split.train.y, self.random_state)
        check_formula(self.calibration, self.trainable_(plan)[1])
        return plan

    def _exact(self, plan, name, on_progress, on_partial=None):
        start = time.perf_counter()
        noted, (split, exact) = [], self.trainable_(plan)
        with heard() as told:
            trained = self.train_(split, exact, on_progress, partial_scores(self, plan, on_partial))
            noted += notes(self, plan, trained, on_progress)
        noted += list(dict.fromkeys(told.sentences))
        scoring = time.perf_counter()
        with one_blas_thread():
            run = self._scored(plan, trained, free_name(self, plan, trained, name), noted, on_progress)
        now, stages = time.perf_counter(), run.seconds
        stages["score"] = now - scoring
        stages["total"] = max(now - start, sum(stages.values()))  # models that a preview has trained already count too
        self.runs[run.name] = self._by_key[plan.ledger_key] = run
        for sentence in noted:
            warn(sentence, stacklevel=3)
        return run

    def _scored(self, plan, trained, name, noted, on_progress):
        rows, raw = self.rows_, {part: getattr(trained, part).mean(axis=0) for part in ("validation", "holdout")}
        calibrate = Calibration(
            self.calibration, self.trainable_(plan)[1], int(self.split.train.y.sum()), trained.n_rare
        )
        calibrate.fit(rows["validation"], raw["validation"])
        p = {part: calibrate(raw[part]) for part in raw}
        threshold = pick_threshold(self.threshold, rows["validation"], p["validation"], self.capacity_("validation"))
        holdout = rows["holdout"]
        per_seed = [measure_one(holdout, self.primary, one, calibrate(one), threshold) for one in trained.holdout]
        values = measure(holdout, raw["holdout"], p["holdout"], threshold)
        poll = polled(on_progress, "scoring")
        scores = self._ledger.add(name, values, raw["holdout"], p["holdout"], threshold, per_seed, poll)
        delta = Score(0.0, 0.0, 0.0) if plan.key == "none" else self._ledger.delta(name)
        self.classes_.add(name, trained, calibrate, self.split.holdout.X)
        return self.run_class_(
            name=name, label=plan.label, strategy=plan.key, params=dict(plan.params),
            ratio=trained.n_rare / trained.n_others, seed=self.random_state, scores=scores, delta=delta,
            threshold=threshold, threshold_rule=str(self.threshold),
            confusion=confusion(holdout.y, p["holdout"], threshold, weight=holdout.weight),
            seconds=dict(trained.seconds), warnings=noted, calibration=calibrate.words,
            holdout_probabilities=p["holdout"], validation_probabilities=p["validation"],
            synthetic=trained.synthetic, n_synthetic=0 if trained.synthetic is None else len(trained.synthetic),
            n_train=trained.n_rare + trained.n_others, split=self.split, costs=self.costs,
            parents=trained.parents, _models=trained.models, _calibrate=calibrate,
            _plan=plan, _labels=trained.labels, _kept=trained.kept, _experiment=self,
        )  # fmt: skip
