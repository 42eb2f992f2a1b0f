"""People by sex and age, and a run that decides on them by a rule."""

from types import SimpleNamespace

import numpy as np
import pandas as pd


class Stub:
    """A run that flags by a rule: `rule(X)` is the probability of each row."""

    def __init__(self, X, y, rule, weight=None, none=None):
        part = SimpleNamespace(X=X, y=pd.Series(y, index=X.index), weight=weight)
        self.split, self.threshold, self._rule = SimpleNamespace(holdout=part, multiclass=False), 0.5, rule
        self.none = self if none is None else Stub(X, y, none, weight)
        self.holdout_probabilities = rule(X)

    def predict_proba(self, X):
        rare = self._rule(X)
        return np.column_stack([1 - rare, rare])


def people(n=1200, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(
        {
            "sex": rng.choice(["Female", "Male"], n),
            "age": rng.integers(18, 90, n),
            "x": rng.normal(size=n),
        },
        index=np.arange(n) * 2 + 5,
    )
    y = (rng.random(n) < 0.15 + 0.1 * (X["sex"] == "Male")).to_numpy().astype(np.int8)
    return X, y


def by_x(X):
    """High x is flagged, whoever it is."""
    return (X["x"] > 0.5).to_numpy() * 1.0


def by_sex(X):
    """Men are flagged at a lower x."""
    return (X["x"] > np.where(X["sex"] == "Male", 0.2, 0.8)).to_numpy() * 1.0


def value(table, group, measure):
    return table.set_index(["group", "measure"]).loc[(group, measure)]
