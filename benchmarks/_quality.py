"""How good made rows are, one protocol for every generator: can they be told from kept-out real ones, are they copies?

Functions take tables of the rare class only: `new` (made rows), `known` (real rows the generator saw),
`kept` (real rows it never saw).
"""

from pathlib import Path

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.neighbors import NearestNeighbors

from synthbalance.table import TableEncoder

TABLES = Path(__file__).resolve().parents[2] / "shared/data"
N_NEW = 2000
_BLOCK_CELLS = 5_000_000


def card_split(seed=0, table="ulb_creditcard_casecontrol"):
    """Card payments without time and exact duplicates, 40 % kept out, stratified.

    Parameters
    ----------
    seed : int, default=0
    table : str, default="ulb_creditcard_casecontrol"

    Returns
    -------
    X, y : DataFrame and Series
        The rows a generator may see.
    kept : DataFrame
        The kept-out frauds.

    Raises
    ------
    FileNotFoundError
        If the folder of real tables is not beside this checkout.
    """
    path = TABLES / f"{table}.parquet"
    if not path.exists():
        raise FileNotFoundError(f"{path.name} needs the folder of real tables beside this checkout.")
    return rare_split(pd.read_parquet(path).drop(columns="Time").drop_duplicates(ignore_index=True), "Class", seed)


def rare_split(data, target, seed=0):
    """`X, y, kept` of any table: 40 % kept out, stratified, of these the rarest class's rows."""
    rare = data[target].value_counts().index[-1]
    y = (data[target] == rare).astype(int)
    X, kept, y, y_kept = train_test_split(data.drop(columns=target), y, test_size=0.4, stratify=y, random_state=seed)
    return X, y, kept[y_kept == 1]


def quality(new, known, kept, seed=0):
    """Every figure at once: dict name -> float."""
    return {
        "two_sample_auc": two_sample_auc(kept, new, seed),
        "two_sample_auc_strong": two_sample_auc(kept, new, seed, "strong"),
        "copies": copy_share(new, known),
        "copies_kept": copy_share(kept, known),
        "distance_ratio": distance_ratio(new, known, kept),
        "column_shapes": column_shapes(new, kept),
    }


def two_sample_auc(real, new, seed=0, judge="lightgbm", folds=5):
    """How well a classifier tells made rows from real ones, out of fold; 0.5 = not at all, 1 = always.

    Parameters
    ----------
    real, new : DataFrames with the same columns
    seed : int, default=0
        Of the folds and of the classifier.
    judge : {"lightgbm", "strong", "forest"}, default="lightgbm"
        100 trees of 7 leaves; 200 of 15; or a forest. With the first, SMOTE's frauds score .78 and a copula's
        .88 on `card_split(0)`, the figures that the goals were set beside; the others read higher for all.
    folds : int, default=5

    Returns
    -------
    float
        ROC AUC, the two tables weighing the same.
    """
    both = _together(real, new)
    is_new = np.repeat([0, 1], [len(real), len(new)])
    matrix = TableEncoder().fit(both).matrix(both)
    order = StratifiedKFold(folds, shuffle=True, random_state=seed)
    score = cross_val_predict(_judge(judge, seed), matrix, is_new, cv=order, method="predict_proba")[:, 1]
    return float(roc_auc_score(is_new, score))


def copy_share(rows, known):
    """Share of `rows` that equal a row of `known` in every column."""
    columns = list(known.columns)
    real = pd.util.hash_pandas_object(_plain(known), index=False)
    return float(pd.util.hash_pandas_object(_plain(rows[columns]), index=False).isin(real).mean())


def distance_ratio(new, known, kept):
    """Median distance of made rows to the closest known one, in units of the kept-out rows' own median.

    1 = as far as real rows are; far below 1 = the generator repeats what it saw. Distances are Euclidean
    in standard deviations of each column of `known`, plus 1 for each category that differs.
    """
    encoder = TableEncoder().fit(known)
    middles = {name: np.nan_to_num(np.nanmedian(encoder.numbers(name, known))) for name in encoder.number_names_}
    places = [_places(encoder, table[known.columns], middles) for table in (new, known, kept)]
    own = np.median(_closest(places[2], places[1]))
    return float(np.median(_closest(places[0], places[1])) / own) if own > 0 else float("nan")


