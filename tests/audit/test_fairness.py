"""Fairness: rates by group against fairlearn, honest intervals, flips, and columns that were left out."""

import warnings

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    demographic_parity_ratio,
    equalized_odds_difference,
    equalized_odds_ratio,
    false_positive_rate,
    true_positive_rate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import synthbalance as sb
from synthbalance.audit._rates import draw_rates, rate_interval
from synthbalance.audit.fairness import audit_fairness
from tests.audit.people import Stub, by_sex, by_x, people, value


@pytest.fixture(scope="module")
def audited():
    X, y = people()
    return X, y, audit_fairness(Stub(X, y, by_sex, none=by_x), ["sex", "age"])


def test_rates_and_gaps_are_those_of_fairlearn(audited):
    X, y, table = audited
    flagged = by_sex(X).astype(int)
    frame = MetricFrame(
        metrics={"recall": true_positive_rate, "false_positive_rate": false_positive_rate},
        y_true=y, y_pred=flagged, sensitive_features=X["sex"],
    )  # fmt: skip
    for sex in ("Female", "Male"):
        assert value(table, f"sex = {sex}", "recall").value == pytest.approx(frame.by_group.loc[sex, "recall"])
    assert value(table, "sex", "recall_difference").value == pytest.approx(frame.difference()["recall"])
    assert value(table, "sex", "false_positive_rate_ratio").value == pytest.approx(frame.ratio()["false_positive_rate"])
    theirs = {
        "selection_rate_difference": demographic_parity_difference, "selection_rate_ratio": demographic_parity_ratio,
        "equalized_odds_difference": equalized_odds_difference, "equalized_odds_ratio": equalized_odds_ratio,
    }  # fmt: skip
    for measure, function in theirs.items():
        assert value(table, "sex", measure).value == pytest.approx(function(y, flagged, sensitive_features=X["sex"])), (
            measure
        )


def test_each_measure_stands_now_before_and_as_a_change(audited):
    _, _, table = audited
    assert list(table.columns) == ["group", "measure", "value", "low", "high", "better", "sentence"]
    assert not table.duplicated(["group", "measure"]).any()
    now, before, change = (value(table, "sex = Male", f"selection_rate{state}") for state in ("", "_before", "_change"))
    assert change.value == pytest.approx(now.value - before.value)
    assert change.low > 0 and "a rise" in change.sentence
    assert change.high - change.low < (now.high - now.low) + (before.high - before.low)


def test_every_interval_holds_its_value(audited):
    table = audited[2].dropna()
    assert ((table["low"] <= table["value"] + 1e-12) & (table["value"] <= table["high"] + 1e-12)).all()
    assert table["sentence"].str.endswith(".").all()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 80), *[st.sampled_from([0.0, 0.1, 0.5, 1.0])] * 3)
