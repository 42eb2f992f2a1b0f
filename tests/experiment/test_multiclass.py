"""Several classes in an experiment: trained on all of them, scored on the rare one, each class told by itself."""

import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

import synthbalance as sb
from synthbalance.experiment._train import train_seeds
from synthbalance.metrics import average_precision, brier

NAMES = np.array(["ok", "late", "abuse", "theft"])
COLUMNS = ["rows", "average_precision", "low", "high", "roc_auc", "recall", "precision", "f1", "brier"]


def make_grades(n=1200, seed=0):
    """Four classes, theft the rarest, that two columns tell apart in part."""
    rng = np.random.default_rng(seed)
    code = rng.choice(4, n, p=[0.66, 0.2, 0.09, 0.05])
    return pd.DataFrame(
        {
            "amount": rng.gamma(2.0, 30.0, n) * (1 + code),
            "x": rng.normal(size=n) + (code == 3) * 2 - (code == 2) * 2,
            "channel": rng.choice(["web", "shop"], n),
            "grade": NAMES[code],
        }
    )


@pytest.fixture(scope="module")
def grades():
    return make_grades()


@pytest.fixture(scope="module")
def many(grades):
    return sb.split_holdout(grades, target="grade", positive="theft", multiclass=True, random_state=0)


@pytest.fixture(scope="module")
def make(many):
    """A function that makes a quick experiment, without the guard."""

    def make(split=many, **changes):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sb.DataWarning)
            quick = {"model": sb.default_model(n_estimators=8, learning_rate=0.2), "seeds": 2}
            exp = sb.Experiment(split, **{**quick, **changes})
        exp.model_given = False
        return exp

    return make


@pytest.fixture(scope="module")
def graded(make):
    """An experiment with three looks; only to be read."""
    exp = make()
    exp.run(sb.SMOTESampler(sampling_strategy=0.2, random_state=0))
    exp.run(sb.ClassWeight(3))
    return exp


@pytest.fixture(scope="module")
def run(graded):
    return graded.runs["SMOTE 20 %"]


def test_scores_are_those_of_the_rare_class_against_all_others(run, many):
    y = (many.holdout.y == "theft").to_numpy()
    assert run.scores["brier"].value == brier(y, run.holdout_probabilities)
    alerts = run.holdout_probabilities >= run.threshold
    assert run.confusion["tp"] == (alerts & y).sum()
    assert run.split.positive == "theft"
    assert run.split.holdout.y.tolist() == y.astype(int).tolist()


def test_probabilities_have_a_column_a_class_in_the_order_of_the_split(run, many):
    p = run.predict_proba(many.holdout.X)
    assert run.classes == many.classes == ("abuse", "late", "ok", "theft")
    assert p.shape == (len(many.holdout), 4)
    assert p.sum(axis=1) == pytest.approx(np.ones(len(p)))
    assert np.array_equal(p[:, 3], run.holdout_probabilities)


def test_the_models_know_all_classes(graded, many):
    p = graded.none.predict_proba(many.holdout.X)
    for k, name in enumerate(many.classes):
        y = many.holdout.y == name
        assert average_precision(y, p[:, k]) > 1.2 * y.mean(), name


def test_each_class_has_its_scores_and_the_rare_one_those_of_the_run(run, many):
    table = run.per_class
    assert table.columns.tolist() == COLUMNS
    assert (table.index.name, table.index.tolist()) == ("class", [*many.classes, "macro"])
    assert table["rows"].to_dict() == {**many.holdout.y.value_counts().to_dict(), "macro": len(many.holdout)}
    score = run.scores["average_precision"]
    assert table.loc["theft", ["average_precision", "low", "high"]].tolist() == [score.value, score.low, score.high]
    assert table.attrs == {"rare": "theft", "threshold": run.threshold}


def test_recall_of_a_class_takes_a_row_for_its_most_probable_class(run, many):
    taken = np.array(many.classes)[run.predict_proba(many.holdout.X).argmax(axis=1)]
    y = many.holdout.y.to_numpy()
    for name in many.classes:
        assert run.per_class.loc[name, "recall"] == pytest.approx((taken[y == name] == name).mean())


