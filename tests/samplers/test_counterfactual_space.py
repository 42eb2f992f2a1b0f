"""Distances between mixed rows, and the nearest of many, against the plain definition."""

import numpy as np
import pandas as pd
import pytest

from synthbalance.samplers._counterfactual.space import Space, nearest, squared_distances
from synthbalance.table import TableEncoder


def mixed_space(n_rows, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "a": rng.normal(size=n_rows),
            "b": rng.integers(0, 50, n_rows),
            "gaps": np.where(rng.random(n_rows) < 0.3, np.nan, rng.normal(size=n_rows)),
            "c": rng.choice(["x", "y", None], n_rows),
        }
    )
    return frame, Space(TableEncoder().fit(frame), frame)


def heom(frame, space):
    """Squared distances by the definition: numbers in scales, 1 for another category or a gap against a value."""
    total = np.zeros((len(frame), len(frame)))
    for name, scale in zip("ab", space.scale, strict=False):
        total += ((frame[name].to_numpy()[:, None] - frame[name].to_numpy()[None]) / scale) ** 2
    gaps = frame["gaps"].to_numpy()
    steps = ((gaps[:, None] - gaps[None]) / space.scale[2]) ** 2
    one_missing = np.isnan(gaps)[:, None] != np.isnan(gaps)[None]
    total += np.where(one_missing, 1.0, np.nan_to_num(steps))
    words = frame["c"].fillna("none").to_numpy()
    return total + (words[:, None] != words[None])


def test_distances_are_those_of_the_definition():
    frame, space = mixed_space(120)
    points = space.points(space.matrix[:])
    assert squared_distances(points, points, np.arange(120)) == pytest.approx(heom(frame, space), abs=1e-8)


@pytest.mark.parametrize(("n_rows", "k"), [(60, 60), (400, 5), (4_500, 3), (9_000, 32)])
def test_the_nearest_are_found_in_order_however_many_there_are(n_rows, k):
    _, space = mixed_space(n_rows)
    points, some = space.points(space.matrix[:]), space.points(space.matrix[:20])
    found, distance = nearest(some, points, k)
    wanted = np.sort(squared_distances(some, points, np.arange(20)), axis=1)[:, :k]
    assert distance**2 == pytest.approx(np.maximum(wanted, 0), abs=1e-8)
    assert all(len(set(row)) == k for row in found.tolist())
    assert (found[:, 0] == np.arange(20)).all()


def test_a_row_may_be_kept_from_finding_itself():
    _, space = mixed_space(4_500)
    points, some = space.points(space.matrix[:]), space.points(space.matrix[:20])
    own = np.where(np.arange(20) < 10, np.arange(20), -1)
    found, _ = nearest(some, points, 2, without=own)
    with_itself, _ = nearest(some, points, 3)
    assert (found[:10] == with_itself[:10, 1:]).all()
    assert (found[10:, 0] == np.arange(10, 20)).all()


def test_the_scale_is_robust_and_never_zero():
    frame = pd.DataFrame({"wild": [*range(99), 1e9], "mostly": [0.0] * 90 + [1.0] * 10, "same": 3, "text": "a"})
    scale = Space(TableEncoder().fit(frame), frame).scale
    assert scale[0] == pytest.approx(49.5 / 1.349, rel=1e-2)
    assert scale[1] == pytest.approx(0.3)
    assert scale[2:].tolist() == [1.0, 1.0]


def test_what_differs_by_more_than_the_tolerance():
    frame = pd.DataFrame({"x": [0.0, 1.0, 5.0, np.nan], "c": ["a", "a", "b", None]})
    space = Space(TableEncoder().fit(frame), frame)
    tolerance = 1.5 / space.scale[0]
    assert space.differs([0, 0, 0, 3], [1, 2, 3, 3], tolerance).tolist() == [
        [False, False], [True, True], [True, True], [False, False],
    ]  # fmt: skip
