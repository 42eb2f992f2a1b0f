"""What rows made from neighbours share: numbers on a line, categories by majority, atoms and gaps kept."""

import numpy as np
import pandas as pd

from synthbalance.samplers._rows import NewRows


def between(sampler, X, rows, seed, neighbor, gap, near, which=None):
    """Rows at share `gap` of the way from a seed to a neighbour.

    Parameters
    ----------
    sampler : TableOverSampler
        Its encoder and its immutable columns are used.
    X : pandas.DataFrame
    rows : int array of shape (n_class,)
        Positions of the class in X.
    seed, neighbor : int arrays of shape (n_new,)
        Positions among `rows`.
    gap : float array of shape (n_new,)
        0 = the seed, 1 = the neighbour, below 0 = beyond the seed.
    near : int array of shape (n_lists, k)
        Positions among `rows` of the neighbours that vote for categories.
    which : int array of shape (n_new,), optional
        Row of `near` for each new row; the same row where not given.

    Returns
    -------
    NewRows
        With the parents `seed` and `neighbor`, positions in X.
    """
    encoder, fixed = sampler.encoder_, set(sampler.immutable if sampler.immutable is not None else ())

    def column(name):
        if name in fixed or name in encoder.empty_names_:
            return X[name].take(rows[seed]).reset_index(drop=True)
        if name in encoder.scale_:
            numbers = encoder.numbers(name, X[[name]].iloc[rows])
            return encoder.decode(name, _interpolate(numbers, encoder.atom_mask(name, numbers), seed, neighbor, gap))
        codes = encoder.codes(name, X[[name]].iloc[rows])
        voted = majority(codes[near])
        nearer = codes[np.where(gap < 0.5, seed, neighbor)]
        return encoder.decode(name, present(voted if which is None else voted[which], nearer))

    parents = pd.DataFrame({"seed": rows[seed], "neighbor": rows[neighbor]})
    return NewRows(len(seed), column, parents)


def majority(codes):
    """Most frequent present code in each row of `codes` (n, k), -1 = missing; of equals, the first one's."""
    votes = np.zeros(codes.shape, dtype=np.int32)
    for position in range(codes.shape[1]):
        votes += codes == codes[:, [position]]
    votes[codes < 0] = 0
    return np.take_along_axis(codes, votes.argmax(axis=1)[:, None], axis=1)[:, 0]


def present(voted, nearer):
    """The code voted for; missing where the nearer parent is, so that the vote does not fill every gap."""
    return np.where((nearer < 0) | (voted < 0), nearer, voted)


def _interpolate(numbers, fixed, seed, neighbor, gap):
    start, end = numbers[seed], numbers[neighbor]
    made = start + gap * (end - start)
    jump = (fixed[seed] | fixed[neighbor]) if fixed.any() else None
    return made if jump is None else np.where(jump, np.where(gap < 0.5, start, end), made)
