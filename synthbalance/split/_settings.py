"""The arguments that are no columns: shares, seed, and how they read in generated code."""

import datetime
import numbers

import numpy as np
import pandas as pd

from synthbalance.split._target import plain


def check_share(share, name):
    """Raise ValueError unless `share` is a number between 0 and 1, both excluded."""
    if isinstance(share, bool | np.bool_) or not isinstance(share, numbers.Real) or not 0 < share < 1:
        raise ValueError(f"{name} must be a share above 0 and below 1, got {share!r}. Pass one such as {name}=0.2.")


def check_shares(holdout, validation):
    """Raise ValueError unless both shares are valid and leave rows for train."""
    check_share(holdout, "holdout")
    check_share(validation, "validation")
    if holdout + validation >= 1:
        raise ValueError(
            f"holdout={holdout:g} and validation={validation:g} must sum to less than 1, as the rest is train."
            " Lower one of them."
        )


def read_seed(random_state):
    """`random_state` as one integer that repeats the call: itself, or drawn from a generator or the system."""
    if random_state is None:
        return int(np.random.default_rng().integers(2**31))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    whole = isinstance(random_state, numbers.Integral) and not isinstance(random_state, bool)
    if not whole or random_state < 0:
        raise ValueError(
            f"random_state must be an integer of at least 0, None or a numpy generator, got {random_state!r}."
            " Pass an integer such as 0."
        )
    return int(random_state)


def repeatable(given, defaults, always):
    """The keyword arguments that repeat a call, as plain Python values; defaults are left out unless in `always`."""
    values = {name: _literal(value) for name, value in given.items()}
    return {name: value for name, value in values.items() if name in always or value != defaults.get(name)}


def _literal(value):
    if isinstance(value, pd.Timedelta | np.timedelta64 | datetime.timedelta):
        return str(pd.Timedelta(value))
    if isinstance(value, tuple | list):
        return [plain(item) for item in value] or None
    return plain(value)
