"""How one synthetic row came about, step by step, in words and numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np

from synthbalance.teach._play.making import Made
from synthbalance.teach._play.points import name_of, table_of

_DANGER = 10  # neighbours that borderline SMOTE looks at


def tell(method: str, points: list[dict], made: Made, index: int, k: int) -> dict:
    """The step view of one row.

    Parameters
    ----------
    method : str
    points : list of dict
    made : Made
    index : int
        Which row; -1 for none.
    k : int
        Neighbours that were asked for.

    Returns
    -------
    dict
        title; lines, list of str; formula, list of str; near, list of positions of the seed's neighbours.
    """
    if not 0 <= index < len(made.rows):
        return {}
    title = f"Synthetic row {index + 1} of {len(made.rows)}"
    row = made.rows[index]
    if not made.parents:
        return {"title": title, "lines": _of_model(points, row), "formula": [], "near": []}
    parents = made.parents[index]
    if "base" in parents:
        return {"title": title, "near": [], **_of_pair(points, row, **parents)}
    return {"title": title, **_of_segment(method, points, row, k, **parents)}


def _of_segment(method: str, points: list[dict], row: dict, k: int, seed: int, neighbor: int, gap: float) -> dict:
    near, distance = _nearest(points, seed, only_rare=True)
    near, distance = near[:k], distance[:k]
    listed = ", ".join(f"{_number(points, i)} ({d:.2f})" for i, d in zip(near, distance, strict=True))
    drawn = "drawn from the rare points in danger" if method == "borderline" else "drawn from all rare points"
    lines = [f"Seed: {_at(points, seed)}, {drawn}."]
    if method == "borderline":
        lines.append(_danger(points, seed))
    lines += [
        f"Its {len(near)} nearest rare points, with their distance in standard deviations: {listed}.",
        f"Neighbour: {_at(points, neighbor)}, drawn from these.",
        f"Gap: {gap:.3f}, drawn between 0 and 1: how far to go from the seed to the neighbour.",
    ]
    formula = [_step(axis, points[seed][axis], points[neighbor][axis], gap, row[axis]) for axis in ("x", "y")]
    return {"lines": lines, "formula": formula, "near": near}


def _of_pair(points: list[dict], row: dict, base: int, donor: int) -> dict:
    taken = [axis for axis in ("x", "y") if row[axis] != points[base][axis]]
    kept = [axis for axis in ("x", "y") if axis not in taken]
    lines = [
        f"Base: {_at(points, base)}, which a model calls not rare.",
        f"Donor: {_at(points, donor)}, a rare point.",
        f"Changed: {' and '.join(taken) or 'nothing'}; kept from the base: {' and '.join(kept) or 'nothing'}.",
        "The model calls the changed row rare: that little was needed.",
    ]
    formula = [f"{axis}: {points[base][axis]:.3f} → {row[axis]:.3f}" for axis in taken]
    return {"lines": lines, "formula": [*formula, *(f"{axis}: {row[axis]:.3f}, kept" for axis in kept)]}


def _of_model(points: list[dict], row: dict) -> list[str]:
    rare = [index for index, one in enumerate(points) if one["label"]]
    if not rare:
        return []
    gaps = [np.hypot(points[i]["x"] - row["x"], points[i]["y"] - row["y"]) for i in rare]
    closest = rare[int(np.argmin(gaps))]
    return [
        f"x {row['x']:.3f}, y {row['y']:.3f}.",
        "No parents: a net made it from noise, given that the class is rare.",
        f"The closest rare point is {_at(points, closest)}, {min(gaps):.3f} away.",
    ]


def _danger(points: list[dict], seed: int) -> str:
    near = _nearest(points, seed, only_rare=False)[0][:_DANGER]
    others = sum(points[i]["label"] == 0 for i in near)
    return f"In danger: {others} of its {len(near)} nearest points are others (at least half, not all)."


def _nearest(points: list[dict], seed: int, only_rare: bool) -> tuple[list[int], list[float]]:
    """Positions and distances of the other points, the nearest first, in standard deviations of each axis."""
    X, y = table_of(points)
    spread = X.std(ddof=0).replace(0, 1.0)
    away = np.sqrt((((X - X.iloc[seed]) / spread) ** 2).sum(axis=1).to_numpy())
    candidates = [i for i in np.argsort(away, kind="stable") if i != seed and (y[i] == 1 or not only_rare)]
    return [int(i) for i in candidates], [float(away[i]) for i in candidates]


def _step(axis: str, start: float, end: float, gap: float, value: float) -> str:
    return f"{axis} = {start:.3f} + {gap:.3f} × ({end:.3f} − {start:.3f}) = {value:.3f}"


def _at(points: list[dict], index: int) -> str:
    return f"{name_of(points, index)}, x {points[index]['x']:.3f}, y {points[index]['y']:.3f}"


def _number(points: list[dict], index: int) -> str:
    return name_of(points, index).rsplit(" ", 1)[1]
