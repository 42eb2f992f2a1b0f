"""The one encode and the one decode of the package: columns to numbers and codes, and back.

Numbers are float64 with NaN where missing; ints and dates count from the smallest one seen, so that
no precision is lost. Categories are int32 codes with -1 where missing. Columns are encoded
one at a time, so that nothing as large as the table is held beside it.
"""

import numpy as np
import pandas as pd

from synthbalance.table._schema import Schema
from synthbalance.table._whole import from_offsets, offsets, origin_of, step_of

ATOM_SHARE = 0.02
_ATOM_COUNT = 5
_ATOM_ROWS = 20_000
_SQUARES_OVERFLOW = 1e150


class TableEncoder:
    """Learn how a table's columns become numbers and codes, and how these become columns again.

    Attributes
    ----------
    schema_ : Schema
    number_names_, category_names_, empty_names_ : list
        Column names by how they are encoded, in table order.
    scale_ : dict name -> float
        Standard deviation of each number column in its encoded unit, 1 where that is 0.
    atoms_ : dict name -> float array
        Encoded values that hold over 2 % of the rows (of all, or of one class of `y`): they are
        points of mass, such as an amount of exactly 0, and not to be interpolated.
    levels_ : dict name -> pandas.Index
        Values of each category column in the order of their codes.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"amount": [1.0, None], "channel": ["web", "app"]})
    >>> encoder = TableEncoder().fit(frame)
    >>> encoder.codes("channel", frame).tolist()
    [0, 1]
    >>> encoder.decode("channel", [1, 0, -1]).tolist()
    ['app', 'web', nan]
    """

    def fit(self, frame, y=None):
        """Learn kinds, levels, scales and atoms.

        Parameters
        ----------
        frame : pandas.DataFrame of shape (n_rows, n_columns)
        y : array of shape (n_rows,), optional
            Labels; atoms are then looked for in each class as well.

        Returns
        -------
        TableEncoder
            Itself.
        """
        self.schema_ = Schema.from_frame(frame)
        self._column = {column.name: column for column in self.schema_.columns}
        self.number_names_ = [c.name for c in self.schema_.columns if c.is_number]
        self.empty_names_ = [c.name for c in self.schema_.columns if c.kind == "empty"]
        known = {*self.number_names_, *self.empty_names_}
        self.category_names_ = [name for name in self.schema_.names if name not in known]
        self.levels_ = {name: _levels(frame[name]) for name in self.category_names_}
        stepwise = [name for name in self.number_names_ if self._column[name].kind != "float"]
        self._origin = {name: origin_of(frame[name], self._column[name]) for name in stepwise}
        self._step = {name: step_of(frame[name], self._column[name]) for name in stepwise}
        samples = _sample_rows(len(frame), y)
        self.scale_, self.atoms_ = {}, {}
        for name in self.number_names_:
            numbers = self.numbers(name, frame)
            self.scale_[name] = _spread(numbers)
            self.atoms_[name] = _atoms([numbers[rows] for rows in samples])
        return self

    def numbers(self, name, frame):
        """Encoded values of number column `name`: float64 array of shape (n_rows,), NaN = missing."""
        if self._column[name].kind == "float":
            return frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
        return offsets(frame[name], self._column[name], self._origin[name])

    def codes(self, name, frame):
        """Codes of category column `name`: int32 array of shape (n_rows,), -1 = missing or unseen."""
        values = frame[name]
        levels = self.levels_[name]
        if isinstance(values.dtype, pd.CategoricalDtype) and values.cat.categories.equals(levels):
            return values.cat.codes.to_numpy().astype(np.int32)
        if isinstance(values.dtype, pd.CategoricalDtype):
            known = levels.get_indexer(values.cat.categories)
            return np.append(known, -1)[values.cat.codes.to_numpy()].astype(np.int32)
        codes = levels.get_indexer(pd.Index(values, dtype=levels.dtype if values.dtype == levels.dtype else None))
        return np.where(values.isna().to_numpy(), -1, codes).astype(np.int32)

    def decode(self, name, encoded):
        """Values of column `name` in its own dtype, as a pandas Series with a plain index.

        Parameters
        ----------
        name : column name
        encoded : array of shape (n,)
            Numbers or codes. Numbers of an int column are rounded and kept within the dtype; moments of a column
            without a zone that holds midnights only are rounded to whole days.
        """
        column = self._column[name]
        if column.kind == "empty":
            return pd.Series([None] * len(encoded), dtype=column.dtype)
        if not column.is_number:
            return self._decode_codes(column, np.asarray(encoded, dtype=np.int64))
        numbers = np.asarray(encoded, dtype=np.float64)
        if column.kind == "float":
            return pd.Series(numbers).astype(column.dtype)
        return from_offsets(numbers, column, self._origin[name], self._step.get(name, 1))

    def matrix(self, frame, dtype=np.float64):
        """All columns as one number matrix for a model that knows categories by code.

        Parameters
        ----------
        frame : pandas.DataFrame of shape (n_rows, n_columns)
            Same columns as in `fit`; levels not seen there become missing.
        dtype : numpy dtype, default=float64

        Returns
        -------
        array of shape (n_rows, n_columns)
            Columns in table order, NaN = missing; `is_category` says which hold codes.
        """
        out = np.empty((len(frame), len(self.schema_.columns)), dtype=dtype, order="F")
        for position, column in enumerate(self.schema_.columns):
            if column.kind == "empty":
                out[:, position] = np.nan
            elif column.is_number:
                out[:, position] = self.numbers(column.name, frame)
            else:
                codes = self.codes(column.name, frame)
                out[:, position] = np.where(codes < 0, np.nan, codes)
        return out

    def column(self, name):
        """The `Column` of the schema with that name."""
        return self._column[name]

    @property
    def is_category(self):
        """Bool array of shape (n_columns,): which columns of `matrix` hold codes."""
        return np.array([not (c.is_number or c.kind == "empty") for c in self.schema_.columns])

    def atom_mask(self, name, numbers):
        """Which of the encoded `numbers` of column `name` are atoms or missing: bool array."""
        atoms = self.atoms_[name]
        mask = np.isnan(numbers)
        return mask | np.isin(numbers, atoms) if len(atoms) else mask

    def _decode_codes(self, column, codes):
        if column.kind == "category":
            return pd.Series(pd.Categorical.from_codes(codes, dtype=column.dtype))
        levels, missing = self.levels_[column.name], codes < 0
        if column.dtype == object:
            return pd.Series(np.append(levels.to_numpy(), None)[codes], dtype=object)
        values = levels.take(np.maximum(codes, 0)).to_series(index=range(len(codes)))
        if missing.any():
            values = values.astype(object).mask(missing) if column.kind != "text" else values.mask(missing)
        return values.astype(column.dtype)


def _levels(values):
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.categories
    return pd.Index(pd.unique(values.dropna()), dtype=values.dtype)


def _spread(numbers):
    known = numbers[~np.isnan(numbers)]
    largest = float(np.abs(known).max(initial=0.0))
    unit = largest if largest > _SQUARES_OVERFLOW else 1.0
    spread = float((known / unit).std()) * unit if len(known) else 0.0
    return spread if spread > 0 else 1.0


def _sample_rows(n_rows, y):
    """Row positions of the whole table and of each class, thinned evenly to a bounded number."""
    groups = [np.arange(n_rows)]
    if y is not None:
        groups += [np.flatnonzero(np.asarray(y) == label) for label in pd.unique(np.asarray(y))]
    return [rows[:: max(1, len(rows) // _ATOM_ROWS)] for rows in groups]


def _atoms(samples):
    found = [_atoms_of(numbers[~np.isnan(numbers)]) for numbers in samples]
    return np.unique(np.concatenate(found))


def _atoms_of(numbers):
    if len(numbers) == 0:
        return np.empty(0)
    values, counts = np.unique(numbers, return_counts=True)
    return values[(counts >= _ATOM_COUNT) & (counts > ATOM_SHARE * len(numbers))]
