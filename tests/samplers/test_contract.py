"""What every sampler of the package keeps to; a new one passes by being listed in STRATEGIES."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

import synthbalance as sb
from synthbalance.table import table_hash
from tests.samplers.listed import PARENTS, SAMPLERS, quick
from tests.samplers.tables import mixed, numbers, three_classes

pytestmark = pytest.mark.parametrize("cls", SAMPLERS)
RATIO = 0.3


def resampled(cls, X, y, **changes):
    sampler = quick(cls, **{"sampling_strategy": RATIO, **changes})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        return sampler, *sampler.fit_resample(X, y)


def n_wanted(y, ratio=RATIO):
    return int(ratio * (y == 0).sum()) - int((y == 1).sum())


def test_the_real_rows_come_first_bit_for_bit(cls):
    X, y = mixed()
    _, X_new, y_new = resampled(cls, X, y)
    pd.testing.assert_frame_equal(X_new.iloc[: len(X)], X, check_index_type=False)
    assert table_hash(X_new.iloc[: len(X)]) == table_hash(X)
    pd.testing.assert_series_equal(y_new.iloc[: len(y)], y, check_index_type=False)


def test_dtypes_and_names_stay(cls):
    X, y = mixed()
    sampler, X_new, y_new = resampled(cls, X, y)
    assert X_new.dtypes.equals(X.dtypes)
    assert sampler.generate(5).dtypes.equals(X.dtypes)
    assert (y_new.name, y_new.dtype) == (y.name, y.dtype)


def test_the_count_asked_for_is_delivered_and_marked(cls):
    X, y = mixed()
    sampler, X_new, y_new = resampled(cls, X, y)
    assert len(X_new) == len(y_new) == len(X) + n_wanted(y)
    assert sampler.synthetic_mask_.dtype == bool
    assert sampler.synthetic_mask_.tolist() == [False] * len(X) + [True] * n_wanted(y)
    assert (y_new[sampler.synthetic_mask_] == 1).all()


def test_parents_are_positions_of_real_rows_and_none_where_a_model_made_them(cls):
    X, y = mixed()
    sampler, X_new, _ = resampled(cls, X.set_index(pd.RangeIndex(1000, 1000 + len(X))), y)
    parents = sampler.parents_
    if cls.__name__ not in PARENTS:
        assert parents is None
        return
    assert parents.columns.tolist() == PARENTS[cls.__name__]
    assert len(parents) == len(X_new) - len(X)
    for name in set(parents) - {"relaxed"}:
        assert pd.api.types.is_integer_dtype(parents[name])
        strict = parents[name][~parents["relaxed"]] if "relaxed" in parents else parents[name]
        assert (y.to_numpy()[strict] == (0 if name == "base" else 1)).all()


def test_parents_of_several_classes_belong_to_the_class_of_the_new_row(cls):
    X, y = three_classes()
    sampler, _, y_new = resampled(cls, X, y, sampling_strategy="auto")
    if sampler.parents_ is not None:
        of_parents = y.to_numpy()[sampler.parents_.drop(columns=["base", "relaxed"], errors="ignore").iloc[:, 0]]
        assert (of_parents == y_new[sampler.synthetic_mask_]).all()
    assert y_new.value_counts().tolist() == [60, 60, 60]


def test_a_dict_says_how_many_rows_each_class_has(cls):
    X, y = three_classes()
    _, _, y_new = resampled(cls, X, y, sampling_strategy={"b": 30, "c": 12})
    assert y_new.value_counts().to_dict() == {"a": 60, "b": 30, "c": 12}


def test_the_caller_keeps_the_table_as_it_was(cls):
    X, y = mixed()
    before = table_hash(X), table_hash(y.to_frame())
    sampler, X_new, y_new = resampled(cls, X, y)
    sampler.generate(3)
    X_new.iloc[0, 0], y_new.iloc[0] = -1.0, 1 - y_new.iloc[0]
    assert (table_hash(X), table_hash(y.to_frame())) == before


def test_a_result_without_new_rows_shares_no_memory_with_the_table(cls):
    X, y = mixed()
    before = table_hash(X)
    _, X_new, y_new = resampled(cls, X, y, sampling_strategy={1: int((y == 1).sum())})
    assert table_hash(X_new) == before
    X_new.iloc[0] = X.iloc[1]
    y_new.iloc[0] = 1 - y_new.iloc[0]
    assert table_hash(X) == before


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(cls):
    X, y = mixed()
    first, again, other = (resampled(cls, X, y, random_state=seed)[1] for seed in (3, 3, 4))
    assert table_hash(first) == table_hash(again)
    assert table_hash(first) != table_hash(other)


def test_no_seed_gives_other_rows_each_time(cls):
    X, y = mixed()
    assert len({table_hash(resampled(cls, X, y, random_state=None)[1]) for _ in range(2)}) == 2


def test_fewer_rows_are_the_first_of_more(cls):
    X, y = mixed()
    sampler = quick(cls).fit(X, y)
    few, many = sampler.generate(50), sampler.generate(100)
    pd.testing.assert_frame_equal(few, many.iloc[:50])


def test_the_global_seed_is_neither_read_nor_set(cls):
    X, y = mixed()
    np.random.seed(1)  # noqa: NPY002
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    first = resampled(cls, X, y)[1]
    assert (np.random.get_state()[1] == state).all()  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    assert table_hash(resampled(cls, X, y)[1]) == table_hash(first)


def test_a_clone_is_unfitted_and_a_pickle_goes_on_as_before(cls):
    X, y = mixed()
    sampler = quick(cls).fit(X, y)
    assert not hasattr(clone(sampler), "encoder_")
    assert clone(sampler).get_params() == sampler.get_params()
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(sampler)).generate(5), sampler.generate(5))


def test_the_arguments_are_stored_untouched(cls):
    given = {"permitted_range": {"x0": (None, 5)}, "immutable": [], "constraints": []}
    sampler = quick(cls, **given)
    sampler.fit(*numbers())
    assert all(sampler.get_params()[name] is value for name, value in given.items())


def test_missing_values_stay_about_as_frequent(cls):
    X, y = mixed(n_rows=2000, n_rare=400)
    new = quick(cls).fit(X, y).generate(2000)
    real = X[y == 1].isna().mean()
    assert (new.isna().mean() - real).abs().max() < 0.06
    assert new["gone"].isna().all()


def test_new_values_stay_within_the_real_ones_of_each_column(cls):
    X, y = mixed()
    new = quick(cls).fit(X, y).generate(300)
    for name in ("country", "memo", "grade", "seen", "flag"):
        assert set(new[name].dropna()) <= set(X[name].dropna())
    assert (new["same"] == 7).all()


def test_progress_is_told_and_false_cancels(cls):
    X, y = mixed()
    told = []
    sampler = quick(cls)
    sampler.on_progress = lambda *progress: told.append(progress)
    sampler.fit_resample(X, y)
    assert told
    assert all(isinstance(stage, str) and 0 <= done <= total for stage, done, total in told)
    sampler.on_progress = lambda *progress: False
    with pytest.raises(sb.Cancelled, match="Cancelled while"):
        sampler.fit_resample(X, y)


def test_progress_is_no_parameter(cls):
    sampler = quick(cls)
    sampler.on_progress = print
    assert "on_progress" not in sampler.get_params()
    assert clone(sampler).on_progress is None


def test_a_class_of_one_row_is_copied_with_a_warning_or_modelled(cls):
    X, y = numbers()
    y = pd.Series((np.arange(len(y)) == 5).astype(int))
    sampler = quick(cls, sampling_strategy={1: 4})
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        X_new, y_new = sampler.fit_resample(X, y)
    assert (y_new == 1).sum() == 4
    if cls.family == "neighbours":
        assert (X_new.iloc[-3:].to_numpy() == X.iloc[5].to_numpy()).all()


@pytest.mark.parametrize("part", ["categories", "constant", "missing", "one column"])
def test_lopsided_tables_are_taken(cls, part):
    X, y = mixed()
    X = {
        "categories": X[["seen", "flag", "country", "memo", "grade"]],
        "constant": X[["same"]].assign(text="x"),
        "missing": X[["gone"]].assign(never=None),
        "one column": X[["amount"]],
    }[part]
    _, X_new, _ = resampled(cls, X, y)
    assert len(X_new) == len(X) + n_wanted(y)
    assert X_new.dtypes.equals(X.dtypes)


def test_a_column_of_five_thousand_levels_is_taken(cls):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"shop": rng.permutation(np.arange(5000).astype(str)), "amount": rng.gamma(2.0, 30.0, 5000)})
    sampler, X_new, _ = resampled(cls, X, np.repeat([0, 1], [4900, 100]), sampling_strategy={1: 150})
    made = X_new[sampler.synthetic_mask_]
    assert len(made) == 50
    assert made["shop"].isin(X["shop"]).all()


def test_integer_column_names_are_taken(cls):
    X, y = numbers()
    X.columns = [5, 3, 1]
    _, X_new, _ = resampled(cls, X, y)
    assert X_new.columns.tolist() == [5, 3, 1]


def test_the_ratio_that_is_there_already_adds_no_row(cls):
    X, y = numbers(n_rows=129, n_rare=29)
    _, X_new, y_new = resampled(cls, X, y, sampling_strategy=0.29)
    assert len(X_new) == len(y_new) == 129


def test_a_ratio_is_not_cut_short_by_rounding(cls):
    X, y = numbers(n_rows=110, n_rare=10)
    _, _, y_new = resampled(cls, X, y, sampling_strategy=0.29)
    assert (y_new == 1).sum() == 29
