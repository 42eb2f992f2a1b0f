"""Select: take candidates in order, but never too many from one donor."""

from collections import Counter

import numpy as np

FEWEST_EACH = 2
SHARE = 3


class DonorShare:
    """A growing choice in which no donor gives more than ``max(2, 3 * n / n_donors)`` of n rows.

    While rows are offered the limit is that of the present length, so a shorter choice is the beginning
    of a longer one: a row whose donor has given its share waits until the choice has grown, or until
    `flush` takes the limit of the length wanted.

    Parameters
    ----------
    n_donors : int
    n_new : int
        Rows wanted.

    Examples
    --------
    >>> share = DonorShare(n_donors=10, n_new=4)
    >>> share.offer([0, 1, 2, 3], donors=[7, 7, 7, 8])
    >>> share.taken
    [0, 1, 3]
    """

    def __init__(self, n_donors, n_new):
        self._n_donors, self.n_new = n_donors, n_new
        self.taken, self.waiting, self.given = [], [], Counter()

    @property
    def full(self):
        """Whether there are as many rows as wanted."""
        return len(self.taken) >= self.n_new

    @property
    def missing(self):
        """Rows still wanted."""
        return self.n_new - len(self.taken)

    def limit(self, n):
        """Rows that one donor may have given among n."""
        return max(FEWEST_EACH, SHARE * n // self._n_donors)

    def offer(self, numbers, donors):
        """Take each numbered candidate, or let it wait, in order."""
        for number, donor in zip(np.asarray(numbers).tolist(), np.asarray(donors).tolist(), strict=True):
            if self.full:
                return
            if self.given[donor] >= self.limit(len(self.taken) + 1):
                self.waiting.append((number, donor))
                continue
            self._take(number, donor)
            if self.limit(len(self.taken) + 1) > self.limit(len(self.taken)):
                self._admit_waiting()

    def flush(self):
        """Take those waiting up to the limit of the length wanted, rows of donors that gave least first."""
        for limit in range(self.limit(len(self.taken)), self.limit(self.n_new) + 1):
            self._admit_waiting(limit)

    def _admit_waiting(self, limit=None):
        still = []
        for number, donor in self.waiting:
            if self.full or self.given[donor] >= (limit or self.limit(len(self.taken) + 1)):
                still.append((number, donor))
            else:
                self._take(number, donor)
        self.waiting = still

    def _take(self, number, donor):
        self.taken.append(number)
        self.given[donor] += 1
