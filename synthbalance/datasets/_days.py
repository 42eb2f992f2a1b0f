"""Days as moments: dates of a file become columns that count in seconds, without a Python object in between."""

import pyarrow
from pyarrow import types

from synthbalance.datasets._gaps import ARROW, written_as

MOMENT = pyarrow.timestamp("s")  # reaches beyond the years of both dates and nanoseconds


def schema_with_moments(schema):
    """The schema of batches that `with_moments` gave: dates are moments, and so are those in a dictionary.

    Dates that pandas wrote as a dtype of arrow's stay days. A dictionary of dates or decimals only packs them; as
    categories they could be reckoned with no more.
    """
    kinds = written_as(schema)
    for place, field in enumerate(schema):
        kind = field.type
        if types.is_dictionary(kind) and kinds.get(field.name) is None and _is_packed(kind.value_type):
            kind = kind.value_type
        if types.is_date(kind) and ARROW not in kinds.get(field.name, ""):
            kind = MOMENT
        schema = schema.set(place, field.with_type(kind))
    return schema


def with_moments(batch, schema):
    """A record batch as `schema_with_moments` says."""
    for place, field in enumerate(batch.schema):
        wanted = schema.field(field.name).type
        if wanted != field.type and (types.is_dictionary(field.type) or wanted == MOMENT):
            column = batch.column(place)
            column = column.dictionary_decode() if types.is_dictionary(column.type) else column
            column = column.cast(pyarrow.date32()).cast(MOMENT) if types.is_date(column.type) else column
            batch = batch.set_column(place, field.with_type(column.type), column)
    return batch


def _is_packed(kind):
    return types.is_date(kind) or types.is_decimal(kind)
