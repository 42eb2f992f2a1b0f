"""From what the user names (a key, a sampler, a weight) to a plan that can be trained and named."""

import hashlib
import math
import re
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

from synthbalance.samplers import STRATEGIES, suggested_ratio
from synthbalance.samplers._ratio import present_ratio

_BALANCED_FROM = 0.5
_LONGEST = 40  # characters of a parameter in a run's name
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_NAMED = (FunctionType, BuiltinFunctionType, MethodType, type)
_UNNAMED = ("sampling_strategy", "random_state", "weight", "ratio")


@dataclass(frozen=True)
class Plan:
    """One strategy, ready to be trained.

    Attributes
    ----------
    key : str
        Key of STRATEGIES, or the class name of a foreign sampler.
    label : str
        The panel's name.
    sampler : estimator with fit_resample, or None
    training : ClassWeight, UnderBagging or None
        A strategy that makes no rows: it has ``of(y)``, the weight of each row, or ``bags(y, seed)``, the rows
        of each of several models, and is made by ``for_ratio(ratio, present, **knobs)``.
    params : dict
        Parameters that differ from their defaults.
    seed : int or None
        The strategy's own seed.
    """

    key: str
    label: str
    sampler: Any = None
    training: Any = None
    params: dict = field(default_factory=dict)
    seed: int | None = None

    @property
    def bagged(self):
        """Whether several models are trained, each on rows of its own."""
        return hasattr(self.training, "bags")

    @property
    def ledger_key(self):
        """Equal for the same strategy, knobs and seed."""
        strategy = self.training if self.sampler is None else self.sampler
        settings = {} if strategy is None else strategy.get_params(deep=False)
        return repr((self.key, sorted((name, _plain(value)) for name, value in settings.items())))

    def name(self, ratio):
        """What the run is called, such as "SMOTE 5 %, k_neighbors 3"."""
        if self.key == "none":
            return "none"
        if self.training is not None and not self.bagged:
            return f"{self.label} ×{self.training.weight:.3g}"
        extra = [f"{knob} {_short(value)}" for knob, value in self.params.items() if knob not in _UNNAMED]
        if self.seed not in (None, 0):
            extra.append(f"seed {self.seed}")
        stated = self.training.ratio if self.bagged else getattr(self.sampler, "sampling_strategy", None)
        ratio = stated if isinstance(stated, float) else ratio
        return ", ".join([f"{self.label} {100 * ratio:.3g} %", *extra])


def build_strategy(key, y, ratio=None, random_state=0, **knobs):
    """A strategy object for a key of STRATEGIES, at a small ratio unless told otherwise.

    Parameters
    ----------
    key : str
    y : array of shape (n_rows,)
        0/1 labels of the training part.
    ratio : float, optional
        Rare rows per other row afterwards; `suggested_ratio` by default, never below the present one.
    random_state : int, default=0
    **knobs
        Further parameters of the strategy.

    Returns
    -------
    "none", ClassWeight, UnderBagging or a sampler

    Raises
    ------
    ValueError
        If the key is unknown, the ratio is not in (0, 1], or the classes are too balanced for new rows.

    Examples
    --------
    >>> build_strategy("smote", [0] * 990 + [1] * 10)
    SMOTESampler(random_state=0, sampling_strategy=0.05)
    """
    if key not in STRATEGIES:
        raise ValueError(f"strategy needs one of {', '.join(STRATEGIES)}, or a sampler, got {key!r}.")
    cls, present = STRATEGIES[key], present_ratio(y)
    if cls is None:
        return "none"
    ratio = suggested_ratio(y) if ratio is None else _checked_ratio(ratio, present)
    if not cls.makes_rows:
        return cls.for_ratio(ratio, present, **knobs)
    if present > _BALANCED_FROM:
        raise ValueError(
            f"strategy {key!r} is for rare classes; here are {present:.2f} rare rows per other row. "
            f'Use "none" or ClassWeight.'
        )
    return cls(sampling_strategy=ratio, random_state=random_state, **knobs)


def plan_of(strategy, y, random_state=0):
    """The `Plan` for whatever the user passed to `Experiment.run`.

    Raises
    ------
    ValueError, TypeError
        If it is no key of STRATEGIES, no strategy without new rows and no sampler.
    """
    if strategy is None or isinstance(strategy, str):
        strategy = build_strategy("none" if strategy is None else strategy, y, random_state=random_state)
    if isinstance(strategy, str):
        return Plan("none", "None")
    if getattr(strategy, "makes_rows", True) is False and not isinstance(strategy, type):
        return _without_rows(strategy)
    if not hasattr(strategy, "fit_resample") or isinstance(strategy, type):
        raise TypeError(
            f"strategy needs a key ({', '.join(STRATEGIES)}), a ClassWeight or a sampler with fit_resample, "
            f"got {strategy!r}."
        )
    label = getattr(strategy, "label", "") or type(strategy).__name__
    return Plan(_key(strategy), label, strategy, None, _changed(strategy), _seed(strategy))


def _without_rows(strategy):
    """The `Plan` of a strategy that makes no rows; it is asked once for nothing, so that it checks itself."""
    if hasattr(strategy, "bags"):
        strategy.bags([0, 1])
        params = {"ratio": strategy.ratio, **_changed(strategy)}
        return Plan(_key(strategy), strategy.label, None, strategy, params, _seed(strategy))
    strategy.of([1])
    return Plan(_key(strategy), strategy.label, None, strategy, {"weight": strategy.weight})


def _key(strategy):
    return next((key for key, cls in STRATEGIES.items() if cls is type(strategy)), type(strategy).__name__)


def _changed(strategy):
    """Parameters that differ from their defaults, without those that a name states otherwise."""
    params = strategy.get_params(deep=False)
    return {k: v for k, v in params.items() if k not in _UNNAMED and not _same(v, _default(strategy, k))}


def _checked_ratio(ratio, present):
    if not isinstance(ratio, (int, float, np.number)) or not math.isfinite(ratio) or not 0 < ratio <= 1:
        raise ValueError(f"ratio needs a number above 0, at most 1 (rare rows per other row), got {ratio!r}. Try 0.05.")
    return float(max(ratio, present))


def _plain(value):
    """A parameter as text, the same for 5, 5.0 and numpy's 5."""
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return repr(float(value) if is_number else value)


def _short(value):
    """A parameter for a name: a long one is cut, and a few hex digits keep two of them apart."""
    text = _words(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… {hashlib.sha1(text.encode()).hexdigest()[:4]}"


def _words(value):
    """A parameter as text that is the same in the next session: functions by name, nothing by its address."""
    if isinstance(value, (list, tuple)) and any(map(callable, value)):
        return f"[{', '.join(_called(one) if callable(one) else repr(one) for one in value)}]"
    return _ADDRESS.sub("", _called(value) if callable(value) else str(value))


def _called(function):
    """The name of a function, "<lambda>" where it has none; of another callable, that of its class."""
    named = function if isinstance(function, _NAMED) else type(function)
    name = "<lambda>" if named.__name__ == "<lambda>" else named.__qualname__.rpartition("<locals>.")[2]
    return name if name.isprintable() else repr(name)


def _default(strategy, name):
    import inspect

    return inspect.signature(type(strategy).__init__).parameters[name].default


def _same(value, default):
    try:
        return bool(value == default) or value is default
    except (TypeError, ValueError):
        return False


def _seed(strategy):
    seed = strategy.get_params(deep=False).get("random_state")
    return int(seed) if isinstance(seed, (int, np.integer)) else None
