"""What a run's decisions are worth on the holdout: money, savings and alerts, each with its interval."""

import numpy as np
import pandas as pd

from synthbalance.experiment._capacity import alerts_a_day
from synthbalance.experiment._words import figure
from synthbalance.metrics import METRICS, Score, decide_by_amount, interval

COLUMNS = ["measure", "value", "low", "high", "better", "sentence"]
_MONEY = METRICS["cost"]


def decision_table(exp, run, totals):
    """Cost, savings, alerts and capacity of a run on the holdout.

    Parameters
    ----------
    exp : Experiment
        With costs.
    run : Run
        One of its runs.
    totals : callable
        From columns to their weighted sums on the resampled holdouts that all intervals come from.

    Returns
    -------
    DataFrame
        Columns measure, value, low, high (pointwise 95 % interval), better ("" where neither), sentence. Measures
        cost, cost_by_amount (each row decided by p >= alert / amount), cost_flag_none, cost_flag_all (money);
        savings, savings_by_amount (share saved against the better of the last two); alerts, alerts_by_amount
        (weighted rows); alerts_per_day, busiest_day where the split has dates; capacity, capacity_per_day where given.

    Raises
    ------
    ValueError
        If the experiment has no costs or the run is of another one.
    """
    if exp.costs is None:
        raise ValueError("decision needs costs, found None. Pass costs=sb.Costs(missed=..., review=...) to Experiment.")
    if exp.runs.get(run.name) is not run:
        raise ValueError(f"run={run.name!r} needs to be one of this experiment's runs. Pass what exp.run gave.")
    rows, p = exp.rows_["holdout"], run.holdout_probabilities
    flags = {"": p >= run.threshold, "_by_amount": decide_by_amount(p, rows.missed, rows.review)}
    sums = _sums(rows, flags, totals)
    scores = {name: _score(exp, *sums[name], low=0.0) for name in sums if name.startswith("cost")}
    scores |= {"cost": run.scores["cost"]} | _savings(exp, sums)
    scores |= {f"alerts{how}": _score(exp, *sums[f"alerts{how}"], low=0.0) for how in flags}
    table = [(name, *_triple(score), *_words(name, score)) for name, score in scores.items()]
    table += _per_day(exp, flags[""], scores["alerts"]) + _limits(exp, scores["alerts"])
    return pd.DataFrame(table, columns=COLUMNS)


def _sums(rows, flags, totals):
    """Money and alerts of each way to decide: dict name -> (value, draws on the resampled holdouts)."""
    ways = flags | {"_flag_none": np.zeros(len(rows.y), dtype=bool), "_flag_all": np.ones(len(rows.y), dtype=bool)}
    columns = {f"cost{how}": np.where(flagged, rows.review, rows.y * rows.missed) for how, flagged in ways.items()}
    columns |= {f"alerts{how}": flagged for how, flagged in flags.items()}
    design = np.array(list(columns.values()), dtype=float)
    values = design @ (np.ones(len(rows.y)) if rows.weight is None else rows.weight)
    return dict(zip(columns, zip(values, totals(design), strict=True), strict=True))


def _savings(exp, sums):
    """Share saved against the better of flagging none and all, on the same draws."""
    base, bases = (np.minimum(*pair) for pair in zip(sums["cost_flag_none"], sums["cost_flag_all"], strict=True))
    found = {}
    for how in ("", "_by_amount"):
        cost, costs = sums[f"cost{how}"]
        if base > 0:
            saved = 1 - np.divide(costs, bases, out=np.full(len(costs), np.nan), where=bases > 0)
            found[f"savings{how}"] = _score(exp, 1 - cost / base, saved, high=1.0)
        else:
            found[f"savings{how}"] = Score(0.0 if cost == 0 else -np.inf)
    return found


def _per_day(exp, flagged, alerts):
    """Rows on alerts a day; none without dates."""
    daily = alerts_a_day(exp.split.holdout, flagged)
    if daily is None:
        return []
    ends = [alerts.low / daily["days"], alerts.high / daily["days"]]
    mean = f"{daily['mean']:.1f} alerts a day, as a mean over {daily['days']} days of the holdout."
    busiest = f"{daily['busiest']:,.0f} alerts on the busiest day of the holdout."
    return [
        ("alerts_per_day", daily["mean"], *ends, "", mean),
        ("busiest_day", daily["busiest"], np.nan, np.nan, "", busiest),
    ]


def _limits(exp, alerts):
    """Rows on the capacities that were given, and whether the holdout keeps to them."""
    given = {"capacity": "in the holdout", "capacity_per_day": "a day"}
    found = []
    for name, where in given.items():
        limit = getattr(exp.costs, name)
        if limit is not None:
            n = alerts.value if name == "capacity" else alerts.value / _n_days(exp)
            kept = (
                "keeps to it"
                if n <= limit * (1 + 1e-12)
                else "is above it: the threshold was chosen on validation rows"
            )
            words = f"At most {limit:,g} alerts can be reviewed {where}; the holdout, with {n:,.1f}, {kept}."
            found.append((name, float(limit), np.nan, np.nan, "", words))
    return found


def _n_days(exp):
    return alerts_a_day(exp.split.holdout, np.ones(len(exp.split.holdout), dtype=bool))["days"]


def _score(exp, value, draws, low=-np.inf, high=np.inf):
    score = interval(float(value), draws, int(exp.rows_["holdout"].y.sum()), bounded=False)
    return Score(score.value, max(score.low, low), min(score.high, high))


def _triple(score):
    return score.value, score.low, score.high


def _words(name, score):
    """(better, sentence) of one measure."""
    kind, _, how = name.partition("_")
    how = {"": "at the threshold", "by_amount": "decided row by row with the amount"}.get(how, how)
    if kind == "alerts":
        return "", f"{score.value:,.0f} alerts ({score.low:,.0f} to {score.high:,.0f}), {how}."
    if kind == "savings":
        ends = f"({100 * score.low:.1f} % to {100 * score.high:.1f} %)"
        against = "against the better of flagging no row and every row"
        if not np.isfinite(score.value):
            return "higher", f"Flagging no row or every row is free here, so nothing can be saved, {how}."
        return "higher", f"{100 * score.value:.1f} % saved {ends} {against}, {how}."
    how = {"flag_none": "if no row is flagged", "flag_all": "if every row is flagged"}.get(how, how)
    low, high = figure(score.low, _MONEY), figure(score.high, _MONEY)
    return "lower", f"The holdout costs {figure(score.value, _MONEY)} ({low} to {high}), {how}."
