"""What a counterfactual row must pass: the user's rules, the judge, plausibility, and no loop without end."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin

import synthbalance as sb
from synthbalance.samplers._counterfactual.gates import Duplicates, KnnJudge, Plausibility, row_hashes
from synthbalance.samplers._counterfactual.space import Space
from synthbalance.samplers._counterfactual.transplant import Candidates
from synthbalance.table import TableEncoder, table_hash
from tests.samplers.counterfactuals import cloud, payments, quiet, same, two_clouds

GATES = ["oracle", "judge", "plausibility", "range", "monotone", "constraint", "duplicate", "donor_share"]


class FirstColumn(ClassifierMixin, BaseEstimator):
    """Looks at one column only, so that the judge has something to say."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        score = 1 / (1 + np.exp(-X[:, 0]))
        return np.column_stack([1 - score, score])


def space_of(frame):
    return Space(TableEncoder().fit(frame), frame)


def edited(base, donor, edits):
    return Candidates(np.array(base), np.array(donor), np.array(edits))


@pytest.mark.parametrize("method", ["native", "cfa"])
def test_immutable_columns_are_the_bases_and_the_donor_agrees(method):
    fixed = ["country", "memo"]
    made = quiet(*payments(), 10, immutable=fixed, purpose="explain", method=method, max_edits=5, tolerance=0.6)
    assert len(made.rows) > 0
    assert not made.edits[fixed].any().any()
    for name in fixed:
        assert same(made.rows[name], made.base[name]).all()
        if method == "native":
            assert same(made.rows[name], made.donor[name]).all()


def test_an_immutable_column_without_any_agreeing_pair_says_so():
    X, y = two_clouds()
    with pytest.raises(ValueError, match=r"rejected: none\)\. Way out: name fewer columns in immutable"):
        quiet(X, y, 10, immutable=["x0"])


def test_outside_a_permitted_range_no_row_is_a_base_and_no_value_is_taken():
    X, y = payments()
    ranges = {"amount": (None, 500), "grade": ("mid", None), "at": ("2024-03-27", None)}
    made = quiet(X, y, 15, permitted_range=ranges, purpose="explain")
    assert len(made.rows) > 5
    assert not (made.rows["amount"] > 500).any()
    assert not (made.rows["grade"] < "mid").any()
    assert made.rows["at"].dropna().min() >= pd.Timestamp("2024-03-27", tz="Europe/Vienna")
    assert (made.donor["amount"] > 500).any()
    assert made.report["range"] > (X["grade"][y == 0] == "low").sum()


def test_a_column_that_may_only_rise_or_fall_does_so():
    X, y = payments()
    signs = {"amount": 1, "score": -1, "at": 1, "wait": -1, "grade": 1}
    made = quiet(X, y, 15, monotone=signs, purpose="explain")
    assert len(made.rows) > 5
    for name, sign in signs.items():
        before, after = (part[name][made.edits[name]] for part in (made.base, made.rows))
        if name == "grade":
            before, after = before.cat.codes, after.cat.codes
        assert ((after > before) if sign > 0 else (after < before)).all(), name
    assert made.report["monotone"] > 0


def test_the_wrong_direction_leaves_no_row_and_the_error_names_it():
    X, y = two_clouds()
    with pytest.raises(ValueError, match=r"monotone \d+ of \d+.*Way out: name fewer columns in monotone"):
        quiet(X, y, 10, monotone=dict.fromkeys(X, -1))


@pytest.mark.parametrize(
    ("monotone", "words"),
    [
        ({"nope": 1}, "monotone needs columns of X, 'nope' is not there"),
        ({"amount": 2}, r"monotone\['amount'\] needs \+1 \(only up\) or -1 \(only down\), got 2"),
        ({"amount": "up"}, "got 'up'"),
        ({"country": 1}, r"needs a column with an order, 'country' holds .* Use immutable=\['country'\]"),
        ({"flag": 1}, "needs a column with an order"),
        (["amount"], "'monotone' parameter"),
    ],
)
def test_a_bad_direction_is_a_clear_error(monotone, words):
    with pytest.raises(ValueError, match=words):
        quiet(*payments(), 5, monotone=monotone)


def test_constraints_are_obeyed_and_counted():
    X, y = payments()
    made = quiet(X, y, 15, constraints=[lambda df: df["n_items"] % 2 == 0, lambda df: df["amount"] > 0])
    assert len(made.rows) > 5
    assert (made.rows["n_items"] % 2 == 0).all()
    assert (made.rows["amount"] > 0).all()
    assert made.report["constraint"] > 0


