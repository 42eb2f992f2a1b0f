"""What would mislead whoever reads the scores: sentences about the training rows, found fast."""

import numpy as np
import pandas as pd
from pandas.api import types

from synthbalance._warned import warn
from synthbalance.split._words import LISTED, count, listing, share

MOST_ROWS = 50_000
PERFECT_AUC = 0.995
NEARLY_UNIQUE = 0.95
FEWEST_FOR_ID = 20


def announce(sentences):
    """Raise each sentence as a DataWarning at the line that called the public function."""
    for sentence in sentences:
        warn(sentence, stacklevel=3)


def column_warnings(train, codes, classes, multiclass, rng):
    """Sentences about constant columns, id-like columns, and columns that alone predict the target.

    Parameters
    ----------
    train : DataFrame of shape (n_rows, n_features)
        The training rows; the holdout is not looked at.
    codes : int array of shape (n_rows,)
        Class of each row: 1 = rare, or the position in `classes` where `multiclass`.
    classes : tuple
        Original values.
    rng : numpy.random.Generator
        Draws the rows that are looked at where there are more than 50,000.

    Returns
    -------
    list of str
    """
    constant = [position for position in range(train.shape[1]) if _is_constant(train.iloc[:, position])]
    others = [position for position in range(train.shape[1]) if position not in set(constant)]
    return [
        *_constant_sentences(train.columns[constant]),
        *_id_sentences(train, others),
        *_predictor_sentences(train, others, codes, classes, multiclass, rng),
    ]


def copy_sentences(copied, n_large=0, n_dropped=0, n_rows=0):
    """Sentences about copied rows: seen in train and holdout, split although equal, left out."""
    sentences = []
    if n_dropped:
        sentences.append(
            f"{count(n_dropped, 'row')} ({share(n_dropped, n_rows)}) left out, because an earlier row has the same"
            " values and target."
        )
    if n_large:
        sentences.append(
            f"{share(n_large, n_rows)} of the rows sit in sets of equal rows that are each above 1 % of the"
            " table; these were split as usual, so equal rows lie on both sides."
        )
    if copied.any():
        sentences.append(
            f"{share(int(copied.sum()), len(copied))} of the holdout rows ({int(copied.sum()):,} of {len(copied):,})"
            " are also in train with the same values and target: scores on them flatter. Look at the scores without"
            " them."
        )
    return sentences


def _constant_sentences(names):
    if not len(names):
        return []
    which = "column has" if len(names) == 1 else "columns have"
    return [
        f"{len(names):,} {which} one value in all training rows and can tell nothing: {listing(names)}."
        " Leave them out with drop=[...]."
    ]


def _is_constant(column):
    return column.iloc[:1000].nunique(dropna=False) <= 1 and column.nunique(dropna=False) <= 1


def _id_sentences(train, positions):
    found = [(train.columns[position], _unique_share(train.iloc[:, position])) for position in positions]
    sentences = [
        f"Column {name!r} looks like an id: it has a value of its own in {share(n_unique, len(train))} of the training"
        f" rows. A model can learn rows by heart from it; leave it out with drop=[{name!r}]."
        for name, n_unique in found
        if n_unique
    ]
    return _first(sentences, "columns look like ids")


def _unique_share(column):
    """How many different values an integer or text column has, 0 unless nearly one a row."""
    if len(column) < FEWEST_FOR_ID or not _countable(column):
        return 0
    if column.iloc[:2000].nunique() < NEARLY_UNIQUE * min(len(column), 2000):
        return 0
    n_unique = column.nunique()
    return n_unique if n_unique >= NEARLY_UNIQUE * len(column) else 0


def _countable(column):
    """Whether the values are whole numbers or text; measures and dates are unique by nature."""
    if types.is_bool_dtype(column) or types.is_datetime64_any_dtype(column) or types.is_timedelta64_dtype(column):
        return False
    if types.is_float_dtype(column):
        head = column.iloc[:2000].dropna().to_numpy(dtype="float64")
        return len(head) > 0 and bool((head == np.floor(head)).all())
    return True


