"""What the tests of the trained generators share: the classes, few steps, and tables with a dependence to learn."""

import warnings

import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance.samplers.diffusion import DiffusionSampler
from synthbalance.samplers.gan import ConditionalGANSampler
from synthbalance.samplers.vae import VAESampler
from tests.samplers.listed import quick

GENERATORS = [DiffusionSampler, ConditionalGANSampler, VAESampler]


def trained(cls, X, y, **changes):
    """A generator trained for a few steps, without the warnings about it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return quick(cls, **{"steps": 20, **changes}).fit(X, y)


def lines(n_rows=1200, n_rare=300, seed=0):
    """Two numbers that rise together in class 1 and against each other in class 0."""
    rng = np.random.default_rng(seed)
    y = (np.arange(n_rows) < n_rare).astype(int)
    a = rng.normal(size=n_rows)
    b = np.where(y == 1, 1, -1) * a + 0.3 * rng.normal(size=n_rows)
    return pd.DataFrame({"a": a, "b": b}), y


def shops(n_rows=600, n_rare=120, seed=0):
    """A channel that sets the amount's size (web: small, app: large), and a fee that is a tenth of it."""
    rng = np.random.default_rng(seed)
    channel = rng.choice(["web", "app"], n_rows)
    amount = np.where(channel == "web", 10.0, 1000.0) * rng.uniform(0.8, 1.2, n_rows)
    frame = pd.DataFrame(
        {"channel": channel, "amount": amount, "fee": amount / 10, "items": rng.integers(1, 9, n_rows)}
    )
    return frame, (np.arange(n_rows) < n_rare).astype(int)
