"""SavedModel: the models of a run, without any of its tables."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.metrics import Costs, decide_by_amount, replace_class
from synthbalance.table import check_table

CHOSEN, BY_HAND = "validation", "by hand"


@dataclass(frozen=True, eq=False, repr=False)
class SavedModel:
    """What `write_model` wrote: the models of a run, without any of its tables.

    Attributes
    ----------
    name, strategy : str
        Of the run: "SMOTE 5 %", "smote".
    target : column name
        What is predicted.
    classes : tuple
        Original values, in the order of the columns of `predict_proba`; of two the second is the rare one.
    columns : list
        Names of the columns that new rows need.
    threshold : float
        A row is an alert where its probability of being rare is at least this.
    threshold_source : {"validation", "by hand"}
    costs : Costs or None
        Of the experiment.
    calibration : str
        What was done to the probabilities.
    scores : dict
        Metric -> [value, low, high] on the holdout, as in `Run.scores`; what is not known is None. With a threshold
        set by hand those that depend on it (recall, precision, F1, cost) are left out: they were never measured.
    versions : dict
        Python and libraries that the file was made with.
    """

    name: str
    strategy: str
    target: Any
    classes: tuple
    columns: list
    threshold: float
    threshold_source: str
    costs: Costs | None
    calibration: str
    scores: dict[str, list]
    versions: dict[str, str]
    _models: tuple = field(default=(), repr=False)
    _calibrate: Any = field(default=None, repr=False)
    _codes: Any = field(default=None, repr=False)
    _rare: int = field(default=1, repr=False)

    def __repr__(self):
        threshold = f"{self.threshold:.3g} ({self.threshold_source})"
        return f"SavedModel({self.name!r}, target {self.target!r}, {len(self.columns)} columns, threshold {threshold})"

    @property
    def by_amount(self):
        """Whether `predict` decides row by row with the amount that the costs name."""
        return self.costs is not None and isinstance(self.costs.missed, str) and self.threshold_source == CHOSEN

    def predict_proba(self, X):
        """Calibrated probability of each class, as `Run.predict_proba` gives it.

        Parameters
        ----------
        X : pandas, polars or pyarrow table of shape (n_rows, n_columns)
            With `columns`; others are left out.

        Returns
        -------
        float array of shape (n_rows, n_classes)

        Raises
        ------
        ValueError
            If a column is not there.
        """
        frame = self._features(X)
        if self._codes is None:
            rare = self._calibrate(np.mean([model.predict(frame) for model in self._models], axis=0))
            return np.column_stack([1 - rare, rare])
        raw = np.array([model.predict_classes(frame, len(self._codes)) for model in self._models])
        mean = raw[:, :, self._codes].mean(axis=0)
        return replace_class(mean, self._rare, self._calibrate(mean[:, self._rare]))

    def predict(self, X):
        """Which rows are alerts, as `Run.decide`: row by row where the costs name a column, else at the threshold.

        Parameters
        ----------
        X : table
            As `predict_proba`.

        Returns
        -------
        bool array of shape (n_rows,)
            A threshold set by hand is always obeyed, also where the costs name a column.

        Raises
        ------
        ValueError
            As `predict_proba`, and if an amount is missing or negative.
        """
        frame = self._features(X)
        p = self.predict_proba(frame)[:, self._rare]
        if not self.by_amount:
            return p >= self.threshold
        return decide_by_amount(p, self.costs.missed_of(frame), self.costs.review_of(frame))

    def _features(self, X):
        frame = X if isinstance(X, pd.DataFrame) else check_table(X, "X")
        absent = [name for name in self.columns if name not in frame.columns]
        if absent:
            raise ValueError(f"X needs the columns trained on, {absent[:5]!r} are not there. Add them, missing or not.")
        return frame[self.columns]
