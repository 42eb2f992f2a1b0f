"""SMOTE: new rows on the segments between rare rows and their nearest rare neighbours."""

import warnings
from typing import ClassVar

import numpy as np
import pandas as pd
from sklearn.utils._param_validation import StrOptions

from synthbalance._errors import DataWarning
from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._neighbors import nearest_rows
from synthbalance.samplers._rows import NewRows


class SMOTESampler(TableOverSampler):
    """Make rows between each rare row and one of its nearest rare neighbours.

    A number is interpolated between the two parents; a category is the one most of the seed's
    neighbours have (the SMOTE-NC rule), missing where the nearer parent's is. Where either parent's
    number is missing or an atom (a value with over 2 % of the mass, such as 0), the new row takes the
    nearer parent's. Distances are in standard deviations of each column; two different categories
    count as one such unit, the median of the columns' deviations.

    Parameters
    ----------
    k_neighbors : int, default=5
        How many nearest rows of its class a row may be joined with; shrinks, with a warning, to
        what the class has.
    neighbors : {"auto", "exact"}, default="auto"
        "auto" searches the nearest clusters of rows where the class has more than 20,000 and all
        columns are numbers, as many as hold 97 % of the true neighbours of 512 rows; where that is
        most of the class, and with "exact", all rows are compared.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns take the seed's values.

    Attributes
    ----------
    parents_ : DataFrame with the columns `seed` and `neighbor`
        Positions in X of the two real rows that each new row lies between.

    See Also
    --------
    RandomSampler : Copies, the fair control.

    Notes
    -----
    On a well-regularised boosted model SMOTE rarely beats doing nothing; ratios near 1:1 usually
    lose. Always look at `Run.delta` before you keep it.

    References
    ----------
    Chawla, Bowyer, Hall and Kegelmeyer (2002), Journal of Artificial Intelligence Research 16, 321-357.

    Examples
    --------
    >>> import pandas as pd
    >>> from synthbalance import SMOTESampler
    >>> X = pd.DataFrame({"amount": [1.0, 2.0, 3.0, 4.0, 10.0, 20.0]})
    >>> sampler = SMOTESampler(k_neighbors=1, random_state=0)
    >>> X_new, y_new = sampler.fit_resample(X, [0, 0, 0, 0, 1, 1])
    >>> bool(X_new["amount"][6:].between(10, 20).all())
    True
    """

    label = "SMOTE"
    sentence = "New rows between rare neighbours."
    knobs = (Knob("k_neighbors", low=1, soft=(1, 20), help="neighbours a row may be joined with"),)

    _parameter_constraints: ClassVar[dict] = {
        **TableOverSampler._parameter_constraints,
        "neighbors": [StrOptions({"auto", "exact"})],
    }

    def __init__(
        self,
        *,
        k_neighbors=5,
        neighbors="auto",
        sampling_strategy="auto",
        permitted_range=None,
        immutable=None,
        constraints=None,
        random_state=None,
    ):
        super().__init__(
            sampling_strategy=sampling_strategy,
            permitted_range=permitted_range,
            immutable=immutable,
            constraints=constraints,
            random_state=random_state,
        )
        self.k_neighbors = k_neighbors
        self.neighbors = neighbors

    def _draw(self, X, is_label, n_new, rng):
        rows = np.flatnonzero(is_label)
        k = self._shrunk_k(len(rows), self._y[rows[0]])
        for_seed, for_neighbor, for_gap = rng.spawn(3)
        seed = for_seed.integers(0, len(rows), n_new)
        if k == 0:
            return _between(self, X, rows, seed, seed, np.zeros(n_new), seed[:, None])
        seeds, which = np.unique(seed, return_inverse=True)
        near = nearest_rows(self.encoder_, X, rows, seeds, k, exact=self.neighbors == "exact", tick=self._tick)
        neighbor = near[which, for_neighbor.integers(0, k, n_new)]
        return _between(self, X, rows, seed, neighbor, for_gap.random(n_new), near, which)

    def _shrunk_k(self, n_rows, label):
        k = min(self.k_neighbors, n_rows - 1)
        if k < self.k_neighbors:
            made = "its one row is copied" if k == 0 else f"k_neighbors={k} is used"
            label = label.item() if isinstance(label, np.generic) else label
            warnings.warn(
                f"k_neighbors={self.k_neighbors} needs {self.k_neighbors + 1} rows of class {label!r}, "
                f"found {n_rows}; {made}.",
                DataWarning,
                stacklevel=5,
            )
        return k


def _between(sampler, X, rows, seed, neighbor, gap, near, which=None):
    """The rows at share `gap` of the way from `seed` to `neighbor` (positions among `rows`)."""
    encoder, fixed = sampler.encoder_, set(sampler.immutable if sampler.immutable is not None else ())

    def column(name):
        if name in fixed or name in encoder.empty_names_:
            return X[name].take(rows[seed]).reset_index(drop=True)
        if name in encoder.scale_:
            numbers = encoder.numbers(name, X[[name]].iloc[rows])
            return encoder.decode(name, _interpolate(numbers, encoder.atom_mask(name, numbers), seed, neighbor, gap))
        codes = encoder.codes(name, X[[name]].iloc[rows])
        voted = _majority(codes[near])
        nearer = codes[np.where(gap < 0.5, seed, neighbor)]
        return encoder.decode(name, _present(voted if which is None else voted[which], nearer))

    parents = pd.DataFrame({"seed": rows[seed], "neighbor": rows[neighbor]})
    return NewRows(len(seed), column, parents)


def _interpolate(numbers, fixed, seed, neighbor, gap):
    start, end = numbers[seed], numbers[neighbor]
    made = start + gap * (end - start)
    jump = (fixed[seed] | fixed[neighbor]) if fixed.any() else None
    return made if jump is None else np.where(jump, np.where(gap < 0.5, start, end), made)


def _majority(codes):
    """Most frequent present code in each row of `codes`; of equals, the nearest neighbour's."""
    votes = (codes[:, :, None] == codes[:, None, :]).sum(axis=2)
    votes[codes < 0] = 0
    return np.take_along_axis(codes, votes.argmax(axis=1)[:, None], axis=1)[:, 0]


def _present(voted, nearer):
    """The code voted for; missing where the nearer parent is, so that the vote does not fill every gap."""
    return np.where((nearer < 0) | (voted < 0), nearer, voted)
