"""Multivariate Gaussian SMOTE: new rows from a normal around each rare row's neighbourhood."""

import numpy as np
import pandas as pd

from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._between import majority, present
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._neighbors import KnownNeighbors, shrunk_k
from synthbalance.samplers._rows import NewRows


class MGSSampler(TableOverSampler):
    """Draw each row from the normal distribution of a rare row and its nearest rare neighbours.

    The centre is the mean of the seed and its neighbours, the covariance theirs as well, so that new
    rows spread over the neighbourhood instead of lying on lines through it. They are drawn as the
    centre plus the centred parents with normal weights, which has exactly that covariance and needs no
    matrix of it. A category is the one most of the neighbours have (the SMOTE-NC rule). One parent,
    drawn for each new row, gives what cannot be averaged: where its number is missing or an atom (a
    value with over 2 % of the mass, such as 0), the new row has it too, and elsewhere the parents with
    ordinary numbers make the normal.

    Parameters
    ----------
    k_neighbors : int, default=5
        Neighbours in the normal, beside the seed; shrinks, with a warning, to what the class has. The
        paper's choice, one more than there are number columns, gives a covariance of full rank.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns take the seed's values.

    Attributes
    ----------
    parents_ : DataFrame with the columns `seed` and `donor`
        Positions in X of the real row in whose neighbourhood each new row was drawn, and of the parent
        whose missing values and atoms it has.
    report_ : dict
        As in every sampler; of a class above 20,000 rows, whose nearest clusters are searched, `neighbor_recall`,
        the share of the true neighbours of 512 rows that was found.

    See Also
    --------
    SMOTESampler : New rows on the lines between neighbours.
    GaussianCopulaSampler : One normal for the whole class.

    Notes
    -----
    Wider neighbourhoods are smoother: rows lie between groups of the class, but repeat it less. A normal
    has tails, so that a number may lie a little beyond the real ones; `permitted_range` bounds it.

    References
    ----------
    Sakho, Malherbe and Scornet (2025), ECML-PKDD; arXiv:2402.03819: do we need rebalancing strategies?

    Examples
    --------
    >>> import pandas as pd
    >>> from synthbalance.samplers.mgs import MGSSampler
    >>> X = pd.DataFrame({"amount": [1.0, 2.0, 3.0, 4.0, 5.0, 10.0, 20.0]})
    >>> sampler = MGSSampler(k_neighbors=1, random_state=0).fit(X, [0, 0, 0, 0, 0, 1, 1])
    >>> round(sampler.generate(10_000, label=1)["amount"].mean())
    15
    """

    label = "MGS"
    sentence = "Drawn from a normal around rare neighbours."
    knobs = (Knob("k_neighbors", low=1, soft=(1, 40), help="neighbours in the normal around a row"),)

    def __init__(
        self,
        *,
        k_neighbors=5,
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

    def _prepare(self, X, y, rng):
        self._known = KnownNeighbors(self.encoder_, X)

    def _draw(self, X, is_label, n_new, rng):
        rows = np.flatnonzero(is_label)
        k = shrunk_k(self.k_neighbors, len(rows), self._y[rows[0]])
        for_seed, for_donor, for_weights = rng.spawn(3)
        seed = for_seed.integers(0, len(rows), n_new)
        seeds, which = np.unique(seed, return_inverse=True)
        around = seeds[:, None]
        if k > 0:
            near = self._known.of(self._y[rows[0]], rows, seeds, k, self._tick, self.report_)
            around = np.column_stack([seeds, near])
        donor = around[which, for_donor.integers(0, k + 1, n_new)]
        weights = for_weights.standard_normal((n_new, k + 1), dtype=np.float32)
        return self._around(X, rows, seed, donor, weights, around, which)

    def _around(self, X, rows, seed, donor, weights, around, which):
        encoder, fixed = self.encoder_, set(self.immutable if self.immutable is not None else ())

        def column(name):
            if name in fixed or name in encoder.empty_names_:
                return X[name].take(rows[seed]).reset_index(drop=True)
            if name in encoder.scale_:
                numbers = encoder.numbers(name, X[[name]].iloc[rows])
                kept = encoder.atom_mask(name, numbers)
                return encoder.decode(name, _gaussian(numbers, kept, donor, weights, around, which))
            codes = encoder.codes(name, X[[name]].iloc[rows])
            neighbors = around[:, 1:] if around.shape[1] > 1 else around
            return encoder.decode(name, present(majority(codes[neighbors])[which], codes[donor]))

        return NewRows(len(seed), column, pd.DataFrame({"seed": rows[seed], "donor": rows[donor]}))


def _gaussian(numbers, kept, donor, weights, around, which):
    """Numbers drawn around their parents' mean with their parents' covariance; the donor's own where it is kept.

    Parameters
    ----------
    numbers : float array of shape (n_class,)
    kept : bool array of shape (n_class,)
        Missing values and atoms.
    donor : int array of shape (n_new,)
    weights : float array of shape (n_new, k + 1)
        Standard normal, the same for every column, so that columns vary together.
    around : int array of shape (n_seeds, k + 1)
        Each seed and its neighbours.
    which : int array of shape (n_new,)
        Row of `around` for each new row.
    """
    ordinary = ~kept[around]
    count = np.maximum(ordinary.sum(axis=1), 1)
    start = np.where(ordinary[:, 0], numbers[around[:, 0]], 0.0)  # equal parents give their value to the last digit
    values = np.where(ordinary, numbers[around] - start[:, None], 0.0)
    mean = values.sum(axis=1) / count
    centred = np.where(ordinary, values - mean[:, None], 0.0) / np.sqrt(count)[:, None]
    made = (start + mean)[which]
    for position in range(around.shape[1]):
        made += weights[:, position] * centred[which, position]
    return np.where(kept[donor], numbers[donor], made)
