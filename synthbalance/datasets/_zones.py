"""Time zones of a file, which this machine may not know."""

import datetime

import pyarrow
from pyarrow import types


def check_zones(fields, file):
    """Refuse the first column whose zone is not known here.

    Parameters
    ----------
    fields : list of pyarrow.Field
    file : pathlib.Path
    """
    for field in fields:
        zone = getattr(field.type, "tz", None) if types.is_timestamp(field.type) else None
        if zone is not None and not _is_known(zone):
            raise ValueError(
                f"{str(file)!r} holds moments of the time zone {zone!r} in column {field.name!r}, which is not known "
                f"here. Leave the column out by columns=, install the package tzdata, or write it in UTC."
            )


def without_zones(schema):
    """The schema with moments of no zone, to look at the names in it."""
    for place, field in enumerate(schema):
        if types.is_timestamp(field.type):
            schema = schema.set(place, field.with_type(pyarrow.timestamp(field.type.unit)))
    return schema


def _is_known(zone):
    moment = pyarrow.scalar(datetime.datetime(2025, 1, 1), pyarrow.timestamp("us")).cast(pyarrow.timestamp("us", zone))
    try:
        moment.as_py()
    except (ValueError, KeyError, OSError):
        return False
    return True