def test_contradictory_constraints_end_after_bounded_tries_and_say_what_rejected_how_much():
    X, y = two_clouds()
    seen = []

    def counted(df):
        seen.append(len(df))
        return df["x0"] > 0

    with pytest.raises(ValueError, match=r"constraints\[1\] (\d+) of (\d+)\)\. Way out: loosen constraints") as told:
        quiet(X, y, 10, constraints=[counted, lambda df: df["x0"] < 0], purpose="explain")
    assert "constraints[0]" in str(told.value)
    assert 0 < sum(seen) <= 32 * 40


def test_a_hopeless_search_ends_before_all_pairs_are_tried(monkeypatch):
    monkeypatch.setattr("synthbalance.samplers._counterfactual.collect._HOPELESS", 500)
    X, y = two_clouds(n_rows=600, n_rare=200)
    tries = []
    with pytest.raises(ValueError, match="No row passes"):
        quiet(X, y, 10, constraints=[lambda df: tries.append(len(df)) or np.zeros(len(df), dtype=bool)])
    assert 0 < sum(tries) <= 500 + 256


def test_the_judge_agrees_where_rows_of_the_class_are_nearer():
    space = space_of(pd.DataFrame({"x": [0.0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15], "z": [0.0] * 12}))
    judge = KnnJudge(space, np.arange(6), np.arange(6, 12), np.random.default_rng(0))
    x_of_donor = [[True, False]]
    assert judge.agrees(edited([6], [2], x_of_donor)).tolist() == [True]
    assert judge.agrees(edited([6], [2], [[False, True]])).tolist() == [False]


def test_the_judge_never_compares_a_row_with_its_own_parents():
    # The donor at 9 is alone among the others: only itself, its own parent, is near.
    frame = pd.DataFrame({"x": [0.0, 1, 2, 3, 9, 10, 11, 12, 13, 14], "z": 0.0})
    judge = KnnJudge(space_of(frame), np.arange(5), np.arange(5, 10), np.random.default_rng(0))
    judge._k = 1
    assert judge.agrees(edited([9], [4], [[True, False]])).tolist() == [False]


def test_without_the_judge_rows_pass_that_it_rejects():
    X, y = two_clouds(apart=1.0)
    judged, free = (quiet(X, y, 90, judge=judge, oracle=FirstColumn()) for judge in ("knn", None))
    assert judged.report["judge"] > 0 == free.report["judge"]
    assert table_hash(judged.rows) != table_hash(free.rows)


def test_no_row_is_farther_from_the_class_than_its_rows_from_each_other():
    X, y = two_clouds()
    made = cloud(n_new=60, plausibility=0.8)
    unit = ((X.quantile(0.75) - X.quantile(0.25)) / 1.349).to_numpy()
    real, new = X[y == 1].to_numpy() / unit, made.rows.to_numpy() / unit
    between = np.linalg.norm(real[:, None] - real[None], axis=2)
    np.fill_diagonal(between, np.inf)
    nearest = np.linalg.norm(new[:, None] - real[None], axis=2).min(axis=1)
    assert nearest.max() <= np.quantile(between.min(axis=1), 0.8) + 1e-9
    assert nearest.min() > 0
    assert made.report["plausibility"] > cloud(n_new=60).report["plausibility"]


def test_a_distance_of_zero_is_not_plausible():
    space = space_of(pd.DataFrame({"x": [0.0, 1.0, 2.0, 0.5, 3.5]}))
    gate = Plausibility(space, np.arange(3), 1.0, np.random.default_rng(0))
    assert gate.limit == pytest.approx(1 / space.scale[0])
    assert gate.passes(edited([3, 3, 4], [0, 0, 0], [[True], [False], [False]])).tolist() == [False, True, False]


def test_duplicates_of_real_rows_and_of_each_other_are_found_in_order():
    real = np.array([[1.0, np.nan], [2.0, 0.0]])
    known = Duplicates(row_hashes(real))
    rows = np.array([[1.0, np.nan], [3.0, 1.0], [3.0, 1.0], [np.nan, 1.0]])
    assert known.fresh(rows).tolist() == [False, True, False, True]
    assert known.fresh(rows).tolist() == [False] * 4


def test_the_report_has_every_gate():
    report = cloud().report
    assert list(report)[: len(GATES)] == GATES
    assert report["tries"] >= sum(report[gate] for gate in GATES if gate != "donor_share") + 40


def test_cells_are_written_as_they_are_to_the_last_bit():
    X, y = two_clouds()
    X["x0"] = X["x0"].astype("float32") * np.float32(1e-7)
    X["id"] = np.arange(len(X), dtype="uint64") + np.uint64(2**63)
    made = quiet(X, y, 20)
    assert made.rows["x0"].isin(X["x0"]).all()
    assert made.rows["id"].isin(X["id"]).all()
    assert sb.STRATEGIES["counterfactual"] is type(made.sampler)