def test_changing_the_table_of_classes_changes_no_run(run):
    table = run.per_class
    table.loc["ok", "recall"] = -1
    assert run.per_class.loc["ok", "recall"] >= 0


def test_classes_are_compared_with_doing_nothing(graded, run):
    table = graded.compare_classes(run)
    assert table.index.tolist() == run.per_class.index.tolist()
    assert (table["value"] == run.per_class["average_precision"]).all()
    assert (table["none"] == graded.none.per_class["average_precision"]).all()
    assert ((table["delta_low"] <= table["delta"]) & (table["delta"] <= table["delta_high"])).all()
    assert (graded.compare_classes(graded.none)[["delta_low", "delta_high"]] == 0).all(axis=None)


def test_bounds_of_classes_grow_with_looks(make):
    exp = make()
    run = exp.run("smote")
    before = exp.compare_classes(run)
    for seed in (1, 2, 3):
        exp.run(sb.SMOTESampler(sampling_strategy=0.3, random_state=seed))
    after = exp.compare_classes(run)
    width = [(table["delta_high"] - table["delta_low"]).loc["macro"] for table in (before, after)]
    assert width[1] > width[0]


def test_a_ratio_is_rare_rows_per_row_of_all_other_classes(run, many):
    counts = run.balanced()["grade"].value_counts()
    before = many.train.y.value_counts()
    assert counts["theft"] == int(0.2 * (len(many.train) - before["theft"]))
    assert counts.drop("theft").to_dict() == before.drop("theft").to_dict()


@pytest.mark.parametrize("key", ["random", "smote", "mgs", "counterfactual"])
def test_a_key_makes_rows_of_the_rare_class_only(make, key):
    run = make(seeds=1).run(key)
    table = run.balanced()
    assert set(table["grade"][table["is_synthetic"]]) == {"theft"}
    assert run.n_synthetic == len(run.synthetic) > 0


def test_the_balanced_table_has_the_original_classes(run, grades, many):
    table = run.balanced()
    real = table[~table["is_synthetic"]]
    assert table["grade"].dtype == grades["grade"].dtype
    assert (real["grade"] == grades["grade"].loc[real.index]).all()
    assert len(real) == len(many.train)


def test_samplers_of_imbalanced_learn_take_a_ratio_too(make, grades):
    split = sb.split_holdout(grades.drop(columns="channel"), target="grade", multiclass=True, positive="theft")
    exp = make(split, seeds=1)
    before = split.train.y.value_counts()
    over = exp.run(SMOTE(sampling_strategy=0.2, random_state=0)).balanced()["grade"].value_counts()
    assert over["theft"] == int(0.2 * (len(split.train) - before["theft"]))
    under = exp.run(RandomUnderSampler(sampling_strategy=0.2, random_state=0))
    counts = under.balanced()["grade"].value_counts()
    assert counts["theft"] == before["theft"]
    assert counts["theft"] / counts.drop("theft").sum() == pytest.approx(0.2, abs=0.01)
    assert counts["ok"] / before["ok"] == pytest.approx(counts["late"] / before["late"], abs=0.02)


def test_rows_wanted_are_told_by_the_original_class(make):
    run = make(seeds=1).run(sb.SMOTESampler(sampling_strategy={"theft": 90, "abuse": 120}, random_state=0))
    counts = run.balanced()["grade"].value_counts()
    assert (counts["theft"], counts["abuse"]) == (90, 120)
    assert any("Other classes than 'theft' were resampled, too" in sentence for sentence in run.warnings)


def test_auto_keeps_its_meaning_and_the_formula_is_not_used_for_it(make):
    exp = make(seeds=1)
    run = exp.run(sb.RandomSampler(random_state=0))
    assert run.balanced()["grade"].value_counts().nunique() == 1
    assert "formula" not in run.calibration
    assert "Repeated rows taken back by formula" in exp.run("random").calibration


