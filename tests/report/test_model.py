"""A model on disk: the same probabilities and decisions as its run, and no table in the file."""

import os
import pickle
import subprocess
import sys
import zlib

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import synthbalance as sb
from synthbalance.report import SavedModel, _model_file, read_model, write_model
from tests.report.conftest import quietly, small


@pytest.fixture(scope="module")
def plain_split():
    """1,000 rows, 100 rare; numbers that stand nowhere else, and a few words."""
    rng = np.random.default_rng(5)
    rare = np.arange(1000) % 10 == 0
    frame = pd.DataFrame({"x": rng.normal(2.0 * rare), "z": rng.normal(size=1000)})
    frame["kind"] = rng.choice(["web", "shop", None], 1000)
    frame["when"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 9999, 1000), "h")
    return quietly(sb.split_holdout, frame.assign(y=rare.astype(int)), target="y", random_state=0)


@pytest.fixture(scope="module")
def plain(plain_split):
    return small(plain_split)


def assert_same(saved, run):
    X = run.split.holdout.X
    np.testing.assert_array_equal(saved.predict_proba(X), run.predict_proba(X))
    np.testing.assert_array_equal(saved.predict(X), run.decide(X))


@pytest.mark.parametrize(
    "strategy",
    ["none", sb.ClassWeight(4), sb.UnderBagging(n_models=3), sb.SMOTESampler(sampling_strategy=0.3, random_state=0)],
    ids=["none", "class_weight", "under_bagging", "smote"],
)
def test_a_model_that_was_read_gives_the_same_probabilities_and_alerts(plain, strategy, tmp_path):
    run = plain.run(strategy)
    saved = read_model(write_model(run, tmp_path / "a.model"))
    assert_same(saved, run)
    assert (saved.threshold, saved.threshold_source) == (run.threshold, "validation")
    assert (saved.name, saved.strategy, saved.target) == (run.name, run.strategy, "y")
    assert saved.columns == ["x", "z", "kind", "when"]
    assert saved.scores["roc_auc"][0] == run.scores["roc_auc"].value


def test_where_costs_name_a_column_it_decides_by_amount(exp, tmp_path):
    run = exp.runs["none"]
    saved = read_model(write_model(run, tmp_path / "a.model"))
    assert saved.by_amount
    assert_same(saved, run)
    assert (
        saved.predict(run.split.holdout.X) != (saved.predict_proba(run.split.holdout.X)[:, 1] >= run.threshold)
    ).any()


def test_a_threshold_by_hand_is_obeyed_and_named(exp, tmp_path):
    run = exp.runs["none"]
    saved = read_model(write_model(run, tmp_path / "a.model", threshold=0.31))
    p = saved.predict_proba(run.split.holdout.X)[:, 1]
    assert (saved.threshold, saved.threshold_source) == (0.31, "by hand")
    np.testing.assert_array_equal(saved.predict(run.split.holdout.X), p >= 0.31)
    assert not {"recall", "precision", "f1", "cost"} & set(saved.scores)
    assert "roc_auc" in saved.scores
    assert "by hand" in repr(saved)


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan"), "0.5", True])
def test_a_threshold_that_is_no_share_is_refused(plain, threshold, tmp_path):
    with pytest.raises(ValueError, match="threshold needs a number from 0 to 1"):
        write_model(plain.none, tmp_path / "a.model", threshold=threshold)
    assert os.listdir(tmp_path) == []


def test_several_classes_keep_their_columns(plain_split, tmp_path):
    frame = plain_split.train.X.assign(
        y=np.where(plain_split.train.y == 1, "b", np.where(plain_split.train.X["z"] > 0, "a", "c"))
    )
    split = quietly(sb.split_holdout, frame, target="y", multiclass=True, random_state=0)
    run = quietly(small, split).run("none")
    saved = read_model(write_model(run, tmp_path / "a.model"))
    assert saved.classes == ("a", "b", "c")
    assert_same(saved, run)


