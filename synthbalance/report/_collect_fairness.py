"""What the card says about each group of protected columns, before and after rebalancing."""

from synthbalance.report._plain import interval, visible

RATES = {
    "selection_rate": ("Flagged", "share of the group's rows that are alerts"),
    "recall": ("Caught", "share of its rare rows that are alerts (recall)"),
    "false_positive_rate": ("Flagged by mistake", "share of its other rows that are alerts (false-positive rate)"),
}
_GAPS = {
    **{rate: label for rate, (label, _) in RATES.items()},
    "equalized_odds": "Caught or flagged by mistake, the worse of the two (equalized odds)",
}
_STATES = {"now": "", "before": "_before", "change": "_change"}
_TOO_FEW = "too few to say anything."
NOT_EXAMINED = "Differences between groups of people were not examined; no protected column was named."
EXAMINED = (
    "Rates of each group on the holdout, at the thresholds of the two runs. Each interval holds for itself: among "
    "many groups some miss the truth by chance."
)


def fairness_facts(examined):
    """Rates and gaps of each protected column as plain values.

    Parameters
    ----------
    examined : Examined

    Returns
    -------
    dict
        examined (bool), words, rates (measure, label, words), columns: list of dicts with name, groups (name, value,
        rates, few: labels of the rates that rest on fewer than 10 rows), gaps (measure, label, difference, ratio,
        sentence) and flips (now, before, change, sentence). Rates, differences and ratios are dicts of now, before
        and change, each as value, low, high.
    """
    table = examined.fairness
    words = NOT_EXAMINED if table is None else EXAMINED
    rates = [{"measure": rate, "label": label, "words": text} for rate, (label, text) in RATES.items()]
    columns = [] if table is None else [_column(rows) for rows in _by_column(table.to_dict("records"))]
    return {"examined": table is not None, "words": words, "rates": rates, "columns": columns}


def _by_column(rows):
    """The rows of each protected column; one ends where its flip rates do."""
    columns, own = [], []
    for row in rows:
        own.append(row)
        if row["measure"] == "flip_rate_change":
            columns, own = [*columns, own], []
    return columns


def _column(rows):
    name, groups = rows[-1]["group"], list(dict.fromkeys(row["group"] for row in rows if row["measure"] in RATES))
    ends = {row["measure"]: row for row in rows if row["measure"] not in _RATE_ROWS}
    return {
        "name": visible(name),
        "groups": [_group(name, group, [row for row in rows if row["group"] == group]) for group in groups],
        "gaps": [_gap(rate, label, ends) for rate, label in _GAPS.items()],
        "flips": _states("flip_rate", ends) | {"sentence": visible(ends["flip_rate_change"]["sentence"])},
    }


def _group(column, name, rows):
    of = {row["measure"]: row for row in rows if row["measure"] in _RATE_ROWS}
    few = [label for rate, (label, _) in RATES.items() if of[rate]["sentence"].endswith(_TOO_FEW)]
    value, rates = name.removeprefix(f"{column} = "), {rate: _states(rate, of) for rate in RATES}
    return {"name": visible(name), "value": visible(value), "few": few, "rates": rates}


def _gap(rate, label, ends):
    kinds = {kind: _states(f"{rate}_{kind}", ends) for kind in ("difference", "ratio")}
    return {
        "measure": rate, "label": label, **kinds, "sentence": visible(ends[f"{rate}_difference_change"]["sentence"]),
    }  # fmt: skip


def _states(measure, rows):
    return {state: interval(rows[measure + ending]) for state, ending in _STATES.items()}


_RATE_ROWS = {rate + ending for rate in RATES for ending in _STATES.values()}
