"""Where a synthetic row comes from: its parents, its edits, the real rows nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from synthbalance.ui import _origin
from synthbalance.ui._facts import within
from synthbalance.ui._near import RealRows
from synthbalance.ui._points import place_of
from synthbalance.ui._values import LONGEST, row_name, value_text
from synthbalance.ui._words import count, finite, short

COLUMN_BYTES = 8_000
_NEAREST = ("nearest rare", "nearest other")


@dataclass(frozen=True)
class Made:
    """The new rows of one run or preview.

    Attributes
    ----------
    strategy : str
    synthetic : DataFrame or None
    parents : DataFrame or None
        Integer positions in the training part, one row a new row.
    labels : array or None
        Codes of the classes, 1 = rare; None where all are rare.
    """

    strategy: str = "none"
    synthetic: Any = None
    parents: Any = None
    labels: Any = None

    def __len__(self) -> int:
        return 0 if self.synthetic is None else len(self.synthetic)

    @classmethod
    def of(cls, run: Any) -> Made:
        """Those of a `Run` or a `Preview`."""
        return cls(run.strategy, run.synthetic, run.parents, getattr(run, "_labels", None))


def details_of(real: RealRows, made: Made, row: int, info: dict[str, Any]) -> dict[str, Any]:
    """The trait `details`: one new row beside its parents and the real rows nearest to it.

    Parameters
    ----------
    real : RealRows
        Of the training part that the rows were made from.
    made : Made
    row : int
        0 to len(made) - 1.
    info : dict
        The trait `points_info`: the axes and their scale.

    Returns
    -------
    dict
        The keys of `details` in protocol.json; {} where there is no such row. Distances are in standard deviations.
        Texts are as in the data, to be shown as plain text. A place outside the scale is moved to its edge.
    """
    if not 0 <= row < len(made):
        return {}
    new, parents = made.synthetic.iloc[[row]], parents_of(made, row, len(real))
    distances = real.distances(new)
    nearest = {role: real.nearest(distances, role == _NEAREST[0]) for role in _NEAREST}
    related = {role: at for role, at in {**parents, **nearest}.items() if at is not None}
    origin = _origin.Origin(real, made, row, new, parents, related, distances)
    columns, left_out = _columns(origin)
    return {
        "row": row, "of": len(made), "label": short(made.synthetic.index[row], LONGEST),
        "text": _origin.text_of(origin), "note": " ".join([*_origin.notes_of(origin), *left_out]),
        "at": place_of(new, info), "columns": columns,
        "related": [
            {
                "role": role, "label": row_name(real.X.index, at), "distance": finite(round(float(distances[at]), 6)),
                "at": place_of(real.X.iloc[[at]], info),
            } for role, at in related.items()
        ],
    }  # fmt: skip


def parents_of(made: Made, row: int, n_rows: int) -> dict[str, int]:
    """Positions of a new row's parents in the training part, by role."""
    if made.parents is None or row >= len(made.parents):
        return {}
    found = {role: made.parents[role].iloc[row] for role in _origin.ROLES if role in made.parents}
    return {role: int(at) for role, at in found.items() if pd.notna(at) and 0 <= at < n_rows}


def _columns(origin: _origin.Origin) -> tuple[list[dict[str, Any]], list[str]]:
    """A row a column, edited ones first, as many as fit; and a sentence where not all do."""
    real, edited = origin.real, origin.edited
    order = [*edited, *(name for name in real.names if name not in set(edited))]
    rows = np.fromiter(origin.related.values(), dtype=np.intp)
    beside = real.X.iloc[rows]
    columns = [
        {
            "name": short(name, 120), "edited": name in origin.sizes, "value": value_text(origin.new[name].iloc[0]),
            "related": [value_text(value) for value in beside[name]],
        } for name in order[:200]
    ]  # fmt: skip
    kept = within(columns, COLUMN_BYTES)
    some = f"{count(len(kept))} of {count(len(order))} columns are listed."
    return kept, [some] if len(kept) < len(order) else []
