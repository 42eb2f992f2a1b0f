"""What is told of a run: its name, its row in `compare`, and sentences on what makes its scores less than they seem."""

import pandas as pd

from synthbalance.experiment._guard import broken_model_warning
from synthbalance.metrics import METRICS

_HIGH_RATIO = 0.5
_HARDLY_REPEATS = 0.9  # share of distinct values from which equal rows are no coincidence


def notes(experiment, plan, trained, on_progress=None):
    """Sentences for `run.warnings`, of what training showed.

    Parameters
    ----------
    experiment : Experiment
    plan : Plan
    trained : Trained
    on_progress : callable, optional

    Returns
    -------
    list of str
    """
    noted = []
    ratio = trained.n_rare / trained.n_others
    if ratio > _HIGH_RATIO and trained.synthetic is not None:
        noted.append(
            f"The rare class was raised to {ratio:.2f} rows per other row; ratios above {_HIGH_RATIO} rarely help "
            f"and spoil the probabilities. Try 0.05."
        )
    noted += rows_seen(experiment.split, trained.synthetic)
    if experiment.several_ is not None:
        noted += _about_classes(experiment, plan, trained)
    elif plan.key == "none" and not hasattr(experiment.model, "predict_proba"):
        noted.append(
            f"{type(experiment.model).__name__} gives no probabilities: its decision_function, squeezed into 0 to 1, "
            f"stands for them until the calibration on validation rows."
        )
    if plan.key == "none" and experiment.model_given:
        stable = experiment.stable_scores_(on_progress)
        sentence = broken_model_warning(experiment, trained.validation.mean(axis=0), stable)
        noted += [sentence] if sentence else []
    return noted


def rows_seen(split, synthetic):
    """Sentences where new rows equal validation or holdout rows that the training part does not have.

    Only where some column hardly ever repeats a value: else equal rows come about by chance.
    """
    train = split.train.X
    if synthetic is None or not any(_hardly_repeats(train.iloc[:, i]) for i in range(train.shape[1])):
        return []
    try:
        made, known = (pd.util.hash_pandas_object(frame[train.columns], index=False) for frame in (synthetic, train))
        parts = {
            name: pd.util.hash_pandas_object(getattr(split, name).X, index=False) for name in ("validation", "holdout")
        }
    except TypeError:  # cells that cannot be hashed
        return []
    counts = {name: int((made.isin(rows) & ~made.isin(known)).sum()) for name, rows in parts.items()}
    return [
        f"{n:,} of {len(made):,} new rows ({n / len(made):.1%}) equal a {name} row in every column and no training "
        f"row. Whoever made them may have seen the {name} part, and then the scores flatter."
        for name, n in counts.items()
        if n
    ]


def _hardly_repeats(column):
    return pd.api.types.is_float_dtype(column) and column.nunique() > _HARDLY_REPEATS * max(len(column), 1)


def comparison_row(experiment, run):
    """One row of `Experiment.compare`: a dict column -> value."""
    primary, bounds = experiment.primary, experiment.bounds(run)
    score = run.scores[primary]
    return {
        "strategy": run.strategy, "primary": primary, "value": score.value, "low": score.low,
        "high": score.high, "better": METRICS[primary].better, "delta": bounds.value,
        "delta_low": bounds.low, "delta_high": bounds.high,
        **{name: run.scores[name].value for name in ("average_precision", "recall", "precision", "cost")},
        "seconds": run.seconds["total"], "looks": experiment.looks,
    }  # fmt: skip


def free_name(experiment, plan, trained, name=None):
    """What a run is called: as wished or as its plan says, with a number where that is taken."""
    if plan.key == "none":
        return "none"
    name = name or plan.name(trained.n_rare / trained.n_others)
    taken, number = name, 2
    while taken in experiment.runs:
        taken, number = f"{name} ({number})", number + 1
    return taken


def _about_classes(experiment, plan, trained):
    several, noted = experiment.several_, []
    if not hasattr(experiment.model, "predict_proba"):
        noted.append(
            f"{type(experiment.model).__name__} gives no probabilities: the softmax of its margins stands for those of "
            f"the classes."
        )
    if plan.sampler is not None and trained.n_others != int((several.view.train.y == 0).sum()):
        noted.append(
            f"Other classes than {several.view.positive!r} were resampled, too: only its probability is corrected, "
            f"theirs share the rest in proportion."
        )
    return noted