@pytest.mark.parametrize(
    ("strategy", "words"),
    [
        (sb.SMOTESampler(sampling_strategy={"nope": 9}), "names the class 'nope', the split has 'abuse', 'late'"),
        (sb.SMOTESampler(sampling_strategy=0.001), "Nothing is ever removed here"),
        (RandomUnderSampler(sampling_strategy=0.001), "more rows of the other classes than there are"),
    ],
)
def test_an_impossible_wish_is_refused(make, strategy, words):
    with pytest.raises(ValueError, match=words):
        make(seeds=1).run(strategy)


def test_a_ratio_of_a_class_that_is_not_rare_is_refused(make, grades):
    split = sb.split_holdout(grades, target="grade", multiclass=True, positive="ok")
    with pytest.raises(ValueError, match="'ok' makes more than half of the training rows"):
        make(split, seeds=1).run(sb.SMOTESampler(sampling_strategy=0.5))


def test_weights_and_bags_are_those_of_the_rare_class(graded, make, many):
    weighted = graded.runs["Class weight ×3"]
    assert "Class weight taken back" in weighted.calibration
    bags = make(seeds=1).run(sb.UnderBagging(n_models=3, ratio=0.5))
    for run in (weighted, bags):
        p = run.predict_proba(many.validation.X)
        assert p.mean(axis=0)[3] == pytest.approx((many.validation.y == "theft").mean(), abs=0.01)


def test_bags_that_lack_a_class_still_tell_all(make, grades):
    few = grades.drop(grades.index[grades["grade"] == "abuse"][12:])
    split = sb.split_holdout(few, target="grade", multiclass=True, positive="theft", holdout=0.42, random_state=0)
    run = make(split, seeds=1).run(sb.UnderBagging(n_models=4, ratio=1.0))
    p = run.predict_proba(split.holdout.X)
    assert p.shape[1] == 4
    assert p.sum(axis=1) == pytest.approx(np.ones(len(p)))


def test_without_a_word_the_rarest_class_is_chosen_and_said(grades):
    split = sb.split_holdout(grades, target="grade", multiclass=True, random_state=0)
    with pytest.warns(sb.DataWarning, match="Of 4 classes 'theft', the rarest of the training part, is the rare one"):
        assert sb.Experiment(split).split.positive == "theft"


def test_another_class_can_be_the_rare_one(make, grades):
    split = sb.split_holdout(grades, target="grade", multiclass=True, positive="late")
    with warnings.catch_warnings():
        warnings.simplefilter("error", sb.DataWarning)
        exp = sb.Experiment(split)
    assert exp.split.positive == "late"
    assert exp.split.train.y.sum() == (split.train.y == "late").sum()


TARGETS = {
    "numbers": lambda y: pd.Series(pd.factorize(y)[0] + 5),
    "categories": lambda y: y.astype("category"),
    "dates": lambda y: pd.Timestamp("2024-01-01") + pd.to_timedelta(pd.Series(pd.factorize(y)[0]), unit="D"),
    "two values": lambda y: y == "theft",
}


@pytest.mark.parametrize("kind", TARGETS)
def test_classes_may_be_of_any_dtype(make, grades, kind):
    y = TARGETS[kind](grades["grade"])
    split = sb.split_holdout(grades.assign(grade=y), target="grade", multiclass=True)
    run = make(split, seeds=1).run("random")
    assert run.per_class.index.tolist() == [*split.classes, "macro"]
    assert run.balanced()["grade"].dtype == y.dtype
    assert run.predict_proba(split.holdout.X).shape[1] == len(split.classes)


@pytest.mark.parametrize("model", [LinearSVC(), make_pipeline(StandardScaler(), SVC())])
def test_a_model_without_probabilities_gets_the_softmax_of_its_margins(make, grades, model):
    split = sb.split_holdout(grades.drop(columns="channel"), target="grade", multiclass=True)
    run = make(split, seeds=1, model=model).none
    assert run.scores["roc_auc"].value > 0.8
    assert any("gives no probabilities: the softmax of its margins" in sentence for sentence in run.warnings)


def test_a_model_with_other_margins_is_refused(make):
    with pytest.raises(ValueError, match=r'gives 6 margins a row for 4 classes\. Set decision_function_shape="ovr"'):
        make(seeds=1, model=SVC(decision_function_shape="ovo")).run("none")


