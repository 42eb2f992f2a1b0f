"""Fairness: what a run decides about each group, before and after rebalancing."""

import numpy as np
import pandas as pd

from synthbalance._errors import Cancelled
from synthbalance._warned import warn
from synthbalance.audit import _fairness_words as words
from synthbalance.audit._group_rates import FEW, RATES, STATES, group_rates, weighted_rates
from synthbalance.audit._groups import groups_of
from synthbalance.audit._rates import change_interval, draw_rates, effective, rate_interval

_BETTER = {"selection_rate": "equal", "recall": "higher", "false_positive_rate": "lower"}
_GAPS = {**{rate: (k,) for k, rate in enumerate(RATES)}, "equalized_odds": (1, 2)}
_FLIP_ROWS = 10_000


def audit_fairness(run, protected, random_state=0, groups=10):
    """Rates of decisions in each group of protected columns, before and after rebalancing, and how far groups differ.

    Parameters
    ----------
    run : Run
        Its decisions on the holdout at its own threshold; "before" are those of the same experiment's "none".
    protected : column name, list of column names, Series, DataFrame, or dict of name -> Series
        Names are features of the split. A column that was left out of the features comes as a Series (or a DataFrame
        or dict of them) whose index has that of `run.split.holdout.X`, the row positions in the source.
    random_state : int, default=0
        Seed of the resampled rows.
    groups : int, default=10
        A number with more distinct values is cut into quartile bands; at most 30.

    Returns
    -------
    DataFrame
        Columns group, measure, value, low, high (95 % interval), better, sentence. Each measure has three rows: as
        named, with "_before", and with "_change" (after less before, on the same resampled rows).

        - group "sex = Female": `selection_rate` (share flagged), `recall` (share of the rare rows flagged),
          `false_positive_rate` (share of the others flagged);
        - group "sex": `selection_rate_difference`, `recall_difference`, `false_positive_rate_difference` (highest
          less lowest group), the same with `_ratio` (lowest by highest), `equalized_odds_difference` and `_ratio`
          (the worse of recall and false-positive rate), over groups with at least 10 rows behind the rate;
        - group "sex": `flip_rate`, share of decisions that flip when only this column is set to the value of any
          other group (the median of a band, the most frequent value of a merged group).

        `better` is "higher", "lower" or "equal" (alike in every group). Sampling weights count in every rate.

    Raises
    ------
    TypeError, ValueError
        If a column is not there or not aligned, has more than 30 groups, or the split has several classes.

    Warns
    -----
    DataWarning
        Once, with the groups that have fewer than 10 rare holdout rows.

    Notes
    -----
    Intervals: rows are drawn with replacement inside each group (recall and false-positive rate: inside its class,
    too), the same for both runs. A rate of 0 or 1 and one of fewer than 30 rows gets the limits of Clopper and
    Pearson. The low end of a difference (high end of a ratio) is cleared of what groups differ by chance alone.

    References
    ----------
    Weerts et al. (2023), JMLR 24, 257: Fairlearn. Hardt, Price and Srebro (2016), NeurIPS 29: equality of opportunity.

    Examples
    --------
    >>> import synthbalance as sb
    >>> from synthbalance.audit.fairness import audit_fairness
    >>> data = sb.load_transactions(n_rows=4000, fraud_rate=0.05)
    >>> split = sb.split_holdout(data, target="is_fraud", random_state=0)
    >>> exp = sb.Experiment(split, model=sb.default_model(n_estimators=20), seeds=1)
    >>> table = audit_fairness(exp.run("class_weight"), "channel")
    >>> list(table.columns)
    ['group', 'measure', 'value', 'low', 'high', 'better', 'sentence']
    """
    _check(run, random_state)
    rows = _Decided(run)
    columns = groups_of(protected, rows.X, groups)
    table, few = [], []
    for k, column in enumerate(columns):
        rng = np.random.default_rng([random_state, k])
        rates = group_rates(rows.y, rows.weight, rows.flags, column.labels, column.names, rows.rates(column), rng)
        table += [*_group_rows(column, rates), *_gap_rows(column, rates), *_flip_rows(column, rows, rng)]
        few += [name for name, count in zip(column.names, rates.counts[:, 1], strict=True) if count < FEW]
    if few:
        warn(words.few_words(few), stacklevel=2)
    return pd.DataFrame(table, columns=["group", "measure", "value", "low", "high", "better", "sentence"])


def group_recall(run, column, random_state=0, groups=10, on_progress=None):
    """Recall in each group of one column, before and after rebalancing: the figures of `audit_fairness`, sooner.

    Parameters
    ----------
    run, random_state, groups
        As in `audit_fairness`.
    column : column name
        A feature of the split.
    on_progress : callable (stage, done, total), default=None
        Told shares of the work; returning False cancels.

    Returns
    -------
    DataFrame
        Index: group, "sex = Female". Columns rows and rare (real holdout rows), value, low, high, and value_before,
        low_before, high_before: recall with its 95 % interval.

    Raises
    ------
    TypeError, ValueError
        As `audit_fairness`.
    Cancelled
        If `on_progress` returned False.
    """
    _check(run, random_state)

    def tell(share):
        if on_progress is not None and on_progress("fairness", share, 1.0) is False:
            raise Cancelled("group_recall was cancelled by on_progress.")

    decided, rng = _Decided(run), np.random.default_rng([random_state, 0])
    (found,) = groups_of([column], decided.X, groups)
    rows = (decided.y, decided.weight, decided.flags, found.labels, found.names)
    rates = group_rates(*rows, weighted_rates(*rows), rng, tell)
    table = pd.DataFrame({"rows": rates.counts[:, 0], "rare": rates.counts[:, 1]}, index=found.names)
    for state in STATES[:2]:
        names = [f"{end}{state}" for end in ("value", "low", "high")]
        table[names] = [rates.rate(g, RATES.index("recall"), state) for g in range(len(found.names))]
    return table


