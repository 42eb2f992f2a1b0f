"""What is done about a shortfall: relaxed candidates, copies, SMOTE rows, or a sentence."""

import numpy as np
import pandas as pd

from synthbalance.samplers._neighbors import nearest_rows
from synthbalance.samplers._rows import NewRows

SMOTE_K = 5


def ledger_frame(base, donor, relaxed):
    """The parents of new rows."""
    return pd.DataFrame({"base": base, "donor": donor, "relaxed": relaxed})


def smote_rows(encoder, X, is_label, n_new, immutable, rng, tick):
    """Rows between a row of the class (the base) and one of its nearest (the donor): `NewRows`, all marked as relaxed.

    Numbers are interpolated unless one end is missing or an atom; all else is the nearer parent's,
    immutable columns the base's.
    """
    rows = np.flatnonzero(is_label)
    base = rng.integers(0, len(rows), n_new)
    k = min(SMOTE_K, len(rows) - 1)
    seeds, which = np.unique(base, return_inverse=True)
    near = nearest_rows(encoder, X, rows, seeds, k, tick=tick) if k else seeds[:, None]
    donor = near[which, rng.integers(0, max(1, k), n_new)]
    gap = rng.random(n_new)
    nearer = rows[np.where(gap < 0.5, base, donor)]

    def column(name):
        if name in immutable:
            return X[name].take(rows[base]).reset_index(drop=True)
        copied = X[name].take(nearer).reset_index(drop=True)
        if name not in encoder.scale_:
            return copied
        numbers = encoder.numbers(name, X[[name]].iloc[rows])
        fixed = encoder.atom_mask(name, numbers)
        made = encoder.decode(name, numbers[base] + gap * (numbers[donor] - numbers[base]))
        return copied.where(pd.Series(fixed[base] | fixed[donor]), made).astype(X[name].dtype)

    return NewRows(n_new, column, ledger_frame(rows[base], rows[donor], np.ones(n_new, dtype=bool)))
