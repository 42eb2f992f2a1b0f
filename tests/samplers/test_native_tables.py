"""The same rows whatever the frame library, and in the caller's own kind and types."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import synthbalance as sb
from synthbalance.table import check_table
from tests.samplers.listed import SAMPLERS, quick
from tests.table.natives import as_kind, polars_payments, rows_of

KINDS = ["polars", "pyarrow"]
TABLE = polars_payments()
QUICK = [sb.RandomSampler, sb.SMOTESampler, sb.MGSSampler, sb.GaussianCopulaSampler]


def height(table):
    return table.num_rows if isinstance(table, pa.Table) else len(table)


def plain(values):
    return values.astype(object).where(values.notna(), None).tolist()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cls", SAMPLERS)
def test_every_type_survives_and_the_rows_are_those_of_pandas(cls, kind):
    X, y = as_kind(TABLE.drop("label"), kind), TABLE["label"] if kind == "polars" else TABLE.to_arrow()["label"]
    sampler = quick(cls)
    X_new, y_new = sampler.fit_resample(X, y)
    assert X_new.schema == X.schema
    assert X_new[: height(X)].equals(X)
    assert type(y_new) is type(y) and len(y_new) == height(X_new) == len(sampler.synthetic_mask_)
    twin = quick(cls)
    made, labels = twin.fit_resample(check_table(X), TABLE["label"].to_list())
    assert labels == list(y_new.to_numpy())
    new = X_new[height(X) :] if kind == "polars" else X_new.slice(height(X))
    given = sampler.generate(7, return_y=True)
    for ours, theirs in ((new, made.iloc[height(X) :]), (given[0], twin.generate(7))):
        back = check_table(ours)
        for name in back:
            a, b = back[name].reset_index(drop=True), theirs[name].reset_index(drop=True)
            if name == "money":  # rounded to its scale
                np.testing.assert_allclose(a.astype(float), b.astype(float).round(2), atol=1e-9)
            else:
                assert (
                    a.astype(object).where(a.notna(), None).tolist() == b.astype(object).where(b.notna(), None).tolist()
                )
    assert given[0].schema == X.schema and type(given[1]) is type(y) and height(given[0]) == len(given[1]) == 7
    if twin.parents_ is not None:
        assert type(sampler.parents_) is type(X)
        assert rows_of(sampler.parents_) == rows_of(twin.parents_)


def columns_of(n):
    number = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
    moment = st.datetimes(pd.Timestamp(2000, 1, 1), pd.Timestamp(2030, 1, 1))
    kinds = {"float": st.one_of(st.none(), number), "int": st.integers(-(2**40), 2**40), "bool": st.booleans()}
    kinds |= {"text": st.sampled_from(["a", "b", "ü", ""]), "moment": moment}
    return st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=4).flatmap(
        lambda names: st.fixed_dictionaries(
            {f"{name} {i}": st.lists(kinds[name], min_size=n, max_size=n) for i, name in enumerate(names)}
        )
    )


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=25)
@given(columns=st.integers(14, 30).flatmap(columns_of), cls=st.sampled_from(QUICK), seed=st.integers(0, 99))
def test_any_small_table_gives_the_same_rows_in_every_library(columns, cls, seed):
    n_rows = len(next(iter(columns.values())))
    y = [int(i < 6) for i in range(n_rows)]
    arrow = pa.table(columns)
    made = {}
    for kind, X in {"pandas": pd.DataFrame(columns), "polars": pl.from_arrow(arrow), "pyarrow": arrow}.items():
        if kind == "pandas":
            X = X.astype({name: float for name in columns if name.startswith("float")})
        X_new, _ = cls(sampling_strategy=1.0, random_state=seed).fit_resample(X, y)
        made[kind] = rows_of(X_new)
    assert made["polars"] == made["pyarrow"] == made["pandas"]


@pytest.mark.parametrize("kind", KINDS)
def test_edits_and_scores_of_a_counterfactual_are_tables_of_the_kind_of_x(kind):
    X = as_kind(TABLE.select("amount", "whole", "country"), kind)
    sampler = quick(sb.CounterfactualSampler)
    sampler.fit_resample(X, TABLE["label"])
    assert type(sampler.edits_) is type(sampler.parents_) is type(X)
    assert height(sampler.edits_) == height(sampler.parents_) == sampler.synthetic_mask_.sum()


@pytest.mark.parametrize(
    "y", [TABLE["label"], TABLE.to_arrow()["label"], TABLE.select("label"), TABLE["label"].cast(pl.Categorical)]
)
def test_functions_of_labels_take_them_as_any_column(y):
    assert sb.suggested_ratio(y) == pytest.approx(2 * 40 / 360)
    X_new, y_new = quick(sb.RandomSampler).fit_resample(TABLE.drop("label"), y)
    assert type(y_new) is type(y) and height(X_new) == len(y_new)


def test_labels_as_numbers_weigh_and_bag_as_any_column():
    y = [1] * 5 + [0] * 20
    for given_y in (pl.Series(y), pa.array(y), pa.chunked_array([y])):
        assert sb.ClassWeight(3).of(given_y).tolist() == sb.ClassWeight(3).of(y).tolist()
        bags = sb.UnderBagging(n_models=2).bags(given_y, seed=1)
        assert [rows.tolist() for rows in bags] == [
            rows.tolist() for rows in sb.UnderBagging(n_models=2).bags(y, seed=1)
        ]


def test_a_pickled_sampler_still_gives_back_what_came_in():
    import pickle

    sampler = pickle.loads(pickle.dumps(sb.SMOTESampler(random_state=0).fit(TABLE.drop("label"), TABLE["label"])))
    assert sampler.generate(3).schema == TABLE.drop("label").schema
