"""A table's encoded cells, looked up where they are asked for: like a number matrix, without being one in memory."""

import numpy as np


class Cells:
    """What `TableEncoder.matrix` gives, row by row: floats are read from the table itself, categories kept as codes.

    Parameters
    ----------
    encoder : TableEncoder
    frame : pandas.DataFrame of shape (n_rows, n_columns)

    Examples
    --------
    >>> import pandas as pd
    >>> from synthbalance.table import TableEncoder
    >>> frame = pd.DataFrame({"amount": [1.5, 2.5], "channel": ["app", None]})
    >>> cells = Cells(TableEncoder().fit(frame), frame)
    >>> cells[[1, 0]].tolist(), cells[[0], 0].tolist()
    ([[2.5, nan], [1.5, 0.0]], [1.5])
    """

    def __init__(self, encoder, frame):
        self.shape = frame.shape
        self._columns = [_reader(encoder, frame, column) for column in encoder.schema_.columns]

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, key):
        """Float64 cells of `[rows]`, all columns of them; or of `[rows, column]`, one column."""
        if isinstance(key, tuple):
            rows, column = key
            return self._columns[column](rows)
        first = self._columns[0](key)
        out = np.empty((len(first), self.shape[1]))
        for position, column in enumerate(self._columns):
            out[:, position] = first if position == 0 else column(key)
        return out

    def blocks(self, size=100_000):
        """All rows in order, `size` at a time."""
        for start in range(0, len(self), size):
            yield self[start : start + size]


def _reader(encoder, frame, column):
    """What gives the cells of one column for some rows (positions, a slice or a mask)."""
    if column.kind == "empty":
        return _Plain(np.broadcast_to(np.nan, len(frame)))
    if not column.is_number:
        return _Codes(encoder, frame, column.name)
    if column.kind == "float" and isinstance(column.dtype, np.dtype):
        return _Plain(frame[column.name].to_numpy())
    return _Encoded(encoder, frame[column.name])


class _Plain:
    """Floats as they stand in the table."""

    def __init__(self, values):
        self._values = values

    def __call__(self, rows):
        return self._values[rows].astype(np.float64, copy=False)


class _Codes:
    """Category codes, in as few bytes as they need."""

    def __init__(self, encoder, frame, name):
        n_levels = len(encoder.levels_[name])
        kind = np.int8 if n_levels < 127 else np.int16 if n_levels < 32_767 else np.int32
        self._codes = encoder.codes(name, frame).astype(kind)

    def __call__(self, rows):
        found = self._codes[rows]
        return np.where(found < 0, np.nan, found)


class _Encoded:
    """Other numbers, encoded where they are asked for."""

    def __init__(self, encoder, values):
        self._encoder, self._values = encoder, values

    def __call__(self, rows):
        return self._encoder.numbers(self._values.name, self._values.iloc[rows].to_frame())
