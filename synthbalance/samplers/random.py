"""Random oversampling: copies of rare rows, or copies blurred by a kernel (ROSE)."""

import numpy as np
import pandas as pd

from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._rows import NewRows


class RandomSampler(TableOverSampler):
    """Copy rows of the rare class; with `shrinkage`, blur their numbers as ROSE does.

    Parameters
    ----------
    shrinkage : float, default=0.0
        Width of the Gaussian kernel, as a factor on the bandwidth that is best for a normal
        density, (4 / ((d + 2) n)) ** (1 / (d + 4)) standard deviations of the class in d number
        columns; 0 makes exact copies.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns are copied, never blurred.

    Attributes
    ----------
    parents_ : DataFrame with the column `source`
        Position in X of the row that was copied.

    See Also
    --------
    SMOTESampler : New rows between rare neighbours.

    References
    ----------
    Menardi and Torelli (2014), Data Mining and Knowledge Discovery 28, 92-122.

    Examples
    --------
    >>> import pandas as pd
    >>> from synthbalance import RandomSampler
    >>> X = pd.DataFrame({"amount": [10.0, 20.0, 30.0, 900.0]})
    >>> X_new, y_new = RandomSampler(random_state=0).fit_resample(X, [0, 0, 0, 1])
    >>> X_new["amount"].tolist()
    [10.0, 20.0, 30.0, 900.0, 900.0, 900.0]
    """

    label = "Random"
    sentence = "Copies of rare rows. A fair control."
    knobs = (Knob("shrinkage", low=0.0, soft=(0.0, 1.0), help="how far copies are blurred; 0 makes exact copies"),)

    def __init__(
        self,
        *,
        shrinkage=0.0,
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
        self.shrinkage = shrinkage

    def _draw(self, X, is_label, n_new, rng):
        rows = np.flatnonzero(is_label)
        pick, *noise = rng.bit_generator.seed_seq.spawn(1 + X.shape[1])
        source = rows[np.random.default_rng(pick).integers(0, len(rows), n_new)]
        streams = dict(zip(X.columns, noise, strict=True))
        self._tick("drawing rows", n_new, n_new)
        return NewRows(n_new, lambda name: self._column(X, name, rows, source, streams[name]), _sources(source))

    def _column(self, X, name, rows, source, stream):
        copies = X[name].take(source).reset_index(drop=True)
        if self.shrinkage == 0 or name not in self._blurred():
            return copies
        numbers = self.encoder_.numbers(name, X)
        of_class = numbers[rows][~np.isnan(numbers[rows])]
        spread = np.std(of_class) if len(of_class) else 0.0
        width = self.shrinkage * _bandwidth(len(rows), len(self._blurred())) * spread
        values = numbers[source]
        noise = np.random.default_rng(stream).standard_normal(len(source))
        kept = self.encoder_.atom_mask(name, values)
        return self.encoder_.decode(name, np.where(kept, values, values + width * noise))

    def _blurred(self):
        fixed = set(self.immutable if self.immutable is not None else ())
        return [name for name in self.encoder_.number_names_ if name not in fixed]


def _bandwidth(n_rows, n_columns):
    return (4 / ((n_columns + 2) * n_rows)) ** (1 / (n_columns + 4))


def _sources(source):
    return pd.DataFrame({"source": source})
