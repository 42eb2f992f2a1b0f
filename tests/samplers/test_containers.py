"""What comes in as numpy, sparse, list, polars or pyarrow goes out as that."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from imblearn.pipeline import make_pipeline
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

import synthbalance as sb
from tests.samplers.listed import SAMPLERS, quick
from tests.samplers.tables import mixed, numbers

pytestmark = pytest.mark.parametrize("cls", SAMPLERS)
FOR_PARQUET = ["amount", "small", "n_items", "byte", "seen", "country", "at", "local", "wait", "same"]


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "int16"])
def test_numpy_stays_numpy_with_its_dtype(cls, dtype):
    X, y = numbers()
    array = (10 * X.to_numpy()).astype(dtype)
    X_new, y_new = quick(cls).fit_resample(array, y.to_numpy())
    assert type(X_new) is np.ndarray
    assert X_new.dtype == dtype
    assert type(y_new) is np.ndarray
    assert np.array_equal(X_new[: len(array)], array)


@pytest.mark.parametrize("kind", [sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array])
def test_sparse_stays_sparse(cls, kind):
    X, y = numbers()
    dense = np.where(X.to_numpy() > 0.5, X.to_numpy(), 0)
    given = kind(dense)
    X_new, _ = quick(cls).fit_resample(given, y.to_numpy())
    assert sparse.issparse(X_new)
    assert X_new.format == given.format
    assert np.array_equal(X_new.toarray()[: len(dense)], dense)


def test_lists_stay_lists(cls):
    X, y = numbers()
    X_new, y_new = quick(cls).fit_resample(X.to_numpy().tolist(), y.tolist())
    assert type(X_new) is list
    assert type(y_new) is list
    assert X_new[: len(X)] == X.to_numpy().tolist()


def test_polars_stays_polars(cls):
    X, y = mixed()
    given = pl.from_pandas(X[FOR_PARQUET]).with_columns(
        pl.col("country").cast(pl.Categorical).alias("cat"),
        pl.col("country").cast(pl.Enum(["AT", "DE", "FR", "IT"])).alias("enum"),
        pl.col("at").cast(pl.Date).alias("day"),
    )
    X_new, y_new = quick(cls).fit_resample(given, pl.Series("y", y.to_numpy()))
    assert X_new.schema == given.schema
    assert X_new.head(len(given)).equals(given)
    assert y_new.dtype == pl.Int64
    assert len(y_new) == len(X_new)


def test_pyarrow_stays_pyarrow(cls):
    X, y = mixed()
    given = pa.Table.from_pandas(X[FOR_PARQUET], preserve_index=False)
    X_new, y_new = quick(cls).fit_resample(given, pa.array(y))
    assert X_new.schema.equals(given.schema)
    assert X_new.slice(0, len(X)).equals(given)
    assert len(y_new) == X_new.num_rows


@pytest.mark.parametrize("dtype", ["int8", "bool", "boolean", "Int64", "str", "object", "category"])
def test_labels_keep_their_dtype(cls, dtype):
    X, y = numbers()
    y = y.map({0: "ok", 1: "fraud"}).astype(dtype) if dtype in ("str", "object", "category") else y.astype(dtype)
    _, y_new = quick(cls).fit_resample(X, y)
    assert y_new.dtype == y.dtype
    assert y_new.value_counts().nunique() == 1


def test_labels_as_a_table_of_one_column_stay_one(cls):
    X, y = numbers()
    _, y_new = quick(cls).fit_resample(X, y.to_frame())
    assert isinstance(y_new, pd.DataFrame)
    assert y_new.columns.tolist() == ["is_fraud"]


def test_a_lazy_table_is_refused_with_the_way_out(cls):
    X, y = numbers()
    with pytest.raises(TypeError, match=r"X\.collect\(\)"):
        quick(cls).fit_resample(pl.from_pandas(X).lazy(), y)


def test_it_works_inside_a_pipeline_of_imbalanced_learn(cls):
    X, y = numbers(n_rows=300, n_rare=40)
    pipeline = make_pipeline(quick(cls), LogisticRegression())
    assert cross_val_score(pipeline, X, y, scoring="average_precision", cv=3).mean() > 0.2
    assert pipeline.fit(X, y).predict(X).shape == (300,)


def test_a_huge_sparse_matrix_is_refused_with_the_way_out(cls):
    given = sparse.csr_matrix((100, 10**8), dtype=np.float64)
    with pytest.raises(ValueError, match="TruncatedSVD"):
        quick(cls).fit_resample(given, np.r_[np.zeros(80), np.ones(20)])


def test_several_levels_of_labels_are_refused_for_a_ratio(cls):
    X, _ = numbers(n_rows=90, n_rare=9)
    with pytest.raises(ValueError, match="ratio of two classes, found 3"):
        sb.SMOTESampler(sampling_strategy=0.5).fit_resample(X, np.arange(90) % 3)
