"""The drawer: rows of a class from a net, with the conditions asked for, and with their margins put right."""

import numpy as np

from synthbalance.samplers._encoded import MOST_ONE_HOT
from synthbalance.samplers._margins import LEAST_ROWS, Margins

_MARGIN_ROWS = (1_024, 8_192)  # margins are learned from so many drawn rows, a quarter where each takes a walk


class Drawer:
    """What is needed beside a net to draw rows; plain arrays only.

    Parameters
    ----------
    shape : dict
        As `_nets.layout.Shape`.
    labels : array of shape (n_classes,)
    counts : int array of shape (n_classes,)
        Real rows of each class.
    conditions : Conditions
    steps : int
        Steps of a walk, for nets that take one.
    maps_numbers : bool
        Whether numbers are normal scores, whose margins are known.
    margins : Margins, optional
    """

    def __init__(self, shape, labels, counts, conditions, steps, maps_numbers, margins=None):
        self.shape, self.labels, self.counts = shape, labels, counts
        self.conditions, self.steps, self.maps_numbers = conditions, steps, maps_numbers
        self.small = [b for b, size in enumerate(shape["sizes"]) if size <= MOST_ONE_HOT]
        self.sizes = [shape["sizes"][b] for b in self.small]
        self.margins = margins if margins is not None else self.no_margins()

    def no_margins(self):
        """Maps that change nothing."""
        return Margins.none(self.shape["classes"], self.shape["numbers"], sum(self.sizes))

    def learn_shares(self, rows):
        """Remember how often each class of `rows` (EncodedRows) has each code."""
        self._shares = np.zeros((self.shape["classes"], sum(self.sizes)))
        for label in np.unique(rows.classes):
            codes = rows.codes[rows.classes == label]
            parts = [
                np.bincount(codes[:, b], minlength=n) / len(codes) for b, n in zip(self.small, self.sizes, strict=True)
            ]
            self._shares[label] = np.concatenate([*parts, []])

    def learn_margins(self, net, device, label, n, rng, tick=None):
        """Draw n rows of a class, learn its margins from them, and return numbers and codes on these margins.

        `tick`, a callable (done, total), is told before each block of rows and may raise.
        """
        from synthbalance.samplers._nets.drawing import draw_rows

        _, asked = self._asked(label, n, {}, rng)
        nothing = np.zeros_like(self.margins.offsets)
        numbers, codes, flat = draw_rows(net, device, rng, asked, nothing, self.steps, tick, scores=True)
        self.margins.fit_codes(label, flat, self._shares[label], self.sizes)
        start = 0
        for block, size in zip(self.small, self.sizes, strict=True):
            part = slice(start, start + size)
            codes[:, block] = (flat[:, part] + self.margins.offsets[label, part]).argmax(axis=1)
            start += size
        if self.maps_numbers and self.counts[label] >= LEAST_ROWS:
            self.margins.fit_numbers(label, numbers, self._ordinary(codes))
        return self._cleared(self.margins.apply(label, numbers), codes), codes

    def learn_all_margins(self, net, device, seed, tick):
        """Learn the margins of every class, each from noise of its own."""
        for label, count in enumerate(self.counts):
            n = int(np.clip(16 * count, *_MARGIN_ROWS)) // (1 if self.steps == 1 else 4)
            self.learn_margins(net, device, label, n, np.random.default_rng([seed, label]), tick)

    def draw(self, net, device, label, n, rng, given, tick):
        """n rows of a class on their margins: numbers, codes, and the DataFrame of the columns conditioned on."""
        from synthbalance.samplers._nets.drawing import draw_rows

        for_asked, for_noise = rng.spawn(2)
        frame, asked = self._asked(label, n, given, for_asked)
        numbers, codes, _ = draw_rows(net, device, for_noise, asked, self.margins.offsets, self.steps, tick)
        return self.margins.apply(label, numbers), codes, frame

    def _asked(self, label, n, given, rng):
        frame = self.conditions.draw(self.labels[label], n, given, rng)
        numbers, codes = self.conditions.encode(frame, np.full(n, self.labels[label]))
        return frame, (np.full(n, label, dtype=np.int64), numbers, codes)

    def _ordinary(self, codes):
        """Which numbers (n, n_numbers) count: not those beside an atom or a missing value."""
        mask = np.ones((len(codes), self.shape["numbers"]), dtype=bool)
        for block, (number, ordinary) in enumerate(self.shape["gates"]):
            if number >= 0:
                mask[:, number] = codes[:, block] < ordinary
        return mask

    def _cleared(self, numbers, codes):
        return np.where(self._ordinary(codes), numbers, np.float32(0))
