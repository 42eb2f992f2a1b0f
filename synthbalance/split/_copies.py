"""Copies: rows with equal X and y. Found by one hash a row, kept together, dropped, or only counted."""

import numpy as np
import pandas as pd
from pandas.api import types

LARGE_SHARE = 0.01
CHOICES = ("group", "keep", "drop")


def check_choice(duplicates):
    """Raise ValueError unless `duplicates` is one of the three words."""
    if not isinstance(duplicates, str) or duplicates not in CHOICES:
        raise ValueError(f"duplicates must be one of {', '.join(map(repr, CHOICES))}, got {duplicates!r}.")


def hash_rows(X, codes):
    """One 64-bit hash a row over X and the class.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_features)
    codes : int array of shape (n_rows,)
        Class of each row.

    Returns
    -------
    uint64 array of shape (n_rows,)
    """
    hashes = _hash_values(X)
    with np.errstate(over="ignore"):
        return hashes * np.uint64(0x9E3779B97F4A7C15) + codes.astype("uint64")


def in_common(frames):
    """Frames with the same columns, made comparable by hash: a column whose dtype differs becomes numbers or text.

    Parameters
    ----------
    frames : list of DataFrame

    Returns
    -------
    list of DataFrame
    """
    columns = {}
    for name in frames[0].columns:
        dtypes = [frame[name].dtype for frame in frames]
        if any(dtype != dtypes[0] for dtype in dtypes):
            columns[name] = all(types.is_numeric_dtype(dtype) for dtype in dtypes)
    return [_with(X, {name: _widest(X[name], numeric) for name, numeric in columns.items()}) for X in frames]


def copy_groups(hashes):
    """Rows with equal hashes as groups.

    Returns
    -------
    (int array, bool array), both of shape (n_rows,)
        Group of each row, and whether its group is above 1 % of all rows. Rows of such large groups
        get a group of their own each, so that they are split as usual.
    """
    groups, uniques = pd.factorize(hashes)
    sizes = np.bincount(groups)
    row_size = sizes[groups]
    large = (row_size > LARGE_SHARE * len(hashes)) & (row_size > 1)
    groups = groups.astype("int64")
    groups[large] = len(uniques) + np.arange(int(large.sum()))
    return groups, large


def later_copies(hashes, order=None):
    """Mask of the rows that repeat an earlier row; `order` (positions) says what is earlier."""
    order = np.arange(len(hashes)) if order is None else order
    repeated = np.empty(len(hashes), dtype=bool)
    repeated[order] = pd.Series(hashes[order]).duplicated().to_numpy()
    return repeated


def merge_groups(groups, copies):
    """Join groups that share a copied row, unless the joined group would be above 1 % of all rows.

    Parameters
    ----------
    groups, copies : int arrays of shape (n_rows,)
        The user's group of each row, counted from 0, and its group of equal rows.

    Returns
    -------
    (int array, bool array), both of shape (n_rows,)
        New group of each row, and whether its groups were too large to be joined.
    """
    first = pd.Series(groups).groupby(copies).transform("first").to_numpy()
    joined = _connected(first, groups, int(groups.max()) + 1)[groups]
    sizes = np.bincount(joined)
    n_members = pd.Series(groups).groupby(joined).transform("nunique").to_numpy()
    large = (sizes[joined] > LARGE_SHARE * len(groups)) & (n_members > 1)
    return pd.factorize(np.where(large, groups.max() + 1 + groups, joined))[0], large


def _connected(left, right, n_nodes):
    """Smallest reachable node of each node, over the edges left-right."""
    root = np.arange(n_nodes)
    while True:
        a, b = root[left], root[right]
        if (a == b).all():
            return root
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while (root[root] != root).any():
            root = root[root]


def _hash_values(X):
    try:
        return pd.util.hash_pandas_object(X, index=False).to_numpy()
    except TypeError:  # objects of several types in one column
        objects = {name: X[name].map(repr) for name in X.columns[[types.is_object_dtype(t) for t in X.dtypes]]}
        return pd.util.hash_pandas_object(_with(X, objects), index=False).to_numpy()


def _widest(column, numeric):
    return column.to_numpy(dtype="float64", na_value=np.nan) if numeric else column.astype(object)


def _with(X, columns):
    """The frame with these columns replaced; `assign` cannot take names that are no text."""
    X = X.copy(deep=False)
    for name, values in columns.items():
        X[name] = values
    return X
