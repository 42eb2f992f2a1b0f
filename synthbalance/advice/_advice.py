"""Advice: what was chosen, why, and everything it rests on; frozen."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from synthbalance.advice._show import as_html
from synthbalance.experiment import Run
from synthbalance.metrics import Score


@dataclass(frozen=True, eq=False)
class Nested:
    """What the whole procedure of choosing is worth, estimated on rows it never chose by.

    Attributes
    ----------
    gain : Score
        Mean gain of whatever was chosen over doing nothing, positive = better, with a corrected 95 % interval.
    table : DataFrame
        One row an outer fold: choice, value, none, gain.
    """

    gain: Score
    table: pd.DataFrame


@dataclass(frozen=True, eq=False, repr=False)
class Advice:
    """What to do about the rare class, and why.

    Attributes
    ----------
    choice : "none" or a strategy for `Experiment.run`
    reason : str
        Two sentences: what cross-validation showed, what the holdout shows.
    table : DataFrame
        One row a candidate, "none" first: strategy, value (mean of the primary metric over its folds), gain
        (over "none"), gain_low (lower bound, corrected; nan where it was not tested), folds, tested (folds
        behind gain_low), seconds (a fit), outcome (in words).
    run : Run or None
        The choice, trained on the whole training part and scored on the holdout; None if cancelled before.
    looks : int
        Looks at the holdout: 1, as nothing is chosen after it; 0 if cancelled before.
    seconds : float
    complete : bool
        False where time ran out or somebody cancelled: candidates may have been tested less, or not at all.
    warnings : list of str
    random_state : int
    nested : Nested or None
    experiment : Experiment or None
        The one that holds `run`; go on with it (`experiment.run`, `compare`), its looks go on counting.
    """

    choice: Any
    reason: str
    table: pd.DataFrame
    run: Run | None
    looks: int
    seconds: float
    complete: bool
    warnings: list[str]
    random_state: int
    nested: Nested | None = None
    experiment: Any = field(default=None)

    def __repr__(self):
        return f"Advice(choice={self.choice!r})\n{self.reason}"

    def _repr_html_(self):
        return as_html(self)
