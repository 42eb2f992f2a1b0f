"""Runs made by hand: a split of known distributions, and any rows in the place of a sampler's."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

PARTS = {"train": 300, "validation": 200, "holdout": 200}


def rows(n, rng, shift=0.0):
    """Two dependent numbers, a whole number, a date and a category; `shift` moves the numbers."""
    x = rng.normal(size=n) + shift
    return pd.DataFrame(
        {
            "x": x,
            "z": 0.8 * x + 0.6 * rng.normal(size=n),
            "n_items": rng.poisson(4 + max(shift, 0), n),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, n), unit="D"),
            "channel": pd.Categorical(rng.choice(["web", "shop", "phone"], n, p=[0.6, 0.3, 0.1])),
        }
    )


def rare(n, rng):
    return rows(n, rng, shift=2.5)


def make_split(seed=0, n_rare=PARTS, n_others=400, **changes):
    """Rare rows around 2.5 and others around 0, in three parts with numbered rows."""
    rng = np.random.default_rng(seed)
    parts, start = {}, 0
    for name, n in n_rare.items():
        X = pd.concat([rare(n, rng), rows(n_others, rng)], ignore_index=True)
        X.index += start
        y = pd.Series(np.repeat([1, 0], [n, n_others]).astype("int8"), index=X.index)
        parts[name], start = SimpleNamespace(X=X, y=y, weight=None), start + len(X)
    return SimpleNamespace(**{**parts, "how": "stratified", **changes})


def make_run(new, split=None, labels=None, sampler=None, name="made"):
    """A run with `new` as its synthetic rows; labels are 1 where none are given."""
    labels = np.ones(0 if new is None else len(new), dtype=int) if labels is None else labels
    plan = SimpleNamespace(sampler=sampler)
    return SimpleNamespace(name=name, split=split or make_split(), synthetic=new, _labels=labels, _plan=plan)


def value(frame, measure):
    """The value of one measure of a tidy frame."""
    return frame.set_index("measure")["value"][measure]


def sentence(frame, measure):
    return frame.set_index("measure")["sentence"][measure]
