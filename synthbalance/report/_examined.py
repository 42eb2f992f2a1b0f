"""Which audits the card is about: handed in, made here, or left out."""

from dataclasses import dataclass

import pandas as pd

from synthbalance._errors import DataWarning
from synthbalance._warned import silent
from synthbalance.audit import Audit, audit_synthetic

LEFT_OUT = "The synthetic rows were not audited: audit=False was given."
NOTHING = "There is nothing to audit: no synthetic rows were made."


@dataclass(frozen=True)
class Examined:
    """What was looked at beyond the scores.

    Attributes
    ----------
    state : {"made", "left out", "nothing", "failed"}
    words : str
        Why there is no audit; empty where there is one.
    audit : Audit or None
    fairness : DataFrame or None
        As `audit_fairness` gives it; None where no protected column was named.
    """

    state: str
    words: str
    audit: Audit | None
    fairness: pd.DataFrame | None


def examine(run, audit, protected):
    """The audit of a run's synthetic rows, and its differences between groups.

    Parameters
    ----------
    run : Run
    audit : Audit, False or None
        None makes one where there are synthetic rows; False makes none.
    protected : as `audit_synthetic`, or None
        None takes the groups of the audit that was handed in, where it has any.

    Raises
    ------
    TypeError, ValueError
        If `audit` is something else or of another run, or `protected` cannot be grouped.
    """
    _check(run, audit)
    given = isinstance(audit, Audit) and len(audit.fairness)
    fairness = audit.fairness if given and protected is None else _fairness(run, protected)
    if not run.n_synthetic:
        return Examined("nothing", NOTHING, None, fairness)
    if audit is False:
        return Examined("left out", LEFT_OUT, None, fairness)
    return _made(audit, fairness) if isinstance(audit, Audit) else _making(run, fairness)


def _making(run, fairness):
    """An audit made now; where it cannot be made the card says why, as nobody asked for it by name."""
    try:
        return _made(audit_synthetic(run), fairness)
    except ValueError as error:
        return Examined("failed", f"The synthetic rows could not be audited: {error}", None, fairness)


def _made(audit, fairness):
    made = len(audit.fidelity) > 0
    return Examined("made" if made else "nothing", "" if made else audit.note, audit, fairness)


def _fairness(run, protected):
    """Rates of each group; groups with few rows are marked on the card, so there is no warning beside it."""
    if protected is None:
        return None
    from synthbalance.audit.fairness import audit_fairness

    with silent(DataWarning):
        return audit_fairness(run, protected)


def _check(run, audit):
    if audit is not None and audit is not False and not isinstance(audit, Audit):
        raise TypeError(
            f"audit needs an Audit, False or None, got {type(audit).__name__}. "
            "Pass audit_synthetic(run), or nothing to have it made."
        )
    if isinstance(audit, Audit) and audit.name != run.name:
        raise ValueError(
            f"audit is of the run {audit.name!r}, the card is about {run.name!r}. Pass audit_synthetic of that run."
        )
