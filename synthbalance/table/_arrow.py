"""One column from arrow to pandas and back, so that as little as possible is lost on the way."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

EXACT = 2.0**53
_NULLABLE = {
    pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(), pa.uint16(): pd.UInt16Dtype(), pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.date32(): pd.ArrowDtype(pa.date32()),
}  # fmt: skip


def pandas_column(column, sort_levels=False):
    """An arrow column as a pandas Series.

    Parameters
    ----------
    column : pyarrow.ChunkedArray or pyarrow.Array
    sort_levels : bool, default=False
        Whether levels without an order are sorted and those of no row left out: polars numbers them by what the
        process has seen before, which must change no result.

    Returns
    -------
    pandas.Series
        Without a copy where that can be. Ints and bools become nullable where something is missing, days stay days
        (``date32[pyarrow]``), decimals become floats where each is exactly one.
    """
    kind = column.type
    if pa.types.is_decimal(kind):
        return _decimals(column)
    if pa.types.is_date64(kind):
        column, kind = column.cast(pa.date32()), pa.date32()
    if kind in _NULLABLE and (column.null_count or pa.types.is_date32(kind)):
        return column.to_pandas(types_mapper=_NULLABLE.get)
    if sort_levels and pa.types.is_dictionary(kind) and not kind.ordered:
        values = column.to_pandas().cat.remove_unused_categories()
        return values.cat.reorder_categories(values.cat.categories.sort_values())
    return column.to_pandas()


def arrow_column(values, field=None):
    """A pandas Series as an arrow column, of the type of `field` where that is given.

    Parameters
    ----------
    values : pandas.Series
    field : pyarrow.Field, optional

    Raises
    ------
    ValueError
        If a value does not fit the type.
    """
    if field is None:
        return pa.array(values, from_pandas=True)
    kind = field.type
    if pa.types.is_dictionary(kind):
        return _dictionary(values, kind)
    if pa.types.is_decimal(kind) and pd.api.types.is_float_dtype(values.dtype):
        return _rounded(values, kind)
    if pa.types.is_date64(kind):
        return pa.array(values, from_pandas=True).cast(pa.date32()).cast(kind)
    made = pa.array(values, from_pandas=True)
    return made if made.type == kind else made.cast(kind)


def _decimals(column):
    """Floats, if every value is told from its neighbours at the scale of the type; else the objects that they are."""
    numbers = column.cast(pa.float64(), safe=False)
    largest, unit = pc.max(pc.abs(numbers)).as_py(), 10.0**column.type.scale
    fits = largest is None or largest * unit < EXACT
    values = (numbers if fits else column).to_pandas()
    if not fits or column.type.scale <= 0:
        return values
    return (values * unit).round() / unit  # the cast is off by a last digit at times: 0.35000000000000003


def _rounded(values, kind):
    """Floats as decimals of the type's scale; two 64-bit halves a value, as arrow stores them."""
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    missing = np.isnan(numbers)
    whole = np.rint(np.where(missing, 0, numbers) * 10.0**kind.scale).astype("<i8")
    halves = pa.py_buffer(np.column_stack([whole, whole >> 63]).tobytes())
    known = pa.array(~missing).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(38, kind.scale), len(whole), [known, halves]).cast(kind)


def _dictionary(values, kind):
    """Codes and levels of their own types; levels that occur in no row stay, in their order."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("category")
    codes = values.cat.codes.to_numpy()
    indices = pa.array(np.maximum(codes, 0), mask=codes < 0).cast(kind.index_type)  # other readers look at hidden codes
    levels = pa.array(values.cat.categories, from_pandas=True).cast(kind.value_type)
    return pa.DictionaryArray.from_arrays(indices, levels, ordered=kind.ordered)
