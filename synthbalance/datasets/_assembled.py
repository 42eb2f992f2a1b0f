"""Record batches put together to one DataFrame, floats straight into their columns so that they are there once."""

import json

import numpy as np
import pandas as pd
import pyarrow

from synthbalance.datasets._float32 import check_narrow, narrow_batch
from synthbalance.datasets._gaps import columns_with_gaps, written_as

_FLOATS = {pyarrow.float32(): np.float32, pyarrow.float64(): np.float64}
_AT_ONCE = 1 << 19  # floats that are read side by side: what they come in is held beside them


class Assembled:
    """Takes batches one by one; columns of plain floats are copied to their place, the others kept as they are.

    Where `is_narrow`, batches hold float64 in place of the float32 of the schema.

    Parameters
    ----------
    schema : pyarrow.Schema
        Of the batches, put together.
    n_rows : int or None
        Rows that will come, at most; None where nobody knows, and nothing is copied early.
    """

    def __init__(self, schema, n_rows, is_narrow=False):
        self._schema, self._rest, self.n_rows, self._is_narrow = schema, [], 0, is_narrow
        self._floats = {} if n_rows is None else _places(schema, n_rows)
        self._others = [name for name in schema.names if name not in self._floats]

    def blocks(self, n_rows):
        """Lists of columns to be read together, so many rows at a time.

        Those that are kept as they are come first: they would lie between the pieces of floats that come and go, and
        keep the memory of these from going back to the system.
        """
        floats, width = list(self._floats), max(1, _AT_ONCE // max(1, n_rows or 1))
        made = [floats[first : first + width] for first in range(0, len(floats), width)]
        return [self._others, *made] if self._others else made

    def add(self, first, batch):
        """Rows from `first` on, of the columns of a block or of all."""
        self.n_rows = max(self.n_rows, first + batch.num_rows)
        for name in batch.schema.names:
            if name in self._floats:
                column, place = batch.column(name), self._floats[name][first : first + batch.num_rows]
                if column.type != self._schema.field(name).type:
                    check_narrow(name, column)
                place[:] = column.to_numpy(zero_copy_only=False)
        if self._others and self._others[0] in batch.schema.names:
            rest = batch.select(self._others)
            self._rest.append(narrow_batch(rest) if self._is_narrow else rest)

    def frame(self):
        """All rows as pandas reads them from a file, the index of the file as its index; only once."""
        frame = self._rest_frame()
        attrs = json.loads((self._schema.metadata or {}).get(b"PANDAS_ATTRS", b"{}"))
        if self._floats:
            index, labels = frame.index, self._schema.empty_table().to_pandas().columns
            floats = {name: values[: self.n_rows] for name, values in self._floats.items()}
            columns = {label: floats.get(str(label), frame.get(label)) for label in labels}
            frame = pd.DataFrame(columns, index=index, copy=False)
            frame.columns = labels
        frame.attrs = attrs
        pyarrow.default_memory_pool().release_unused()  # what reading needed goes back to the system
        return frame

    def _rest_frame(self):
        """Columns that are no plain floats, taken out of arrow one by one."""
        if not self._others:
            return pd.DataFrame(index=pd.RangeIndex(self.n_rows))
        part = pyarrow.schema([self._schema.field(name) for name in self._others], self._schema.metadata)
        held = [pyarrow.Table.from_batches(self._rest, part).unify_dictionaries()]
        self._rest, gaps = [], columns_with_gaps(held[0])
        frame = held.pop().to_pandas(types_mapper=_types(), split_blocks=True, self_destruct=True)
        return frame.assign(**gaps) if gaps else frame


def _places(schema, n_rows):
    """Name of a column of floats -> array that they will stand in."""
    kinds = dict(_plain_floats(schema))
    try:
        return {name: np.empty(n_rows, kind) for name, kind in kinds.items()}
    except (MemoryError, ValueError) as error:  # more than there is, or than an address can tell
        size = sum(np.dtype(kind).itemsize for kind in kinds.values()) * n_rows / 1e9
        raise MemoryError(
            f"The table needs {size:,.0f} GB for {len(kinds)} columns of floats and {n_rows:,} rows, more than this "
            f"machine has. Read fewer columns (columns=), the first rows (rows=), or floats in half their width "
            f"(float32=True)."
        ) from error


def _plain_floats(schema):
    """Name and numpy type of float columns that are not of an extension dtype of pandas, nor its index."""
    index = [name for name in (schema.pandas_metadata or {}).get("index_columns", []) if isinstance(name, str)]
    kinds = written_as(schema)
    for field in schema:
        if field.type in _FLOATS and field.name not in index and kinds.get(field.name, "float").startswith("float"):
            yield field.name, _FLOATS[field.type]


def _types():
    """Text as pandas reads it from a file by itself."""
    text = pd.Series(["a"]).dtype
    if not isinstance(text, pd.StringDtype):
        return None
    return dict.fromkeys((pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()), text).get
