"""Membership inference: whether synthetic rows betray which real rows they were made from."""

import numpy as np

from synthbalance.audit._places import nearest
from synthbalance.audit._progress import in_turn, unheard

NEIGHBORS = 3
_NOTHING = 1e-6


def density_ratio(candidates, new, reference, tell=unheard):
    """DOMIAS's score: how much denser synthetic rows lie around each candidate than real rows of the population do.

    Synthetic rows that crowd where real rows do not betray a row that was learned by heart. Densities are those of
    nearest neighbours: the logarithm of the distance to the first, second and third one, averaged (density
    estimates on mixed tables with dozens of columns that need no bandwidth; factors common to all candidates do
    not change their order).

    Parameters
    ----------
    candidates, new, reference : Places
        Rows to judge, synthetic rows, and real rows that were not trained on; the last two have at least 1 row.
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    float array of shape (n_candidates,)
        Higher means that it more likely was trained on.

    References
    ----------
    van Breugel, Sun, Qian and van der Schaar (2023), Membership Inference Attacks against Synthetic Data through
    Overfitting Detection, arXiv:2302.12580.
    """
    k = min(NEIGHBORS, len(new), len(reference))
    known = zip((new, reference), in_turn(tell, 2), strict=True)
    near, usual = (nearest(candidates, rows, k, share) for rows, share in known)
    nothing = _NOTHING * max(float(np.median(usual)), np.finfo(float).tiny)
    return (np.log(usual + nothing) - np.log(near + nothing)).mean(axis=1)
