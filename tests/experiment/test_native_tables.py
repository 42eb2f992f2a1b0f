"""polars and pyarrow tables through a whole experiment: the same figures, and what came in goes out."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import synthbalance as sb
from synthbalance.report import write_dataset
from synthbalance.table import check_table
from tests.table.natives import as_kind, polars_payments, rows_of

KINDS = ["pandas", "polars", "pyarrow"]
TYPES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}
COLUMNS = {"pandas": pd.Series, "polars": pl.Series, "pyarrow": pa.ChunkedArray}
PLAIN = ["amount", "whole", "country", "text", "at", "label"]  # columns that pandas reads from arrow as they are
TABLE = polars_payments()
DATA = {"pandas": check_table(TABLE[PLAIN]), "polars": TABLE[PLAIN], "pyarrow": TABLE[PLAIN].to_arrow()}
MODEL = sb.default_model(n_estimators=15, learning_rate=0.1, n_jobs=1)


@pytest.fixture(scope="module")
def runs():
    """A SMOTE run on each kind of table."""
    made = {}
    for kind, data in DATA.items():
        exp = sb.Experiment(sb.split_holdout(data, target="label", random_state=0), model=MODEL, seeds=1)
        made[kind] = exp.run(sb.SMOTESampler(sampling_strategy=0.4, random_state=0))
    return made


def height(table):
    return table.num_rows if isinstance(table, pa.Table) else len(table)


def test_figures_are_the_same_whatever_the_frame_library(runs):
    first, *others = runs.values()
    for one in others:
        assert one.split.fingerprint == first.split.fingerprint
        assert one.split.content_hash == first.split.content_hash
        compared, wanted = (run._experiment.compare().drop(columns="seconds") for run in (one, first))
        pd.testing.assert_frame_equal(compared, wanted, check_exact=True)
        assert rows_of(one.balanced()) == rows_of(first.balanced())


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_gives_back_the_kind_and_types_that_came_in(runs, kind):
    run, data = runs[kind], DATA[kind]
    balanced, new = run.balanced(), run.new_rows()
    assert type(balanced) is type(new) is TYPES[kind]
    assert height(balanced) == run.n_train and height(new) == run.n_synthetic
    if kind == "polars":
        schema = {**data.schema, "is_synthetic": pl.Boolean}
        assert balanced.schema == {name: schema[name] for name in balanced.columns}
        assert balanced.filter("is_synthetic")["label"].unique().to_list() == ["fraud"]
    if kind == "pyarrow":
        assert all(balanced.schema.field(name).equals(data.schema.field(name)) for name in PLAIN)
    for other in KINDS:
        assert type(run.balanced(as_=other)) is type(run.new_rows(as_=other)) is TYPES[other]
    assert runs[kind].none.new_rows() is None


@pytest.mark.parametrize("kind", KINDS)
def test_parts_of_a_split_are_had_as_given_and_by_position(runs, kind):
    split, data = runs[kind].split, DATA[kind]
    X, y = split.as_given("holdout")
    assert type(X) is TYPES[kind] and type(y) is COLUMNS[kind]
    at = split.holdout.positions
    rows = {"pandas": lambda: data.iloc[at], "polars": lambda: data[at], "pyarrow": lambda: data.take(at)}[kind]()
    assert rows_of(rows.drop("label", axis=1) if kind == "pandas" else rows.drop(["label"])) == rows_of(X)
    assert [value == "fraud" for value in (row["label"] for row in rows_of(rows))] == [bool(v) for v in y.to_numpy()]
    assert type(split.as_given("train", as_="pyarrow")[0]) is pa.Table
    with pytest.raises(ValueError, match="part needs one of 'train', 'validation', 'holdout', got 'test'"):
        split.as_given("test")


@pytest.mark.parametrize("kind", KINDS)
def test_new_rows_are_scored_alike_in_every_kind(runs, kind):
    run = runs["polars"]
    table = DATA[kind]
    assert np.array_equal(run.predict_proba(table), runs["pandas"].predict_proba(DATA["pandas"]))
    assert np.array_equal(run.decide(table), runs["pandas"].decide(DATA["pandas"]))


def test_a_comparison_may_be_asked_for_in_any_kind(runs):
    exp = runs["polars"]._experiment
    assert exp.compare().index.tolist() == ["none", "SMOTE 40 %"]
    table = exp.compare(as_="polars")
    assert table["run"].to_list() == ["none", "SMOTE 40 %"] and table["delta"].dtype == pl.Float64
    assert exp.compare(as_="pyarrow").column_names == table.columns


def test_every_type_goes_through_split_run_audit_and_file(tmp_path):
    split = sb.split_holdout(TABLE, target="label", random_state=0)
    run = sb.Experiment(split, model=MODEL, seeds=1).run(sb.SMOTESampler(sampling_strategy=0.4, random_state=0))
    schema = {**TABLE.schema, "is_synthetic": pl.Boolean}
    balanced = run.balanced()
    assert balanced.schema == {name: schema[name] for name in balanced.columns}
    real = balanced.filter(~pl.col("is_synthetic")).drop("is_synthetic")
    assert real.equals(TABLE[split.train.positions][real.columns])
    assert len(sb.audit_synthetic(run).fidelity)
    assert write_dataset(run, tmp_path / "b.csv").is_file()


def test_one_value_against_several_is_0_and_1_in_a_table_of_the_same_kind():
    several = TABLE.with_columns(
        label=pl.Series(np.arange(400) % 3, dtype=pl.Int64).cast(pl.String).cast(pl.Categorical)
    )
    split = sb.split_holdout(several, target="label", positive="2", random_state=0)
    run = sb.Experiment(split, model=MODEL, seeds=1).run("none")
    assert set(run.balanced()["label"].to_list()) == {0, 1}


def test_dates_split_by_time_with_a_gap():
    days = [datetime.date(2025, 1, 1) + datetime.timedelta(days=i // 2) for i in range(400)]
    frame = TABLE.with_columns(
        day=pl.Series(days, dtype=pl.Date),
    ).drop("at")
    split = sb.split_holdout(frame, target="label", time="day", gap="7D", random_state=0)
    first = frame["day"][split.holdout.positions].min()
    assert frame["day"][split.validation.positions].max() <= first - datetime.timedelta(days=7)
    assert split.left_out["gap"] > 0
    twin = sb.split_holdout(
        frame.with_columns(pl.col("day").cast(pl.Datetime("us"))), target="label", time="day", gap="7D"
    )
    assert twin.holdout.positions.tolist() == split.holdout.positions.tolist()
    exp = sb.Experiment(split, model=MODEL, seeds=1, costs=sb.Costs(missed=100, review=1, capacity_per_day=2))
    assert exp.run("none").scores["cost"].value > 0


def test_own_parts_may_be_of_different_kinds():
    train, holdout = TABLE[PLAIN][:300], TABLE[PLAIN][300:]
    split = sb.Split.from_frames(train, as_kind(holdout, "pyarrow"), target="label", validation=0.2)
    assert type(split.as_given("holdout")[0]) is pl.DataFrame
    marked = train.with_columns(is_synthetic=pl.lit(False))
    assert sb.Split.from_frames(marked, holdout, target="label").train.synthetic is None
    with pytest.raises(ValueError, match="holdout must hold real rows only"):
        sb.Split.from_frames(train, holdout.with_columns(is_synthetic=pl.lit(True)), target="label")


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_protected_columns_are_aligned_by_position(runs, kind):
    run, table = runs[kind], DATA[kind]
    by_name = sb.audit_synthetic(run, protected="country").fairness
    column = table["country"]
    of_holdout = (
        column.gather(run.split.holdout.positions) if kind == "polars" else column.take(run.split.holdout.positions)
    )
    for protected in (column, of_holdout):
        made = sb.audit_synthetic(run, protected={"country": protected}).fairness
        pd.testing.assert_frame_equal(made, by_name)
    whole = sb.audit_synthetic(run, protected=table.select(["country"])).fairness
    pd.testing.assert_frame_equal(whole, by_name)
    with pytest.raises(ValueError, match="needs one value for each index label"):
        sb.audit_synthetic(run, protected={"country": column[:7]})


def test_advice_is_the_same():
    made = {}
    for kind in KINDS:
        split = sb.split_holdout(DATA[kind], target="label", random_state=0)
        auto = sb.AutoBalance(candidates=["random", "class_weight"], model=MODEL, seeds=1, n_jobs=1, random_state=0)
        made[kind] = auto.fit(split)
    assert made["pandas"].reason == made["polars"].reason == made["pyarrow"].reason
    tables = [advice.table.drop(columns="seconds") for advice in made.values()]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    pd.testing.assert_frame_equal(tables[0], tables[2])


def test_a_script_asserts_the_table_whatever_its_kind(runs):
    code = runs["polars"].to_code()
    lines = [
        line for line in code.splitlines() if line.startswith(("import", "from", "assert len", "same", "assert same"))
    ]
    for kind in KINDS:
        exec("\n".join(lines), {"data": DATA[kind]})
    with pytest.raises(AssertionError, match="other values"):
        exec("\n".join(lines), {"data": DATA["polars"].with_columns(pl.col("whole") + 1)})


def test_previews_and_lazy_tables(runs):
    exp = runs["polars"]._experiment
    assert exp.preview("random").n_synthetic > 0
    with pytest.raises(TypeError, match=r"Call data.collect\(\) first"):
        sb.split_holdout(TABLE.lazy(), target="label")
    with pytest.raises(TypeError, match=r"Call X.collect\(\) first"):
        runs["polars"].predict_proba(TABLE.lazy())


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_rows_without_gaps_are_scored_by_a_model_that_learned_with_them(kind):
    split = sb.split_holdout(TABLE, target="label", random_state=0)
    run = sb.Experiment(split, model=MODEL, seeds=1).run("none")
    every = run.predict_proba(TABLE)
    whole = np.flatnonzero(np.array([None not in row.values() for row in TABLE.to_dicts()]))
    rows = as_kind(TABLE[whole], kind)
    assert len(whole) > 50
    assert np.array_equal(run.predict_proba(rows), every[whole])
    assert run.predict_proba(rows[:1]).shape == (1, 2)
