"""Condition columns: values that new rows are asked to have, exactly, while a model makes the others."""

import numpy as np
import pandas as pd

from synthbalance._warned import warn
from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._scores import NormalScores
from synthbalance.table import TableEncoder

_MOST_ROWS = 20_000


class Conditions:
    """The columns conditioned on: their values in the real rows, and how a net sees them.

    Parameters
    ----------
    names : list of column names
    scores : NormalScores
        Fitted on these columns alone.
    values : dict name -> encoded array of shape (n_kept,)
        Real values of at most 20,000 rows a class.
    labels : array of shape (n_kept,)
        Class of each of them.
    """

    def __init__(self, names, scores, values, labels):
        self.names, self.scores, self.values, self.labels = names, scores, values, labels

    @classmethod
    def learn(cls, names, frame, y, rng):
        """From the real rows; `names` may be empty."""
        part = frame[names]
        encoder = TableEncoder().fit(part, y)
        most = _MOST_ROWS if names else 1
        rows = [rng.permutation(np.flatnonzero(y == label))[:most] for label in np.unique(y)]
        rows = np.concatenate(rows)
        values = {name: _encoded(encoder, name, part.iloc[rows]) for name in names}
        return cls(list(names), NormalScores(encoder, part, y), values, y[rows])

    def encode(self, frame, y):
        """Given numbers (n_rows, g) and codes (n_rows, g') as nets see them."""
        return self.scores.encode(frame[self.names], y)

    def draw(self, label, n, given, rng):
        """Rows (n, n_names) to ask for: `given` where given, the rest as one real row of the class has it.

        Parameters
        ----------
        label : class label
        n : int
        given : dict name -> encoded value
        rng : numpy.random.Generator
        """
        rows = np.flatnonzero(self.labels == label)
        for name, value in given.items():
            matching = rows[_same(self.values[name][rows], value)]
            rows = matching if len(matching) else rows
        pick = rows[rng.integers(0, len(rows), n)]
        made = {}
        for name in self.names:
            encoded = np.full(n, given[name]) if name in given else self.values[name][pick]
            made[name] = self.scores.encoder.decode(name, encoded)
        return pd.DataFrame(made, index=pd.RangeIndex(n))

    def checked(self, given, label):
        """`given` as encoded values.

        Raises
        ------
        ValueError
            If a column is not conditioned on, or its value never occurs (a number: lies outside the real ones).
        """
        absent = [name for name in given if name not in self.names]
        if absent:
            raise ValueError(
                f"given needs columns named in condition_columns={self.names!r}, got {absent!r}. "
                f"Fit again with condition_columns={[*self.names, *absent]!r}."
            )
        encoded = {name: self._checked_value(name, value) for name, value in given.items()}
        rows = self.labels == label
        for name, value in encoded.items():
            rows = rows & (_same(self.values[name], value) | (name in self.scores.encoder.scale_ and value == value))
        if given and not rows.any():
            warn(
                f"No real row of class {plain_label(label)!r} has {given!r}: what the new rows have beside it is the "
                f"model's guess.",
                stacklevel=4,
            )
        return encoded

    def _checked_value(self, name, value):
        encoder, values = self.scores.encoder, self.values[name]
        encoded = self._encode_one(name, value)
        if name in encoder.levels_:
            known = encoded >= 0 if not _is_missing(value) else bool((values < 0).any())
            levels = encoder.levels_[name].tolist()
            said = levels if len(levels) <= 20 else [*levels[:20], "..."]
        else:
            low, high = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
            known = low <= encoded <= high if not _is_missing(value) else bool(np.isnan(values).any())
            ends = encoder.decode(name, np.array([low, high])).tolist() if low <= high else []
            said = f"values between {ends[0]} and {ends[1]}" if ends else "missing values only"
        if not known:
            raise ValueError(f"given[{name!r}] needs a value that occurs in the real rows ({said}), got {value!r}.")
        return encoded

    def _encode_one(self, name, value):
        encoder = self.scores.encoder
        dtype = next(column.dtype for column in encoder.schema_.columns if column.name == name)
        if name in encoder.levels_:
            place = -1 if _is_missing(value) else encoder.levels_[name].get_indexer(pd.Index([value], dtype=object))[0]
            return np.int32(place)
        if name in encoder.empty_names_ or _is_missing(value):
            return np.nan
        try:
            return encoder.numbers(name, pd.DataFrame({name: pd.Series([value]).astype(dtype)}))[0]
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"given[{name!r}] needs a value of kind {dtype}, got {value!r}.") from None


def _encoded(encoder, name, frame):
    if name in encoder.levels_:
        return encoder.codes(name, frame)
    return np.full(len(frame), np.nan) if name in encoder.empty_names_ else encoder.numbers(name, frame)


def _is_missing(value):
    return value is None or (pd.api.types.is_scalar(value) and pd.isna(value))


def _same(values, value):
    return np.isnan(values) if value != value else values == value
