"""Run: one strategy, trained and scored; frozen."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.experiment._balanced import BalancedRows
from synthbalance.metrics import Costs, Score, decide_by_amount
from synthbalance.split import Split
from synthbalance.table import check_table, given_back, without_column


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """One strategy, trained with every seed and scored once on the holdout.

    Attributes
    ----------
    name, label, strategy : str
        "SMOTE 5 %", "SMOTE", "smote".
    params : dict
        Parameters that differ from their defaults.
    ratio : float
        Rare rows per other row trained on.
    seed : int
        The experiment's random state.
    scores : dict str -> Score
        Every metric on the holdout with its pointwise 95 % interval.
    delta : Score
        Paired difference to "none" in the primary metric, positive = better; pointwise.
    threshold : float
        Chosen on validation rows by `threshold_rule`; a row is an alert where p >= threshold.
    confusion : dict
        tp, fp, fn, tn on the holdout (weighted counts where the split has weights).
    seconds : dict
        resample, fit, score, total.
    warnings : list of str
    calibration : str
        What was done to the probabilities.
    holdout_probabilities, validation_probabilities : float arrays
        Calibrated, in the row order of the parts.
    synthetic : pandas DataFrame or None
        New rows of the first seed; `new_rows` gives them as the kind of table that was split.
    n_synthetic, n_train : int
        New rows, and all rows trained on, with the first seed.
    split, costs
        As the experiment has them; of a split with several classes its view, the rare class (y = 1) against all others.
    parents : DataFrame or None
        Positions in `split.train` of the real rows that each new row came from, where the sampler says so.
    """

    name: str
    label: str
    strategy: str
    params: dict
    ratio: float
    seed: int
    scores: dict[str, Score]
    delta: Score
    threshold: float
    threshold_rule: str
    confusion: dict
    seconds: dict
    warnings: list[str]
    calibration: str
    holdout_probabilities: np.ndarray
    validation_probabilities: np.ndarray
    synthetic: pd.DataFrame | None
    n_synthetic: int
    n_train: int
    split: Split
    costs: Costs | None
    parents: pd.DataFrame | None = None
    _models: tuple = field(default=(), repr=False)
    _calibrate: Any = field(default=None, repr=False)
    _plan: Any = field(default=None, repr=False)
    _labels: Any = field(default=None, repr=False)
    _kept: Any = field(default=None, repr=False)
    _experiment: Any = field(default=None, repr=False)

    def __repr__(self):
        primary = self._experiment.primary
        return f"Run({self.name!r}, {primary} {self.scores[primary]!r}, difference to none {self.delta!r})"

    @property
    def none(self):
        """The run of the same experiment that changes nothing; made where nobody asked for it yet."""
        return self._experiment.none

    @property
    def classes(self):
        """Original values of the classes, in the order of the columns of `predict_proba`: those of the split given."""
        several = self._experiment.several_
        return self.split.classes if several is None else several.given.classes

    @property
    def per_class(self):
        """Scores of each class against all others on the holdout, two or more classes, and their mean "macro".

        Returns
        -------
        DataFrame
            Index: class ("rest" where the split took several together). Columns rows, average_precision with its
            95 % interval low, high, roc_auc, recall, precision, f1, brier; see `metrics.per_class_scores`. A row is
            taken for its most probable class, so that recall, precision and F1 of the rare class differ from
            `scores`, which are at the threshold; that is in ``attrs["threshold"]``, the class in
            ``attrs["rare"]``. Made when first asked for.
        """
        return self._experiment.classes_.table(self.name, self.scores["average_precision"], self.threshold)

    def predict_proba(self, X):
        """Calibrated probability of each class for new rows.

        Parameters
        ----------
        X : pandas, polars or pyarrow table of shape (n_rows, n_columns)
            With the columns trained on; others are left out.

        Returns
        -------
        float array of shape (n_rows, n_classes)
            In the order of `classes`; of two classes the second column is the rare one. Only the rare class is
            calibrated by itself, several others share what it leaves in proportion.

        Raises
        ------
        ValueError
            If a column trained on is not there.
        """
        frame, several = self._features(X), self._experiment.several_
        if several is not None:
            return several.calibrated(several.raw(self._models, frame), self._calibrate)
        rare = self._calibrate(np.mean([model.predict(frame) for model in self._models], axis=0))
        return np.column_stack([1 - rare, rare])

    def decide(self, X):
        """Which new rows are alerts: row by row with the amount where the costs name a column, else at the threshold.

        Parameters
        ----------
        X : table
            As `predict_proba`, with the columns of the costs.

        Returns
        -------
        bool array of shape (n_rows,)
            By amount: probability x missed >= cost of the alert (Bahnsen et al. 2013); a capacity does not limit it.
            Else probability >= `threshold`.

        Raises
        ------
        ValueError
            As `predict_proba`, and if an amount is missing or negative.
        """
        frame = self._features(X)
        p = self.predict_proba(frame)[:, self._rare_column()]
        if self.costs is None or not isinstance(self.costs.missed, str):
            return p >= self.threshold
        return decide_by_amount(p, self.costs.missed_of(frame), self.costs.review_of(frame))

    def balanced(self, as_=None):
        """The training part as it was trained on with the first seed: real rows first, then the new ones.

        Parameters
        ----------
        as_ : {None, "pandas", "polars", "pyarrow"}, default=None
            The kind of table; that of the table that was split where not given.

        Returns
        -------
        table of shape (n_train, n_columns + 2)
            The features, the target with its original values (0 and 1 where the split took several
            classes together), and the bool column `is_synthetic`.
        """
        rows = self._balanced_rows()
        return given_back(rows.rows(0, len(rows)), rows.like, as_)

    def new_rows(self, as_=None):
        """The rows in `synthetic` as the kind of table that was split, or as `as_`; None where there are none."""
        return None if self.synthetic is None else given_back(self.synthetic, self.split.like, as_)

    def write_balanced(self, path, overwrite=False, rows_per_block=100_000, on_progress=None):
        """Write `balanced()` to a file block by block, so that it is never in memory as a whole.

        Parameters
        ----------
        path : str or pathlib.Path
            Ends in ``.csv``, ``.tsv``, ``.parquet`` or ``.feather``.
        overwrite : bool, default=False
            Whether a file that is there already is replaced; the file that the data was read from never is.
        rows_per_block : int, default=100_000
            Rows in memory at a time, and of a row group of parquet.
        on_progress : callable (stage, done, total), optional
            False cancels.

        Returns
        -------
        pathlib.Path
            Where it was written; see `report.write_dataset`, also for the errors.
        """
        from synthbalance.report import write_dataset

        return write_dataset(self, path, overwrite, rows_per_block, on_progress)

    def _balanced_rows(self):
        several = self._experiment.several_
        train = self.split.train if several is None else several.coded.train
        y = train.y.to_numpy()[self._kept]
        y = y if self.synthetic is None else np.concatenate([y, self._labels])
        together = several is None and any(isinstance(value, tuple) for value in self.split.classes)
        like = without_column(self.split.like, self.split.target) if together else self.split.like
        stored = self.split.stored
        return BalancedRows(train.X, self._kept, self.synthetic, self._original(y), self.split.target, like, stored)

    def _features(self, X):
        names = list(self.split.train.X.columns)
        frame = X if isinstance(X, pd.DataFrame) else check_table(X, "X")
        absent = [name for name in names if name not in frame.columns]
        if absent:
            raise ValueError(f"X needs the columns trained on, {absent[:5]!r} are not there. Add them, missing or not.")
        return frame[names]

    def _rare_column(self):
        """Column of `predict_proba` that is the rare class."""
        return 1 if len(self.classes) == 2 else list(self.classes).index(self.split.positive)

    def _original(self, y):
        if self._experiment.several_ is not None:
            return self._experiment.several_.values(y)
        classes = self.split.classes
        if any(isinstance(value, tuple) for value in classes):
            return y
        return pd.Series(list(classes), dtype=object).infer_objects().take(y).to_numpy()

    def to_code(self):
        """A complete Python script, in public names, that gives this run again."""
        from synthbalance.report import code_of

        return code_of(self)

    def report(self, path, audit=None, advice=None, protected=None):
        """Write the data card, one HTML file or its facts as JSON; never over a file that is there.

        Parameters
        ----------
        path : str or pathlib.Path
            Ends in ``.html``, ``.htm`` or ``.json``.
        audit : Audit or False, optional
            Of this run's synthetic rows; made where not given, False leaves it out.
        advice : Advice, optional
            What `AutoBalance(...).fit` gave on the same split.
        protected : column name, list of column names, Series, DataFrame or dict, optional
            Columns whose groups are told apart, as in `audit_synthetic`.

        Returns
        -------
        pathlib.Path
            Where it was written.
        """
        from synthbalance.report import write_card

        return write_card(self._experiment, path, run=self, audit=audit, advice=advice, protected=protected)
