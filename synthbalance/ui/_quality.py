"""What the step Quality says of a run: the headline, and the figures of its audit in three sections."""

from __future__ import annotations

from typing import Any

from synthbalance.audit._figures import yardstick_of
from synthbalance.ui._values import brief
from synthbalance.ui._words import THIN, count, finite, short

MOST_LEAST_ALIKE = 8
NOTE_LONGEST = 160
NO_FAIRNESS = {"by": None, "choices": [], "text": "", "groups": []}
_KEPT_OUT = "Measured against rare validation rows; what rare holdout rows reach is the yardstick."
_SECTIONS = {
    "Are these rows rare?": {
        "hidden_majority": ("Nearest real row is not rare", "rare rows in name only, above what real ones have"),
        "hidden_majority_excess": ("More often than real rare rows", "difference of the two shares; 0 = as often"),
        "two_sample_auc": ("Telling them from real rare rows", "two-sample AUC; 0.5 = a classifier cannot, 1 = always"),
    },
    "Do they look alike?": {
        "column_shapes": ("Column shapes", "1 = the same distributions"),
        "pair_trends": ("Pair trends", "1 = columns depend on each other alike"),
        "coverage": ("Real rows reached", "share of the neighbourhoods of real rare rows"),
        "density": ("Crowding", "1 = as dense as real rare rows; above, they crowd where these do"),
        "out_of_range": ("Values no rare row has", "share of rows outside what rare training rows have"),
    },
    "Copies, not privacy": {
        "exact_copies": ("Exact copies of a real row", ""),
        "closest_record_ratio": (
            "Distance to the closest record", "of the holdout's own; below 1 is closer. Synthetic is not anonymous."
        ),
        "membership_auc": ("Guessing who was trained on", "membership attack; 0.5 = a guess. Others may do better."),
    },
}  # fmt: skip


def quality_of(run: Any, state: str, text: str, audit: Any = None, fairness: dict | None = None) -> dict[str, Any]:
    """The trait `quality`.

    Parameters
    ----------
    run : Run
    state : {"none", "waiting", "running", "done", "error"}
    text : str
        The headline.
    audit : Audit, optional
    fairness : dict, optional
    """
    done = {"note": "", "sections": [], "likeness": []}
    if audit is not None:
        note = " ".join(filter(None, [audit.note, _KEPT_OUT]))
        done = {"note": note, "sections": _sections(audit, n_audited(run)), "likeness": _likeness(audit)}
    return {"run": run.name, "state": state, "text": text, **done, "fairness": fairness or dict(NO_FAIRNESS)}


def n_audited(run: Any) -> int:
    """New rows of the rare class."""
    if run.synthetic is None:
        return 0
    labels = getattr(run, "_labels", None)
    return len(run.synthetic) if labels is None else int((labels == 1).sum())


def headline(run: Any, audit: Any, sentence: str) -> str:
    """What was made, whether it is rare, and what it is worth on the holdout; nothing is left out that is bad news.

    Parameters
    ----------
    run : Run
    audit : Audit
    sentence : str
        `Experiment.sentence` of the run.

    Examples
    --------
    "1 576 new rows, no copies. 14 % lie closest to a row that is not rare; of the real rare rows, 9 %. They lose
    0.002 (-0.014 to 0.010): not distinguishable from doing nothing on this holdout, which can detect 0.021."
    """
    n = n_audited(run)
    return " ".join([f"{rows_made(n)}, {_copies(n, audit)}.", _majority(audit), worth(run.name, sentence)])


def rows_made(n: int) -> str:
    """ "1 576 new rows"."""
    return f"{count(n)} new row{'' if n == 1 else 's'}"


def worth(name: str, sentence: str) -> str:
    """`Experiment.sentence` with the new rows in the place of the run's name."""
    for verb, plural in (("gains", "gain"), ("loses", "lose")):
        start = f"{name} {verb} "
        if sentence.startswith(start):
            return f"They {plural} {sentence.removeprefix(start)}"
    return sentence


def share(x: float) -> str:
    """A share in whole per cent, with a decimal below 10; what is not nothing is never rounded to nothing."""
    if 0 < x < 0.001:
        return f"under 0.1{THIN}%"
    if 0.995 <= x < 1:
        return f"over 99{THIN}%"
    return f"{100 * x:.{0 if x >= 0.0995 else 1}f}".removesuffix(".0") + f"{THIN}%"


def _copies(n: int, audit: Any) -> str:
    copies = round(_value(audit, "exact_copies") * n)
    if copies in (0, n):
        return "no copies" if copies == 0 else "all copies of real rows" if n > 1 else "a copy of a real row"
    return f"{count(copies)} cop{'y' if copies == 1 else 'ies'} of real rows"


def _majority(audit: Any) -> str:
    own, real = (finite(_value(audit, name)) for name in ("hidden_majority", "hidden_majority_real"))
    if own is None:
        return "Whether they are rare could not be measured: too few real rows were kept out."
    lie = "lies" if own == 0 else "lie"
    beside = "how many real rare rows do is not known" if real is None else f"of the real rare rows, {share(real)}"
    return f"{'None' if own == 0 else share(own)} {lie} closest to a row that is not rare; {beside}."


def _sections(audit: Any, n: int) -> list[dict[str, Any]]:
    figures = {row["measure"]: row for part in (audit.fidelity, audit.privacy) for row in part.to_dict("records")}
    return [
        {"title": title, "rows": [_row(figures[name], *words, n) for name, words in rows.items() if name in figures]}
        for title, rows in _SECTIONS.items()
    ]


def _row(figure: dict[str, Any], label: str, note: str, n: int) -> dict[str, Any]:
    values = {end: finite(figure[end]) for end in ("value", "low", "high")}
    if values["value"] is None:
        return {"measure": figure["measure"], "label": label, "note": short(figure["sentence"], NOTE_LONGEST), **values}
    if figure["measure"] == "exact_copies":
        note = f"{count(values['value'] * n)} of {count(n)}"
    beside = yardstick_of(figure["sentence"]).replace(",", THIN).replace(" %", f"{THIN}%")
    note = "; ".join(filter(None, [note, f"real rare rows {beside}" if beside else ""]))
    rounded = {end: None if value is None else round(value, 4) for end, value in values.items()}
    return {"measure": figure["measure"], "label": label, "note": short(note, NOTE_LONGEST), **rounded}


def _likeness(audit: Any) -> list[dict[str, Any]]:
    """The columns least alike, least first."""
    known = audit.columns.dropna(subset="value").sort_values("value", kind="stable").head(MOST_LEAST_ALIKE)
    pairs = zip(known["column"], known["value"], strict=True)
    return [{"name": brief(name), "value": round(float(value), 4)} for name, value in pairs]


def _value(audit: Any, measure: str) -> float:
    """The value of one measure; nan where it is not there."""
    for part in (audit.fidelity, audit.privacy):
        found = part.loc[part["measure"] == measure, "value"]
        if len(found):
            return float(found.iloc[0])
    return float("nan")
