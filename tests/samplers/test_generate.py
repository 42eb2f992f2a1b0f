"""`generate`: only new rows, after `fit` or `fit_resample`; and what bad requests are told."""

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from tests.samplers.listed import SAMPLERS, quick
from tests.samplers.tables import mixed, three_classes

pytestmark = pytest.mark.parametrize("cls", SAMPLERS)


def test_it_gives_new_rows_only_with_a_plain_index(cls):
    X, y = mixed()
    new = quick(cls).fit(X.set_index(pd.Index([f"r{i}" for i in range(len(X))])), y).generate(7)
    assert isinstance(new, pd.DataFrame)
    assert new.index.equals(pd.RangeIndex(7))
    assert new.columns.equals(X.columns)


def test_it_works_after_fit_resample_and_gives_the_same_rows_as_after_fit(cls):
    X, y = mixed()
    sampler = quick(cls)
    sampler.fit_resample(X, y)
    pd.testing.assert_frame_equal(sampler.generate(7), quick(cls).fit(X, y).generate(7))


def test_without_a_label_it_is_the_rarest_class_and_labels_come_if_asked_for(cls):
    X, y = three_classes()
    sampler = quick(cls).fit(X, y)
    _, labels = sampler.generate(4, return_y=True)
    assert list(labels) == ["c"] * 4
    rows, labels = sampler.generate(4, label="a", return_y=True)
    assert list(labels) == ["a"] * 4
    assert rows.shape == (4, 2)
    assert not rows.equals(sampler.generate(4))


@pytest.mark.parametrize("n", [0, -3, 2.0, "5", None])
def test_a_bad_count_is_refused(cls, n):
    with pytest.raises(ValueError, match="n needs a whole number of rows, at least 1"):
        quick(cls).fit(*mixed()).generate(n)


@pytest.mark.parametrize("label", [7, "1", [1]])
def test_an_unknown_label_is_refused(cls, label):
    with pytest.raises(ValueError, match=r"label needs one of \[0, 1\], got"):
        quick(cls).fit(*mixed()).generate(3, label=label)


def test_a_sampler_that_cannot_condition_says_so(cls):
    if cls.family == "model":
        return
    with pytest.raises(ValueError, match="Generate more rows and filter them"):
        quick(cls).fit(*mixed()).generate(3, given={"country": "AT"})


def test_before_fit_it_is_refused(cls):
    with pytest.raises(NotFittedError):
        quick(cls).generate(3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda X, y: (X, y[:-1]), "y needs one label for each of the 240 rows of X, got 239"),
        (lambda X, y: (X, y.astype(float).where(y == 1)), "NaN|are missing"),
        (lambda X, y: (X, y * 0), "more than 1 class"),
        (lambda X, y: (X.assign(is_synthetic=0), y), "marks synthetic rows"),
        (lambda X, y: (X.assign(bad=np.inf), y), "infinite"),
        (lambda X, y: (X.iloc[:0], y[:0]), "at least one row|0 sample"),
        (lambda X, y: (X.to_numpy(), y), "could not convert|must be a string or a real number|cannot|not"),
    ],
)
def test_bad_rows_are_refused(cls, change, words):
    with pytest.raises((ValueError, TypeError), match=words):
        quick(cls).fit_resample(*change(*mixed()))


@pytest.mark.parametrize("ratio", [0.0, -0.1, 1.5, "half"])
def test_a_ratio_out_of_bounds_is_refused(cls, ratio):
    with pytest.raises(ValueError, match="sampling_strategy"):
        quick(cls, sampling_strategy=ratio).fit_resample(*mixed())


def test_a_ratio_too_low_is_told_in_words(cls):
    with pytest.raises(ValueError, match=r"0\.05 asks for 50 rare rows per 1,000 others; you already have 111"):
        quick(cls, sampling_strategy=0.05).fit_resample(*mixed())
