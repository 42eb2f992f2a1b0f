"""The judge: trees trained on real rows, asked whether they agree with the labels of new ones."""

import numpy as np
from sklearn.ensemble import RandomForestClassifier

_MOST_ROWS = 5_000
_LARGEST = 1e30
_FOLDS = 3
_TREES = 40


class Judge:
    """Learn the classes from real rows, each class weighted alike, in three folds.

    Each fold's forest judges the real rows of its fold, which it did not see, and all new rows, so that
    both shares come from equally good judges.

    Parameters
    ----------
    encoder : TableEncoder
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
    seed : int
    tick : callable (done, total), optional
        Told before each forest; may raise.
    """

    def __init__(self, encoder, frame, y, seed, tick=None):
        rng = np.random.default_rng(seed)
        rows = [rng.permutation(np.flatnonzero(y == label))[:_MOST_ROWS] for label in np.unique(y)]
        fold = np.concatenate([np.arange(len(part)) % _FOLDS for part in rows])
        rows = np.concatenate(rows)
        self._encoder = encoder
        matrix, labels = self._matrix(frame.iloc[rows]), y[rows]
        self._forests = []
        for k in range(_FOLDS):
            if tick is not None:
                tick(k, _FOLDS)
            self._forests.append(_forest(seed).fit(matrix[fold != k], labels[fold != k]))
        self._real = {
            label: _share(
                (forest.predict(matrix[mask]) != label)
                for k, forest in enumerate(self._forests)
                if (mask := (fold == k) & (labels == label)).any()
            )
            for label in np.unique(y)
        }

    def disputed(self, frame, label):
        """Share of the rows of `frame` that a forest holds for another class than `label`, mean of the forests."""
        matrix = self._matrix(frame)
        return _share(forest.predict(matrix) != label for forest in self._forests)

    def disputed_real(self, label):
        """The same share of real rows of the class, each judged by the forest that did not see it."""
        return self._real[label]

    def _matrix(self, frame):
        return np.clip(self._encoder.matrix(frame), -_LARGEST, _LARGEST).astype(np.float32)


def disputed_shares(judge, drawn):
    """Shares that a judge disputes, of drawn rows and of real ones of the same classes.

    Parameters
    ----------
    judge : Judge
    drawn : list of (label, rows drawn, DataFrame of the first of them)

    Returns
    -------
    dict with `disputed` and `disputed_real`
    """
    weights = [n for _, n, _ in drawn]
    new = [judge.disputed(head, label) for label, _, head in drawn]
    real = [judge.disputed_real(label) for label, _, _ in drawn]
    return {
        "disputed": float(np.average(new, weights=weights)),
        "disputed_real": float(np.average(real, weights=weights)),
    }


def _forest(seed):
    return RandomForestClassifier(_TREES, min_samples_leaf=3, class_weight="balanced", random_state=seed, n_jobs=1)


def _share(disputes):
    return float(np.mean(np.concatenate(list(disputes))))
