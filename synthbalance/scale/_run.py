"""Run: as that of one machine, with its rows on Dask."""

from dataclasses import dataclass

import dask.dataframe as dd
import pandas as pd

from synthbalance.experiment import Run as OneMachine
from synthbalance.experiment import seeded
from synthbalance.report import write_card
from synthbalance.scale._blocks import ready
from synthbalance.scale._resample import new_rows, real_rows
from synthbalance.table import check_table


@dataclass(frozen=True, eq=False, repr=False)
class Run(OneMachine):
    """One strategy, trained on the workers and scored once on the holdout.

    Attributes
    ----------
    synthetic : dask DataFrame or None
        New rows of the first seed, with the target and ``is_synthetic``; drawn again when they are computed.
    split : synthbalance.Split
        The experiment's view of the split in this process.

    See Also
    --------
    synthbalance.Run : All other attributes.
    """

    def __post_init__(self):
        if self.synthetic is not None:
            split = self._experiment.scaled
            sampler = ready(seeded(self._plan, 0), split.home.train.y)
            rows = dd.from_delayed(new_rows(sampler, split), meta=real_rows(split)._meta, verify_meta=False)
            object.__setattr__(self, "synthetic", rows)

    def balanced(self):
        """The training part as it was trained on with the first seed: real rows first, then the new ones.

        Returns
        -------
        dask DataFrame
            The features, the target with its original values, and the bool column ``is_synthetic``.
        """
        real = real_rows(self._experiment.scaled)
        return real if self.synthetic is None else dd.concat([real, self.synthetic])

    def report(self, path, advice=None):
        """Write the data card as `synthbalance.Run.report` does; synthetic rows are not audited, and it says so."""
        return write_card(self._experiment, path, run=self, audit=False, advice=advice)

    def _features(self, X):
        names = list(self._experiment.scaled.train.X.columns)
        frame = X if isinstance(X, pd.DataFrame) else check_table(X, "X")
        absent = [name for name in names if name not in frame.columns]
        if absent:
            raise ValueError(f"X needs the columns trained on, {absent[:5]!r} are not there. Add them, missing or not.")
        return frame[names]
