"""Small tables of outcomes, scores and weights that the tests of the metrics share."""

import numpy as np
from hypothesis import strategies as st


def binormal(n_rare, n_other, shift=1.5, seed=0, decimals=None):
    """Outcomes and scores: others around 0, rare rows around `shift`; rounded scores tie."""
    rng = np.random.default_rng(seed)
    y = np.r_[np.ones(n_rare, dtype=int), np.zeros(n_other, dtype=int)]
    score = rng.standard_normal(n_rare + n_other) + shift * y
    order = rng.permutation(len(y))
    return y[order], (score if decimals is None else score.round(decimals))[order]


@st.composite
def tied_tables(draw, n_max=40):
    """(y, score, weight) with both classes, many ties and whole-number weights."""
    n = draw(st.integers(4, n_max))
    y = [1, 0, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))]
    score = draw(st.lists(st.integers(0, 8), min_size=n, max_size=n))
    weight = draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    return np.array(y), np.array(score) / 8, np.array(weight)
