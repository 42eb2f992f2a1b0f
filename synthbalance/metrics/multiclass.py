"""Several classes: every score of each class against all the others, and the mean over the classes."""

import numpy as np
import pandas as pd

from synthbalance import metrics
from synthbalance._warned import warn
from synthbalance.metrics._base import ratio

_SHARES = ["average_precision", "low", "high", "roc_auc", "recall", "precision", "f1", "brier"]
_TOLERANCE = 1e-4
_STILL = (0.0, np.inf)  # no noise between seeds


def per_class_scores(y, probabilities, classes, weight=None, ranking=None, draws=None):
    """Scores of each class against all the others, and their mean; a row is taken for its most probable class.

    Parameters
    ----------
    y : array-like of shape (n,)
        Class of each row, values of `classes`.
    probabilities : float array of shape (n, n_classes)
        Probability of each class, columns in the order of `classes`; each row sums to 1.
    classes : sequence of n_classes values
    weight : array-like of shape (n,), optional
        Sampling weights.
    ranking : float array of shape (n, n_classes), optional
        Scores for average precision and ROC AUC, such as probabilities before they were calibrated; default:
        `probabilities`.
    draws : dict, optional
        From `class_draws` on the same rows and `ranking`; made here where not given.

    Returns
    -------
    DataFrame
        A row a class and one "macro" ("macro average" where a class has that name); index `class`. Columns: rows
        (count), average_precision with its 95 % interval low, high, roc_auc, recall, precision, f1 (shares) and
        brier (squared probability). "macro" is the plain mean over the classes that have rows here, and its
        interval takes into account that the classes are scored on the same rows. Equal probabilities go to the
        class that comes first.

    Raises
    ------
    ValueError
        If shapes differ, y has a value that is no class, or `probabilities` are none.

    Warns
    -----
    DataWarning
        If a class has no rows (or all of them): its scores are nan and left out of "macro".

    References
    ----------
    Sokolova and Lapalme (2009), Information Processing and Management 45, 427-437: macro-averaged measures.

    Examples
    --------
    >>> p = [[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.2, 0.7]]
    >>> per_class_scores(["a", "b", "b", "c"], p, ["a", "b", "c"])["recall"].round(3).to_dict()
    {'a': 1.0, 'b': 0.5, 'c': 1.0, 'macro': 0.833}
    """
    codes, p, weight, labels = _checked(y, probabilities, classes, weight)
    if (p < 0).any() or (abs(p.sum(axis=1) - 1) > _TOLERANCE).any():
        raise ValueError("probabilities need rows of 0 or more that sum to 1. Pass predict_proba.")
    ranking = p if ranking is None else np.asarray(ranking, dtype=float)
    draws = class_draws(y, ranking, classes, weight) if draws is None else draws
    rows = [_row(codes, p, ranking, k, weight, draws.get(label)) for k, label in enumerate(labels)]
    table = pd.DataFrame(rows, index=_index(labels), columns=["rows", *_SHARES])
    _tell_absent(table)
    return pd.concat([table, _macro_row(table, draws)]).rename_axis("class")


def class_draws(y, ranking, classes, weight=None, n_draws=2000, seed=0):
    """Average precision of each class against the others on resampled rows, the same rows for every class and run.

    Parameters
    ----------
    y, classes, weight
        As `per_class_scores`.
    ranking : float array of shape (n, n_classes)
        Score of each row for each class; higher means more likely.
    n_draws : int, default=2000
    seed : int, default=0
        Compare only runs whose draws have the same seed, rows and number.

    Returns
    -------
    dict of class -> float array of shape (n_draws,)
        Classes without rows (or with all of them) are left out; "macro" is the mean over the others.

    Examples
    --------
    >>> list(class_draws([0, 1, 2, 2], [[3, 1, 1], [1, 2, 1], [1, 1, 2], [1, 1, 3]], [0, 1, 2], n_draws=4))
    [0, 1, 2, 'macro']
    """
    codes, ranking, weight, labels = _checked(y, ranking, classes, weight)
    draws = {}
    for k in _scored(codes, weight, len(labels)):
        score, is_class = ranking[:, k], codes == k
        resampled = metrics.HoldoutDraws(is_class, weight, n_draws, seed, strata=codes)
        draws[labels[k]] = resampled.scores(score, np.zeros(len(score)), 0.5)["average_precision"]
    return draws | ({macro_name(labels): np.mean(list(draws.values()), axis=0)} if draws else {})


