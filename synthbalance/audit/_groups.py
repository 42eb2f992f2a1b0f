"""Groups of the holdout rows by protected columns: values, quartile bands, and a row that stands for each group."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from synthbalance.table import is_table, series_of, to_pandas

MISSING = "missing"
MOST_GROUPS = 30
_QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Groups:
    """The holdout rows by one protected column.

    Attributes
    ----------
    name : column name
    labels : object array of shape (n_rows,)
        Text of each row's group, such as "sex = Female".
    names : list of str
        The groups in their order; rows without a value come last.
    stand_ins : dict of str -> int
        For each group with a value, the position of the row whose value stands for it: the median of a number or
        date, else the most frequent value. Empty where the column is no feature.
    """

    name: Any
    labels: np.ndarray
    names: list[str]
    stand_ins: dict[str, int]


def groups_of(protected, X, groups):
    """One `Groups` a protected column.

    Parameters
    ----------
    protected : column name, list of column names, Series, DataFrame, or dict of name -> Series
        Names are columns of X; values of their own carry the index of X. Those of polars and pyarrow, which have
        none, hold one value for each row of X, or for each row of the table that was split.
    X : DataFrame of shape (n_rows, n_columns)
    groups : int
        Most distinct values of a number that stay groups of their own; more are cut into quartile bands.

    Raises
    ------
    TypeError, ValueError
        If a column is not there or not aligned, or has more than 30 groups.
    """
    if not isinstance(groups, (int, np.integer)) or isinstance(groups, bool) or not 2 <= groups <= MOST_GROUPS:
        raise ValueError(f"groups needs a whole number from 2 to {MOST_GROUPS}, got {groups!r}. 10 will do.")
    return [_grouped(name, column, X, groups) for name, column in _columns(protected, X).items()]


def _columns(protected, X):
    """The protected columns by name, in the row order of X."""
    protected = _as_pandas(protected, X.index)
    if isinstance(protected, pd.Series):
        protected = {"protected" if protected.name is None else protected.name: protected}
    if isinstance(protected, (dict, pd.DataFrame)):
        found = {name: _aligned(name, protected[name], X.index) for name in protected}
    else:
        names = list(protected) if isinstance(protected, (list, tuple, pd.Index)) else [protected]
        found = {name: X[_present(name, X)] for name in names}
    if not found:
        raise ValueError("protected needs one column at least, found none. Name one, such as protected='sex'.")
    return found


def _present(name, X):
    if name not in X.columns:
        there = ", ".join(map(repr, X.columns[:12])) + (", ..." if X.shape[1] > 12 else "")
        raise ValueError(
            f"protected={name!r} needs a feature of that name, found {there}. Where it was left out of the features, "
            f"pass its values: protected={{{name!r}: series}} with the index of split.holdout.X."
        )
    return name


def _as_pandas(protected, index):
    """What came as a polars or pyarrow table or column, as pandas with the index of X; anything else as it is."""
    if isinstance(protected, dict):
        return {name: _as_pandas(column, index) for name, column in protected.items()}
    if isinstance(protected, (pd.DataFrame, pd.Series, str, list, tuple)):
        return protected
    if is_table(protected):
        return _placed(to_pandas(protected, "protected"), index)
    column = series_of(protected, getattr(protected, "name", None))
    return protected if column is None else _placed(column, index)


def _placed(values, index):
    """Without an index a table has a row for each of X, or for each of the table that was split."""
    return values.set_axis(index) if len(values) == len(index) else values


def _aligned(name, column, index):
    if not isinstance(column, pd.Series):
        raise TypeError(f"protected[{name!r}] needs a pandas Series, got {type(column).__name__}. Wrap it in one.")
    absent = int((~index.isin(column.index)).sum())
    if absent or not column.index.is_unique:
        what = f"{absent} of {len(index)} not there" if absent else "labels that repeat"
        raise ValueError(
            f"protected[{name!r}] needs one value for each index label of split.holdout.X, found {what}. "
            "Take the rows with .loc[split.holdout.X.index], or set that index."
        )
    return column.loc[index]


def _grouped(name, column, X, groups):
    order, codes = _coded(name, column, groups)
    names = [f"{name} = {value}" for value in order]
    labels = np.array([*names, f"{name} = {MISSING}"], dtype=object)[codes]
    if len(order) > MOST_GROUPS:
        raise ValueError(
            f"protected={name!r} has {len(order)} groups, at most {MOST_GROUPS} can be told apart. Merge rare values "
            f"or cut it into bands, and pass protected={{{name!r}: series}} with the index of split.holdout.X."
        )
    stand_ins = _stand_ins(X[name], codes, names) if name in X.columns else {}
    return Groups(name, labels, names + [f"{name} = {MISSING}"] * bool((codes < 0).any()), stand_ins)


def _coded(name, column, groups):
    """Names of the groups in their order, and each row's place among them; -1 is missing."""
    if _is_measured(column) and column.nunique() > groups:
        return _bands(column)
    codes, values = pd.factorize(column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column)
    texts = [_text(value) for value in values]
    sortable = np.argsort(np.asarray(values)) if _is_measured(column) else np.argsort(texts)
    order = list(dict.fromkeys(texts[i] for i in sortable))
    place = np.array([order.index(text) for text in texts] + [-1])
    return order, place[codes]


def _bands(column):
    """Quartile bands, named by the lowest and highest value in each."""
    numbers = _numbers(column)
    known = np.isfinite(numbers)
    edges = np.unique(np.quantile(numbers[known], _QUARTILES, method="lower"))
    codes = np.where(known, np.searchsorted(edges, numbers), -1)
    used, codes[known] = np.unique(codes[known], return_inverse=True)
    inside = [column[codes == code] for code in range(len(used))]
    return [" to ".join(dict.fromkeys((_text(one.min()), _text(one.max())))) for one in inside], codes


def _stand_ins(feature, codes, names):
    """Position of the row whose value stands for each group."""
    found = {}
    for code, name in enumerate(names):
        rows = np.flatnonzero((codes == code) & feature.notna().to_numpy())
        if len(rows):
            found[name] = int(rows[_middle(feature.iloc[rows])])
    return found


def _middle(values):
    """Place of the median of numbers or dates, else of the first of the most frequent value."""
    if _is_measured(values):
        return np.argsort(_numbers(values), kind="stable")[(len(values) - 1) // 2]
    codes = pd.factorize(values)[0]
    return np.flatnonzero(codes == np.bincount(codes).argmax())[0]


def _is_measured(column):
    """Whether values have a middle: numbers, dates and durations, no bools."""
    dtype = column.dtype
    dates = types.is_datetime64_any_dtype(dtype) or types.is_timedelta64_dtype(dtype)
    return dates or (types.is_numeric_dtype(dtype) and not types.is_bool_dtype(dtype))


def _numbers(column):
    if types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    return np.where(column.isna(), np.nan, column.astype("int64", errors="ignore").to_numpy().astype(float))


def _text(value):
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)
