"""Run: one strategy, trained and scored; frozen."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.metrics import Costs, Score
from synthbalance.split import Split
from synthbalance.table import check_table


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
    synthetic : DataFrame or None
        New rows of the first seed.
    n_synthetic, n_train : int
        New rows, and all rows trained on, with the first seed.
    split, costs
        As given to the experiment.
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

    def predict_proba(self, X):
        """Calibrated probability of each class for new rows.

        Parameters
        ----------
        X : pandas, polars or pyarrow table of shape (n_rows, n_columns)
            With the columns trained on; others are left out.

        Returns
        -------
        float array of shape (n_rows, 2)
            The second column is the rare class.

        Raises
        ------
        ValueError
            If a column trained on is not there.
        """
        frame = self._features(X)
        rare = self._calibrate(np.mean([model.predict(frame) for model in self._models], axis=0))
        return np.column_stack([1 - rare, rare])

    def balanced(self):
        """The training part as it was trained on with the first seed: real rows first, then the new ones.

        Returns
        -------
        DataFrame of shape (n_train, n_columns + 2)
            The features, the target with its original values (0 and 1 where the split took several
            classes together), and the bool column `is_synthetic`.
        """
        train = self.split.train
        X, y = train.X.iloc[self._kept], train.y.to_numpy()[self._kept]
        if self.synthetic is not None:
            X, y = pd.concat([X, self.synthetic]), np.concatenate([y, self._labels])
        out = X.copy()
        out[self.split.target] = self._original(y)
        out["is_synthetic"] = np.arange(len(out)) >= len(self._kept)
        return out

    def _features(self, X):
        names = list(self.split.train.X.columns)
        frame = X if isinstance(X, pd.DataFrame) else check_table(X, "X")
        absent = [name for name in names if name not in frame.columns]
        if absent:
            raise ValueError(f"X needs the columns trained on, {absent[:5]!r} are not there. Add them, missing or not.")
        return frame[names]

    def _original(self, y):
        classes = self.split.classes
        if any(isinstance(value, tuple) for value in classes):
            return y
        return pd.Series(list(classes), dtype=object).infer_objects().take(y).to_numpy()

    def to_code(self):
        """A complete Python script, in public names, that gives this run again."""
        from synthbalance.report import code_of

        return code_of(self)

    def report(self, path):
        """Write the data card, one HTML file; returns its path. Never overwrites."""
        from synthbalance.report import write_card

        return write_card(self._experiment, path, run=self)
