"""The oracle's own model: LightGBM trees, with progress while they grow and no ceremony when they predict."""

import numpy as np

N_TREES = 100


class Trees:
    """A grown LightGBM model without the checks that its scikit-learn face makes at every call."""

    def __init__(self, booster):
        self._booster = booster

    def predict_proba(self, rows):
        """Probabilities of 0 and 1: float array of shape (n, 2)."""
        score = self._booster.predict(rows, num_threads=1)
        return np.column_stack([1 - score, score])


def grow(rows, y, categories, seed, grown):
    """Small, slow and ridged trees, as the package's default model: stable where one row in a thousand is rare.

    Parameters
    ----------
    rows : float array of shape (n, n_columns)
    y : int array of shape (n,)
        0 or 1.
    categories : list of int
        Columns that hold codes.
    seed : int
    grown : callable (n_trees)
        Told before each tree; may raise.
    """
    from lightgbm import LGBMClassifier

    model = LGBMClassifier(
        n_estimators=N_TREES,
        learning_rate=0.06,
        num_leaves=15,
        min_child_weight=1.0,
        min_child_samples=1,
        reg_lambda=1.0,
        colsample_bytree=0.8,
        cat_smooth=20.0,
        random_state=seed,
        n_jobs=1,
        verbosity=-1,
        deterministic=True,
        force_row_wise=True,
    )
    each_tree = [lambda state: grown(state.iteration)]
    return Trees(model.fit(rows, y, categorical_feature=categories or "auto", callbacks=each_tree).booster_)