@pytest.mark.parametrize(
    "model",
    [LogisticRegression(), make_pipeline(FunctionTransformer(np.nan_to_num), StandardScaler(), LogisticRegression())],
    ids=["alone", "pipeline"],
)
def test_models_of_scikit_learn_are_saved_as_well(plain_split, model, tmp_path):
    split = plain_split
    if hasattr(model, "steps"):
        numbers = pd.concat([split.train.X[["x", "z"]], split.train.y], axis=1)
        split = quietly(sb.split_holdout, numbers, target="y", random_state=0)
    run = sb.Experiment(split, model=model, seeds=1).run("none")
    saved = read_model(write_model(run, tmp_path / "a.model"))
    assert_same(saved, run)
    assert set(saved.versions) == {"python", "synthbalance", "numpy", "pandas", "scikit-learn"}


def test_no_row_of_any_table_is_in_the_file(plain, tmp_path):
    run = plain.run(sb.SMOTESampler(sampling_strategy=0.4, random_state=0))
    path = write_model(run, tmp_path / "a.model")
    packed = joblib.load(path)["body"]
    tables = [run.split.train.X, run.split.validation.X, run.split.holdout.X, run.synthetic]
    ends = [
        run.split.train.X["z"].min(),
        run.split.train.X["z"].max(),
        run.synthetic["z"].min(),
        run.synthetic["z"].max(),
    ]
    values = np.setdiff1d(np.concatenate([table["z"] for table in tables]), ends)[::3]
    assert not [value for value in values if value.tobytes() in packed or str(value).encode() in packed]
    for word in (b"DataFrame", b"Experiment", b"Split", b"Run\x94"):
        assert word not in packed


def test_a_file_does_not_grow_with_the_rows(tmp_path):
    sizes = []
    for n in (1000, 8000):
        rng = np.random.default_rng(0)
        frame = pd.DataFrame(rng.normal(size=(n, 6)), columns=list("abcdef")).assign(y=np.arange(n) % 10 == 0)
        run = small(quietly(sb.split_holdout, frame, target="y", random_state=0)).run("none")
        sizes.append(write_model(run, tmp_path / f"{n}.model").stat().st_size)
    assert sizes[1] < 1.5 * sizes[0] < 60_000


def test_the_users_fitted_model_does_not_slip_into_the_bags(plain_split, tmp_path):
    class_of_user = sb.default_model(n_estimators=5, n_jobs=1)
    class_of_user.note_ = "x" * 50 + "secret"
    run = sb.Experiment(plain_split, model=class_of_user, seeds=1).run(sb.UnderBagging(n_models=2))
    assert b"secret" not in joblib.load(write_model(run, tmp_path / "a.model"))["body"]


def test_polars_rows_and_more_columns_are_taken(plain, tmp_path):
    polars = pytest.importorskip("polars")
    run = plain.none
    saved = read_model(write_model(run, tmp_path / "a.model"))
    rows = run.split.holdout.X.reset_index(drop=True)
    given = polars.from_pandas(rows.assign(more=1)[["more", *reversed(rows.columns)]])
    np.testing.assert_allclose(saved.predict_proba(given), run.predict_proba(rows))
    with pytest.raises(ValueError, match=r"\['z'\] are not there"):
        saved.predict(rows.drop(columns="z"))


