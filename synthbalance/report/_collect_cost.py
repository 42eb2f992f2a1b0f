"""What the card says about money: figures of the decision, and what every number of alerts would cost."""

import numpy as np

from synthbalance.metrics import cost_curve
from synthbalance.report._plain import interval, number

_POINTS = 160
# measure: label, unit, only where each row has its own amount
_FIGURES = {
    "cost": ("Cost at the threshold", "money", False),
    "cost_by_amount": ("Cost, decided row by row with the amount", "money", True),
    "cost_flag_none": ("Cost if no row is flagged", "money", False),
    "cost_flag_all": ("Cost if every row is flagged", "money", False),
    "savings": ("Saved at the threshold", "percent", False),
    "savings_by_amount": ("Saved, decided row by row with the amount", "percent", True),
    "alerts": ("Alerts at the threshold", "rows", False),
    "alerts_by_amount": ("Alerts, decided row by row with the amount", "rows", True),
    "alerts_per_day": ("Alerts a day, mean", "rows", False),
    "busiest_day": ("Alerts on the busiest day", "rows", False),
    "capacity": ("Alerts that can be reviewed", "rows", False),
    "capacity_per_day": ("Alerts that can be reviewed a day", "rows", False),
}


def cost_facts(exp, run, none):
    """Money of the decision beside doing nothing, flagging none, all, and row by row; None without costs.

    Parameters
    ----------
    exp : Experiment
    run, none : Runs

    Returns
    -------
    dict or None
        missed, review, admin, capacity, capacity_per_day as given; by_row: whether amounts come from a column;
        figures: list of dicts with measure, label, unit ("money", "percent", "rows"), better, run, none, sentence;
        curve: run and none as alerts and cost, points (alerts, cost at the threshold), levels for the table.
    """
    if exp.costs is None:
        return None
    names = ("missed", "review", "admin", "capacity", "capacity_per_day")
    by_row = isinstance(exp.costs.missed, str)
    return {
        **{name: _price(getattr(exp.costs, name)) for name in names},
        "by_row": by_row,
        "figures": _figures(*(exp.decision(one).to_dict("records") for one in (run, none)), by_row),
        "curve": _curves(exp.rows_["holdout"], run, none),
    }


def _figures(of_run, of_none, by_row):
    runs, nones = ({row["measure"]: row for row in rows} for rows in (of_run, of_none))
    return [
        {
            "measure": name, "label": label, "unit": unit, "better": runs[name]["better"],
            "run": interval(runs[name]), "none": interval(nones[name]), "sentence": runs[name]["sentence"],
        } for name, (label, unit, only_by_row) in _FIGURES.items() if name in runs and (by_row or not only_by_row)
    ]  # fmt: skip


def _curves(rows, run, none):
    curves = {
        name: cost_curve(rows.y, one.holdout_probabilities, rows.missed, rows.review, rows.weight, _POINTS)
        for name, one in (("run", run), ("none", none))
    }
    levels = _levels(float(curves["run"]["alerts"].max()))
    at = {name: [_at(curve, level) for level in levels] for name, curve in curves.items()}
    return {
        **{name: {key: curve[key].round(3).tolist() for key in ("alerts", "cost")} for name, curve in curves.items()},
        "points": {name: _point(one) for name, one in (("run", run), ("none", none))},
        "levels": [
            {"alerts": a, "run": b, "none": c} for a, b, c in zip(levels, at["run"], at["none"], strict=True)
        ],
    }  # fmt: skip


def _levels(most):
    """Round numbers of alerts, from none to all."""
    steps = [float(digit * 10**power) for power in range(9) for digit in (1, 3)]
    return [0.0, *(step for step in steps if step < most), most]


def _at(curve, level):
    """Cost at the first point of the curve with at least so many alerts."""
    alerts, cost = curve["alerts"].to_numpy()[::-1], curve["cost"].to_numpy()[::-1]
    return number(cost[min(np.searchsorted(alerts, level * (1 - 1e-9)), len(cost) - 1)])


def _point(run):
    return [float(run.confusion["tp"] + run.confusion["fp"]), number(run.scores["cost"].value)]


def _price(value):
    """A number, the name of a column, or None."""
    return value if value is None or isinstance(value, str) else float(value)