def _predictor_sentences(train, positions, codes, classes, multiclass, rng):
    rows = _sample(codes, rng)
    codes = codes[rows]
    halves = _halves(codes, rng)
    targets = (
        [(code, f"the class {classes[code]!r}") for code in range(len(classes))] if multiclass else [(1, "the target")]
    )
    sentences = []
    for position in positions:
        column = train.iloc[:, position].iloc[rows]
        auc, what = max(((_alone(column, codes == code, halves), what) for code, what in targets), key=lambda p: p[0])
        if auc > PERFECT_AUC:
            name = train.columns[position]
            sentences.append(
                f"Column {name!r} alone predicts {what} (ROC AUC {auc:.3f} on training rows). It may have been written"
                f" after the outcome was known; if so, leave it out with drop=[{name!r}]."
            )
    return _first(sentences, "columns alone predict the target")


def _first(sentences, what):
    hidden = len(sentences) - LISTED
    return sentences if hidden <= 0 else [*sentences[:LISTED], f"{hidden:,} more {what}."]


def _sample(codes, rng):
    """Positions of at most 50,000 rows: all of the smaller classes (each up to 25,000), some of the others."""
    if len(codes) <= MOST_ROWS:
        return np.arange(len(codes))
    rest = codes == np.bincount(codes).argmax()
    kept = np.flatnonzero(~rest)
    if len(kept) > MOST_ROWS // 2:
        kept = rng.choice(kept, MOST_ROWS // 2, replace=False)
    others = np.flatnonzero(rest)
    return np.sort(np.concatenate([kept, rng.choice(others, min(MOST_ROWS - len(kept), len(others)), replace=False)]))


def _halves(codes, rng):
    """Bool array that halves each class at random."""
    order = np.lexsort((rng.random(len(codes)), codes))
    half = np.empty(len(codes), dtype=bool)
    half[order] = np.arange(len(codes)) % 2 == 0
    return half


def _alone(column, is_class, half):
    """AUC of one column: numbers by rank in either direction, categories by their honest rate."""
    if is_class.all() or not is_class.any():
        return 0.5
    numbers = _numbers(column)
    if numbers is None:
        return _category_auc(column, is_class, half)
    missing = np.isnan(numbers)
    aucs = [_auc(np.where(missing, fill, numbers), is_class) for fill in ((-np.inf, np.inf) if missing.any() else (0,))]
    return max(max(auc, 1 - auc) for auc in aucs)


def _numbers(column):
    """The column as floats (NaN = missing), or None where it holds categories or text."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return None
    if types.is_datetime64_any_dtype(column) or types.is_timedelta64_dtype(column):
        return (column - column.min()).dt.total_seconds().to_numpy(dtype="float64", na_value=np.nan)
    if types.is_bool_dtype(column) or types.is_numeric_dtype(column):
        return column.to_numpy(dtype="float64", na_value=np.nan)
    return None


def _auc(values, is_class):
    """Share of (class, other) pairs in which the class has the higher value; ties count half."""
    others = np.sort(values[~is_class])
    mine = values[is_class]
    below = np.searchsorted(others, mine, side="left") + np.searchsorted(others, mine, side="right")
    return float(below.mean() / 2 / len(others))


def _category_auc(column, is_class, half):
    """AUC of the class rate of each category, learned on one half of the rows and tested on the other."""
    codes, values = pd.factorize(column, use_na_sentinel=False)
    aucs = []
    for learn in (half, ~half):
        if is_class[~learn].all() or not is_class[~learn].any() or not is_class[learn].any():
            return 0.5
        n_rows = np.bincount(codes[learn], minlength=len(values))
        n_class = np.bincount(codes[learn], weights=is_class[learn], minlength=len(values))
        rates = (n_class + is_class[learn].mean()) / (n_rows + 1)
        aucs.append(_auc(rates[codes[~learn]], is_class[~learn]))
    return float(np.mean(aucs))
