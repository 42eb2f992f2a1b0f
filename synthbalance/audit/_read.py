"""From a run to the rows an audit needs, with one clear sentence for what is not a run."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

_PARTS = ("train", "validation", "holdout")


@dataclass(frozen=True, eq=False)
class Given:
    """The rows of one run.

    Attributes
    ----------
    name : str
    split : Split
        Or anything with `train`, `validation` and `holdout`, each with `X` and `y`.
    new : DataFrame or None
        Synthetic rows of the rare class, all of them, in the dtypes of the training part.
    constraints : list of callables
        What the run's own sampler was given.
    note : str
        Why there is nothing to audit; empty where there is.
    """

    name: str
    split: Any
    new: pd.DataFrame | None
    constraints: list
    note: str

    @property
    def by_time(self):
        """Whether the parts may differ by themselves: a cut in time, or parts given by the user."""
        return getattr(self.split, "how", "") in ("by time", "given")

    @property
    def weighted(self):
        """Whether real rows carry sampling weights, which an audit does not use."""
        return getattr(self.split.train, "weight", None) is not None

    def part(self, name):
        """The `Part` of that name."""
        return getattr(self.split, name)

    def features(self, name):
        """X of one part in the columns and dtypes of the training part."""
        train = self.split.train.X
        return train if name == "train" else _in_dtypes(self.part(name).X, train, f"run.split.{name}.X")

    def is_rare(self, name):
        """Bool array of shape (n_rows,): which rows of a part are of the rare class."""
        return np.asarray(self.part(name).y == _rare_label(self.split))

    def rare(self, name):
        """Rare rows of one part: DataFrame."""
        return self.features(name)[self.is_rare(name)]

    def others(self, name):
        """Rows of the other class of one part: DataFrame."""
        return self.features(name)[~self.is_rare(name)]


def read_run(run):
    """Check `run` and take out what an audit needs.

    Raises
    ------
    TypeError
        If `run` has no split with three parts, or no `synthetic`.
    ValueError
        If the synthetic rows lack a column of the training part, or one cannot take its dtype.
    """
    split = getattr(run, "split", None)
    parts = [getattr(split, name, None) for name in _PARTS]
    if not hasattr(run, "synthetic") or not all(hasattr(part, "X") and hasattr(part, "y") for part in parts):
        raise TypeError(f"run needs a Run, as exp.run(...) returns it, got {type(run).__name__}. Pass that.")
    new, note = _rare_rows(run, split)
    sampler = getattr(getattr(run, "_plan", None), "sampler", None)
    constraints = getattr(sampler, "constraints", None)
    return Given(str(getattr(run, "name", "run")), split, new, [] if constraints is None else list(constraints), note)


def _rare_rows(run, split):
    """Synthetic rows of the rare class, and a note where there are none."""
    if run.synthetic is None or len(run.synthetic) == 0:
        return None, "There is nothing to audit: no synthetic rows were made."
    new = _in_dtypes(run.synthetic, split.train.X, "run.synthetic")
    labels = getattr(run, "_labels", None)
    if labels is not None:
        new = new[np.asarray(labels) == _rare_label(split)]
    if len(new) == 0:
        return None, "There is nothing to audit: no synthetic rows of the rare class were made."
    return new, ""


def _rare_label(split):
    return split.positive if getattr(split, "multiclass", False) else 1


def _in_dtypes(frame, like, what):
    absent = [name for name in like.columns if name not in frame.columns]
    if absent:
        raise ValueError(f"{what} needs the columns of run.split.train.X, {absent[:5]!r} are not there. Add them.")
    frame = frame[list(like.columns)]
    for name in like.columns[(frame.dtypes != like.dtypes).to_numpy()]:
        try:
            frame = frame.astype({name: like[name].dtype})
        except (TypeError, ValueError):
            raise ValueError(
                f"{what} needs the dtypes of run.split.train.X, column {name!r} is {frame[name].dtype} "
                f"and not {like[name].dtype}. Convert it."
            ) from None
    return frame
