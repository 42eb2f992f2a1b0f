"""Gaussian copula: each class as one multivariate normal behind its own margins."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import cho_factor, cho_solve
from scipy.special import ndtri
from sklearn.utils.validation import check_is_fitted

from synthbalance._warned import warn
from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._latent import Cut, draw_normals, learn_correlation
from synthbalance.samplers._rows import NewRows
from synthbalance.samplers._scores import NormalScores

_MOST_ROWS = 50_000
_LEAST_ROWS = 5
_OWN_MARGIN = 20  # from so many rows on a class has normal scores of its own
_LEAST_LEVEL = 5
_PASSES = 2


class GaussianCopulaSampler(TableOverSampler):
    """Draw rows from a normal distribution behind the columns, learned for each class.

    A number becomes its rank within the class, pushed through the normal quantile function. A category
    is a hidden normal cut at thresholds, each level as wide as it is frequent; so are a number's atoms
    (points of mass, such as 0) and its missing values, beside its ordinary ones. Unordered levels stand
    in the order of their means on the first principal component. One correlation matrix binds all
    columns; it is learned from moments, drawn from, and taken back to the columns' own values.

    Parameters
    ----------
    shrinkage : float, default=None
        How far correlations are pulled towards 0: 0 = as seen, 1 = independent columns. Where not
        given, Ledoit and Wolf's formula says.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns are those of a real row of the class, and
        the others are drawn given them.

    Attributes
    ----------
    correlation_ : dict label -> DataFrame of shape (n_latent, n_latent)
        Correlations of the hidden normals, "<column> (kind)" for the one that decides between a
        column's ordinary numbers, atoms and missing values.
    parents_ : DataFrame with the column `seed`, or None
        Positions in X of the rows that immutable columns were taken from; rows have no parents otherwise.

    See Also
    --------
    SMOTESampler : New rows between rare neighbours.

    Notes
    -----
    Margins and pairwise dependence are right, clusters and curves are lost: a class that consists of
    several groups comes out as one cloud. Classes of 2 to 4 rows get independent columns, with a
    warning. At most 50,000 rows a class take part in the correlation.

    References
    ----------
    Nelsen (2006), An Introduction to Copulas, Springer.
    Ledoit and Wolf (2004), Journal of Multivariate Analysis 88, 365-411: shrinkage.
    Olsson, Drasgow and Dorans (1982), Psychometrika 47, 337-347: correlation with a cut normal.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from synthbalance.samplers.copula import GaussianCopulaSampler
    >>> amount = np.arange(1.0, 101.0)
    >>> X = pd.DataFrame({"amount": amount, "fee": amount / 10})
    >>> sampler = GaussianCopulaSampler(random_state=0).fit(X, np.repeat([0, 1], [60, 40]))
    >>> bool(sampler.generate(500, label=1).corr().loc["amount", "fee"] > 0.9)
    True
    """

    label = "Gaussian copula"
    family = "neighbours"
    sentence = "Drawn from margins and correlations."
    knobs = (Knob("shrinkage", low=0.0, high=1.0, soft=(0.0, 1.0), help="how far correlations are pulled towards 0"),)

    def __init__(
        self,
        *,
        shrinkage=None,
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

    def _prepare(self, X, y, rng):
        self._scores = NormalScores(self.encoder_, X, y)
        self._latent = {}
        asked = [label for label, n_new in self.sampling_strategy_.items() if n_new > 0]
        for done, label in enumerate(asked):
            self._tick("learning correlations", done, len(asked))
            self._latent_of(label)
        self._tick("learning correlations", len(asked), len(asked))

    @property
    def correlation_(self):
        """Correlations of the hidden normals of each class; those not needed so far are learned now."""
        check_is_fitted(self, "encoder_")
        names = [*self._scores.number_names, *(_latent_name(block) for block in self._scores.blocks)]
        return {
            label: pd.DataFrame(self._latent_of(label).correlation, index=names, columns=names)
            for label in self.classes_
        }

    def _latent_of(self, label):
        if label not in self._latent:
            self._latent[label] = self._learned(self._frame, self._y, label)
        return self._latent[label]

    def _draw(self, X, is_label, n_new, rng):
        rows = np.flatnonzero(is_label)
        label = self._y[rows[0]]
        _warn_of_few(len(rows), label)
        for_rows, for_fixed, for_others = rng.spawn(3)
        seed = rows[for_rows.integers(0, len(rows), n_new)]
        fixed = list(self.immutable) if self.immutable is not None else []
        has_parents = bool(fixed)
        if len(rows) == 1:
            fixed = list(X.columns)
        normals = self._normals(X, label, seed, fixed, for_fixed, for_others)
        made = self._scores.decode(*self._latent_of(label).values(normals), np.full(n_new, label, dtype=self._y.dtype))
        copied = set(fixed)

        def column(name):
            return X[name].take(seed).reset_index(drop=True) if name in copied else made.column(name)

        return NewRows(n_new, column, pd.DataFrame({"seed": seed}) if has_parents else None)

    def _learned(self, X, y, label):
        rows = np.flatnonzero(y == label)
        rows = rows[:: -(-len(rows) // _MOST_ROWS)]
        numbers, codes = self._scores.encode(X.iloc[rows], y[rows])
        known = self._is_ordinary(codes)
        mean, spread = _margins(numbers, known)
        numbers = np.where(known, (numbers - mean) / np.where(spread > 0, spread, 1.0), 0.0)
        cuts = [Cut.of(column, column if self._is_ordered(i) else None) for i, column in enumerate(codes.T)]
        shrinkage = 1.0 if len(rows) < _LEAST_ROWS else self.shrinkage
        for _ in range(_PASSES):
            correlation = learn_correlation(numbers, known, cuts, codes, shrinkage)
            cuts = self._reordered(cuts, codes, numbers, correlation)
        return _Latent(mean, spread, cuts, learn_correlation(numbers, known, cuts, codes, shrinkage))

    def _reordered(self, cuts, codes, numbers, correlation):
        """Cuts whose unordered levels stand as their means do on the first principal component."""
        steps = [cut.means()[cut.place(codes[:, i])] for i, cut in enumerate(cuts)]
        axis = np.column_stack([numbers, *steps]) @ np.linalg.eigh(correlation)[1][:, -1] if len(correlation) else None
        return [
            cut if self._is_ordered(i) else Cut.of(codes[:, i], axis, least=_LEAST_LEVEL) for i, cut in enumerate(cuts)
        ]

    def _normals(self, X, label, seed, fixed, for_fixed, for_others):
        """Latent normals, float array of shape (n_new, n_latent); those of `fixed` columns fit the seeds' values."""
        latent, names = self._latent_of(label), set(fixed)
        is_fixed = np.array([name in names for name in self._latent_columns()], dtype=bool)
        out = np.empty((len(seed), len(is_fixed)))
        out[:, is_fixed] = self._normals_of(X, latent, seed, is_fixed, for_fixed)
        slope, factor = _given(latent.correlation, is_fixed)
        for first, part in draw_normals(len(seed), factor, for_others, self._tick):
            rows = slice(first, first + len(part))
            out[rows, ~is_fixed] = part + out[rows, is_fixed] @ slope.T
        return out

    def _normals_of(self, X, latent, seed, is_fixed, rng):
        """Normals behind the fixed columns of real rows: scores, or a point within the level's interval."""
        uniform = rng.random((len(seed), int(is_fixed.sum())))
        if not uniform.size:
            return uniform
        values, which = np.unique(seed, return_inverse=True)
        numbers, codes = self._scores.encode(X.iloc[values], self._y[values])
        found = numbers[which], codes[which], self._is_ordinary(codes)[which]
        places = np.flatnonzero(is_fixed)
        return np.column_stack([latent.normal(at, *found, uniform[:, i]) for i, at in enumerate(places)])

    def _is_ordinary(self, codes):
        """Which values are ordinary numbers: bool array of shape (n_rows, n_numbers)."""
        mode = {block.name: i for i, block in enumerate(self._scores.blocks) if block.kind == "mode"}
        known = np.ones((len(codes), len(self._scores.number_names)), dtype=bool)
        for i, name in enumerate(self._scores.number_names):
            if name in mode:
                known[:, i] = codes[:, mode[name]] == 0
        return known

    def _is_ordered(self, position):
        block = self._scores.blocks[position]
        return block.kind == "category" and getattr(self._frame[block.name].dtype, "ordered", False) is True

    def _latent_columns(self):
        return [*self._scores.number_names, *(block.name for block in self._scores.blocks)]


