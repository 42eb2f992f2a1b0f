"""Labels of the new rows: integers go on, text gets syn-0, anything else becomes a plain range with a warning."""

import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.samplers.listed import SAMPLERS, quick
from tests.samplers.tables import numbers

pytestmark = pytest.mark.parametrize("cls", SAMPLERS)


FEW_ROWS = "(suit so few rows better|drawn independently)"


def few_neighbors(cls):
    """So few that four rows have them."""
    return {"k_neighbors": 2} if "k_neighbors" in cls().get_params() else {}


def labelled(X, index):
    """X with exactly this index (`set_index` would turn some of them into others)."""
    X.index = index
    return X


def labels_after(cls, index, n_new=3):
    """Index of X and of y, after n_new rows were added to a table with this index."""
    X, _ = numbers(n_rows=len(index), n_rare=4)
    y = pd.Series([1] * 4 + [0] * (len(index) - 4), index=index)
    sampler = quick(cls, sampling_strategy={1: 4 + n_new}, **few_neighbors(cls))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", f"(?s).*{FEW_ROWS}", sb.DataWarning)
        X_new, y_new = sampler.fit_resample(labelled(X, index), y)
    assert X_new.index.equals(y_new.index)
    assert "index" not in sampler.report_
    return X_new.index


@pytest.mark.parametrize(
    ("index", "added"),
    [
        (pd.RangeIndex(20), [20, 21, 22]),
        (pd.RangeIndex(5, 25), [25, 26, 27]),
        (pd.RangeIndex(0, 40, 2), [39, 40, 41]),
        (pd.Index([7, 900, *range(100, 118)]), [901, 902, 903]),
        (pd.Index(range(-30, -10), dtype="int8"), [-10, -9, -8]),
        (pd.Index(range(10, 30), dtype="uint32"), [30, 31, 32]),
        (pd.Index(range(10, 30), dtype="Int64"), [30, 31, 32]),
    ],
)
def test_integer_labels_go_on_after_the_largest(cls, index, added):
    made = labels_after(cls, index.rename("row"))
    assert made.tolist() == [*index.tolist(), *added]
    assert made.dtype == index.dtype
    assert made.name == "row"


def test_a_full_dtype_is_widened(cls):
    made = labels_after(cls, pd.Index(range(108, 128), dtype="int8"))
    assert made[-3:].tolist() == [128, 129, 130]


@pytest.mark.parametrize("dtype", ["str", "object", "string"])
def test_text_labels_are_followed_by_syn(cls, dtype):
    made = labels_after(cls, pd.Index([f"r{i}" for i in range(20)], dtype=dtype))
    assert made[-3:].tolist() == ["syn-0", "syn-1", "syn-2"]
    assert made.dtype == dtype


def test_a_second_round_goes_on_counting(cls):
    made = labels_after(cls, pd.Index([*[f"r{i}" for i in range(18)], "syn-0", "syn-7"]))
    assert made[-3:].tolist() == ["syn-8", "syn-9", "syn-10"]
    assert made.is_unique


@pytest.mark.parametrize(
    "index",
    [
        pd.date_range("2024-01-01", periods=20),
        pd.MultiIndex.from_product([["a", "b"], range(10)]),
        pd.Index([0, 0, *range(2, 20)]),
        pd.Index(["x"] * 20),
        pd.Index(np.linspace(0, 1, 20)),
    ],
    ids=["dates", "levels", "repeats", "text with repeats", "floats"],
)
def test_other_labels_become_a_plain_range_with_a_warning_and_are_kept(cls, index):
    X, _ = numbers(n_rows=20, n_rare=4)
    sampler = quick(cls, sampling_strategy={1: 6}, **few_neighbors(cls))
    with pytest.warns(sb.DataWarning, match="cannot go on"):
        X_new, y_new = sampler.fit_resample(labelled(X, index), np.r_[np.ones(4, int), np.zeros(16, int)])
    assert X_new.index.equals(pd.RangeIndex(22))
    assert len(y_new) == 22
    assert sampler.report_["index"].equals(index)
