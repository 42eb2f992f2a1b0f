"""Rows as a classifier wants to read them: our numbers and codes, or the caller's own table."""

import numpy as np

_LARGEST = 1e30


class EncodedRows:
    """Rows as the encoder's numbers and codes, for models that are trained here."""

    def __init__(self, space):
        self._space = space

    def of_rows(self, rows):
        return np.clip(self._space.matrix[rows], -_LARGEST, _LARGEST)

    def of_candidates(self, candidates):
        return np.clip(candidates.matrix(self._space), -_LARGEST, _LARGEST)


class RawRows:
    """Rows as the caller's own table, for a model that brings its preparation or is fitted already."""

    def __init__(self, space, named):
        self._frame, self._named = space.frame, named

    def of_rows(self, rows):
        return self._plain(self._frame.iloc[rows])

    def of_candidates(self, candidates):
        return self._plain(candidates.frame(self._frame))

    def _plain(self, frame):
        return frame if self._named else frame.to_numpy()
