"""Tables that are to be parts of one split: the same columns, of kinds that can be compared."""

from pandas.api import types

from synthbalance.split._words import listing
from synthbalance.table import Schema

_FAMILY = {"float": "numbers", "int": "numbers", "category": "text", "text": "text"}
_FAMILY |= {"datetime": "dates", "timedelta": "durations"}


def match_columns(frame, train, drop, name):
    """The frame with the columns of train in their order, without those in `drop`.

    Raises
    ------
    ValueError
        If a column is missing, is there in excess, or holds another kind of values.
    """
    wanted = [column for column in train.columns if column not in drop]
    missing = [column for column in wanted if column not in frame.columns]
    excess = [column for column in frame.columns if column not in wanted and column not in drop]
    for columns, problem in ((missing, "lacks"), (excess, "has, beyond them,")):
        if columns:
            raise ValueError(
                f"{name} must have the columns of train, but {problem} {listing(columns)}."
                " Make them the same, or name what is not needed in drop."
            )
    frame = frame if list(frame.columns) == wanted else frame[wanted]
    _check_kinds(frame, train, wanted, name)
    return frame


def _check_kinds(frame, train, columns, name):
    for column in columns:
        if frame[column].dtype == train[column].dtype:
            continue
        kinds = [Schema.from_frame(one[[column]]).kind(column) for one in (frame, train)]
        families = {_FAMILY[kind] for kind in kinds if kind in _FAMILY}  # bool and empty go with anything
        if len(families) > 1 or _zones_differ(frame[column], train[column]):
            raise ValueError(
                f"Column {column!r} must hold the same kind of values in {name} and train, found dtype"
                f" {frame[column].dtype} and {train[column].dtype}. Convert one of them."
            )


def _zones_differ(one, other):
    """Whether both are dates and only one of them knows its time zone."""
    both = types.is_datetime64_any_dtype(one) and types.is_datetime64_any_dtype(other)
    return both and (_zone(one.dtype) is None) != (_zone(other.dtype) is None)


def _zone(dtype):
    return getattr(getattr(dtype, "pyarrow_dtype", dtype), "tz", None)
