"""What each word of the rule language makes of a column."""

import numpy as np
import pandas as pd
import pytest

from tests.samplers.rule_tables import made, payments

BURST = {"size": 4, "gap": [10, 60], "time": "at"}
POSITION = np.arange(400) % 4


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", 12.345678),
        ("count", 7),
        ("small", -128),
        ("score", None),
        ("amount", None),
        ("channel", "fax"),
        ("channel", None),
        ("country", "US"),
        ("known", True),
        ("never", True),
        ("at", pd.Timestamp("2025-05-01 12:30:15.5")),
        ("local", pd.Timestamp("2025-05-01 12:30", tz="Europe/Vienna")),
        ("wait", pd.Timedelta("90 s")),
        ("gone", None),
    ],
)
def test_a_plain_value_fills_the_column_and_keeps_its_dtype(column, value):
    new = made({"set": {column: value}})[column]
    assert new.dtype == payments()[0][column].dtype
    assert new.isna().all() if value is None else (new == value).all()


def test_dates_and_durations_may_be_written_as_text():
    new = made({"set": {"at": "2025-05-01 12:30", "local": "2025-05-01 12:30", "wait": "2h"}})
    assert (new["at"] == pd.Timestamp("2025-05-01 12:30")).all()
    assert (new["local"] == pd.Timestamp("2025-05-01 12:30", tz="Europe/Vienna")).all()
    assert (new["wait"] == pd.Timedelta("2h")).all()


def test_a_choice_has_weights():
    shares = made({"set": {"country": {"choice": ["US", "FR", None], "weights": [6, 3, 1]}}}, n=5000)["country"]
    shares = shares.value_counts(normalize=True, dropna=False)
    assert shares["US"] == pytest.approx(0.6, abs=0.03)
    assert shares.iloc[2] == pytest.approx(0.1, abs=0.02)


def test_a_range_is_even_and_rounded_as_the_column_is():
    new = made({"set": {"amount": {"range": [1, 5]}, "count": {"range": [2, 4]}, "fee": {"range": [0, 1]}}}, n=6000)
    assert new["amount"].between(1, 5).all()
    assert (new["amount"].round(2) == new["amount"]).all()
    assert new["amount"].nunique() > 300
    assert new["count"].value_counts(normalize=True).sort_index().tolist() == pytest.approx([1 / 3] * 3, abs=0.03)
    assert (new["fee"].round(6) != new["fee"]).mean() > 0.9


def test_a_range_finer_than_the_column_keeps_its_bounds():
    X, y = payments()
    new = made({"set": {"amount": {"range": [1.2, 1.4]}}}, table=(X.assign(amount=X["amount"].round()), y))
    assert set(new["amount"]) == {1.2, 1.3, 1.4}


def test_a_log_range_is_even_in_orders_of_magnitude():
    new = made({"set": {"amount": {"range": [1, 10_000], "log": True}}}, n=5000)["amount"]
    assert (new < 100).mean() == pytest.approx(0.5, abs=0.03)
    assert new.between(1, 10_000).all()


def test_ranges_of_dates_and_durations_keep_full_seconds():
    new = made({"set": {"at": {"range": ["2025-04-01", "2025-04-02"]}, "wait": {"range": [60, "2 min"]}}})
    assert new["at"].between("2025-04-01", "2025-04-02").all()
    assert (new["at"].dt.microsecond == 0).all()
    assert new["wait"].between(pd.Timedelta("60s"), pd.Timedelta("120s")).all()


@pytest.mark.parametrize(("of", "chosen"), [("rare", [1]), ("others", [0]), ("all", [0, 1])])
def test_a_quantile_range_follows_the_real_values_of_the_rows_named(of, chosen):
    X, y = payments()
    new = made({"set": {"amount": {"quantile": [0.9, 1.0], "of": of}, "customer": {"quantile": [0, 0.1], "of": of}}})
    real = X[y.isin(chosen)]
    assert new["amount"].between(real["amount"].quantile(0.9) - 0.01, real["amount"].max()).all()
    assert set(new["customer"]) <= set(real["customer"])
    assert new["customer"].max() <= real["customer"].quantile(0.15)


def test_seen_draws_real_values_by_their_frequency():
    X, _ = payments(n_rows=2000)
    new = made({"set": {"channel": {"seen": "all"}}}, n=5000, table=payments(n_rows=2000))["channel"]
    pd.testing.assert_series_equal(
        new.value_counts(normalize=True, sort=False), X["channel"].value_counts(normalize=True, sort=False), atol=0.03
    )


@pytest.mark.parametrize("column", ["country", "channel", "known", "customer", "amount"])
def test_seen_different_is_never_the_value_so_far(column):
    rules = {"burst": {"size": 2}, "set": {column: {"seen": "all", "different": True, "only": "later"}}}
    new = made(rules, n=1000)[column]
    first, later = new[::2].reset_index(drop=True), new[1::2].reset_index(drop=True)
    assert (first.dropna() != later[first.notna()]).all()
    assert later.nunique() > 1


