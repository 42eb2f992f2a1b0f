"""The target: which value is the rare one, and every row's class as a code."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.split._words import count, listing

FEWEST_RARE = 10


@dataclass(frozen=True, eq=False)
class Target:
    """A target column that has been read.

    Attributes
    ----------
    codes : int array of shape (n_rows,)
        Class of each row: 0 and 1 (1 = rare), or the position in `classes` where multiclass.
    classes : tuple
        Original values: of 0 and of 1 (a tuple of values for "the rest"), or all, sorted.
    positive : object
        Original value of the rare class.
    rare : int
        Its code.
    """

    codes: np.ndarray
    classes: tuple
    positive: object
    rare: int
    multiclass: bool

    def series(self, column, part=slice(None)):
        """y for a table's target column: int8 codes, or the column itself where multiclass."""
        if self.multiclass:
            return column
        return pd.Series(self.codes[part].astype("int8"), index=column.index, name=column.name)


def read_target(column, positive=None, multiclass=False, real=None):
    """Read a target column of any dtype.

    Parameters
    ----------
    column : Series of shape (n_rows,)
    positive, multiclass
        As in `split_holdout`.
    real : bool array of shape (n_rows,), default=None
        Rows that count for which class is rare and whether it has enough; None counts all.

    Raises
    ------
    ValueError
        Missing values, one class, more than two without `positive` or `multiclass`, a `positive` that
        does not occur, or fewer than 10 rows of a class that is to be predicted.
    """
    name = column.name
    codes, values = _factorize(column)
    sizes = np.bincount(codes if real is None else codes[real], minlength=len(values))
    if len(values) == 1:
        raise ValueError(f"target={name!r} must have two classes, found only {values[0]!r} in all rows.")
    if positive is None and len(values) > 2 and not multiclass:
        raise ValueError(
            f"target={name!r} must have two classes, found {len(values):,}: {listing(values)}."
            " Pass positive= to set one value against the rest, or multiclass=True to keep them all."
        )
    chosen = _rarest(sizes) if positive is None else _find(values, positive, name)
    for code in range(len(values)) if multiclass else [chosen]:
        _check_enough(int(sizes[code]), values[code], name)
    if multiclass:
        return Target(codes, tuple(values), values[chosen], chosen, True)
    return _against_rest(codes, values, chosen)


def _against_rest(codes, values, chosen):
    rest = tuple(value for code, value in enumerate(values) if code != chosen)
    rest = rest[0] if len(rest) == 1 else rest
    return Target((codes == chosen).astype("int64"), (rest, values[chosen]), values[chosen], 1, False)


def _factorize(column):
    """Codes by sorted value, and the values as plain Python objects."""
    codes, uniques = pd.factorize(column)
    n_missing = int((codes == -1).sum())
    if n_missing:
        raise ValueError(
            f"target={column.name!r} must be known in every row, found {count(n_missing, 'missing value')} in"
            f" {count(len(column), 'row')}. Leave these rows out: data[data[{column.name!r}].notna()]."
        )
    values = [plain(value) for value in list(uniques)]
    try:
        order = sorted(range(len(values)), key=lambda code: values[code])
    except TypeError:
        order = sorted(range(len(values)), key=lambda code: (type(values[code]).__name__, str(values[code])))
    rank = np.empty(len(order), dtype="int64")
    rank[order] = np.arange(len(order))
    return rank[codes], [values[code] for code in order]


def plain(value):
    """A numpy scalar as the Python object that prints as a literal."""
    return value.item() if isinstance(value, np.generic) and not isinstance(value, np.datetime64) else value


def _rarest(sizes):
    """The code of the smallest class; the last of equals, so that 1 is rarer than 0."""
    return int(len(sizes) - 1 - np.argmin(sizes[::-1]))


def _find(values, positive, name):
    if not pd.api.types.is_scalar(positive):
        raise ValueError(f"positive must be one value of target={name!r}, got {positive!r}. It has {listing(values)}.")
    for code, value in enumerate(values):
        if type(value) is type(positive) and value == positive:
            return code
    for code, value in enumerate(values):
        if not isinstance(positive, str) and not isinstance(value, str) and value == positive:
            return code
    alike = [value for value in values if str(value).strip().lower() == str(positive).strip().lower()]
    hint = f" Did you mean {alike[0]!r} ({type(alike[0]).__name__}, not {type(positive).__name__})?" if alike else ""
    if alike and type(alike[0]) is type(positive):
        hint = f" Did you mean {alike[0]!r}?"
    raise ValueError(
        f"positive={positive!r} must be a value of target={name!r}, which has {listing(values)}."
        f"{hint or ' Pass one of these.'}"
    )


def _check_enough(n_rows, value, name):
    if n_rows < FEWEST_RARE:
        raise ValueError(
            f"target={name!r} must have at least {FEWEST_RARE} rows of the class {value!r}, found {n_rows}."
            " No score would mean anything: bring more rows of this class, or set another value with positive=."
        )
