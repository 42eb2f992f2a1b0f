"""Margins: each column alone is put right after training, so that a net answers for the dependence only.

Numbers are learned as normal scores, so the margin of each class is known to be a standard normal: a
monotone map takes the drawn scores there (the rank step of a copula). Codes get an offset on their
scores, found so that each is drawn as often as its class has it.
"""

import numpy as np
from scipy.special import ndtri

_KNOTS = 64
_ROUNDS = 60
_NEVER = -1e9
LEAST_ROWS = 20


class Margins:
    """The maps of each class; `arrays()` and `Margins(**arrays)` store them.

    Parameters
    ----------
    sources : float array of shape (n_classes, n_numbers, n_knots)
        Drawn scores at the knots' shares; NaN where a column stays as it is.
    targets : float array of shape (n_knots,)
    offsets : float array of shape (n_classes, n_flat)
    """

    def __init__(self, sources, targets, offsets):
        self.sources, self.targets, self.offsets = sources, targets, offsets

    @classmethod
    def none(cls, n_classes, n_numbers, n_flat):
        """Maps that change nothing."""
        share = (np.arange(_KNOTS) + 0.5) / _KNOTS
        return cls(np.full((n_classes, n_numbers, _KNOTS), np.nan), ndtri(share), np.zeros((n_classes, n_flat)))

    def arrays(self):
        return {"sources": self.sources, "targets": self.targets, "offsets": self.offsets}

    def fit_codes(self, label, flat, share, sizes):
        """Learn the offsets of one class.

        Parameters
        ----------
        label : int
            Position of the class.
        flat : float array of shape (n_drawn, n_flat)
            Scores of drawn rows, without offsets.
        share : float array of shape (n_flat,)
            How often the class has each code.
        sizes : list of int
            Codes of each block that `flat` holds, in its order.
        """
        start = 0
        for size in sizes:
            part = slice(start, start + size)
            self.offsets[label, part] = _offsets(flat[:, part], share[part])
            start += size

    def fit_numbers(self, label, numbers, ordinary):
        """Learn the maps of one class from its drawn scores (n_drawn, n_numbers); `ordinary` marks those that count."""
        share = (np.arange(_KNOTS) + 0.5) / _KNOTS
        for position in range(numbers.shape[1]):
            values = numbers[ordinary[:, position], position]
            if len(values) >= LEAST_ROWS:
                source = np.quantile(values, share)
                self.sources[label, position] = source + np.arange(_KNOTS) * 1e-7

    def apply(self, label, numbers):
        """Drawn scores (n, n_numbers) of one class on their known margins; beyond the knots a shift."""
        made = numbers.astype(np.float32, copy=True)
        for position, source in enumerate(self.sources[label]):
            if not np.isnan(source[0]):
                values = numbers[:, position].astype(np.float64)
                beyond = values - np.clip(values, source[0], source[-1])
                made[:, position] = np.interp(values, source, self.targets) + beyond
        return made


def _offsets(scores, share):
    """Offsets (size,) with which the highest score falls on each code as often as `share` says."""
    seen = share > 0
    offsets = np.where(seen, 0.0, _NEVER)
    spread = max(float(scores.std()), 1e-3)
    best, found = np.inf, offsets
    for turn in range(_ROUNDS):
        drawn = np.bincount((scores + offsets).argmax(axis=1), minlength=len(share)) / len(scores)
        error = np.abs(drawn - share).sum()
        if error < best:
            best, found = error, offsets
        if error < 1.0 / len(scores):
            break
        pull = np.log((share[seen] + 1e-3) / (drawn[seen] + 1e-3))
        offsets = offsets.copy()
        offsets[seen] += spread * pull / (1 + turn / 8)
    return found
