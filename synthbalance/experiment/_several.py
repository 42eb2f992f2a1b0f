"""Several classes: a run is scored on the rare class against the others, and trained on all of them."""

import numbers
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sklearn.base import clone

from synthbalance._warned import warn
from synthbalance.metrics import replace_class
from synthbalance.samplers import STRATEGIES
from synthbalance.samplers._ratio import new_row_counts
from synthbalance.split import Split

_PARTS = ("train", "validation", "holdout")
_FEWEST = 2
_MOST = 127
RARE = 1  # its code; the other classes are 0, 2, 3, ...


@dataclass(frozen=True, eq=False)
class Several:
    """A split that keeps several classes, as the parts of an experiment need it.

    Attributes
    ----------
    given : Split
        With the original values in y.
    view : Split
        The same rows with y = 1 for the rare class and 0 for all others: what everything is scored on.
    coded : Split
        The same rows with the code of the class in y: what models are trained on.
    order : tuple
        Original value of each code; that of 1 is the rare class.
    words : str
        Which class is the rare one, and why.
    """

    given: Split
    view: Split
    coded: Split
    order: tuple
    words: str

    @property
    def columns(self):
        """Code of each class, in the order of ``given.classes``."""
        return [self.order.index(value) for value in self.given.classes]

    @property
    def rare(self):
        """Position of the rare class in ``given.classes``."""
        return self.columns.index(RARE)

    def raw(self, models, X):
        """Class probabilities of each model as it gives them: float array of shape (n_models, n_rows, n_classes)."""
        found = np.array([model.predict_classes(X, len(self.order)) for model in models])
        return found[:, :, self.columns]

    def calibrated(self, raw, calibrate):
        """Mean of `raw` over the models, the rare class corrected: float array of shape (n_rows, n_classes)."""
        mean = raw.mean(axis=0)
        return replace_class(mean, self.rare, calibrate(mean[:, self.rare]))

    def values(self, codes):
        """Original values of codes, in the dtype of the target."""
        values = pd.Series(list(self.order), dtype=object).take(codes)
        return values.astype(self.given.train.y.dtype).array

    def trainable(self, plan):
        """The plan with what its sampler asks for told in codes, class by class.

        A ratio is rare rows per row of all other classes together, as for two classes; imbalanced-learn takes
        none for several, so it becomes a dict of rows. Words such as "auto" keep their meaning there, which is
        one of every class.
        """
        asked = getattr(plan.sampler, "sampling_strategy", None)
        if plan.sampler is None or asked is None:
            return plan
        asked = self._in_codes(plan.sampler, asked)
        only_rare = plan.key in STRATEGIES and not _others_grow(asked, self.coded.train.y)
        key = plan.key if only_rare else type(plan.sampler).__name__
        return replace(plan, key=key, sampler=clone(plan.sampler).set_params(sampling_strategy=asked))

    def _in_codes(self, sampler, asked):
        if isinstance(asked, numbers.Real) and not isinstance(asked, bool):
            under = getattr(sampler, "_sampling_type", "") == "under-sampling"
            return self._fewer_others(asked) if under else self._more_rare(asked)
        if callable(asked):
            asked = asked(self.given.train.y)
        if isinstance(asked, dict):
            return {self._code(value): n for value, n in asked.items()}
        return [self._code(value) for value in asked] if isinstance(asked, list) else asked

    def _more_rare(self, ratio):
        """Rows of the rare class afterwards, for an over-sampler."""
        y = self.view.train.y.to_numpy()
        n_rare = int(y.sum())
        if 2 * n_rare > len(y):
            raise ValueError(
                f"sampling_strategy={ratio:g} is for a rare class, and {self.order[RARE]!r} makes more than half of "
                f'the training rows. Split again with positive=<a rarer class>, or use "none" or ClassWeight.'
            )
        return {RARE: n_rare + new_row_counts(ratio, y)[RARE]}

    def _fewer_others(self, ratio):
        """Rows of each other class afterwards, for an under-sampler; each keeps the same share."""
        counts = np.bincount(self.coded.train.y)
        kept = counts[RARE] / ratio / (counts.sum() - counts[RARE])
        if kept > 1:
            raise ValueError(
                f"sampling_strategy={ratio:g} asks for more rows of the other classes than there are. "
                f"Ask for more than {ratio * kept:.3g}."
            )
        return {code: max(round(kept * n), 1) for code, n in enumerate(counts.tolist()) if code != RARE}

    def _code(self, value):
        if value not in self.order:
            known = ", ".join(map(repr, self.given.classes))
            raise ValueError(f"sampling_strategy names the class {value!r}, the split has {known}. Name one of these.")
        return self.order.index(value)


def open_split(split):
    """The split that an experiment scores on, and what it needs where several classes are kept (else None).

    Raises
    ------
    ValueError
        If a class has fewer than 2 training rows, there are more than 127, or the rare one is none of them.

    Warns
    -----
    DataWarning
        Which class is the rare one, where the user named none.
    """
    if not split.multiclass:
        return split, None
    several = _read(split)
    if split.params.get("positive") is None:
        warn(f"{several.words} Split with positive= for another.", stacklevel=3)
    return several.view, several


def _read(split):
    counts = split.train.y.value_counts().reindex(list(split.classes), fill_value=0)
    _check(split, counts)
    chosen = split.params.get("positive") is not None
    last_fewest = len(counts) - 1 - int(counts.to_numpy()[::-1].argmin())
    rare = split.positive if chosen else split.classes[last_fewest]
    others = [value for value in split.classes if value != rare]
    order = (others[0], rare, *others[1:])
    rest = tuple(others) if len(others) > 1 else others[0]
    why = "" if chosen else ", the rarest of the training part,"
    return Several(
        given=split,
        view=_with_codes(split, order, lambda codes: (codes == RARE).astype("int8"), (rest, rare)),
        coded=_with_codes(split, order, lambda codes: codes, order),
        order=order,
        words=f"Of {len(order)} classes {rare!r}{why} is the rare one: a run's scores are for it against all others.",
    )


def _check(split, counts):
    if len(counts) > _MOST:
        raise ValueError(
            f"target={split.target!r} has {len(counts)} classes, at most {_MOST} can be trained on. "
            f"Split again with positive=<the rare class>, or put rare values together."
        )
    few = counts[counts < _FEWEST]
    if len(few):
        raise ValueError(
            f"The class {few.index[0]!r} has {int(few.iloc[0])} training rows, at least {_FEWEST} are needed. "
            f"Bring more rows of this class, or leave it out."
        )
    if split.positive not in split.classes:
        raise ValueError(
            f"positive={split.positive!r} must be one of the classes {', '.join(map(repr, split.classes))}. "
            f"Split again with one of these."
        )


def _with_codes(split, order, label, classes):
    """The split with other labels in y, which stand for `classes`."""
    code_of = {value: code for code, value in enumerate(order)}
    parts = {}
    for name in _PARTS:
        part = getattr(split, name)
        codes = part.y.astype(object).map(code_of).astype("int64").rename(part.y.name)
        parts[name] = replace(part, y=label(codes))
    return replace(split, **parts, multiclass=False, classes=classes, positive=order[RARE])


def _others_grow(asked, y):
    """Whether our sampler makes rows of other classes as well."""
    return any(n > 0 for code, n in new_row_counts(asked, y.to_numpy()).items() if code != RARE)
