"""Several classes: by hand, against two classes, and on the same resampled rows for every class."""

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.metrics import (
    HoldoutDraws,
    average_precision,
    brier,
    class_differences,
    class_draws,
    per_class_scores,
    replace_class,
    roc_auc,
)

COLUMNS = ["rows", "average_precision", "low", "high", "roc_auc", "recall", "precision", "f1", "brier"]
CLASSES = ["low", "middle", "high"]


def graded(n=300, seed=0, sharp=1.5):
    """Labels of three unequal classes, and class probabilities that know something of them."""
    rng = np.random.default_rng(seed)
    codes = rng.choice(3, n, p=[0.6, 0.3, 0.1])
    z = rng.normal(size=(n, 3))
    z[np.arange(n), codes] += sharp
    p = np.exp(z)
    return np.array(CLASSES, dtype=object)[codes], p / p.sum(axis=1, keepdims=True)


def test_scores_by_hand():
    y = ["a", "a", "b", "b", "c"]
    p = [[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.1, 0.8, 0.1], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]]
    table = per_class_scores(y, p, ["a", "b", "c"])
    assert table["rows"].to_dict() == {"a": 2, "b": 2, "c": 1, "macro": 5}
    assert table["recall"].tolist()[:3] == [0.5, 1.0, 1.0]
    assert table["precision"].tolist()[:3] == [1.0, pytest.approx(2 / 3), 1.0]
    assert table["f1"].tolist()[:3] == [pytest.approx(2 / 3), pytest.approx(0.8), 1.0]


def test_each_class_is_scored_against_all_the_others():
    y, p = graded()
    table = per_class_scores(y, p, CLASSES)
    assert table.columns.tolist() == COLUMNS
    assert (table.index.name, table.index.tolist()) == ("class", [*CLASSES, "macro"])
    for k, name in enumerate(CLASSES):
        row = table.loc[name]
        assert row["average_precision"] == average_precision(y == name, p[:, k])
        assert row["roc_auc"] == roc_auc(y == name, p[:, k])
        assert row["brier"] == pytest.approx(brier(y == name, p[:, k]))
        assert row["low"] < row["average_precision"] < row["high"]


def test_macro_is_the_plain_mean_over_the_classes():
    table = per_class_scores(*graded(), CLASSES)
    for column in set(COLUMNS) - {"rows", "low", "high"}:
        assert table.loc["macro", column] == pytest.approx(table[column][:-1].mean())
    assert table.loc["macro", "low"] < table.loc["macro", "average_precision"] < table.loc["macro", "high"]


def test_a_weight_counts_as_so_many_rows():
    y, p = graded(60)
    weight = np.arange(len(y)) % 3 + 1
    weighted, repeated = (
        per_class_scores(y, p, CLASSES, weight),
        per_class_scores(np.repeat(y, weight), np.repeat(p, weight, axis=0), CLASSES),
    )
    shares = ["average_precision", "roc_auc", "recall", "precision", "f1", "brier"]
    pd.testing.assert_frame_equal(weighted[shares], repeated[shares])


def test_ranking_metrics_use_the_scores_to_rank_by():
    y, p = graded()
    other = per_class_scores(y, p, CLASSES, ranking=p[::-1])
    own = per_class_scores(y, p, CLASSES)
    assert (other["average_precision"] != own["average_precision"]).all()
    assert other[["recall", "brier"]].equals(own[["recall", "brier"]])


def test_a_class_without_rows_is_nan_and_left_out_of_the_mean():
    y, p = graded()
    p = np.column_stack([p * 0.9, np.full(len(p), 0.1)])
    with pytest.warns(sb.DataWarning, match="'gone' cannot be told from other classes in these rows: scores are nan"):
        table = per_class_scores(y, p, [*CLASSES, "gone"])
    assert table.loc["gone", "rows"] == 0
    assert table.loc["gone"].drop("rows").isna().all()
    assert table.loc["macro", "roc_auc"] == pytest.approx(table.loc[CLASSES, "roc_auc"].mean())


