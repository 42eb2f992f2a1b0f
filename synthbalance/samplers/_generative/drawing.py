"""Drawing: the numbers and codes that a net answers with, as rows of the table, the columns asked for beside them."""

import numpy as np

from synthbalance.samplers._generative.encoding import made_columns
from synthbalance.samplers._rows import NewRows


class Decoder:
    """What a net draws, as rows of the table it was trained on.

    Parameters
    ----------
    scores : NormalScores or ModeScores
        Of the columns that are made.
    columns : pandas.Index
        All columns of the table.
    asked : list of column names
        Those conditioned on.
    classes : array of shape (n_classes,)
    """

    def __init__(self, scores, columns, asked, classes):
        self.columns, self._scores, self._classes = columns, scores, classes
        self._made = made_columns(columns, asked)

    def rows(self, label, numbers, codes, asked):
        """`DrawnRows` of a class.

        Parameters
        ----------
        label : int
            Position of the class.
        numbers : float32 array of shape (n, n_numbers)
        codes : int64 array of shape (n, n_blocks)
        asked : DataFrame of n rows
            The columns conditioned on.
        """
        return DrawnRows(self._scores, self._classes[label], numbers, codes, asked)

    def as_real(self, label, numbers, codes):
        """Encoded again as the rows that they become: on the digits and values of the real ones."""
        labels = np.full(len(numbers), self._classes[label])
        frame = self._scores.decode(numbers, codes, labels).to_frame(self._made)
        return self._scores.encode(frame, labels)


class DrawnRows(NewRows):
    """Rows as a net drew them: of the first few, no more is decoded than they are."""

    def __init__(self, scores, label, numbers, codes, asked):
        made = scores.decode(numbers, codes, np.full(len(numbers), label))
        super().__init__(len(numbers), lambda name: asked[name] if name in asked.columns else made.column(name))
        self._first = lambda n: DrawnRows(scores, label, numbers[:n], codes[:n], asked.iloc[:n])

    def head(self, names, n):
        """The first rows, at most n, as a DataFrame."""
        return NewRows.head(self._first(n), names, n)