class _Decided:
    """The holdout as decided now and before."""

    def __init__(self, run):
        part = run.split.holdout
        self.runs = (run, run.none)
        self.X, self.y = part.X, part.y.to_numpy()
        self.weight = np.ones(len(self.y)) if part.weight is None else part.weight.to_numpy(dtype=float)
        self.flags = np.column_stack([one.holdout_probabilities >= one.threshold for one in self.runs])

    def rates(self, column):
        """Rates by group, rate and state, from fairlearn: float array of shape (n_groups, 3, 2)."""
        from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

        functions = dict(zip(RATES, (selection_rate, true_positive_rate, false_positive_rate), strict=True))
        weights = {name: {"sample_weight": self.weight} for name in functions}
        frames = [
            MetricFrame(
                metrics=functions, y_true=self.y, y_pred=flags.astype(int), sensitive_features=column.labels,
                sample_params=weights,
            ).by_group.loc[column.names, list(RATES)] for flags in self.flags.T
        ]  # fmt: skip
        return np.stack([frame.to_numpy(dtype=float) for frame in frames], axis=2)

    def flips(self, column, positions):
        """Whether the decision on each of these rows flips, now and before: bool array of shape (n, 2)."""
        now, before = self.runs
        found = [_flips(now, self.X, column, positions)]
        found.append(found[0] if before is now else _flips(before, self.X, column, positions))
        return np.column_stack(found)


def _flips(run, X, column, positions):
    """Whether a row's decision differs when the column is set to any other group's value."""
    own, labels = X.iloc[positions], column.labels[positions]
    flagged, flips = _flagged(run, own), np.zeros(len(own), dtype=bool)
    for name, stand_in in column.stand_ins.items():
        others = np.flatnonzero((labels != name) & ~flips)
        if len(others):
            value = X[column.name].iloc[np.full(len(others), stand_in)]
            changed = own.iloc[others].copy()
            changed[column.name] = value.set_axis(changed.index)
            flips[others] = _flagged(run, changed) != flagged[others]
    return flips


def _flagged(run, X):
    p = run.predict_proba(X)
    rare = 1 if p.shape[1] == 2 else list(run.classes).index(run.split.positive)
    return p[:, rare] >= run.threshold


def _group_rows(column, rates):
    for g, name in enumerate(column.names):
        for k, rate in enumerate(RATES):
            for state in STATES:
                score = rates.rate(g, k, state)
                sentence = words.rate_words(name, rate, state, score, rates.counts[g, k])
                yield (name, rate + state, *score, _BETTER[rate], sentence)


def _gap_rows(column, rates):
    for rate, ks in _GAPS.items():
        telling = set.intersection(*(set(rates.telling(k)) for k in ks))
        left_out = [name for g, name in enumerate(column.names) if g not in telling]
        for kind, better in (("difference", "lower"), ("ratio", "higher")):
            for state in STATES:
                score = rates.gap(ks, kind, state)
                sentence = words.gap_words(column.name, rate, kind, state, score, left_out)
                yield (str(column.name), f"{rate}_{kind}{state}", *score, better, sentence)


def _flip_rows(column, rows, rng):
    n_rows, n_values = len(rows.y), len(column.stand_ins)
    is_feature = column.name in rows.X.columns
    positions = np.sort(rng.choice(n_rows, _FLIP_ROWS, replace=False)) if n_rows > _FLIP_ROWS else np.arange(n_rows)
    scores = _flip_scores(rows, column, positions, rng) if n_values > 1 else [(0.0, 0.0, 0.0)] * len(STATES)
    if is_feature and n_values < 2:
        scores = [(np.nan,) * 3] * len(STATES)
    for state, score in zip(STATES, scores, strict=True):
        sentence = words.flip_words(column.name, state, score, len(positions), is_feature, n_values)
        yield (str(column.name), "flip_rate" + state, *score, "lower", sentence)


def _flip_scores(rows, column, positions, rng):
    """(value, low, high) now, before and of the change."""
    y, weight, flips = rows.y[positions], rows.weight[positions], rows.flips(column, positions)
    draws, n = draw_rates(y, weight, flips, rng)[0], effective(weight)
    now, before = weight @ flips / weight.sum()
    only = [weight @ (flips[:, a] & ~flips[:, 1 - a]) / weight.sum() for a in (0, 1)]
    same = (flips[:, 0] == flips[:, 1]).all()
    ends = (0.0, 0.0) if same else change_interval(now, before, draws[0] - draws[1], n, only)
    return [
        (now, *rate_interval(now, draws[0], n)),
        (before, *rate_interval(before, draws[1], n)),
        (now - before, *ends),
    ]


def _check(run, random_state):
    if getattr(run.split, "multiclass", False):
        raise ValueError(
            "audit_fairness needs a run on two classes, the split keeps several. Split again with positive=<a class>."
        )
    if not isinstance(random_state, (int, np.integer)) or random_state < 0:
        raise ValueError(f"random_state needs a whole number of 0 or more, got {random_state!r}. 0 will do.")
