"""Chosen thresholds and the table behind the slider."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthbalance import DataWarning
from synthbalance.metrics import choose_threshold, confusion, cost_curve, expected_cost, f1, savings, threshold_table
from tests.metrics.tables import binormal, tied_tables

Y, P = [0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9]


def every_threshold(p):
    """A threshold for every way to cut p."""
    return [0.0, *sorted(set(p)), 2.0]


@given(tied_tables())
def test_the_f1_rule_finds_the_largest_f1(table):
    y, p, weight = table
    chosen = choose_threshold(y, p, "f1", weight=weight)
    assert f1(y, p, chosen, weight) == pytest.approx(max(f1(y, p, t, weight) for t in every_threshold(p)))


@given(tied_tables(), st.floats(0, 20))
def test_the_cost_rule_finds_the_least_cost(table, review):
    y, p, weight = table
    missed = 10 * p + 1
    chosen = choose_threshold(y, p, "cost", missed=missed, review=review, weight=weight)
    costs = [expected_cost(y, p, t, missed, review, weight) for t in every_threshold(p)]
    assert expected_cost(y, p, chosen, missed, review, weight) == pytest.approx(min(costs))


@given(tied_tables(), st.integers(0, 100))
def test_the_cost_rule_finds_the_least_cost_with_reviews_by_row(table, seed):
    y, p, weight = table
    review = np.random.default_rng(seed).integers(0, 20, len(y))
    chosen = choose_threshold(y, p, "cost", missed=10 * p + 1, review=review, weight=weight)
    costs = [expected_cost(y, p, t, 10 * p + 1, review, weight) for t in every_threshold(p)]
    assert expected_cost(y, p, chosen, 10 * p + 1, review, weight) == pytest.approx(min(costs))


@given(tied_tables(), st.floats(0, 20), st.booleans())
def test_the_cost_curve_is_the_cost_at_each_threshold(table, review, by_row):
    y, p, weight = table
    review = review * (1 + p) if by_row else review
    curve = cost_curve(y, p, 10 * p + 1, review, weight)
    for row in curve.itertuples():
        assert row.cost == pytest.approx(expected_cost(y, p, row.threshold, 10 * p + 1, review, weight))
        assert row.savings == pytest.approx(
            savings(y, p, row.threshold, 10 * p + 1, review, weight), rel=1e-9, abs=1e-9
        )
    assert curve["alerts"].iloc[0] == weight.sum() and curve["alerts"].iloc[-1] == 0
    chosen = choose_threshold(y, p, "cost", missed=10 * p + 1, review=review, weight=weight)
    assert curve["cost"].min() == pytest.approx(expected_cost(y, p, chosen, 10 * p + 1, review, weight))


def test_a_long_cost_curve_is_thinned_and_keeps_both_ends():
    curve = cost_curve(*binormal(50, 5000), missed=100, review=1, max_rows=64)
    assert list(curve.columns) == ["threshold", "cost", "alerts", "savings"]
    assert len(curve) <= 64
    assert curve["cost"].iloc[[0, -1]].tolist() == [5050, 5000]


def test_where_flagging_is_free_nothing_can_be_saved():
    curve = cost_curve(Y, P, missed=100, review=0)
    assert curve["savings"].tolist() == [0.0, 0.0, 0.0, -np.inf, -np.inf, -np.inf]


def test_recall_rule_takes_the_fewest_alerts_that_reach_it():
    assert choose_threshold(Y, P, "recall=0.5") == pytest.approx(0.65)
    assert choose_threshold(Y, P, "recall=0.51") == pytest.approx(0.25)


def test_precision_rule_catches_the_most_at_that_precision():
    assert choose_threshold(Y, P, "precision=0.6") == pytest.approx(0.25)
    assert choose_threshold(Y, P, "precision = 0.7") == pytest.approx(0.65)


def test_alerts_rule_keeps_to_the_number():
    y, p = binormal(20, 300)
    p = 1 / (1 + np.exp(-p))
    assert (p >= choose_threshold(y, p, "alerts=25")).sum() == 25
    assert (p >= choose_threshold(y, p, "alerts=1000")).all()


def test_capacity_limits_every_rule():
    y, p = binormal(20, 300)
    p = 1 / (1 + np.exp(-p))
    free, limited = (choose_threshold(y, p, "cost", missed=1000, review=1, capacity=c) for c in (None, 30))
    assert 0 < (p >= limited).sum() <= 30 < (p >= free).sum()
    assert y[p >= limited].sum() == y[np.argsort(-p)[:30]].sum()


def test_a_number_is_taken_as_it_is():
    assert choose_threshold(Y, P, 0.37) == 0.37


def test_the_threshold_lies_midway_between_adjacent_scores():
    assert choose_threshold([0, 1], [0.2, 0.4], "f1") == pytest.approx(0.3)


def test_neighbouring_floats_are_still_told_apart():
    low = 0.3
    high = np.nextafter(low, 1)
    chosen = choose_threshold([0, 1], [low, high], "f1")
    assert low < chosen <= high


def test_flagging_all_or_none_holds_for_any_other_rows_too():
    assert choose_threshold(Y, P, "cost", missed=1000, review=0.0) <= 0.25
    assert choose_threshold([1, 0], [0.2, 0.4], "recall=1") == 0.0
    assert choose_threshold(Y, P, "cost", missed=1, review=100) > 1.0


def test_an_unreachable_precision_warns_and_gives_the_nearest():
    with pytest.warns(DataWarning, match=r"reaches precision=0.9; 0.5 is used"):
        chosen = choose_threshold([0, 1], [0.5, 0.5], "precision=0.9")
    assert chosen == 0.0


def test_too_few_alerts_allowed_warns_and_flags_nothing():
    with pytest.warns(DataWarning, match="nothing is flagged"):
        assert choose_threshold([0, 1], [0.5, 0.5], "alerts=1") > 1


@pytest.mark.parametrize(
    "rule", ["f2", "recall", "recall=x", "recall=0", "recall=1.2", "alerts=-3", None, True, np.nan]
)
def test_other_rules_are_refused(rule):
    with pytest.raises(ValueError, match="threshold="):
        choose_threshold(Y, P, rule)


def test_the_cost_rule_asks_for_costs():
    with pytest.raises(ValueError, match="needs missed and review"):
        choose_threshold(Y, P, "cost")


@given(tied_tables(), st.integers(16, 30))
def test_the_table_counts_what_direct_counting_gives(table, max_rows):
    y, p, weight = table
    rows = threshold_table(y, p, weight, missed=5 * p, max_rows=max_rows)
    for row in rows.itertuples():
        counts = confusion(y, p, row.threshold, weight)
        assert counts == pytest.approx({name: getattr(row, name) for name in counts})
        assert row.missed == pytest.approx(expected_cost(y, p, row.threshold, 5 * p, 0, weight))


def test_the_table_runs_from_every_row_to_none():
    rows = threshold_table(*binormal(50, 5000))
    assert rows["threshold"].is_monotonic_increasing
    assert tuple(rows.iloc[0][["tp", "fp"]]) == (50, 5000)
    assert tuple(rows.iloc[-1][["tp", "fp"]]) == (0, 0)


def test_the_table_keeps_every_step_of_the_rare_class():
    y, p = binormal(400, 20_000)
    rows = threshold_table(y, p)
    assert len(rows) <= 512
    assert set(rows["tp"]) == set(range(401))
    for tp, fp in ((rows.tp.iloc[i], rows.fp.iloc[i]) for i in (100, 300, 480)):
        cut = np.sort(p[y == 1])[::-1][int(tp) - 1]
        assert fp >= (p[y == 0] >= cut).sum()


def test_above_400_rare_rows_recall_goes_in_equal_steps():
    rows = threshold_table(*binormal(4000, 20_000))
    assert len(rows) <= 512
    assert np.diff(np.unique(rows["tp"])).max() <= 10


def test_the_table_has_a_row_for_a_threshold_that_must_be_there():
    y, p = binormal(400, 20_000)
    rows = threshold_table(y, p, keep=[0.123456789])
    row = rows[rows["threshold"] == 0.123456789].iloc[0]
    assert confusion(y, p, 0.123456789) == {name: row[name] for name in ("tp", "fp", "fn", "tn")}
    assert len(rows) <= 512


def test_without_amounts_the_table_counts_missed_rows():
    rows = threshold_table(Y, P)
    np.testing.assert_array_equal(rows["missed"], rows["fn"])
    np.testing.assert_array_equal(rows["caught"], rows["tp"])


def test_too_small_a_table_is_refused():
    with pytest.raises(ValueError, match="max_rows=3 needs at least 16"):
        threshold_table(Y, P, max_rows=3)
