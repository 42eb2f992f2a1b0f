"""The balanced training part of a run, whole or a stretch of rows at a time."""

import numpy as np
import pandas as pd


class BalancedRows:
    """The rows a run was trained on with its first seed: real rows first, then the new ones.

    Parameters
    ----------
    X : pandas.DataFrame of shape (n_train, n_columns)
        The training part.
    kept : int array of shape (n_real,)
        Positions in it of the rows trained on.
    synthetic : pandas.DataFrame or None
    y : array of shape (n_real + n_new,)
        Target values, as they are to be written.
    target : column name
    like : table without rows, optional
        Whose columns have the types to be written, where it was not pandas that was split.
    stored : dict of column name -> pyarrow type, optional
        Types that columns of a pandas table had in the file they came from.
    """

    def __init__(self, X, kept, synthetic, y, target, like=None, stored=None):
        is_whole = len(kept) == len(X) and bool((np.diff(kept) == 1).all())
        self._X, self._kept = X, slice(None) if is_whole else kept
        self._new, self._y, self._target = synthetic, y, target
        self.n_real, self.like = len(kept), like
        self.stored = {name: kind for name, kind in (stored or {}).items() if name in X.columns}
        self.dtypes = self._joined(0, 1, 0, 1).dtypes

    def __len__(self):
        return len(self._y)

    def rows(self, start, stop):
        """The rows from `start` to `stop` as a DataFrame of its own."""
        n, stop = self.n_real, min(stop, len(self))
        out = self._joined(min(start, n), min(stop, n), max(start - n, 0), max(stop - n, 0))
        out[self._target] = self._y[start:stop]
        out["is_synthetic"] = np.arange(start, stop) >= n
        return out

    def column(self, name):
        """One column of all rows: a Series."""
        parts = [self._X[name].iloc[self._kept], *([] if self._new is None else [self._new[name]])]
        return pd.concat(parts)

    def _joined(self, first, last, first_new, last_new):
        kept = slice(first, last) if isinstance(self._kept, slice) else self._kept[first:last]
        real = self._X.iloc[kept]
        if self._new is None:
            return real.copy()
        parts = [part for part in (real, self._new.iloc[first_new:last_new]) if len(part)]
        out = pd.concat(parts) if len(parts) == 2 else (parts or [real])[0].copy()
        known = getattr(self, "dtypes", out.dtypes)
        differing = {name: dtype for name, dtype in known.items() if out[name].dtype != dtype}
        return out.astype(differing) if differing else out
