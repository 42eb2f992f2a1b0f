"""The points of the playground: on a square from 0 to 1, rare or other."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

MOST_POINTS = 300
_KINDS = {1: 1, 0: 0, "rare": 1, "other": 0}  # True and False are 1 and 0
_WAY_OUT = 'Give dicts such as {"x": 0.4, "y": 0.2, "label": 1}, x and y from 0 to 1, label 1 (rare) or 0 (other).'


def default_points(random_state: int = 0) -> list[dict]:
    """Forty other points and eight rare ones, three of them apart, among others.

    Parameters
    ----------
    random_state : int, default=0

    Returns
    -------
    list of dict
        x, y (0 to 1) and label, the rare points first.
    """
    rng = np.random.default_rng(random_state)
    rare = np.vstack([rng.normal([0.72, 0.68], 0.09, (5, 2)), rng.normal([0.34, 0.62], 0.04, (3, 2))])
    other = rng.normal([0.42, 0.40], [0.18, 0.16], (40, 2))
    places = np.vstack([rare, other]).clip(0.02, 0.98)
    return [_point(x, y, int(index < len(rare))) for index, (x, y) in enumerate(places)]


def read_points(value: Any) -> list[dict]:
    """Points as they are kept, or a sentence on what is wrong with them.

    Parameters
    ----------
    value : iterable of dict

    Returns
    -------
    list of dict
        x and y rounded to three decimals, label 0 or 1.

    Raises
    ------
    ValueError
    """
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | dict):
        raise ValueError(f"points needs a list of dicts, got {type(value).__name__}. {_WAY_OUT}")
    points = [_read(index, one) for index, one in enumerate(value)]
    if len(points) > MOST_POINTS:
        raise ValueError(f"points needs at most {MOST_POINTS} of them, got {len(points)}. Take a sample.")
    return points


def table_of(points: list[dict]) -> tuple[pd.DataFrame, pd.Series]:
    """X with the columns x and y, and y (1 = rare), one row a point."""
    frame = pd.DataFrame(points, columns=["x", "y", "label"])
    return frame[["x", "y"]].astype(float), frame["label"].astype(np.int8)


def counts_of(points: list[dict]) -> tuple[int, int]:
    """How many are rare, and how many are not."""
    n_rare = sum(one["label"] for one in points)
    return n_rare, len(points) - n_rare


def name_of(points: list[dict], index: int) -> str:
    """What a point is called: "rare point 3" is the third of the rare ones."""
    label = points[index]["label"]
    number = sum(one["label"] == label for one in points[: index + 1])
    return f"{'rare' if label else 'other'} point {number}"


def _read(index: int, one: Any) -> dict:
    if not isinstance(one, dict) or not {"x", "y", "label"} <= one.keys():
        raise ValueError(f"points[{index}] needs x, y and label, got {_shown(one)}. {_WAY_OUT}")
    for axis in ("x", "y"):
        number = one[axis]
        fits = isinstance(number, int | float | np.number) and not isinstance(number, bool)
        if not fits or not math.isfinite(number) or not 0 <= number <= 1:
            raise ValueError(f"points[{index}] needs {axis} from 0 to 1, got {_shown(number)}. {_WAY_OUT}")
    label = one["label"].item() if isinstance(one["label"], np.generic) else one["label"]
    if not isinstance(label, str | int | float) or label not in _KINDS:
        raise ValueError(f"points[{index}] needs label 1 or 0, got {_shown(label)}. {_WAY_OUT}")
    return _point(one["x"], one["y"], _KINDS[label])


def _point(x: float, y: float, label: int) -> dict:
    return {"x": round(float(x), 3), "y": round(float(y), 3), "label": label}


def _shown(value: Any) -> str:
    return repr(value)[:60]
