"""Warnings about columns that would mislead, found in the training rows."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

from synthbalance._errors import DataWarning
from synthbalance.split import split_holdout


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"amount": rng.normal(size=2000), "channel": rng.choice(["web", "app", "shop"], 2000)})
    frame["fraud"] = np.isin(np.arange(2000), rng.choice(2000, 100, replace=False)).astype(int)
    return frame


def sentences(frame, **settings):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        split = split_holdout(frame, "fraud", **settings)
    assert [str(one.message) for one in caught] == split.warnings
    assert all(one.category is DataWarning and one.filename == __file__ for one in caught)
    return split.warnings


def test_a_sound_table_has_no_warnings(table):
    assert sentences(table) == []


@pytest.mark.parametrize(
    "values",
    [
        lambda n: np.arange(n),
        lambda n: np.arange(n)[::-1] * 1.0,
        lambda n: [f"c{k}" for k in range(n)],
        lambda n: pd.Categorical([f"c{k}" for k in range(n)]),
        lambda n: pd.array(np.arange(n), dtype="Int64"),
    ],
)
def test_ids_are_named_with_their_share(table, values):
    (sentence,) = sentences(table.assign(id=values(2000)))
    assert sentence.startswith("Column 'id' looks like an id: it has a value of its own in 100 % of the training rows")
    assert "drop=['id']" in sentence


def test_nearly_unique_is_enough_and_half_unique_is_not(table):
    nearly = np.where(np.arange(2000) % 33 == 0, 0, np.arange(2000))
    (sentence,) = sentences(table.assign(id=nearly))
    assert re.search(r"in 9[67]\.?\d? % of the training rows", sentence)
    assert sentences(table.assign(id=np.arange(2000) // 2)) == []


def test_constant_and_all_missing_columns_share_one_sentence(table):
    (sentence,) = sentences(table.assign(one=1, none=np.nan, text="a", same=pd.Timestamp("2024-01-01")))
    assert sentence.startswith("4 columns have one value in all training rows")
    assert "'one', 'none', 'text', 'same'" in sentence


def test_a_value_and_missing_cells_are_not_constant(table):
    assert sentences(table.assign(flag=np.where(np.arange(2000) % 2, 1.0, np.nan))) == []


@pytest.mark.parametrize(
    "leak",
    [
        lambda f: f["fraud"] * 3.0 + f["amount"] * 0.1,
        lambda f: -3.0 * f["fraud"] + f["amount"] * 0.1,
        lambda f: f["fraud"].astype(bool),
        lambda f: np.where(f["fraud"] == 1, np.nan, f["amount"]),
        lambda f: np.where(f["fraud"] == 1, f["amount"], np.nan),
        lambda f: np.where(f["fraud"] == 1, "blocked", f["channel"]),
        lambda f: pd.Categorical(np.where(f["fraud"] == 1, None, "open")),
        lambda f: pd.Timestamp("2024-01-01") + pd.to_timedelta(f["fraud"] * 400 + f["amount"], unit="D"),
        lambda f: pd.to_timedelta(f["fraud"] * 400 + f["amount"], unit="D"),
        lambda f: pd.array(f["fraud"], dtype="boolean"),
    ],
)
def test_a_column_that_alone_predicts_the_target_is_named(table, leak):
    (sentence,) = sentences(table.assign(leak=leak(table)))
    assert sentence.startswith("Column 'leak' alone predicts the target (ROC AUC 1.000 on training rows)")


def test_a_strong_but_imperfect_column_is_not_called_a_leak(table):
    assert sentences(table.assign(good=table["fraud"] * 3 + table["amount"])) == []


def test_text_with_a_value_a_row_predicts_nothing(table):
    found = sentences(table.assign(name=[f"{'fraud' if y else 'ok'} {k}" for k, y in enumerate(table["fraud"])]))
    assert len(found) == 1 and "looks like an id" in found[0]


def test_a_leak_is_found_for_one_class_of_several(table):
    table["fraud"] = np.where(table["fraud"] == 1, "theft", np.where(np.arange(2000) % 3, "ok", "abuse"))
    table["leak"] = (table["fraud"] == "abuse") * 1.0
    (sentence,) = sentences(table, multiclass=True)
    assert "alone predicts the class 'abuse'" in sentence


def test_the_holdout_is_not_looked_at(table):
    split = split_holdout(table, "fraud")
    leak = table["amount"].copy()
    leak.iloc[split.holdout.X.index] = table["fraud"].iloc[split.holdout.X.index] * 1000.0
    assert sentences(table.assign(leak=leak)) == []


def test_tables_above_fifty_thousand_rows_are_sampled_with_all_rare_rows():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"amount": rng.normal(size=120_000), "fraud": rng.random(120_000) < 0.002})
    frame["leak"] = np.where(frame["fraud"], 5.0, 0.0) + frame["amount"] * 0.5
    (sentence,) = sentences(frame)
    assert "'leak' alone predicts" in sentence


def test_many_leaks_are_shortened(table):
    leaks = pd.DataFrame({f"leak{k}": table["fraud"] + k for k in range(14)})
    found = sentences(table.join(leaks))
    assert len(found) == 11
    assert found[-1] == "4 more columns alone predict the target."


def test_hostile_names_stay_on_one_line_in_the_sentence(table):
    (sentence,) = sentences(table.assign(**{"<b>\n'x'": 1}))
    assert "\n" not in sentence
