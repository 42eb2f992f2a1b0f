"""The trained generators: exact labels and conditions, what is told about quality, cancel, NaN, seeds, bad input."""

import importlib
import warnings

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.table import table_hash
from tests.samplers.generators import GENERATORS, lines, shops, trained
from tests.samplers.tables import mixed, numbers, three_classes

torch = pytest.importorskip("torch", reason="the trained generators need torch")
pytestmark = pytest.mark.parametrize("cls", GENERATORS)


def test_conditions_are_met_exactly(cls):
    sampler = trained(cls, *shops(), condition_columns=["channel", "amount"])
    made = sampler.generate(50, label=1, given={"channel": "web", "amount": 9.5})
    assert (made["channel"] == "web").all()
    assert (made["amount"] == 9.5).all()
    assert made["fee"].nunique() > 10


def test_a_condition_left_open_is_drawn_from_real_rows_that_have_the_others(cls):
    X, y = shops()
    made = trained(cls, X, y, condition_columns=["channel", "amount"]).generate(80, given={"channel": "app"})
    assert made["amount"].isin(X["amount"][(y == 1) & (X["channel"] == "app")]).all()


def test_a_missing_value_can_be_asked_for_where_one_occurs(cls):
    X, y = mixed()
    sampler = trained(cls, X, y, condition_columns=["country", "amount", "seen"])
    assert (
        sampler.generate(9, given={"country": None, "amount": float("nan")})[["country", "amount"]]
        .isna()
        .all(axis=None)
    )
    with pytest.raises(ValueError, match=r"given\['seen'\] needs a value that occurs"):
        sampler.generate(9, given={"seen": None})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"items": 3}, r"condition_columns=\['channel', 'amount'\], got \['items'\]\. Fit again with"),
        ({"channel": "fax"}, r"needs a value that occurs in the real rows \(\['(web|app)', '(web|app)'\]\), got 'fax'"),
        ({"amount": 1e9}, r"values between [\d.]+ and [\d.]+\), got 1000000000\.0"),
        ({"amount": "much"}, r"needs a value of kind float64, got 'much'"),
    ],
)
def test_a_condition_that_cannot_be_had_is_refused(cls, given, words):
    with pytest.raises(ValueError, match=words):
        trained(cls, *shops(), condition_columns=["channel", "amount"]).generate(3, given=given)


def test_a_combination_that_no_real_row_has_is_told(cls):
    X, y = shops()
    X.loc[y == 1, "channel"] = "web"
    sampler = trained(cls, X, y, condition_columns=["channel"])
    with pytest.warns(sb.DataWarning, match="No real row of class 1 has {'channel': 'app'}"):
        assert (sampler.generate(5, label=1, given={"channel": "app"})["channel"] == "app").all()


def test_immutable_columns_occur_together_in_a_real_row_of_the_class(cls):
    X, y = mixed(400, 60)
    columns = ["country", "n_items", "at"]
    sampler = trained(cls, X, y, immutable=columns)
    real = set(map(str, X.loc[y == 1, columns].to_numpy(dtype=object).tolist()))
    made = sampler.generate(100)
    assert set(map(str, made[columns].to_numpy(dtype=object).tolist())) <= real


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"condition_columns": ["nope"]}, r"condition_columns needs columns of X, \['nope'\] are not there"),
        ({"condition_columns": ["a", "b"]}, "need to leave a column to make"),
        ({"device": "abacus"}, r"device needs one of \['auto', 'cpu'.*got 'abacus'. Use device='auto'"),
        ({"steps": 0}, r"'steps' parameter .* Usual values lie between"),
    ],
)
def test_a_bad_parameter_is_refused(cls, change, words):
    with pytest.raises(ValueError, match=words):
        trained(cls, *lines(), **change)


def test_losses_have_a_row_a_step_and_are_finite(cls):
    sampler = trained(cls, *lines(), steps=30)
    assert sampler.losses_["step"].tolist() == list(range(1, 31))
    assert sampler.losses_.shape[1] >= 2
    assert np.isfinite(sampler.losses_).all(axis=None)


def test_progress_is_told_each_step(cls):
    sampler, told = cls(steps=7, random_state=0), []
    sampler.on_progress = lambda *progress: told.append(progress)
    sampler.fit(*lines(n_rare=100))
    assert [done for stage, done, total in told if stage == "training"] == list(range(1, 8))


@pytest.mark.parametrize("n_rare", [100, 300])
def test_a_cancelled_training_leaves_a_usable_sampler(cls, n_rare):
    sampler = cls(steps=500, random_state=0)
    sampler.on_progress = lambda stage, done, total: done < 60
    with pytest.raises(sb.Cancelled, match="Cancelled while training: 60 of 500"):
        sampler.fit_resample(*lines(n_rare=n_rare))
    sampler.on_progress = None
    assert len(sampler.losses_) == 60
    assert sampler.verdict_.startswith("Cancelled; the best weights so far")
    assert sampler.generate(20).notna().all(axis=None)


