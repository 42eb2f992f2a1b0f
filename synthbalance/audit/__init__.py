"""Audits of synthetic rows: are they like real ones, whom do they betray, do they keep to the rules, are they fair?"""

from functools import partial
from numbers import Integral

import numpy as np

from synthbalance._errors import Cancelled
from synthbalance.audit._audit import Audit
from synthbalance.audit._constraints import check_constraints, constraint_figures
from synthbalance.audit._figures import frame_of
from synthbalance.audit._progress import between
from synthbalance.audit._read import read_run
from synthbalance.audit._tables import encode_tables
from synthbalance.audit.fidelity import measure_fidelity
from synthbalance.audit.privacy import measure_privacy

__all__ = ["Audit", "audit_synthetic"]

_STEPS = 9
_WEIGHTS = "Every real row counts once: the sampling weights of the split are not used."


def audit_synthetic(run, protected=None, constraints=None, random_state=0, on_progress=None):
    """Measure the synthetic rows of a run against real rows that were kept out of training.

    Rows of the rare class are audited, against the rare rows of the validation part; the holdout's rare rows show
    what real rows reach by the same measures. A run that made no rows (none, weights, bagging) gives empty tables
    and says so in `note`.

    Parameters
    ----------
    run : Run
        From `exp.run(...)`.
    protected : column name, list of column names, Series, DataFrame or dict, default=None
        Protected attributes: adds `.fairness`, what the run decides about each group, see `audit_fairness`.
    constraints : list of callables DataFrame -> bool mask, default=None
        True where a row keeps the rule; beside those that the run's own sampler was given.
    random_state : int, default=0
        Seed of samples, folds and intervals; the same seed gives the same audit.
    on_progress : callable (stage, done, total), default=None
        Told after each of 9 steps, and in between with a `done` that is no whole number; returning False cancels.

    Returns
    -------
    Audit
        With `fidelity`, `privacy`, `fairness`, `constraints`, `columns`, `pairs`: tables with one row a measure.

    Raises
    ------
    TypeError
        If `run` is no Run, or `constraints`, `random_state` or `on_progress` are of the wrong type.
    ValueError
        If a constraint raises or does not return one bool a row, `random_state` is negative, or the synthetic rows
        do not have the columns of the training part.
    Cancelled
        If `on_progress` returned False.

    Notes
    -----
    Tables beyond 10,000 synthetic, 50,000 rare training or holdout, and 50,000 validation rows are sampled at
    random, and the sentences say so; exact copies and constraints are counted on all rows. Distances count in
    standard deviations, categories that differ as 1. Intervals: Clopper-Pearson for shares, DeLong for areas,
    random groups of rows left out for likenesses, the bootstrap over rows for medians. They speak of chance in
    these rows, not of another run of the sampler. DeLong's takes the folds of the classifier as independent: where
    both tables were of one distribution, it held 0.5 in 36 of 40 trials.

    Distances to the closest record detect copies; they do not measure privacy (arXiv:2505.01524). The membership
    attack is a lower limit of what an attacker can do.

    References
    ----------
    Naeem et al. (2020), arXiv:2002.09797: coverage, density. Tarawneh et al. (2022), IEEE Access 10, 47643: hidden
    majority. van Breugel et al. (2023), arXiv:2302.12580: membership.

    Examples
    --------
    >>> import synthbalance as sb
    >>> split = sb.split_holdout(sb.load_transactions(n_rows=800, fraud_rate=0.1), target="is_fraud", random_state=0)
    >>> exp = sb.Experiment(split, model=sb.default_model(n_estimators=20, n_jobs=1), seeds=1)
    >>> audit = sb.audit_synthetic(exp.run("random"))
    >>> audit.privacy.set_index("measure").loc["exact_copies", "value"].item()
    1.0
    """
    given, constraints = read_run(run), check_constraints(constraints)
    _check(random_state, on_progress)
    rngs, tell = np.random.default_rng(random_state).spawn(3), partial(_tell, on_progress)
    found = _empty() if given.new is None else _measured(given, constraints, rngs, tell)
    fairness = _fairness(run, protected, random_state)
    tell(_STEPS)
    return Audit(name=given.name, note=given.note or _WEIGHTS * given.weighted, fairness=fairness, **found)


def _measured(given, constraints, rngs, tell):
    broken = constraint_figures(constraints, given.constraints, given.new, given.rare("holdout"))
    tell(1)
    tables = encode_tables(given, rngs[0], between(tell, 1, 1.5))
    fidelity, columns, pairs = measure_fidelity(tables, rngs[1], lambda done: tell(max(1 + done, 1.5 + done / 2)))
    privacy = measure_privacy(given, tables, rngs[2], lambda done: tell(5 + done))
    return {
        "fidelity": fidelity, "privacy": privacy, "constraints": frame_of(broken), "columns": columns, "pairs": pairs,
    }  # fmt: skip


def _empty():
    plain = {name: frame_of([]) for name in ("fidelity", "privacy", "constraints")}
    return {**plain, "columns": frame_of([], column=[]), "pairs": frame_of([], column_1=[], column_2=[])}


def _fairness(run, protected, random_state):
    """Decisions in each group: loaded only when asked for."""
    if protected is None:
        return frame_of([], group=[])
    from synthbalance.audit.fairness import audit_fairness

    return audit_fairness(run, protected, random_state=random_state)


def _tell(on_progress, done):
    if on_progress is not None and on_progress("audit", done, _STEPS) is False:
        raise Cancelled(f"audit_synthetic was cancelled by on_progress after {int(done)} of {_STEPS} steps.")


def _check(random_state, on_progress):
    if not isinstance(random_state, Integral) or isinstance(random_state, bool):
        raise TypeError(f"random_state needs a whole number, got {random_state!r}. Pass 0, say.")
    if random_state < 0:
        raise ValueError(f"random_state={random_state} needs to be 0 or more. Pass 0, say.")
    if on_progress is not None and not callable(on_progress):
        raise TypeError(
            f"on_progress needs a callable (stage, done, total), got {type(on_progress).__name__}. Pass None for none."
        )
