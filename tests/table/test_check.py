import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from synthbalance.table import check_table, given_back, is_table, table_hash
from tests.table.columns import COLUMNS

NAMES = pd.MultiIndex.from_tuples([("a", "b")])
LISTS = pd.Series([[1]], dtype=pd.ArrowDtype(pa.list_(pa.int64())))
COMPLEX = pd.Series([1j, None], dtype=object)

BAD = {
    "no table": (lambda: [[1, 2]], TypeError, "needs a table, got list"),
    "an array": (lambda: np.eye(2), TypeError, "got ndarray"),
    "one column alone": (lambda: pd.Series([1]), TypeError, "got Series"),
    "nothing": (lambda: None, TypeError, "got NoneType"),
    "lazy": (lambda: pl.DataFrame({"a": [1]}).lazy(), TypeError, r"data\.collect\(\)"),
    "no rows": (lambda: pd.DataFrame({"a": []}), ValueError, "0 rows and 1 columns"),
    "no columns": (lambda: pd.DataFrame(index=[0, 1]), ValueError, "2 rows and 0 columns"),
    "names twice": (lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]), ValueError, "unique column names, .'a'."),
    "mixed names": (lambda: pd.DataFrame([[1, 2]], columns=["a", 1]), ValueError, "int and str"),
    "levels of names": (lambda: pd.DataFrame([[1]], columns=NAMES), ValueError, "2 levels"),
    "reserved name": (lambda: pd.DataFrame({"is_synthetic": [1]}), ValueError, "marks synthetic rows"),
    "infinities": (lambda: pd.DataFrame({"a": [1.0, np.inf, -np.inf]}), ValueError, "found 2 infinite"),
    "infinite Float64": (lambda: pd.DataFrame({"a": pd.array([np.inf], dtype="Float64")}), ValueError, "1 infinite"),
    "infinite object": (lambda: pd.DataFrame({"a": pd.Series([1.0, np.inf], dtype=object)}), ValueError, "1 infinite"),
    "lists": (lambda: pd.DataFrame({"a": [[1], [2]]}), TypeError, "nested ones such as list"),
    "dicts": (lambda: pd.DataFrame({"a": [{"b": 1}, None]}), TypeError, "nested ones such as dict"),
    "arrow lists": (lambda: pa.table({"a": [[1], [2]]}), TypeError, "nested"),
    "polars structs": (lambda: pl.DataFrame({"a": [{"b": 1}]}), TypeError, "nested"),
    "arrow dtype lists": (lambda: pd.DataFrame({"a": LISTS}), TypeError, "nested"),
    "complex": (lambda: pd.DataFrame({"a": [1j]}), ValueError, "complex numbers"),
    "complex objects": (lambda: pd.DataFrame({"a": COMPLEX}), ValueError, "complex numbers"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_gives_one_clear_error(name):
    make, error, words = BAD[name]
    with pytest.raises(error, match=words) as caught:
        check_table(make())
    assert "data" in str(caught.value)
    assert str(caught.value).endswith((".", ")."))


@pytest.mark.parametrize("name", BAD)
def test_the_error_calls_the_argument_what_the_caller_calls_it(name):
    with pytest.raises((TypeError, ValueError), match="my_rows"):
        check_table(BAD[name][0](), "my_rows")


@pytest.mark.parametrize("name", COLUMNS)
def test_every_kind_of_column_is_let_through(name):
    frame = pd.DataFrame({"a": COLUMNS[name][1]})
    before = table_hash(frame)
    assert check_table(frame) is frame
    assert table_hash(frame) == before


@pytest.mark.parametrize("names", [[0, 1], ["<script>", "__proto__"], ["a\nb", 'it\'s "quoted"'], ["", " "]])
def test_strange_but_plain_names_are_let_through(names):
    assert check_table(pd.DataFrame([[1, 2]], columns=names)).columns.tolist() == names


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table])
def test_polars_and_pyarrow_tables_come_as_pandas_and_go_back_as_they_were(make):
    given = make({"a": [1, 2], "b": ["x", None], "c": [0.5, None]})
    frame = check_table(given)
    assert isinstance(frame, pd.DataFrame)
    assert is_table(given)
    back = given_back(frame, given)
    assert type(back) is type(given)
    assert back.equals(given)