def test_a_loss_of_nan_stops_and_keeps_the_last_good_weights(cls, monkeypatch):
    learner = trained(cls, *lines(n_rare=100), steps=1)._nets_of()[1]
    healthy, taken = learner.step, []

    def poisoned(self, batches):
        taken.append(1)
        losses = healthy(self, batches)
        if len(taken) == 130:
            with torch.no_grad():
                next(self.net.parameters()).fill_(float("nan"))
        return losses

    monkeypatch.setattr(learner, "step", poisoned)
    with pytest.warns(sb.DataWarning, match="The loss became NaN after step 100; the last good weights, of step 100"):
        sampler = cls(steps=300, random_state=0).fit(*lines(n_rare=100))
    assert len(sampler.losses_) < 300
    assert sampler.generate(50).notna().all(axis=None)


def test_the_early_stop_sets_rows_aside_only_where_twenty_rare_ones_remain(cls):
    few, enough = (trained(cls, *lines(n_rare=n), steps=120) for n in (190, 200))
    assert few.checks_.empty
    assert "Not tested" in few.verdict_
    assert enough.checks_["two_sample_auc"].between(0.5, 1).all()
    assert enough.checks_["step"].tolist() == [50, 100, 120]
    assert "two-sample AUC" in enough.verdict_


def test_poor_rows_are_called_poor(cls, monkeypatch):
    monkeypatch.setattr("synthbalance.samplers._generative.watch.two_sample_auc", lambda *args: 0.99)
    with pytest.warns(sb.DataWarning, match="Poor: a classifier tells the new rows from real ones"):
        cls(steps=5, random_state=0).fit(*lines())


def test_copies_are_called_copies(cls, monkeypatch):
    monkeypatch.setattr(
        "synthbalance.samplers._generative.watch.closest", lambda rows, real: np.full(len(rows), len(rows) < 100)
    )
    with pytest.warns(sb.DataWarning, match="partly copies"):
        cls(steps=5, random_state=0).fit(*lines())


def test_the_report_says_what_share_a_judge_disputes(cls):
    X, y = numbers(400, 80)
    sampler = trained(cls, X + 20 * y.to_numpy()[:, None], y)
    sampler.fit_resample(X + 20 * y.to_numpy()[:, None], y)
    assert sampler.report_["disputed"] <= 0.02
    assert sampler.report_["disputed_real"] <= 0.02
    sampler = trained(cls, X.sample(frac=1, random_state=0, ignore_index=True), y)
    sampler.generate(300)
    assert sampler.report_["disputed"] > 0.2


def test_the_margins_are_right_after_hardly_any_training(cls):
    X, y = mixed(2000, 500)
    made, real = trained(cls, X, y, steps=3).generate(2000), X[y == 1]
    for name in ("country", "memo", "grade"):
        shares = made[name].value_counts(normalize=True), real[name].value_counts(normalize=True)
        assert shares[0].sub(shares[1], fill_value=0).abs().max() < 0.08
    quartiles = [0.25, 0.5, 0.75]
    apart = (made["n_items"].quantile(quartiles) - real["n_items"].quantile(quartiles)).abs()
    assert apart.max() < 8


def test_an_atom_stays_an_atom(cls):
    X, y = mixed(1500, 300)
    made = trained(cls, X, y).generate(1500)
    assert (made["amount"] == 0).mean() == pytest.approx((X["amount"][y == 1] == 0).mean(), abs=0.05)


def test_torchs_global_seed_is_neither_read_nor_set_and_its_threads_are_put_back(cls):
    X, y = lines(n_rare=100)
    torch.manual_seed(1)
    state, threads = torch.random.get_rng_state(), torch.get_num_threads()
    first = trained(cls, X, y).generate(20)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.get_num_threads() == threads
    torch.manual_seed(2)
    assert table_hash(trained(cls, X, y).generate(20)) == table_hash(first)


def test_torch_absent_is_told_with_the_line_that_installs_it(cls, monkeypatch):
    monkeypatch.setattr(importlib.import_module("synthbalance.samplers._nets"), "find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"needs torch, which is not installed. Install it: pip install 'synthb"):
        cls(steps=1).fit(*lines())


def test_few_rows_are_told_what_suits_them(cls):
    with pytest.warns(sb.DataWarning, match="class 'c' has 10. SMOTESampler or RandomSampler suit so few rows better"):
        cls(steps=3, random_state=0).fit(*three_classes())


def test_enough_rows_give_no_warning(cls):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cls(steps=3, random_state=0).fit(*mixed())


def test_a_table_of_categories_with_hundreds_of_levels_is_learned(cls):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"shop": rng.integers(0, 500, 1500).astype(str), "kind": rng.choice(["p", "q"], 1500)})
    y = (np.arange(1500) < 300).astype(int)
    made = trained(cls, X, y, condition_columns=["shop"]).generate(40, given={"shop": X["shop"][0]})
    assert (made["shop"] == X["shop"][0]).all()
    made = trained(cls, X, y).generate(400)
    assert made["shop"].nunique() > 30
    assert made["shop"].isin(X["shop"]).all()


def test_ranges_and_constraints_are_obeyed(cls):
    X, y = lines(n_rare=100)
    changes = {"permitted_range": {"a": (0, None)}, "constraints": [lambda frame: frame["b"] < 1]}
    made = trained(cls, X, y, **changes).generate(100)
    assert (made["a"] >= 0).all()
    assert (made["b"] < 1).all()
