"""What the card says about synthetic rows: likeness, hidden majority, copies, attacks, rules."""

from synthbalance.audit._figures import BETTER
from synthbalance.report._collect_data import name_of
from synthbalance.report._plain import interval, number, visible

_COLUMNS, _PAIRS, _RULES = 20, 10, 40
_LABELS = {
    "column_shapes": "Columns alike",
    "pair_trends": "Pairs of columns alike",
    "two_sample_auc": "Told apart by a classifier",
    "coverage": "Real rows reached",
    "density": "Crowding around real rows",
    "out_of_range": "Values no rare row has",
    "hidden_majority": "Beside the other class",
    "hidden_majority_real": "The same of real rare rows",
    "hidden_majority_excess": "Difference of the two",
    "exact_copies": "Exact copies",
    "closest_record_ratio": "Distance to the closest real row",
    "neighbor_distance_ratio": "Closest by second closest",
    "neighbor_distance_ratio_real": "The same of real rare rows",
    "closest_record_distance": "Distance, as a share of ranges",
    "membership_auc": "Attack on rare rows",
    "membership_auc_rare": "Attack knowing the rare class",
    "membership_auc_others": "Attack on other rows",
}


def audit_facts(examined):
    """Every figure of the audit as plain values.

    Parameters
    ----------
    examined : Examined

    Returns
    -------
    dict
        state, words, note; fidelity, hidden_majority, copies, membership, constraints: lists of figures, each with
        measure, label, score (value, low, high), better, better_words, sentence; columns, pairs: those least alike,
        and n_columns, n_pairs: how many were measured.
    """
    audit = examined.audit
    facts = {"state": examined.state, "words": visible(examined.words), "note": ""} | {name: [] for name in _SECTIONS}
    facts |= {"columns": [], "n_columns": 0, "pairs": [], "n_pairs": 0}
    if audit is None:
        return facts
    rows = [_figure(row) for table in (audit.fidelity, audit.privacy) for row in table.to_dict("records")]
    for row in rows:
        facts[_section(row["measure"])].append(row)
    facts["constraints"] = [_figure(row) for row in audit.constraints.head(_RULES).to_dict("records")]
    facts |= {"note": visible(audit.note), "n_columns": len(audit.columns), "n_pairs": len(audit.pairs)}
    facts["columns"] = _least(audit.columns, ["column"], _COLUMNS)
    facts["pairs"] = _least(audit.pairs, ["column_1", "column_2"], _PAIRS)
    return facts


_SECTIONS = ("fidelity", "hidden_majority", "copies", "membership", "constraints")
_COPIES = ("exact", "closest", "neighbor")


def _section(measure):
    first = measure.split("_")[0]
    if first in _COPIES:
        return "copies"
    return {"hidden": "hidden_majority", "membership": "membership"}.get(first, "fidelity")


def _figure(row):
    measure = visible(row["measure"])
    return {
        "measure": measure, "label": _LABELS.get(measure, measure.replace("_", " ")), "score": interval(row),
        "better": row["better"], "better_words": BETTER.get(row["better"], row["better"]),
        "sentence": visible(row["sentence"]),
    }  # fmt: skip


def _least(frame, names, most):
    """The parts that are least alike, least first."""
    known = frame.dropna(subset="value").sort_values("value", kind="stable").head(most)
    return [
        {"names": [name_of(row[name]) for name in names], "value": number(row["value"])}
        for row in known.to_dict("records")
    ]