def test_another_process_reads_it(plain, tmp_path):
    path = write_model(plain.none, tmp_path / "a.model")
    plain.split.holdout.X.to_parquet(tmp_path / "rows.parquet")
    code = (
        "import sys, pandas as pd, synthbalance as sb; "
        "print(sb.read_model(sys.argv[1]).predict_proba(pd.read_parquet(sys.argv[2]))[:, 1].sum().hex())"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "rows.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == plain.none.predict_proba(plain.split.holdout.X)[:, 1].sum().hex()


def test_other_versions_are_warned_of(plain, tmp_path, monkeypatch):
    real = _model_file._version
    monkeypatch.setattr(_model_file, "_version", lambda name: "0.9" if name == "lightgbm" else real(name))
    path = write_model(plain.none, tmp_path / "a.model")
    monkeypatch.undo()
    with pytest.warns(sb.DataWarning, match=r"lightgbm 0\.9 \(here [\d.]+\)"):
        saved = read_model(path)
    assert saved.versions["lightgbm"] == "0.9"


class Harm:
    """A pickle that would do something."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


@pytest.mark.parametrize("kind", ["text", "empty", "pickle", "joblib", "zlib", "other dict", "cut"])
def test_a_file_of_another_kind_is_refused_in_one_sentence_and_runs_nothing(plain, tmp_path, kind):
    path, trap = tmp_path / "a.model", tmp_path / "trap"
    whole = write_model(plain.none, path).read_bytes()
    written = {
        "text": b"a,b\n1,2\n", "empty": b"", "zlib": zlib.compress(b"hello"), "cut": whole[: len(whole) // 2],
        "pickle": pickle.dumps(Harm(str(trap))), "other dict": zlib.compress(pickle.dumps({"kind": "else"})),
    }  # fmt: skip
    if kind == "joblib":
        joblib.dump({"kind": Harm(str(trap))}, path, compress=("zlib", 3))
    else:
        path.write_bytes(written[kind])
    with pytest.raises(
        ValueError, match=r"a\.model' is no model of this package\. It needs a file that report\.write_model"
    ):
        read_model(path)
    assert not trap.exists()


def test_a_newer_layout_says_so(plain, tmp_path):
    path = write_model(plain.none, tmp_path / "a.model")
    joblib.dump(joblib.load(path) | {"layout": 2}, path, compress=("zlib", 3))
    with pytest.raises(ValueError, match="Install a newer synthbalance"):
        read_model(path)


def test_a_body_that_cannot_be_loaded_names_the_cause(plain, tmp_path):
    path = write_model(plain.none, tmp_path / "a.model")
    joblib.dump(joblib.load(path) | {"body": b"cgone_module\nThing\n."}, path, compress=("zlib", 3))
    with pytest.raises(ValueError, match=r"cannot be loaded here .*gone_module"):
        read_model(path)


def test_a_model_with_a_lambda_cannot_be_written_and_nothing_is_left(plain_split, tmp_path):
    numbers = pd.concat([plain_split.train.X[["x", "z"]], plain_split.train.y], axis=1)
    split = quietly(sb.split_holdout, numbers, target="y", random_state=0)
    model = make_pipeline(FunctionTransformer(lambda X: X), LogisticRegression())
    run = sb.Experiment(split, model=model, seeds=1).run("none")
    with pytest.raises(ValueError, match=r"cannot be written to a file .* lambda"):
        write_model(run, tmp_path / "a.model")
    assert os.listdir(tmp_path) == []


def test_a_file_that_is_there_stays(plain, tmp_path):
    path = tmp_path / "a.model"
    path.write_text("mine")
    with pytest.raises(FileExistsError, match=r"a-1\.model"):
        write_model(plain.none, path)
    assert path.read_text() == "mine"
    assert isinstance(read_model(write_model(plain.none, path, overwrite=True)), SavedModel)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda run: write_model(run, "a.pkl"), ValueError, r"ends in \.model"),
        (lambda run: write_model("none", "a.model"), TypeError, r"run needs a Run, got str\. Pass what exp\.run"),
        (lambda run: read_model("gone.model"), FileNotFoundError, "There is no file 'gone.model'"),
        (lambda run: read_model("."), IsADirectoryError, "is a folder"),
        (lambda run: read_model(None), ValueError, "name of a file as text or Path, got None"),
    ],
)
def test_bad_input_is_refused_in_words(plain, tmp_path, monkeypatch, call, error, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=words):
        call(plain.none)
    assert os.listdir(tmp_path) == []
