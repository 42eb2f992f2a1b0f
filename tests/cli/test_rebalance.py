import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

import synthbalance as sb
from synthbalance.cli import main
from tests.cli.conftest import mixed
from tests.table.natives import polars_payments

KNOBS = ("--target", "label", "--ratio", "0.3")


def rebalance(path, *more):
    return main(["rebalance", str(path), *KNOBS, *map(str, more)])


def test_the_training_part_and_the_untouched_rows_are_three_files(payments, tmp_path, light):
    assert rebalance(payments, "--out", tmp_path / "new.parquet", "--seed", 3) == 0
    data = sb.read_table(payments)
    split = sb.split_holdout(data, target="label", random_state=3)
    run = sb.Experiment(split, seeds=1).run(sb.SMOTESampler(sampling_strategy=0.3, random_state=3))
    written = pd.read_parquet(tmp_path / "new.parquet")
    pd.testing.assert_frame_equal(written, run.balanced().reset_index(drop=True))
    assert written["is_synthetic"].sum() == run.n_synthetic > 50
    for name in ("validation", "holdout"):
        part = pd.read_parquet(tmp_path / f"new.{name}.parquet")
        rows = getattr(split, name).X.index
        pd.testing.assert_frame_equal(part, data.loc[rows].reset_index(drop=True))
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "new.holdout.parquet", "new.parquet", "new.validation.parquet", "payments.parquet",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".parquet", ".feather", ".csv", ".tsv", ".PARQUET"])
def test_dtypes_and_real_rows_survive_every_format(payments, tmp_path, ending):
    out = tmp_path / f"new{ending}"
    assert rebalance(payments, "--strategy", "none", "--out", out) == 0
    parts = [sb.read_table(tmp_path / f"new{part}{ending}") for part in ("", ".validation", ".holdout")]
    together = pd.concat([part.drop(columns="is_synthetic", errors="ignore") for part in parts])
    given = mixed().sort_values("paid", ignore_index=True)
    back = together.sort_values("paid", ignore_index=True)[given.columns]
    is_text = ending in (".csv", ".tsv")
    pd.testing.assert_frame_equal(back, given, check_dtype=not is_text, check_categorical=not is_text)
    assert parts[0]["is_synthetic"].dtype == bool and not parts[0]["is_synthetic"].any()


def test_types_of_a_file_that_another_library_wrote_survive(tmp_path):
    table = polars_payments().drop("money", "clock", "day")
    table.write_parquet(tmp_path / "p.parquet")
    assert rebalance(tmp_path / "p.parquet", "--out", tmp_path / "n.parquet") == 0
    for part in ("", ".holdout", ".validation"):
        back = pq.read_schema(tmp_path / f"n{part}.parquet")
        for name in ("amount", "small", "count", "byte", "whole", "night", "at", "wait"):
            assert back.field(name).type == pq.read_schema(tmp_path / "p.parquet").field(name).type, name


def test_floats_may_be_read_in_half_the_memory(payments, tmp_path):
    assert rebalance(payments, "--float32", "--out", tmp_path / "n.parquet") == 0
    assert pd.read_parquet(tmp_path / "n.parquet")["amount"].dtype == "float32"


def test_the_document_says_what_is_in_the_files(payments, tmp_path, capsys):
    assert rebalance(payments, "--out", tmp_path / "new.csv", "--json", "--drop", "customer,weight") == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert said.err == ""
    written = pd.read_csv(tmp_path / "new.csv")
    assert found["rows"]["train"] + found["synthetic"] == len(written)
    assert found["rows"]["holdout"] == len(pd.read_csv(found["files"]["holdout"])) == 150
    rare = (written["label"] == "fraud").sum()
    assert found["ratio"]["after"] == pytest.approx(rare / (len(written) - rare)) == pytest.approx(0.3, abs=0.01)
    assert (found["strategy"], found["positive"], found["all_rows"]) == ("smote", "fraud", False)
    assert not {"customer", "weight"} & set(written.columns)
    split = sb.split_holdout(sb.read_table(payments), target="label", drop=["customer", "weight"])
    assert found["fingerprint"] == split.fingerprint


def test_the_holdout_keeps_columns_with_a_role_and_the_balanced_part_its_weights(payments, tmp_path):
    roles = ("--time", "paid", "--weight", "weight", "--drop", "customer")
    assert rebalance(payments, *roles, "--out", tmp_path / "new.parquet") == 0
    new, holdout = pd.read_parquet(tmp_path / "new.parquet"), pd.read_parquet(tmp_path / "new.holdout.parquet")
    assert list(holdout.columns) == list(mixed().columns)
    assert list(new.columns[-3:]) == ["label", "weight", "is_synthetic"] and "paid" not in new.columns
    real = new[~new["is_synthetic"] & (new["label"] == "fraud")]
    assert new.loc[new["is_synthetic"], "weight"].unique() == pytest.approx([real["weight"].mean()])
    validation = pd.read_parquet(tmp_path / "new.validation.parquet")
    assert validation["paid"].max() < holdout["paid"].min()


def test_all_rows_have_to_be_asked_for_and_the_price_is_said(payments, tmp_path, capsys):
    assert rebalance(payments, "--all-rows", "--out", tmp_path / "new.parquet") == 0
    assert "no honest score can come from this file" in " ".join(capsys.readouterr().out.split())
    new = pd.read_parquet(tmp_path / "new.parquet")
    real = new[~new["is_synthetic"]]
    given = mixed()
    pd.testing.assert_frame_equal(real[given.columns].reset_index(drop=True), given)
    assert not (tmp_path / "new.holdout.parquet").exists()
    assert rebalance(payments, "--all-rows", "--holdout", "0.2", "--out", tmp_path / "b.parquet") == 2
    assert "--all-rows keeps no holdout" in capsys.readouterr().err


