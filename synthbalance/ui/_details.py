"""Where a synthetic row comes from: its parents, its edits, the real rows nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Made:
    """The new rows of one run or preview.

    Attributes
    ----------
    strategy : str
    synthetic : DataFrame or None
    parents : DataFrame or None
        Integer positions in the training part, one row a new row.
    """

    strategy: str = "none"
    synthetic: Any = None
    parents: Any = None

    def __len__(self) -> int:
        return 0 if self.synthetic is None else len(self.synthetic)

    @classmethod
    def of(cls, run: Any) -> Made:
        """Those of a `Run` or a `Preview`."""
        return cls(run.strategy, run.synthetic, run.parents)


def details_of(split: Any, made: Made, row: int, axes: list[str], info: dict[str, Any]) -> dict[str, Any]:
    """The trait `details`."""
    return {}
