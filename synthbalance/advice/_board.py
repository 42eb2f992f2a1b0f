"""The board: every fit of every candidate, paired with that of "none" on the same fold."""

import numpy as np

from synthbalance.advice._evidence import corrected_deviation, fresh_share, lower_bound
from synthbalance.advice._fits import decided_values


class Board:
    """Fits by candidate, repeat and fold, and the gains that follow from them.

    Parameters
    ----------
    candidates : list of Candidate, "none" first
    settings : Settings
    estimate : bool, default=True
        Whether to estimate what averages out over repeats (`fresh_share`); False where folds follow each other in
        time and repeats shift them a little.

    Attributes
    ----------
    failed : dict Candidate -> Exception
    dropped : dict Candidate -> str
        Why a candidate left the race.
    finalists : list of Candidate
    expected : dict repeat -> int
        Folds of each repeat.
    """

    def __init__(self, candidates, settings, estimate=True):
        self.candidates, self.settings, self.estimate = candidates, settings, estimate
        self.none, self.others = candidates[0], candidates[1:]
        self.failed, self.dropped, self.finalists = {}, {}, []
        self.expected, self._fits, self._decided = {}, {one: {} for one in candidates}, {}

    def add(self, one, repeat, fold, fitted):
        """Keep one fit."""
        self._fits[one][repeat, fold] = fitted

    def has(self, one, repeat, fold):
        """Whether this fit was made."""
        return (repeat, fold) in self._fits[one]

    def running(self):
        """Candidates that neither failed nor left, "none" not among them."""
        return [one for one in self.others if one not in self.failed and one not in self.dropped]

    def n_folds(self, one):
        """Folds this candidate was scored on, in all repeats."""
        return len(self._fits[one])

    def seconds(self, one):
        """Mean seconds of a fit; nan before the first."""
        known = [fitted.seconds for fitted in list(self._fits[one].values())]
        return float(np.mean(known)) if known else float("nan")

    def value(self, one):
        """Mean of the primary metric over all folds scored; nan before the first."""
        values = [v for repeat in self._repeats(one) for v in self.values(one, repeat).values()]
        return _mean(values)

    def values(self, one, repeat):
        """The primary metric on each fold of a repeat: dict fold -> float."""
        fits = {fold: fitted for (r, fold), fitted in list(self._fits[one].items()) if r == repeat}
        if self.settings.is_ranking:
            return {fold: fitted.value for fold, fitted in fits.items()}
        known = self._decided.get((one, repeat))
        if known is None or known.keys() != fits.keys():
            known = self._decided[one, repeat] = decided_values(fits, self.settings)
        return known

    def gains(self, one, repeats):
        """Paired differences to "none" on the folds of these repeats, positive = better: float array."""
        found = []
        for repeat in repeats:
            own, none = self.values(one, repeat), self.values(self.none, repeat)
            found += [self.settings.sign * (own[fold] - none[fold]) for fold in sorted(own) if fold in none]
        found = np.array(found)
        return found[~np.isnan(found)]

    def mean_gain(self, one, repeats=None):
        """Mean of `gains`, over all repeats unless told; nan where there is none."""
        return _mean(self.gains(one, self._repeats(one) if repeats is None else repeats))

    def tested(self, one):
        """Repeats after the first that this candidate and "none" went through whole."""
        whole = {r: self._count(self.none, r) for r in self._repeats(self.none) if r > 0}
        return [r for r, n in whole.items() if n == self.expected.get(r) == self._count(one, r)]

    def bound(self, one):
        """Gain on the repeats after the first, with its corrected lower bound: a `Score`."""
        gains = self.gains(one, self.tested(one))
        return lower_bound(gains, self.test_per_train(), max(len(self.others), 1), self._fresh())

    def is_hopeless(self, one, deviations):
        """Whether the gain of the test rounds so far is not above so many of its standard deviations."""
        gains = self.gains(one, self.tested(one))
        return len(gains) > 1 and bool(gains.mean() <= deviations * corrected_deviation(gains, 0.0))

    def test_per_train(self):
        """Rows scored on per row trained on, the mean over the folds."""
        return float(np.mean([fitted.test_per_train for fitted in self._fits[self.none].values()]))

    def best(self):
        """The candidate with the largest mean gain over its folds so far, and that gain; (None, nan) at first."""
        gains = {one: self.mean_gain(one) for one in self.others if self._fits[one]}
        gains = {one: gain for one, gain in gains.items() if not np.isnan(gain)}
        best = max(gains, key=gains.get, default=None)
        return best, gains.get(best, float("nan"))

    def _fresh(self):
        """Share of the noise that is new in each repeat, by all finalists."""
        if not self.estimate:
            return 0.0
        return fresh_share([[self.gains(one, [repeat]) for repeat in self.tested(one)] for one in self.finalists])

    def _repeats(self, one):
        return sorted({repeat for repeat, _ in list(self._fits[one])})

    def _count(self, one, repeat):
        return sum(r == repeat for r, _ in self._fits[one])


def _mean(values):
    values = np.asarray(values, dtype=float)
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else float("nan")
