"""Tables: the rows of a run that an audit looks at, encoded once and thinned to a bounded number."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from synthbalance.audit._figures import count
from synthbalance.audit._progress import between, told, unheard
from synthbalance.table import TableEncoder

MOST_SYNTHETIC = 10_000
MOST_REAL = 50_000
MOST_OTHERS = 2_000


@dataclass(frozen=True, eq=False)
class Rows:
    """Encoded rows.

    Attributes
    ----------
    numbers : float array of shape (n_rows, n_numbers)
        Number and date columns, nan = missing.
    codes : unsigned int array of shape (n_rows, n_categories)
        Category columns, 0 = missing; as narrow as the number of levels allows.
    """

    numbers: np.ndarray
    codes: np.ndarray

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, rows):
        return Rows(self.numbers[rows], self.codes[rows])


@dataclass(frozen=True, eq=False)
class Tables:
    """What an audit compares: synthetic rows of the rare class, and real rows by part and class.

    Attributes
    ----------
    new, train, validation, holdout : Rows
        Of the rare class: synthetic, trained on, kept aside, and held out.
    validation_others, train_others, holdout_others : Rows
        Of the other class; the last two are a sample of at most 2,000 rows.
    number_names, category_names : list
        Names of the columns of `Rows.numbers` and `Rows.codes`.
    thinned : dict name -> (rows used, rows there)
        What was sampled at random.
    by_time : bool
        Whether the parts are of different times (or given by the user), and so differ by themselves.
    """

    new: Rows
    train: Rows
    validation: Rows
    holdout: Rows
    validation_others: Rows
    train_others: Rows
    holdout_others: Rows
    number_names: list
    category_names: list
    thinned: dict = field(default_factory=dict)
    by_time: bool = False

    def sampled(self, *names):
        """Words in brackets that say which of these tables were thinned; empty where none was."""
        said = [
            f"{used:,} of the {count(there, words)}"
            for name in names
            for used, there, words in [self.thinned.get(name, (0, 0, ""))]
            if used
        ]
        return f" ({' and '.join(said)}, drawn at random)" if said else ""


def join(a, b):
    """The rows of two tables, one below the other."""
    return Rows(np.vstack([a.numbers, b.numbers]), np.vstack([a.codes, b.codes]))


def encode_tables(given, rng, tell=unheard):
    """Thin and encode the tables of a run.

    Parameters
    ----------
    given : Given
        From `read_run`.
    rng : numpy.random.Generator
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    Tables
    """
    frames, thinned = _thin_all(given, rng)
    tell(0.2)
    both = pd.concat(frames.values(), ignore_index=True)
    tell(0.3)
    rows, number_names, category_names = encode(both, between(tell, 0.3, 1.0))
    ends = np.cumsum([len(frame) for frame in frames.values()])
    parts = {name: rows[end - len(frame) : end] for (name, frame), end in zip(frames.items(), ends, strict=True)}
    return Tables(
        **parts,
        number_names=number_names,
        category_names=category_names,
        thinned=thinned,
        by_time=given.by_time,
    )


def encode(frame, tell=unheard):
    """Rows of a frame, and the names of its number and of its category columns."""
    encoder = TableEncoder().fit(frame)
    first, second = between(tell, 0.5, 0.75), between(tell, 0.75, 1.0)
    numbers = [encoder.numbers(name, frame) for name in told(encoder.number_names_, first)]
    codes = [encoder.codes(name, frame) + 1 for name in told(encoder.category_names_, second)]
    most = max((int(column.max(initial=0)) for column in codes), default=0)
    rows = Rows(
        np.column_stack([*numbers, np.empty((len(frame), 0))]),
        np.column_stack([*codes, np.empty((len(frame), 0), dtype=np.uint8)]).astype(np.min_scalar_type(most)),
    )
    return rows, encoder.number_names_, encoder.category_names_


def _thin_all(given, rng):
    """The frames of every table, each of bounded length; the validation rows keep the share of their classes."""
    frames = {
        "new": (given.new, MOST_SYNTHETIC, "synthetic row"),
        "train": (given.rare("train"), MOST_REAL, "rare training row"),
        "holdout": (given.rare("holdout"), MOST_REAL, "rare holdout row"),
        "train_others": (given.others("train"), MOST_OTHERS, "other training row"),
        "holdout_others": (given.others("holdout"), MOST_OTHERS, "other holdout row"),
    }
    kept, thinned = {}, {}
    for name, (frame, most, words) in frames.items():
        kept[name] = frame.iloc[_some(len(frame), most, rng)]
        if len(frame) > most:
            thinned[name] = (most, len(frame), words)
    n_rows = len(given.part("validation").X)
    rows = _some(n_rows, MOST_REAL, rng)
    is_rare = given.is_rare("validation")[rows]
    aside = given.features("validation").iloc[rows]
    if n_rows > MOST_REAL:
        thinned["aside"] = (MOST_REAL, n_rows, "validation row")
    return {**kept, "validation": aside[is_rare], "validation_others": aside[~is_rare]}, thinned


def _some(n, most, rng):
    return np.arange(n) if n <= most else np.sort(rng.choice(n, most, replace=False))
