"""Where a table came from, and a hash that says whether it is still the same."""

import hashlib

import numpy as np
import pandas as pd

_KEY = "synthbalance"
_PIECE = 65_536


def table_hash(frame):
    """Hash of a table's values, names, dtypes and row order (the index does not count).

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)

    Returns
    -------
    str
        16 hexadecimal digits; equal tables have equal hashes on every machine.

    Examples
    --------
    >>> import pandas as pd
    >>> table_hash(pd.DataFrame({"a": [1, 2]})) == table_hash(pd.DataFrame({"a": [2, 1]}))
    False
    """
    digest = hashlib.sha256()
    for position, name in enumerate(frame.columns):
        values = frame.iloc[:, position]
        digest.update(repr((str(name), str(values.dtype))).encode("utf-8", "surrogatepass"))
        digest.update(_column_bytes(values))
    return digest.hexdigest()[:16]


def remember_source(frame, call):
    """Note in ``frame.attrs`` the call that made this table, and its hash.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table that nobody else holds yet; returned with the note.
    call : str
        Python that makes the table again, in public names: ``"sb.read_table('payments.csv')"``.

    Returns
    -------
    pandas.DataFrame
        The same object.
    """
    frame.attrs[_KEY] = {"call": call, "hash": table_hash(frame)}
    return frame


def source_of(frame):
    """The note left by `remember_source`, or None; whether it still holds is the caller's to check."""
    return getattr(frame, "attrs", {}).get(_KEY)


def _column_bytes(values):
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iufbmM":
        return np.ascontiguousarray(values.to_numpy()).tobytes()
    if isinstance(values.dtype, pd.StringDtype):  # as a whole it would be there as Python objects, too
        pieces = (values.iloc[first : first + _PIECE] for first in range(0, len(values), _PIECE))
        return b"".join(pd.util.hash_pandas_object(piece, index=False).to_numpy().tobytes() for piece in pieces)
    try:
        hashed = pd.util.hash_pandas_object(values, index=False)
    except TypeError:
        hashed = pd.util.hash_pandas_object(values.map(repr), index=False)
    return hashed.to_numpy().tobytes()
