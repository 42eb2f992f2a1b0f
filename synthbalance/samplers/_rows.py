"""New rows: what a sampler hands back, column by column, so that nothing is held twice."""

import numpy as np
import pandas as pd


class NewRows:
    """Rows to be added for one class, with the real rows they came from.

    Columns are made when they are asked for, straight in their own dtype.

    Parameters
    ----------
    n : int
        Number of rows.
    column : callable name -> pandas.Series of shape (n,)
    parents : pandas.DataFrame of n rows, or None
        Positions of real rows in the table given, one column a role.
    """

    def __init__(self, n, column, parents=None):
        self.n = n
        self.column = column
        self.parents = parents

    @classmethod
    def from_frame(cls, frame, parents=None):
        """Rows that exist already as a table."""
        return cls(len(frame), lambda name: frame[name], parents)

    def to_frame(self, names):
        """All columns as one DataFrame with a plain index."""
        made = {name: self.column(name) for name in names}
        columns = {name: pd.Series(values.array, dtype=values.dtype) for name, values in made.items()}
        return pd.DataFrame(columns, index=pd.RangeIndex(self.n), columns=pd.Index(names), copy=False)

    def head(self, names, n):
        """The first rows, at most n, of these columns as a DataFrame."""
        return pd.DataFrame({name: self.column(name).iloc[:n] for name in names})


def concat_rows(parts):
    """Several `NewRows` in order as one; parents are kept where any part has them."""
    if len(parts) == 1:
        return parts[0]
    parents = [part.parents for part in parts if part.parents is not None]
    return NewRows(
        sum(part.n for part in parts),
        lambda name: pd.concat([part.column(name) for part in parts], ignore_index=True),
        pd.concat(parents, ignore_index=True) if parents else None,
    )


def append_column(values, new):
    """One column of the result: the real `values` as they are, then the `new` ones, in the same dtype."""
    dtype = values.dtype
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        out = np.empty(len(values) + len(new), dtype=dtype)
        out[: len(values)] = values.to_numpy()
        out[len(values) :] = new.to_numpy()
        return out
    return pd.concat([values, new.astype(dtype)], ignore_index=True).array
