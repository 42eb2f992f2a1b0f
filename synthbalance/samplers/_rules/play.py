"""All scenarios of a class played at once: new rows, column by column."""

import numpy as np
import pandas as pd

from synthbalance.samplers._rows import NewRows
from synthbalance.samplers._rules.layout import lay_out
from synthbalance.samplers._rules.scene import Scene


def play(scenarios, table, n, rng, tick):
    """New rows of one class.

    Parameters
    ----------
    scenarios : list of FittedScenario
    table : Table
    n : int
    rng : numpy.random.Generator
    tick : callable (stage, done, total)

    Returns
    -------
    NewRows
        Its `parents` are no real rows but what is known of each new one: `scenario`, a position in `scenarios`, and
        `position` in its burst. Columns are made when they are asked for.
    """
    for_layout, for_scenes = rng.spawn(2)
    which, parts = lay_out(scenarios, n, for_layout)
    seeds = for_scenes.bit_generator.seed_seq.spawn(len(scenarios))
    scenes = [Scene(*one, table, seed) for *one, seed in zip(scenarios, parts, seeds, strict=True)]
    place = {name: position for position, name in enumerate(table.frame.columns)}
    tick("playing scenarios", 0, len(place))

    def column(name):
        made = _column(name, scenes, table, n)
        tick("playing scenarios", place[name] + 1, len(place))
        return made

    position = np.empty(n, dtype=np.int64)
    for scene in scenes:
        position[scene.rows.at] = scene.rows.position
    return NewRows(n, column, pd.DataFrame({"scenario": which, "position": position}))


def _column(name, scenes, table, n):
    """Values of real rows, and in the scenes with rules for the column what these make of them."""
    source = np.empty(n, dtype=np.int64)
    for scene in scenes:
        source[scene.rows.at] = scene.starts_from(name)
    real = table.frame[name]
    made = _writable(real.take(source))
    for scene in scenes:
        if scene.has_rules_for(name) and len(scene.rows.at):
            values = table.column(name, None).decode(scene.values(name))
            made[scene.rows.at] = _writable(values.astype(real.dtype))
    return pd.Series(made, dtype=real.dtype)


def _writable(values):
    """A copy of a column's values that single ones can be put into; a sparse one becomes dense."""
    return (values.sparse.to_dense() if isinstance(values.dtype, pd.SparseDtype) else values).array.copy()
