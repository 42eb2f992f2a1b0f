"""SMOTE: new rows on the segments between rare rows and their nearest rare neighbours."""

from typing import ClassVar

import numpy as np
from sklearn.utils._param_validation import StrOptions

from synthbalance._warned import warn
from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._between import between
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._neighbors import KnownNeighbors, shrunk_k
from synthbalance.samplers._pools import NoPool, find_pool

VARIANTS = ("regular", "borderline", "svm", "kmeans", "adasyn")


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
    variant : {"regular", "borderline", "svm", "kmeans", "adasyn"}, default="regular"
        Which rows are joined. "regular": all. "borderline": those in danger, with at least half, but not
        all, of their 10 nearest rows in another class. "svm": the support vectors of a classifier; those
        in danger are joined with neighbours, the safe ones step up to half as far away from them, and
        those among other rows alone are left out. "kmeans": rows within clusters where the class is no
        rarer than in the whole table, more in those where it lies thinly. "adasyn": each row as often as
        rows of another class are near it.
    neighbors : {"auto", "exact"}, default="auto"
        "auto" compares each row of a class of more than 20,000 with those of the nearest clusters, as many as
        hold 97 % of the true neighbours of 512 rows but at most 40,000; up to 100,000 rows, where that is most of
        the class, and with "exact", all rows are compared. For "regular" only.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns take the seed's values.

    Attributes
    ----------
    parents_ : DataFrame with the columns `seed` and `neighbor`
        Positions in X of the two real rows that each new row lies between (beyond `seed`, on the same
        line, for the safe support vectors of "svm").
    report_ : dict
        As in every sampler; after a search of clusters `neighbor_recall`, the share of the true neighbours of 512
        rows that it found.

    See Also
    --------
    RandomSampler : Copies, the fair control.
    MGSSampler : New rows from a Gaussian around the neighbours.

    Notes
    -----
    On a well-regularised boosted model SMOTE rarely beats doing nothing; ratios near 1:1 usually
    lose. Always look at `Run.delta` before you keep it.

    imbalanced-learn finds the points in danger, the support vectors and the clusters, where each of the
    30 commonest levels of a category is a column and the others are one. Where a variant finds nothing
    to start from, a warning says why and "regular" is used. The support vector machine looks at an even
    sample of at most 10,000 rows a class.

    References
    ----------
    Chawla, Bowyer, Hall and Kegelmeyer (2002), Journal of Artificial Intelligence Research 16, 321-357.
    Han, Wang and Mao (2005), ICIC, 878-887: borderline.
    Nguyen, Cooper and Kamei (2011), Int. J. of Knowledge Engineering and Soft Data Paradigms 3, 4-21: svm.
    Last, Douzas and Bacao (2017), arXiv:1711.00837: kmeans.
    He, Bai, Garcia and Li (2008), IJCNN, 1322-1328: adasyn.

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
    knobs = (
        Knob("k_neighbors", low=1, soft=(1, 20), help="neighbours a row may be joined with"),
        Knob("variant", choices=VARIANTS, help="which rows are joined"),
    )

    _parameter_constraints: ClassVar[dict] = {
        **TableOverSampler._parameter_constraints,
        "neighbors": [StrOptions({"auto", "exact"})],
    }

    def __init__(
        self,
        *,
        k_neighbors=5,
        variant="regular",
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
        self.variant = variant
        self.neighbors = neighbors

    def _prepare(self, X, y, rng):
        self._pools, self._pool_seed = {}, int(rng.integers(2**31))
        self._known = KnownNeighbors(self.encoder_, X, exact=self.neighbors == "exact")

    def _draw(self, X, is_label, n_new, rng):
        rows = np.flatnonzero(is_label)
        k = shrunk_k(self.k_neighbors, len(rows), self._y[rows[0]])
        for_seed, for_neighbor, for_gap = rng.spawn(3)
        pool = self._pool(X, is_label, rows, k)
        if pool is not None:
            which = np.searchsorted(np.cumsum(pool.share)[:-1], for_seed.random(n_new), side="right")
            neighbor = pool.near[which, for_neighbor.integers(0, pool.near.shape[1], n_new)]
            gap = for_gap.random(n_new) * pool.step[which]
            return between(self, X, rows, pool.seed[which], neighbor, gap, pool.near, which)
        seed = for_seed.integers(0, len(rows), n_new)
        if k == 0:
            return between(self, X, rows, seed, seed, np.zeros(n_new), seed[:, None])
        seeds, which = np.unique(seed, return_inverse=True)
        near = self._known.of(self._y[rows[0]], rows, seeds, k, self._tick, self.report_)
        neighbor = near[which, for_neighbor.integers(0, k, n_new)]
        return between(self, X, rows, seed, neighbor, for_gap.random(n_new), near, which)

    def _pool(self, X, is_label, rows, k):
        """What the variant starts from, found once a class; None where all rows are joined."""
        label = self._y[rows[0]]
        if self.variant == "regular" or k == 0:
            return None
        if label not in self._pools:
            self._tick(f"finding where to add rows ({self.variant})", 0, 1)
            self._pools[label] = self._found_pool(X, is_label, k, label)
            self._tick(f"finding where to add rows ({self.variant})", 1, 1)
        return self._pools[label]

    def _found_pool(self, X, is_label, k, label):
        try:
            return find_pool(self.variant, self.encoder_, X, is_label, k, self._pool_seed)
        except NoPool as reason:
            warn(
                f'variant="{self.variant}" finds nothing to start from for class {plain_label(label)!r}: {reason}; '
                f'variant="regular" is used.',
                stacklevel=6,
            )
            return None