def test_any_table_gets_values_inside_ends_inside_bounds(seed, n, rare_share, now_share, before_share):
    rng = np.random.default_rng(seed)
    rare, now, before = (rng.random(n) < share for share in (rare_share, now_share, before_share))
    group, weight = rng.integers(0, 3, n), rng.choice([0.5, 1.0, 4.0], n)
    X = pd.DataFrame({"g": group, "now": now, "before": before})
    stub = Stub(X, rare.astype(int), *[lambda X: X["now"].to_numpy() * 1.0, pd.Series(weight)])
    stub.none = Stub(X, rare.astype(int), lambda X: X["before"].to_numpy() * 1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        table = audit_fairness(stub, "g").dropna()
    least = np.where(table["measure"].str.endswith("_change"), -1, 0)
    assert (table["low"] <= table["value"] + 1e-9).all() and (table["value"] <= table["high"] + 1e-9).all()
    assert (least <= table["low"] + 1e-9).all() and (table["high"] <= 1 + 1e-9).all()


def test_the_same_seed_gives_the_same_table(audited):
    X, y, table = audited
    again = audit_fairness(Stub(X, y, by_sex, none=by_x), ["sex", "age"])
    pd.testing.assert_frame_equal(table, again)


def test_none_against_itself_changes_nothing():
    X, y = people()
    table = audit_fairness(Stub(X, y, by_sex), "sex")
    changes = table[table["measure"].str.endswith("_change")]
    assert (changes[["value", "low", "high"]] == 0).all(axis=None)


def test_a_decision_flips_only_where_the_column_counts(audited):
    X, _, table = audited
    flips = (X["x"] > 0.2) & (X["x"] <= 0.8)
    assert value(table, "sex", "flip_rate").value == pytest.approx(flips.mean())
    assert value(table, "sex", "flip_rate_before").value == 0
    assert value(table, "age", "flip_rate").value == 0


def test_sampling_weights_count():
    X, y = people()
    weight = pd.Series(np.where(X["x"] > 0.5, 3.0, 1.0), index=X.index)
    table = audit_fairness(Stub(X, y, by_x, weight), "sex")
    men = (X["sex"] == "Male").to_numpy()
    share = np.average(by_x(X)[men], weights=weight[men])
    rate = value(table, "sex = Male", "selection_rate")
    assert rate.value == pytest.approx(share) and rate.low < share < rate.high


def test_a_group_of_few_rare_rows_is_named_in_one_warning_and_kept_out_of_the_gaps():
    X, y = people()
    X.loc[X.index[:9], "sex"] = "Other"
    y[:9] = [1] * 3 + [0] * 6
    with pytest.warns(sb.DataWarning, match=r"Fewer than 10 rare holdout rows.* in: sex = Other\.") as caught:
        table = audit_fairness(Stub(X, y, by_x), "sex")
    assert len(caught) == 1
    row = value(table, "sex = Other", "recall")
    assert "Only 3: too few to say anything." in row.sentence and row.high - row.low > 0.5
    gap = value(table, "sex", "recall_difference")
    two = [value(table, f"sex = {sex}", "recall").value for sex in ("Female", "Male")]
    assert gap.value == pytest.approx(max(two) - min(two)) and "sex = Other" in gap.sentence


def test_a_group_without_a_rare_row_has_no_recall_and_says_why():
    X, y = people()
    y[(X["sex"] == "Female").to_numpy()] = 0
    with pytest.warns(sb.DataWarning, match="sex = Female"):
        table = audit_fairness(Stub(X, y, by_x), "sex")
    row = value(table, "sex = Female", "recall")
    assert np.isnan([row.value, row.low, row.high]).all()
    assert row.sentence == "The holdout has no rare row with sex = Female, so its recall is not known."
    assert np.isnan(value(table, "sex", "recall_difference").value)


def test_a_rate_of_zero_gets_the_exact_limit():
    X, y = people()
    table = audit_fairness(Stub(X, y, lambda X: np.zeros(len(X))), "sex")
    row, n = value(table, "sex = Male", "selection_rate"), (X["sex"] == "Male").sum()
    assert row.value == row.low == 0
    assert row.high == pytest.approx(1 - 0.025 ** (1 / n))
    gap = value(table, "sex", "selection_rate_difference")
    assert gap.value == gap.low == 0 < gap.high < 0.02
    assert np.isnan(value(table, "sex", "selection_rate_ratio").value)


def test_intervals_of_a_rate_cover_the_truth():
    rng, covered = np.random.default_rng(0), np.zeros(2)
    for _ in range(300):
        y = np.repeat([0, 1], [60, 40])
        flags = np.column_stack([rng.random(100) < 0.3] * 2)
        draws = draw_rates(y, np.ones(100), flags, rng, n_draws=400)[:2, 0]
        ends = [
            rate_interval(flags[rows, 0].mean(), drawn, rows.sum())
            for rows, drawn in zip((y >= 0, y == 1), draws, strict=True)
        ]
        covered += [low <= 0.3 <= high for low, high in ends]
    assert (covered >= 0.92 * 300).all()


def test_a_run_of_an_experiment_is_audited_beside_its_none():
    rng = np.random.default_rng(0)
    X, y = people(1600)
    data = X.assign(z=rng.normal(size=len(X)) + 1.2 * y, target=np.where(y == 1, "bad", "good"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        split = sb.split_holdout(data, target="target", positive="bad", random_state=0)
        exp = sb.Experiment(split, model=sb.default_model(n_estimators=15, learning_rate=0.1), seeds=1)
        run = exp.run(sb.ClassWeight(4))
        table = audit_fairness(run, "sex")
    assert run.none is exp.none
    men = (split.holdout.X["sex"] == "Male").to_numpy()
    alerts = exp.none.holdout_probabilities >= exp.none.threshold
    assert value(table, "sex = Male", "selection_rate_before").value == pytest.approx(alerts[men].mean())