@dataclass(frozen=True)
class _Latent:
    """One class: mean and spread of its scores, its cuts, and the correlation of numbers, then cuts."""

    mean: np.ndarray
    spread: np.ndarray
    cuts: list
    correlation: np.ndarray

    def values(self, normals):
        """Scores and codes for latent normals."""
        n_numbers = len(self.mean)
        codes = [cut.codes(normals[:, n_numbers + i]) for i, cut in enumerate(self.cuts)]
        numbers = (self.mean + self.spread * normals[:, :n_numbers]).astype(np.float32)
        return numbers, np.column_stack(codes) if codes else np.empty((len(normals), 0), dtype=np.int64)

    def normal(self, place, numbers, codes, known, uniform):
        """Normals behind the latent column `place` of encoded rows; any normal where a number is not known."""
        n_numbers = len(self.mean)
        if place >= n_numbers:
            return self.cuts[place - n_numbers].within(codes[:, place - n_numbers], uniform)
        spread = self.spread[place] if self.spread[place] > 0 else 1.0
        return np.where(known[:, place], (numbers[:, place] - self.mean[place]) / spread, ndtri(uniform))


def _margins(numbers, known):
    """Mean and spread of the scores of known values; 0 and 1 where the class has scores of its own."""
    counts = known.sum(axis=0)
    mean = np.where(known, numbers, 0.0).sum(axis=0) / np.maximum(counts, 1)
    spread = np.sqrt(np.where(known, (numbers - mean) ** 2, 0.0).sum(axis=0) / np.maximum(counts - 1, 1))
    own = counts >= _OWN_MARGIN
    return np.where(own, 0.0, mean), np.where(own, 1.0, spread)


def _given(correlation, is_fixed):
    """Slope (n_others, n_fixed) and Cholesky factor (n_others, n_others) of the others given the fixed normals."""
    across = correlation[np.ix_(~is_fixed, is_fixed)]
    slope = cho_solve(cho_factor(correlation[np.ix_(is_fixed, is_fixed)]), across.T).T if is_fixed.any() else across
    left = correlation[np.ix_(~is_fixed, ~is_fixed)] - slope @ across.T
    return slope, np.linalg.cholesky(left + 1e-9 * np.eye(len(left)))


def _warn_of_few(n_rows, label):
    if n_rows >= _LEAST_ROWS:
        return
    made = "its one row is copied" if n_rows == 1 else "its columns are drawn independently"
    warn(
        f"A correlation needs {_LEAST_ROWS} rows of class {plain_label(label)!r}, found {n_rows}; {made}.", stacklevel=5
    )


def _latent_name(block):
    return f"{block.name} (kind)" if block.kind == "mode" else block.name