def test_a_class_called_macro_keeps_its_name():
    y, p = graded()
    table = per_class_scores(np.where(y == "low", "macro", y), p, ["macro", "middle", "high"])
    assert table.index.tolist() == ["macro", "middle", "high", "macro average"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": ["a", "b", "z"]}, "y needs values of classes="),
        ({"probabilities": np.full((2, 3), 1 / 3)}, r"found shape \(2, 3\)"),
        ({"probabilities": np.full((3, 2), 0.5)}, r"a column for each of the 3 classes"),
        ({"probabilities": np.full((3, 3), 0.5)}, "rows of 0 or more that sum to 1"),
        ({"probabilities": np.full((3, 3), np.nan)}, "finite numbers"),
        ({"weight": [1, 1, -1]}, "weight needs a finite number of 0 or more"),
    ],
)
def test_bad_input_is_refused_with_the_way_out(change, words):
    given = {"y": ["a", "b", "c"], "probabilities": np.eye(3), "classes": ["a", "b", "c"], **change}
    with pytest.raises(ValueError, match=words):
        per_class_scores(**given)


@pytest.mark.parametrize("n", [90, 9000])
def test_the_same_rows_are_drawn_whichever_class_is_marked(n):
    strata = np.arange(n) % 3
    drawn = []
    for k in range(3):
        draws = HoldoutDraws(strata == k, n_draws=10, seed=4, strata=strata)
        counts, ((own, _), (others, _)) = np.empty((n, 10)), next(draws.chunks())
        counts[draws.rare], counts[draws.other] = own[:, :10], others[:, :10]
        drawn.append(counts)
    assert np.array_equal(drawn[0], drawn[1]) and np.array_equal(drawn[0], drawn[2])
    assert drawn[0][strata == 1].sum(axis=0) == pytest.approx(np.full(10, n / 3), rel=1e-5)


def test_the_spread_is_that_of_a_bootstrap_row_by_row_within_each_class():
    y, p = graded(200)
    ours, rng, found = class_draws(y, p, CLASSES), np.random.default_rng(1), []
    parts = [np.flatnonzero(y == name) for name in CLASSES]
    for _ in range(400):
        rows = np.concatenate([rng.choice(part, len(part)) for part in parts])
        found.append([average_precision(y[rows] == name, p[rows, k]) for k, name in enumerate(CLASSES)])
    theirs = dict(zip([*CLASSES, "macro"], [*np.array(found).T, np.mean(found, axis=1)], strict=True))
    for name, draws in theirs.items():
        assert ours[name].std() == pytest.approx(draws.std(), rel=0.15), name
        assert ours[name].mean() == pytest.approx(draws.mean(), abs=0.2 * draws.std()), name


def compared(p, other, **changes):
    y = graded()[0]
    tables, draws = ([make(y, one, CLASSES) for one in (p, other)] for make in (per_class_scores, class_draws))
    return class_differences(*tables, *draws, **changes)


def test_the_difference_of_a_run_to_itself_is_nothing():
    p = graded()[1]
    table = compared(p, p)
    assert table.columns.tolist() == ["rows", "value", "none", "delta", "delta_low", "delta_high"]
    assert (table[["delta", "delta_low", "delta_high"]] == 0).all(axis=None)


def test_a_better_run_has_a_positive_difference_inside_its_bounds():
    p = graded()[1]
    blurred = (p + np.random.default_rng(5).dirichlet(np.ones(3), len(p))) / 2
    table = compared(p, blurred)
    assert (table["delta"] == table["value"] - table["none"]).all()
    assert table.loc["macro", "delta_low"] > 0
    assert ((table["delta_low"] < table["delta"]) & (table["delta"] < table["delta_high"])).all()


def test_noise_between_seeds_and_more_comparisons_widen_the_bounds():
    p = graded()[1]
    blurred = (p + np.random.default_rng(5).dirichlet(np.ones(3), len(p))) / 2
    plain = compared(p, blurred)
    noisy = compared(p, blurred, seed_noise=dict.fromkeys([*CLASSES, "macro"], (0.01, 2)))
    strict = compared(p, blurred, critical=6.0)
    assert (noisy["delta_low"] < plain["delta_low"]).all()
    assert (strict["delta_low"] < plain["delta_low"]).all()


def test_a_class_set_anew_leaves_the_others_in_proportion():
    out = replace_class([[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]], 0, [0.2, 0.4])
    assert out == pytest.approx(np.array([[0.2, 0.48, 0.32], [0.4, 0.3, 0.3]]))
