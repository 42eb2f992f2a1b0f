"""One column of every kind a table may hold: name -> (kind, three values with one missing where that is possible)."""

import datetime
import decimal

import numpy as np
import pandas as pd
import pyarrow as pa


def _arrow(values, dtype):
    return pd.Series(values, dtype=pd.ArrowDtype(dtype))


def _stamps(dtype):
    return pd.Series(["2024-03-31 00:30", None, "2024-10-27 01:30"]).astype(dtype)


_MOMENT, _DAY = datetime.datetime(2024, 1, 1, 12), datetime.date(2024, 1, 1)
_SPANS = pd.Series(pd.to_timedelta(["1h", None, "2D"]))
_LEVELS = ["unused", "y", "x"]

_INTS = {
    name: ("int", pd.Series([np.iinfo(name).min, np.iinfo(name).max, 3], dtype=name))
    for name in ("int8", "int16", "int32", "uint8", "uint16", "uint32")
}
_STAMPS = {
    name: ("datetime", _stamps(f"datetime64[{name}]"))
    for name in ("s", "ms", "us", "ns", "us, UTC", "ns, Europe/Vienna", "s, America/New_York")
}
_ARROW = {
    "arrow int64": ("int", _arrow([1, None, 3], pa.int64())),
    "arrow uint8": ("int", _arrow([1, 2, 255], pa.uint8())),
    "arrow float": ("float", _arrow([1.5, None, 3.0], pa.float32())),
    "arrow bool": ("bool", _arrow([True, None, False], pa.bool_())),
    "arrow string": ("text", _arrow(["a", None, "b"], pa.string())),
    "arrow dictionary": ("text", _arrow(["a", None, "b"], pa.dictionary(pa.int32(), pa.string()))),
    "arrow decimal": ("text", _arrow([decimal.Decimal("1.50"), None], pa.decimal128(8, 2))),
    "arrow timestamp": ("datetime", _arrow([_MOMENT, None], pa.timestamp("us"))),
    "arrow zone": ("datetime", _arrow([_MOMENT.astimezone(datetime.UTC), None], pa.timestamp("ns", "Europe/Vienna"))),
    "arrow date": ("datetime", _arrow([_DAY, None], pa.date32())),
    "arrow duration": ("timedelta", _arrow([datetime.timedelta(1), None], pa.duration("ms"))),
}
COLUMNS = {
    "float64": ("float", pd.Series([1.5, np.nan, -2.0])),
    "float32": ("float", pd.Series([1.5, np.nan, -2.0], dtype="float32")),
    "float16": ("float", pd.Series([1.5, np.nan, -2.0], dtype="float16")),
    "Float64": ("float", pd.Series([1.5, None, 2.0], dtype="Float64")),
    "huge floats": ("float", pd.Series([1e308, -1e308, 5.0])),
    "sparse float": ("float", pd.Series(pd.arrays.SparseArray([0.0, 1.0, np.nan]))),
    **_INTS,
    "int64 ids": ("int", pd.Series([2**60 + 1, 2**60 + 3, 2**60 + 2])),
    "uint64 ids": ("int", pd.Series([2**63 + 1, 2**63 - 5, 2**63 + 2], dtype="uint64")),
    "Int8": ("int", pd.Series([1, None, -128], dtype="Int8")),
    "Int64 ids": ("int", pd.Series([2**60 + 1, None, 2**60 + 3], dtype="Int64")),
    "UInt64 ids": ("int", pd.Series([2**63 + 1, None, 2**63 + 3], dtype="UInt64")),
    "sparse int": ("int", pd.Series(pd.arrays.SparseArray([0, 1, 0]))),
    "bool": ("bool", pd.Series([True, False, True])),
    "boolean": ("bool", pd.Series([True, None, False], dtype="boolean")),
    "str": ("text", pd.Series(["a", None, "b"])),
    "string": ("text", pd.Series(["a", None, "b"], dtype="string")),
    "object text": ("text", pd.Series(["a", None, "b"], dtype=object)),
    "object bool": ("text", pd.Series([True, None, False], dtype=object)),
    "object dates": ("text", pd.Series([_DAY, None], dtype=object)),
    "object moments": ("text", pd.Series([_MOMENT, None], dtype=object)),
    "object decimals": ("text", pd.Series([decimal.Decimal("1.5"), None], dtype=object)),
    "bytes": ("text", pd.Series([b"a", None], dtype=object)),
    "period": ("text", pd.Series(pd.period_range("2024-01", periods=3, freq="M"))),
    "ordered category": ("category", pd.Series(pd.Categorical(["x", None, "y"], _LEVELS, ordered=True))),
    "category": ("category", pd.Series(pd.Categorical(["x", None, "y"], _LEVELS))),
    "category of ints": ("category", pd.Series(pd.Categorical([1, None, 2]))),
    **_STAMPS,
    "timedelta": ("timedelta", _SPANS),
    "timedelta of seconds": ("timedelta", _SPANS.astype("timedelta64[s]")),
    "constant": ("float", pd.Series([1.0] * 3)),
    "empty float": ("empty", pd.Series([np.nan] * 3)),
    "empty object": ("empty", pd.Series([None] * 3, dtype=object)),
    "empty Int64": ("empty", pd.Series([None] * 3, dtype="Int64")),
    "empty stamps": ("empty", pd.Series([pd.NaT] * 3)),
    "empty category": ("empty", pd.Series(pd.Categorical([None] * 3, _LEVELS))),
    **_ARROW,
}