def test_a_class_of_one_training_row_is_refused(many):
    train = many.train
    y = train.y.where((train.y != "abuse") | ((train.y == "abuse").cumsum() == 1), "ok")
    few = dataclasses.replace(many, train=dataclasses.replace(train, y=y))
    with pytest.raises(ValueError, match="The class 'abuse' has 1 training rows, at least 2 are needed"):
        sb.Experiment(few)


def test_a_rare_class_that_is_none_of_the_classes_is_refused(many, grades):
    with pytest.raises(ValueError, match="positive='nope' must be a value of target='grade'"):
        sb.split_holdout(grades, target="grade", positive="nope", multiclass=True)
    with pytest.raises(ValueError, match="positive='nope' must be one of the classes"):
        sb.Experiment(dataclasses.replace(many, positive="nope"))


def test_a_class_absent_from_the_holdout_is_nan_and_said(many, make):
    part = many.holdout
    seen = (part.y != "abuse").to_numpy()
    cut = dataclasses.replace(part, X=part.X[seen], y=part.y[seen])
    run = make(dataclasses.replace(many, holdout=cut), seeds=1).none
    with pytest.warns(sb.DataWarning, match="'abuse' cannot be told"):
        table = run.per_class
    assert table.loc["abuse"].drop("rows").isna().all()
    assert np.isfinite(table.loc["macro"]).all()


def test_costs_weights_and_time_concern_the_rare_class(make, grades):
    dated = grades.assign(at=pd.date_range("2024-01-01", periods=len(grades), freq="h"), w=1.0 + (grades.index % 2))
    split = sb.split_holdout(dated, target="grade", multiclass=True, positive="theft", time="at", weight="w")
    run = make(split, seeds=1, costs=sb.Costs(missed="amount", review=5)).run("smote")
    missed = (split.holdout.y == "theft") & (run.holdout_probabilities < run.threshold)
    flagged = run.holdout_probabilities >= run.threshold
    weight = split.holdout.weight
    expected = (weight * split.holdout.X["amount"])[missed].sum() + 5 * weight[flagged].sum()
    assert run.scores["cost"].value == pytest.approx(expected)


def test_previews_know_all_classes_too(make):
    preview = make(seeds=1).preview("smote")
    assert preview.scores["roc_auc"] > 0.7
    assert preview.n_synthetic > 0


def test_the_given_split_stays_as_it_was(graded, many):
    assert many.multiclass and set(many.train.y) == set(NAMES)
    assert graded.split.fingerprint == many.fingerprint


def test_the_script_gives_the_same_run(grades, make):
    split = sb.split_holdout(grades, target="grade", multiclass=True, positive="theft", random_state=0)
    exp = sb.Experiment(split, model=LogisticRegression(max_iter=500), seeds=1)
    run = exp.run(sb.SMOTESampler(sampling_strategy=0.2, random_state=0))
    names = {"data": grades}
    exec(run.to_code().replace("print(exp.compare().T)", ""), names)
    assert np.array_equal(names["run"].holdout_probabilities, run.holdout_probabilities)
    assert names["run"].per_class.equals(run.per_class)


def test_one_seed_at_a_time_is_refused_without_an_experiment(many, graded):
    plan = graded.none._plan
    with pytest.raises(ValueError, match=r"Several classes are trained by sb\.Experiment"):
        train_seeds(many, plan, LogisticRegression(), 1, 0)


def test_two_classes_are_told_by_themselves_as_well(smote_run, board):
    table = smote_run.per_class
    assert table.index.tolist() == ["ok", "fraud", "macro"]
    score = smote_run.scores["average_precision"]
    assert table.loc["fraud", ["average_precision", "low", "high"]].tolist() == [score.value, score.low, score.high]
    assert table.loc["fraud", "brier"] == smote_run.scores["brier"].value
    assert smote_run.classes == ("ok", "fraud")
    compared = board.compare_classes(smote_run)
    assert compared.loc["fraud", "delta"] == pytest.approx(smote_run.delta.value)


def test_several_classes_taken_together_are_the_rest(experiment, grades):
    run = experiment(sb.split_holdout(grades, target="grade", positive="theft"), seeds=1).none
    assert run.per_class.index.tolist() == ["rest", "theft", "macro"]
