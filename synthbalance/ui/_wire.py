"""Threshold tables of runs as int32 columns in one buffer, and what the view needs to read them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synthbalance.metrics import calibration_curve, threshold_table

MOST_ROWS = 512
MICRO = 1e6
COLUMNS = ("threshold", "tp", "fp", "missed")
TOP = 2**31 - 1
_BINS = 24
_LOWEST = 1e-6


class Tables:
    """Threshold tables of runs, each made once.

    Parameters
    ----------
    split : Split
    days : float or None
        Length of the holdout.
    """

    def __init__(self, split: Any, days: float | None = None):
        self._split, self._days = split, days
        self._made: dict[tuple, tuple[dict, np.ndarray]] = {}

    def pack(self, wanted: list[tuple[Any, str]], costs: Any) -> tuple[list[dict], bytes]:
        """Lay tables one after the other.

        Parameters
        ----------
        wanted : list of (Run, "validation" or "holdout")
        costs : Costs
            Where `missed` is a column, it is the money of the column missed.

        Returns
        -------
        curves : list of dict
            The keys of `curves` in protocol.json.
        tables : bytes
            Little-endian int32, column after column for each entry.
        """
        curves, pieces, offset = [], [], 0
        for run, part in wanted:
            entry, numbers = self._of(run, part, costs)
            curves.append({**entry, "offset": offset})
            pieces.append(numbers.tobytes())
            offset += numbers.size
        return curves, b"".join(pieces)

    def _of(self, run: Any, part: str, costs: Any) -> tuple[dict, np.ndarray]:
        column = costs.missed if isinstance(costs.missed, str) else None
        key = (run.name, part, column)
        if key not in self._made:
            rows = getattr(self._split, part)
            missed = None if column is None else costs.missed_of(rows.X)
            days = self._days if part == "holdout" else None
            self._made[key] = pack_table(run, part, rows, missed, days)
        return self._made[key]


def pack_table(
    run: Any, part: str, rows: Any, missed: np.ndarray | None = None, days: float | None = None
) -> tuple[dict[str, Any], np.ndarray]:
    """One run on one part.

    Parameters
    ----------
    run : Run
    part : {"validation", "holdout"}
    rows : Part
    missed : float array of shape (n,), optional
        Money of each row if it is rare and missed; without it missed counts rows.
    days : float, optional

    Returns
    -------
    entry : dict
        Without `offset`.
    numbers : int32 array of shape (4 * R,)
        threshold * 1e6, tp, fp, and missed in money units; R is at most 512.
    """
    y = rows.y.to_numpy()
    p = np.asarray(getattr(run, f"{part}_probabilities"), dtype=float)
    weight = None if rows.weight is None else rows.weight.to_numpy(dtype=float)
    table = threshold_table(y, p, weight, missed=missed, max_rows=MOST_ROWS, keep=(run.threshold,))
    unit = _money_unit(table)
    whole = {"threshold": table["threshold"] * MICRO, "tp": table["tp"], "fp": table["fp"]}
    whole["missed"] = table["missed"] / unit
    numbers = np.concatenate([np.clip(np.rint(whole[name].to_numpy()), -TOP, TOP) for name in COLUMNS]).astype("<i4")
    on_holdout = part == "holdout"
    entry = {
        "name": run.name, "part": part, "offset": 0, "rows": len(table),
        "rare": float(table["tp"].iloc[0]), "others": float(table["fp"].iloc[0]),
        "chosen": int(np.argmin(np.abs(table["threshold"].to_numpy() - run.threshold))),
        "calibration": _calibration(y, p, weight) if on_holdout else [],
        "days": days, "money_unit": unit, "histogram": _histogram(y, p, weight) if on_holdout else None,
    }  # fmt: skip
    return entry, numbers


def read_table(curve: dict[str, Any], tables: bytes) -> dict[str, np.ndarray]:
    """The columns of one entry again, in the units of the contract's names; the inverse of packing.

    Returns
    -------
    dict
        threshold, tp, fp, missed and caught: float arrays of shape (R,); the last row, no alert, misses everything.
    """
    rows = curve["rows"]
    flat = np.frombuffer(tables, dtype="<i4", count=len(COLUMNS) * rows, offset=4 * curve["offset"])
    scale = (1 / MICRO, 1, 1, curve["money_unit"])
    columns = flat.reshape(len(COLUMNS), rows)
    table = {name: column * factor for name, column, factor in zip(COLUMNS, columns, scale, strict=True)}
    return table | {"caught": table["missed"][-1] - table["missed"]}


def _money_unit(table: pd.DataFrame) -> float:
    """Cents where they fit into an int32, else the smallest power of ten that does; 1 for counts of rows."""
    most = float(table["missed"].max())
    if most == 0 or float(table["tp"].max()) == most:
        return 1.0
    return float(10.0 ** max(-2, np.ceil(np.log10(most / TOP))))


def _calibration(y: np.ndarray, p: np.ndarray, weight: np.ndarray | None) -> list[list[float]]:
    curve = calibration_curve(y, np.clip(p, 0, 1), weight)
    return [[float(f"{x:.5g}") for x in row] for row in curve.to_numpy()]


def _histogram(y: np.ndarray, p: np.ndarray, weight: np.ndarray | None) -> dict[str, list[float]]:
    """Weighted rows of both classes by score, in bins of equal width in log10."""
    logs = np.log10(np.clip(p, _LOWEST, 1.0))
    edges = np.linspace(min(-0.5, np.floor(logs.min() * 2) / 2), 0.0, _BINS + 1)
    weight = np.ones(len(y)) if weight is None else weight
    rare, others = (np.histogram(logs, edges, weights=weight * (y == label))[0] for label in (1, 0))
    return {
        "edges_log10": [round(float(edge), 4) for edge in edges],
        "rare": [round(float(n), 1) for n in rare],
        "others": [round(float(n), 1) for n in others],
    }
