"""The one door between pandas, which everything inside works on, and the kind of table that the caller uses.

What came in goes out: a polars table gives polars tables, a pyarrow table pyarrow tables, with the same types.
"""

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from synthbalance.table._arrow import arrow_column, pandas_column

KINDS = ("pandas", "polars", "pyarrow")
_PLAIN = (np.ndarray, list, pd.Series, pd.DataFrame)
_WAY_OUT = "Pass a pandas, polars or pyarrow table."


def is_table(data):
    """Whether `data` is a pandas, polars or pyarrow table.

    Examples
    --------
    >>> import pandas as pd
    >>> is_table(pd.DataFrame({"a": [1]})), is_table([[1]])
    (True, False)
    """
    return isinstance(nw.from_native(data, pass_through=True, eager_only=True), nw.DataFrame)


def to_pandas(data, name="data"):
    """A table as a pandas DataFrame; a pandas one is returned itself.

    Parameters
    ----------
    data : pandas, polars or pyarrow table
    name : str, default="data"
        What the caller calls this argument, for the error.

    Returns
    -------
    pandas.DataFrame
        With a plain index. Ints and bools with missing values get pandas' nullable dtypes, dates stay whole days,
        decimals of up to 15 digits become floats, levels of a polars Categorical are sorted; NaN and missing floats
        are one.

    Raises
    ------
    TypeError
        If it is no table (of a lazy one it says how to collect it), or holds a type that has no counterpart.
    """
    if isinstance(data, pd.DataFrame):
        return data
    if not is_table(data):
        raise TypeError(f"{name} needs a table, got {type(data).__name__}. {_way_out(data, name)}")
    arrow = _to_arrow(data, name)
    by_chance = kind_of(data) == "polars"
    columns = [pandas_column(arrow.column(place), by_chance) for place in range(arrow.num_columns)]
    frame = pd.DataFrame(dict(enumerate(columns)), index=pd.RangeIndex(arrow.num_rows), copy=False)
    frame.columns = pd.Index(arrow.column_names)
    return frame


def like_of(data):
    """A table or column without rows of the kind and types of `data`; None for pandas, numpy and lists."""
    if isinstance(data, (pd.DataFrame, pd.Series)):
        return None
    native = nw.from_native(data, pass_through=True, eager_only=True, allow_series=True)
    if not isinstance(native, (nw.DataFrame, nw.Series)):
        return pa.array([], data.type) if isinstance(data, pa.Array) else None
    if native.implementation.is_polars():
        return data.clear()
    if native.implementation.is_pyarrow():  # a slice would keep all rows alive
        return data.schema.empty_table() if hasattr(data, "schema") else pa.chunked_array([], data.type)
    return native.head(0).to_native()


def kind_of(like):
    """The word for `as_` of a table that `like_of` gave; None for None."""
    return None if like is None else nw.from_native(like, eager_only=True).implementation.value


def without_column(like, name):
    """A table of `like_of` that does not know the type of a column."""
    return None if like is None else nw.from_native(like, eager_only=True).drop(name).to_native()


def given_back(frame, like=None, as_=None):
    """A pandas table as the kind of table that came in.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its index stays behind where the result has none.
    like : table or None
        Of that kind; its columns give the types of those with the same name, as far as another kind asked for knows
        them. None is pandas.
    as_ : {None, "pandas", "polars", "pyarrow"}, default=None
        Another kind than that of `like`.

    Raises
    ------
    ValueError
        If `as_` is another word, or a value does not fit the type it had (a new one in a fixed list, say).
    """
    if as_ not in (None, *KINDS):
        raise ValueError(f"as_ needs one of {', '.join(map(repr, KINDS))}, or None for what came in, got {as_!r}.")
    if as_ == "pandas" or (as_ is None and (like is None or isinstance(like, pd.DataFrame))):
        return frame
    is_same = as_ is None or kind_of(like) == as_
    fields = {} if like is None else _fields(like)
    names = [str(name) for name in frame.columns]
    arrays = [arrow_column(frame.iloc[:, i], fields.get(name)) for i, name in enumerate(names)]
    return _from_arrow(arrays, names, fields, like if is_same else None, as_)


