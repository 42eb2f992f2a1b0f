import ast
import inspect
import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import synthbalance as sb
from synthbalance.experiment._strategy import build_strategy
from synthbalance.report import code_of
from synthbalance.report._estimator import estimator_call
from tests.report.conftest import quietly, small

_DRIVER = """
import json, runpy, sys, warnings
import pandas as pd

warnings.simplefilter("ignore")
given = {name: pd.read_parquet(path) for name, path in json.loads(sys.argv[1]).items()}
found = []
for path in sys.argv[2:]:
    run = runpy.run_path(path, init_globals=given)["run"]
    found.append({name: [score.value, score.low, score.high] for name, score in run.scores.items()})
sys.stderr.write(json.dumps(found))
"""


def executed(folder, runs, tables=None):
    """Scores that the runs' scripts give in a fresh process, and what it printed."""
    paths, stored = [], {}
    for k, run in enumerate(runs):
        path = folder / f"script_{k}.py"
        path.write_text(code_of(run), encoding="utf-8")
        paths.append(path.name)
    for name, table in (tables or {}).items():
        table.to_parquet(folder / f"{name}-table.parquet")
        stored[name] = f"{name}-table.parquet"
    command = [sys.executable, "-c", _DRIVER, json.dumps(stored), *paths]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, env=_environment())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stderr), done.stdout


def assert_same_scores(found, runs):
    assert len(found) == len(runs)
    for scores, run in zip(found, runs, strict=True):
        for name, score in run.scores.items():
            assert scores[name] == pytest.approx([score.value, score.low, score.high], rel=0, abs=1e-9, nan_ok=True)


def test_scripts_on_loaded_payments_give_the_same_scores(exp, tmp_path):
    runs = list(exp.runs.values())
    assert [run.strategy for run in runs] == ["none", "class_weight", "random", "smote"]
    found, printed = executed(tmp_path, runs)
    assert_same_scores(found, runs)
    assert "average_precision" in printed


def test_a_script_of_every_strategy_gives_the_same_scores(payments_split, tmp_path):
    if "gan" in sb.STRATEGIES:
        pytest.importorskip("torch", reason="the trained generators need torch")
    exp = small(payments_split)
    runs = [quietly(exp.run, _tiny(key, payments_split.train.y)) for key in sb.STRATEGIES]
    assert [run.strategy for run in runs] == list(sb.STRATEGIES)
    found, _ = executed(tmp_path, runs)
    assert_same_scores(found, runs)


@pytest.mark.parametrize("key", [key for key, cls in sb.STRATEGIES.items() if cls is not None])
def test_a_strategy_is_written_in_public_names_with_what_was_changed(key):
    strategy, imports = _tiny(key, [0] * 95 + [1] * 5), set()
    made = eval(estimator_call(strategy, imports).flat(), {"sb": sb})
    assert type(made) is type(strategy)
    assert made.get_params() == strategy.get_params()
    assert imports == set()


def _tiny(key, y):
    """A strategy of this key that takes a moment, and no parameter at its default."""
    known = inspect.signature(sb.STRATEGIES[key].__init__).parameters if sb.STRATEGIES[key] else {}
    changed = {"steps": 15, "walk_steps": 4, "n_models": 3, "k_neighbors": 4, "shortfall": "relax", "variant": "kmeans"}
    knobs = {name: value for name, value in changed.items() if name in known}
    return build_strategy(key, y, ratio=0.1, random_state=3, **knobs)


def test_a_script_on_a_file_with_a_hostile_name_gives_the_same_scores(tmp_path, monkeypatch):
    name = 'pay\'ments "x"; import os {0} ü.csv'
    sb.load_transactions(n_rows=1500, fraud_rate=0.05, random_state=1).to_csv(tmp_path / name, index=False)
    monkeypatch.chdir(tmp_path)
    split = quietly(sb.split_holdout, sb.read_table(name), target="is_fraud", time="paid_at", gap="1D")
    run = quietly(small(split, threshold="recall=0.8", primary="roc_auc").run, "smote")
    found, _ = executed(tmp_path, [run])
    assert_same_scores(found, [run])


def test_a_plain_frame_with_hostile_names_is_the_variable_data(hostile_exp, hostile_frame, tmp_path):
    runs = list(hostile_exp.runs.values())
    found, _ = executed(tmp_path, runs, {"data": hostile_frame})
    assert_same_scores(found, runs)


def test_another_table_as_data_is_refused(hostile_exp, hostile_frame, tmp_path):
    with pytest.raises(AssertionError, match="data has other values"):
        executed(tmp_path, [hostile_exp.none], {"data": hostile_frame.iloc[::-1]})
    with pytest.raises(AssertionError, match="data has other rows"):
        executed(tmp_path, [hostile_exp.none], {"data": hostile_frame.iloc[1:]})


def test_a_holdout_of_the_users_own_and_a_model_in_a_pipeline(hostile_frame, tmp_path):
    frame = hostile_frame.drop(columns=["kind", "card", "w"])
    tables = {"train": frame.iloc[::2].reset_index(drop=True), "holdout": frame.iloc[1::2].reset_index(drop=True)}
    split = quietly(sb.Split.from_frames, **tables, target="label", validation=0.3)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, class_weight={0: 1, 1: 2}))
    run = quietly(small(split, model=model, calibration="intercept").run, sb.ClassWeight(4))
    code = code_of(run)
    assert "from sklearn.linear_model import LogisticRegression" in code and "C=0.5" in code
    found, _ = executed(tmp_path, [run], tables)
    assert_same_scores(found, [run])


