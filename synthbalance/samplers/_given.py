"""What the caller gave (pandas, polars, pyarrow, numpy, sparse, lists), and how it is given back."""

import numpy as np
import pandas as pd
from scipy import sparse

from synthbalance._warned import warn
from synthbalance.samplers._rows import append_column
from synthbalance.table import is_table, joined, labels_like, like_of

_DENSE_LIMIT = 2**31


class Given:
    """A table and its labels as the caller passed them.

    Attributes
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
    like, like_y : table and column without rows, or None
        Of the kinds and types of X and y, where these are neither pandas nor arrays.
    """

    def __init__(self, X, y, validated, labels):
        self.X = X
        self.raw_y = y
        self.y = labels
        self.array = None if is_table(X) else validated
        self.frame = validated if is_table(X) else array_as_frame(validated)
        self.like, self.like_y = like_of(X), like_of(y)
        self.index_note = None

    def join(self, new, labels):
        """The caller's rows first, unchanged, then the `new` ones, in the caller's own kinds.

        Parameters
        ----------
        new : NewRows or None
        labels : array of shape (n_new,)

        Returns
        -------
        X_resampled, y_resampled
        """
        n_new = 0 if new is None else new.n
        y = np.concatenate([self.y, np.asarray(labels, dtype=self.y.dtype)]) if n_new else self.y.copy()
        if self.array is not None:
            return self._join_array(new, n_new), self._join_y(y, None)
        if self.like is not None:
            X = joined(self.X, new.to_frame(self.frame.columns)) if n_new else self.X
            return X, self._join_y(y, None)
        index = self._index(n_new)
        names = list(self.frame.columns)
        columns = [self._column(name, new if n_new else None, index) for name in names]
        made = pd.DataFrame(dict(enumerate(columns)), index=index, copy=False)
        made.columns = self.frame.columns
        return made, self._join_y(y, index)

    def _column(self, name, new, index):
        """One column of the result; its dtype is stated, as pandas would turn objects into text of its own."""
        real = self.frame[name]
        values = real.array.copy() if new is None else append_column(real, new.column(name))
        return pd.Series(values, dtype=real.dtype, index=index, copy=False)

    def _join_array(self, new, n_new):
        real = self.array
        if sparse.issparse(real):
            if not n_new:
                return real.copy()
            rows = np.column_stack([new.column(name).to_numpy() for name in self.frame.columns])
            return sparse.vstack([real, sparse.csr_matrix(rows.astype(real.dtype))], format=real.format)
        out = np.empty((len(real) + n_new, real.shape[1]), dtype=real.dtype)
        out[: len(real)] = real
        for position in range(real.shape[1]) if n_new else ():
            out[len(real) :, position] = new.column(position).to_numpy()
        return out.tolist() if isinstance(self.X, list) else out

    def _join_y(self, y, index):
        raw = self.raw_y
        if isinstance(raw, pd.Series):
            return pd.Series(pd.array(y, dtype=raw.dtype), dtype=raw.dtype, name=raw.name, index=index)
        if isinstance(raw, pd.DataFrame):
            return pd.DataFrame({raw.columns[0]: y}, index=index).astype(raw.dtypes.to_dict())
        if isinstance(raw, list):
            return y.tolist()
        native = labels_like(y, raw)
        return y if native is None else native

    def _index(self, n_new):
        index = self.frame.index
        if index.is_unique and not isinstance(index, pd.MultiIndex):
            if isinstance(index, pd.RangeIndex) and index.step == 1:
                return pd.RangeIndex(index.start, index.start + len(index) + n_new, name=index.name)
            if pd.api.types.is_integer_dtype(index.dtype):
                return _counted_on(index, n_new)
            if index.inferred_type == "string":
                return pd.Index([*index, *_fresh_labels(index, n_new)], dtype=index.dtype, name=index.name)
        self.index_note = index
        warn(
            f"The index of X ({type(index).__name__}{'' if index.is_unique else ' with repeats'}) cannot go on for new "
            f"rows, so the result has a plain range. Its labels are kept in report_['index'].",
            stacklevel=4,
        )
        return pd.RangeIndex(len(index) + n_new)


def array_as_frame(array):
    """A number array, dense or sparse, as a DataFrame with positions as names."""
    if not sparse.issparse(array):
        return pd.DataFrame(array, copy=False)
    if array.shape[0] * array.shape[1] * 8 > _DENSE_LIMIT:
        raise ValueError(
            f"X needs to fit into memory as a dense table, a sparse matrix of shape {array.shape} does not. "
            f"Reduce its columns first, for example by sklearn.decomposition.TruncatedSVD."
        )
    return pd.DataFrame(array.toarray(), copy=False)


def _counted_on(index, n_new):
    """An integer index and n_new labels after its largest, in a wider dtype where they need one."""
    start = int(index.max()) + 1
    labels = pd.Index(np.arange(start, start + n_new))
    if n_new == 0 or labels[-1] <= np.iinfo(getattr(index.dtype, "numpy_dtype", index.dtype)).max:
        labels = labels.astype(index.dtype)
    return index.append(labels).rename(index.name)


def _fresh_labels(index, n_new):
    """The labels syn-0, syn-1, ... after any that are there already."""
    taken = index[index.str.match(r"syn-\d+$")]
    start = 1 + max((int(label[4:]) for label in taken), default=-1)
    return [f"syn-{start + i}" for i in range(n_new)]