def test_columns_of_one_donor_come_from_the_same_real_row():
    X, _ = payments()
    donors = {"web": {"of": "others", "where": {"channel": "web"}}}
    new = made({"donors": donors, "set": {name: {"donor": "web"} for name in ("channel", "fee", "customer")}})
    real = set(zip(X["fee"], X["customer"], strict=True))
    assert (new["channel"] == "web").all()
    assert set(zip(new["fee"], new["customer"], strict=True)) <= real
    assert new["fee"].nunique() > 20


def test_scale_and_shift_start_from_the_value_so_far():
    X, _ = payments()
    rules = {"set": {"fee": {"scale": [2, 3]}, "count": {"shift": 10}, "at": {"shift": ["1h", "2h"]}}}
    new = made({**rules, "set": {**rules["set"], "wait": {"scale": 2}}}, table=(X, payments()[1]))
    rare = X[:20].set_index("customer")
    start = rare.loc[new["customer"]].reset_index()
    assert (new["fee"] / start["fee"]).between(1.999, 3.001).all()
    assert (new["count"] == start["count"] + 10).all()
    assert (new["at"] - start["at"]).between(pd.Timedelta("1h"), pd.Timedelta("2h")).all()
    assert (new["wait"] == 2 * start["wait"]).all()


def test_a_column_may_depend_on_what_another_becomes():
    rules = {
        "set": {
            "fee": {"times": "amount", "by": [0.01, 0.02]},
            "amount": {"range": [100, 200]},
            "score": {"plus": "count", "by": 1},
            "count": {"choice": [1, 2]},
            "small": {"copy": "count"},
            "country": {"copy": "home"},
            "local": {"plus": "local", "by": "1h"},
        }
    }
    new = made(rules)
    assert (new["fee"] / new["amount"]).between(0.01, 0.02).all()
    assert (new["score"] == new["count"] + 1).all()
    assert (new["small"] == new["count"]).all()
    assert (new["country"] == new["home"]).all()


def test_follow_changes_a_ratio_as_its_amount_changed():
    X, y = payments()
    X = X.assign(ratio=X["amount"] / 50.0)
    new = made({"set": {"amount": {"range": [500, 600]}, "ratio": {"follow": "amount"}}}, table=(X, y))
    start_missing = new["ratio"].isna()
    assert 0 < start_missing.mean() < 0.5
    assert np.allclose(new["ratio"][~start_missing], new["amount"][~start_missing] / 50.0)


def test_a_part_of_a_date_follows_the_date():
    new = made(
        {"burst": BURST, "set": {"count": {"part": "hour", "from": "at"}, "score": {"part": "weekday", "from": "at"}}}
    )
    assert (new["count"] == new["at"].dt.hour).all()
    assert (new["score"] == new["at"].dt.day_of_week).all()


def test_the_hour_of_a_time_with_a_zone_is_the_local_one():
    new = made({"set": {"local": "2025-07-01 12:00+00:00", "count": {"part": "hour", "from": "local"}}})
    assert (new["count"] == 14).all()