def hidden_majority(rows, aside, y):
    """Share of `rows` whose nearest row of a kept-out table (aside, y) is one of the majority.

    Tarawneh et al. (2022), IEEE Access 10, 47643. Real rare rows have such a rate too; the difference counts.
    """
    encoder = TableEncoder().fit(aside)
    middles = {name: np.nan_to_num(np.nanmedian(encoder.numbers(name, aside))) for name in encoder.number_names_}
    is_rare = np.asarray(y) == 1
    places = [_places(encoder, table[aside.columns], middles) for table in (rows, aside[is_rare], aside[~is_rare])]
    return float((_closest(places[0], places[2]) < _closest(places[0], places[1])).mean())


def column_shapes(new, real):
    """Mean over the columns of 1 - Kolmogorov-Smirnov distance (numbers) or 1 - total variation (categories).

    Missing values are left out of the first and a category of their own in the second.
    """
    encoder = TableEncoder().fit(_together(real, new))
    shapes = [1 - _ks(encoder.numbers(name, new), encoder.numbers(name, real)) for name in encoder.number_names_]
    shapes += [1 - _variation(encoder.codes(name, new), encoder.codes(name, real)) for name in encoder.category_names_]
    return float(np.mean(shapes))


def _together(real, new):
    return pd.concat([real, new[real.columns].astype(real.dtypes.to_dict())], ignore_index=True)


def _judge(kind, seed):
    if kind == "forest":
        return RandomForestClassifier(300, class_weight="balanced", n_jobs=1, random_state=seed)
    size = {"n_estimators": 100, "learning_rate": 0.1, "num_leaves": 7}
    if kind == "strong":
        size = {"n_estimators": 200, "learning_rate": 0.05, "num_leaves": 15}
    return LGBMClassifier(**size, is_unbalance=True, n_jobs=1, random_state=seed, verbosity=-1)


def _plain(frame):
    """Values in place of category codes, so that equal rows hash alike."""
    return frame.astype(dict.fromkeys(frame.select_dtypes("category").columns, object))


def _places(encoder, frame, middles):
    """Numbers in standard deviations (missing = the middle) and codes: arrays of shape (n_rows, n_columns)."""
    numbers = [
        np.nan_to_num(encoder.numbers(name, frame), nan=middles[name]) / encoder.scale_[name]
        for name in encoder.number_names_
    ]
    codes = [encoder.codes(name, frame) for name in encoder.category_names_]
    empty = np.empty((0, len(frame)))
    return np.vstack([empty, *numbers]).T, np.vstack([empty, *codes]).T


def _closest(rows, known):
    numbers, codes = rows
    if codes.shape[1] == 0:
        return NearestNeighbors(n_neighbors=1).fit(known[0]).kneighbors(numbers)[0][:, 0]
    found, block = np.empty(len(numbers)), max(1, _BLOCK_CELLS // len(known[0]))
    for start in range(0, len(numbers), block):
        part = slice(start, start + block)
        squares = sum(((a[:, None] - b[None]) ** 2 for a, b in zip(numbers[part].T, known[0].T, strict=True)), 0.0)
        differ = sum((a[:, None] != b[None]).astype(float) for a, b in zip(codes[part].T, known[1].T, strict=True))
        found[part] = np.sqrt(squares + differ).min(axis=1)
    return found


def _ks(a, b):
    a, b = np.sort(a[~np.isnan(a)]), np.sort(b[~np.isnan(b)])
    if not len(a) or not len(b):
        return float(len(a) != len(b))
    cuts = np.concatenate([a, b])
    return np.abs(np.searchsorted(a, cuts, "right") / len(a) - np.searchsorted(b, cuts, "right") / len(b)).max()


def _variation(a, b):
    size = int(max(a.max(initial=-1), b.max(initial=-1))) + 2
    shares = [np.bincount(codes + 1, minlength=size) / len(codes) for codes in (a, b)]
    return np.abs(shares[0] - shares[1]).sum() / 2
