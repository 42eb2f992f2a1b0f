"""Two-sample judge: how well a classifier tells synthetic rows from real ones it has not seen."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from synthbalance.audit._tables import join

FOLDS = 5
BINS = 254


def judge_scores(real, new, seed):
    """Out-of-fold probability of being synthetic, from small boosted trees for which both tables weigh the same.

    Parameters
    ----------
    real, new : Rows
        At least 2 rows each.
    seed : int
        Of the folds and of the trees.

    Returns
    -------
    float arrays of shape (n_real,) and (n_new,)
        Of real and of synthetic rows.

    References
    ----------
    Lopez-Paz and Oquab (2017), Revisiting Classifier Two-Sample Tests, arXiv:1610.06545.
    """
    both = join(real, new)
    matrix = np.hstack([_binned(both.numbers), np.where(both.codes == 0, np.nan, both.codes)])
    is_new = np.repeat([0, 1], [len(real), len(new)])
    folds = StratifiedKFold(min(FOLDS, len(real), len(new)), shuffle=True, random_state=seed)
    score = cross_val_predict(_trees(seed, min(len(real), len(new))), matrix, is_new, cv=folds, method="predict_proba")[
        :, 1
    ]
    return score[: len(real)], score[len(real) :]


def _trees(seed, n):
    """100 trees of 7 leaves; leaves of 20 rows, fewer where the smaller table has few, as no tree could grow there."""
    return HistGradientBoostingClassifier(
        max_iter=100,
        max_leaf_nodes=7,
        learning_rate=0.1,
        min_samples_leaf=int(np.clip(n // 10, 2, 20)),
        early_stopping=False,
        class_weight="balanced",
        random_state=seed,
    )


def _binned(numbers):
    """Numbers as one of at most 254 bins of equal mass over both tables, nan = missing.

    Small trees lose nothing by it, and the classifier's own binning of weighted rows takes ten times as long.
    """
    out = np.full(numbers.shape, np.nan)
    for k, column in enumerate(numbers.T):
        known = ~np.isnan(column)
        if known.any():
            values = np.sort(column[known])
            cuts = np.unique(values[np.arange(1, BINS) * len(values) // BINS])
            out[known, k] = np.searchsorted(cuts, column[known], side="right")
    return out
