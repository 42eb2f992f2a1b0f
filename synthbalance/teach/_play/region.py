"""What a model takes from the points: where it says rare, and what it catches of points that it has not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from sklearn.base import clone, is_classifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from synthbalance.teach._play.making import Recipe, make
from synthbalance.teach._play.points import counts_of, table_of
from synthbalance.ui.parts import silent

SIZE = (80, 60)  # cells across and up
MODELS = {
    "logistic": ("Logistic regression", LogisticRegression(C=100.0)),
    "neighbors": ("5 nearest neighbours", KNeighborsClassifier(5)),
    "tree": ("Decision tree", DecisionTreeClassifier(min_samples_leaf=3, random_state=0)),
}
_FOLDS = 5


def own_model(model: Any) -> tuple[str, Any]:
    """Name and model of a classifier of one's own, or a ValueError."""
    if not is_classifier(model) or not hasattr(model, "predict_proba"):
        raise ValueError(
            f"model needs one of {', '.join(MODELS)}, or a classifier with predict_proba, got {type(model).__name__}."
        )
    return type(model).__name__, model


def region(model: Any, points: list[dict], rows: list[dict]) -> bytes:
    """Probability of the rare class over the square, of a model that learned from points and rows.

    Parameters
    ----------
    model : classifier
    points, rows : list of dict

    Returns
    -------
    bytes of shape (60, 80)
        0 to 255, the lowest y first; empty where there is one class only.
    """
    X, y = table_of([*points, *rows])
    if y.nunique() < 2:
        return b""
    across, up = ((np.arange(n) + 0.5) / n for n in SIZE)
    grid = pd.DataFrame({"x": np.tile(across, len(up)), "y": np.repeat(up, len(across))})
    return (_fitted(model, X, y).predict_proba(grid)[:, 1] * 255).round().astype(np.uint8).tobytes()


def verdict(model: Any, points: list[dict], recipe: Recipe) -> str:
    """What the rows are worth, by cross-validation in which rows are made from the training points alone.

    Parameters
    ----------
    model : classifier
    points : list of dict
    recipe : Recipe

    Returns
    -------
    str
        In words, with an interval; empty where nothing can be said.
    """
    _, y = table_of(points)
    folds = min(_FOLDS, *counts_of(points))
    if folds < 2:
        return ""
    if recipe.method == "gan":
        return "Not cross-validated: it would take five trainings."
    said = [_out_of_fold(model, points, one, folds) for one in (recipe, None)]
    return _words(y.to_numpy(), *said)


def _out_of_fold(model: Any, points: list[dict], recipe: Recipe | None, folds: int) -> np.ndarray:
    """Whether each point is called rare by a model that has seen neither it nor a row made from it."""
    X, y = table_of(points)
    said = np.zeros(len(y), dtype=bool)
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(X, y):
        seen = [points[i] for i in train]
        X_train, y_train = table_of([*seen, *(make(seen, recipe).rows if recipe else [])])
        said[test] = _fitted(model, X_train, y_train).predict_proba(X.iloc[test])[:, 1] >= 0.5
    return said


def _words(y: np.ndarray, said: np.ndarray, without: np.ndarray) -> str:
    rare, n_rare, n_other = y == 1, int(y.sum()), int((1 - y).sum())
    low, high = binomtest(int(said[rare].sum()), n_rare).proportion_ci(method="wilson")
    more, fewer = int((said & ~without)[rare].sum()), int((~said & without)[rare].sum())
    chance = binomtest(more, more + fewer).pvalue if more + fewer else 1.0
    told = "more than chance makes" if chance < 0.05 else "no more than chance makes of so few points"
    return (
        f"On points that it has not seen the model catches {said[rare].sum()} of {n_rare} rare points "
        f"({100 * low:.0f} to {100 * high:.0f} %), without synthetic rows {without[rare].sum()}; it flags "
        f"{said[~rare].sum()} of {n_other} others, without {without[~rare].sum()}. "
        f"The difference in rare points is {told} (p\u00a0=\u00a0{chance:.2f})."
    )


def _fitted(model: Any, X: pd.DataFrame, y: pd.Series) -> Any:
    with silent():
        return clone(model).set_params(**_fewer(model, len(X))).fit(X, y)


def _fewer(model: Any, n_rows: int) -> dict:
    """Fewer neighbours where there are fewer points."""
    return {"n_neighbors": min(model.n_neighbors, n_rows)} if isinstance(model, KNeighborsClassifier) else {}