def test_look_backs_count_and_add_up_the_rows_before_in_the_burst():
    rules = {
        "burst": {"size": 4, "gap": 40, "time": "at"},
        "set": {
            "count": [0, {"earlier": "rows", "within": 100}],
            "score": [0, {"earlier": "rows", "within": "24h"}],
            "amount": {"choice": [1, 2, 3]},
            "fee": [0, {"earlier": "amount", "within": "24h"}],
            "wait": {"elapsed": "seconds"},
        },
    }
    new = made(rules)
    assert new["count"].tolist() == np.minimum(POSITION, 2).tolist()
    assert new["score"].tolist() == POSITION.tolist()
    before = new["amount"].groupby(np.arange(400) // 4).cumsum() - new["amount"]
    assert np.allclose(new["fee"], before)
    assert (new["wait"][POSITION > 0] == pd.Timedelta("40s")).all()


def test_rising_amounts_grow_from_row_to_row_of_a_burst():
    new = made({"burst": BURST, "set": {"amount": {"range": [10, 20], "rising": [1.5, 2]}}})["amount"].to_numpy()
    growth = new[1:] / new[:-1]
    assert ((growth > 1.49) & (growth < 2.01))[POSITION[1:] > 0].all()
    assert ((new >= 10) & (new <= 20))[POSITION == 0].all()


def test_once_draws_once_a_burst_and_only_names_its_rows():
    rules = {
        "fee": {"range": [0, 1], "once": True},
        "country": [{"value": "US"}, {"value": "FR", "only": "first"}],
        "known": {"value": True, "share": 0.5, "once": True},
        "count": {"value": 99, "only": "later"},
    }
    new = made({"burst": BURST, "set": rules})
    group = np.arange(400) // 4
    assert (new.groupby(group)["fee"].nunique() == 1).all()
    assert (new["country"] == np.where(POSITION == 0, "FR", "US")).all()
    assert ((new["count"] == 99) == (POSITION > 0)).all()


def test_a_share_leaves_the_other_rows_as_they_are():
    new = made({"set": {"count": {"value": 50, "share": 0.3}}}, n=5000)["count"]
    assert (new == 50).mean() == pytest.approx(0.3, abs=0.02)


def test_missing_cells_are_kept_only_where_the_rule_says_so():
    kept = made({"set": {"amount": {"range": [1, 5], "keep": "missing"}}})["amount"]
    filled = made({"set": {"amount": {"range": [1, 5]}}})["amount"]
    assert 0 < kept.isna().mean() < 0.3
    assert kept.dropna().between(1, 5).all()
    assert filled.notna().all()


def test_a_column_that_knows_no_missing_value_keeps_what_it_had():
    new = made({"set": {"count": {"copy": "amount"}, "amount": {"value": None, "share": 0.5}}})
    assert new["count"].dtype == "int64"
    assert (new["count"] == new["amount"].round())[new["amount"].notna()].all()
    assert new["count"][new["amount"].isna()].between(0, 8).all()


@pytest.mark.parametrize(
    ("condition", "meets"),
    [
        ({"channel": "web"}, lambda rows: rows["channel"] == "web"),
        ({"channel": ["web", "shop"]}, lambda rows: rows["channel"].isin(["web", "shop"])),
        ({"channel": {"not": "web"}}, lambda rows: rows["channel"] != "web"),
        ({"country": {"not_in": ["US", "FR"]}}, lambda rows: ~rows["country"].isin(["US", "FR"])),
        ({"amount": {"above": 40}}, lambda rows: rows["amount"] > 40),
        ({"amount": {"at_least": 20, "below": 80}}, lambda rows: (rows["amount"] >= 20) & (rows["amount"] < 80)),
        ({"amount": {"missing": True}}, lambda rows: rows["amount"].isna()),
        ({"country": {"missing": False}, "known": True}, lambda rows: rows["country"].notna() & rows["known"]),
        ({"grade": {"at_most": "mid"}}, lambda rows: rows["grade"] == "low"),
        ({"at": {"above": "2025-03-15"}}, lambda rows: rows["at"] > "2025-03-15"),
        ({"wait": {"at_most": "1h"}}, lambda rows: rows["wait"] <= pd.Timedelta("1h")),
    ],
)
def test_rules_under_when_act_in_the_rows_that_meet_the_condition(condition, meets):
    new = made({"when": [{"if": condition, "set": {"small": -5}}]}, n=1000)
    assert 0 < meets(new).mean() < 1
    assert ((new["small"] == -5) == meets(new)).all()


def test_a_condition_reads_what_the_column_becomes_and_its_own_rule_the_value_so_far():
    rules = {
        "set": {"amount": {"choice": [10, 100]}},
        "when": [
            {"if": {"amount": {"above": 50}}, "set": {"amount": {"scale": 2}}},
            {"if": {"amount": 200}, "set": {"channel": "fax"}},
        ],
    }
    new = made(rules)
    assert set(new["amount"]) == {10, 200}
    assert ((new["channel"] == "fax") == (new["amount"] == 200)).all()


def test_huge_results_stay_within_what_the_column_can_hold():
    new = made(
        {
            "set": {
                "small": {"scale": 1e300},
                "amount": {"scale": 1e308},
                "at": {"shift": 1e12},
                "fee": {"shift": -1e308},
            }
        }
    )
    assert new["small"].between(0, 127).all()
    assert np.isfinite(new["amount"].dropna()).all()
    assert new["at"].notna().all()


def test_columns_of_a_number_array_are_named_by_position():
    X, y = np.random.default_rng(0).normal(size=(60, 3)), np.repeat([0, 1], [50, 10])
    new = made({"set": {0: {"range": [7, 8]}, "2": {"times": "0", "by": 2}}}, table=(X, y), n=20)
    assert new[0].between(7, 8).all()
    assert np.allclose(new[2], 2 * new[0])


@pytest.mark.parametrize("dtype", ["Float64", "float32", "Int64", "double[pyarrow]", "int64[pyarrow]", "uint8"])
def test_ranges_work_in_every_number_dtype(dtype):
    X, y = payments()
    X = X[["count"]].astype(dtype)
    new = made({"set": {"count": {"range": [3, 6]}}}, table=(X, y))["count"]
    assert new.dtype == X["count"].dtype
    assert new.between(3, 6).all()
