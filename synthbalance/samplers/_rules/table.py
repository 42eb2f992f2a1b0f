"""The real table as the rules see it: its columns by name, its rows by class."""

import numbers

import numpy as np

from synthbalance.samplers._rules import checks
from synthbalance.samplers._rules.column import Column


class Table:
    """Real rows with their labels.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
    encoder : TableEncoder
    """

    def __init__(self, frame, y, encoder):
        self.frame, self.y, self.encoder = frame, y, encoder
        self._columns = {}
        self._by_text = {str(name): name for name in frame.columns}

    def column(self, name, place):
        """The `Column` that the rules call `name`; a name in a file is text even where the table's is a number.

        Raises
        ------
        RuleError
            If there is none.
        """
        if isinstance(name, (str, numbers.Integral)) and not isinstance(name, bool):
            name = name if name in self.frame.columns else self._by_text.get(str(name), name)
            if name in self._columns:
                return self._columns[name]
            if name in self.frame.columns:
                self._columns[name] = Column(self.frame, self.encoder, name)
                return self._columns[name]
        few = ", ".join(map(repr, self.frame.columns[:8].tolist()))
        raise place.error("a column of X", name, checks.nearest(name, self.frame.columns) or f"There are {few}, ...")

    def encoded(self, column, rows):
        """Encoded values of a `Column` in the real rows at the positions `rows`."""
        return column.encode(self.frame[[column.name]].take(rows))

    def rows(self, of, label):
        """Positions of the real rows "rare" (of the class `label`), "others" or "all"."""
        if of == "all":
            return np.arange(len(self.y))
        return np.flatnonzero((self.y == label) == (of == "rare"))
