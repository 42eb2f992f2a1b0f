"""Two-sample judge: how well a classifier tells synthetic rows from real ones it has not seen."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold

from synthbalance._blas import libraries
from synthbalance.audit._progress import in_turn, told, unheard
from synthbalance.audit._tables import join

FOLDS = 5
BINS = 254
_TREES = 100
_CELLS_AT_ONCE = 100_000
_MOST_PARTS = 10


def judge_scores(real, new, seed, tell=unheard):
    """Out-of-fold probability of being synthetic, from small boosted trees for which both tables weigh the same.

    Parameters
    ----------
    real, new : Rows
        At least 2 rows each.
    seed : int
        Of the folds and of the trees.
    tell : callable (float), optional
        Told the share that is done.

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
    fewest, score = min(len(real), len(new)), np.empty(len(both))
    folds = StratifiedKFold(min(FOLDS, fewest), shuffle=True, random_state=seed)
    shares = in_turn(tell, folds.get_n_splits())
    for (known, asked), share in zip(folds.split(matrix, is_new), shares, strict=True):
        with libraries().limit(limits=1, user_api="openmp"):  # where cores are busy, more wait for seconds
            model = _grown(_trees(seed, fewest), matrix[known], is_new[known], share)
            score[asked] = model.predict_proba(matrix[asked])[:, 1]
    return score[: len(real)], score[len(real) :]


def _grown(model, matrix, is_new, tell):
    """The model after 100 trees; on a large table it pauses to tell, and goes on as if it had not."""
    n = min(_MOST_PARTS, 1 + matrix.size // _CELLS_AT_ONCE)
    for stop in told([_TREES * k // n for k in range(1, n + 1)], tell):
        model.set_params(max_iter=stop).fit(matrix, is_new)
    return model


def _trees(seed, n):
    """Trees of 7 leaves; leaves of 20 rows, fewer where the smaller table has few, as no tree could grow there."""
    return HistGradientBoostingClassifier(
        warm_start=True,
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
