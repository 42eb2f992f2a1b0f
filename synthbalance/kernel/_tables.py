"""The tables in the user's namespace, and a sample of one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from synthbalance.kernel._literal import is_sendable

SAMPLE = 5_000
_KINDS = {"pandas": "DataFrame", "polars": "DataFrame", "pyarrow": "Table"}


def kernel_tables() -> dict[str, Any]:
    """Tables in the user's namespace of the running IPython, by name; none in plain Python."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    names = dict(getattr(shell, "user_ns", None) or {})
    kinds = _loaded_kinds()
    return {
        name: value
        for name, value in names.items()
        if isinstance(name, str) and not name.startswith("_") and issubclass(type(value), kinds) and is_sendable(name)
    }


def sample(table: Any, rows: int = SAMPLE) -> Iterator[tuple[Any, Any]]:
    """(name, values) of each column for at most `rows` rows, spread evenly: a sorted table shows all its classes."""
    step = max(1, -(-int(table.shape[0]) // rows))
    if hasattr(table, "iloc"):
        return ((name, table.iloc[:, at].iloc[::step]) for at, name in enumerate(table.columns))
    if hasattr(table, "get_columns"):  # polars
        return ((values.name, values.gather_every(step)) for values in table.get_columns())
    return ((name, table.column(at)[::step].to_pandas()) for at, name in enumerate(table.column_names))


def kind_of(table: Any) -> str:
    """The library a table is of, one of pandas, polars and pyarrow."""
    return next(kind for kind in _KINDS if isinstance(table, _loaded_kinds(kind)))


def _loaded_kinds(*modules: str) -> tuple[type, ...]:
    """Those of libraries that are loaded: a table of another one cannot be there."""
    wanted = modules or tuple(_KINDS)
    found = [getattr(sys.modules.get(module), _KINDS[module], None) for module in wanted]
    return tuple(kind for kind in found if isinstance(kind, type))
