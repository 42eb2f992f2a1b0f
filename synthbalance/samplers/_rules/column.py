"""One column as the rules see it: plain numbers or codes, constants read, results kept within what it can hold."""

import datetime
import numbers

import numpy as np
import pandas as pd

from synthbalance.samplers._rules import checks
from synthbalance.table import NUMBER_KINDS

_MOST_DECIMALS = 6
_MOST_LOOKED_AT = 20_000
_STEPS = (86_400.0, 3600.0, 60.0, 1.0, 0.001)
_MOST_TICKS = 2.0**62
_DAY = 86_400.0
_WORDS = {"datetime": "a date or time", "timedelta": "a duration", "int": "a whole number", "float": "a number"}


class Column:
    """One column of the real table.

    Encoded values are those of `TableEncoder` (numbers with NaN, codes with -1), except that a bool column has
    the codes 0 and 1 whatever was seen. Natural values are the numbers themselves; seconds for durations, and
    seconds since 1970 for dates.

    Parameters
    ----------
    frame : pandas.DataFrame
    encoder : TableEncoder
    name : column name
    """

    def __init__(self, frame, encoder, name):
        self.name, self.encoder = name, encoder
        self.kind, self.dtype = encoder.schema_.kind(name), frame[name].dtype
        self.is_number = self.kind in NUMBER_KINDS
        self.can_miss = _can_miss(self.dtype)
        if self.is_number:
            self.zero, self.per_unit = self._scale_of_units()
            self._bounds = self._bounds_of_dtype()
            self.decimals, self.step = self._grain(frame)
        elif self.kind != "empty":
            self.levels = pd.Index([False, True]) if self.kind == "bool" else encoder.levels_[name]

    def encode(self, frame):
        """Encoded values of the column in `frame`: array of shape (n_rows,)."""
        if self.is_number:
            return self.encoder.numbers(self.name, frame)
        if self.kind == "empty":
            return np.full(len(frame), -1, dtype=np.int32)
        if self.kind == "bool":
            return frame[self.name].astype("boolean").to_numpy(dtype=np.float64, na_value=-1).astype(np.int32)
        return self.encoder.codes(self.name, frame)

    def decode(self, encoded):
        """Values in the column's own dtype: Series of shape (n,)."""
        if self.kind != "bool":
            return self.encoder.decode(self.name, encoded)
        values = pd.arrays.BooleanArray(encoded == 1, mask=encoded < 0)
        return pd.Series(values).astype(self.dtype)

    def constant(self, value, place):
        """The encoded form of a value that the rules write down.

        Raises
        ------
        RuleError
            If the column cannot hold it.
        """
        if value is None or (isinstance(value, float) and np.isnan(value)):
            return self._missing(place)
        if self.kind == "empty":
            raise place.error(
                "a column with values", value, f"All of {self.name!r} is missing: leave it out, or fill it first."
            )
        return self._number(value, place) if self.is_number else self._code(value, place)

    def natural(self, encoded):
        """Numbers themselves, seconds, or seconds since 1970."""
        return (encoded - self.zero) / self.per_unit

    def from_natural(self, values):
        """Encoded form of natural values, neither rounded nor bounded yet."""
        return values * self.per_unit + self.zero

    def missing(self, encoded):
        """Which encoded values are missing: bool array."""
        return np.isnan(encoded) if self.is_number else encoded < 0

    def settled(self, encoded, decimals=0):
        """Numbers rounded as the column's own are, or to more `decimals` (inf = not at all), within what it can hold.

        Dates and durations are cut to full days, hours, minutes, seconds or milliseconds where the column's own are.
        """
        if decimals <= _MOST_DECIMALS and self.step is not None:
            encoded = self.from_natural(np.floor(np.round(self.natural(encoded) / self.step, 3)) * self.step)
        elif decimals <= _MOST_DECIMALS and self.decimals is not None:
            encoded = np.round(encoded, max(self.decimals, decimals))
        return np.clip(encoded if self.kind == "float" else np.rint(encoded), *self._bounds)

    def decimals_for(self, encoded):
        """Decimals that keep values written down in a rule as they are."""
        natural = self.natural(np.asarray(encoded, dtype=np.float64))
        if self.kind in ("datetime", "timedelta"):
            return 0 if self.step is not None and not (natural % self.step).any() else np.inf
        return _decimals_of(natural) if self.kind == "float" else 0

    def _bounds_of_dtype(self):
        """Lowest and highest encoded value."""
        dtype = _plain_dtype(self.dtype)
        if self.kind == "int":
            return float(np.iinfo(dtype).min) + self.zero, float(np.iinfo(dtype).max) + self.zero
        largest = float(np.finfo(dtype).max) if self.kind == "float" else _MOST_TICKS
        return -largest, largest

    def _grain(self, frame):
        """Decimals of a float column, and seconds that a date column counts in; None = neither."""
        known = self.encode(frame[[self.name]].iloc[:: max(1, len(frame) // _MOST_LOOKED_AT)])
        natural = self.natural(known[~np.isnan(known)])
        if self.kind in ("datetime", "timedelta"):
            return None, next((step for step in _STEPS if not (natural % step).any()), None)
        decimals = _decimals_of(known[~np.isnan(known)].astype(_plain_dtype(self.dtype))) if self.kind == "float" else 0
        return None if decimals == np.inf else decimals, None

    def _scale_of_units(self):
        """Encoded value of 0 or of 1970, and encoded steps in one natural unit (1, or a second)."""
        if self.kind == "float":
            return 0.0, 1.0
        if self.kind == "int":
            return float(self._encoded_one(0)), 1.0
        start = pd.Timestamp(0, tz=getattr(self.dtype, "tz", None)) if self.kind == "datetime" else pd.Timedelta(0)
        zero = float(self._encoded_one(start))
        return zero, (float(self._encoded_one(start + pd.Timedelta(days=1))) - zero) / _DAY

    def _encoded_one(self, value):
        return self.encoder.numbers(self.name, pd.DataFrame({self.name: pd.Series([value]).astype(self.dtype)}))[0]

    def _missing(self, place):
        if not self.can_miss:
            raise place.error(
                "a value", None, f"{self.name!r} holds {self.dtype}, which knows no missing value. Leave the rule out."
            )
        return np.nan if self.is_number else -1

    def _number(self, value, place):
        if self.kind == "datetime":
            return self.from_natural(self._moment(value, place))
        if self.kind == "timedelta":
            return self.from_natural(checks.seconds(value, place))
        if not checks.is_number(value):
            raise place.error(f"{_WORDS[self.kind]} for column {self.name!r}", value, checks.hint_for(value))
        if self.kind == "int":
            self._check_whole(value, place)
        return float(self._encoded_one(int(value) if self.kind == "int" else float(value)))

    def _check_whole(self, value, place):
        info = np.iinfo(_plain_dtype(self.dtype))
        if value != int(value) or not info.min <= value <= info.max:
            raise place.error(
                f"a whole number from {info.min} to {info.max} for column {self.name!r} ({self.dtype})", value
            )

    def _moment(self, value, place):
        """Seconds since 1970 of a date or time."""
        zone = getattr(self.dtype, "tz", None)
        try:
            if not isinstance(value, (str, datetime.date, np.datetime64)):
                raise TypeError(value)
            moment = pd.Timestamp(value)
            if zone is not None and moment.tzinfo is None:
                moment = moment.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
            seconds = (moment - pd.Timestamp(0, tz=zone)).total_seconds()
        except (TypeError, ValueError, OverflowError):
            way_out = 'Write "2025-03-01 18:30", say' + (", without a time zone." if zone is None else ".")
            raise place.error(f"a date or time for column {self.name!r}", value, way_out) from None
        if not abs(seconds * self.per_unit) < _MOST_TICKS:
            raise place.error(f"a date that {self.dtype} can hold", value)
        return seconds

    def _code(self, value, place):
        if self.kind == "bool":
            if not isinstance(value, (bool, np.bool_)):
                raise place.error(f"true or false for column {self.name!r}", value)
            return int(value)
        code = _position(self.levels, value)
        if code < 0:
            raise place.error(f"a value that column {self.name!r} has", value, self._values_there(value))
        return code

    def _values_there(self, value):
        if isinstance(value, bool):
            return "YAML reads yes, no, on and off as true and false: put the word in quotes."
        close = checks.nearest(value, self.levels)
        few = ", ".join(map(repr, self.levels[:8].tolist()))
        more = "" if len(self.levels) <= 8 else ", ..."
        return close or f"There are {few}{more}. A new one must first be a category of the column."


def _position(levels, value):
    """Position of a value among the levels, -1 where it is not there; True is not 1."""
    if not isinstance(value, (str, bool, numbers.Number, datetime.date, np.generic)):
        return -1
    same_kind = (at for at, one in enumerate(levels.tolist()) if isinstance(one, bool) == isinstance(value, bool))
    return next((at for at in same_kind if levels[at] == value), -1)


def _plain_dtype(dtype):
    """The numpy dtype behind a nullable, pyarrow or sparse one."""
    return getattr(dtype, "numpy_dtype", getattr(dtype, "subtype", dtype))


def _can_miss(dtype):
    dtype = getattr(dtype, "subtype", dtype)
    return not (isinstance(dtype, np.dtype) and dtype.kind in "iub")


def _decimals_of(values):
    """Decimals that numbers are written with; inf where it is over 6."""
    near = 8 * np.finfo(values.dtype).eps  # sums of cents are a hair off
    for decimals in range(_MOST_DECIMALS + 1):
        if np.isclose(np.round(values, decimals), values, rtol=near, atol=0).all():
            return decimals
    return np.inf
