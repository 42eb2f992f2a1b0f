"""The board of the classes: class probabilities of every run on the holdout, scored when asked for."""

import numpy as np

from synthbalance.metrics import (
    average_precision,
    class_differences,
    class_draws,
    max_t_critical,
    per_class_scores,
    pooled_seed_variance,
    seed_degrees,
)
from synthbalance.metrics.multiclass import fewest_rows


class ClassBoard:
    """Scores of each class against the others, of every run of an experiment.

    Parameters
    ----------
    split : Split
        The experiment's, with y of 0 and 1.
    several : Several or None
    seed : int
    """

    def __init__(self, split, several, seed):
        self.several, self.seed, holdout = several, seed, split.holdout
        self.rare = 1 if several is None else several.rare
        self.weight = None if holdout.weight is None else holdout.weight.to_numpy(dtype=float)
        if several is None:
            self.classes = ["rest" if isinstance(value, tuple) else value for value in split.classes]
            self.y = np.array(self.classes, dtype=object)[holdout.y.to_numpy()]
        else:
            self.classes, self.y = list(several.given.classes), several.given.holdout.y
        self._raw, self._p, self._kept = {}, {}, {}

    def add(self, key, trained, calibrate, X):
        """Keep the class probabilities of a run; nothing is scored yet.

        Parameters
        ----------
        key : str
        trained : Trained
        calibrate : Calibration
        X : DataFrame of shape (n_holdout, n_columns)
        """
        if self.several is None:
            self._raw[key], p = trained.holdout, calibrate(trained.holdout.mean(axis=0))
            self._p[key] = np.column_stack([1 - p, p])
        else:
            self._raw[key] = self.several.raw(trained.models, X)
            self._p[key] = self.several.calibrated(self._raw[key], calibrate)

    def table(self, key, score, threshold):
        """`per_class_scores` of a run on the holdout.

        The interval of the rare class is that of `score`, its average precision among the run's scores: the same
        bootstrap from other draws differs in the third digit.
        """
        table = self._once("table", key, self._score).copy()
        table.iloc[self.rare, table.columns.get_indexer(["low", "high"])] = score.low, score.high
        table.attrs = {"rare": self.classes[self.rare], "threshold": threshold}
        return table

    def compare(self, key):
        """`class_differences` of a run to "none"; bounds hold for all classes and all runs together."""
        others = [one for one in self._raw if one != "none"]
        draws, noise = {one: self._once("draws", one, self._draw) for one in self._raw}, self._noise(others)
        of_none = draws["none"]
        differences = [draws[one][name] - of_none[name] for one in others for name in of_none]
        variances = [noise[name][0] for _ in others for name in of_none]
        table, none = (self._once("table", one, self._score) for one in (key, "none"))
        critical = max_t_critical(differences, n_rare=fewest_rows(table), seed_variances=variances)
        still = not (self._per_seed(key) - self._per_seed("none")).any()
        return class_differences(table, none, draws[key], of_none, None if still else noise, critical)

    def _score(self, key):
        draws = self._once("draws", key, self._draw)
        ranking = self._each(key).mean(axis=0)
        return per_class_scores(self.y, self._p[key], self.classes, self.weight, ranking, draws)

    def _draw(self, key):
        return class_draws(self.y, self._each(key).mean(axis=0), self.classes, self.weight, seed=self.seed)

    def _noise(self, others):
        """For each class and the mean: variance of the mean difference over seeds, pooled, and its degrees."""
        of_none, noise = self._per_seed("none"), {}
        for k, name in enumerate(self._names()):
            differences = [self._per_seed(one)[:, k] - of_none[:, k] for one in others]
            noise[name] = (pooled_seed_variance(differences), seed_degrees(differences) or np.inf)
        return noise

    def _per_seed(self, key):
        """Average precision of each seed's own model: float array of shape (n_seeds, scored classes and the mean)."""
        return self._once("per_seed", key, self._score_seeds)

    def _score_seeds(self, key):
        y = np.asarray(self.y, dtype=object)
        columns = [(self.classes.index(name), y == name) for name in self._names()[:-1]]
        found = [
            [average_precision(is_class, raw[:, k], self.weight) for k, is_class in columns] for raw in self._each(key)
        ]
        return np.column_stack([found, np.mean(found, axis=1)])

    def _names(self):
        """Classes that can be scored here, and the name of their mean."""
        return list(self._once("draws", "none", self._draw))

    def _each(self, key):
        """Scores to rank by, of each seed: float array of shape (n_seeds, n_rows, n_classes)."""
        raw = self._raw[key]
        return np.stack([-raw, raw], axis=-1) if raw.ndim == 2 else raw

    def _once(self, what, key, make):
        if (what, key) not in self._kept:
            self._kept[what, key] = make(key)
        return self._kept[what, key]
