"""What happens where the gates of counterfactual rows leave too few: warn, raise, relax, or SMOTE."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

import synthbalance as sb
from synthbalance.samplers._counterfactual.collect import collect
from synthbalance.samplers._counterfactual.transplant import Candidates
from tests.samplers.counterfactuals import Made, payments, quiet, two_clouds

N_NEW = 60
ORDER = ["plausibility", "judge", "oracle", "copy"]


def short(shortfall, **changes):
    """Many rows asked for of a class of which few pass."""
    return quiet(*two_clouds(apart=1.5), N_NEW, **{"shortfall": shortfall, "k_neighbors": 1, **changes})


def test_fewer_rows_come_with_a_warning_that_counts_and_names_a_way_out():
    words = rf"{N_NEW} new rows were asked for, \d+ passed in \d+ tries \(rejected: oracle \d+ of .* missing\. Way out"
    with pytest.warns(sb.DataWarning, match=words):
        made = Made(*two_clouds(apart=1.5), N_NEW, k_neighbors=1)
    assert 0 < len(made.rows) < N_NEW
    assert len(made.labels) == len(made.X) + len(made.rows) == len(made.sampler.synthetic_mask_)
    assert made.validity["valid"].all()
    assert made.report["relaxed"] == {}


def test_raise_is_an_error_with_the_same_words():
    with pytest.raises(
        ValueError, match=rf"{N_NEW} new rows were asked for.*shortfall=\"relax\" or \"smote\" fills up"
    ):
        short("raise")


def test_enough_rows_are_neither_warned_about_nor_refused():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for shortfall in ("warn", "raise", "relax", "smote"):
            made = Made(*two_clouds(), 20, shortfall=shortfall)
            assert len(made.rows) == 20
            assert not made.parents["relaxed"].any()


def test_relax_delivers_all_marks_what_it_let_in_and_claims_validity_for_the_others():
    made, strict = short("relax"), short("warn")
    relaxed = made.parents["relaxed"].to_numpy()
    assert len(made.rows) == N_NEW
    assert (~relaxed).sum() == len(strict.rows)
    assert made.validity["valid"][~relaxed].all()
    assert sum(made.report["relaxed"].values()) == relaxed.sum() > 0
    assert set(made.report["relaxed"]) <= set(ORDER)


def test_rows_that_passed_come_first_and_then_those_of_the_gate_loosened_first():
    made = short("relax", plausibility=0.3)
    relaxed = made.parents["relaxed"].tolist()
    assert relaxed == sorted(relaxed)
    loosened = list(made.report["relaxed"])
    assert loosened == sorted(loosened, key=ORDER.index)
    assert loosened[0] == "plausibility"
    first = made.report["relaxed"]["plausibility"]
    n_strict = relaxed.count(False)
    assert made.validity["valid"][: n_strict + first].all()


def test_plausibility_goes_first_then_the_judge_then_the_oracle():
    level = np.array([3, 0, 2, 1, 3, 1, 2, 0])
    made = Candidates(np.arange(8), np.arange(8), np.ones((8, 1), dtype=bool), np.ones(8), level)
    maker = SimpleNamespace(donors=np.arange(8), refused={}, stages=lambda *_: iter([iter([made])]))
    chosen, _ = collect(maker, 7, np.random.default_rng(0), True, lambda *_: None)
    assert chosen.level.tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert chosen.base.tolist() == [1, 7, 3, 5, 2, 6, 0]
    strict, tally = collect(maker, 7, np.random.default_rng(0), False, lambda *_: None)
    assert strict.base.tolist() == [1, 7]
    assert tally["donor_share"] == 0


def test_where_nothing_else_is_left_real_rows_are_copied_each_within_its_share():
    X, y = two_clouds(n_columns=1)
    made = quiet(X, y, 60, shortfall="relax", purpose="explain")
    copies = made.parents["base"] == made.parents["donor"]
    assert made.report["relaxed"]["copy"] == copies.sum() > 0
    assert not made.edits[copies].any().any()
    assert made.rows[copies].equals(made.donor[copies])
    assert made.parents["donor"].value_counts().max() <= max(2, 3 * 60 / 40)
    assert "is a copy of the real row" in made.sampler.explain(int(np.flatnonzero(copies)[0]))


@pytest.mark.parametrize("shortfall", ["relax", "smote"])
def test_rows_that_fill_up_obey_the_users_rules_all_the_same(shortfall):
    X, y = payments()
    rules = {"permitted_range": {"n_items": (35, 60)}, "constraints": [lambda df: df["amount"] > 100]}
    made = quiet(X, y, 40, shortfall=shortfall, immutable=["country"], **rules)
    assert len(made.rows) == 40
    assert made.parents["relaxed"].any()
    assert made.rows["n_items"].between(35, 60).all()
    assert (made.rows["amount"] > 100).all()


def test_smote_fills_up_between_two_rows_of_the_class_and_claims_nothing():
    made = short("smote")
    filled = made.parents["relaxed"].to_numpy()
    assert len(made.rows) == N_NEW
    assert made.report["relaxed"] == {"smote": filled.sum()}
    assert (made.y[made.parents["base"]][filled] == 1).all()
    assert not made.validity["valid"][filled].any()
    assert made.validity["valid"][~filled].all()
    low, high = np.minimum(made.base, made.donor)[filled], np.maximum(made.base, made.donor)[filled]
    assert ((made.rows[filled] >= low - 1e-9) & (made.rows[filled] <= high + 1e-9)).all().all()
    assert "was made by SMOTE between the real rows" in made.sampler.explain(N_NEW - 1)


def test_generate_obeys_the_shortfall_too():
    X, y = two_clouds(apart=1.5)
    sampler = short("relax").sampler
    assert len(sampler.generate(N_NEW)) == len(sampler.parents_) == N_NEW
    assert sampler.parents_["relaxed"].any()
    assert sampler.report_["relaxed"]
    with pytest.raises(ValueError, match="new rows were asked for"):
        sampler.set_params(shortfall="raise").fit(X, y).generate(N_NEW)
    with pytest.warns(sb.DataWarning, match="are missing"):
        assert len(sampler.set_params(shortfall="warn").fit(X, y).generate(N_NEW)) < N_NEW


@pytest.mark.parametrize("method", ["native", "cfa"])
@pytest.mark.parametrize("n_rare", [1, 4])
def test_too_few_rows_say_which_sampler_takes_them(n_rare, method):
    X, y = two_clouds(n_rows=60, n_rare=n_rare)
    words = f"at least 5 rows of class 1 and as many others.* found {n_rare} and .* RandomSampler copies .*SMOTESampler"
    with pytest.raises(ValueError, match=words):
        quiet(X, y, 10, method=method)
    copied = quiet(X, y, 10, method=method, shortfall="relax")
    assert copied.report["relaxed"] == {"copy": 10}
    assert not copied.validity["valid"].any()
    filled = quiet(X, y, 10, method=method, shortfall="smote")
    assert filled.report["relaxed"] == {"smote": 10}


def test_too_few_rows_of_the_others_are_told_as_well():
    X, y = two_clouds(n_rows=60, n_rare=57)
    with pytest.raises(ValueError, match="found 57 and 3"):
        quiet(X, y, 10)


def test_five_rows_are_enough():
    X, y = two_clouds(n_rows=60, n_rare=5)
    assert len(quiet(X, y, 3, purpose="explain").rows) > 0
