"""EncodedTable: a table's rows as the number matrix that a tree model reads, with the encoder that made it."""

import numpy as np


class EncodedTable:
    """Rows encoded once, to be taken, put together and predicted many times.

    Parameters
    ----------
    encoder : TableEncoder
        Fitted on the training rows.
    matrix : float array of shape (n_rows, n_columns)
        What `encoder.matrix` gave.

    Examples
    --------
    >>> import pandas as pd
    >>> from synthbalance.table import EncodedTable, TableEncoder
    >>> frame = pd.DataFrame({"amount": [1.0, 2.0, 3.0]})
    >>> table = EncodedTable.of(TableEncoder().fit(frame), frame)
    >>> table.take([2, 0]).matrix.tolist()
    [[3.0], [1.0]]
    """

    __slots__ = ("encoder", "matrix")

    def __init__(self, encoder, matrix):
        self.encoder, self.matrix = encoder, matrix

    @classmethod
    def of(cls, encoder, frame):
        """The rows of a DataFrame."""
        return cls(encoder, encoder.matrix(frame))

    def __len__(self):
        return len(self.matrix)

    def take(self, rows):
        """Some rows, by position."""
        return EncodedTable(self.encoder, np.asfortranarray(self.matrix[rows]))

    def followed_by(self, others):
        """These rows, then those of another table of the same encoder."""
        n, more = len(self), len(others)
        out = np.empty((n + more, self.matrix.shape[1]), dtype=self.matrix.dtype, order="F")
        out[:n], out[n:] = self.matrix, others.matrix
        return EncodedTable(self.encoder, out)
