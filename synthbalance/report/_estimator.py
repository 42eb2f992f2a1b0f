"""Estimators as the call that makes them again, from the public module they live in."""

import inspect
from importlib import import_module

from sklearn.base import BaseEstimator

from synthbalance.report._layout import Node, call
from synthbalance.report._literal import NoLiteral, literal

_PACKAGES = ("imblearn", "lightgbm", "sklearn", "synthbalance")


def estimator_call(estimator, imports, leave_out=(), instead=None):
    """The call that makes an estimator of LightGBM, scikit-learn, imbalanced-learn or this package again.

    Parameters
    ----------
    estimator : BaseEstimator
        Only its parameters count, not what it learned.
    imports : set of str
        Import lines that the call needs are added.
    leave_out : tuple of str
        Parameters that are not written.
    instead : callable (name, value) -> Node, optional
        Asked for a parameter that has no literal; without it the error passes.

    Returns
    -------
    Node

    Raises
    ------
    NoLiteral
        If the class lives elsewhere or a parameter cannot be written down.
    """
    name = _public_name(type(estimator), imports)
    defaults = inspect.signature(type(estimator).__init__).parameters
    named = {}
    for key, value in estimator.get_params(deep=False).items():
        if key in leave_out or (key in defaults and _is_default(value, defaults[key].default)):
            continue
        try:
            named[key] = expression(value, imports)
        except NoLiteral:
            if instead is None:
                raise
            named[key] = instead(key, value)
    return call(name, **named)


def expression(value, imports):
    """A literal, an estimator, or lists and tuples of both (the steps of a Pipeline)."""
    if isinstance(value, BaseEstimator):
        return estimator_call(value, imports)
    if type(value) in (list, tuple) and any(isinstance(one, BaseEstimator | list | tuple) for one in value):
        opening, closing = "[]" if type(value) is list else "()"
        return Node(opening, tuple(("", expression(one, imports)) for one in value), closing)
    return literal(value, imports)


def _public_name(cls, imports):
    """How the class is called in the script; its import is noted."""
    package = cls.__module__.split(".")[0]
    if package not in _PACKAGES:
        raise NoLiteral(cls.__name__)
    module = _public_module(cls)
    if package == "synthbalance":
        return f"sb.{cls.__name__}"
    imports.add(f"from {module} import {cls.__name__}")
    return cls.__name__


def _public_module(cls):
    """The shortest module without a leading underscore that offers the class under its own name."""
    parts = cls.__module__.split(".")
    for length in range(1, len(parts) + 1):
        module = ".".join(parts[:length])
        if any(part.startswith("_") for part in parts[:length]):
            break
        if getattr(import_module(module), cls.__name__, None) is cls:
            return module
    raise NoLiteral(cls.__name__)


def _is_default(value, default):
    if value is default:
        return True
    return type(value) is type(default) and isinstance(value, bool | int | float | str) and value == default
