"""Tables drawn from a known distribution: what a sampler should find in them is known."""

import numpy as np
import pandas as pd
from scipy.stats import norm


def moons(n_rows=400, n_rare=60, seed=0):
    """Rare rows in two clouds: one among the others, one far away; columns of very different units."""
    rng = np.random.default_rng(seed)
    y = np.zeros(n_rows, dtype=int)
    y[rng.choice(n_rows, n_rare, replace=False)] = 1
    values = rng.normal(size=(n_rows, 2)) + np.where(
        y[:, None] == 1, np.where(rng.random((n_rows, 1)) < 0.5, 1.5, 9), 0
    )
    return pd.DataFrame(values * [1.0, 1000.0], columns=["near", "far"]), y


def copula(n_rows=6000, r=0.6, seed=0):
    """A log-normal amount, a fee, a category of four levels and a count, bound with correlation r; labels by turns."""
    rng = np.random.default_rng(seed)
    normals = rng.multivariate_normal(np.zeros(4), np.full((4, 4), r) + (1 - r) * np.eye(4), n_rows)
    frame = pd.DataFrame(
        {
            "amount": np.exp(normals[:, 0]),
            "fee": norm.cdf(normals[:, 1]),
            "size": np.array(["s", "m", "l", "xl"])[np.digitize(normals[:, 2], [-0.8, 0.1, 1.3])],
            "count": np.digitize(normals[:, 3], [-1.5, -0.5, 0.0, 0.7, 1.6]),
        }
    )
    return frame, np.arange(n_rows) % 2


def steps(frame):
    """Normal scores of every column, categories in the order of their size: to compare dependence."""
    order = frame.assign(size=frame["size"].map({"s": 0, "m": 1, "l": 2, "xl": 3}))
    return order.rank(pct=True).corr(method="pearson")