def test_without_out_the_name_is_that_of_the_file_in_this_folder(payments, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert rebalance(payments) == 0
    assert (elsewhere / "payments.balanced.parquet").is_file()
    assert (elsewhere / "payments.balanced.holdout.parquet").is_file()


def test_a_rare_value_is_found_by_its_text(tmp_path, capsys):
    data = mixed()
    data["label"] = (data["label"] == "fraud").astype("int8")
    data.to_csv(tmp_path / "p.csv", index=False)
    for text in ("1", "1.0"):
        assert rebalance(tmp_path / "p.csv", "--positive", text, "--json", "--force", "--out", tmp_path / "n.csv") == 0
        assert json.loads(capsys.readouterr().out)["positive"] == 1
    assert rebalance(tmp_path / "p.csv", "--positive", "yes", "--out", tmp_path / "m.csv") == 2
    assert "positive='yes' must be a value of target='label'" in capsys.readouterr().err


@pytest.mark.parametrize("dtype", ["int8", "Int64", "category", "float32", "object"])
def test_the_target_keeps_its_values_and_dtype_with_one_value_against_several(tmp_path, dtype):
    data = mixed()
    data["label"] = pd.Series(data.index % 2, dtype=object).mask(data["label"] == "fraud", 2).astype(dtype)
    data.to_parquet(tmp_path / "p.parquet", index=False)
    assert rebalance(tmp_path / "p.parquet", "--positive", "2", "--out", tmp_path / "n.parquet") == 0
    new, given = pd.read_parquet(tmp_path / "n.parquet"), pd.read_parquet(tmp_path / "p.parquet")
    assert new["label"].dtype == given["label"].dtype
    assert set(new["label"]) == {0, 1, 2} and (new.loc[new["is_synthetic"], "label"] == 2).all()


def test_a_strategy_that_makes_no_rows_is_refused_with_the_way_out(payments, capsys):
    assert rebalance(payments, "--strategy", "class_weight") == 2
    assert "synthbalance score --strategy class_weight" in capsys.readouterr().err


def test_knobs_reach_the_sampler(payments, tmp_path, capsys):
    more = ("--knob", "k_neighbors=3", "--knob", "variant=borderline", "--knob", "immutable=['country']")
    assert rebalance(payments, *more, "--json", "--out", tmp_path / "n.csv") == 0
    params = json.loads(capsys.readouterr().out)["params"]
    assert (params["k_neighbors"], params["variant"], params["immutable"]) == (3, "borderline", ["country"])


def test_a_ratio_that_is_there_already_adds_no_row_and_says_so(payments, tmp_path, capsys):
    out = tmp_path / "n.csv"
    assert main(["rebalance", str(payments), "--target", "label", "--ratio", "0.01", "--json", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "! No row was added: there are 0.111 rare rows per other row already" in said.err
    assert json.loads(said.out)["synthetic"] == 0 and "No row was added" in json.loads(said.out)["warnings"][-1]


def test_a_file_is_balanced_by_one_strategy(payments, capsys):
    assert rebalance(payments, "--strategy", "smote", "--strategy", "mgs") == 2
    assert "--strategy names 'smote' and 'mgs'" in capsys.readouterr().err


HOSTILE = ["=cmd|' /C calc'!A0", "a,b", 'x"y', "two\nlines", "\x1b[31mred", "<script>", "ü €", " blank ", "-x", "[red]"]


def test_hostile_names_come_through_unchanged_and_move_no_cursor(tmp_path, capsys):
    data = mixed().drop(columns=["paid", "customer", "weight"])
    for place, name in enumerate(HOSTILE):
        data[name] = range(place, place + len(data))
    path = tmp_path / "-a [b] \x1b[2J'ü.parquet"
    data.to_parquet(path, index=False)
    out = tmp_path / "new [x] \x1b.parquet"
    assert rebalance(path, "--out", out) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert list(pd.read_parquet(out).columns) == [*data.columns.drop("label"), "label", "is_synthetic"]
    assert rebalance(path, "--time", "\x1b[31mreed", "--out", tmp_path / "b.parquet") == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_name_with_a_comma_can_be_dropped_and_read(tmp_path):
    data = mixed().assign(**{"a,b": 1.5})
    data.to_parquet(tmp_path / "p.parquet", index=False)
    out = tmp_path / "n.parquet"
    assert rebalance(tmp_path / "p.parquet", "--drop", '"a,b",city', "--out", out) == 0
    assert not {"a,b", "city"} & set(pd.read_parquet(out).columns)
    assert rebalance(tmp_path / "p.parquet", "--columns", 'amount,"a,b"', "--out", out, "--force") == 0
    assert list(pd.read_parquet(out).columns) == ["amount", "a,b", "label", "is_synthetic"]


def test_how_a_csv_is_read_can_be_said(tmp_path, capsys):
    path = tmp_path / "p.csv"
    mixed().to_csv(path, index=False, sep="|", decimal=",", encoding="cp1252")
    more = ("--separator", "|", "--decimal", ",", "--encoding", "cp1252", "--rows", "300")
    assert rebalance(path, *more, "--json", "--out", tmp_path / "n.csv") == 0
    said = capsys.readouterr()
    assert sum(json.loads(said.out)["rows"].values()) == 300
    assert "the first 300 rows only" in said.err and json.loads(said.out)["warnings"]
    assert "Köln" in (tmp_path / "n.csv").read_text(encoding="utf-8")
