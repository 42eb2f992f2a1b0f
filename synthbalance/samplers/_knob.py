"""Knobs: the parameters of a strategy that a panel shows, with their bounds."""

import numbers
from dataclasses import dataclass

from sklearn.utils._param_validation import Interval, StrOptions


@dataclass(frozen=True)
class Knob:
    """One parameter of a strategy.

    Parameters
    ----------
    name : str
        Name of the constructor's parameter; the default is read from there.
    low, high : number, optional
        Hard bounds, both allowed; None = unbounded on that side.
    choices : tuple of str, optional
        The allowed words, for a menu.
    soft : tuple (low, high), optional
        Range of the slider or stepper in the panel.
    help : str
        What it does, in a few words.

    Examples
    --------
    >>> Knob("k_neighbors", low=1, soft=(1, 20), help="neighbours a row may be joined with").low
    1
    """

    name: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] | None = None
    soft: tuple[float, float] | None = None
    help: str = ""

    def constraint(self, default):
        """scikit-learn's form of the bounds, for a parameter whose default is `default`."""
        if self.choices is not None:
            return [StrOptions(set(self.choices))]
        kind = numbers.Integral if isinstance(default, numbers.Integral) else numbers.Real
        allowed = [Interval(kind, self.low, self.high, closed=_closed(self.low, self.high))]
        return [*allowed, None] if default is None else allowed

    def way_out(self):
        """The sentence an error ends with."""
        if self.choices is not None:
            return f"Choose one of {', '.join(map(repr, self.choices))}."
        if self.soft is not None:
            return f"Usual values lie between {self.soft[0]} and {self.soft[1]}."
        return f"It says: {self.help}."


def _closed(low, high):
    if low is None:
        return "neither" if high is None else "right"
    return "left" if high is None else "both"