def joined(given, frame):
    """The rows of the caller's own table, as they are, and below them those of a pandas table."""
    new = given_back(frame, given)
    tables = [nw.from_native(one, eager_only=True) for one in (given, new)]
    return nw.concat(tables, how="vertical").to_native()


def series_of(column, name=None):
    """A polars or pyarrow column, or table of one column, as a pandas Series; None for anything else."""
    found = None if isinstance(column, _PLAIN) else _column_of(column)
    return None if found is None else pandas_column(found).rename(name)


def plain_labels(y):
    """Labels as numpy and pandas know them: a polars or pyarrow column, or a table of one, becomes an array."""
    values = series_of(y)
    if values is None:
        return y
    return values.to_numpy(dtype=object) if isinstance(values.dtype, pd.CategoricalDtype) else values.to_numpy()


def column_given_back(values, like=None, as_=None):
    """A pandas Series as a column of the kind of table that `like` is, in its own type; see `given_back`."""
    kind = kind_of(like) if as_ is None else as_
    if kind in (None, "pandas"):
        return values
    table = nw.from_native(given_back(values.to_frame(), as_=kind), eager_only=True)
    return table.get_column(table.columns[0]).to_native()


def labels_like(y, raw):
    """An array of labels as the kind of column, or table of one column, that `raw` is; None where it is neither."""
    column = None if isinstance(raw, _PLAIN) else _column_of(raw)
    if column is None:
        return None
    made = arrow_column(pd.Series(y), pa.field("y", column.type))
    if is_table(raw):
        name = nw.from_native(raw, eager_only=True).columns[0]
        fields = {name: pa.field(name, column.type)}
        return _from_arrow([made], [name], fields, raw, None)
    if type(raw).__module__.split(".")[0] == "pyarrow":
        return pa.chunked_array([made]) if not isinstance(made, pa.ChunkedArray) else made
    series = nw.from_native(raw, series_only=True)
    table = nw.from_arrow(pa.table({"y": made}), backend=series.implementation)
    return table["y"].to_native().cast(raw.dtype).rename(raw.name)


def _way_out(data, name):
    if hasattr(data, "collect"):
        return f"Call {name}.collect() first."
    return f"Call {name}.compute() first." if hasattr(data, "compute") else _WAY_OUT


def _to_arrow(data, name):
    try:
        return nw.from_native(data, eager_only=True).to_arrow()
    except (ValueError, TypeError, NotImplementedError) as error:
        raise TypeError(
            f"{name} holds a type that has no counterpart in pandas ({error}). Cast that column, for example to a "
            f"64-bit number or to text."
        ) from error


def _fields(like):
    """Name -> arrow field of the columns of a table."""
    schema = nw.from_native(like, eager_only=True).head(0).to_arrow().schema
    return {field.name: field for field in schema}


def _from_arrow(arrays, names, fields, like, kind):
    schema = pa.schema([_field(array, name, fields) for array, name in zip(arrays, names, strict=True)])
    made = pa.Table.from_arrays(arrays, schema=schema)
    backend = nw.from_native(like, eager_only=True).implementation if like is not None else kind
    table = nw.from_arrow(made, backend=backend)
    if like is None or table.implementation.is_pyarrow():
        return table.to_native()
    return _with_types(table, like)


def _field(array, name, fields):
    known = fields.get(name)
    if known is None or known.type != array.type:
        return pa.field(name, array.type)
    return known if known.nullable or not array.null_count else known.with_nullable(True)


def _with_types(table, like):
    """polars: its own types, of which arrow knows some by another name (Enum)."""
    known = like.schema
    try:
        return table.to_native().cast({name: known[name] for name in table.columns if name in known})
    except Exception as error:  # polars' own exceptions have no common base that is known without polars
        raise ValueError(
            f"A new row does not fit the types of the table given ({error}). Widen that column."
        ) from error


def _column_of(y):
    """A polars or pyarrow column, or the only one of a table, as arrow; None for anything else."""
    if isinstance(y, (pa.ChunkedArray, pa.Array)):
        return y
    if is_table(y):
        table = _to_arrow(y, "y")
        if table.num_columns != 1:
            raise ValueError(f"y needs one column of labels, found {table.num_columns}. Pass one of them.")
        return table.column(0)
    series = nw.from_native(y, pass_through=True, series_only=True)
    return series.to_arrow() if isinstance(series, nw.Series) else None
