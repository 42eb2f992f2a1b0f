"""Coverage and density: whether synthetic rows lie where real ones lie, and whether they lie everywhere there."""

import numpy as np
from scipy.special import gammaln

from synthbalance.audit._places import blocks, nearest, squares
from synthbalance.audit._progress import between, told, unheard

NEIGHBORS = 5
_ROUNDING = 1e-9


def coverage_and_density(real, new, most=None, tell=unheard):
    """Coverage and density of Naeem et al., row by row.

    Around each real row a ball reaches to its fifth neighbour among the real rows. Density is the mean number of
    balls that a synthetic row lies in, by 5: about 1 where it is distributed as the real ones, above where it
    crowds where they are dense. Coverage is the share of balls with a synthetic row in it; it grows with their
    number, so that we give what it is expected to be for as many synthetic rows as real ones (exactly, over all
    samples of that many). Two samples of one distribution have about 0.97.

    Parameters
    ----------
    real, new : Places
        At least 2 real rows; with 5 or fewer, the balls reach to the last neighbour.
    most : int, default=None
        Synthetic rows that coverage is for; None is as many as real ones.
    tell : callable (float), optional
        Told the share that is done.

    Returns
    -------
    covered : float array of shape (n_real,)
        Probability that each ball is reached; coverage is the mean.
    inside : float array of shape (n_new,)
        Balls that each synthetic row lies in, by 5; density is the mean.
    share : float array of shape (n_real,)
        Synthetic rows in each ball, in units that also average to the density.

    References
    ----------
    Naeem et al. (2020), Reliable Fidelity and Diversity Metrics for Generative Models, arXiv:2002.09797.
    """
    k = min(NEIGHBORS, len(real) - 1)
    radii = nearest(real, real, k + 1, between(tell, 0.0, 0.5))[:, k] ** 2
    reached, inside = np.zeros(len(real)), np.zeros(len(new))
    for part in told(blocks(len(real), len(new)), between(tell, 0.5, 1.0)):
        distances = squares(real[part], new)
        limit = radii[part] + _ROUNDING * (1 + radii[part] + real[part].lengths)
        within = distances <= limit[:, None]
        reached[part] = within.sum(axis=1)
        inside += within.sum(axis=0)
    covered = _reached_by(reached, len(new), min(len(real) if most is None else most, len(new)))
    return covered, inside / k, reached * len(real) / (k * len(new))


def _reached_by(reached, n_new, n_drawn):
    """Probability that at least one of `n_drawn` rows, out of n_new without replacement, is among those reached."""
    left = n_new - reached
    possible = left >= n_drawn
    some = np.where(possible, left, n_drawn)
    missed = np.exp(_log_choose(some, n_drawn) - _log_choose(n_new, n_drawn))
    return 1 - np.where(possible, np.minimum(missed, 1.0), 0.0)


def _log_choose(n, k):
    return gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
