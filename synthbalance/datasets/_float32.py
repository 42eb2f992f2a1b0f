"""Floats in half their width: columns narrowed one by one, or refused where a value does not fit."""

import numpy as np
import pyarrow
import pyarrow.compute as pc
from pandas.api import types

_LARGEST = float(np.finfo(np.float32).max)


def narrow_batch(batch):
    """A record batch whose float64 columns are float32."""
    for place, field in enumerate(batch.schema):
        if field.type == pyarrow.float64():
            check_narrow(field.name, batch.column(place))
            batch = batch.set_column(place, field.with_type(pyarrow.float32()), batch.column(place).cast("float"))
    return batch


def check_narrow(name, column):
    """Refuse an arrow column with a value that no float32 holds."""
    ends = pc.min_max(column).as_py()
    _check(name, ends["min"], ends["max"])


def narrow_schema(schema):
    """The schema of such batches."""
    for place, field in enumerate(schema):
        if field.type == pyarrow.float64():
            schema = schema.set(place, field.with_type(pyarrow.float32()))
    return schema


def narrow_frame(frame):
    """A DataFrame, held by nobody else, whose float64 columns are float32."""
    for place, dtype in enumerate(frame.dtypes):
        if types.is_float_dtype(dtype) and dtype == np.float64:
            values = frame.iloc[:, place]
            _check(frame.columns[place], values.min(), values.max())
            frame.isetitem(place, values.astype(np.float32))
    return frame


def _check(name, low, high):
    far = [value for value in (low, high) if value is not None and np.isfinite(value) and abs(value) > _LARGEST]
    if far:
        raise ValueError(
            f"float32=True needs values below {_LARGEST:.1e}, column {name!r} holds {far[0]:.3g}. "
            f"Leave float32 out, or leave the column out by columns=."
        )