def test_a_script_by_itself_runs_and_prints(exp, tmp_path):
    path = tmp_path / "script.py"
    path.write_text(code_of(exp.none), encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "delta_low" in done.stdout


def test_a_model_of_another_library_is_a_variable_named_in_a_comment(payments_split):
    run = quietly(small(payments_split, model=_Constant()).run, "none")
    code = code_of(run)
    assert "# Set model first: the _Constant that was passed" in code
    assert "model=model" in code and "_Constant(" not in code


def test_what_cannot_be_written_is_a_variable_of_its_name(payments_split):
    def cheap(frame):
        return frame["amount"] < 1e6

    run = quietly(
        small(payments_split).run, sb.SMOTESampler(sampling_strategy=0.2, constraints=[cheap], random_state=0)
    )
    code = code_of(run)
    assert "# Set constraints first: what was passed as constraints (list)." in code
    assert "constraints=constraints" in code and "sampling_strategy=0.2" in code


def test_a_foreign_sampler_is_imported_from_its_public_module(payments_split):
    from imblearn.under_sampling import RandomUnderSampler

    run = quietly(small(payments_split).run, RandomUnderSampler(sampling_strategy=0.5, random_state=1))
    code = code_of(run)
    assert "from imblearn.under_sampling import RandomUnderSampler" in code
    assert "RandomUnderSampler(random_state=1, sampling_strategy=0.5)" in code


def test_a_note_that_travelled_in_a_file_is_never_pasted(hostile_frame):
    frame = hostile_frame.copy()
    noted = "sb.read_table(__import__('os').system('touch owned'))"
    frame.attrs["synthbalance"] = {"call": noted, "hash": sb.table.table_hash(frame)}
    split = quietly(sb.split_holdout, frame, target="label")
    assert split.source["call"] == noted
    code = code_of(quietly(small(split).run, "none"))
    assert "system" not in code and "assert len(data) == 1200" in code


@pytest.mark.parametrize(
    "call",
    [
        "__import__('os').system('x')", "sb.Experiment('x')", "sb.read_table(open('x'))", "sb.read_table('x'); 1",
        "sb.read_table(**{'path': 'x'})", "os.read_table('x')", "sb.__class__('x')", "(", "", None,
    ],
)  # fmt: skip
def test_only_loaders_with_literal_arguments_pass(call):
    from synthbalance.report._source import source_call

    assert source_call(call, set()) is None


def test_hostile_names_stay_inside_their_literals(hostile_exp):
    for run in hostile_exp.runs.values():
        code = code_of(run)
        called = {_name(node.func) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)}
        assert called <= {"sb", "exp", "print", "len", "table_hash", "check_table", "LGBMClassifier"}
        imported = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import)]
        assert [alias.name for node in imported for alias in node.names] == ["synthbalance"]


def test_the_header_names_versions_and_the_end_is_the_run(exp):
    code = code_of(exp.runs["SMOTE 20 %, k_neighbors 3"])
    head = code[: code.index("import")]
    assert all(name in head for name in ("synthbalance", "python", "numpy", "pandas", "lightgbm", "scikit-learn"))
    assert code.endswith("run = exp.run(strategy)\n\nprint(exp.compare().T)\n")


def test_settings_that_are_not_the_default_are_written(payments_split):
    costs = sb.Costs(missed=200, review=3, capacity=50, admin=1.5, capacity_per_day=9)
    code = code_of(
        quietly(small(payments_split, costs=costs, threshold=0.2, train_weight=False, random_state=7).run, "none")
    )
    assert "sb.Costs(missed=200, review=3, capacity=50, admin=1.5, capacity_per_day=9)" in code
    assert "threshold=0.2" in code and "train_weight=False" in code and "random_state=7" in code


def test_scripts_are_as_a_formatter_leaves_them(exp, hostile_exp, tmp_path):
    ruff = shutil.which("ruff") or os.path.join(os.path.dirname(sys.executable), "ruff")
    if not os.path.exists(ruff):
        pytest.skip("ruff is not installed")
    for k, run in enumerate([*exp.runs.values(), *hostile_exp.runs.values()]):
        (tmp_path / f"s{k}.py").write_text(code_of(run), encoding="utf-8")
    rules = [ruff, "check", "--isolated", "--select", "E,F,I,W,B,UP", "--ignore", "E501", "."]
    for command in (rules, [ruff, "format", "--isolated", "--diff", "."]):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


class _Constant(ClassifierMixin, BaseEstimator):
    """Somebody's own model."""

    def fit(self, X, y, sample_weight=None):
        self.classes_ = pd.unique(pd.Series(y))
        return self

    def predict_proba(self, X):
        first = pd.Series(X[:, 0]).rank(pct=True).to_numpy() * 0.5
        return pd.DataFrame({0: 1 - first, 1: first}).to_numpy()


def _name(function):
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else _name(function.func)


def _environment():
    return {**os.environ, "PYTHONUTF8": "1"}