def class_differences(run, none, draws, none_draws, seed_noise=None, critical=None):
    """Average precision of a run and of another beside each other, a row a class, with their paired difference.

    Parameters
    ----------
    run, none : DataFrame
        From `per_class_scores`, of the same rows and classes.
    draws, none_draws : dict
        From `class_draws`, of the same rows, seed and number.
    seed_noise : dict of class -> (float, float), optional
        Variance of the mean difference over seeds, and the degrees of freedom behind it.
    critical : float, optional
        From `max_t_critical`; default: for all classes of this table together.

    Returns
    -------
    DataFrame
        Index as `run`; columns rows, value (the run's), none, delta (value less none, positive = better),
        delta_low, delta_high (95 % together). nan where a class has no rows.
    """
    noise = seed_noise or {}
    fewest = fewest_rows(run)
    if critical is None:
        known = [name for name in draws if name in none_draws]
        variances = [noise.get(name, _STILL)[0] for name in known]
        differences = [draws[name] - none_draws[name] for name in known]
        critical = metrics.max_t_critical(differences, n_rare=fewest, seed_variances=variances)
    out = pd.DataFrame(
        {"rows": run["rows"], "value": run["average_precision"], "none": none["average_precision"]}, index=run.index
    )
    behind = [max(n_rows, 2) for n_rows in run["rows"].iloc[:-1]] + [fewest]
    bounds = [
        metrics.paired_difference(
            value, draws[name], other, none_draws[name], n_rare, noise.get(name, _STILL)[0], critical,
            seed_df=noise.get(name, _STILL)[1],
        )
        if name in draws and name in none_draws
        else metrics.Score(np.nan)
        for name, value, other, n_rare in zip(out.index, out["value"], out["none"], behind, strict=True)
    ]  # fmt: skip
    columns = {"delta": "value", "delta_low": "low", "delta_high": "high"}
    return out.assign(**{column: [getattr(one, end) for one in bounds] for column, end in columns.items()})


def macro_name(classes):
    """Name of the row of means: "macro", or "macro average" where a class is called so."""
    return "macro average" if "macro" in list(classes) else "macro"


def fewest_rows(table):
    """Rows of the smallest class that has any, at least 2; `table` as `per_class_scores` returns it."""
    rows = table["rows"].iloc[:-1]
    return max(int(rows[rows > 0].min()), 2)


def _checked(y, values, classes, weight):
    """Class codes, values and weights as arrays, and the classes as a list."""
    labels, values = list(classes), np.asarray(values, dtype=float)
    code_of = {label: k for k, label in enumerate(labels)}
    codes = pd.Series(np.asarray(y, dtype=object)).map(code_of)
    if codes.isna().any():
        raise ValueError(f"y needs values of classes={labels!r} only, found others. Name every class of y.")
    if values.shape != (len(codes), len(labels)):
        raise ValueError(
            f"probabilities need a row for each of the {len(codes)} rows of y and a column for each of the "
            f"{len(labels)} classes, found shape {values.shape}. Pass the same rows and classes."
        )
    if not np.isfinite(values).all():
        raise ValueError("probabilities need finite numbers, found missing or infinite ones. Drop or fill these rows.")
    weight = np.ones(len(codes)) if weight is None else np.asarray(weight, dtype=float)
    if weight.shape != (len(codes),) or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError(f"weight needs a finite number of 0 or more for each of the {len(codes)} rows of y.")
    return codes.to_numpy(dtype=int), values, weight, labels


def _scored(codes, weight, n_classes):
    """Codes of the classes that have rows of their own and rows against them, with a positive weight."""
    mass = np.bincount(codes, weights=weight, minlength=n_classes)
    return [k for k in range(n_classes) if 0 < mass[k] < mass.sum()]


def _row(codes, p, ranking, k, weight, draws):
    is_class, taken = codes == k, p.argmax(axis=1) == k
    n_rows = int(is_class.sum())
    if draws is None:
        return {"rows": n_rows, **dict.fromkeys(_SHARES, np.nan)}
    value = metrics.average_precision(is_class, ranking[:, k], weight)
    ends = metrics.interval(value, draws, n_rare=n_rows)
    hits, own, flagged = (float(weight @ mask) for mask in (is_class & taken, is_class, taken))
    return {
        "rows": n_rows, "average_precision": value, "low": ends.low, "high": ends.high,
        "roc_auc": metrics.roc_auc(is_class, ranking[:, k], weight), "recall": hits / own,
        "precision": float(ratio(hits, flagged)), "f1": 2 * hits / (own + flagged),
        "brier": metrics.brier(is_class, np.clip(p[:, k], 0, 1), weight),
    }  # fmt: skip


def _macro_row(table, draws):
    name = macro_name(table.index)
    row = {"rows": int(table["rows"].sum()), **table[_SHARES].mean().to_dict()}
    if name in draws:
        n_rare = max(int(table["rows"][table["average_precision"].notna()].min()), 2)
        ends = metrics.interval(row["average_precision"], draws[name], n_rare=n_rare)
        row |= {"low": ends.low, "high": ends.high}
    return pd.DataFrame([row], index=_index([name]))


def _tell_absent(table):
    absent = [name for name, value in table["average_precision"].items() if np.isnan(value)]
    if absent:
        warn(
            f"{', '.join(map(repr, absent))} cannot be told from other classes in these rows: scores are nan and "
            f"left out of the mean.",
            stacklevel=3,
        )


def _index(labels):
    return pd.Index(labels, dtype=object, tupleize_cols=False)
