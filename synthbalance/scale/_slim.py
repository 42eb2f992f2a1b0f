"""The slim table: of every row the columns with a role and one hash of the rest, small enough to come home."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.scale._cluster import computed, tasks
from synthbalance.scale._source import whole_categories
from synthbalance.split import hash_rows
from synthbalance.table import check_table


@dataclass(frozen=True)
class Slim:
    """What came home.

    Attributes
    ----------
    table : DataFrame of shape (n_rows, n_roles + 1)
        The columns with a role, then the hash of X under the name `hashed`.
    hashed : column name
    sizes : int array of shape (n_parts,)
        Rows of each partition.
    categories : dict column -> CategoricalDtype
    missing : dict column -> int
        Cells without a value.
    """

    table: pd.DataFrame
    hashed: object
    sizes: np.ndarray
    categories: dict
    missing: dict


def slim_table(client, parts, meta, positions, roles, on_progress=None):
    """Read every partition once.

    Parameters
    ----------
    client : distributed.Client
    parts : list of Delayed DataFrame
    meta : DataFrame
        Its columns are those of the partitions.
    positions : list of int
        Columns of X.
    roles : list of column names
    on_progress : callable, optional

    Returns
    -------
    Slim
    """
    hashed = _free_name(meta.columns)
    made = tasks("reading", _read, [(part,) for part in parts], positions, list(roles), hashed)
    found = computed(client, made, "reading", on_progress)
    tables, dtypes, categories, missing = zip(*found, strict=True)
    _check_dtypes(dtypes)
    table = pd.concat([one for one in tables if len(one)] or tables[:1])
    if pd.api.types.is_numeric_dtype(table.index):
        table.index = pd.RangeIndex(len(table))
    counts = {name: sum(one[name] for one in missing) for name in meta.columns}
    return Slim(table, hashed, np.array([len(one) for one in tables]), whole_categories(categories), counts)


def _read(frame, positions, roles, hashed):
    """The slim rows of a partition, its dtypes, its categories in full, and how many cells are missing."""
    if len(frame):
        check_table(frame, "data")
    table = frame[roles].copy()
    table[hashed] = hash_rows(frame.iloc[:, positions], np.zeros(len(frame), dtype=int))
    categories = {name: dtype for name, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)}
    dtypes = {name: _kind(dtype) for name, dtype in frame.dtypes.items()} if len(frame) else None
    return table, dtypes, categories, frame.isna().sum().to_dict()


def _kind(dtype):
    return "category" if isinstance(dtype, pd.CategoricalDtype) else str(dtype)


def _check_dtypes(found):
    found = [(number, dtypes) for number, dtypes in enumerate(found) if dtypes is not None]
    for number, dtypes in found[1:]:
        for name, dtype in dtypes.items():
            if dtype != found[0][1].get(name):
                raise ValueError(
                    f"data needs one dtype a column, found {name!r} as {found[0][1].get(name)} in partition "
                    f"{found[0][0]} and as {dtype} in partition {number}. "
                    f"Convert it first: data[{name!r}] = data[{name!r}].astype(...)."
                )


def _free_name(names):
    """A column name that is not taken, of the same type as the others."""
    if len(names) and all(isinstance(name, (int, np.integer)) for name in names):
        return int(max(names)) + 1
    name = "hash of the row"
    while name in names:
        name += "_"
    return name
